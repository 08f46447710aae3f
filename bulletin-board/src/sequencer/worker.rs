//! The sequencer's task.

use std::mem;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use comitia_tlog::note::{KnownKey, LogSigner};
use metrics::{counter, gauge, histogram};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tracing::{debug, error, info, warn};

use super::live::{Live, Prepared};
use super::{Admission, Appended, Sequencing, StartError, SubmitError, Unserved};
use crate::failpoint::pass;
use crate::storage::{Claim, LogStorage, TERM};

/// After how long a lease is renewed, and how old what a standing-by server knows may be.
const RENEWAL: Duration = Duration::from_secs(1);

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

/// The one that appends to a log on this server.
pub(super) struct Worker<A, F> {
    storage: Arc<dyn LogStorage>,
    signer: Arc<LogSigner>,
    sequencing: Arc<Sequencing>,
    new_admission: F,
    /// `None` after a failure, until the log has been read again.
    live: Option<Live<A>>,
    /// When the lease was last taken or renewed; `None` if this server does not have it.
    claimed: Option<Instant>,
    /// The size of the log, for those who wait for it to grow.
    head: watch::Sender<u64>,
}

impl<A: Admission, F: FnMut() -> A + Send + 'static> Worker<A, F> {
    /// Reads the log and is ready to append to it.
    pub(super) async fn start(
        storage: Arc<dyn LogStorage>,
        signer: LogSigner,
        sequencing: Sequencing,
        admission: F,
    ) -> Result<(Self, watch::Receiver<u64>), StartError> {
        let (head, seen) = watch::channel(0);
        let mut worker = Self {
            storage,
            signer: Arc::new(signer),
            sequencing: Arc::new(sequencing),
            new_admission: admission,
            live: None,
            claimed: None,
            head,
        };
        worker.follow().await?;
        pass("loaded");
        Ok((worker, seen))
    }

    /// Works until nobody can submit any more, or until it is stopped; what waits by then is dealt with.
    pub(super) async fn run(mut self, mut jobs: mpsc::Receiver<Job<A>>, stopped: oneshot::Receiver<()>) {
        let mut asked = pin!(asked_to_stop(stopped));
        let (mut open, mut waiting) = (true, Vec::new());
        let batch = self.sequencing.limits.batch.max(1);
        let has_peers = !self.sequencing.server.address.is_empty();
        let mut ticks = interval(RENEWAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = &mut asked, if open => {
                    jobs.close();
                    open = false;
                }
                _ = ticks.tick(), if has_peers && open => self.stand_by().await,
                received = jobs.recv_many(&mut waiting, batch) => {
                    if received == 0 {
                        return self.give_up().await;
                    }
                    self.deal_with(mem::take(&mut waiting)).await;
                }
            }
        }
    }

    /// Reads the log again if that is necessary, then looks and appends.
    async fn deal_with(&mut self, jobs: Vec<Job<A>>) {
        if self.live.is_none() {
            self.follow_or_complain().await;
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
        if submissions.is_empty() {
            return;
        }
        let refused = match self.hold().await {
            Ok(()) => match self.live.take() {
                Some(live) => return self.append(live, submissions, replies).await,
                None => Unserved::Unavailable,
            },
            Err(unserved) => unserved,
        };
        for reply in replies {
            answer(reply, Err(refused.clone().into()));
        }
    }

    /// Makes sure that the log is this server's to write, and that nothing on it is unknown here.
    async fn hold(&mut self) -> Result<(), Unserved> {
        let log = self.signer.key().name();
        let held = self.claimed.map(|at| at.elapsed());
        if held.is_some_and(|since| since < RENEWAL) {
            return Ok(());
        }
        match self.storage.claim(&self.sequencing.server).await {
            Ok(Claim::Ours) => {
                pass("claimed");
                self.claimed = Some(Instant::now());
                gauge!("comitia_writer", "log" => log.to_string()).set(1.0);
                // Between two of our leases somebody else may have had one.
                if held.is_none_or(|since| since > TERM) {
                    info!(%log, "this server writes the log");
                    self.follow_or_complain().await;
                }
                Ok(())
            }
            Ok(Claim::Theirs(address)) => {
                gauge!("comitia_writer", "log" => log.to_string()).set(0.0);
                self.claimed = None;
                Err(Unserved::Elsewhere(address))
            }
            Err(error) => {
                error!(%log, %error, "the log could not be claimed");
                self.claimed = None;
                Err(Unserved::Unavailable)
            }
        }
    }

    /// Follows the log while another server may be writing it.
    async fn stand_by(&mut self) {
        if self.claimed.is_none_or(|at| at.elapsed() > RENEWAL) {
            self.follow_or_complain().await;
        }
    }

    async fn follow_or_complain(&mut self) {
        if let Err(error) = self.follow().await {
            error!(log = %self.signer.key().name(), %error, "the log could not be read");
        }
    }

    /// Reads what is new on the log, or all of it.
    async fn follow(&mut self) -> Result<(), StartError> {
        // While the database is away, what is known of the log is kept.
        let head = self.storage.head().await?;
        let live = match self.live.take() {
            Some(live) => live,
            None => Live::new(&self.signer, (self.new_admission)()),
        };
        let live = live.follow(&self.storage, &self.signer, &head).await?;
        self.resume_with(live);
        Ok(())
    }

    /// Lets another server take the log at once.
    async fn give_up(self) {
        if self.claimed.is_some()
            && let Err(error) = self.storage.release(&self.sequencing.server).await
        {
            warn!(log = %self.signer.key().name(), %error, "the lease runs out by itself");
        }
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
        let name = || log.to_string();
        histogram!("comitia_batch_submissions", "log" => name()).record(count(submissions.len()));
        let sequencing = Arc::clone(&self.sequencing);
        let prepared = spawn_blocking(move || live.prepare(submissions, &signer, &sequencing)).await;
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
            let begun = Instant::now();
            let stored = self.storage.append(&previous, &batch).await;
            if let Err(error) = stored {
                error!(%log, %error, "a batch could not be stored");
                counter!("comitia_append_failures_total", "log" => name()).increment(1);
                self.claimed = None;
                return None;
            }
            histogram!("comitia_append_seconds", "log" => name()).record(begun.elapsed().as_secs_f64());
            counter!("comitia_entries_total", "log" => name()).increment(batch.entries.len() as u64);
            pass("committed");
            debug!(%log, entries = batch.entries.len(), size = batch.checkpoint.unverified().size, "appended");
        }
        self.resume_with(live);
        Some(verdicts)
    }

    fn resume_with(&mut self, live: Live<A>) {
        let size = live.size();
        self.head
            .send_if_modified(|head| mem::replace(head, size) != size);
        self.live = Some(live);
    }
}

/// A small number as figures have it.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
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
