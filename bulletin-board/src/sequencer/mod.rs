//! The sequencer: the one task that appends to a log (protocol-spec: `appending`).
//!
//! Submissions queue; whatever is in the queue becomes one batch: the admission decides about it, the tree grows,
//! the checkpoint is signed, and one transaction stores it all. While that runs the next batch gathers, so that
//! batches are as large as the load demands and nobody waits for a timer.
//!
//! Only the server that holds the log's lease appends. The sequencers of other servers stand by: about once a second
//! they follow the log, so that what they are asked about it is at most that old, and try for the lease, so that they
//! take over a few seconds after the holder was last heard of, or at once when it gives the lease back.

mod admission;
mod live;
mod worker;

use std::fmt;
use std::sync::Arc;

use comitia_tlog::checkpoint::CheckpointError;
use comitia_tlog::note::LogSigner;
use comitia_tlog::vkey::KeyName;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

pub use admission::{Admission, ReplayError};
use worker::{Job, Worker};

use crate::reader::ReadError;
use crate::storage::{LogStorage, Server, StorageError};

/// How much a sequencer takes on.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Submissions that may wait; beyond that they are turned away as [`Unserved::Busy`].
    pub queue: usize,
    /// Most submissions in one batch.
    pub batch: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            queue: 4096,
            batch: 1024,
        }
    }
}

/// When readers see what was appended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Publication {
    /// With the append.
    #[default]
    Direct,
    /// When witnesses have cosigned it, which is somebody else's task ([`LogStorage::publish`]).
    Witnessed,
}

/// How a sequencer works.
#[derive(Debug, Clone)]
pub struct Sequencing {
    /// The server that it works for.
    pub server: Server,
    /// How much it takes on.
    pub limits: Limits,
    /// When readers see what it appended.
    pub publication: Publication,
}

/// Entries that are in the log for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Index of the first.
    pub first: u64,
    /// How many there are; they are consecutive.
    pub entries: u64,
    /// Size of the tree whose signed checkpoint was stored with them.
    pub size: u64,
}

/// Why a sequencer did not deal with something. Nothing was appended.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unserved {
    /// Too much is waiting; try again in a moment.
    #[error("too many submissions are waiting")]
    Busy,
    /// The sequencer has been stopped.
    #[error("the log is not being written any more")]
    Stopped,
    /// After a failure the log could not be read again; try again later.
    #[error("the log cannot be written at the moment")]
    Unavailable,
    /// Another server writes this log; submit it there. The address is empty if that server has none.
    #[error("another server writes this log")]
    Elsewhere(String),
}

/// Why a submission was not appended.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SubmitError<R> {
    /// The admission refused it.
    #[error("refused")]
    Refused(R),
    /// It was not looked at.
    #[error(transparent)]
    Unserved(#[from] Unserved),
    /// Writing it failed; it may or may not be in the log. Submitting it again is safe if the admission refuses
    /// what is there already.
    #[error("the log could not be written")]
    NotCommitted,
}

/// Why a sequencer did not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// There is no log with the origin that the signer's key has.
    #[error("there is no log {0}")]
    NoSuchLog(KeyName),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The stored log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The stored checkpoint is not by the signer's key.
    #[error("stored checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The stored tiles or entries do not hash to the root of the stored checkpoint.
    #[error("the stored {what} do not lead to the root of the checkpoint of {size} entries")]
    Root {
        /// Tiles or entries.
        what: &'static str,
        /// Size of the checkpoint.
        size: u64,
    },
    /// The admission does not understand stored entries.
    #[error("stored entries from {first} on: {error}")]
    Replay {
        /// Index of the first of them.
        first: u64,
        /// What the admission said.
        error: ReplayError,
    },
    /// The admission panicked.
    #[error("the admission panicked while entries were replayed")]
    Panicked,
}

/// Where submissions go. Cheap to clone.
pub struct Sequencer<A: Admission> {
    queue: mpsc::Sender<Job<A>>,
    head: watch::Receiver<u64>,
}

impl<A: Admission> Sequencer<A> {
    /// Reads what is stored and starts the task that appends to it. `admission` makes an admission that knows of
    /// no entry; it is shown all that are stored, now and whenever a commit has failed.
    ///
    /// Must be called within a tokio runtime.
    ///
    /// # Errors
    /// When what is stored does not fit the checkpoint or the signer's key, or when the admission refuses a stored
    /// entry.
    pub async fn start(
        storage: Arc<dyn LogStorage>,
        signer: LogSigner,
        sequencing: Sequencing,
        admission: impl FnMut() -> A + Send + 'static,
    ) -> Result<(Self, SequencerTask), StartError> {
        let (queue, jobs) = mpsc::channel(sequencing.limits.queue.max(1));
        let (worker, head) = Worker::start(storage, signer, sequencing, admission).await?;
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(worker.run(jobs, stopped));
        Ok((Self { queue, head }, SequencerTask { stop, task }))
    }

    /// Submits something and waits until it is in the log for good, or is not.
    ///
    /// Dropping the future does not withdraw the submission.
    ///
    /// # Errors
    /// When it was refused, was not looked at, or could not be written.
    pub async fn submit(&self, submission: A::Submission) -> Result<Appended, SubmitError<A::Refusal>> {
        let (reply, verdict) = oneshot::channel();
        self.send(Job::Submit { submission, reply })?;
        verdict.await.unwrap_or(Err(SubmitError::NotCommitted))
    }

    /// Looks at the admission between two batches, when it knows of the committed entries and of nothing else.
    /// `look` must be quick: nothing is appended meanwhile.
    ///
    /// # Errors
    /// When the queue is full or the sequencer cannot work.
    pub async fn inspect<T: Send + 'static>(
        &self,
        look: impl FnOnce(&A) -> T + Send + 'static,
    ) -> Result<T, Unserved> {
        let (reply, seen) = oneshot::channel();
        let look = move |admission: Option<&A>| {
            // Nobody waits any more if this fails.
            let _ = reply.send(admission.map(look).ok_or(Unserved::Unavailable));
        };
        self.send(Job::Inspect(Box::new(look)))?;
        seen.await.unwrap_or(Err(Unserved::Stopped))
    }

    /// How many wait to be dealt with.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// The size of the log as this sequencer knows it, and every change of it.
    #[must_use]
    pub fn head(&self) -> watch::Receiver<u64> {
        self.head.clone()
    }

    fn send(&self, job: Job<A>) -> Result<(), Unserved> {
        self.queue.try_send(job).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => Unserved::Busy,
            mpsc::error::TrySendError::Closed(_) => Unserved::Stopped,
        })
    }
}

impl<A: Admission> Clone for Sequencer<A> {
    fn clone(&self) -> Self {
        Self {
            queue: self.queue.clone(),
            head: self.head.clone(),
        }
    }
}

impl<A: Admission> fmt::Debug for Sequencer<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sequencer")
            .field("waiting", &self.waiting())
            .finish()
    }
}

/// The running task of a sequencer. It ends by [`SequencerTask::shutdown`], or when the last [`Sequencer`] is
/// dropped.
#[derive(Debug)]
pub struct SequencerTask {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl SequencerTask {
    /// Takes nothing more, deals with everything that is waiting, and ends.
    pub async fn shutdown(self) {
        // The task may have ended already, because nobody can submit any more.
        let _ = self.stop.send(());
        let _ = self.task.await;
    }
}
