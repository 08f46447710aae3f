//! The right edge of a log in tiles: what a writer keeps in memory to append entries.

use std::collections::BTreeSet;

use super::{HashTile, Level, TILE_HEIGHT, TILE_WIDTH, TileKind, TilePath, TileSet, TileSetError, Width};
use crate::hash::TreeHash;
use crate::tree::{Frontier, Node, ProveError, TreeError};

/// A tile that grew: it replaces whatever was stored under its level and index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedTile {
    /// Level of the tile.
    pub level: Level,
    /// Position in its row.
    pub index: u64,
    /// All the hashes that it has now.
    pub tile: HashTile,
}

impl ChangedTile {
    /// Where the tile is, under the log's prefix.
    #[must_use]
    pub fn path(&self) -> TilePath {
        TilePath {
            kind: TileKind::Hashes(self.level),
            index: self.index,
            width: self.tile.width(),
        }
    }
}

/// The frontier of a tree together with the last, partial tile of every level.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RightEdge {
    frontier: Frontier,
    /// By level; empty where the row ends with a full tile.
    partial: Vec<Vec<TreeHash>>,
}

impl RightEdge {
    /// The edge of the empty log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The nodes of which the last tiles must be at hand to make the edge of a log with `size` entries.
    #[must_use]
    pub fn nodes(size: u64) -> Vec<Node> {
        Frontier::nodes(size)
    }

    /// The edge of a log with `size` entries, from its last tiles.
    ///
    /// # Errors
    /// When a tile is missing or too narrow.
    pub fn read(tiles: &TileSet, size: u64) -> Result<Self, ProveError<TileSetError>> {
        let frontier = Frontier::read(tiles, size)?;
        let mut partial = Vec::new();
        for level in (0..64).filter_map(Level::new) {
            let items = TileKind::Hashes(level).items(size);
            if items == 0 {
                break;
            }
            partial.push(last_hashes(tiles, level, items).map_err(ProveError::Read)?);
        }
        Ok(Self { frontier, partial })
    }

    /// Entries in the log.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root of the tree at its current size.
    #[must_use]
    pub fn root(&self) -> TreeHash {
        self.frontier.root()
    }

    /// Appends leaves by their hashes and says which tiles changed, each once, with all of their hashes.
    ///
    /// # Errors
    /// When the tree is full.
    pub fn append(&mut self, leaves: &[TreeHash]) -> Result<Vec<ChangedTile>, TreeError> {
        let mut changed = Vec::new();
        let mut touched = BTreeSet::new();
        for leaf in leaves {
            let partial = &mut self.partial;
            self.frontier.append_with(*leaf, |node, hash| {
                if let Some(level) = level_of(node) {
                    touched.insert(level);
                    changed.extend(push(partial, level, node.index, hash));
                }
            })?;
        }
        changed.extend(touched.into_iter().filter_map(|level| self.last_tile(level)));
        Ok(changed)
    }

    /// The last tile of every level that ends with a partial one.
    pub fn partial_tiles(&self) -> impl Iterator<Item = ChangedTile> {
        (0..64)
            .map_while(Level::new)
            .take(self.partial.len())
            .filter_map(|level| self.last_tile(level))
    }

    /// The last tile of a level, if it is partial.
    fn last_tile(&self, level: Level) -> Option<ChangedTile> {
        let tile = HashTile::new(self.partial.get(usize::from(level.number()))?.clone())?;
        let index = TileKind::Hashes(level).items(self.size()) / TILE_WIDTH;
        Some(ChangedTile { level, index, tile })
    }
}

/// The level of tiles in which the hash of this node is written, if it is at the height of one.
fn level_of(node: Node) -> Option<Level> {
    let (level, rest) = (
        u32::from(node.level) / TILE_HEIGHT,
        u32::from(node.level) % TILE_HEIGHT,
    );
    if rest == 0 {
        Level::new(u8::try_from(level).ok()?)
    } else {
        None
    }
}

/// Adds a hash to the last tile of a level; gives the tile if it is full now.
fn push(
    partial: &mut Vec<Vec<TreeHash>>,
    level: Level,
    position: u64,
    hash: TreeHash,
) -> Option<ChangedTile> {
    let row = usize::from(level.number());
    if partial.len() <= row {
        partial.resize(row + 1, Vec::new());
    }
    let hashes = partial.get_mut(row)?;
    hashes.push(hash);
    if hashes.len() as u64 != TILE_WIDTH {
        return None;
    }
    let tile = HashTile::new(std::mem::take(hashes))?;
    Some(ChangedTile {
        level,
        index: position / TILE_WIDTH,
        tile,
    })
}

/// The hashes after the last full tile of a row with this many items.
fn last_hashes(tiles: &TileSet, level: Level, items: u64) -> Result<Vec<TreeHash>, TileSetError> {
    let Some(width) = Width::new(items % TILE_WIDTH) else {
        return Ok(Vec::new());
    };
    let (index, height) = (items / TILE_WIDTH, u32::from(level.number()) * TILE_HEIGHT);
    let last = Node {
        level: u8::try_from(height).unwrap_or(u8::MAX),
        index: items - 1,
    };
    let tile = tiles.get(level, index).ok_or(TileSetError(last))?;
    let hashes = tile
        .hashes()
        .get(..usize::from(width.items()))
        .ok_or(TileSetError(last))?;
    Ok(hashes.to_vec())
}
