//! Why a trustee's program does not do what was asked: it refuses, or it cannot.

use crate::keystore::{KeystoreError, Lock};
use crate::post::PostError;
use comitia_crypto::ceremony::TrusteeError;
use comitia_crypto::decryption::DecryptionError;
use comitia_election::manifest::Time;
use comitia_election::verification::CheckId;
use comitia_verifier::SourceError;
use thiserror::Error;

/// Why nothing was done.
#[derive(Debug, Error)]
pub enum Error {
    /// The trustee must not.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The log cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The keystore cannot be used.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// A message cannot be delivered, or is not taken.
    #[error(transparent)]
    Post(#[from] PostError),
}

impl Error {
    /// A stable code, if somebody refused: this program or the server.
    #[must_use]
    pub fn refusal_code(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => Some(refusal.code()),
            Self::Post(PostError::Refused { .. }) => Some("server_refused"),
            _ => None,
        }
    }
}

/// What a trustee refuses (protocol-spec: `trustee-refusals`).
#[derive(Debug, Error)]
pub enum Refusal {
    /// A check of the whole log fails.
    #[error("the log does not verify, {check} fails: {culprit}")]
    DoesNotVerify {
        /// Which check.
        check: CheckId,
        /// What or who is wrong.
        culprit: String,
    },
    /// The log is shorter than it was.
    #[error(
        "the log was rewound: this keystore has verified {remembered} entries of it, and now it has {found}; somebody wants to have them forgotten"
    )]
    Rewound {
        /// Entries verified before.
        remembered: u64,
        /// Entries now.
        found: u64,
    },
    /// The log is another one than before.
    #[error(
        "the log was forked: its first {size} entries are not those that this keystore has verified before"
    )]
    Forked {
        /// Entries verified before.
        size: u64,
    },
    /// This trustee's key is not in the manifest.
    #[error("this election does not pin the identity {0}; its manifest names other trustees")]
    NotPinned(String),
    /// The ceremony cannot give keys any more.
    #[error("the key ceremony has failed: {0}")]
    CeremonyFailed(String),
    /// The election ended without a result.
    #[error("the election was aborted on {}: {reason}", at.to_rfc3339())]
    Aborted {
        /// When.
        at: Time,
        /// The organiser's reason.
        reason: String,
    },
    /// This trustee is out of the ceremony.
    #[error("this trustee was disqualified: it {0}")]
    Disqualified(String),
    /// The log holds what this keystore did not send.
    #[error("the log and this keystore disagree: {0}")]
    Disagrees(TrusteeError),
    /// The keystore never took part.
    #[error(
        "this keystore holds no secret for this election, and the time to enrol is over; whoever enrolled used another keystore"
    )]
    NoSeed,
    /// There is no use of the seed on the log.
    #[error(
        "this trustee has not enrolled on this log, so there is nothing to restore; enrol with a fresh seed"
    )]
    NothingToRestore,
    /// There are no keys to decrypt with. Whoever is not qualified has a fault, and is told that it is disqualified:
    /// this is said only if a log that verifies had keys of which the ceremony does not speak.
    #[error("this trustee is not among those qualified to decrypt")]
    NotQualified,
    /// Voting goes on, or has not begun.
    #[error("voting is not closed: the election is in stage {stage}")]
    NotClosed {
        /// Where it stands.
        stage: &'static str,
    },
    /// By this trustee's clock the close lies in the future.
    #[error(
        "the log says that voting closed at {}, and by this machine's clock it is only {}: either the clock is wrong, or voting was closed too early",
        close.to_rfc3339(), now.to_rfc3339()
    )]
    BeforeClose {
        /// The close on the log.
        close: Time,
        /// This machine's time.
        now: Time,
    },
    /// By this trustee's clock the log's latest time lies in the future.
    #[error(
        "the latest time on the log is {}, and by this machine's clock it is only {}: either the clock is wrong, or somebody dated an entry in advance",
        latest.to_rfc3339(), now.to_rfc3339()
    )]
    FromTheFuture {
        /// The latest time on the log.
        latest: Time,
        /// This machine's time.
        now: Time,
    },
    /// Voters still check their ballots.
    #[error("voters check their ballots until {}; it is {}", until.to_rfc3339(), now.to_rfc3339())]
    CheckingPeriod {
        /// When the period ends.
        until: Time,
        /// This machine's time.
        now: Time,
    },
    /// Too few ballots.
    #[error("decrypting would expose people: {0}")]
    UnderFloor(String),
    /// A list of aggregates was locked before.
    #[error(
        "this keystore is locked to other sums of this election: it decrypts one list of sums, once (locked: {held}; asked for: {wanted})"
    )]
    SecondList {
        /// What was locked.
        held: Box<Lock>,
        /// What the log has now.
        wanted: Box<Lock>,
    },
    /// Somebody else uses this trustee's identity.
    #[error(
        "the log holds a false decryption share under this trustee's name ({0}): somebody else uses its identity key"
    )]
    FalseShare(String),
    /// A share that cannot be made.
    #[error("no decryption share can be made: {0}")]
    Share(#[from] DecryptionError),
}

impl Refusal {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DoesNotVerify { .. } => "does_not_verify",
            Self::Rewound { .. } => "rewound",
            Self::Forked { .. } => "forked",
            Self::NotPinned(_) => "not_pinned",
            Self::CeremonyFailed(_) => "ceremony_failed",
            Self::Aborted { .. } => "aborted",
            Self::Disqualified(_) => "disqualified",
            Self::Disagrees(_) => "disagrees",
            Self::NoSeed => "no_seed",
            Self::NothingToRestore => "nothing_to_restore",
            Self::NotQualified => "not_qualified",
            Self::NotClosed { .. } => "not_closed",
            Self::BeforeClose { .. } => "before_close",
            Self::FromTheFuture { .. } => "from_the_future",
            Self::CheckingPeriod { .. } => "checking_period",
            Self::UnderFloor(_) => "under_floor",
            Self::SecondList { .. } => "second_list",
            Self::FalseShare(_) => "false_share",
            Self::Share(_) => "no_share",
        }
    }
}

/// What the trustee's own ceremony says is a refusal.
impl From<TrusteeError> for Refusal {
    fn from(error: TrusteeError) -> Self {
        match error {
            TrusteeError::Disqualified(fault) => Self::Disqualified(fault.to_string()),
            other => Self::Disagrees(other),
        }
    }
}
