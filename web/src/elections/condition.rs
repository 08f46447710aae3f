//! How this server and its logs are doing, for monitoring.

use super::{Elections, Running};
use comitia_store::TxError;
use comitia_tlog::note::KnownKey as _;
use metrics::gauge;
use std::convert::Infallible;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long an answer about the database is good for everybody.
const MOMENT: Duration = Duration::from_secs(1);

/// Whether the database could be written, and when it was tried.
#[derive(Debug, Default)]
pub(super) struct Writable(Mutex<Option<(Instant, bool)>>);

impl Elections {
    /// What keeps this server from its work; nothing if it is ready.
    pub async fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if !self.is_writable().await {
            problems.push("the database cannot be written".to_owned());
        }
        for running in self.all() {
            let seen = timeout(PATIENCE, running.look(|_| ())).await;
            match seen {
                Ok(Ok(())) => {}
                Ok(Err(error)) => problems.push(format!("{}: {error}", running.manifest.id())),
                Err(_) => problems.push(format!("{}: no answer", running.manifest.id())),
            }
        }
        problems
    }

    /// Whether the database can be written, as of a moment ago: whoever asks often does not get in the way of ballots.
    pub(super) async fn is_writable(&self) -> bool {
        let mut last = self.0.writable.0.lock().await;
        if let Some((at, is_writable)) = *last
            && at.elapsed() < MOMENT
        {
            return is_writable;
        }
        let is_writable = self.try_to_write().await;
        *last = Some((Instant::now(), is_writable));
        is_writable
    }

    async fn try_to_write(&self) -> bool {
        let empty = self
            .0
            .store
            .run_tx::<_, Infallible, _>("ready", |_| Box::pin(async { Ok(()) }));
        matches!(
            timeout(PATIENCE, empty).await,
            Ok(Ok::<(), TxError<Infallible>>(()))
        )
    }

    /// Notes the sizes of all logs, what waits for them, and what their witnesses do.
    pub async fn note_figures(&self) {
        for running in self.all() {
            running.note_figures().await;
        }
    }
}

impl Running {
    async fn note_figures(&self) {
        let log = self.manifest.origin();
        if let Ok(head) = self.log.head().await {
            gauge!("comitia_log_entries", "log" => log.clone()).set(float(head.unverified().size));
        }
        if let Ok(published) = self.log.checkpoint().await {
            gauge!("comitia_log_published_entries", "log" => log.clone())
                .set(float(published.unverified().size));
        }
        let appended = self.appended_at.load(Ordering::Relaxed);
        if appended > 0 {
            gauge!("comitia_last_append_timestamp_seconds", "log" => log.clone()).set(float(appended));
        }
        let waiting = u32::try_from(self.sequencer.waiting()).unwrap_or(u32::MAX);
        gauge!("comitia_queue_waiting", "log" => log.clone()).set(f64::from(waiting));
        let Ok(policy) = self.manifest.policy() else {
            return;
        };
        for (key, status) in policy.witnesses().iter().zip(self.witnesses()) {
            let witness = key.name().to_string();
            let labels = [("log", log.clone()), ("witness", witness)];
            let flag = |is_so: bool| f64::from(u8::from(is_so));
            let problem = status.problem.as_ref();
            gauge!("comitia_witness_problem", &labels).set(flag(problem.is_some()));
            gauge!("comitia_witness_alarm", &labels)
                .set(flag(problem.is_some_and(|problem| problem.is_alarm())));
            if let Some((_, time)) = status.last {
                gauge!("comitia_witness_cosigned_timestamp_seconds", &labels).set(float(time.seconds()));
            }
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "exact up to 2⁵³, which no log and no time reaches"
)]
const fn float(number: u64) -> f64 {
    number as f64
}
