//! Open ballots of the data folder, counted here and by other programs.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use comitia_counting::OptionIndex;
use comitia_counting::open::{
    Irv, IrvOutcome, IrvVerdict, Profile, Ranking, Stv, StvOutcome, StvVerdict, Ties,
};
use comitia_rehearsal::ranked::{RankedFile, read};
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

/// Every published result whose name starts so.
fn expected(data: &Path, start: &str) -> Vec<Value> {
    let mut names: Vec<PathBuf> = std::fs::read_dir(data.join("expected"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(start))
        .collect();
    names.sort();
    assert!(!names.is_empty());
    names
        .iter()
        .map(|path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

fn strings(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text.as_str().unwrap())
        .collect()
}

fn profile(file: &RankedFile) -> Profile {
    let withdrawn = file.withdrawn.iter().copied().map(OptionIndex).collect();
    let ballots = file.strict().map(|(weight, order)| Ranking {
        weight,
        order: order.into_iter().map(OptionIndex).collect(),
    });
    Profile::new(file.candidates.len(), withdrawn, ballots.collect()).unwrap()
}

/// The lot of the file, else the order of the ballot, as the program that made the references breaks ties.
fn lot(file: &RankedFile) -> Ties {
    let order = file
        .lot
        .clone()
        .unwrap_or_else(|| (0..file.candidates.len()).collect());
    Ties::Lot(order.into_iter().map(OptionIndex).collect())
}

fn named<'a>(file: &'a RankedFile, options: &[OptionIndex]) -> Vec<&'a str> {
    options
        .iter()
        .map(|option| file.candidates[option.0].as_str())
        .collect()
}

fn stv(file: &RankedFile, seats: u64) -> StvOutcome {
    let rule = Stv {
        seats: u32::try_from(seats).unwrap().try_into().unwrap(),
        ties: lot(file),
    };
    rule.decide(&profile(file)).unwrap()
}

#[test]
fn scottish_wards_elect_whom_other_programs_elect_in_the_same_order() {
    let Some(data) = data() else { return };
    for expected in expected(&data, "stv__") {
        let name = expected["file"].as_str().unwrap();
        let file = read(&data.join(name)).unwrap();
        assert_eq!(file.candidates, strings(&expected["candidates"]), "{name}");
        assert_eq!(file.voters(), expected["ballots"].as_u64().unwrap(), "{name}");
        let outcome = stv(&file, expected["seats"].as_u64().unwrap());
        assert_eq!(
            format!("{}.00000", outcome.quota),
            expected["quota"].as_str().unwrap(),
            "{name}"
        );
        assert_eq!(outcome.verdict, StvVerdict::Filled, "{name}");
        let first = &outcome.stages[0];
        for (candidate, votes) in expected["first_preferences"].as_object().unwrap() {
            let place = file.candidates.iter().position(|name| name == candidate).unwrap();
            assert_eq!(
                first.votes[place].to_string(),
                format!("{votes}.00000"),
                "{name}: {candidate}"
            );
        }
        let mut elected = named(&file, &outcome.elected);
        let mut wanted = strings(&expected["elected_in_order"]);
        assert_eq!(elected[0], wanted[0], "{name}");
        elected.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(elected, wanted, "{name}");
    }
}

/// The votes in a line of a reference report such as `Hopeful:  Ruth Simpson (628.00000)`.
fn reported(line: &str) -> Option<(&str, &str)> {
    let (kind, rest) = line.trim().split_once(":  ")?;
    let (name, votes) = rest.strip_suffix(')')?.rsplit_once(" (")?;
    matches!(kind, "Hopeful" | "Elected" | "Pending").then_some((name, votes))
}

/// After which votes were how many at the end of each stage: from the reference, whose every transfer is a section.
fn reference(text: &str) -> Vec<BTreeMap<&str, &str>> {
    let sections = text.split("Action: ").filter(|section| {
        let start = section.lines().next().unwrap_or_default();
        ["Begin Count", "Surplus transferred", "Transfer defeated"]
            .iter()
            .any(|s| start.starts_with(s))
    });
    sections
        .map(|section| section.lines().filter_map(reported).collect())
        .collect()
}

/// The reference reports of the Glasgow wards of 2007 and of three small elections give the votes of every candidate at
/// every stage, to the fifth decimal place.
#[test]
fn every_stage_of_the_reference_counts_is_found_again() {
    let Some(data) = data() else { return };
    let mut compared = 0;
    for expected in expected(&data, "stv__") {
        let name = expected["file"].as_str().unwrap();
        let report = data.join(name).with_extension("ref-scottish.txt");
        let Ok(report) = std::fs::read_to_string(&report) else {
            continue;
        };
        let file = read(&data.join(name)).unwrap();
        let outcome = stv(&file, expected["seats"].as_u64().unwrap());
        let stages = outcome.stages.iter().map(|stage| {
            let votes = file
                .candidates
                .iter()
                .map(String::as_str)
                .zip(stage.votes.iter().map(ToString::to_string));
            votes.collect::<BTreeMap<_, _>>()
        });
        let stages: Vec<_> = stages.collect();
        for (number, wanted) in reference(&report).iter().enumerate() {
            for (candidate, votes) in wanted {
                let found = stages
                    .iter()
                    .any(|stage| stage.get(candidate).is_some_and(|found| found == votes));
                assert!(found, "{name}, section {number}: {candidate} has {votes}");
                compared += 1;
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

fn irv(file: &RankedFile, ties: Ties) -> IrvOutcome {
    let unelectable = file.unelectable.iter().copied().map(OptionIndex).collect();
    Irv { ties, unelectable }.decide(&profile(file)).unwrap()
}

fn winner<'a>(file: &'a RankedFile, outcome: &IrvOutcome) -> &'a str {
    match &outcome.verdict {
        IrvVerdict::Won { option } => &file.candidates[option.0],
        other => panic!("{other:?}"),
    }
}

#[test]
fn districts_of_new_south_wales_give_the_same_rounds_as_another_program() {
    let Some(data) = data() else { return };
    for expected in expected(&data, "irv__0") {
        let name = expected["file"].as_str().unwrap();
        let file = read(&data.join(name)).unwrap();
        assert_eq!(file.title, expected["title"].as_str().unwrap());
        assert_eq!(file.voters(), expected["ballots"].as_u64().unwrap());
        let outcome = irv(&file, Ties::Report);
        assert_eq!(
            winner(&file, &outcome),
            expected["winner"].as_str().unwrap(),
            "{name}"
        );
        let rounds = expected["rounds"].as_array().unwrap();
        assert_eq!(outcome.rounds.len(), rounds.len(), "{name}");
        for (found, wanted) in outcome.rounds.iter().zip(rounds) {
            assert_eq!(found.exhausted, wanted["_exhausted"].as_u64().unwrap(), "{name}");
            assert_eq!(found.votes.len() + 1, wanted.as_object().unwrap().len(), "{name}");
            for (option, votes) in &found.votes {
                assert_eq!(
                    *votes,
                    wanted[&file.candidates[option.0]].as_u64().unwrap(),
                    "{name}"
                );
            }
        }
    }
}

/// The other program excludes several at once where that cannot matter, so it has fewer rounds: each of them must be
/// one of ours, with the same candidates and the same votes.
#[test]
fn spreadsheets_of_cast_votes_give_the_rounds_of_the_program_that_published_them() {
    let Some(data) = data() else { return };
    for expected in expected(&data, "irv__rctab") {
        let sheet = data.join(expected["file"].as_str().unwrap());
        let base = sheet.to_str().unwrap().replace("_cvr.xlsx", "");
        let file = read(Path::new(&format!("{base}_config.json"))).unwrap();
        assert_eq!(file.voters(), expected["ballot_rows"].as_u64().unwrap());
        let ties = match &file.lot {
            Some(_) => lot(&file),
            None => Ties::Report,
        };
        let outcome = irv(&file, ties);
        let wanted = expected["rctab_winners"][0][1].as_str().unwrap();
        assert_eq!(winner(&file, &outcome), wanted, "{base}");
        let report = std::fs::read_to_string(format!("{base}_expected_detailed_report.json")).unwrap();
        let report: Value = serde_json::from_str(&report).unwrap();
        let ours: Vec<BTreeMap<String, String>> = outcome
            .rounds
            .iter()
            .map(|round| {
                let votes = round.votes.iter();
                votes
                    .map(|(option, votes)| (file.candidates[option.0].clone(), votes.to_string()))
                    .collect()
            })
            .collect();
        let rounds = report["results"].as_array().unwrap();
        assert!(!rounds.is_empty());
        let mut missing = Vec::new();
        for round in rounds {
            let tally: BTreeMap<String, String> = serde_json::from_value(round["tally"].clone()).unwrap();
            if !ours.contains(&tally) {
                missing.push(round["round"].clone());
            }
        }
        assert!(missing.is_empty(), "{base}: rounds {missing:?} are none of ours");
    }
}
