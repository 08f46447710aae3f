//! Which tiles a tree has, and which of them hold the hash of a node.

use super::{Level, TILE_HEIGHT, TILE_WIDTH, TileKind, TilePath, Width};
use crate::tree::Node;

/// Exactly the tiles and bundles of a log with `size` entries, in the order of the rows: hashes of leaves first,
/// entry bundles last. The last of each row may be partial.
pub fn tiles_of_tree(size: u64) -> impl Iterator<Item = TilePath> {
    let levels = (0..64)
        .filter_map(Level::new)
        .map(TileKind::Hashes)
        .take_while(move |kind| kind.items(size) > 0);
    levels
        .chain([TileKind::Entries])
        .flat_map(move |kind| row(kind, kind.items(size)))
}

/// The tiles of a row with this many items.
fn row(kind: TileKind, items: u64) -> impl Iterator<Item = TilePath> {
    let full = items / TILE_WIDTH;
    let tiles = (0..full).map(move |index| TilePath {
        kind,
        index,
        width: Width::FULL,
    });
    tiles.chain(Width::new(items % TILE_WIDTH).map(|width| TilePath {
        kind,
        index: full,
        width,
    }))
}

/// The tile from which the hash of `node` follows, as wide as a tree of `size` leaves has it. `None` if that tree
/// does not have the node.
#[must_use]
pub fn tile_of_node(node: Node, size: u64) -> Option<TilePath> {
    let (level, height) = (
        u32::from(node.level) / TILE_HEIGHT,
        u32::from(node.level) % TILE_HEIGHT,
    );
    let kind = TileKind::Hashes(Level::new(u8::try_from(level).ok()?)?);
    let first = node.index.checked_mul(1 << height)?;
    let items = kind.items(size);
    if first.checked_add(1 << height)? > items {
        return None;
    }
    let index = first / TILE_WIDTH;
    let width = Width::new((items - index * TILE_WIDTH).min(TILE_WIDTH))?;
    Some(TilePath { kind, index, width })
}

/// The tiles from which the hashes of `nodes` follow, each named once. `None` if the tree does not have a node.
#[must_use]
pub fn tiles_of_nodes(nodes: &[Node], size: u64) -> Option<Vec<TilePath>> {
    let mut tiles = nodes
        .iter()
        .map(|node| tile_of_node(*node, size))
        .collect::<Option<Vec<_>>>()?;
    tiles.sort_unstable();
    tiles.dedup();
    Some(tiles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification() {
        let tiles: Vec<_> = tiles_of_tree(70_000).collect();
        let row = |kind| {
            tiles
                .iter()
                .filter(move |tile| tile.kind == kind)
                .collect::<Vec<_>>()
        };
        let widths = |kind| {
            row(kind)
                .iter()
                .map(|tile| tile.width.items())
                .collect::<Vec<_>>()
        };
        let hashes = |level| widths(TileKind::Hashes(Level::new(level).unwrap()));
        let mut first = vec![256; 273];
        first.push(112);
        assert_eq!(hashes(0), first);
        assert_eq!(widths(TileKind::Entries), first);
        assert_eq!(hashes(1), [256, 17]);
        assert_eq!(hashes(2), [1]);
        assert_eq!(tiles.len(), 274 + 274 + 2 + 1);
        assert_eq!(tiles.last().unwrap().to_string(), "tile/entries/273.p/112");
        let small: Vec<_> = tiles_of_tree(256).map(|tile| tile.to_string()).collect();
        assert_eq!(small, ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]);
        assert_eq!(tiles_of_tree(0).count(), 0);
    }

    #[test]
    fn a_node_is_in_the_tile_of_its_level() {
        let tile =
            |level, index, size| tile_of_node(Node { level, index }, size).map(|tile| tile.to_string());
        assert_eq!(tile(0, 69_999, 70_000).unwrap(), "tile/0/273.p/112");
        assert_eq!(tile(0, 70_000, 70_000), None);
        assert_eq!(tile(7, 0, 70_000).unwrap(), "tile/0/000");
        assert_eq!(tile(8, 272, 70_000).unwrap(), "tile/1/001.p/17");
        assert_eq!(tile(8, 273, 70_000), None);
        assert_eq!(tile(16, 0, 70_000).unwrap(), "tile/2/000.p/1");
        assert_eq!(tile(63, u64::MAX, u64::MAX), None);
        assert_eq!(tile(255, 0, u64::MAX), None);
    }
}
