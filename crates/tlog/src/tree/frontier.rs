//! The right edge of a growing tree: what it takes to append a leaf and to know the root.

use super::TreeError;
use super::nodes::{HashReader, Node, ProveError, Range, complete_nodes, fold, nodes_of};
use crate::hash::{TreeHash, node_hash};

/// The hashes of the complete subtrees that a tree of this size consists of, largest first: one per bit set in
/// the size, so at most 64 hashes however large the tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<TreeHash>,
}

impl Frontier {
    /// The frontier of the empty tree.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            size: 0,
            peaks: Vec::new(),
        }
    }

    /// The frontier with these hashes, largest subtree first.
    ///
    /// # Errors
    /// When the number of hashes does not fit the size.
    pub fn from_peaks(size: u64, peaks: Vec<TreeHash>) -> Result<Self, TreeError> {
        let expected = size.count_ones() as usize;
        if peaks.len() == expected {
            Ok(Self { size, peaks })
        } else {
            Err(TreeError::FrontierLength {
                size,
                expected,
                found: peaks.len(),
            })
        }
    }

    /// The frontier of the first `size` leaves of a stored tree.
    ///
    /// # Errors
    /// When the reader fails.
    pub fn read<R: HashReader>(reader: &R, size: u64) -> Result<Self, ProveError<R::Error>> {
        let peaks = reader.read(&complete_nodes(0, size)).map_err(ProveError::Read)?;
        Ok(Self::from_peaks(size, peaks)?)
    }

    /// The nodes that [`Frontier::read`] will ask its reader for.
    #[must_use]
    pub fn nodes(size: u64) -> Vec<Node> {
        nodes_of(&[Range { start: 0, end: size }])
    }

    /// Leaves in the tree.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The hashes of the complete subtrees, largest first.
    #[must_use]
    pub fn peaks(&self) -> &[TreeHash] {
        &self.peaks
    }

    /// The root of the tree at its current size.
    #[must_use]
    pub fn root(&self) -> TreeHash {
        fold(&self.peaks)
    }

    /// Appends a leaf by its hash.
    ///
    /// # Errors
    /// When the tree is full.
    pub fn append(&mut self, leaf: TreeHash) -> Result<(), TreeError> {
        self.append_with(leaf, |_, _| ())
    }

    /// Appends a leaf and shows every subtree that becomes complete by it, the leaf itself first.
    ///
    /// # Errors
    /// When the tree is full.
    pub fn append_with(
        &mut self,
        leaf: TreeHash,
        mut completed: impl FnMut(Node, TreeHash),
    ) -> Result<(), TreeError> {
        let index = self.size;
        self.size = index.checked_add(1).ok_or(TreeError::Full)?;
        let mut node = Node { level: 0, index };
        let mut hash = leaf;
        completed(node, hash);
        // A subtree is complete together with its sibling when its own index is odd.
        while node.index & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(&left, &hash);
            node = Node {
                level: node.level + 1,
                index: node.index >> 1,
            };
            completed(node, hash);
        }
        self.peaks.push(hash);
        Ok(())
    }
}
