//! What the urn remembers of one voter.

use comitia_crypto::Digest;

/// Most audits of one voter: an audit costs the log an entry that nobody counts.
pub(super) const AUDIT_LIMIT: u16 = 64;

/// The state of one credential.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Voter {
    pub(super) last: Option<LastBallot>,
    pub(super) audits: u16,
    pub(super) cancelled: bool,
}

/// The ballot that counts so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LastBallot {
    pub seq: u32,
    pub hash: Digest,
    pub index: u64,
}

impl Voter {
    /// Number that the voter's next ballot must have.
    #[must_use]
    pub fn next_seq(&self) -> u32 {
        self.last.map_or(0, |last| last.seq.saturating_add(1))
    }

    /// Hash that the voter's next ballot must name as its previous one.
    #[must_use]
    pub fn last_hash(&self) -> Digest {
        self.last.map_or(Digest::default(), |last| last.hash)
    }

    /// Place on the log of the ballot that counts.
    #[must_use]
    pub fn counted(&self) -> Option<u64> {
        self.last.filter(|_| !self.cancelled).map(|last| last.index)
    }

    /// Whether a paper vote has replaced the online ones.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        self.cancelled
    }
}
