//! Real ballots that nobody in this project cast, from the data folder, against counts that other programs made.

use crate::rehearsals::{USUAL, confirmed};
use comitia_rehearsal::{Rehearsal, Setting, parse, read};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The data folder, if there is one.
fn data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("COMITIA_DATA").map_or(beside, PathBuf::from);
    let found = folder.is_dir().then_some(folder);
    if found.is_none() {
        eprintln!("skipped: no data folder");
    }
    found
}

fn expected(data: &Path, name: &str) -> Value {
    let text = std::fs::read_to_string(data.join("expected").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

const ONE_ABSENT: Setting = Setting { absent: 1, ..USUAL };

fn pabulib(data: &Path, name: &str) -> Rehearsal {
    let file = read(&data.join("pb").join(format!("{name}.pb"))).unwrap();
    let rehearsal = confirmed(&file, &ONE_ABSENT);
    let votes = &expected(data, &format!("pb__{name}.json"))["votes_per_project"];
    for (id, count) in &rehearsal.counts {
        assert_eq!(Some(*count), votes[id].as_u64(), "{name}: {id}");
    }
    assert_eq!(rehearsal.counts.len(), votes.as_object().unwrap().len());
    rehearsal
}

#[test]
fn a_district_of_toulouse_gives_its_published_votes() {
    let Some(data) = data() else { return };
    assert_eq!(
        pabulib(&data, "France_Toulouse_2022_6_-_Saint-Cyprien").ballots,
        436
    );
}

#[test]
fn assen_gives_its_published_votes() {
    let Some(data) = data() else { return };
    assert_eq!(
        pabulib(&data, "Netherlands_Assen_2024").ballots,
        expected(&data, "pb__Netherlands_Assen_2024.json")["ballots"]
            .as_u64()
            .unwrap()
    );
}

#[test]
fn the_isles_of_scilly_give_their_declared_counts() {
    let Some(data) = data() else { return };
    let mut reader = csv::Reader::from_path(data.join("referendum/uk_eu_2016.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let rows = reader.records().map(Result::unwrap);
    let area = rows
        .into_iter()
        .find(|row| &row[column("Area")] == "Isles of Scilly")
        .unwrap();
    let (remain, leave) = (&area[column("Remain")], &area[column("Leave")]);
    let text = format!("option,count\nRemain,{remain}\nLeave,{leave}\n");
    let rehearsal = confirmed(&parse("isles-of-scilly", text.as_bytes()).unwrap(), &USUAL);
    assert_eq!(
        rehearsal.counts,
        [("Remain".to_owned(), 803), ("Leave".to_owned(), 621)]
    );
}
