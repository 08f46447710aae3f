//! A log as static files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use comitia_bulletin_board::{ExportError, Exported, LogReader, export};
use comitia_tlog::tile::tiles_of_tree;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;

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

async fn export_to(reader: &LogReader, folder: &Path) -> Result<Exported, ExportError> {
    std::fs::create_dir_all(folder).unwrap();
    let files = LocalFileSystem::new_with_prefix(folder).unwrap();
    export(reader, &files, &ObjectPath::default(), |done, of| {
        assert!(done <= of)
    })
    .await
}

async fn the_folder_has_exactly_the_files_of_the_checkpoint_however_often_it_is_written(place: Place) {
    let (_, reader, (log, _task)) = new_log(&place.location).await;
    let record = place.folder().join("record");
    let mut size = 0;
    for more in [0, 1, 255, 444, 0] {
        fill(&log, &format!("after {size}"), more).await;
        size += more;
        let exported = export_to(&reader, &record).await.unwrap();
        assert_eq!(exported.checkpoint.unverified().size, size as u64);
        let listed = tiles_of_tree(size as u64).map(|path| PathBuf::from(path.to_string()));
        let expected: BTreeSet<_> = listed.chain([PathBuf::from("checkpoint")]).collect();
        assert_eq!(files(&record, &record), expected);
        assert_eq!(verify(&record).await.entries.len(), size);
        assert_eq!(exported.written == 0, more == 0, "{exported:?}");
    }
}

async fn an_export_that_was_interrupted_goes_on(place: Place) {
    let (_, reader, (log, _task)) = new_log(&place.location).await;
    fill(&log, "entry", 700).await;
    let record = place.folder().join("record");
    export_to(&reader, &record).await.unwrap();
    std::fs::remove_file(record.join("checkpoint")).unwrap();
    std::fs::remove_file(record.join("tile/0/001")).unwrap();
    let exported = export_to(&reader, &record).await.unwrap();
    assert_eq!((exported.written, exported.kept, exported.removed), (1, 6, 0));
    assert_eq!(verify(&record).await.entries.len(), 700);
}

async fn a_folder_with_anything_else_in_it_is_left_alone(place: Place) {
    let (_, reader, (log, _task)) = new_log(&place.location).await;
    fill(&log, "entry", 3).await;
    let folder = place.folder().join("letters");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("letter.txt"), "private").unwrap();
    let refused = export_to(&reader, &folder).await;
    assert!(matches!(refused, Err(ExportError::Foreign(name)) if name == "letter.txt"));
    assert_eq!(files(&folder, &folder).len(), 1);
}

async fn t2_an_older_or_other_log_does_not_replace_a_published_one(place: Place) {
    let (_, reader, (log, _task)) = new_log(&place.location).await;
    fill(&log, "entry", 300).await;
    let record = place.folder().join("record");
    export_to(&reader, &record).await.unwrap();
    let before = verify(&record).await.checkpoint;
    for (entries, said) in [
        (10, "this database is older"),
        (400, "its history is not this one's"),
    ] {
        let other_place = Place::sqlite();
        let (_, other, (other_log, _task)) = new_log(&other_place.location).await;
        fill(&other_log, "other", entries).await;
        let refused = export_to(&other, &record).await.unwrap_err();
        assert!(refused.to_string().contains(said), "{refused}");
        assert_eq!(verify(&record).await.checkpoint, before);
    }
}

on_both_engines!(
    the_folder_has_exactly_the_files_of_the_checkpoint_however_often_it_is_written,
    an_export_that_was_interrupted_goes_on,
    a_folder_with_anything_else_in_it_is_left_alone,
    t2_an_older_or_other_log_does_not_replace_a_published_one,
);
