//! The tree against its recursive definition, and prover against verifier, for all pairs of small sizes.

use std::collections::HashMap;
use std::convert::Infallible;

use comitia_tlog::hash::{TreeHash, empty_root, leaf_hash, node_hash};
use comitia_tlog::tree::{
    Frontier, HashReader, Node, TreeError, complete_nodes, consistency_proof, inclusion_proof, root,
    verify_consistency, verify_inclusion,
};
use proptest::prelude::*;

/// All pairs of sizes up to here are tried.
const SIZES: u64 = 300;

/// The definition of RFC 6962 §2.1, word for word.
fn definition(leaves: &[TreeHash]) -> TreeHash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&definition(left), &definition(right))
        }
    }
}

/// All leaves in memory.
struct Leaves(Vec<TreeHash>);

impl Leaves {
    fn of(count: u64) -> Self {
        Self((0..count).map(|index| leaf_hash(&index.to_be_bytes())).collect())
    }

    fn range(&self, start: u64, end: u64) -> &[TreeHash] {
        &self.0[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()]
    }

    fn root(&self, size: u64) -> TreeHash {
        definition(self.range(0, size))
    }
}

impl HashReader for Leaves {
    type Error = Infallible;

    fn read(&self, nodes: &[Node]) -> Result<Vec<TreeHash>, Infallible> {
        let hash =
            |node: &Node| definition(self.range(node.index << node.level, (node.index + 1) << node.level));
        Ok(nodes.iter().map(hash).collect())
    }
}

/// The hashes of all complete subtrees.
#[derive(Default)]
struct Kept(HashMap<Node, TreeHash>);

impl HashReader for Kept {
    type Error = Infallible;

    fn read(&self, nodes: &[Node]) -> Result<Vec<TreeHash>, Infallible> {
        Ok(nodes.iter().map(|node| self.0[node]).collect())
    }
}

fn changed(hash: TreeHash) -> TreeHash {
    let mut bytes = *hash.as_bytes();
    bytes[7] ^= 0x10;
    TreeHash::new(bytes)
}

#[test]
fn the_reference_tree_of_certificate_transparency() {
    let entries: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let mut frontier = Frontier::new();
    for entry in entries {
        frontier.append(leaf_hash(entry)).unwrap();
    }
    assert_eq!(
        frontier.root().to_string(),
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    );
}

#[test]
fn the_frontier_gives_the_root_at_every_size() {
    let leaves = Leaves::of(SIZES);
    let mut frontier = Frontier::new();
    assert_eq!(frontier.root(), empty_root());
    for (size, leaf) in (1..).zip(&leaves.0) {
        let mut seen = Vec::new();
        frontier
            .append_with(*leaf, |node, hash| seen.push((node, hash)))
            .unwrap();
        assert_eq!(frontier.root(), leaves.root(size), "size {size}");
        assert_eq!(frontier.size(), size);
        assert_eq!(frontier, Frontier::read(&leaves, size).unwrap());
        assert_eq!(root(&leaves, size).unwrap(), frontier.root());
        for (node, hash) in seen {
            assert_eq!(leaves.read(&[node]).unwrap(), [hash], "{node:?}");
            assert!((node.index + 1) << node.level == size, "complete just now");
        }
    }
}

#[test]
fn every_leaf_is_proven_in_every_tree() {
    let leaves = Leaves::of(SIZES);
    for size in 0..=SIZES {
        let root = leaves.root(size);
        for (index, leaf) in (0..size).zip(&leaves.0) {
            let proof = inclusion_proof(&leaves, index, size).unwrap();
            verify_inclusion(leaf, index, size, &root, &proof).unwrap();
        }
        assert!(inclusion_proof(&leaves, size, size).is_err());
    }
}

#[test]
fn t4_at_most_twenty_hashes_prove_an_entry_among_a_million() {
    const SIZE: u64 = 1_000_000;
    let mut kept = Kept::default();
    let mut frontier = Frontier::new();
    for index in 0..SIZE {
        let leaf = leaf_hash(&index.to_be_bytes());
        frontier
            .append_with(leaf, |node, hash| {
                kept.0.insert(node, hash);
            })
            .unwrap();
    }
    for index in [0, 1, 123_456, 524_287, 524_288, 999_935, SIZE - 2, SIZE - 1] {
        let proof = inclusion_proof(&kept, index, SIZE).unwrap();
        assert!(proof.len() <= 20, "entry {index}: {} hashes", proof.len());
        let leaf = leaf_hash(&index.to_be_bytes());
        verify_inclusion(&leaf, index, SIZE, &frontier.root(), &proof).unwrap();
    }
    let proof = consistency_proof(&kept, SIZE - 1, SIZE).unwrap();
    assert!(proof.len() <= 21, "{} hashes", proof.len());
}

#[test]
fn every_tree_is_proven_to_extend_every_older_one() {
    let leaves = Leaves::of(SIZES);
    let roots: Vec<_> = (0..=SIZES).map(|size| leaves.root(size)).collect();
    for (newer, newer_root) in (0..).zip(&roots) {
        for (older, older_root) in (1..=newer).zip(&roots[1..]) {
            let proof = consistency_proof(&leaves, older, newer).unwrap();
            verify_consistency(older, newer, older_root, newer_root, &proof).unwrap();
        }
    }
}

#[test]
fn sizes_that_make_no_sense_are_refused_by_name() {
    let leaves = Leaves::of(8);
    let root = leaves.root(8);
    assert_eq!(
        verify_consistency(0, 8, &empty_root(), &root, &[]),
        Err(TreeError::OlderIsEmpty)
    );
    assert_eq!(
        verify_consistency(8, 7, &root, &root, &[]),
        Err(TreeError::OlderBeyondNewer { older: 8, newer: 7 })
    );
    assert_eq!(
        verify_inclusion(&root, 8, 8, &root, &[]),
        Err(TreeError::IndexBeyondSize { index: 8, size: 8 })
    );
    assert_eq!(
        Frontier::from_peaks(7, vec![root]),
        Err(TreeError::FrontierLength {
            size: 7,
            expected: 3,
            found: 1
        })
    );
}

proptest! {
    #[test]
    fn a_changed_inclusion_proof_fails(size in 1..SIZES, at in any::<prop::sample::Index>(), pick in any::<prop::sample::Index>()) {
        let leaves = Leaves::of(size);
        let index = at.index(leaves.0.len());
        let leaf = leaves.0[index];
        let index = index as u64;
        let root = leaves.root(size);
        let proof = inclusion_proof(&leaves, index, size).unwrap();
        prop_assert!(verify_inclusion(&changed(leaf), index, size, &root, &proof).is_err());
        prop_assert!(verify_inclusion(&leaf, index, size, &changed(root), &proof).is_err());
        let longer: Vec<_> = proof.iter().copied().chain([root]).collect();
        prop_assert!(verify_inclusion(&leaf, index, size, &root, &longer).is_err());
        if !proof.is_empty() {
            let mut bad = proof.clone();
            let one = pick.index(bad.len());
            bad[one] = changed(bad[one]);
            prop_assert!(verify_inclusion(&leaf, index, size, &root, &bad).is_err());
            bad.pop();
            prop_assert!(verify_inclusion(&leaf, index, size, &root, &bad).is_err());
            let other = (index + 1) % size;
            prop_assert!(verify_inclusion(&leaf, other, size, &root, &proof).is_err());
        }
    }

    #[test]
    fn a_changed_consistency_proof_fails(older in 1..SIZES, more in 1..SIZES, pick in any::<prop::sample::Index>()) {
        let newer = older + more;
        let leaves = Leaves::of(newer);
        let (old, new) = (leaves.root(older), leaves.root(newer));
        let proof = consistency_proof(&leaves, older, newer).unwrap();
        prop_assert!(verify_consistency(older, newer, &changed(old), &new, &proof).is_err());
        prop_assert!(verify_consistency(older, newer, &old, &changed(new), &proof).is_err());
        let mut bad = proof.clone();
        let one = pick.index(bad.len());
        bad[one] = changed(bad[one]);
        prop_assert!(verify_consistency(older, newer, &old, &new, &bad).is_err());
        bad.pop();
        prop_assert!(verify_consistency(older, newer, &old, &new, &bad).is_err());
        prop_assert!(verify_consistency(older, newer, &old, &new, &[]).is_err());
    }

    #[test]
    fn hostile_proofs_never_panic(older: u64, newer: u64, count in 0usize..70) {
        let hash = empty_root();
        let proof = vec![hash; count];
        prop_assert!(verify_consistency(older, newer, &hash, &hash, &proof).is_err() || older == newer);
        let trivial = older == 0 && newer == 1 && count == 0;
        prop_assert!(verify_inclusion(&hash, older, newer, &hash, &proof).is_err() || trivial);
        prop_assert!(complete_nodes(0, newer).len() == newer.count_ones() as usize);
    }
}
