//! Every Pabulib file and two referendums of the data folder, against counts that other programs made.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::{Path, PathBuf};

use comitia_rehearsal::{Kind, Limits, Note, ReadError, read};
use serde_json::Value;

/// The data folder, if there is one.
fn data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
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

fn pabulib_files(data: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(data.join("pb"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|end| end == "pb"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn every_pabulib_file_gives_the_expected_counts_or_is_refused_by_its_vote_type() {
    let Some(data) = data() else { return };
    let mut read_files = 0;
    for path in pabulib_files(&data) {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let expected = expected(&data, &format!("pb__{stem}.json"));
        let vote_type = expected["meta"]["vote_type"].as_str().unwrap();
        match read(&path) {
            Ok(file) => {
                read_files += 1;
                assert!(matches!(vote_type, "approval" | "choose-1"), "{stem}");
                assert_eq!(
                    matches!(file.kind, Kind::Single),
                    vote_type == "choose-1",
                    "{stem}"
                );
                assert_eq!(
                    file.ballots.len() as u64,
                    expected["ballots"].as_u64().unwrap(),
                    "{stem}"
                );
                let votes = expected["votes_per_project"].as_object().unwrap();
                assert_eq!(file.options.len(), votes.len(), "{stem}");
                for (id, counted) in file.plain_count_by_id() {
                    assert_eq!(Some(counted), votes[id].as_u64(), "{stem}: {id}");
                }
            }
            Err(ReadError::VoteType { vote_type: refused }) => {
                assert_eq!(refused, vote_type);
                assert!(matches!(vote_type, "cumulative" | "ordinal"), "{stem}");
            }
            Err(error) => panic!("{stem}: {error}"),
        }
    }
    assert!(read_files >= 2);
}

#[test]
fn toulouse_2022_is_read_with_its_limits() {
    let Some(data) = data() else { return };
    let file = read(&data.join("pb/France_Toulouse_2022.pb")).unwrap();
    assert_eq!(file.kind, Kind::Choose(Limits { min: 1, max: 3 }));
    assert_eq!(
        (file.contest.as_str(), file.options.len()),
        ("france-toulouse-2022", 199)
    );
    assert_eq!(file.notes, []);
    assert_eq!(
        file.options[0].name.as_deref(),
        Some("Création d’abris pour la faune")
    );
}

#[test]
fn amsterdam_s_limit_on_the_cost_of_a_ballot_is_noted() {
    let Some(data) = data() else { return };
    let file = read(&data.join("pb/Netherlands_Amsterdam_166.pb")).unwrap();
    assert_eq!(file.kind, Kind::Choose(Limits { min: 0, max: 52 }));
    assert!(file.notes.contains(&Note::MaxSumCostNotEnforced {
        max_sum_cost: "250000".to_owned()
    }));
}

/// Rows of a delimited file of the data folder, whatever its line ends.
fn table(path: &Path, delimiter: u8) -> Vec<csv::StringRecord> {
    let text = std::fs::read_to_string(path)
        .unwrap()
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

fn column(header: &csv::StringRecord, name: &str) -> usize {
    header.iter().position(|column| column == name).unwrap()
}

/// Writes `option,count` rows to a file and reads it back as ballots.
fn restate(options: &[(String, u64)]) -> comitia_rehearsal::BallotFile {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("restated.csv");
    let mut writer = csv::Writer::from_path(&path).unwrap();
    writer.write_record(["option", "count"]).unwrap();
    for (option, count) in options {
        writer.write_record([option, &count.to_string()]).unwrap();
    }
    writer.flush().unwrap();
    read(&path).unwrap()
}

#[test]
fn a_counting_area_of_2016_gives_its_declared_counts() {
    let Some(data) = data() else { return };
    let rows = table(&data.join("referendum/uk_eu_2016.csv"), b',');
    let (header, areas) = rows.split_first().unwrap();
    let area = areas
        .iter()
        .find(|row| &row[column(header, "Area")] == "Peterborough")
        .unwrap();
    let number = |name| area[column(header, name)].parse::<u64>().unwrap();
    let options = [
        ("Remain".to_owned(), number("Remain")),
        ("Leave".to_owned(), number("Leave")),
    ];
    let file = restate(&options);
    assert_eq!(file.plain_count(), [34_176, 53_216]);
    assert_eq!(
        (file.ballots.len() as u64, file.blank),
        (number("Valid_Votes"), None)
    );
}

#[test]
fn a_constituency_of_brest_gives_its_declared_counts() {
    let Some(data) = data() else { return };
    let rows = table(
        &data.join("referendum/brest_legislatives_2024_tour2_par_bureau.csv"),
        b';',
    );
    let (header, stations) = rows.split_first().unwrap();
    let candidate = |row: &csv::StringRecord, number: usize| {
        let votes = &row[column(header, &format!("Voix {number}"))];
        let name = |part| &row[column(header, &format!("{part} candidat {number}"))];
        (!votes.is_empty()).then(|| {
            (
                format!("{} {}", name("Nom"), name("Prénom")),
                votes.parse::<u64>().unwrap(),
            )
        })
    };
    let mut options: Vec<(String, u64)> = Vec::new();
    let mut blank = 0;
    let in_constituency = |row: &&csv::StringRecord| {
        (1..=4).any(|n| candidate(row, n).is_some_and(|c| c.0.contains("CADALEN")))
    };
    for row in stations.iter().filter(in_constituency) {
        blank += row[column(header, "Blancs")].parse::<u64>().unwrap();
        for (name, votes) in (1..=4).filter_map(|number| candidate(row, number)) {
            match options.iter_mut().find(|(known, _)| *known == name) {
                Some((_, sum)) => *sum += votes,
                None => options.push((name, votes)),
            }
        }
    }
    options.push(("Blancs".to_owned(), blank));
    let file = restate(&options);
    let expected = expected(&data, "referendum__brest_legislatives_2024_tour2_par_bureau.json");
    assert_eq!(file.blank, Some(options.len() - 1));
    for (id, counted) in file.plain_count_by_id().filter(|(id, _)| *id != "Blancs") {
        assert_eq!(Some(counted), expected["candidates"][id].as_u64(), "{id}");
    }
    assert_eq!(file.options.len(), 4);
}
