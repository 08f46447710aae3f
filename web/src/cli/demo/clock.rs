//! A clock that can be set, so that a referendum of last week can be held today.

use comitia_election::manifest::Time;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The system's clock, moved by some seconds.
#[derive(Debug, Clone, Default)]
pub(super) struct DemoClock(Arc<AtomicI64>);

impl DemoClock {
    /// Makes it `time` now.
    pub(super) fn set(&self, time: Time) {
        let seconds = i64::try_from(time.0).unwrap_or(i64::MAX);
        self.0.store(
            seconds.saturating_sub(Timestamp::now().as_second()),
            Ordering::SeqCst,
        );
    }

    /// Makes it what it is for everybody.
    pub(super) fn reset(&self) {
        self.0.store(0, Ordering::SeqCst);
    }

    /// What the server reads.
    pub(super) fn reader(&self) -> impl Fn() -> Timestamp + Send + Sync + 'static {
        let moved = self.0.clone();
        move || {
            let by = SignedDuration::from_secs(moved.load(Ordering::SeqCst));
            Timestamp::now().saturating_add(by).unwrap_or(Timestamp::MAX)
        }
    }
}
