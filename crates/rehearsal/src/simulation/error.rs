//! Why a simulated election stops.

use crate::actors::ActorError;
use comitia_crypto::ballot::BallotFault;
use comitia_election::entry::EntryKind;
use comitia_election::manifest::ManifestError;
use comitia_election::state::Refusal;
use comitia_election::tally::TallyError;
use comitia_election::verification::CheckId;
use comitia_tlog::vkey::VkeyError;
use thiserror::Error;

/// Why a simulated election stops.
#[derive(Debug, Error)]
pub enum SimulationError {
    /// The manifest does not pass.
    #[error("manifest: {0}")]
    Manifest(#[from] ManifestError),
    /// The log does not admit an entry.
    #[error("{} is refused: {refusal}", kind.name())]
    Refused {
        /// What was to be put on the log.
        kind: EntryKind,
        /// Why not.
        refusal: Refusal,
    },
    /// Somebody has nothing to give.
    #[error(transparent)]
    Actor(#[from] ActorError),
    /// A ballot does not verify.
    #[error("the ballot of voter {voter}: {fault}")]
    Ballot {
        /// Place of the ballot among those cast together.
        voter: usize,
        /// What is wrong.
        fault: BallotFault,
    },
    /// Nobody can go on with the key ceremony, and it has no keys.
    #[error("the key ceremony stands still in phase {0}")]
    Ceremony(String),
    /// No such voter.
    #[error("there is no voter {0}")]
    NoSuchVoter(usize),
    /// No such trustee.
    #[error("there is no trustee {0}")]
    NoSuchTrustee(u8),
    /// No such officer.
    #[error("there is no polling officer {0}")]
    NoSuchOfficer(u16),
    /// The log does not verify, so that nobody decrypts anything.
    #[error("{check} fails: {culprit}")]
    Verification {
        /// Which check.
        check: CheckId,
        /// Who or what is to blame.
        culprit: String,
    },
    /// Nothing is decrypted before the close.
    #[error("voting is not closed")]
    NotClosed,
    /// The shares give no counts.
    #[error(transparent)]
    Tally(#[from] TallyError),
    /// The log's origin is no name of a key.
    #[error("the origin of the log: {0}")]
    Origin(#[from] VkeyError),
}
