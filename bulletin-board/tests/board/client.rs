//! A reader who trusts nothing but the log's key: fetches by path, and checks every byte.

use std::path::PathBuf;

use comitia_bulletin_board::LogReader;
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::hash::{TreeHash, leaf_hash};
use comitia_tlog::policy::Policy;
use comitia_tlog::tile::{
    Bundle, HashTile, RightEdge, TileKind, TilePath, TileSet, tiles_of_nodes, tiles_of_tree,
};
use comitia_tlog::tree::{consistency_nodes, consistency_proof, root, verify_consistency};

use crate::common::signer;

/// Somewhere to fetch the files of a log from.
pub trait Source {
    /// The file at this path.
    async fn get(&self, path: &str) -> Option<Vec<u8>>;
}

impl Source for LogReader {
    async fn get(&self, path: &str) -> Option<Vec<u8>> {
        if path == "checkpoint" {
            return Some(self.checkpoint().await.unwrap().to_string().into_bytes());
        }
        self.tile(path.parse().unwrap()).await.unwrap()
    }
}

impl Source for PathBuf {
    async fn get(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.join(path)).ok()
    }
}

/// All of a log, checked.
#[derive(Debug)]
pub struct Log {
    pub checkpoint: Checkpoint,
    pub entries: Vec<Vec<u8>>,
    tiles: TileSet,
}

pub async fn checkpoint(source: &impl Source) -> Checkpoint {
    let note = SignedCheckpoint::parse(&source.get("checkpoint").await.unwrap()).unwrap();
    let verified = note
        .verify(&Policy::without_witnesses(signer().key().clone()))
        .unwrap();
    verified.refuse_extras().unwrap();
    verified.checkpoint().clone()
}

/// Fetches everything that the checkpoint covers and derives it all again from the entries.
pub async fn verify(source: &impl Source) -> Log {
    let checkpoint = checkpoint(source).await;
    let (mut entries, mut served) = (Vec::new(), TileSet::default());
    for path in tiles_of_tree(checkpoint.size) {
        let bytes = source.get(&path.to_string()).await.ok_or(path).unwrap();
        match path.kind {
            TileKind::Hashes(level) => {
                served.insert(level, path.index, HashTile::parse(&bytes, path.width).unwrap())
            }
            TileKind::Entries => {
                let bundle = Bundle::parse(&bytes, path.width).unwrap();
                entries.extend(bundle.entries().iter().map(|entry| entry.to_vec()));
            }
        }
    }
    assert_eq!(entries.len() as u64, checkpoint.size);
    let leaves: Vec<TreeHash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
    let mut edge = RightEdge::new();
    for changed in edge.append(&leaves).unwrap() {
        assert_eq!(served.get(changed.level, changed.index), Some(&changed.tile));
    }
    assert_eq!(edge.root(), checkpoint.root);
    Log {
        checkpoint,
        entries,
        tiles: served,
    }
}

impl Log {
    /// Checks that this log extends an earlier one.
    pub fn extends(&self, earlier: &Checkpoint) {
        let (older, newer) = (earlier.size, self.checkpoint.size);
        assert!(older <= newer, "the log has shrunk from {older} to {newer}");
        if older > 0 {
            let proof = consistency_proof(&self.tiles, older, newer).unwrap();
            verify_consistency(older, newer, &earlier.root, &self.checkpoint.root, &proof).unwrap();
        }
    }

    /// The checkpoint that this log must have had at an earlier size.
    pub fn root_at(&self, size: u64) -> TreeHash {
        root(&self.tiles, size).unwrap()
    }
}

/// Checks that the log extends an earlier one, fetching only the tiles that this takes.
pub async fn check_consistency(source: &impl Source, earlier: &Checkpoint) {
    let newest = checkpoint(source).await;
    let nodes = consistency_nodes(earlier.size, newest.size).unwrap();
    let mut tiles = TileSet::default();
    for path in tiles_of_nodes(&nodes, newest.size).unwrap() {
        let TilePath {
            kind: TileKind::Hashes(level),
            index,
            width,
        } = path
        else {
            continue;
        };
        let bytes = source.get(&path.to_string()).await.unwrap();
        tiles.insert(level, index, HashTile::parse(&bytes, width).unwrap());
    }
    let proof = consistency_proof(&tiles, earlier.size, newest.size).unwrap();
    verify_consistency(earlier.size, newest.size, &earlier.root, &newest.root, &proof).unwrap();
}
