//! Voters whose ballots are signed but do not hold: proofs are costly to refuse, so a credential that has sent a false
//! one waits before the next is looked at, twice as long each time (W7). Nobody who votes honestly ever sends one.
//! Whoever has no credential cannot make somebody else wait: a strike needs a true signature.

use comitia_crypto::ElectionId;
use comitia_crypto::group::PointBytes;
use comitia_election::manifest::Time;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Seconds to wait after the first false proof; they double from there.
const FIRST_WAIT: u64 = 2;
/// The longest wait in seconds; strikes are forgotten after a quiet time of that length.
const LONGEST_WAIT: u64 = 60;

type Key = (ElectionId, PointBytes);

/// Strikes by election and credential; at most one line for each voter of the last minute.
#[derive(Debug, Default)]
pub(super) struct Strikes(Mutex<BTreeMap<Key, Strike>>);

#[derive(Debug, Clone, Copy)]
struct Strike {
    last: Time,
    wait: u64,
}

impl Strike {
    const fn is_forgotten(&self, now: Time) -> bool {
        now.0 >= self.last.0.saturating_add(LONGEST_WAIT)
    }
}

impl Strikes {
    /// Whether this credential must wait.
    pub(super) fn is_out(&self, election: &ElectionId, credential: &PointBytes, now: Time) -> bool {
        let strikes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        strikes
            .get(&(*election, *credential))
            .is_some_and(|strike| now.0 < strike.last.0.saturating_add(strike.wait))
    }

    /// Notes a signed ballot whose proof does not hold.
    pub(super) fn add(&self, election: &ElectionId, credential: &PointBytes, now: Time) {
        let mut strikes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        strikes.retain(|_, strike| !strike.is_forgotten(now));
        let strike = strikes.entry((*election, *credential));
        strike
            .and_modify(|strike| {
                strike.last = now;
                strike.wait = (strike.wait * 2).min(LONGEST_WAIT);
            })
            .or_insert(Strike {
                last: now,
                wait: FIRST_WAIT,
            });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELECTION: ElectionId = ElectionId([1; 32]);

    #[test]
    fn w7_whoever_sends_false_proofs_waits_longer_each_time_and_nobody_else_does() {
        let strikes = Strikes::default();
        let (voter, other) = (PointBytes([1; 32]), PointBytes([2; 32]));
        let mut now = 100;
        for wait in [2, 4, 8, 16, 32, 60] {
            assert!(!strikes.is_out(&ELECTION, &voter, Time(now)));
            strikes.add(&ELECTION, &voter, Time(now));
            assert!(strikes.is_out(&ELECTION, &voter, Time(now + wait - 1)));
            assert!(!strikes.is_out(&ELECTION, &other, Time(now)));
            assert!(!strikes.is_out(&ElectionId([2; 32]), &voter, Time(now)));
            now += wait;
        }
        strikes.add(&ELECTION, &other, Time(now + LONGEST_WAIT));
        assert_eq!(strikes.0.lock().unwrap().len(), 1, "old strikes are dropped");
    }
}
