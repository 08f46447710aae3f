//! Reading a log: what is served, proofs, receipts, and all entries in order.

use std::ops::Range;
use std::sync::Arc;

use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::hash::{TreeHash, leaf_hash};
use comitia_tlog::proof::Receipt;
use comitia_tlog::tile::{
    Bundle, Entry, HashTile, TILE_WIDTH, TileKind, TilePath, TileSet, TileSetError, tiles_of_nodes,
};
use comitia_tlog::tree::{
    Node, ProveError, TreeError, consistency_nodes, consistency_proof, inclusion_nodes, inclusion_proof,
    verify_inclusion,
};
use thiserror::Error;

use crate::storage::{LogStorage, StorageError};

/// Entries in one [`Page`].
const PAGE: u64 = 4 * TILE_WIDTH;

/// Why something could not be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// There is no such proof.
    #[error(transparent)]
    NoSuchProof(TreeError),
    /// The stored tiles do not have what the stored checkpoint says.
    #[error("the stored tiles do not fit the checkpoint of {size} entries: {reason}")]
    Inconsistent {
        /// Size of the tree.
        size: u64,
        /// What is missing or wrong.
        reason: String,
    },
}

impl ReadError {
    fn inconsistent(size: u64, reason: impl ToString) -> Self {
        Self::Inconsistent {
            size,
            reason: reason.to_string(),
        }
    }
}

/// A log as its readers see it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct LogReader {
    storage: Arc<dyn LogStorage>,
}

impl LogReader {
    /// A reader of what is stored here.
    #[must_use]
    pub const fn new(storage: Arc<dyn LogStorage>) -> Self {
        Self { storage }
    }

    /// What it reads.
    pub(crate) const fn storage(&self) -> &Arc<dyn LogStorage> {
        &self.storage
    }

    /// The checkpoint that is published: the newest one where nobody else has to sign it, else the newest that
    /// enough witnesses have cosigned (of an empty log, until they have).
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn checkpoint(&self) -> Result<SignedCheckpoint, ReadError> {
        Ok(self.storage.published().await?)
    }

    /// The newest checkpoint, of all that is acknowledged. Witnesses may not have seen it yet.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn head(&self) -> Result<SignedCheckpoint, ReadError> {
        Ok(self.storage.head().await?)
    }

    /// The bytes of a hash tile or an entry bundle; `None` if the log has not grown that far. A width that the
    /// log once had is served for ever.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn tile(&self, path: TilePath) -> Result<Option<Vec<u8>>, ReadError> {
        match path.kind {
            TileKind::Hashes(level) => {
                let tile = self.storage.tile(level, path.index).await?;
                Ok(tile
                    .and_then(|tile| prefix(&tile, path))
                    .map(|tile| tile.to_bytes()))
            }
            TileKind::Entries => self.bundle(path).await,
        }
    }

    async fn bundle(&self, path: TilePath) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(first) = path.index.checked_mul(TILE_WIDTH) else {
            return Ok(None);
        };
        let entries = self
            .storage
            .entries(first..first.saturating_add(path.width.items().into()))
            .await?;
        let complete = entries.len() == usize::from(path.width.items());
        Ok(complete.then(|| Bundle::encode(&entries)))
    }

    /// The entry at this index; `None` if the log has not grown that far.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn entry(&self, index: u64) -> Result<Option<Entry>, ReadError> {
        Ok(self.storage.entries(index..index.saturating_add(1)).await?.pop())
    }

    /// All entries with these indices, page by page, as far as the log has grown when a page is read.
    #[must_use]
    pub fn entries(&self, range: Range<u64>) -> Pages {
        Pages {
            storage: Arc::clone(&self.storage),
            range,
        }
    }

    /// The proof that the entry at `index` is in the tree of `size` entries.
    ///
    /// # Errors
    /// When there is no such proof, or the storage fails.
    pub async fn inclusion(&self, index: u64, size: u64) -> Result<Vec<TreeHash>, ReadError> {
        let nodes = inclusion_nodes(index, size).map_err(ReadError::NoSuchProof)?;
        let tiles = self.tiles(&nodes, size).await?;
        inclusion_proof(&tiles, index, size).map_err(|error| prove_error(size, error))
    }

    /// The proof that the tree of `older` entries is a prefix of the tree of `newer` entries.
    ///
    /// # Errors
    /// When there is no such proof, or the storage fails.
    pub async fn consistency(&self, older: u64, newer: u64) -> Result<Vec<TreeHash>, ReadError> {
        let nodes = consistency_nodes(older, newer).map_err(ReadError::NoSuchProof)?;
        let tiles = self.tiles(&nodes, newer).await?;
        consistency_proof(&tiles, older, newer).map_err(|error| prove_error(newer, error))
    }

    /// The receipt of the entry at `index`, in the published checkpoint; `None` if that does not have it yet.
    /// It is verified before it is given out (protocol-spec: `receipt`).
    ///
    /// # Errors
    /// When the storage fails, or what it holds does not prove the entry.
    pub async fn receipt(&self, index: u64) -> Result<Option<Receipt>, ReadError> {
        let checkpoint = self.checkpoint().await?;
        let (size, root) = (checkpoint.unverified().size, checkpoint.unverified().root);
        if index >= size {
            return Ok(None);
        }
        let entry = self
            .entry(index)
            .await?
            .ok_or_else(|| ReadError::inconsistent(size, "an entry is missing"))?;
        let proof = self.inclusion(index, size).await?;
        verify_inclusion(&leaf_hash(entry.as_bytes()), index, size, &root, &proof)
            .map_err(|error| ReadError::inconsistent(size, error))?;
        Ok(Some(Receipt {
            extra: None,
            index,
            proof,
            checkpoint,
        }))
    }

    /// The tiles from which the hashes of `nodes` follow. There must be a checkpoint of `size` entries.
    pub(crate) async fn tiles(&self, nodes: &[Node], size: u64) -> Result<TileSet, ReadError> {
        let mut tiles = TileSet::default();
        let paths = tiles_of_nodes(nodes, size)
            .ok_or_else(|| ReadError::inconsistent(size, "a node is beyond it"))?;
        for path in paths {
            let TileKind::Hashes(level) = path.kind else {
                continue;
            };
            let tile = self
                .storage
                .tile(level, path.index)
                .await?
                .and_then(|tile| prefix(&tile, path));
            let tile = tile.ok_or_else(|| ReadError::inconsistent(size, format!("{path} is missing")))?;
            tiles.insert(level, path.index, tile);
        }
        Ok(tiles)
    }
}

/// The first hashes of a tile, as many as `path` names.
fn prefix(tile: &HashTile, path: TilePath) -> Option<HashTile> {
    let hashes = tile.hashes().get(..usize::from(path.width.items()))?;
    HashTile::new(hashes.to_vec())
}

fn prove_error(size: u64, error: ProveError<TileSetError>) -> ReadError {
    match error {
        ProveError::Tree(error) => ReadError::NoSuchProof(error),
        other => ReadError::inconsistent(size, other),
    }
}

/// Consecutive entries of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Index of the first.
    pub first: u64,
    /// The entries; never none.
    pub entries: Vec<Entry>,
}

/// Entries of a log in order, read page by page.
#[derive(Debug)]
pub struct Pages {
    storage: Arc<dyn LogStorage>,
    range: Range<u64>,
}

impl Pages {
    /// The next page, or `None` at the end.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn next(&mut self) -> Result<Option<Page>, ReadError> {
        let first = self.range.start;
        let end = self.range.end.min(first.saturating_add(PAGE));
        if first >= end {
            return Ok(None);
        }
        let entries = self.storage.entries(first..end).await?;
        self.range.start += entries.len() as u64;
        Ok((!entries.is_empty()).then_some(Page { first, entries }))
    }
}
