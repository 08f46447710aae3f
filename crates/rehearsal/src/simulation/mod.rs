//! An election in memory, one stage at a time, with everything real: the state machine admits every entry, ballots
//! are verified as a server verifies them, trustees decrypt what an observer has recomputed.
//!
//! ```text
//! begin → run_ceremony → commit_roll (→ commit_booth) → open → vote, give_up, cancel … → close → decrypt → publish
//! ```
//! Whoever needs something out of the ordinary (a trustee that is silent, an extension, a forged entry) takes the
//! actors and [`Simulation::admit`].

mod error;
mod observe;
mod progress;
mod setup;
mod tally;
mod voting;

pub use error::SimulationError;
pub use progress::{Progress, Step};
pub use voting::Vote;

use crate::actors::{Parties, Trustee, Voter};
use comitia_crypto::ballot::ElectionStatement;
use comitia_election::entry::{Entry, SignedObject};
use comitia_election::state::Election;
use comitia_tlog::note::LogSigner;
use observe::Follower;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore as _, SeedableRng as _};
use std::sync::Arc;

/// An election that is being run, with everybody who takes part.
pub struct Simulation {
    parties: Parties,
    trustees: Vec<Trustee>,
    voters: Vec<Voter>,
    election: Election,
    entries: Vec<Vec<u8>>,
    follower: Follower,
    /// What ballots are sealed under, ready for many of them.
    ready: Option<Arc<ElectionStatement>>,
    rng: ChaCha20Rng,
}

impl Simulation {
    /// The election as its log tells it so far.
    #[must_use]
    pub const fn election(&self) -> &Election {
        &self.election
    }

    /// The log.
    #[must_use]
    pub fn entries(&self) -> &[Vec<u8>] {
        &self.entries
    }

    /// Everybody with a pinned key.
    #[must_use]
    pub const fn parties(&self) -> &Parties {
        &self.parties
    }

    /// The trustees, in the order of their numbers.
    #[must_use]
    pub fn trustees(&self) -> &[Trustee] {
        &self.trustees
    }

    /// The voters, in the order of the lines that they were enrolled with.
    #[must_use]
    pub fn voters(&self) -> &[Voter] {
        &self.voters
    }

    /// One voter, by place.
    pub fn voter(&self, place: usize) -> Result<&Voter, SimulationError> {
        self.voters.get(place).ok_or(SimulationError::NoSuchVoter(place))
    }

    /// The source of randomness.
    pub const fn rng(&mut self) -> &mut ChaCha20Rng {
        &mut self.rng
    }

    /// Signs the log's checkpoints.
    pub fn log_signer(&self) -> Result<LogSigner, SimulationError> {
        Ok(self.parties.log_signer(&self.election.manifest().origin())?)
    }

    /// Puts an entry on the log, as the sequencer does; its place, or that of its first part.
    pub fn admit(&mut self, entry: &Entry) -> Result<u64, SimulationError> {
        let place = self.entries.len() as u64;
        let kind = entry.kind();
        let (raws, _) = self
            .election
            .admit(entry)
            .map_err(|refusal| SimulationError::Refused { kind, refusal })?;
        self.entries.extend(raws);
        Ok(place)
    }

    fn admit_object(&mut self, object: SignedObject) -> Result<u64, SimulationError> {
        self.admit(&Entry::Object(object))
    }

    /// A source of randomness of its own for a task beside others.
    fn fork(&mut self) -> ChaCha20Rng {
        let mut seed = [0; 32];
        self.rng.fill_bytes(&mut seed);
        ChaCha20Rng::from_seed(seed)
    }
}
