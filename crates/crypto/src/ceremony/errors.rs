//! What goes wrong in a ceremony, and whose fault it is.

use super::params::TrusteeIndex;
use core::fmt;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// Where a ceremony stands; the first six are also the kinds of message that belong there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Trustees enrol the keys to which shares are sealed.
    Enrolment,
    /// Dealers commit themselves.
    Commit,
    /// Dealers reveal their commitments and deal sealed shares.
    Reveal,
    /// Trustees say which shares are wrong.
    Complaint,
    /// Accused dealers publish the shares in question.
    Answer,
    /// Trustees accept the keys.
    Accept,
    /// There are keys.
    Complete,
    /// There are none and will be none.
    Aborted,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Enrolment => "enrolment",
            Self::Commit => "commit",
            Self::Reveal => "reveal",
            Self::Complaint => "complaint",
            Self::Answer => "answer",
            Self::Accept => "accept",
            Self::Complete => "complete",
            Self::Aborted => "aborted",
        })
    }
}

/// Why a message was not admitted. The ceremony is as it was before.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CeremonyError {
    /// The sender's number is above n.
    #[error("{message}: trustee {from} does not exist in this election")]
    UnknownTrustee {
        /// The sender.
        from: TrusteeIndex,
        /// What it sent.
        message: Phase,
    },
    /// The message belongs to another phase.
    #[error("{message} of trustee {from} in phase {phase}")]
    WrongPhase {
        /// The sender.
        from: TrusteeIndex,
        /// What it sent.
        message: Phase,
        /// Where the ceremony stands.
        phase: Phase,
    },
    /// Nothing is left to be closed.
    #[error("the ceremony has ended: {0}")]
    Ended(Phase),
    /// The sender sent such a message before.
    #[error("{message}: trustee {from} has sent one already")]
    Duplicate {
        /// The sender.
        from: TrusteeIndex,
        /// What it sent.
        message: Phase,
    },
    /// The sender is disqualified.
    #[error("{message}: trustee {from} is disqualified")]
    Disqualified {
        /// The sender.
        from: TrusteeIndex,
        /// What it sent.
        message: Phase,
    },
    /// An answer to no complaint.
    #[error("answer: nothing is to be answered by trustee {0}")]
    NotAccused(TrusteeIndex),
    /// The sender does not prove that it has the secret of the key that it enrols.
    #[error("enrolment: trustee {0} does not prove possession of its key")]
    FalsePossession(TrusteeIndex),
    /// The enrolled key is another trustee's.
    #[error("enrolment: trustee {from} enrols the key of trustee {of}")]
    KeyEnrolledBefore {
        /// The sender.
        from: TrusteeIndex,
        /// Whose key it is.
        of: TrusteeIndex,
    },
    /// The message has not the shape that the parameters ask for.
    #[error("{message} of trustee {from}: {what}")]
    Malformed {
        /// The sender.
        from: TrusteeIndex,
        /// What it sent.
        message: Phase,
        /// What is wrong with it.
        what: Malformation,
    },
    /// The accepted keys are not those that the ceremony gave.
    #[error("accept: trustee {0} accepts other keys than these")]
    OtherKeys(TrusteeIndex),
}

/// In what a message contradicts the parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Malformation {
    /// Not t commitments for each of the p counters.
    #[error("{found} coefficient commitments instead of {expected}")]
    Commitments {
        /// t·p.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// Not one sealed message for every other trustee.
    #[error("{found} sealed messages instead of {expected}")]
    SealedMessages {
        /// n − 1.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A sealed message cannot hold p shares.
    #[error("the message sealed to trustee {0} has the wrong length")]
    SealedLength(TrusteeIndex),
    /// A complaint about a trustee that dealt nothing valid, that does not exist, or about oneself.
    #[error("trustee {0} cannot be accused")]
    Accused(TrusteeIndex),
    /// An answer to others than those who complained.
    #[error("the shares are not those of the trustees that complained")]
    Recipients,
    /// Not p shares.
    #[error("{found} shares of trustee {recipient} instead of {expected}")]
    Shares {
        /// Whose shares.
        recipient: TrusteeIndex,
        /// p.
        expected: usize,
        /// How many there are.
        found: usize,
    },
}

/// Why a trustee is disqualified, as dealer and as decryptor.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// It revealed nothing that could be admitted.
    #[error("revealed nothing")]
    NoReveal,
    /// It revealed something else than it was committed to.
    #[error("revealed something else than it was committed to")]
    CommitMismatch,
    /// It does not prove that it knows its coefficients.
    #[error("does not prove that it knows its coefficients")]
    FalseProof,
    /// As many trustees complained as could recover its polynomials from its answers.
    #[error("dealt wrong shares to trustees {}", list(accusers))]
    TooManyComplaints {
        /// Who complained.
        accusers: BTreeSet<TrusteeIndex>,
    },
    /// It did not answer complaints.
    #[error("did not answer trustees {}", list(accusers))]
    NoAnswer {
        /// Who complained.
        accusers: BTreeSet<TrusteeIndex>,
    },
    /// It published a share that is wrong.
    #[error("published a wrong share for trustee {recipient}")]
    WrongAnswer {
        /// Whose share it is.
        recipient: TrusteeIndex,
    },
}

/// The disqualified, with the reason.
pub type Faults = BTreeMap<TrusteeIndex, Fault>;

/// Why a ceremony ended without keys.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Abort {
    /// Trustees did not enrol.
    #[error("no enrolment of trustees {}", list(.0))]
    MissingEnrolments(BTreeSet<TrusteeIndex>),
    /// Dealers did not commit themselves.
    #[error("no commit of trustees {}", list(.0))]
    MissingCommits(BTreeSet<TrusteeIndex>),
    /// Fewer than t dealers are left.
    #[error("{qualified} trustees are left of the {needed} needed{}", blame(disqualified))]
    TooFewQualified {
        /// How many are left.
        qualified: usize,
        /// t.
        needed: usize,
        /// Why the others are not.
        disqualified: Faults,
    },
    /// All that this trustee received from others has become public: either it complained wrongly, or
    /// it lost its key, or these dealers sealed wrong shares. Who of them lies cannot be decided in public.
    #[error(
        "every share of trustee {trustee} was published, by trustees {}",
        list(dealers)
    )]
    SharesExposed {
        /// Whose shares they are.
        trustee: TrusteeIndex,
        /// Who published them, rightly, because of its complaints.
        dealers: BTreeSet<TrusteeIndex>,
    },
    /// A key, a verification key or the sum of the leading coefficients is the identity. No single dealer can
    /// bring this about.
    #[error("the sum of all contributions is no key")]
    DegenerateKeys,
    /// Qualified trustees did not accept.
    #[error("no accept of trustees {}", list(.0))]
    MissingAccepts(BTreeSet<TrusteeIndex>),
}

impl Abort {
    /// The trustees because of whom there are no keys.
    #[must_use]
    pub fn culprits(&self) -> BTreeSet<TrusteeIndex> {
        match self {
            Self::MissingEnrolments(missing)
            | Self::MissingCommits(missing)
            | Self::MissingAccepts(missing) => missing.clone(),
            Self::TooFewQualified { disqualified, .. } => disqualified.keys().copied().collect(),
            Self::SharesExposed { trustee, dealers } => dealers.iter().copied().chain([*trustee]).collect(),
            Self::DegenerateKeys => BTreeSet::new(),
        }
    }
}

fn list(trustees: &BTreeSet<TrusteeIndex>) -> String {
    let numbers: Vec<_> = trustees.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}

fn blame(faults: &Faults) -> String {
    let each = |(trustee, fault): (&TrusteeIndex, &Fault)| format!("; trustee {trustee} {fault}");
    faults.iter().map(each).collect()
}

/// Why a trustee's own program does not do its next step.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TrusteeError {
    /// The record is of another election, or of other numbers.
    #[error("this is the ceremony of another election, or with other numbers")]
    OtherCeremony,
    /// The record holds a message under this trustee's name that its seed does not give: the seed is not the
    /// one of this election, or somebody else uses the identity key.
    #[error("the {0} on record is not the one that this seed gives")]
    NotMine(Phase),
    /// This trustee is disqualified.
    #[error("disqualified: this trustee {0}")]
    Disqualified(Fault),
    /// The seed gives a coefficient that is zero. It happens once in 2²⁵² times: take another.
    #[error("this seed cannot be used")]
    UselessSeed,
    /// A share cannot be sealed to a key. It cannot happen with an enrolled key.
    #[error("nothing can be sealed to trustee {0}")]
    Sealing(TrusteeIndex),
    /// A share is wrong, and this trustee did not complain in time.
    #[error("the share dealt by trustee {0} is wrong")]
    WrongShare(TrusteeIndex),
    /// The shares do not add up to the verification keys.
    #[error("the shares do not agree with the verification keys")]
    WrongSum,
}
