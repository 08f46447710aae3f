//! Transactions that somebody else was in the way of are tried again.

use std::time::Duration;

use tracing::warn;

use crate::error::StoreError;

/// How often a transaction is tried.
const ATTEMPTS: u32 = 5;
/// Pause before the second attempt; it doubles from there.
const FIRST_PAUSE: Duration = Duration::from_millis(20);

/// The attempts of one transaction.
pub(crate) struct Attempts {
    name: &'static str,
    made: u32,
}

impl Attempts {
    /// None was made yet.
    pub(crate) const fn of(name: &'static str) -> Self {
        Self { name, made: 0 }
    }

    /// After an attempt that failed: waits and says yes, if another one may do better.
    pub(crate) async fn another(&mut self, error: &StoreError) -> bool {
        self.made += 1;
        if !error.is_transient() || self.made >= ATTEMPTS {
            return false;
        }
        warn!(name = self.name, attempt = self.made, %error, "transaction is tried again");
        tokio::time::sleep(FIRST_PAUSE * 2_u32.pow(self.made - 1)).await;
        true
    }
}
