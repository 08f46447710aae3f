//! A log as a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use comitia_bulletin_board::{ExportError, export};
use comitia_tlog::tile::tiles_of_tree;

use crate::client::verify;
use crate::common::{fill, new_log};

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

#[tokio::test]
async fn the_folder_has_exactly_the_files_of_the_checkpoint() {
    for size in [0, 1, 256, 700] {
        let folder = tempfile::tempdir().unwrap();
        let (_, reader, (log, _task)) = new_log(folder.path()).await;
        fill(&log, "entry", size).await;
        let record = folder.path().join("record");
        let checkpoint = export(&reader, &record).await.unwrap();
        assert_eq!(checkpoint.unverified().size, size as u64);
        let listed = tiles_of_tree(size as u64).map(|path| PathBuf::from(path.to_string()));
        let expected: BTreeSet<_> = listed.chain([PathBuf::from("checkpoint")]).collect();
        assert_eq!(files(&record, &record), expected);
        assert_eq!(verify(&record).await.entries.len(), size);
    }
}

#[tokio::test]
async fn a_folder_that_is_not_empty_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (_, reader, _started) = new_log(folder.path()).await;
    let refused = export(&reader, folder.path()).await;
    assert!(matches!(refused, Err(ExportError::NotEmpty(path)) if path == folder.path()));
    assert!(!folder.path().join("checkpoint").exists());
    let unwritable = export(&reader, &folder.path().join("board.db").join("record")).await;
    assert!(matches!(unwritable, Err(ExportError::Write { .. })));
}
