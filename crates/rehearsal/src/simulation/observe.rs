//! An observer that follows the log: everything is verified once, and what trustees decrypt is what it recomputed.

use super::{Progress, Simulation, SimulationError, Step};
use comitia_crypto::ElectionId;
use comitia_election::tally::Aggregates;
use comitia_election::verification::{Conclusion, Observer};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng as _};

/// Entries between two words about progress.
const PACE: usize = 256;

/// An observer, and how far it has read.
pub(super) struct Follower {
    observer: Observer<ChaCha20Rng>,
    read: usize,
    /// Whether ballots that do not count were taken out of the sums.
    settled: bool,
}

impl Follower {
    pub(super) fn new(election: &ElectionId, rng: &mut impl RngCore) -> Self {
        let mut seed = [0; 32];
        rng.fill_bytes(&mut seed);
        Self {
            observer: Observer::new(Some(*election), ChaCha20Rng::from_seed(seed)),
            read: 0,
            settled: false,
        }
    }

    fn read_on(&mut self, entries: &[Vec<u8>], progress: &mut impl Progress) {
        let total = entries.len() as u64;
        for (place, raw) in entries.iter().enumerate().skip(self.read) {
            self.observer.feed(raw);
            if place % PACE == 0 {
                progress.step(Step::Verify, place as u64, total);
            }
        }
        self.read = entries.len();
        progress.step(Step::Verify, total, total);
    }

    /// Takes superseded ballots out of the sums: once, when there can be no more of them.
    fn settle(&mut self, entries: &[Vec<u8>]) {
        if core::mem::replace(&mut self.settled, true) {
            return;
        }
        for place in self.observer.superseded() {
            if let Some(raw) = usize::try_from(place).ok().and_then(|place| entries.get(place)) {
                self.observer.retract(place, raw);
            }
        }
    }
}

impl Simulation {
    /// Lets the observer read what is new on the log, and verify it.
    pub fn read_log(&mut self, progress: &mut impl Progress) {
        self.follower.read_on(&self.entries, progress);
    }

    /// The sums that may be decrypted, as anybody recomputes them from the log. Refused when the log does not
    /// verify: no trustee decrypts then.
    pub fn aggregates(&mut self, progress: &mut impl Progress) -> Result<Aggregates, SimulationError> {
        if self.election.closed().is_none() {
            return Err(SimulationError::NotClosed);
        }
        self.follower.read_on(&self.entries, progress);
        self.follower.settle(&self.entries);
        let observer = &self.follower.observer;
        if let Some((check, culprit)) = observer.report().failures().next() {
            let culprit = culprit.to_owned();
            return Err(SimulationError::Verification { check, culprit });
        }
        observer.aggregates().ok_or(SimulationError::NotClosed)
    }

    /// Every check that a log allows without its checkpoint, V03 to V23. The next reading begins anew.
    pub fn conclude(&mut self, progress: &mut impl Progress) -> Conclusion {
        self.read_log(progress);
        self.follower.settle(&self.entries);
        let next = Follower::new(self.election.id(), &mut self.rng);
        core::mem::replace(&mut self.follower, next).observer.conclude()
    }
}
