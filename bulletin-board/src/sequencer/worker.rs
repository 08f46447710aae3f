//! The sequencer's task.

use std::mem;
use std::pin::pin;
use std::sync::Arc;

use comitia_tlog::note::{KnownKey, LogSigner};
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;
use tracing::{debug, error};

use super::live::{Live, Prepared};
use super::{Admission, Appended, Sequencing, StartError, SubmitError, Unserved};
use crate::failpoint::pass;
use crate::storage::LogStorage;

/// Where the verdict on a submission is awaited.
type Reply<R> = oneshot::Sender<Result<Appended, SubmitError<R>>>;

/// A look at the admission; it is `None` if there is none at the moment.
type Look<A> = Box<dyn FnOnce(Option<&A>) + Send>;

/// What is asked of a sequencer.
pub(super) enum Job<A: Admission> {
    /// Append this, if the admission agrees.
    Submit {
        submission: A::Submission,
        reply: Reply<A::Refusal>,
    },
    /// Look at the admission between two batches.
    Inspect(Look<A>),
}

/// The one writer of a log.
pub(super) struct Worker<A, F> {
    storage: Arc<dyn LogStorage>,
    signer: Arc<LogSigner>,
    sequencing: Sequencing,
    new_admission: F,
    /// `None` after a failure, until the log has been read again.
    live: Option<Live<A>>,
}

impl<A: Admission, F: FnMut() -> A + Send + 'static> Worker<A, F> {
    /// Reads the log and is ready to append to it.
    pub(super) async fn start(
        storage: Arc<dyn LogStorage>,
        signer: LogSigner,
        sequencing: Sequencing,
        new_admission: F,
    ) -> Result<Self, StartError> {
        let mut worker = Self {
            storage,
            signer: Arc::new(signer),
            sequencing,
            new_admission,
            live: None,
        };
        worker.load().await?;
        Ok(worker)
    }

    /// Works until nobody can submit any more, or until it is stopped; what waits by then is dealt with.
    pub(super) async fn run(mut self, mut jobs: mpsc::Receiver<Job<A>>, stopped: oneshot::Receiver<()>) {
        let mut asked = pin!(asked_to_stop(stopped));
        let (mut open, mut waiting) = (true, Vec::new());
        let batch = self.sequencing.limits.batch.max(1);
        loop {
            tokio::select! {
                () = &mut asked, if open => {
                    jobs.close();
                    open = false;
                }
                received = jobs.recv_many(&mut waiting, batch) => {
                    if received == 0 {
                        return;
                    }
                    self.deal_with(mem::take(&mut waiting)).await;
                }
            }
        }
    }

    /// Reads the log again if that is necessary, then looks and appends.
    async fn deal_with(&mut self, jobs: Vec<Job<A>>) {
        if self.live.is_none()
            && let Err(error) = self.load().await
        {
            error!(log = %self.signer.key().name(), %error, "the log could not be read again");
        }
        let (mut submissions, mut replies) = (Vec::new(), Vec::new());
        for job in jobs {
            match job {
                Job::Inspect(look) => look(self.live.as_ref().map(Live::admission)),
                Job::Submit { submission, reply } => {
                    submissions.push(submission);
                    replies.push(reply);
                }
            }
        }
        match self.live.take() {
            _ if submissions.is_empty() => {}
            Some(live) => self.append(live, submissions, replies).await,
            None => replies
                .into_iter()
                .for_each(|reply| answer(reply, Err(Unserved::Unavailable.into()))),
        }
    }

    async fn load(&mut self) -> Result<(), StartError> {
        let live = Live::load(&self.storage, &self.signer, (self.new_admission)()).await?;
        self.live = Some(live);
        pass("loaded");
        Ok(())
    }

    /// One batch. Whatever fails, the state goes with it; and since refusals may rest on entries of the same
    /// batch, no verdict is given out then.
    async fn append(
        &mut self,
        live: Live<A>,
        submissions: Vec<A::Submission>,
        replies: Vec<Reply<A::Refusal>>,
    ) {
        let Some(verdicts) = self.try_append(live, submissions).await else {
            replies
                .into_iter()
                .for_each(|reply| answer(reply, Err(SubmitError::NotCommitted)));
            return;
        };
        for (verdict, reply) in verdicts.into_iter().zip(replies) {
            answer(reply, verdict.map_err(SubmitError::Refused));
            pass("answered-one");
        }
        pass("answered");
    }

    async fn try_append(
        &mut self,
        live: Live<A>,
        submissions: Vec<A::Submission>,
    ) -> Option<Vec<Result<Appended, A::Refusal>>> {
        let signer = Arc::clone(&self.signer);
        let log = self.signer.key().name();
        let publication = self.sequencing.publication;
        let prepared = spawn_blocking(move || live.prepare(submissions, &signer, publication)).await;
        let prepared = prepared
            .inspect_err(|error| error!(%log, %error, "the admission panicked"))
            .ok()?;
        let prepared = prepared.inspect_err(|error| error!(%log, %error, "a batch could not be prepared"));
        let Prepared {
            previous,
            batch,
            verdicts,
            live,
        } = prepared.ok()?;
        if let Some(batch) = batch {
            pass("signed");
            let stored = self.storage.append(&previous, &batch).await;
            stored
                .inspect_err(|error| error!(%log, %error, "a batch could not be stored"))
                .ok()?;
            pass("committed");
            debug!(%log, entries = batch.entries.len(), size = batch.checkpoint.unverified().size, "appended");
        }
        self.live = Some(live);
        Some(verdicts)
    }
}

/// Ends when somebody asks for it; never, if the one who could ask is gone.
async fn asked_to_stop(stopped: oneshot::Receiver<()>) {
    if stopped.await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Gives a verdict to whoever still waits for it.
fn answer<R>(reply: Reply<R>, verdict: Result<Appended, SubmitError<R>>) {
    // Dropping the future of a submission is allowed; then nobody waits.
    let _ = reply.send(verdict);
}
