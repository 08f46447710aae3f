//! Where the hashes of a tree come from: complete subtrees, and how the root of any run of leaves is folded
//! from them.

use thiserror::Error;

use super::TreeError;
use crate::hash::{TreeHash, empty_root, node_hash};

/// A complete subtree: the 2^`level` leaves from `index`·2^`level` on. Its hash never changes once the log
/// holds all of its leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// Height over the leaves, which are at level 0.
    pub level: u8,
    /// Position among the nodes of this level, from the left.
    pub index: u64,
}

/// A source of node hashes: tiles, a database, memory.
pub trait HashReader {
    /// Why a hash could not be had.
    type Error;

    /// The hashes of `nodes`, in that order.
    fn read(&self, nodes: &[Node]) -> Result<Vec<TreeHash>, Self::Error>;
}

/// Why a proof could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProveError<E> {
    /// Such a proof does not exist.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The reader of hashes failed.
    #[error("a hash of the tree could not be read: {0}")]
    Read(E),
    /// The reader gave another number of hashes than was asked for.
    #[error("{found} hashes were read instead of {expected}")]
    ReadCount {
        /// Hashes asked for.
        expected: usize,
        /// Hashes read.
        found: usize,
    },
}

/// A run of leaves that starts where a subtree can start: what one hash of a proof stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) start: u64,
    pub(super) end: u64,
}

impl Range {
    pub(super) const fn len(self) -> u64 {
        self.end - self.start
    }

    /// The two subtrees of RFC 6962: on the left the largest power of two smaller than the length.
    pub(super) fn split(self) -> (Self, Self) {
        let middle = self.start + largest_power_below(self.len());
        (
            Self {
                start: self.start,
                end: middle,
            },
            Self {
                start: middle,
                end: self.end,
            },
        )
    }
}

/// The largest power of two smaller than `n`, for `n` ≥ 2.
const fn largest_power_below(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// The complete subtrees that make up the leaves `start..end`, from left to right: the fewest there can be
/// when `start` is the first leaf of a subtree as large as the run, and in particular for `start` = 0.
#[must_use]
pub fn complete_nodes(start: u64, end: u64) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut at = start;
    while at < end {
        let room = (end - at).ilog2();
        let level = if at == 0 {
            room
        } else {
            room.min(at.trailing_zeros())
        };
        nodes.push(Node {
            level: u8::try_from(level).unwrap_or(63),
            index: at >> level,
        });
        at += 1 << level;
    }
    nodes
}

/// The hash over subtrees from left (largest) to right.
pub(super) fn fold(hashes: &[TreeHash]) -> TreeHash {
    let Some((last, before)) = hashes.split_last() else {
        return empty_root();
    };
    before
        .iter()
        .rev()
        .fold(*last, |right, left| node_hash(left, &right))
}

/// One hash per range, all nodes read at once.
pub(super) fn prove<R: HashReader>(
    reader: &R,
    ranges: &[Range],
) -> Result<Vec<TreeHash>, ProveError<R::Error>> {
    let nodes = nodes_of(ranges);
    let hashes = reader.read(&nodes).map_err(ProveError::Read)?;
    if hashes.len() != nodes.len() {
        return Err(ProveError::ReadCount {
            expected: nodes.len(),
            found: hashes.len(),
        });
    }
    let mut rest = hashes.as_slice();
    let mut proof = Vec::with_capacity(ranges.len());
    for range in ranges {
        let (own, others) = rest.split_at(complete_nodes(range.start, range.end).len());
        proof.push(fold(own));
        rest = others;
    }
    Ok(proof)
}

/// All nodes that the hashes of `ranges` are folded from.
pub(super) fn nodes_of(ranges: &[Range]) -> Vec<Node> {
    ranges
        .iter()
        .flat_map(|range| complete_nodes(range.start, range.end))
        .collect()
}

/// The root of the tree of `size` leaves.
///
/// # Errors
/// When the reader fails.
pub fn root<R: HashReader>(reader: &R, size: u64) -> Result<TreeHash, ProveError<R::Error>> {
    let hashes = prove(reader, &[Range { start: 0, end: size }])?;
    Ok(hashes.first().copied().unwrap_or_else(empty_root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_made_of_the_fewest_complete_subtrees() {
        assert_eq!(complete_nodes(0, 0), vec![]);
        assert_eq!(complete_nodes(5, 5), vec![]);
        let node = |level, index| Node { level, index };
        assert_eq!(complete_nodes(0, 7), vec![node(2, 0), node(1, 2), node(0, 6)]);
        assert_eq!(complete_nodes(4, 7), vec![node(1, 2), node(0, 6)]);
        assert_eq!(complete_nodes(0, 1 << 40), vec![node(40, 0)]);
        assert_eq!(complete_nodes(0, u64::MAX).len(), 64);
    }

    #[test]
    fn subtrees_split_at_the_largest_power_below() {
        let split = |start, end| Range { start, end }.split();
        assert_eq!(
            split(0, 2),
            (Range { start: 0, end: 1 }, Range { start: 1, end: 2 })
        );
        assert_eq!(
            split(0, 8),
            (Range { start: 0, end: 4 }, Range { start: 4, end: 8 })
        );
        assert_eq!(
            split(8, 13),
            (Range { start: 8, end: 12 }, Range { start: 12, end: 13 })
        );
    }
}
