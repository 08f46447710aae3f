//! From entries, one after the other, to the files of a log.

use super::{Bundle, ChangedTile, Entry, RightEdge, TILE_WIDTH, TileKind, TilePath, Width};
use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::note::{KnownKey as _, LogSigner};
use crate::tree::TreeError;

/// A tile or a bundle with its place and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileFile {
    /// Where it is, under the log's prefix.
    pub path: TilePath,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Makes the files of a log from its entries: a tile is given as soon as it can never grow any more, so that a log
/// of any size takes no more memory than the last tile of every row.
///
/// ```text
/// append(entry) → the tiles that are full now … finish() → the partial ones, and the edge to sign a checkpoint for
/// ```
#[derive(Debug, Default)]
pub struct TileWriter {
    edge: RightEdge,
    bundle: Vec<Entry>,
}

impl TileWriter {
    /// A writer of an empty log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next entry; gives the tiles that it fills.
    ///
    /// # Errors
    /// When the tree is full.
    pub fn append(&mut self, entry: Entry) -> Result<Vec<TileFile>, TreeError> {
        self.bundle.push(entry);
        if (self.bundle.len() as u64) < TILE_WIDTH {
            return Ok(Vec::new());
        }
        let (bundle, changed) = self.flush()?;
        let full = changed
            .into_iter()
            .map(hash_file)
            .filter(|file| file.path.width.is_full());
        Ok(bundle.into_iter().chain(full).collect())
    }

    /// Gives the tiles that are not full, and the edge of the whole log.
    ///
    /// # Errors
    /// When the tree is full.
    pub fn finish(mut self) -> Result<(Vec<TileFile>, RightEdge), TreeError> {
        let (bundle, _) = self.flush()?;
        let partial = self.edge.partial_tiles().map(hash_file);
        let files = bundle.into_iter().chain(partial).collect();
        Ok((files, self.edge))
    }

    /// Puts the waiting entries into the tree.
    fn flush(&mut self) -> Result<(Option<TileFile>, Vec<ChangedTile>), TreeError> {
        let leaves: Vec<_> = self.bundle.iter().map(Entry::leaf_hash).collect();
        let index = self.edge.size() / TILE_WIDTH;
        let changed = self.edge.append(&leaves)?;
        let bundle = Width::new(leaves.len() as u64).map(|width| TileFile {
            path: TilePath {
                kind: TileKind::Entries,
                index,
                width,
            },
            bytes: Bundle::encode(&self.bundle),
        });
        self.bundle.clear();
        Ok((bundle, changed))
    }
}

fn hash_file(changed: ChangedTile) -> TileFile {
    TileFile {
        path: changed.path(),
        bytes: changed.tile.to_bytes(),
    }
}

impl RightEdge {
    /// The checkpoint of the log with this edge, under its signer's origin.
    ///
    /// # Errors
    /// When the checkpoint cannot be signed.
    pub fn sign(&self, signer: &LogSigner) -> Result<SignedCheckpoint, CheckpointError> {
        let checkpoint = Checkpoint {
            origin: signer.key().name().clone(),
            size: self.size(),
            root: self.root(),
        };
        checkpoint.sign(signer)
    }
}
