//! What counts decide, rule by rule.

use anyhow::Context as _;
use comitia_counting::Electorate;
use comitia_election::manifest::Contest;
use comitia_election::tally::record;
use serde_json::{Value, json};

/// The rules of contests by name.
const RULES: &str = r#"{
    "single": {"kind": "single", "blank": "d"},
    "choose": {"kind": "choose", "min": 0, "max": 4},
    "grades": {"kind": "grades", "grades": [
        {"id": "bad", "title": {"en": "bad"}}, {"id": "fair", "title": {"en": "fair"}}, {"id": "good", "title": {"en": "good"}}
    ]},
    "ranking": {"kind": "ranking", "ties": true}
}"#;

/// Cases: what, rule of the contest, rule of the outcome, roll, turnout, counts.
const CASES: &str = r#"[
    ["most votes", "single", {"majority": {"kind": "simple"}}, 100, 50, [20, 10, 5, 15]],
    ["a tie", "single", {"majority": {"kind": "simple"}}, 100, 50, [20, 20, 5, 5]],
    ["no absolute majority", "single", {"majority": {"kind": "absolute"}}, 100, 50, [20, 15, 10, 5]],
    ["an absolute majority of the votes that are not blank", "single", {"majority": {"kind": "absolute"}}, 100, 50, [11, 5, 5, 29]],
    ["a quorum that is just reached", "single",
        {"majority": {"kind": "simple", "quorums": {"turnout": {"numerator": 1, "denominator": 2}}}}, 99, 50, [20, 10, 5, 15]],
    ["a quorum that is missed", "single",
        {"majority": {"kind": "simple", "quorums": {"turnout": {"numerator": 1, "denominator": 2}}}}, 101, 50, [20, 10, 5, 15]],
    ["too many blank votes for a quorum", "single",
        {"majority": {"kind": "simple", "quorums": {"valid_votes": {"numerator": 1, "denominator": 3}}}}, 100, 50, [20, 10, 3, 17]],
    ["nobody voted for anything", "single", {"majority": {"kind": "simple"}}, 100, 50, [0, 0, 0, 50]],
    ["two seats", "choose", {"top": {"seats": 2}}, 100, 50, [20, 40, 30, 10]],
    ["a tie for the last seat", "choose", {"top": {"seats": 2}}, 100, 50, [20, 40, 20, 20]],
    ["a vacant seat", "choose", {"top": {"seats": 3}}, 100, 50, [20, 40, 0, 0]],
    ["a middle grade", "grades", {"judgement": {"seats": 1}}, 10, 5, [2, 2, 1, 1, 3, 1, 1, 2, 2, 5, 0, 0]],
    ["middle grades one after another", "grades", {"judgement": {"seats": 1}}, 10, 5, [1, 3, 1, 1, 2, 2, 2, 3, 0, 3, 2, 0]],
    ["the same grades", "grades", {"judgement": {"seats": 2}}, 10, 4, [1, 2, 1, 1, 2, 1, 1, 2, 1, 4, 0, 0]],
    ["a circle", "ranking", {"pairwise": {"method": "condorcet"}}, 10, 9, [6, 3, 9, 3, 6, 9, 6, 3, 9, 0, 0, 0]],
    ["a circle by Schulze", "ranking", {"pairwise": {"method": "schulze"}}, 10, 9, [6, 3, 9, 3, 6, 9, 6, 3, 9, 0, 0, 0]],
    ["a circle by Borda", "ranking", {"pairwise": {"method": "borda"}}, 10, 9, [6, 3, 9, 3, 6, 9, 6, 3, 9, 0, 0, 0]],
    ["a winner of every comparison", "ranking", {"pairwise": {"method": "condorcet"}}, 10, 9, [5, 6, 9, 4, 5, 9, 3, 4, 9, 0, 0, 0]],
    ["projects by votes", "choose", {"budget": {"envelope": 100, "order": "votes", "skip": true, "threshold": 2}}, 100, 50, [10, 9, 8, 1]],
    ["projects by votes for their cost", "choose",
        {"budget": {"envelope": 100, "order": "votes_per_cost", "skip": true, "threshold": 2}}, 100, 50, [10, 9, 8, 0]],
    ["a purchase that stops", "choose", {"budget": {"envelope": 100, "order": "votes", "skip": false, "threshold": 2}}, 100, 50, [8, 9, 10, 2]],
    ["projects that are tied", "choose", {"budget": {"envelope": 100, "order": "votes", "skip": true, "threshold": 2}}, 100, 50, [10, 8, 8, 8]]
]"#;

type Case = (String, String, Value, u64, u64, Vec<u64>);

pub fn vectors() -> anyhow::Result<Value> {
    let rules: Value = serde_json::from_str(RULES)?;
    let cases: Vec<Case> = serde_json::from_str(CASES)?;
    cases.iter().map(|case| vector(case, &rules)).collect()
}

fn vector((what, rule, outcome, registered, turnout, counts): &Case, rules: &Value) -> anyhow::Result<Value> {
    let option = |(id, cost): (&str, u64)| json!({"id": id, "title": {"en": id}, "cost": cost});
    let options: Vec<Value> = [("a", 40), ("b", 50), ("c", 60), ("d", 10)].map(option).to_vec();
    let rule = rules.get(rule).context("a rule")?;
    let contest =
        json!({"id": "one", "title": {"en": "One"}, "options": options, "rule": rule, "outcome": outcome});
    let read: Contest = serde_json::from_value(contest.clone())?;
    let electorate = Electorate {
        registered: *registered,
        turnout: *turnout,
    };
    let tally = read.counts(electorate, counts).with_context(|| what.clone())?;
    let decided = record(Some(&read.outcome.decide(&tally)?));
    Ok(json!({
        "what": what,
        "contest": contest,
        "registered": registered,
        "turnout": turnout,
        "counts": counts,
        "verdict": decided.verdict,
        "winners": decided.winners,
        "tied": decided.tied,
    }))
}
