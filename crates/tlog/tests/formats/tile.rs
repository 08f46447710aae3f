//! Tiles: names, contents, complete lists, and the edge that a writer keeps.

use crate::common::{entry, log_of};
use comitia_tlog::hash::{TreeHash, leaf_hash};
use comitia_tlog::tile::{
    Bundle, BundleError, Entry, EntryTooLong, HashTile, Level, RightEdge, TileKind, TilePath, TilePathError,
    TileSet, TileWriter, Width, tiles_of_nodes, tiles_of_tree,
};
use comitia_tlog::tree::{
    Frontier, HashReader, Node, complete_nodes, consistency_proof, inclusion_nodes, inclusion_proof, root,
    verify_consistency, verify_inclusion,
};
use proptest::prelude::*;

fn path(text: &str) -> Result<TilePath, TilePathError> {
    text.parse()
}

#[test]
fn paths_of_the_specification() {
    let tile = path("tile/0/x001/x234/067").unwrap();
    assert_eq!((tile.index, tile.width), (1_234_067, Width::FULL));
    let partial = path("tile/entries/x001/067.p/5").unwrap();
    assert_eq!(
        (partial.kind, partial.index, partial.width.items()),
        (TileKind::Entries, 1067, 5)
    );
    for same in [
        "tile/0/000",
        "tile/63/999.p/255",
        "tile/entries/x001/000",
        "tile/1/x010/x000/000.p/1",
    ] {
        assert_eq!(path(same).unwrap().to_string(), same);
    }
}

#[test]
fn other_spellings_are_refused_by_part() {
    for bad in ["", "tile", "tile/0", "Tile/0/000", "/tile/0/000", "tiles/0/000"] {
        assert_eq!(path(bad), Err(TilePathError::Shape), "{bad:?}");
    }
    for bad in [
        "tile/64/000",
        "tile/00/000",
        "tile/-1/000",
        "tile//000",
        "tile/Entries/000",
        "tile/256/000",
    ] {
        assert_eq!(path(bad), Err(TilePathError::Level), "{bad:?}");
    }
    let indices = [
        "",
        "0",
        "00",
        "0000",
        "x000",
        "x000/000",
        "001/067",
        "x001/x067",
        "x01/067",
        "x001/67",
        "x001//067",
        "x001/067/",
        "+01",
        "x001/067.p",
        "000.q/1",
        "00a",
        "٠٠٠",
        "x010/x000/x000/x000/x000/x000/000",
        "x018/x446/x744/x073/x709/x551/616",
    ];
    for bad in indices {
        assert_eq!(
            path(&format!("tile/0/{bad}")),
            Err(TilePathError::Index),
            "{bad:?}"
        );
    }
    for bad in ["", "0", "256", "01", "+1", "1/", "1.p/1", "x"] {
        assert_eq!(
            path(&format!("tile/0/000.p/{bad}")),
            Err(TilePathError::Width),
            "{bad:?}"
        );
    }
}

#[test]
fn a_tile_is_within_a_tree_that_has_all_of_it() {
    let within = |text: &str, size| path(text).unwrap().is_within(size);
    assert!(within("tile/0/273.p/112", 70_000) && within("tile/0/273.p/1", 70_000));
    assert!(!within("tile/0/273.p/113", 70_000) && !within("tile/0/273", 70_000));
    assert!(within("tile/1/001.p/17", 70_000) && !within("tile/1/001.p/18", 70_000));
    assert!(within("tile/entries/272", 70_000) && !within("tile/entries/274.p/1", 70_000));
    assert!(within("tile/2/000.p/1", 70_000) && !within("tile/3/000.p/1", 70_000));
    assert!(!within("tile/63/x009/x223/x372/x036/x854/x775/807", u64::MAX));
}

fn sizes() -> impl Strategy<Value = u64> {
    prop_oneof![0u64..1200, 65_000u64..70_000, (0u64..300).prop_map(|n| n * 256)]
}

#[test]
fn the_edge_writes_exactly_the_tiles_of_the_tree() {
    for size in [0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000] {
        let (edge, tiles) = log_of(size);
        for listed in tiles_of_tree(size) {
            let TileKind::Hashes(level) = listed.kind else {
                continue;
            };
            let tile = tiles.get(level, listed.index).unwrap();
            assert_eq!(tile.hashes().len(), usize::from(listed.width.items()), "{listed}");
        }
        assert_eq!(root(&tiles, size).unwrap(), edge.root());
    }
}

#[test]
fn the_writer_gives_exactly_the_files_of_the_tree_each_once_and_as_early_as_it_can() {
    for size in [0, 1, 255, 256, 257, 512, 70_000] {
        let mut writer = TileWriter::new();
        let mut files = Vec::new();
        for index in 0..size {
            let full = writer.append(Entry::new(entry(index)).unwrap()).unwrap();
            assert!(full.iter().all(|file| file.path.width.is_full()));
            assert_eq!(full.is_empty(), (index + 1) % 256 != 0, "{index}");
            files.extend(full);
        }
        let (rest, edge) = writer.finish().unwrap();
        assert!(rest.iter().all(|file| !file.path.width.is_full()));
        files.extend(rest);
        files.sort_by_key(|file| file.path);
        let mut listed: Vec<TilePath> = tiles_of_tree(size).collect();
        listed.sort();
        assert!(files.iter().map(|file| file.path).eq(listed), "{size}");
        let (expected, tiles) = log_of(size);
        assert_eq!(edge, expected);
        for file in &files {
            match file.path.kind {
                TileKind::Hashes(level) => {
                    let tile = HashTile::parse(&file.bytes, file.path.width).unwrap();
                    assert_eq!(tiles.get(level, file.path.index), Some(&tile));
                }
                TileKind::Entries => {
                    let bundle = Bundle::parse(&file.bytes, file.path.width).unwrap();
                    let first = file.path.index * 256;
                    let entries = (first..).zip(bundle.entries());
                    assert!(entries.into_iter().all(|(index, bytes)| *bytes == entry(index)));
                }
            }
        }
    }
}

#[test]
fn every_hash_of_a_tile_is_that_of_its_subtree() {
    let size = 66_000;
    let (_, tiles) = log_of(size);
    for level in [1, 2].map(|level| Level::new(level).unwrap()) {
        let span = 1u64 << (8 * level.number());
        let tile = tiles.get(level, 0).unwrap();
        for (index, hash) in (0u64..).zip(tile.hashes()) {
            let mut frontier = Frontier::new();
            for leaf in index * span..(index + 1) * span {
                frontier.append(leaf_hash(&entry(leaf))).unwrap();
            }
            assert_eq!(frontier.root(), *hash);
        }
    }
}

#[test]
fn a_tile_has_the_bytes_of_its_width() {
    let (_, tiles) = log_of(300);
    let tile = tiles.get(Level::LEAVES, 1).unwrap();
    let bytes = tile.to_bytes();
    let width = Width::new(44).unwrap();
    assert_eq!(bytes.len(), 44 * TreeHash::LENGTH);
    assert_eq!(HashTile::parse(&bytes, width).unwrap(), *tile);
    for bad in [
        &bytes[..0],
        &bytes[1..],
        &bytes[32..],
        &[&bytes[..], &[0; 32]].concat(),
    ] {
        assert!(HashTile::parse(bad, width).is_err());
    }
    assert_eq!(HashTile::new(Vec::new()), None);
    assert_eq!(HashTile::new(vec![leaf_hash(b""); 257]), None);
}

#[test]
fn bundles_have_their_width_and_nothing_else() {
    let entries: Vec<_> = [&b""[..], b"a", b"bc"]
        .iter()
        .map(|e| Entry::new(e.to_vec()).unwrap())
        .collect();
    let bytes = Bundle::encode(&entries);
    assert_eq!(bytes, b"\0\0\0\x01a\0\x02bc");
    let width = |items| Width::new(items).unwrap();
    assert_eq!(
        Bundle::parse(&bytes, width(3)).unwrap().entries(),
        [&b""[..], b"a", b"bc"]
    );
    assert_eq!(
        Bundle::parse(&bytes, width(4)),
        Err(BundleError::Truncated { entry: 3, at: 9 })
    );
    assert_eq!(
        Bundle::parse(&bytes[..8], width(3)),
        Err(BundleError::Truncated { entry: 2, at: 8 })
    );
    assert_eq!(
        Bundle::parse(&bytes, width(2)),
        Err(BundleError::TooLong { entries: 2, at: 5 })
    );
    assert_eq!(Entry::new(vec![0; 65_536]), Err(EntryTooLong(65_536)));
    let longest = Entry::new(vec![0; 65_535]).unwrap();
    assert_eq!(
        Bundle::parse(&Bundle::encode([&longest]), width(1))
            .unwrap()
            .entries()[0]
            .len(),
        65_535
    );
}

#[test]
fn a_node_that_no_tile_has_is_named() {
    let (_, tiles) = log_of(10);
    for missing in [
        Node { level: 0, index: 10 },
        Node { level: 3, index: 1 },
        Node { level: 200, index: 0 },
    ] {
        assert_eq!(tiles.read(&[missing]).unwrap_err().0, missing);
    }
    assert!(RightEdge::read(&tiles, 11).is_err());
    assert!(RightEdge::read(&TileSet::default(), 1).is_err());
}

/// Only the tiles that a client would fetch for these nodes, as wide as the tree has them.
fn fetched(tiles: &TileSet, nodes: &[Node], size: u64) -> TileSet {
    let mut client = TileSet::default();
    for path in tiles_of_nodes(nodes, size).unwrap() {
        let TileKind::Hashes(level) = path.kind else {
            unreachable!()
        };
        let hashes = tiles.get(level, path.index).unwrap().hashes();
        let prefix = hashes[..usize::from(path.width.items())].to_vec();
        client.insert(level, path.index, HashTile::new(prefix).unwrap());
    }
    client
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn paths_go_through_text(level in 0u8..64, index in 0u64..(1 << 63), items in 1u64..=256, entries: bool) {
        let kind = if entries { TileKind::Entries } else { TileKind::Hashes(Level::new(level).unwrap()) };
        let tile = TilePath { kind, index, width: Width::new(items).unwrap() };
        prop_assert_eq!(path(&tile.to_string()), Ok(tile));
    }

    #[test]
    fn hostile_paths_never_panic(text in "tile/(entries|[0-9]{1,3})/(x?[0-9]{2,4}/){0,8}[0-9]{2,4}(\\.p/[0-9]{0,4})?") {
        if let Ok(tile) = path(&text) {
            prop_assert_eq!(tile.to_string(), text);
        }
    }

    #[test]
    fn the_list_has_every_entry_once_and_only_tiles_of_the_tree(size in sizes()) {
        let mut entries = 0;
        for tile in tiles_of_tree(size) {
            prop_assert!(tile.is_within(size));
            prop_assert!(!tile.width.is_full() || tile.is_within(size));
            if tile.kind == TileKind::Entries {
                prop_assert_eq!(tile.index * 256, entries);
                entries += u64::from(tile.width.items());
            }
        }
        prop_assert_eq!(entries, size);
    }

    #[test]
    fn appending_in_any_batches_gives_the_same_tiles(cuts in prop::collection::vec(0usize..400, 1..8)) {
        let (mut edge, mut tiles, mut size) = (RightEdge::new(), TileSet::default(), 0u64);
        for cut in cuts {
            let leaves: Vec<_> = (size..).take(cut).map(|index| leaf_hash(&entry(index))).collect();
            size += cut as u64;
            for changed in edge.append(&leaves).unwrap() {
                tiles.insert(changed.level, changed.index, changed.tile);
            }
            let stored = fetched(&tiles, &RightEdge::nodes(size), size);
            prop_assert_eq!(&RightEdge::read(&stored, size).unwrap(), &edge);
        }
        let (all, _) = log_of(size);
        prop_assert_eq!(all.root(), edge.root());
    }

    #[test]
    fn proofs_follow_from_the_tiles_that_a_client_fetches(size in 1u64..70_000, one in any::<prop::sample::Index>(), two in any::<prop::sample::Index>()) {
        let (edge, tiles) = log_of(size);
        let index = one.index(usize::try_from(size).unwrap()) as u64;
        let older = two.index(usize::try_from(size).unwrap()) as u64 + 1;
        let client = fetched(&tiles, &inclusion_nodes(index, size).unwrap(), size);
        let proof = inclusion_proof(&client, index, size).unwrap();
        verify_inclusion(&leaf_hash(&entry(index)), index, size, &edge.root(), &proof).unwrap();
        let proof = consistency_proof(&tiles, older, size).unwrap();
        verify_consistency(older, size, &root(&tiles, older).unwrap(), &edge.root(), &proof).unwrap();
        prop_assert_eq!(complete_nodes(0, size), RightEdge::nodes(size));
    }

    #[test]
    fn bundles_go_through_bytes(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..=256)) {
        let entries: Vec<_> = entries.into_iter().map(|bytes| Entry::new(bytes).unwrap()).collect();
        let bytes = Bundle::encode(&entries);
        let bundle = Bundle::parse(&bytes, Width::new(entries.len() as u64).unwrap()).unwrap();
        let again: Vec<_> = entries.iter().map(Entry::as_bytes).collect();
        prop_assert_eq!(bundle.entries(), again);
    }

    #[test]
    fn hostile_bundles_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), items in 1u64..=256) {
        if let Ok(bundle) = Bundle::parse(&bytes, Width::new(items).unwrap()) {
            prop_assert_eq!(bundle.entries().iter().map(|entry| entry.len() + 2).sum::<usize>(), bytes.len());
        }
    }
}
