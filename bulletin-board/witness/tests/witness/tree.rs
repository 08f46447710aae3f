//! Logs as their operators have them: two of them with the same key may differ from some entry on.

use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::hash::{TreeHash, leaf_hash};
use comitia_tlog::note::LogSigner;
use comitia_tlog::tile::{RightEdge, TileSet};
use comitia_tlog::tree::{consistency_proof, root};
use comitia_tlog::vkey::KeyName;
use comitia_tlog::witness::AddCheckpoint;
use ed25519_dalek::SigningKey;

pub const ORIGIN: &str = "vote.example/elections/00ff";

pub fn signer_of(origin: &str, seed: u8) -> LogSigner {
    LogSigner::new(KeyName::new(origin).unwrap(), SigningKey::from_bytes(&[seed; 32]))
}

pub fn signer() -> LogSigner {
    signer_of(ORIGIN, 1)
}

/// Entries that are the same up to `common`, and the branch's own from there on.
pub struct Tree {
    tiles: TileSet,
}

impl Tree {
    pub fn new(branch: &str, common: u64, size: u64) -> Self {
        let entry = |index: u64| match index < common {
            true => format!("entry {index}"),
            false => format!("{branch} {index}"),
        };
        let leaves: Vec<TreeHash> = (0..size)
            .map(|index| leaf_hash(entry(index).as_bytes()))
            .collect();
        let (mut edge, mut tiles) = (RightEdge::new(), TileSet::default());
        for changed in edge.append(&leaves).unwrap() {
            tiles.insert(changed.level, changed.index, changed.tile);
        }
        Self { tiles }
    }

    /// The checkpoint that the tree had at this size.
    pub fn checkpoint(&self, size: u64) -> SignedCheckpoint {
        let signer = signer();
        let checkpoint = Checkpoint {
            origin: comitia_tlog::note::KnownKey::name(signer.key()).clone(),
            size,
            root: root(&self.tiles, size).unwrap(),
        };
        checkpoint.sign(&signer).unwrap()
    }

    /// What is sent to a witness that has cosigned the first `old` entries.
    pub fn request(&self, old: u64, new: u64) -> AddCheckpoint {
        AddCheckpoint {
            old,
            proof: match old {
                0 => Vec::new(),
                old => consistency_proof(&self.tiles, old, new).unwrap(),
            },
            checkpoint: self.checkpoint(new),
        }
    }
}
