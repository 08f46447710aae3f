//! Tiles (`tlog-tiles`): a log as a finite set of immutable files beside its checkpoint.
//!
//! A *hash tile* of level `l` holds up to 256 consecutive hashes of the tree at height 8·`l`; an *entry bundle*
//! holds up to 256 consecutive entries. Only the last of each row may be partial.

mod bundle;
mod edge;
mod hashes;
mod path;
mod rows;
mod writer;

pub use bundle::{Bundle, BundleError, Entry, EntryTooLong};
pub use edge::{ChangedTile, RightEdge};
pub use hashes::{HashTile, HashTileError, TileSet, TileSetError};
pub use path::{Level, TileKind, TilePath, TilePathError, Width};
pub use rows::{tile_of_node, tiles_of_nodes, tiles_of_tree};
pub use writer::{TileFile, TileWriter};

/// Hashes in a full tile, entries in a full bundle.
pub const TILE_WIDTH: u64 = 256;
/// Levels of the tree that one level of tiles spans.
const TILE_HEIGHT: u32 = TILE_WIDTH.trailing_zeros();
