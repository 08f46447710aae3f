//! Round 2: every dealer commits itself to its polynomials before it sees anybody else's
//! (protocol-spec: `ceremony-commit`).
//!
//! The digest covers all coefficient commitments and their proof:
//!
//! ```text
//! SHA-256(context ‖ H(enrolments) ‖ dealer ‖ C_{1,0} … C_{p,t−1} ‖ R ‖ z)
//! ```
//!
//! It hides them, because they hold t·p uniform points, until every dealer is bound: a dealer that speaks last can
//! steer the sum only by which of its own contributions it lets be disqualified.

use super::enrolment::Enrolled;
use super::errors::{Abort, CeremonyError, Faults, Phase, TrusteeError};
use super::inbox::Inbox;
use super::params::{CeremonyParams, TrusteeIndex};
use super::reveal::{Dealing, RevealRound};
use super::secret::TrusteeSecret;
use crate::codec::{Decode, DecodeError, Encode, Reader};
use crate::digest::Digest;
use crate::transcript::Domain;
use std::collections::BTreeSet;

/// The payload of a `CeremonyCommit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit {
    /// The digest of the dealing.
    pub digest: Digest,
}

impl Commit {
    /// The commitment of `dealer` to `dealing`.
    #[must_use]
    pub fn to_dealing(enrolled: &Enrolled, dealer: TrusteeIndex, dealing: &Dealing) -> Self {
        let mut bytes = Domain::Commit.context(enrolled.params().election());
        enrolled.digest().encode(&mut bytes);
        dealer.encode(&mut bytes);
        dealing.encode(&mut bytes);
        Self {
            digest: Digest::of(&bytes),
        }
    }
}

impl Encode for Commit {
    fn encode(&self, out: &mut Vec<u8>) {
        self.digest.encode(out);
    }
}

impl Decode for Commit {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let digest = Digest::decode(reader)?;
        Ok(Self { digest })
    }
}

impl TrusteeSecret {
    /// This trustee's commit; always the same bytes after the same enrolments.
    pub fn commit(&self, enrolled: &Enrolled) -> Result<Commit, TrusteeError> {
        self.check_enrolled(enrolled)?;
        Ok(Commit::to_dealing(
            enrolled,
            self.trustee(),
            &self.dealing(enrolled)?,
        ))
    }

    pub(super) fn check_enrolled(&self, enrolled: &Enrolled) -> Result<(), TrusteeError> {
        if enrolled.params() != self.params() {
            return Err(TrusteeError::OtherCeremony);
        }
        if enrolled.enrolment(self.trustee()) != Some(&self.enrolment()) {
            return Err(TrusteeError::NotMine(Phase::Enrolment));
        }
        Ok(())
    }
}

/// The round in which dealers commit themselves.
#[derive(Debug, Clone)]
pub struct CommitRound {
    enrolled: Enrolled,
    inbox: Inbox<Commit>,
}

impl CommitRound {
    pub(super) fn new(enrolled: Enrolled) -> Self {
        let inbox = Inbox::new(Phase::Commit, enrolled.params().trustees());
        Self { enrolled, inbox }
    }

    /// Admits a commit.
    pub fn commit(&mut self, from: TrusteeIndex, commit: Commit) -> Result<(), CeremonyError> {
        self.inbox.check_sender(self.params(), &Faults::new(), from)?;
        self.inbox.insert(from, commit);
        Ok(())
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        self.enrolled.params()
    }

    /// What is on record.
    #[must_use]
    pub const fn enrolled(&self) -> &Enrolled {
        &self.enrolled
    }

    /// Who is not committed yet.
    #[must_use]
    pub fn missing_commits(&self) -> BTreeSet<TrusteeIndex> {
        self.inbox.missing()
    }

    /// The end of the round: all are committed, or there will be no keys.
    pub fn close(self) -> Result<RevealRound, Abort> {
        let missing = self.inbox.missing();
        if !missing.is_empty() {
            return Err(Abort::MissingCommits(missing));
        }
        let commits = self.inbox.into_received().into_values().collect();
        Ok(RevealRound::new(Committed::new(self.enrolled, commits)))
    }
}

/// What is on record after the second round.
#[derive(Debug, Clone)]
pub struct Committed {
    enrolled: Enrolled,
    commits: Vec<Commit>,
    digest: Digest,
}

impl Committed {
    fn new(enrolled: Enrolled, commits: Vec<Commit>) -> Self {
        let mut bytes = Domain::Commits.context(enrolled.params().election());
        enrolled.digest().encode(&mut bytes);
        for commit in &commits {
            commit.encode(&mut bytes);
        }
        let digest = Digest::of(&bytes);
        Self {
            enrolled,
            commits,
            digest,
        }
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        self.enrolled.params()
    }

    /// What was on record before.
    #[must_use]
    pub const fn enrolled(&self) -> &Enrolled {
        &self.enrolled
    }

    /// H(all commits): over H(enrolments) and the commits in the order of the trustees.
    #[must_use]
    pub const fn digest(&self) -> &Digest {
        &self.digest
    }

    /// To what `trustee` is committed.
    #[must_use]
    pub fn commit(&self, trustee: TrusteeIndex) -> Option<&Commit> {
        self.commits.get(usize::from(trustee.get()).checked_sub(1)?)
    }
}
