//! Cosignatures of witnesses (C2SP `tlog-witness`), gathered beside the sequencer (protocol-spec: `witnesses`, `published`).
//!
//! An append waits for nobody: it is acknowledged when it is on the disk. Readers see it when enough witnesses have
//! cosigned, usually a fraction of a second later. One checkpoint at a time is the *target*: every witness is asked for
//! it, and when the quorum has answered it is published and the newest checkpoint becomes the next target. If each
//! witness were asked for whatever is newest when it is free, a busy log might never get a quorum on any checkpoint.
//!
//! Several servers of one log may gather at once; what readers see never shrinks.

mod asker;
mod collector;

use std::sync::{Arc, Mutex, PoisonError};

use comitia_tlog::cosignature::Timestamp;
use comitia_tlog::policy::Policy;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::storage::LogStorage;
use asker::Asker;
use collector::Collector;

/// Cosignatures that wait to be put together.
const WAITING: usize = 64;

/// What is known of a witness.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WitnessStatus {
    /// Size of the last checkpoint that it cosigned for this server, and when.
    pub last: Option<(u64, Timestamp)>,
    /// Why the last request was not answered as it should be; nothing if it was.
    pub problem: Option<Problem>,
}

/// What is wrong with a witness, or with the log in the eyes of a witness.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Nobody has said where it is.
    #[error("it has no address")]
    NoAddress,
    /// It does not answer.
    #[error("it does not answer: {0}")]
    Unreachable(String),
    /// It answers something that makes no sense.
    #[error("its answer makes no sense: {0}")]
    Nonsense(String),
    /// It does not watch this log, or has another key for it.
    #[error("it does not watch this log under this key")]
    NotWatching,
    /// It has cosigned more than this log has: the database is older than what was published.
    #[error(
        "it has cosigned {seen} entries and the log has {here}: this database is older than what was published"
    )]
    Ahead {
        /// Entries that it has cosigned.
        seen: u64,
        /// Entries of the log.
        here: u64,
    },
    /// It has cosigned another history.
    #[error("it has cosigned another history of this log, at {0} entries")]
    Forked(u64),
    /// The log itself cannot be read.
    #[error("the log cannot be read: {0}")]
    Log(String),
}

impl Problem {
    /// Whether the log's integrity is in question, and not a witness's service.
    #[must_use]
    pub const fn is_alarm(&self) -> bool {
        matches!(self, Self::Ahead { .. } | Self::Forked(_))
    }
}

type Statuses = Arc<Mutex<Vec<WitnessStatus>>>;

/// The running tasks that gather; they end when this is dropped.
#[derive(Debug)]
pub struct Gatherer {
    _tasks: JoinSet<()>,
    statuses: Statuses,
    published: watch::Receiver<u64>,
}

impl Gatherer {
    /// Gathers cosignatures of the policy's witnesses, whose addresses are in the policy's order, and publishes
    /// checkpoints that meet the policy. `heads` changes when the log has grown.
    ///
    /// Must be called within a tokio runtime.
    #[must_use]
    pub fn start(
        storage: &Arc<dyn LogStorage>,
        policy: Policy,
        addresses: Vec<Option<String>>,
        heads: watch::Receiver<u64>,
        client: &reqwest::Client,
    ) -> Self {
        let statuses: Statuses = Arc::new(Mutex::new(vec![
            WitnessStatus::default();
            policy.witnesses().len()
        ]));
        let (targets, watched) = watch::channel(None);
        let (lines, gathered) = mpsc::channel(WAITING);
        let mut tasks = JoinSet::new();
        let addresses = addresses.into_iter().chain(std::iter::repeat(None));
        for ((witness, key), address) in policy.witnesses().iter().enumerate().zip(addresses) {
            let Some(address) = address else {
                note(&statuses, witness, Err(Problem::NoAddress));
                continue;
            };
            let asker = Asker {
                witness,
                key: key.clone(),
                url: format!("{}/add-checkpoint", address.trim_end_matches('/')),
                client: client.clone(),
                storage: Arc::clone(storage),
                statuses: Arc::clone(&statuses),
            };
            tasks.spawn(asker.run(watched.clone(), lines.clone()));
        }
        let (published, seen) = watch::channel(0);
        let collector = Collector::new(Arc::clone(storage), policy, targets, published);
        tasks.spawn(collector.run(heads, gathered));
        Self {
            _tasks: tasks,
            statuses,
            published: seen,
        }
    }

    /// Entries of the last checkpoint that was published here, and every change of it: for those who wait.
    #[must_use]
    pub fn published(&self) -> watch::Receiver<u64> {
        self.published.clone()
    }

    /// What is known of each witness, in the policy's order.
    #[must_use]
    pub fn statuses(&self) -> Vec<WitnessStatus> {
        self.statuses
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Notes what became of a request; whether something has changed.
fn note(statuses: &Statuses, witness: usize, result: Result<(u64, Timestamp), Problem>) -> bool {
    let mut statuses = statuses.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(status) = statuses.get_mut(witness) else {
        return false;
    };
    let (last, problem) = match result {
        Ok(last) => (Some(last), None),
        Err(problem) => (status.last, Some(problem)),
    };
    let has_changed = status.problem != problem;
    *status = WitnessStatus { last, problem };
    has_changed
}
