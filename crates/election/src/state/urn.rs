//! The open urn: votes, audits and cancellations (protocol-spec: `casting`).

use super::voter::{AUDIT_LIMIT, LastBallot};
use super::{BallotRefusal, Refusal, RollCommitted, Voter};
use crate::entry::{AuditedEntry, BallotEntry, Cancellation, Open, Roll, RollEntry};
use crate::manifest::Manifest;
use crate::tally::Histogram;
use comitia_crypto::Digest;
use comitia_crypto::ballot::{ElectionStatement, VoterContext};
use comitia_crypto::ceremony::Keys;
use comitia_crypto::group::PointBytes;
use std::collections::HashSet;
use std::sync::Arc;

/// Votes on the log, by voter.
#[derive(Clone)]
pub struct Urn {
    committed: RollCommitted,
    open: Open,
    open_hash: Digest,
    statement: Arc<ElectionStatement>,
    voters: Vec<Voter>,
    /// The first 16 bytes of every E₀ that was cast.
    cast: HashSet<[u8; 16]>,
    /// The first 16 bytes of every E₀ that was audited.
    audited: HashSet<[u8; 16]>,
    /// Places of ballots that no longer count.
    superseded: Vec<u64>,
    ballots: u64,
    counted: u64,
    cancelled: u32,
}

impl core::fmt::Debug for Urn {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Urn")
            .field("ballots", &self.ballots)
            .field("open", &self.open)
            .finish_non_exhaustive()
    }
}

impl Urn {
    /// An urn exists only with keys and a roll.
    pub(super) fn new(
        manifest: &Manifest,
        committed: RollCommitted,
        open: Open,
        open_hash: Digest,
    ) -> Result<Self, Refusal> {
        let shape = manifest.ballot().shape().clone();
        let keys = committed.keys().election_keys().clone();
        let statement =
            ElectionStatement::new(*manifest.id(), open_hash, shape, keys).ok_or(Refusal::ElectionKey)?;
        let voters = vec![Voter::default(); committed.roll().entries().len()];
        Ok(Self {
            committed,
            open,
            open_hash,
            statement: Arc::new(statement),
            voters,
            cast: HashSet::new(),
            audited: HashSet::new(),
            superseded: Vec::new(),
            ballots: 0,
            counted: 0,
            cancelled: 0,
        })
    }

    /// What opened it.
    #[must_use]
    pub const fn open(&self) -> &Open {
        &self.open
    }

    /// Hash of the `Open` entry.
    #[must_use]
    pub const fn open_hash(&self) -> &Digest {
        &self.open_hash
    }

    /// The statement that ballots are proved against.
    #[must_use]
    pub const fn statement(&self) -> &Arc<ElectionStatement> {
        &self.statement
    }

    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        self.committed.keys()
    }

    /// H(all commits) of the ceremony that made the keys.
    #[must_use]
    pub const fn commits(&self) -> &Digest {
        self.committed.commits()
    }

    /// The roll.
    #[must_use]
    pub fn roll(&self) -> &Roll {
        self.committed.roll()
    }

    /// A voter by credential: line of the roll and state.
    #[must_use]
    pub fn voter(&self, credential: &PointBytes) -> Option<(&RollEntry, &Voter)> {
        let place = self.roll().find(credential)?;
        Some((self.roll().entries().get(place)?, self.voters.get(place)?))
    }

    /// `Ballot` entries on the log, those that no longer count included.
    #[must_use]
    pub const fn ballots(&self) -> u64 {
        self.ballots
    }

    /// `AuditedBallot` entries on the log.
    #[must_use]
    pub fn audits(&self) -> u64 {
        self.audited.len() as u64
    }

    /// Credentials cancelled for paper votes.
    #[must_use]
    pub const fn cancelled(&self) -> u32 {
        self.cancelled
    }

    /// Voters whose ballot counts.
    #[must_use]
    pub const fn counted(&self) -> u64 {
        self.counted
    }

    /// Places of ballots that no longer count: replaced by a later one, or cancelled.
    #[must_use]
    pub fn superseded(&self) -> &[u64] {
        &self.superseded
    }

    /// Counted ballots by group and weight.
    #[must_use]
    pub fn histograms(&self, groups: usize) -> Vec<Histogram> {
        let mut histograms = vec![Histogram::new(); groups];
        for (entry, voter) in self.roll().entries().iter().zip(&self.voters) {
            if voter.counted().is_some()
                && let Some(histogram) = histograms.get_mut(usize::from(entry.group))
            {
                *histogram.entry(entry.weight).or_default() += 1;
            }
        }
        histograms
    }

    fn locate(&self, credential: &PointBytes) -> Result<(usize, &RollEntry, &Voter), BallotRefusal> {
        let place = self
            .roll()
            .find(credential)
            .ok_or(BallotRefusal::UnknownCredential)?;
        let found = self.roll().entries().get(place).zip(self.voters.get(place));
        let (entry, voter) = found.ok_or(BallotRefusal::UnknownCredential)?;
        if voter.cancelled {
            Err(BallotRefusal::Cancelled)
        } else {
            Ok((place, entry, voter))
        }
    }

    fn check_randomness(&self, point: &PointBytes) -> Result<(), BallotRefusal> {
        if *point == PointBytes::IDENTITY {
            return Err(BallotRefusal::Identity);
        }
        let point = short(point);
        if self.audited.contains(&point) {
            return Err(BallotRefusal::Audited);
        }
        if self.cast.contains(&point) {
            Err(BallotRefusal::RandomnessUsed)
        } else {
            Ok(())
        }
    }

    /// The cheap checks of a ballot: everything but its proof and its signature. Gives the context of the proof.
    pub fn check_ballot(&self, ballot: &BallotEntry) -> Result<VoterContext, BallotRefusal> {
        let (_, entry, voter) = self.locate(&ballot.body.credential)?;
        if ballot.authentication != 0 {
            return Err(BallotRefusal::Authentication);
        }
        let (expected, got) = (voter.next_seq(), ballot.body.seq);
        if expected != got {
            return Err(BallotRefusal::Sequence { expected, got });
        }
        if ballot.body.prev != voter.last_hash() {
            return Err(BallotRefusal::Previous);
        }
        self.check_randomness(&ballot.body.sealed.randomness_point())?;
        Ok(ballot.body.context(entry.group, entry.weight))
    }

    /// Puts a ballot in the urn that lies at `index` of the log; `hash` is that of its entry.
    pub(super) fn put(
        &mut self,
        ballot: &BallotEntry,
        hash: Digest,
        index: u64,
    ) -> Result<VoterContext, BallotRefusal> {
        let context = self.check_ballot(ballot)?;
        let (place, ..) = self.locate(&ballot.body.credential)?;
        self.cast.insert(short(&ballot.body.sealed.randomness_point()));
        self.ballots += 1;
        if let Some(voter) = self.voters.get_mut(place) {
            self.counted += u64::from(voter.last.is_none());
            self.superseded.extend(voter.last.map(|last| last.index));
            voter.last = Some(LastBallot {
                seq: ballot.body.seq,
                hash,
                index,
            });
        }
        Ok(context)
    }

    /// The checks of an audited ballot, its signature included.
    pub fn check_audit(&self, audited: &AuditedEntry) -> Result<(), BallotRefusal> {
        let (_, _, voter) = self.locate(&audited.credential)?;
        if voter.audits >= AUDIT_LIMIT {
            return Err(BallotRefusal::TooManyAudits);
        }
        let fresh = self.check_randomness(&audited.randomness_point);
        fresh.map_err(|refusal| match refusal {
            BallotRefusal::RandomnessUsed => BallotRefusal::CastBefore,
            other => other,
        })?;
        Ok(audited
            .claim()
            .verify(self.statement.election(), &audited.signature)?)
    }

    pub(super) fn put_audit(&mut self, audited: &AuditedEntry) -> Result<(), BallotRefusal> {
        self.check_audit(audited)?;
        let (place, ..) = self.locate(&audited.credential)?;
        self.audited.insert(short(&audited.randomness_point));
        if let Some(voter) = self.voters.get_mut(place) {
            voter.audits += 1;
        }
        Ok(())
    }

    /// Whether a cancellation names somebody who can still be cancelled.
    pub(super) fn check_cancellation(&self, cancellation: &Cancellation) -> Result<(), Refusal> {
        match self.locate(&cancellation.credential) {
            Ok(_) => Ok(()),
            Err(BallotRefusal::Cancelled) => {
                Err(Refusal::Cancellation("this credential is cancelled already"))
            }
            Err(_) => Err(Refusal::Cancellation("this credential is not on the roll")),
        }
    }

    pub(super) fn cancel(&mut self, cancellation: &Cancellation) {
        let place = self.roll().find(&cancellation.credential);
        if let Some(voter) = place.and_then(|place| self.voters.get_mut(place)) {
            voter.cancelled = true;
            self.counted -= u64::from(voter.last.is_some());
            self.superseded.extend(voter.last.map(|last| last.index));
            self.cancelled += 1;
        }
    }
}

/// What the urn remembers of an E₀.
fn short(point: &PointBytes) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(point.0.split_at(16).0);
    short
}
