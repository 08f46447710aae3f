//! Why an actor has nothing to give.

use comitia_crypto::ballot::SealError;
use comitia_crypto::ceremony::{TrusteeError, TrusteeIndex};
use comitia_crypto::credential::CredentialError;
use comitia_crypto::decryption::DecryptionError;
use comitia_election::contest::ChoiceError;
use comitia_election::entry::EntryKind;
use comitia_election::tally::TallyError;
use thiserror::Error;

/// Why an actor has nothing to give.
#[derive(Debug, Error)]
pub enum ActorError {
    /// The election is not where this can be done.
    #[error("{}: not in stage {stage}", kind.name())]
    Stage {
        /// What was to be done.
        kind: EntryKind,
        /// Where the election stands.
        stage: &'static str,
    },
    /// The manifest has no such trustee.
    #[error("the manifest has no trustee {0}")]
    NoSuchTrustee(TrusteeIndex),
    /// A trustee cannot take part in the ceremony.
    #[error("trustee {trustee}: {error}")]
    Ceremony {
        /// Who.
        trustee: TrusteeIndex,
        /// Why.
        error: TrusteeError,
    },
    /// A trustee has not accepted the keys, and so holds no shares of them.
    #[error("trustee {0} holds no shares of the election keys")]
    NoKeyShares(TrusteeIndex),
    /// A trustee cannot decrypt.
    #[error("trustee {trustee}: {error}")]
    Decryption {
        /// Who.
        trustee: TrusteeIndex,
        /// Why.
        error: DecryptionError,
    },
    /// A code stands for no credential.
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// Two lines of a roll have one credential.
    #[error("two voters have the same credential")]
    SameCredential,
    /// The voter is not on the roll.
    #[error("the voter is not on the roll")]
    NotOnTheRoll,
    /// The voter's choice is no vote.
    #[error(transparent)]
    Choice(#[from] ChoiceError),
    /// The choice cannot be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The shares give no result.
    #[error(transparent)]
    Tally(#[from] TallyError),
}
