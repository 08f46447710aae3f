//! What the log holds (protocol-spec: `entries`).
//!
//! ```text
//! struct { uint8 version = 1; EntryKind kind; select (kind) { … } body; } Entry;
//! ```
//! An entry has at most 65,535 bytes. An administrative object that is larger is logged as consecutive
//! [`Part`]s; the state machine sees the object.

mod ballot;
mod objects;
mod part;
mod signed;
#[cfg(test)]
mod tests;

pub use ballot::{AuditedEntry, BallotEntry, Body, tracker_of};
pub use objects::{
    Abort, BoothBuild, BoothFile, Cancellation, Close, ContestResult, Extension, Open, PhaseEnd, Roll,
    RollEntry, Shares, TallyResult, UnitResult,
};
pub use part::{Assembler, Part, PartError, split};
pub use signed::{Author, Endorsement, SignedObject, signing_input};

use comitia_crypto::codec::{Decode, DecodeError, Encode, Reader};

/// Largest entry, in bytes.
pub const ENTRY_LIMIT: usize = 65_535;
/// Largest administrative object, in bytes: bounds what a reader must hold.
pub const OBJECT_LIMIT: usize = 1 << 28;
/// Version of the wire format.
const VERSION: u8 = 1;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $number:literal,)*) => {
        /// The kinds of entries.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum EntryKind { $($(#[$doc])* $name = $number,)* }

        impl EntryKind {
            /// All kinds, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The kind with this number.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Self::$name),)* _ => None }
            }

            /// Its name, as in the specification.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }
        }
    };
}

kinds! {
    /// Defines the election.
    Manifest = 1,
    /// A trustee's encryption key for this ceremony.
    TrusteeEnrolment = 2,
    /// A dealer's commitment to its reveal.
    CeremonyCommit = 3,
    /// A dealer's coefficient commitments and sealed shares.
    CeremonyReveal = 4,
    /// Which dealers' shares a trustee found wrong.
    CeremonyComplaint = 5,
    /// The shares that were complained about, in the open.
    CeremonyAnswer = 6,
    /// A trustee accepts the keys.
    CeremonyAccept = 7,
    /// The keys of the election.
    ElectionKey = 8,
    /// Credentials, weights and groups.
    Roll = 9,
    /// Hashes of the voting client.
    BoothBuild = 10,
    /// Voting begins.
    Open = 11,
    /// A vote.
    Ballot = 12,
    /// A sealed ballot given up for an audit.
    AuditedBallot = 13,
    /// A paper vote replaces an online one.
    Cancellation = 14,
    /// Voting ends.
    Close = 15,
    /// A trustee's decryption shares.
    DecryptionShare = 16,
    /// Counts and outcome.
    Result = 17,
    /// A phase of the ceremony ended at its deadline.
    PhaseEnd = 18,
    /// The close moves to a later time.
    Extension = 19,
    /// The election ends without a result.
    Abort = 20,
    /// A piece of a larger object.
    Part = 21,
}

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "ballots are the many; a box would cost each of them an allocation"
)]
pub enum Entry {
    /// Any administrative object.
    Object(SignedObject),
    /// A vote.
    Ballot(BallotEntry),
    /// A ballot given up for an audit.
    Audited(AuditedEntry),
    /// A piece of an administrative object.
    Part(Part),
}

impl Entry {
    /// The kind of the entry.
    #[must_use]
    pub const fn kind(&self) -> EntryKind {
        match self {
            Self::Object(object) => object.kind,
            Self::Ballot(_) => EntryKind::Ballot,
            Self::Audited(_) => EntryKind::AuditedBallot,
            Self::Part(_) => EntryKind::Part,
        }
    }
}

impl Encode for Entry {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend([VERSION, self.kind() as u8]);
        match self {
            Self::Object(object) => object.encode_body(out),
            Self::Ballot(ballot) => ballot.encode(out),
            Self::Audited(audited) => audited.encode(out),
            Self::Part(part) => part.encode(out),
        }
    }
}

impl Decode for Entry {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let at_version = reader.error("unknown version of the entry format");
        if reader.u8()? != VERSION {
            return Err(at_version);
        }
        let at_kind = reader.error("unknown kind of entry");
        let kind = EntryKind::from_number(reader.u8()?).ok_or(at_kind)?;
        match kind {
            EntryKind::Ballot => BallotEntry::decode(reader).map(Self::Ballot),
            EntryKind::AuditedBallot => AuditedEntry::decode(reader).map(Self::Audited),
            EntryKind::Part => Part::decode(reader).map(Self::Part),
            _ => SignedObject::decode_body(kind, reader).map(Self::Object),
        }
    }
}
