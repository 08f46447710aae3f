//! Votes: one by one, or many at once as a server takes them.

use super::{Simulation, SimulationError};
use crate::actors::{ActorError, Sealed};
use comitia_crypto::ballot::{BallotFault, ElectionStatement, Item, VoterContext};
use comitia_election::contest::Selection;
use comitia_election::entry::{BallotEntry, Entry, EntryKind};
use comitia_election::state::{Election, Refusal, Stage};
use rand_chacha::ChaCha20Rng;
use rayon::prelude::*;
use std::sync::Arc;

/// Ballots of one multi-scalar multiplication, small enough for two cores to share a batch.
const CHUNK: usize = 256;

/// Ballots from which on it pays to have multiples of keys and generators at hand.
const MANY: usize = 128;

/// Who votes, by place, and for what: one selection per contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// Place of the voter among those enrolled.
    pub voter: usize,
    /// Places of the chosen options, contest by contest.
    pub choice: Vec<Selection>,
}

impl Simulation {
    /// Seals a ballot without casting it.
    pub fn seal(&mut self, voter: usize, choice: &[Selection]) -> Result<Sealed, SimulationError> {
        let mut rng = self.fork();
        Ok(self.voter(voter)?.seal(&self.election, choice, &mut rng)?)
    }

    /// Casts a ballot; its place on the log.
    pub fn vote(&mut self, voter: usize, choice: &[Selection]) -> Result<u64, SimulationError> {
        let sealed = self.seal(voter, choice)?;
        self.cast(voter, &sealed)
    }

    /// Casts a sealed ballot; its place on the log.
    pub fn cast(&mut self, voter: usize, sealed: &Sealed) -> Result<u64, SimulationError> {
        let mut rng = self.fork();
        let statement = statement(&self.election)?;
        let entry = self.voter(voter)?.cast(statement, sealed, &mut rng);
        self.admit_verified(vec![entry])
    }

    /// Gives a sealed ballot up for an audit; its place on the log.
    pub fn give_up(&mut self, voter: usize, sealed: &Sealed) -> Result<u64, SimulationError> {
        let mut rng = self.fork();
        let audited = self.voter(voter)?.give_up(self.election.id(), sealed, &mut rng);
        self.admit(&Entry::Audited(audited))
    }

    /// Cancels a voter's online votes: an officer and the authority sign. `register` is the number in the paper
    /// register.
    pub fn cancel(&mut self, officer: u16, voter: usize, register: &str) -> Result<u64, SimulationError> {
        let credential = self.voter(voter)?.credential();
        let mut officers = self.parties.officers.iter();
        let found = officers.find(|known| known.number() == officer);
        let officer = found.ok_or(SimulationError::NoSuchOfficer(officer))?;
        let mut object = officer.cancel(&self.election, credential, register);
        self.parties.authority.endorse(self.election.id(), &mut object);
        self.admit_object(object)
    }

    /// Seals on all cores; nobody may vote twice here, since a revote must name the ballot before it.
    pub fn seal_many(&mut self, votes: &[Vote]) -> Result<Vec<BallotEntry>, SimulationError> {
        let seeded: Vec<(&Vote, ChaCha20Rng)> = votes.iter().map(|vote| (vote, self.fork())).collect();
        let statement = if votes.len() < MANY {
            statement(&self.election)?.clone()
        } else {
            self.ready_for_many()?
        };
        let seal = |(vote, mut rng): (&Vote, ChaCha20Rng)| {
            let voter = self.voter(vote.voter)?;
            let sealed = voter.seal_under(&statement, &self.election, &vote.choice, &mut rng)?;
            Ok(voter.cast(&statement, &sealed, &mut rng))
        };
        seeded.into_par_iter().map(seal).collect()
    }

    fn ready_for_many(&mut self) -> Result<Arc<ElectionStatement>, SimulationError> {
        let ready = match &self.ready {
            Some(ready) => ready.clone(),
            None => Arc::new(statement(&self.election)?.for_many()),
        };
        self.ready = Some(ready.clone());
        Ok(ready)
    }

    /// Verifies sealed ballots together, as a server does, and puts them on the log in their order; the place of
    /// the first.
    pub fn admit_verified(&mut self, ballots: Vec<BallotEntry>) -> Result<u64, SimulationError> {
        let first = self.entries.len() as u64;
        self.verify(&ballots)?;
        for ballot in ballots {
            self.admit(&Entry::Ballot(ballot))?;
        }
        Ok(first)
    }

    /// Proofs and signatures of ballots, in chunks on all cores.
    fn verify(&mut self, ballots: &[BallotEntry]) -> Result<(), SimulationError> {
        let kind = EntryKind::Ballot;
        let refused = |refusal| SimulationError::Refused { kind, refusal };
        let chunks: Vec<_> = ballots.chunks(CHUNK).map(|chunk| (chunk, self.fork())).collect();
        let Stage::Open(urn) = self.election.stage() else {
            let stage = self.election.stage().name();
            return Err(refused(Refusal::NotAdmitted { kind, stage }));
        };
        let context = |ballot: &BallotEntry| {
            let context = urn.check_ballot(ballot);
            context.map_err(|refusal| refused(Refusal::Ballot(refusal)))
        };
        let verify = |(chunk, mut rng): (&[BallotEntry], ChaCha20Rng)| {
            let voters: Vec<VoterContext> = chunk.iter().map(context).collect::<Result<_, _>>()?;
            let items: Vec<Item<'_>> = chunk.iter().zip(&voters).map(item).collect();
            let answers = urn.statement().vartime_verify_batch(&items, &mut rng);
            Ok(answers.into_iter().map(Result::err).collect())
        };
        let faults: Result<Vec<Vec<Option<BallotFault>>>, SimulationError> =
            chunks.into_par_iter().map(verify).collect();
        let faults = faults?.into_iter().flatten().enumerate();
        match faults
            .into_iter()
            .find_map(|(voter, fault)| Some((voter, fault?)))
        {
            Some((voter, fault)) => Err(SimulationError::Ballot { voter, fault }),
            None => Ok(()),
        }
    }
}

fn item<'a>((entry, voter): (&'a BallotEntry, &'a VoterContext)) -> Item<'a> {
    Item {
        voter,
        ballot: &entry.body.sealed,
        signature: &entry.signature,
    }
}

fn statement(election: &Election) -> Result<&Arc<ElectionStatement>, SimulationError> {
    let (kind, stage) = (EntryKind::Ballot, election.stage().name());
    match election.urn() {
        Some(urn) => Ok(urn.statement()),
        None => Err(ActorError::Stage { kind, stage }.into()),
    }
}
