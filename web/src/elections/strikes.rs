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
/// Ballots a second that are looked at of all those together who have a strike.
const SECOND_CHANCES: u32 = 20;

type Key = (ElectionId, PointBytes);

/// Strikes by election and credential.
#[derive(Debug, Default)]
pub(super) struct Strikes(Mutex<Lines>);

#[derive(Debug, Default)]
struct Lines {
    /// At most one for each voter of the last minute.
    of: BTreeMap<Key, Strike>,
    /// A second, and how many second chances were given in it.
    given: (u64, u32),
}

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
    /// Whether this credential must wait. Whoever need not, although it has a strike, takes a chance from the others.
    pub(super) fn is_out(&self, election: &ElectionId, credential: &PointBytes, now: Time) -> bool {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let strike = lines.of.get(&(*election, *credential)).copied();
        let Some(strike) = strike.filter(|strike| !strike.is_forgotten(now)) else {
            return false;
        };
        if now.0 < strike.last.0.saturating_add(strike.wait) {
            return true;
        }
        let given = match lines.given {
            (second, given) if second == now.0 => given,
            _ => 0,
        };
        lines.given = (now.0, given.saturating_add(1));
        given >= SECOND_CHANCES
    }

    /// Notes a signed ballot whose proof does not hold.
    pub(super) fn add(&self, election: &ElectionId, credential: &PointBytes, now: Time) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.of.retain(|_, strike| !strike.is_forgotten(now));
        let strike = lines.of.entry((*election, *credential));
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
        assert_eq!(strikes.0.lock().unwrap().of.len(), 1, "old strikes are dropped");
    }

    #[test]
    fn w7_many_who_have_sent_false_proofs_share_few_second_chances() {
        let strikes = Strikes::default();
        let voter = |number: u32| {
            let mut bytes = [0; 32];
            bytes[..4].copy_from_slice(&number.to_be_bytes());
            PointBytes(bytes)
        };
        (0..100).for_each(|number| strikes.add(&ELECTION, &voter(number), Time(100)));
        for second in [110, 111] {
            let out = |number: &u32| strikes.is_out(&ELECTION, &voter(*number), Time(second));
            let looked_at = (0..100).filter(|number| !out(number)).count();
            assert_eq!(u32::try_from(looked_at).unwrap(), SECOND_CHANCES);
        }
        assert!(
            !strikes.is_out(&ELECTION, &voter(100), Time(111)),
            "nobody else waits"
        );
    }
}
