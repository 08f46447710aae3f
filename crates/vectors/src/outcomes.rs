//! What counts decide, rule by rule.

use anyhow::Context as _;
use comitia_counting::Electorate;
use comitia_election::manifest::Contest;
use comitia_election::tally::record;
use serde_json::{Value, json};

/// A case: options with costs, the rule of the contest, the outcome's rule, roll, turnout, counts.
type Case = (&'static str, Value, Value, u64, u64, Vec<u64>);

pub fn vectors() -> anyhow::Result<Value> {
    cases().iter().map(vector).collect()
}

fn cases() -> Vec<Case> {
    let single = json!({"kind": "single", "blank": "d"});
    let choose = json!({"kind": "choose", "min": 0, "max": 4});
    let grades: Vec<Value> = ["bad", "fair", "good"]
        .map(|id| json!({"id": id, "title": {"en": id}}))
        .to_vec();
    let grades = json!({"kind": "grades", "grades": grades});
    let ranking = json!({"kind": "ranking", "ties": true});
    let majority = |kind: &str| json!({"majority": {"kind": kind}});
    let half =
        json!({"majority": {"kind": "simple", "quorums": {"turnout": {"numerator": 1, "denominator": 2}}}});
    let valid = json!({"majority": {"kind": "simple", "quorums": {"valid_votes": {"numerator": 1, "denominator": 3}}}});
    let top = |seats: u32| json!({"top": {"seats": seats}});
    let judgement = |seats: u32| json!({"judgement": {"seats": seats}});
    let pairwise = |method: &str| json!({"pairwise": {"method": method}});
    let budget = |order: &str, skip: bool| json!({"budget": {"envelope": 100, "order": order, "skip": skip, "threshold": 2}});
    // Rows a, b, c, d of the numbers above the other three.
    let circle = vec![6, 3, 9, 3, 6, 9, 6, 3, 9, 0, 0, 0];
    vec![
        (
            "most votes",
            single.clone(),
            majority("simple"),
            100,
            50,
            vec![20, 10, 5, 15],
        ),
        (
            "a tie",
            single.clone(),
            majority("simple"),
            100,
            50,
            vec![20, 20, 5, 5],
        ),
        (
            "no absolute majority",
            single.clone(),
            majority("absolute"),
            100,
            50,
            vec![20, 15, 10, 5],
        ),
        (
            "an absolute majority of the votes that are not blank",
            single.clone(),
            majority("absolute"),
            100,
            50,
            vec![11, 5, 5, 29],
        ),
        (
            "a quorum that is just reached",
            single.clone(),
            half.clone(),
            99,
            50,
            vec![20, 10, 5, 15],
        ),
        (
            "a quorum that is missed",
            single.clone(),
            half,
            101,
            50,
            vec![20, 10, 5, 15],
        ),
        (
            "too many blank votes for a quorum",
            single.clone(),
            valid,
            100,
            50,
            vec![20, 10, 3, 17],
        ),
        (
            "nobody voted for anything",
            single,
            majority("simple"),
            100,
            50,
            vec![0, 0, 0, 50],
        ),
        ("two seats", choose.clone(), top(2), 100, 50, vec![20, 40, 30, 10]),
        (
            "a tie for the last seat",
            choose.clone(),
            top(2),
            100,
            50,
            vec![20, 40, 20, 20],
        ),
        (
            "a vacant seat",
            choose.clone(),
            top(3),
            100,
            50,
            vec![20, 40, 0, 0],
        ),
        (
            "a middle grade",
            grades.clone(),
            judgement(1),
            10,
            5,
            vec![2, 2, 1, 1, 3, 1, 1, 2, 2, 5, 0, 0],
        ),
        (
            "middle grades one after another",
            grades.clone(),
            judgement(1),
            10,
            5,
            vec![1, 3, 1, 1, 2, 2, 2, 3, 0, 3, 2, 0],
        ),
        (
            "the same grades",
            grades,
            judgement(2),
            10,
            4,
            vec![1, 2, 1, 1, 2, 1, 1, 2, 1, 4, 0, 0],
        ),
        (
            "a circle",
            ranking.clone(),
            pairwise("condorcet"),
            10,
            9,
            circle.clone(),
        ),
        (
            "a circle by Schulze",
            ranking.clone(),
            pairwise("schulze"),
            10,
            9,
            circle.clone(),
        ),
        (
            "a circle by Borda",
            ranking.clone(),
            pairwise("borda"),
            10,
            9,
            circle,
        ),
        (
            "a winner of every comparison",
            ranking,
            pairwise("condorcet"),
            10,
            9,
            vec![5, 6, 9, 4, 5, 9, 3, 4, 9, 0, 0, 0],
        ),
        (
            "projects by votes",
            choose.clone(),
            budget("votes", true),
            100,
            50,
            vec![10, 9, 8, 1],
        ),
        (
            "projects by votes for their cost",
            choose.clone(),
            budget("votes_per_cost", true),
            100,
            50,
            vec![10, 9, 8, 0],
        ),
        (
            "a purchase that stops",
            choose.clone(),
            budget("votes", false),
            100,
            50,
            vec![8, 9, 10, 2],
        ),
        (
            "projects that are tied",
            choose,
            budget("votes", true),
            100,
            50,
            vec![10, 8, 8, 8],
        ),
    ]
}

fn vector((what, rule, outcome, registered, turnout, counts): &Case) -> anyhow::Result<Value> {
    let option = |(id, cost): (&str, u64)| json!({"id": id, "title": {"en": id}, "cost": cost});
    let options: Vec<Value> = [("a", 40), ("b", 50), ("c", 60), ("d", 10)].map(option).to_vec();
    let contest =
        json!({"id": "one", "title": {"en": "One"}, "options": options, "rule": rule, "outcome": outcome});
    let read: Contest = serde_json::from_value(contest.clone())?;
    let electorate = Electorate {
        registered: *registered,
        turnout: *turnout,
    };
    let tally = read
        .counts(electorate, counts)
        .with_context(|| (*what).to_owned())?;
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
