//! Real ballots that nobody in this project cast, from the data folder, against counts that other programs made.

use crate::rehearsals::{USUAL, confirmed};
use comitia_rehearsal::{Kind, Rehearsal, Setting, parse, read};
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

/// A Pabulib file, as the kind of contest that is asked for; its counters are the published votes or points.
fn pabulib(data: &Path, name: &str, kind: Option<Kind>) -> Rehearsal {
    let file = read(&data.join("pb").join(format!("{name}.pb")), kind).unwrap();
    let rehearsal = confirmed(&file, &ONE_ABSENT);
    let expected = expected(data, &format!("pb__{name}.json"));
    let points = expected["meta"]["vote_type"] == "cumulative";
    let published = &expected[if points {
        "score_per_project"
    } else {
        "votes_per_project"
    }];
    for (id, count) in published.as_object().unwrap() {
        let count: u64 = count.to_string().trim_end_matches(".0").parse().unwrap();
        assert!(
            rehearsal.counts.contains(&(id.clone(), count)),
            "{name}: {id} {count}"
        );
    }
    rehearsal
}

#[test]
fn a_district_of_toulouse_gives_its_published_votes() {
    let Some(data) = data() else { return };
    assert_eq!(
        pabulib(&data, "France_Toulouse_2022_6_-_Saint-Cyprien", None).ballots,
        436
    );
}

#[test]
fn assen_gives_its_published_votes() {
    let Some(data) = data() else { return };
    assert_eq!(
        pabulib(&data, "Netherlands_Assen_2024", None).ballots,
        expected(&data, "pb__Netherlands_Assen_2024.json")["ballots"]
            .as_u64()
            .unwrap()
    );
}

#[test]
fn zurich_gives_its_published_points_as_points_levels_and_scores() {
    let Some(data) = data() else { return };
    for kind in [Kind::Points, Kind::Quadratic, Kind::Score] {
        assert_eq!(
            pabulib(&data, "Switzerland_Zurich_D5", Some(kind)).ballots,
            180,
            "{kind}"
        );
    }
}

#[test]
fn a_district_of_toulouse_votes_within_an_envelope() {
    let Some(data) = data() else { return };
    let district = pabulib(
        &data,
        "France_Toulouse_2022_6_-_Saint-Cyprien",
        Some(Kind::Budget),
    );
    assert_eq!(district.ballots, 436);
}

#[test]
fn categories_of_wroclaw_are_lists() {
    let Some(data) = data() else { return };
    assert_eq!(
        pabulib(&data, "Poland_Wroclaw_2016_Rejon_nr_13_250", Some(Kind::Lists)).ballots,
        1975
    );
}

#[test]
fn a_hundred_points_are_an_amount_to_the_last_unit() {
    let Some(data) = data() else { return };
    assert_eq!(
        pabulib(
            &data,
            "Worldwide_Mechanical_Turk_Utilities_6",
            Some(Kind::Allocation)
        )
        .ballots,
        74
    );
}

#[test]
fn orsay_gives_its_published_grades() {
    let Some(data) = data() else { return };
    let file = read(&data.join("mj/orsay2007_bureau_01.csv"), Some(Kind::Grades)).unwrap();
    let rehearsal = confirmed(&file, &ONE_ABSENT);
    let expected = expected(&data, "mj__orsay2007_bureau_01.json");
    for (option, grades) in expected["grades_0_to_6_counts"].as_object().unwrap() {
        for (grade, count) in grades.as_array().unwrap().iter().enumerate() {
            let counter = (format!("{option}/{grade}"), count.as_u64().unwrap());
            assert!(rehearsal.counts.contains(&counter), "{counter:?}");
        }
    }
}

/// The orders of a district of New South Wales, each cast by a hundredth of those who cast it, so that the ballots are
/// few enough for a test.
#[test]
fn a_district_of_new_south_wales_is_compared_pair_by_pair() {
    let Some(data) = data() else { return };
    let text = std::fs::read_to_string(data.join("irv/nswla/00058-00000003.soi")).unwrap();
    let fewer = |line: &str| match line.split_once(':') {
        Some((count, order)) if !line.starts_with('#') => {
            let count = count.trim().parse::<u64>().unwrap() / 100;
            (count > 0).then(|| format!("{count}:{order}"))
        }
        _ => Some(line.to_owned()),
    };
    let text = text.lines().filter_map(fewer).collect::<Vec<_>>().join("\n");
    let file = parse("ballina", text.as_bytes(), None).unwrap();
    let rehearsal = confirmed(&file, &ONE_ABSENT);
    assert_eq!(rehearsal.counts.len(), 7 * 6);
    let count = |name: &str| {
        rehearsal
            .counts
            .iter()
            .find(|(counter, _)| counter == name)
            .unwrap()
            .1
    };
    let expected = &expected(&data, "irv__00058-00000003.soi.json")["candidates"];
    assert_eq!(
        (&expected["3"], &expected["5"]),
        (&"BEAVIS Kris".into(), &"SMITH Tamara".into())
    );
    assert!(
        count("3>4") > count("4>3"),
        "the first by first choices is before the last"
    );
    assert!(count("3>5") + count("5>3") <= rehearsal.ballots);
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
    let rehearsal = confirmed(&parse("isles-of-scilly", text.as_bytes(), None).unwrap(), &USUAL);
    assert_eq!(
        rehearsal.counts,
        [("Remain".to_owned(), 803), ("Leave".to_owned(), 621)]
    );
}
