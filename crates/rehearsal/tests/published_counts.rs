//! Open ballots of the data folder, counted here and by other programs.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]
#![expect(clippy::panic, reason = "an unexpected verdict fails a test")]
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use comitia_counting::open::{
    Completion, EqualShares, EqualSharesOutcome, EqualSharesVerdict, Irv, IrvOutcome, IrvVerdict,
    Satisfaction, Stv, StvOutcome, StvVerdict, Ties,
};
use comitia_counting::{
    Budget, BudgetOrder, BudgetOutcome, BudgetVerdict, Electorate, Fate, Judgement, OptionIndex, Outcome,
    Quorums, Rule,
};
use comitia_rehearsal::ranked::{RankedFile, read};
use comitia_rehearsal::{BallotFile, Kind};
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
    rule.decide(&file.profile().unwrap()).unwrap()
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
        let mut from = 0;
        for (number, wanted) in reference(&report).iter().enumerate() {
            let same = |stage: &BTreeMap<&str, String>| {
                wanted
                    .iter()
                    .all(|(candidate, votes)| stage.get(candidate).is_some_and(|found| found == votes))
            };
            let next = stages.iter().skip(from).position(same);
            assert!(next.is_some(), "{name}, section {number}: {wanted:?}");
            from += next.unwrap();
            compared += wanted.len();
        }
    }
    assert!(compared > 500, "{compared}");
}

fn irv(file: &RankedFile, ties: Ties) -> IrvOutcome {
    let unelectable = file.unelectable.iter().copied().map(OptionIndex).collect();
    Irv { ties, unelectable }
        .decide(&file.profile().unwrap())
        .unwrap()
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

/// The other program counts every pair of candidates too, and the winner of all of its pairs is ours.
#[test]
fn districts_of_new_south_wales_are_compared_two_by_two_as_published() {
    let Some(data) = data() else { return };
    for expected in expected(&data, "irv__0") {
        let name = expected["file"].as_str().unwrap();
        let file = read(&data.join(name)).unwrap();
        let pairs = file.pairs().unwrap();
        let published = expected["pairwise"].as_object().unwrap();
        let candidates = || file.candidates.iter().enumerate();
        assert_eq!(
            published.len(),
            candidates().len() * (candidates().len() - 1),
            "{name}"
        );
        for (a, above) in candidates() {
            for (b, below) in candidates().filter(|(b, _)| *b != a) {
                let wanted = published[&format!("{above} > {below}")].as_u64().unwrap();
                assert_eq!(
                    pairs.above(OptionIndex(a), OptionIndex(b)),
                    wanted,
                    "{name}: {above} > {below}"
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

/// Judged as the published ranking was: a blank is the worst grade.
#[test]
fn a_polling_station_is_judged_as_published() {
    let Some(data) = data() else { return };
    for expected in expected(&data, "mj__") {
        let profile = expected["profile_worst_to_best_blank_as_rejeter"]
            .as_object()
            .unwrap();
        let names: Vec<&String> = profile.keys().collect();
        let counts = profile
            .values()
            .map(|row| serde_json::from_value(row.clone()).unwrap());
        let turnout = expected["ballots"].as_u64().unwrap();
        let electorate = Electorate {
            registered: turnout,
            turnout,
        };
        let tally = comitia_counting::GradeTally::new(electorate, counts.collect()).unwrap();
        let rule = Judgement {
            seats: std::num::NonZeroU32::MIN,
            quorums: Quorums::default(),
        };
        let outcome = rule.decide(&tally);
        let order: Vec<&str> = outcome
            .order
            .iter()
            .map(|judged| names[judged.option.0].as_str())
            .collect();
        assert_eq!(order, strings(&expected["ranking"]));
        // The grades of the experiment, the worst first.
        let grades = [
            "A rejeter",
            "Insuffisant",
            "Passable",
            "Assez bien",
            "Bien",
            "Très bien",
        ];
        for judged in &outcome.order {
            let name = names[judged.option.0];
            let grade = grades[judged.grade.unwrap()];
            assert_eq!(
                grade,
                expected["majority_grade"][name.as_str()].as_str().unwrap(),
                "{name}"
            );
        }
    }
}

/// The file that an expected result is about, read as its vote type says.
fn budget_file(data: &Path, expected: &Value) -> BallotFile {
    let kind = (expected["meta"]["vote_type"] == "choose-1").then_some(Kind::Choose);
    comitia_rehearsal::read(&data.join(expected["file"].as_str().unwrap()), kind).unwrap()
}

fn greedy(file: &BallotFile, order: BudgetOrder, skip: bool, threshold: Option<u64>) -> BudgetOutcome {
    let rule = Rule::Budget(Budget {
        envelope: file.envelope.unwrap(),
        order,
        skip,
        threshold,
        quorums: Quorums::default(),
    });
    let turnout = file.ballots.len() as u64;
    let electorate = Electorate {
        registered: turnout,
        turnout,
    };
    let counts = file.to_contest().counts(electorate, &file.plain_count()).unwrap();
    let Outcome::Budget(outcome) = rule.decide(&counts).unwrap() else {
        unreachable!()
    };
    outcome
}

fn ids(file: &BallotFile, options: impl Iterator<Item = OptionIndex>) -> Vec<&str> {
    options.map(|option| file.options[option.0].id.as_str()).collect()
}

fn bought(outcome: &BudgetOutcome) -> impl Iterator<Item = OptionIndex> {
    let bought = outcome
        .projects
        .iter()
        .filter(|project| matches!(project.fate, Fate::Bought { .. }));
    bought.map(|project| project.option)
}

fn sorted(mut ids: Vec<&str>) -> Vec<&str> {
    ids.sort_unstable();
    ids
}

/// The reference breaks ties by the order of the file; we report them. Up to the tie both buy the same.
#[test]
fn greedy_budgets_buy_what_other_programs_buy() {
    let Some(data) = data() else { return };
    let mut complete = 0;
    for expected in expected(&data, "pb__") {
        let name = expected["file"].as_str().unwrap();
        let Some(wanted) = expected["greedy_by_votes"]["selected_in_order"].as_array() else {
            continue;
        };
        let wanted: Vec<&str> = wanted.iter().map(|id| id.as_str().unwrap()).collect();
        let file = budget_file(&data, &expected);
        let outcome = greedy(&file, BudgetOrder::Votes, true, None);
        let found = ids(&file, bought(&outcome));
        match outcome.verdict {
            BudgetVerdict::Bought => {
                complete += 1;
                let library = strings(&expected["pabutools_greedy_cost_sat"]);
                assert_eq!(sorted(found.clone()), sorted(wanted), "{name}");
                assert_eq!(sorted(found), sorted(library), "{name}");
            }
            BudgetVerdict::Tie { .. } => {
                assert_eq!(
                    sorted(found.clone()),
                    sorted(wanted[..found.len()].to_vec()),
                    "{name}"
                );
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    assert!(complete >= 5, "{complete}");
}

/// Cities that stop at the first project that does not fit, or ask for a number of points.
#[test]
fn cities_with_other_greedy_rules_bought_the_same() {
    let Some(data) = data() else { return };
    let mut compared = 0;
    for expected in expected(&data, "pb__") {
        let rule = expected["meta"]["rule"].as_str().unwrap();
        let (skip, threshold) = match rule {
            "greedy-no-skip" => (false, None),
            "greedy-threshold" => (true, Some(50)),
            _ => continue,
        };
        let file = budget_file(&data, &expected);
        let outcome = greedy(&file, BudgetOrder::Votes, skip, threshold);
        assert_eq!(outcome.verdict, BudgetVerdict::Bought);
        assert_eq!(
            sorted(ids(&file, bought(&outcome))),
            sorted(strings(&expected["city_selected"]))
        );
        compared += 1;
    }
    assert_eq!(compared, 2);
}

fn equal_shares(file: &BallotFile, completion: Completion) -> EqualSharesOutcome {
    // The reference breaks ties by the names of the projects.
    let mut lot: Vec<usize> = (0..file.options.len()).collect();
    lot.sort_by_key(|place| file.options[*place].id.as_str());
    let rule = EqualShares {
        envelope: file.envelope.unwrap(),
        satisfaction: Satisfaction::Cost,
        completion,
        ties: Ties::Lot(lot.into_iter().map(OptionIndex).collect()),
    };
    rule.decide(&file.shares().unwrap()).unwrap()
}

#[test]
fn equal_shares_buy_what_other_programs_and_the_city_of_assen_bought() {
    let Some(data) = data() else { return };
    let mut compared = 0;
    let add1 = Completion {
        raise: Some(std::num::NonZeroU64::MIN),
        greedy: false,
    };
    for expected in expected(&data, "pb__") {
        let ways = [
            (
                "pabutools_equal_shares_cost_sat_no_completion",
                Completion::default(),
            ),
            ("pabutools_equal_shares_add1", add1),
        ];
        for (key, completion) in ways {
            let Some(wanted) = expected[key].as_array() else {
                continue;
            };
            let wanted: Vec<&str> = wanted.iter().map(|id| id.as_str().unwrap()).collect();
            let file = budget_file(&data, &expected);
            let outcome = equal_shares(&file, completion);
            assert_eq!(outcome.verdict, EqualSharesVerdict::Bought);
            let found = sorted(ids(&file, outcome.winners().into_iter()));
            assert_eq!(found, sorted(wanted), "{}: {key}", expected["file"]);
            compared += 1;
        }
    }
    assert!(compared >= 7, "{compared}");
}
