//! Why an entry is not admitted: machine-readable codes, and the verification check each belongs to.

use crate::entry::{Author, EntryKind, PartError};
use crate::manifest::{ManifestError, Time};
use crate::verification::CheckId;
use comitia_crypto::Digest;
use comitia_crypto::ballot::BallotFault;
use comitia_crypto::ceremony::CeremonyError;
use comitia_crypto::codec::DecodeError;
use thiserror::Error;

/// Why an entry is not admitted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The bytes are no entry.
    #[error("not a well-formed entry: {error}")]
    Encoding {
        /// The kind that the bytes claim, by number.
        kind: u8,
        /// What is wrong.
        error: DecodeError,
    },
    /// The payload is not an object of its kind.
    #[error("{}: not a well-formed object: {error}", kind.name())]
    Payload {
        /// The kind.
        kind: EntryKind,
        /// What is wrong.
        error: DecodeError,
    },
    /// Larger than an entry may be.
    #[error("{bytes} bytes; an entry has at most 65535")]
    TooLarge {
        /// How large.
        bytes: usize,
    },
    /// No more entries fit in the tree.
    #[error("the log is full")]
    LogFull,
    /// Parts that make no object.
    #[error(transparent)]
    Part(#[from] PartError),
    /// Not at this place.
    #[error("{} is not admitted in stage {stage}", kind.name())]
    NotAdmitted {
        /// The kind.
        kind: EntryKind,
        /// Where the election stands.
        stage: &'static str,
    },
    /// A signature is missing, or one too many.
    #[error("{} must be signed by {expected} and nobody else", kind.name())]
    Authors {
        /// The kind.
        kind: EntryKind,
        /// Who must sign.
        expected: String,
    },
    /// A signature is not that of the key pinned in the manifest.
    #[error("{}: the signature of {author} does not verify under the pinned key", kind.name())]
    Signature {
        /// The kind.
        kind: EntryKind,
        /// Whose signature.
        author: Author,
    },
    /// The manifest does not pass.
    #[error("manifest: {0}")]
    Manifest(#[from] ManifestError),
    /// The manifest's numbers do not make a key ceremony.
    #[error("the key ceremony cannot have this many trustees or counters")]
    CeremonyParams,
    /// Too early, too late, or before an earlier entry.
    #[error("{what}: {} is {problem} {}", at.to_rfc3339(), bound.to_rfc3339())]
    Time {
        /// What happened.
        what: &'static str,
        /// When it says that it happened.
        at: Time,
        /// `before` or `after`.
        problem: &'static str,
        /// The limit.
        bound: Time,
    },
    /// A message of the key ceremony is not admitted.
    #[error("key ceremony: {0}")]
    Ceremony(#[from] CeremonyError),
    /// The key ceremony has failed; only an `Abort` is admitted.
    #[error("the key ceremony has failed ({0}); only Abort is admitted")]
    CeremonyFailed(String),
    /// An acceptance signs another log, other dealers or other keys.
    #[error("trustee {trustee} accepts another {what} than this log has")]
    Acceptance {
        /// Who.
        trustee: u16,
        /// Log prefix or keys.
        what: &'static str,
    },
    /// The keys are not those of the ceremony.
    #[error("the election keys are not those that the ceremony made")]
    ElectionKey,
    /// The roll breaks a rule.
    #[error("roll: {0}")]
    Roll(String),
    /// `Open` fixes something else than the log has.
    #[error("Open: {0}")]
    Open(&'static str),
    /// A vote or an audited ballot is not admitted.
    #[error(transparent)]
    Ballot(#[from] BallotRefusal),
    /// A cancellation is not admitted.
    #[error("cancellation: {0}")]
    Cancellation(&'static str),
    /// `Close` names another tree size.
    #[error("Close names {named} entries before it; there are {actual}")]
    CloseSize {
        /// What it says.
        named: u64,
        /// What is so.
        actual: u64,
    },
    /// `Close` names another tree of the same size.
    #[error("Close names the root {named} of the tree before it; it is {actual}")]
    CloseRoot {
        /// What it says.
        named: Digest,
        /// What is so.
        actual: Digest,
    },
    /// A decryption share is not admitted.
    #[error("decryption share of trustee {trustee}: {problem}")]
    Share {
        /// Who.
        trustee: u16,
        /// What is wrong.
        problem: &'static str,
    },
    /// The result is not admitted.
    #[error("result: {0}")]
    Result(&'static str),
}

/// Why a ballot or an audited ballot is not admitted. Checked before any costly work, in this order.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BallotRefusal {
    /// Another length than every ballot of this election has.
    #[error("a ballot of this election has {expected} bytes, not {got}")]
    Length {
        /// Bytes of every ballot.
        expected: usize,
        /// Bytes of this one.
        got: usize,
    },
    /// The credential is not on the roll.
    #[error("this credential is not on the roll")]
    UnknownCredential,
    /// A paper vote replaced the online ones.
    #[error("this credential has voted on paper; it cannot vote online again")]
    Cancelled,
    /// Authenticated in a way that the manifest does not declare.
    #[error("the voter is not authenticated as the manifest says")]
    Authentication,
    /// Not the next ballot of this voter.
    #[error("ballot number {got} of this voter; the next is number {expected}")]
    Sequence {
        /// The number that must come.
        expected: u32,
        /// The number that came.
        got: u32,
    },
    /// Does not follow the voter's previous ballot.
    #[error("the ballot does not continue the voter's last one")]
    Previous,
    /// E₀ is the identity.
    #[error("E0 is the identity")]
    Identity,
    /// This randomness was cast before.
    #[error("a ballot with the same E0 was cast before")]
    RandomnessUsed,
    /// This randomness was audited before.
    #[error("a ballot with the same E0 was audited, and may never be cast")]
    Audited,
    /// A ballot that was cast is given up: whoever opens it shows a vote that counts.
    #[error("a ballot with this E0 was cast, and may not be audited")]
    CastBefore,
    /// One voter audits without end.
    #[error("too many audits by one voter")]
    TooManyAudits,
    /// Encoding, signature or proof.
    #[error(transparent)]
    Fault(#[from] BallotFault),
}

impl BallotRefusal {
    /// A stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "wrong_length",
            Self::UnknownCredential => "unknown_credential",
            Self::Cancelled => "voted_on_paper",
            Self::Authentication => "not_authenticated",
            Self::Sequence { .. } => "wrong_sequence",
            Self::Previous => "wrong_previous",
            Self::Identity => "identity_point",
            Self::RandomnessUsed | Self::CastBefore => "randomness_used",
            Self::Audited => "randomness_audited",
            Self::TooManyAudits => "too_many_audits",
            Self::Fault(BallotFault::Length(_)) => "wrong_length",
            Self::Fault(BallotFault::Encoding(_)) => "not_canonical",
            Self::Fault(BallotFault::Identity(_)) => "identity_point",
            Self::Fault(BallotFault::Signature) => "wrong_signature",
            Self::Fault(BallotFault::Proof) => "wrong_proof",
        }
    }

    const fn check(&self) -> CheckId {
        match self {
            Self::Length { .. } | Self::Identity => CheckId::V11,
            Self::UnknownCredential | Self::Authentication | Self::TooManyAudits => CheckId::V12,
            Self::Cancelled => CheckId::V17,
            Self::Sequence { .. } | Self::Previous => CheckId::V15,
            Self::RandomnessUsed => CheckId::V14,
            Self::Audited | Self::CastBefore => CheckId::V16,
            Self::Fault(fault) => check_of_fault(fault),
        }
    }
}

/// The check that a bad ballot fails.
pub(crate) const fn check_of_fault(fault: &BallotFault) -> CheckId {
    match fault {
        BallotFault::Length(_) | BallotFault::Encoding(_) | BallotFault::Identity(_) => CheckId::V11,
        BallotFault::Signature => CheckId::V12,
        BallotFault::Proof => CheckId::V13,
    }
}

impl Refusal {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Encoding { .. } | Self::Payload { .. } => "malformed",
            Self::TooLarge { .. } => "too_large",
            Self::LogFull => "log_full",
            Self::Part(_) => "wrong_part",
            Self::NotAdmitted {
                kind: EntryKind::Ballot | EntryKind::AuditedBallot,
                ..
            } => "election_not_open",
            Self::NotAdmitted { .. } => "not_admitted",
            Self::Authors { .. } => "wrong_authors",
            Self::Signature { .. } => "wrong_signature",
            Self::Manifest(_) => "bad_manifest",
            Self::CeremonyParams => "bad_manifest",
            Self::Time { .. } => "wrong_time",
            Self::Ceremony(_) => "ceremony_refused",
            Self::CeremonyFailed(_) => "ceremony_failed",
            Self::Acceptance { .. } => "wrong_acceptance",
            Self::ElectionKey => "wrong_election_key",
            Self::Roll(_) => "bad_roll",
            Self::Open(_) => "wrong_open",
            Self::Ballot(refusal) => refusal.code(),
            Self::Cancellation(_) => "wrong_cancellation",
            Self::CloseSize { .. } | Self::CloseRoot { .. } => "wrong_close",
            Self::Share { .. } => "wrong_share",
            Self::Result(_) => "wrong_result",
        }
    }

    /// The verification check that such an entry fails when it stands on a log all the same.
    #[must_use]
    pub const fn check(&self) -> CheckId {
        match self {
            Self::Encoding { kind: 12, .. } => CheckId::V11,
            Self::Payload { kind, .. } => check_of_payload(*kind),
            Self::Encoding { .. } | Self::TooLarge { .. } | Self::LogFull | Self::Part(_) => CheckId::V22,
            Self::NotAdmitted { .. } | Self::Time { .. } | Self::CeremonyFailed(_) => CheckId::V03,
            Self::Authors { .. } | Self::Signature { .. } => CheckId::V04,
            Self::Manifest(_) | Self::CeremonyParams => CheckId::V05,
            Self::Ceremony(error) if is_enrolment(error) => CheckId::V06,
            Self::Ceremony(_) | Self::Acceptance { .. } => CheckId::V07,
            Self::ElectionKey => CheckId::V08,
            Self::Roll(_) => CheckId::V09,
            Self::Open(_) => CheckId::V10,
            Self::Ballot(refusal) => refusal.check(),
            Self::Cancellation(_) => CheckId::V17,
            Self::CloseSize { .. } | Self::CloseRoot { .. } => CheckId::V03,
            Self::Share { .. } => CheckId::V19,
            Self::Result(_) => CheckId::V23,
        }
    }
}

/// The check that a signed object fails whose payload is not one of its kind.
const fn check_of_payload(kind: EntryKind) -> CheckId {
    match kind {
        EntryKind::TrusteeEnrolment => CheckId::V06,
        EntryKind::CeremonyCommit
        | EntryKind::CeremonyReveal
        | EntryKind::CeremonyComplaint
        | EntryKind::CeremonyAnswer
        | EntryKind::CeremonyAccept => CheckId::V07,
        EntryKind::ElectionKey => CheckId::V08,
        EntryKind::Roll => CheckId::V09,
        EntryKind::BoothBuild | EntryKind::Open => CheckId::V10,
        EntryKind::Cancellation => CheckId::V17,
        EntryKind::DecryptionShare => CheckId::V19,
        EntryKind::Result => CheckId::V23,
        EntryKind::Close | EntryKind::PhaseEnd | EntryKind::Extension | EntryKind::Abort => CheckId::V03,
        EntryKind::Manifest | EntryKind::Ballot | EntryKind::AuditedBallot | EntryKind::Part => CheckId::V22,
    }
}

const fn is_enrolment(error: &CeremonyError) -> bool {
    matches!(
        error,
        CeremonyError::FalsePossession(_) | CeremonyError::KeyEnrolledBefore { .. }
    )
}
