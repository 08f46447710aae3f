//! Contents of hash tiles, and hashes of nodes read from them.

use std::collections::BTreeMap;

use thiserror::Error;

use super::{Level, TILE_HEIGHT, TILE_WIDTH, TileKind, Width, tile_of_node};
use crate::hash::{TreeHash, node_hash};
use crate::tree::{HashReader, Node};

/// Why the bytes of a hash tile were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a hash tile of {width} hashes has {expected} bytes, not {found}", width = width.items())]
pub struct HashTileError {
    /// Width that the tile should have.
    pub width: Width,
    /// Bytes of such a tile.
    pub expected: usize,
    /// Bytes found.
    pub found: usize,
}

/// The hashes of a tile: between 1 and 256 of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashTile(Vec<TreeHash>);

impl HashTile {
    /// A tile of these hashes; `None` if there are none, or more than 256.
    #[must_use]
    pub fn new(hashes: Vec<TreeHash>) -> Option<Self> {
        Width::new(hashes.len() as u64).map(|_| Self(hashes))
    }

    /// Reads a tile that must have this width.
    ///
    /// # Errors
    /// When the number of bytes is another.
    pub fn parse(bytes: &[u8], width: Width) -> Result<Self, HashTileError> {
        let expected = usize::from(width.items()) * TreeHash::LENGTH;
        if bytes.len() != expected {
            return Err(HashTileError {
                width,
                expected,
                found: bytes.len(),
            });
        }
        Ok(Self(
            bytes.as_chunks().0.iter().copied().map(TreeHash::new).collect(),
        ))
    }

    /// How many hashes it has.
    #[must_use]
    pub fn width(&self) -> Width {
        // Every constructor has counted them.
        Width::new(self.0.len() as u64).unwrap_or(Width::FULL)
    }

    /// The bytes of the tile.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(TreeHash::as_bytes).copied().collect()
    }

    /// The hashes of the tile.
    #[must_use]
    pub fn hashes(&self) -> &[TreeHash] {
        &self.0
    }

    /// The hash over the 2^`height` hashes from `start` on, if the tile has them all.
    fn subtree(&self, start: usize, height: u32) -> Option<TreeHash> {
        let mut hashes = self.0.get(start..start.checked_add(1 << height)?)?.to_vec();
        while hashes.len() > 1 {
            hashes = hashes
                .as_chunks()
                .0
                .iter()
                .map(|[left, right]| node_hash(left, right))
                .collect();
        }
        hashes.first().copied()
    }
}

/// Why a hash could not be read from tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no tile at hand has the hash at level {level}, index {index}", level = .0.level, index = .0.index)]
pub struct TileSetError(pub Node);

/// Tiles at hand, from which proofs are made.
#[derive(Debug, Clone, Default)]
pub struct TileSet(BTreeMap<(Level, u64), HashTile>);

impl TileSet {
    /// Adds the tile at this level and index.
    pub fn insert(&mut self, level: Level, index: u64, tile: HashTile) {
        self.0.insert((level, index), tile);
    }

    /// The tile at this level and index.
    #[must_use]
    pub fn get(&self, level: Level, index: u64) -> Option<&HashTile> {
        self.0.get(&(level, index))
    }

    fn node(&self, node: Node) -> Option<TreeHash> {
        // The position of a tile does not depend on the size of the tree.
        let path = tile_of_node(node, u64::MAX)?;
        let TileKind::Hashes(level) = path.kind else {
            return None;
        };
        let height = u32::from(node.level) % TILE_HEIGHT;
        let start = usize::try_from((node.index << height) % TILE_WIDTH).ok()?;
        self.get(level, path.index)?.subtree(start, height)
    }
}

impl HashReader for TileSet {
    type Error = TileSetError;

    fn read(&self, nodes: &[Node]) -> Result<Vec<TreeHash>, TileSetError> {
        nodes
            .iter()
            .map(|node| self.node(*node).ok_or(TileSetError(*node)))
            .collect()
    }
}
