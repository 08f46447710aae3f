//! Hashes of the Merkle tree (RFC 6962 §2.1): SHA-256 with a prefix that keeps leaves and nodes apart.

use std::fmt;

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::base64;

/// Prefix of a leaf's preimage.
const LEAF: u8 = 0x00;
/// Prefix of an inner node's preimage.
const NODE: u8 = 0x01;

/// A hash in the tree: of a leaf, of an inner node, or of a whole tree (its root).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreeHash([u8; Self::LENGTH]);

impl TreeHash {
    /// Bytes of a hash.
    pub const LENGTH: usize = 32;

    /// The hash with these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// The bytes of the hash.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// The hash as text formats carry it: standard base64.
    #[must_use]
    pub fn to_base64(&self) -> String {
        BASE64.encode(&self.0)
    }

    /// Reads canonical base64 of exactly 32 bytes.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        base64::decode(text)?.try_into().ok().map(Self)
    }
}

impl fmt::Debug for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Display for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// The hash of a leaf: SHA-256(0x00 ‖ entry).
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> TreeHash {
    let hasher = Sha256::new_with_prefix([LEAF]).chain_update(entry);
    TreeHash(hasher.finalize().into())
}

/// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
#[must_use]
pub fn node_hash(left: &TreeHash, right: &TreeHash) -> TreeHash {
    let hasher = Sha256::new_with_prefix([NODE])
        .chain_update(left.0)
        .chain_update(right.0);
    TreeHash(hasher.finalize().into())
}

/// The root of the tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> TreeHash {
    TreeHash(Sha256::digest([]).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_6962_values() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(empty_root().to_string(), empty);
        let empty_leaf = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
        assert_eq!(leaf_hash(b"").to_string(), empty_leaf);
        let (left, right) = (leaf_hash(b"left"), leaf_hash(b"right"));
        assert_ne!(node_hash(&left, &right), node_hash(&right, &left));
        let mut joined = left.as_bytes().to_vec();
        joined.extend_from_slice(right.as_bytes());
        assert_ne!(node_hash(&left, &right), leaf_hash(&joined), "a node is no leaf");
    }

    #[test]
    fn base64_is_canonical_and_of_the_right_length() {
        let hash = leaf_hash(b"x");
        let text = hash.to_base64();
        assert_eq!(TreeHash::from_base64(&text), Some(hash));
        for bad in [
            "",
            "AAAA",
            &text[..43],
            &format!("{text}\n"),
            &text.replace('=', ""),
        ] {
            assert_eq!(TreeHash::from_base64(bad), None, "{bad:?}");
        }
        // The last character before the padding carries two bits that must be zero.
        let mut loose = text.into_bytes();
        loose[42] = if loose[42] == b'8' { b'9' } else { loose[42] + 1 };
        assert_eq!(TreeHash::from_base64(std::str::from_utf8(&loose).unwrap()), None);
    }
}
