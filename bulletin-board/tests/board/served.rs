//! Whatever the batches were, what is served is the log, at every size it ever had.

use comitia_tlog::tile::{TileKind, TilePath, Width, tiles_of_tree};
use proptest::prelude::*;

use crate::client::{check_consistency, verify};
use crate::common::{Place, new_log, on_both_engines};

/// Appends these many entries at a time, verifying as a client after each time.
async fn grow(place: Place, steps: Vec<usize>) {
    let (_, reader, (log, task)) = new_log(&place.location).await;
    let mut checkpoints = Vec::new();
    let mut number = 0;
    for step in steps {
        let text: Vec<_> = (number..number + step)
            .map(|number| format!("entry {number}"))
            .collect();
        number += step;
        log.submit(text.join("|").into_bytes()).await.unwrap();
        let seen = verify(&reader).await;
        assert_eq!(seen.checkpoint.size, number as u64);
        for earlier in &checkpoints {
            seen.extends(earlier);
            check_consistency(&reader, earlier).await;
            let proof = reader
                .consistency(earlier.size, seen.checkpoint.size)
                .await
                .unwrap();
            assert!(proof.len() < 64);
        }
        // Partial tiles of every older checkpoint are still served, unchanged.
        for earlier in &checkpoints {
            for path in tiles_of_tree(earlier.size) {
                assert!(
                    reader.tile(path).await.unwrap().is_some(),
                    "{path} of size {}",
                    earlier.size
                );
            }
            assert_eq!(seen.root_at(earlier.size), earlier.root);
        }
        checkpoints.push(seen.checkpoint);
    }
    task.shutdown().await;
}

async fn nothing_is_served_beyond_the_tree(place: Place) {
    let (_, reader, (log, _task)) = new_log(&place.location).await;
    let text: Vec<_> = (0..700).map(|number| format!("entry {number}")).collect();
    log.submit(text.join("|").into_bytes()).await.unwrap();
    for kind in ["0", "entries"].map(|kind| format!("tile/{kind}/000").parse::<TilePath>().unwrap().kind) {
        for (index, items) in [(2, 189), (2, 256), (3, 1), (u64::MAX, 256), (u64::MAX / 256, 1)] {
            let path = TilePath {
                kind,
                index,
                width: Width::new(items).unwrap(),
            };
            assert_eq!(reader.tile(path).await.unwrap(), None, "{path}");
        }
        for (index, items) in [(0, 1), (0, 256), (2, 1), (2, 188)] {
            let path = TilePath {
                kind,
                index,
                width: Width::new(items).unwrap(),
            };
            let bytes = reader.tile(path).await.unwrap().unwrap();
            let expected =
                matches!(kind, TileKind::Hashes(_)).then_some(usize::try_from(items).unwrap() * 32);
            assert!(expected.is_none_or(|expected| bytes.len() == expected), "{path}");
        }
    }
    assert_eq!(
        reader.tile("tile/1/000.p/3".parse().unwrap()).await.unwrap(),
        None
    );
    assert!(
        reader
            .tile("tile/1/000.p/2".parse().unwrap())
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        reader.tile("tile/2/000.p/1".parse().unwrap()).await.unwrap(),
        None
    );
    assert_eq!(reader.tile("tile/63/000".parse().unwrap()).await.unwrap(), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn served_tiles_verify_at_every_size(steps in prop::collection::vec(prop_oneof![1usize..20, 200usize..300, 500usize..900], 1..8)) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            grow(Place::sqlite(), steps.clone()).await;
            grow(Place::postgres(), steps).await;
        });
    }
}

on_both_engines!(nothing_is_served_beyond_the_tree,);
