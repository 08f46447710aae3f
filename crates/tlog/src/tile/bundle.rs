//! Entries and the bundles they are served in: each entry behind its length, two bytes, big-endian.

use thiserror::Error;

use super::Width;
use crate::hash::{TreeHash, leaf_hash};

/// An entry is too long for a log of tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an entry has at most {max} bytes, not {0}", max = Entry::MAX_BYTES)]
pub struct EntryTooLong(pub usize);

/// The bytes of an entry, at most 65,535 of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry(Vec<u8>);

impl Entry {
    /// Most bytes that an entry can have.
    pub const MAX_BYTES: usize = u16::MAX as usize;

    /// An entry of these bytes.
    ///
    /// # Errors
    /// When they are too many.
    pub fn new(bytes: Vec<u8>) -> Result<Self, EntryTooLong> {
        if bytes.len() <= Self::MAX_BYTES {
            Ok(Self(bytes))
        } else {
            Err(EntryTooLong(bytes.len()))
        }
    }

    /// The bytes of the entry.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes of the entry.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The hash of the entry as a leaf of the tree.
    #[must_use]
    pub fn leaf_hash(&self) -> TreeHash {
        leaf_hash(&self.0)
    }
}

/// Why the bytes of a bundle were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BundleError {
    /// The bundle ends within an entry or before it.
    #[error("the bundle ends at byte {at}, within its entry {entry}")]
    Truncated {
        /// Entry that is not complete, from 0.
        entry: usize,
        /// Bytes of the bundle.
        at: usize,
    },
    /// There are bytes after the last entry.
    #[error("the bundle goes on after its {entries} entries, at byte {at}")]
    TooLong {
        /// Entries that the bundle should have.
        entries: usize,
        /// Where the surplus begins.
        at: usize,
    },
}

/// The entries of a bundle, borrowed from its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle<'a>(Vec<&'a [u8]>);

impl<'a> Bundle<'a> {
    /// Reads a bundle that must have this width and nothing else.
    ///
    /// # Errors
    /// When it ends too early or goes on.
    pub fn parse(bytes: &'a [u8], width: Width) -> Result<Self, BundleError> {
        let mut entries = Vec::with_capacity(usize::from(width.items()));
        let mut rest = bytes;
        for entry in 0..usize::from(width.items()) {
            let (own, others) = split_entry(rest).ok_or(BundleError::Truncated {
                entry,
                at: bytes.len(),
            })?;
            entries.push(own);
            rest = others;
        }
        if rest.is_empty() {
            Ok(Self(entries))
        } else {
            Err(BundleError::TooLong {
                entries: entries.len(),
                at: bytes.len() - rest.len(),
            })
        }
    }

    /// The entries in order.
    #[must_use]
    pub fn entries(&self) -> &[&'a [u8]] {
        &self.0
    }
}

impl Bundle<'_> {
    /// The bytes of a bundle of these entries.
    pub fn encode<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for Entry(entry) in entries {
            // An `Entry` cannot be longer than what two bytes can say.
            let length = u16::try_from(entry.len()).unwrap_or(u16::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(entry);
        }
        bytes
    }
}

fn split_entry(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}
