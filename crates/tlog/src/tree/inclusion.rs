//! Inclusion proofs (RFC 6962 §2.1.1): the hashes beside the path from a leaf to the root.
//!
//! The prover follows the recursive definition; the verifier walks the bits of the leaf's index. They are
//! written apart on purpose, and tested against each other.

use super::nodes::{HashReader, Node, ProveError, Range, nodes_of, prove};
use super::{TreeError, check_length, path_shape};
use crate::hash::{TreeHash, node_hash};

/// The proof that the leaf `index` is in the tree of `size` leaves, from the leaf's sibling upwards.
///
/// # Errors
/// When the leaf is not in that tree, or the reader fails.
pub fn inclusion_proof<R: HashReader>(
    reader: &R,
    index: u64,
    size: u64,
) -> Result<Vec<TreeHash>, ProveError<R::Error>> {
    prove(reader, &siblings(index, size)?)
}

/// The nodes that [`inclusion_proof`] will ask its reader for.
///
/// # Errors
/// When the leaf is not in that tree.
pub fn inclusion_nodes(index: u64, size: u64) -> Result<Vec<Node>, TreeError> {
    Ok(nodes_of(&siblings(index, size)?))
}

/// The subtrees beside the path, from the leaf upwards.
fn siblings(index: u64, size: u64) -> Result<Vec<Range>, TreeError> {
    if index >= size {
        return Err(TreeError::IndexBeyondSize { index, size });
    }
    let mut beside = Vec::new();
    let mut path = Range { start: 0, end: size };
    while path.len() > 1 {
        let (left, right) = path.split();
        let (inside, outside) = if index < right.start {
            (left, right)
        } else {
            (right, left)
        };
        beside.push(outside);
        path = inside;
    }
    beside.reverse();
    Ok(beside)
}

/// The root of the tree of `size` leaves that has `leaf` at `index`, according to `proof`.
///
/// # Errors
/// When the leaf is not in a tree of that size, or the proof has a wrong length.
pub fn inclusion_root(
    leaf: &TreeHash,
    index: u64,
    size: u64,
    proof: &[TreeHash],
) -> Result<TreeHash, TreeError> {
    if index >= size {
        return Err(TreeError::IndexBeyondSize { index, size });
    }
    let (inner, border) = path_shape(index, size - 1);
    check_length(inner + border, proof.len())?;
    let (below, along) = proof.split_at(inner);
    let mut hash = *leaf;
    for (level, sibling) in below.iter().enumerate() {
        hash = if index >> level & 1 == 0 {
            node_hash(&hash, sibling)
        } else {
            node_hash(sibling, &hash)
        };
    }
    Ok(along.iter().fold(hash, |right, left| node_hash(left, &right)))
}

/// Checks that `leaf` is at `index` in the tree of `size` leaves with this `root`.
///
/// # Errors
/// When it is not, or not by this proof.
pub fn verify_inclusion(
    leaf: &TreeHash,
    index: u64,
    size: u64,
    root: &TreeHash,
    proof: &[TreeHash],
) -> Result<(), TreeError> {
    if inclusion_root(leaf, index, size, proof)? == *root {
        Ok(())
    } else {
        Err(TreeError::RootMismatch { size })
    }
}
