//! The Merkle tree of RFC 6962: an append-only list of leaves, its root at every size, and two proofs — that a
//! leaf is in a tree, and that a tree is a prefix of a later one (protocol-spec: `election-log`).

mod consistency;
mod frontier;
mod inclusion;
mod nodes;

use thiserror::Error;

pub use consistency::{consistency_nodes, consistency_proof, verify_consistency};
pub use frontier::Frontier;
pub use inclusion::{inclusion_nodes, inclusion_proof, inclusion_root, verify_inclusion};
pub use nodes::{HashReader, Node, ProveError, complete_nodes, root};

/// Why a proof, or the request for one, was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TreeError {
    /// The leaf is not in a tree of that size.
    #[error("leaf {index} is beyond a tree of {size} leaves")]
    IndexBeyondSize {
        /// Index of the leaf.
        index: u64,
        /// Size of the tree.
        size: u64,
    },
    /// A consistency proof starts from the empty tree, which every tree extends: nothing would be proven.
    #[error("a consistency proof from the empty tree proves nothing")]
    OlderIsEmpty,
    /// The older tree is larger than the newer one.
    #[error("the older tree ({older} leaves) is larger than the newer one ({newer} leaves)")]
    OlderBeyondNewer {
        /// Size of the tree said to be older.
        older: u64,
        /// Size of the tree said to be newer.
        newer: u64,
    },
    /// A proof has exactly one possible length for given sizes.
    #[error("the proof has {found} hashes instead of {expected}")]
    ProofLength {
        /// Hashes that such a proof has.
        expected: usize,
        /// Hashes that were given.
        found: usize,
    },
    /// The proof does not lead to the root of the tree.
    #[error("the proof does not lead to the root of the tree of {size} leaves")]
    RootMismatch {
        /// Size of the tree whose root is not met.
        size: u64,
    },
    /// A frontier has one hash per bit set in its size.
    #[error("a frontier of {size} leaves has {expected} hashes, not {found}")]
    FrontierLength {
        /// Size of the tree.
        size: u64,
        /// Hashes that its frontier has.
        expected: usize,
        /// Hashes that were given.
        found: usize,
    },
    /// The tree cannot grow any more.
    #[error("the tree is full")]
    Full,
}

/// Whether there are exactly `expected` hashes.
fn check_length(expected: usize, found: usize) -> Result<(), TreeError> {
    if expected == found {
        Ok(())
    } else {
        Err(TreeError::ProofLength { expected, found })
    }
}

/// How many siblings a leaf has on its way up to where it meets the tree's right edge, and how many after
/// that: up to there the bits of the index say on which side a sibling is; from there on siblings are on the
/// left, one per bit set. `last` is the index of the tree's last leaf.
const fn path_shape(index: u64, last: u64) -> (usize, usize) {
    let inner = u64::BITS - (index ^ last).leading_zeros();
    let border = if inner == u64::BITS {
        0
    } else {
        (index >> inner).count_ones()
    };
    (inner as usize, border as usize)
}
