//! A voter: seals, and then casts or gives up.

use super::ActorError;
use super::authority::not_now;
use comitia_crypto::ElectionId;
use comitia_crypto::ballot::{ElectionStatement, Opening, VoterContext, VoterSignature, sign};
use comitia_crypto::code::VotingCode;
use comitia_crypto::credential::Credential;
use comitia_crypto::group::{PointBytes, Scalar};
use comitia_election::contest::Selection;
use comitia_election::entry::{AuditedEntry, BallotEntry, Body, EntryKind};
use comitia_election::state::{Election, Urn};
use rand_core::{CryptoRng, RngCore};

/// A voter with a credential.
#[derive(Debug)]
pub struct Voter {
    credential: Credential,
}

/// A sealed ballot in the voter's hands. It may be cast or given up; whoever wants to try both can.
#[derive(Debug)]
pub struct Sealed {
    /// The voter as the proof sees it.
    pub context: VoterContext,
    /// What goes on the log if it is cast.
    pub body: Body,
    /// What opens it.
    pub opening: Opening,
}

impl Voter {
    /// The voter with this credential.
    #[must_use]
    pub const fn new(credential: Credential) -> Self {
        Self { credential }
    }

    /// The voter who got this code.
    pub fn from_code(code: &VotingCode, election: &ElectionId) -> Result<Self, ActorError> {
        Ok(Self::new(Credential::derive(code, election)?))
    }

    /// The credential as it is on the roll.
    #[must_use]
    pub fn credential(&self) -> PointBytes {
        *self.credential.public().bytes()
    }

    /// The secret of the credential.
    #[must_use]
    pub const fn secret(&self) -> &Scalar {
        self.credential.secret()
    }

    /// The voter as the proof of the next ballot sees it.
    pub fn context(&self, election: &Election) -> Result<VoterContext, ActorError> {
        let credential = self.credential();
        let (line, state) = urn(election)?
            .voter(&credential)
            .ok_or(ActorError::NotOnTheRoll)?;
        Ok(VoterContext {
            credential,
            group: line.group,
            weight: line.weight,
            seq: state.next_seq(),
            prev: state.last_hash(),
        })
    }

    /// Seals a choice: one selection per contest.
    pub fn seal(
        &self,
        election: &Election,
        choice: &[Selection],
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<Sealed, ActorError> {
        self.seal_under(urn(election)?.statement(), election, choice, rng)
    }

    /// The same, under the election's statement as the caller has it: made ready for many ballots, say.
    pub fn seal_under(
        &self,
        statement: &ElectionStatement,
        election: &Election,
        choice: &[Selection],
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<Sealed, ActorError> {
        let context = self.context(election)?;
        let manifest = election.manifest();
        let plaintext = manifest.ballot().plaintext(&manifest.contests, choice)?;
        let (sealed, opening) = statement.seal(&context, &plaintext, rng)?;
        let body = Body {
            credential: context.credential,
            seq: context.seq,
            prev: context.prev,
            sealed,
        };
        Ok(Sealed {
            context,
            body,
            opening,
        })
    }

    /// Says *cast*.
    #[must_use]
    pub fn cast(
        &self,
        statement: &ElectionStatement,
        sealed: &Sealed,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> BallotEntry {
        let body = sealed.body.clone();
        let signature = sign(statement, &sealed.context, &body.sealed, self.secret(), rng);
        BallotEntry {
            body,
            signature,
            authentication: 0,
        }
    }

    /// Says *audit*.
    #[must_use]
    pub fn give_up(
        &self,
        election: &ElectionId,
        sealed: &Sealed,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> AuditedEntry {
        let mut audited = AuditedEntry {
            credential: self.credential(),
            tracker: sealed.body.tracker(),
            randomness_point: sealed.body.sealed.randomness_point(),
            signature: VoterSignature {
                nonce: PointBytes::IDENTITY,
                response: Scalar::ZERO,
            },
        };
        audited.signature = audited.claim().sign(election, self.secret(), rng);
        audited
    }
}

fn urn(election: &Election) -> Result<&Urn, ActorError> {
    election.urn().ok_or_else(|| not_now(EntryKind::Ballot, election))
}
