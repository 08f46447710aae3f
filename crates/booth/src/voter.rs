//! The voter: a credential made of the code, and where it stands in its chain of ballots
//! (protocol-spec: `credentials`, `casting`).

use crate::packet::Hex;
use crate::paper::Paper;
use comitia_crypto::Digest;
use comitia_crypto::ballot::VoterContext;
use comitia_crypto::code::{CodeError, VotingCode};
use comitia_crypto::credential::{Credential, CredentialError, Pseudonym};
use comitia_crypto::group::PointBytes;
use serde::Deserialize;
use thiserror::Error;

/// Why what was typed is no code of this election.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EnterError {
    /// Nothing was typed.
    #[error("no code was entered")]
    Empty,
    /// A typing mistake.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The code gives no credential.
    #[error(transparent)]
    Credential(#[from] CredentialError),
}

/// Who is voting. The code itself is forgotten; the credential is erased when this is dropped.
#[derive(Debug)]
pub struct Voter {
    credential: Credential,
}

impl Voter {
    /// The owner of a code, as people type it.
    ///
    /// # Errors
    /// When it is no code.
    pub fn enter(paper: &Paper, typed: &str) -> Result<Self, EnterError> {
        if typed.trim().is_empty() {
            return Err(EnterError::Empty);
        }
        let code = VotingCode::parse(typed)?;
        let credential = Credential::derive(&code, paper.manifest().id())?;
        Ok(Self { credential })
    }

    /// The name under which the voter is on the log.
    #[must_use]
    pub fn pseudonym(&self) -> Pseudonym {
        self.credential.pseudonym()
    }

    /// The public key, as it is on the roll.
    #[must_use]
    pub const fn public(&self) -> &PointBytes {
        self.credential.public().bytes()
    }

    /// The credential, for signing.
    pub(crate) const fn credential(&self) -> &Credential {
        &self.credential
    }
}

/// Why a server's answer about a voter cannot be used.
#[derive(Debug, Error)]
pub enum StandingError {
    /// Not the JSON of such an answer.
    #[error("not what a server says about a voter: {0}")]
    Syntax(String),
    /// A first ballot has no previous one, every other has.
    #[error("the server contradicts itself about the voter's previous ballot")]
    Chain,
}

/// Where a voter stands: group and weight on the roll, and what the next ballot follows. A server that lies about it
/// only gets ballots that no log admits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Standing {
    group: u16,
    weight: u32,
    seq: u32,
    prev: Hex,
    /// Place on the log of the ballot that counts so far.
    pub last_index: Option<u64>,
    /// Whether a paper vote has replaced all online ones.
    pub cancelled: bool,
}

impl Standing {
    /// Reads what a server says about a voter.
    ///
    /// # Errors
    /// When it makes no sense.
    pub fn read(json: &[u8]) -> Result<Self, StandingError> {
        let standing: Self =
            serde_json::from_slice(json).map_err(|error| StandingError::Syntax(error.to_string()))?;
        if (standing.seq == 0) == (standing.prev.0 == Digest::default()) {
            Ok(standing)
        } else {
            Err(StandingError::Chain)
        }
    }

    /// Ballots that were cast before.
    #[must_use]
    pub const fn ballots_before(&self) -> u32 {
        self.seq
    }

    pub(crate) fn context(&self, voter: &Voter) -> VoterContext {
        VoterContext {
            credential: *voter.public(),
            group: self.group,
            weight: self.weight,
            seq: self.seq,
            prev: self.prev.0,
        }
    }
}
