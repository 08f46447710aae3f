//! A log as a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use comitia_bulletin_board::{ExportError, export};
use comitia_tlog::tile::tiles_of_tree;

use crate::client::verify;
use crate::common::{Place, fill, new_log, on_both_engines};

fn files(folder: &Path, below: &Path) -> BTreeSet<PathBuf> {
    let entries = std::fs::read_dir(below)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let each = |path: PathBuf| match path.is_dir() {
        true => files(folder, &path),
        false => BTreeSet::from([path.strip_prefix(folder).unwrap().to_owned()]),
    };
    entries.flat_map(each).collect()
}

async fn the_folder_has_exactly_the_files_of_the_checkpoint(new_place: fn() -> Place) {
    for size in [0, 1, 256, 700] {
        let place = new_place();
        let (_, reader, (log, _task)) = new_log(&place.location).await;
        fill(&log, "entry", size).await;
        let record = place.folder().join("record");
        let checkpoint = export(&reader, &record).await.unwrap();
        assert_eq!(checkpoint.unverified().size, size as u64);
        let listed = tiles_of_tree(size as u64).map(|path| PathBuf::from(path.to_string()));
        let expected: BTreeSet<_> = listed.chain([PathBuf::from("checkpoint")]).collect();
        assert_eq!(files(&record, &record), expected);
        assert_eq!(verify(&record).await.entries.len(), size);
    }
}

async fn a_folder_that_is_not_empty_is_left_alone(place: Place) {
    let (_, reader, _started) = new_log(&place.location).await;
    let file = place.folder().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    let refused = export(&reader, place.folder()).await;
    assert!(matches!(refused, Err(ExportError::NotEmpty(path)) if path == place.folder()));
    assert!(!place.folder().join("checkpoint").exists());
    let unwritable = export(&reader, &file.join("record")).await;
    assert!(matches!(unwritable, Err(ExportError::Write { .. })));
}

on_both_engines!(a_folder_that_is_not_empty_is_left_alone,);

#[tokio::test]
async fn sqlite_folder() {
    the_folder_has_exactly_the_files_of_the_checkpoint(Place::sqlite).await;
}

#[tokio::test]
async fn postgres_folder() {
    the_folder_has_exactly_the_files_of_the_checkpoint(Place::postgres).await;
}
