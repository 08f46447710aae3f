//! Every Pabulib file and two referendums of the data folder, against counts that other programs made.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::{Path, PathBuf};

use comitia_election::contest::{Allocation, Budget, Choose, ContestRule, Points};
use comitia_rehearsal::{Kind, Note, ReadError, read};
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

/// The counts of the file as other programs have them: votes for the kinds that name options, points for the others.
fn expected_counts(expected: &Value, vote_type: &str) -> Vec<(String, u64)> {
    let column = if vote_type == "cumulative" {
        "score_per_project"
    } else {
        "votes_per_project"
    };
    let number = |count: &Value| count.to_string().trim_end_matches(".0").parse().unwrap();
    let counts = expected[column].as_object().unwrap();
    counts
        .iter()
        .map(|(id, count)| (id.clone(), number(count)))
        .collect()
}

#[test]
fn every_pabulib_file_gives_the_expected_counts_or_is_refused_with_the_reason() {
    let Some(data) = data() else { return };
    let mut kinds = std::collections::BTreeSet::new();
    for path in pabulib_files(&data) {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let expected = expected(&data, &format!("pb__{stem}.json"));
        let vote_type = expected["meta"]["vote_type"].as_str().unwrap();
        let file = match read(&path, None) {
            Err(ReadError::TooManyRanked { options, limit: 10 }) => {
                assert_eq!(
                    (vote_type, Some(options as u64)),
                    ("ordinal", expected["projects"].as_u64()),
                    "{stem}"
                );
                continue;
            }
            file => file.unwrap(),
        };
        assert_eq!(
            Some(file.ballots.len() as u64),
            expected["ballots"].as_u64(),
            "{stem}"
        );
        let counts = file.plain_count_by_name();
        assert_eq!(counts.len(), file.options.len(), "{stem}");
        for (id, count) in expected_counts(&expected, vote_type) {
            assert!(counts.contains(&(id.clone(), count)), "{stem}: {id} {count}");
        }
        kinds.insert(vote_type.to_owned());
    }
    assert!(
        kinds.contains("approval") && kinds.contains("cumulative"),
        "{kinds:?}"
    );
}

#[test]
fn toulouse_2022_is_read_with_its_limits_and_as_a_budget() {
    let Some(data) = data() else { return };
    let path = data.join("pb/France_Toulouse_2022.pb");
    let file = read(&path, None).unwrap();
    let limits = Choose {
        min: 1,
        max: 3,
        blank: None,
    };
    assert_eq!(file.rule, ContestRule::Choose(limits));
    assert_eq!(
        (file.contest.as_str(), file.options.len()),
        ("france-toulouse-2022", 199)
    );
    assert_eq!(file.notes, []);
    let first = &file.options[0];
    assert_eq!(
        (first.name.as_deref(), first.cost),
        (Some("Création d’abris pour la faune"), Some(4000))
    );
    let knapsack = read(&path, Some(Kind::Budget)).unwrap();
    let rule = Budget {
        envelope: 8_000_000,
        min: 1,
        max: Some(3),
    };
    assert_eq!(knapsack.rule, ContestRule::Budget(rule));
    assert_eq!(knapsack.plain_count(), file.plain_count());
}

#[test]
fn amsterdam_s_limit_on_the_cost_of_a_ballot_is_noted_or_enforced() {
    let Some(data) = data() else { return };
    let path = data.join("pb/Netherlands_Amsterdam_166.pb");
    let file = read(&path, None).unwrap();
    let limits = Choose {
        min: 0,
        max: 52,
        blank: None,
    };
    assert_eq!(file.rule, ContestRule::Choose(limits));
    assert!(file.notes.contains(&Note::MaxSumCostNotEnforced {
        max_sum_cost: "250000".to_owned()
    }));
    let knapsack = read(&path, Some(Kind::Budget)).unwrap();
    let ContestRule::Budget(rule) = knapsack.rule else {
        panic!("a budget")
    };
    assert_eq!((rule.envelope, knapsack.notes.len()), (250_000, 0));
}

#[test]
fn points_are_read_as_points_levels_scores_and_amounts() {
    let Some(data) = data() else { return };
    let toulouse = data.join("pb/France_Toulouse_2019.pb");
    let points = read(&toulouse, None).unwrap();
    assert_eq!(
        points.rule,
        ContestRule::Points(Points {
            min: 0,
            max: 7,
            each: 3
        })
    );
    for kind in [Kind::Quadratic, Kind::Score] {
        assert_eq!(
            read(&toulouse, Some(kind)).unwrap().plain_count(),
            points.plain_count()
        );
    }
    let utilities = data.join("pb/Worldwide_Mechanical_Turk_Utilities_6.pb");
    let split = read(&utilities, Some(Kind::Allocation)).unwrap();
    assert_eq!(split.rule, ContestRule::Allocation(Allocation { amount: 100 }));
    let (mut amounts, points) = (split.plain_count(), read(&utilities, None).unwrap().plain_count());
    assert_eq!(amounts.pop(), Some(11 + 2), "11 ballots leave 1, one leaves 2");
    assert_eq!(amounts, points);
}

#[test]
fn categories_of_projects_are_lists_where_every_ballot_keeps_to_one() {
    let Some(data) = data() else { return };
    let wroclaw = data.join("pb/Poland_Wroclaw_2016_Rejon_nr_13_250.pb");
    let (file, votes) = (
        read(&wroclaw, Some(Kind::Lists)).unwrap(),
        read(&wroclaw, None).unwrap(),
    );
    let ContestRule::Lists(rule) = &file.rule else {
        panic!("lists")
    };
    let counts = file.plain_count_by_name();
    for (id, count) in votes.plain_count_by_name() {
        assert!(counts.contains(&(id, count)));
    }
    let of = |id: &String| counts.iter().find(|(name, _)| name == id).unwrap().1;
    for list in rule.lists.iter().filter(|list| !list.candidates.is_empty()) {
        assert_eq!(
            of(&list.list),
            list.candidates.iter().map(of).sum::<u64>(),
            "{}",
            list.list
        );
    }
    let toulouse = read(&data.join("pb/France_Toulouse_2022.pb"), Some(Kind::Lists));
    assert!(matches!(toulouse, Err(ReadError::TwoLists { .. })));
}

#[test]
fn a_table_of_grades_gives_the_expected_grades() {
    let Some(data) = data() else { return };
    let file = read(&data.join("mj/orsay2007_bureau_01.csv"), Some(Kind::Grades)).unwrap();
    let expected = expected(&data, "mj__orsay2007_bureau_01.json");
    assert_eq!(Some(file.ballots.len() as u64), expected["ballots"].as_u64());
    let counts = file.plain_count_by_name();
    let grades = expected["grades_0_to_6_counts"].as_object().unwrap();
    assert_eq!(counts.len(), grades.len() * 7);
    for (option, counted) in grades {
        for (grade, count) in counted.as_array().unwrap().iter().enumerate() {
            assert!(
                counts.contains(&(format!("{option}/{grade}"), count.as_u64().unwrap())),
                "{option}/{grade}"
            );
        }
    }
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
    read(&path, None).unwrap()
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
    for (id, counted) in file
        .plain_count_by_name()
        .into_iter()
        .filter(|(id, _)| id != "Blancs")
    {
        assert_eq!(Some(counted), expected["candidates"][&id].as_u64(), "{id}");
    }
    assert_eq!(file.options.len(), 4);
}
