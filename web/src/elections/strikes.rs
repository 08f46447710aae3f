//! Voters whose ballots are signed but do not hold: proofs are costly to refuse, so each credential gets a few tries
//! a minute (W7). Whoever has no credential cannot use up somebody else's: a strike needs a true signature.

use comitia_crypto::ElectionId;
use comitia_crypto::group::PointBytes;
use comitia_election::manifest::Time;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// False proofs that one credential may send in [`WINDOW`] seconds.
const LIMIT: u32 = 5;
/// Seconds after which strikes are forgotten.
const WINDOW: u64 = 60;

type Key = (ElectionId, PointBytes);

/// Strikes by election and credential; at most one line for each voter of the last minute.
#[derive(Debug, Default)]
pub(super) struct Strikes(Mutex<BTreeMap<Key, Strike>>);

#[derive(Debug, Clone, Copy)]
struct Strike {
    first: Time,
    count: u32,
}

impl Strike {
    const fn is_over(&self, now: Time) -> bool {
        now.0 >= self.first.0.saturating_add(WINDOW)
    }
}

impl Strikes {
    /// Whether this credential must wait.
    pub(super) fn is_out(&self, election: &ElectionId, credential: &PointBytes, now: Time) -> bool {
        let strikes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        strikes
            .get(&(*election, *credential))
            .is_some_and(|strike| strike.count >= LIMIT && !strike.is_over(now))
    }

    /// Notes a signed ballot whose proof does not hold.
    pub(super) fn add(&self, election: &ElectionId, credential: &PointBytes, now: Time) {
        let mut strikes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        strikes.retain(|_, strike| !strike.is_over(now));
        let fresh = Strike { first: now, count: 0 };
        strikes.entry((*election, *credential)).or_insert(fresh).count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELECTION: ElectionId = ElectionId([1; 32]);

    #[test]
    fn w7_false_proofs_of_one_credential_are_rate_limited_and_nobody_elses() {
        let strikes = Strikes::default();
        let (voter, other) = (PointBytes([1; 32]), PointBytes([2; 32]));
        for second in 0..u64::from(LIMIT) {
            assert!(!strikes.is_out(&ELECTION, &voter, Time(second)));
            strikes.add(&ELECTION, &voter, Time(second));
        }
        assert!(strikes.is_out(&ELECTION, &voter, Time(WINDOW - 1)));
        assert!(!strikes.is_out(&ELECTION, &other, Time(5)));
        assert!(!strikes.is_out(&ElectionId([2; 32]), &voter, Time(5)));
        assert!(!strikes.is_out(&ELECTION, &voter, Time(WINDOW)));
        strikes.add(&ELECTION, &other, Time(WINDOW));
        assert_eq!(strikes.0.lock().unwrap().len(), 1, "old strikes are dropped");
    }
}
