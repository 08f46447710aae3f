//! Consistency proofs (RFC 6962 §2.1.2): that the leaves of an older tree are the first leaves of a newer one.
//!
//! As with inclusion, the prover follows the recursive definition and the verifier the bits of the sizes.

use super::nodes::{HashReader, Node, ProveError, Range, nodes_of, prove};
use super::{TreeError, check_length, path_shape};
use crate::hash::{TreeHash, node_hash};

/// The proof that the tree of `older` leaves is a prefix of the tree of `newer` leaves. It is empty when both
/// are the same.
///
/// # Errors
/// When `older` is 0 or larger than `newer`, or the reader fails.
pub fn consistency_proof<R: HashReader>(
    reader: &R,
    older: u64,
    newer: u64,
) -> Result<Vec<TreeHash>, ProveError<R::Error>> {
    prove(reader, &subtrees(older, newer)?)
}

/// The nodes that [`consistency_proof`] will ask its reader for.
///
/// # Errors
/// When `older` is 0 or larger than `newer`.
pub fn consistency_nodes(older: u64, newer: u64) -> Result<Vec<Node>, TreeError> {
    Ok(nodes_of(&subtrees(older, newer)?))
}

/// The subtrees of the proof, in its order.
fn subtrees(older: u64, newer: u64) -> Result<Vec<Range>, TreeError> {
    check_sizes(older, newer)?;
    let mut proof = Vec::new();
    let mut whole = Range { start: 0, end: newer };
    while older != whole.end {
        let (left, right) = whole.split();
        let (inside, outside) = if older <= right.start {
            (left, right)
        } else {
            (right, left)
        };
        proof.push(outside);
        whole = inside;
    }
    // The verifier knows the older root; it needs the last subtree only if that is not the whole older tree.
    if whole.start != 0 {
        proof.push(whole);
    }
    proof.reverse();
    Ok(proof)
}

fn check_sizes(older: u64, newer: u64) -> Result<(), TreeError> {
    if older == 0 {
        return Err(TreeError::OlderIsEmpty);
    }
    if older > newer {
        return Err(TreeError::OlderBeyondNewer { older, newer });
    }
    Ok(())
}

/// Checks that the tree of `older` leaves with `older_root` is a prefix of the tree of `newer` leaves with
/// `newer_root`.
///
/// # Errors
/// When it is not, or not by this proof. The empty tree is a prefix of every tree without any proof: asking
/// for one is refused, so that nobody takes it for a check of `newer_root`.
pub fn verify_consistency(
    older: u64,
    newer: u64,
    older_root: &TreeHash,
    newer_root: &TreeHash,
    proof: &[TreeHash],
) -> Result<(), TreeError> {
    check_sizes(older, newer)?;
    if older == newer {
        check_length(0, proof.len())?;
        return expect_root(older_root, newer_root, newer);
    }
    // The proof starts at the last complete subtree of the older tree: its hash comes first, unless it is the
    // whole older tree. From there the path to the newer root is that of the older tree's last leaf.
    let level = older.trailing_zeros();
    let (seed, path) = if older.is_power_of_two() {
        (older_root, proof)
    } else {
        proof.split_first().ok_or(TreeError::ProofLength {
            expected: 1,
            found: 0,
        })?
    };
    let index = (older - 1) >> level;
    let (inner, border) = path_shape(index, (newer - 1) >> level);
    check_length(inner + border + (proof.len() - path.len()), proof.len())?;
    let (below, along) = path.split_at(inner);
    let (mut old, mut new) = (*seed, *seed);
    for (level, sibling) in below.iter().enumerate() {
        if index >> level & 1 == 0 {
            new = node_hash(&new, sibling);
        } else {
            old = node_hash(sibling, &old);
            new = node_hash(sibling, &new);
        }
    }
    for sibling in along {
        old = node_hash(sibling, &old);
        new = node_hash(sibling, &new);
    }
    expect_root(&old, older_root, older)?;
    expect_root(&new, newer_root, newer)
}

fn expect_root(found: &TreeHash, expected: &TreeHash, size: u64) -> Result<(), TreeError> {
    if found == expected {
        Ok(())
    } else {
        Err(TreeError::RootMismatch { size })
    }
}
