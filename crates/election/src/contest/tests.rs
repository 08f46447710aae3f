//! Every kind against its definition: what the rows admit is what the rule says, no more and no less.

use super::*;
use crate::manifest::tests::sample;
use crate::manifest::{Manifest, ManifestError};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A contest with these options, of which the last is `blank` where it is called so.
fn contest(rule: Value, outcome: Value, options: &[(&str, u64)]) -> Contest {
    let option = |(id, cost): &(&str, u64)| json!({"id": id, "title": {"en": id}, "cost": cost});
    let options: Vec<Value> = options.iter().map(option).collect();
    serde_json::from_value(json!({
        "id": "c", "title": {"en": "C"}, "options": options, "rule": rule, "outcome": outcome
    }))
    .unwrap()
}

fn top() -> Value {
    json!({"top": {"seats": 1}})
}

const ABC: [(&str, u64); 3] = [("a", 1), ("b", 2), ("c", 3)];
const AB_BLANK: [(&str, u64); 3] = [("a", 1), ("b", 2), ("blank", 0)];

/// Small contests of every kind that is made of bits, with the selections that the words of its rule allow.
#[expect(clippy::too_many_lines, reason = "a table is read as one")]
fn small() -> Vec<(&'static str, Contest, Vec<Selection>)> {
    let grades = json!({"kind": "grades", "grades": [
        {"id": "bad", "title": {"en": "bad"}}, {"id": "fair", "title": {"en": "fair"}}, {"id": "good", "title": {"en": "good"}}]});
    let lists = json!({"kind": "lists", "blank": "blank", "lists": [
        {"list": "A", "candidates": ["a1", "a2"]}, {"list": "B", "candidates": ["b1"]}]});
    let on_lists = [("A", 0), ("a1", 0), ("a2", 0), ("B", 0), ("b1", 0), ("blank", 0)];
    let pairs = || json!({"pairwise": {"method": "condorcet"}});
    let sum = |numbers: &[usize]| numbers.iter().sum::<usize>();
    let cost = |places: &[usize]| places.iter().map(|place| place + 1).sum::<usize>();
    vec![
        (
            "single",
            contest(json!({"kind": "single"}), top(), &ABC),
            subsets(3, |s| s.len() == 1),
        ),
        (
            "choose 1 to 2",
            contest(json!({"kind": "choose", "min": 1, "max": 2}), top(), &ABC),
            subsets(3, |s| (1..=2).contains(&s.len())),
        ),
        (
            "choose exactly 2",
            contest(json!({"kind": "choose", "min": 2, "max": 2}), top(), &ABC),
            subsets(3, |s| s.len() == 2),
        ),
        (
            "choose all or blank",
            contest(
                json!({"kind": "choose", "min": 2, "max": 2, "blank": "blank"}),
                top(),
                &AB_BLANK,
            ),
            vec![vec![0, 1], vec![2]],
        ),
        (
            "choose 0 to 2 or blank",
            contest(
                json!({"kind": "choose", "min": 0, "max": 2, "blank": "blank"}),
                top(),
                &AB_BLANK,
            ),
            vec![vec![], vec![0], vec![1], vec![0, 1], vec![2]],
        ),
        (
            "lists",
            contest(lists, top(), &on_lists),
            vec![
                vec![0],
                vec![0, 1],
                vec![0, 2],
                vec![0, 1, 2],
                vec![3],
                vec![3, 4],
                vec![5],
            ],
        ),
        (
            "score 0 to 5",
            contest(json!({"kind": "score", "max": 5}), top(), &ABC),
            tuples(3, 5, |_| true),
        ),
        (
            "points, all of 5",
            contest(
                json!({"kind": "points", "min": 5, "max": 5, "each": 3}),
                top(),
                &ABC,
            ),
            tuples(3, 3, |n| sum(n) == 5),
        ),
        (
            "points, 1 to 4",
            contest(
                json!({"kind": "points", "min": 1, "max": 4, "each": 4}),
                top(),
                &ABC,
            ),
            tuples(3, 4, |n| (1..=4).contains(&sum(n))),
        ),
        (
            "quadratic",
            contest(json!({"kind": "quadratic", "credits": 6}), top(), &ABC),
            tuples(3, 2, |n| n.iter().map(|v| v * v).sum::<usize>() <= 6),
        ),
        (
            "grades",
            contest(grades, json!({"judgement": {"seats": 1}}), &ABC[..2]),
            tuples(2, 2, |_| true),
        ),
        (
            "budget",
            contest(json!({"kind": "budget", "envelope": 4}), top(), &ABC),
            subsets(3, |s| cost(s) <= 4),
        ),
        (
            "budget with a number",
            contest(
                json!({"kind": "budget", "envelope": 5, "min": 1, "max": 2}),
                top(),
                &ABC,
            ),
            subsets(3, |s| cost(s) <= 5 && (1..=2).contains(&s.len())),
        ),
        (
            "ranking",
            contest(json!({"kind": "ranking", "ties": true}), pairs(), &ABC),
            tuples(3, 3, |n| !n.contains(&0)),
        ),
        (
            "ranking, strict, or blank",
            contest(
                json!({"kind": "ranking", "ties": false, "blank": "blank"}),
                pairs(),
                &AB_BLANK,
            ),
            vec![vec![1, 2], vec![2, 1], vec![]],
        ),
    ]
}

/// All sets of places below `k` that satisfy a condition.
fn subsets(k: usize, keep: impl Fn(&[usize]) -> bool) -> Vec<Selection> {
    let set = |mask: u32| {
        (0..k)
            .filter(|place| mask >> place & 1 == 1)
            .collect::<Selection>()
    };
    (0..1u32 << k).map(set).filter(|set| keep(set)).collect()
}

/// All tuples of `k` numbers up to `most` that satisfy a condition.
fn tuples(k: u32, most: usize, keep: impl Fn(&[usize]) -> bool) -> Vec<Selection> {
    let tuple = |n: usize| {
        (0..k)
            .map(|at| n / (most + 1).pow(at) % (most + 1))
            .collect::<Selection>()
    };
    (0..(most + 1).pow(k))
        .map(tuple)
        .filter(|tuple| keep(tuple))
        .collect()
}

fn compiled(contest: &Contest) -> CompiledBallot {
    check(contest).unwrap();
    CompiledBallot::compile(core::slice::from_ref(contest)).unwrap()
}

fn plaintext(bits: usize, mask: u64) -> Plaintext {
    Plaintext::from((0..bits).map(|bit| mask >> bit & 1 == 1).collect::<Vec<_>>())
}

/// The heart of the matter, by exhaustion: whatever bits satisfy the equations, honest or not, count as some allowed
/// selection does; and every allowed selection can be said.
#[test]
fn b4_the_rows_admit_exactly_the_votes_that_the_rule_allows() {
    for (name, contest, allowed) in small() {
        let ballot = compiled(&contest);
        let shape = ballot.shape();
        assert!(
            shape.bits() <= 22,
            "{name}: {} bits are too many to try all",
            shape.bits()
        );
        let admitted: BTreeSet<Vec<u64>> = (0..1u64 << shape.bits())
            .map(|mask| plaintext(shape.bits(), mask))
            .filter(|bits| shape.unsatisfied(bits).is_none())
            .map(|bits| shape.count(&bits))
            .collect();
        let said = |selection: &Selection| {
            let marked = contest.mark(0, selection).unwrap();
            assert_eq!(shape.unsatisfied(&marked), None, "{name}: {selection:?}");
            shape.count(&marked)
        };
        let expected: BTreeSet<Vec<u64>> = allowed.iter().map(said).collect();
        assert!(!expected.is_empty());
        assert_eq!(admitted, expected, "{name}");
    }
}

/// What the words of the rule do not allow is refused, and never by a panic.
#[test]
fn b4_selections_outside_the_rule_are_refused() {
    for (name, contest, allowed) in small() {
        let canonical: BTreeSet<Selection> = allowed.into_iter().collect();
        let k = if contest.rule.marks_options() {
            contest.options.len()
        } else {
            contest.candidates().len()
        };
        let mut tried = subsets(k, |_| contest.rule.marks_options());
        tried.extend(tuples(u32::try_from(k).unwrap(), 7, |_| k < 4));
        for selection in tried {
            let sorted = {
                let mut sorted = selection.clone();
                sorted.sort_unstable();
                sorted
            };
            let allowed = if contest.rule.marks_options() {
                canonical.contains(&sorted)
            } else {
                canonical.contains(&selection) || ranks(&contest, &selection)
            };
            assert_eq!(
                contest.mark(0, &selection).is_ok(),
                allowed,
                "{name}: {selection:?}"
            );
        }
        for odd in [vec![usize::MAX], vec![0; 40], vec![usize::MAX; k]] {
            assert!(
                contest.mark(0, &odd).is_err() || ranks(&contest, &odd),
                "{name}: {odd:?}"
            );
        }
    }
}

/// Any positive numbers are ranks: 2, 5, 5 says what 1, 2, 2 does.
fn ranks(contest: &Contest, selection: &[usize]) -> bool {
    let ContestRule::Ranking(rule) = &contest.rule else {
        return false;
    };
    let distinct = selection.iter().collect::<BTreeSet<_>>().len() == selection.len();
    selection.len() == contest.candidates().len()
        && selection
            .iter()
            .all(|rank| (1..=u32::MAX as usize).contains(rank))
        && (rule.ties || distinct)
}

#[test]
fn counters_are_named_as_records_and_reports_name_them() {
    let names = |contest: &Contest| {
        contest
            .counters()
            .iter()
            .map(|c| c.name(contest))
            .collect::<Vec<_>>()
    };
    for (name, contest, _) in small() {
        assert_eq!(
            names(&contest).len(),
            compiled(&contest).shape().counters(),
            "{name}"
        );
    }
    let all = small();
    let named = |wanted: &str| names(&all.iter().find(|(name, ..)| *name == wanted).unwrap().1);
    assert_eq!(
        named("grades"),
        ["a/bad", "a/fair", "a/good", "b/bad", "b/fair", "b/good"]
    );
    assert_eq!(named("ranking"), ["a>b", "a>c", "b>a", "b>c", "c>a", "c>b"]);
    assert_eq!(named("ranking, strict, or blank"), ["a>b", "b>a", "blank"]);
    assert_eq!(named("lists"), ["A", "a1", "a2", "B", "b1", "blank"]);
}

#[test]
fn ten_ranked_options_and_a_blank_vote_fit_in_a_ballot() {
    let options: Vec<String> = (0..11)
        .map(|place| {
            if place == 10 {
                "blank".to_owned()
            } else {
                format!("o{place}")
            }
        })
        .collect();
    let options: Vec<(&str, u64)> = options.iter().map(|id| (id.as_str(), 0)).collect();
    let contest = contest(
        json!({"kind": "ranking", "ties": true, "blank": "blank"}),
        json!({"pairwise": {"method": "schulze"}}),
        &options,
    );
    let ballot = compiled(&contest);
    assert_eq!(
        (ballot.shape().bits(), ballot.shape().counters()),
        (90 + 1 + 45 + 720, 91)
    );
    for selection in [vec![3, 1, 2, 2, 9, 9, 9, 4, 1, 1], vec![1; 10], vec![]] {
        assert_eq!(
            ballot.shape().unsatisfied(&contest.mark(0, &selection).unwrap()),
            None
        );
    }
}

#[test]
fn b4_an_amount_is_split_to_the_last_unit() {
    let contest = contest(json!({"kind": "allocation", "amount": 100}), top(), &ABC);
    let ballot = compiled(&contest);
    let marked = contest.mark(0, &[60, 0, 40]).unwrap();
    assert_eq!(ballot.shape().unsatisfied(&marked), None);
    assert_eq!(ballot.shape().count(&marked), [60, 0, 40]);
    assert_eq!(ballot.shape().largest_counts(), [100; 3]);
    for refused in [
        vec![60, 0, 39],
        vec![101, 0, 0],
        vec![60, 40],
        vec![],
        vec![usize::MAX, 1, 100],
    ] {
        assert!(contest.mark(0, &refused).is_err(), "{refused:?}");
    }
}

#[test]
fn contests_side_by_side_keep_their_own_rules() {
    let all: Vec<(&str, Contest, Vec<Selection>)> = small();
    let mut contests: Vec<Contest> = all.iter().map(|(_, contest, _)| contest.clone()).collect();
    contests.insert(
        3,
        contest(json!({"kind": "allocation", "amount": 9}), top(), &ABC),
    );
    let ballot = CompiledBallot::compile(&contests).unwrap();
    let mut choice: Vec<Selection> = all
        .iter()
        .map(|(.., allowed)| allowed.last().unwrap().clone())
        .collect();
    choice.insert(3, vec![2, 3, 4]);
    let whole = ballot.plaintext(&contests, &choice).unwrap();
    assert_eq!(ballot.shape().unsatisfied(&whole), None);
    let counts = ballot.shape().count(&whole);
    for ((contest, place), selection) in contests.iter().zip(ballot.places()).zip(&choice) {
        let alone = compiled(contest);
        assert_eq!(
            counts[place.counters.clone()],
            alone.shape().count(&contest.mark(0, selection).unwrap())
        );
    }
    choice.pop();
    assert!(matches!(
        ballot.plaintext(&contests, &choice),
        Err(ChoiceError::Contests { .. })
    ));
}

fn refusal(rule: Value, outcome: Value, options: Value) -> ManifestError {
    let mut document = sample();
    document["contests"][0]["rule"] = rule;
    document["contests"][0]["outcome"] = outcome;
    document["contests"][0]["options"] = options;
    Manifest::parse(document.to_string().as_bytes()).unwrap_err()
}

fn options(ids: &[&str]) -> Value {
    json!(
        ids.iter()
            .map(|id| json!({"id": id, "title": {"en": id}, "cost": 5}))
            .collect::<Vec<_>>()
    )
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table is read as one")]
fn every_bad_contest_is_refused_with_the_path_of_its_field() {
    let three = || options(&["a", "b", "c"]);
    let many = |count: usize| {
        let ids: Vec<String> = (0..count).map(|place| format!("o{place}")).collect();
        options(&ids.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let grades = |ids: &[&str]| json!({"kind": "grades", "grades": ids.iter().map(|id| json!({"id": id, "title": {"en": "t"}})).collect::<Vec<_>>()});
    let judged = || json!({"judgement": {"seats": 1}});
    let pairs = || json!({"pairwise": {"method": "borda"}});
    let most = u32::MAX;
    let cases = [
        (
            json!({"kind": "single", "blank": "nobody"}),
            top(),
            three(),
            "contests[0].rule.blank",
        ),
        (
            json!({"kind": "single"}),
            top(),
            options(&["a"]),
            "contests[0].options",
        ),
        (
            json!({"kind": "single", "surprise": 1}),
            top(),
            three(),
            "contests[0].rule",
        ),
        (
            json!({"kind": "choose", "min": 2, "max": 1}),
            top(),
            three(),
            "contests[0].rule.min",
        ),
        (
            json!({"kind": "choose", "min": 0, "max": 4}),
            top(),
            three(),
            "contests[0].rule.max",
        ),
        (
            json!({"kind": "lists", "lists": [{"list": "a", "candidates": ["b"]}]}),
            top(),
            options(&["a", "b"]),
            "contests[0].rule.lists",
        ),
        (
            json!({"kind": "lists", "lists": [{"list": "a", "candidates": ["x"]}, {"list": "b", "candidates": []}]}),
            top(),
            three(),
            "contests[0].rule.lists",
        ),
        (
            json!({"kind": "lists", "lists": [{"list": "a", "candidates": ["c"]}, {"list": "b", "candidates": ["c"]}]}),
            top(),
            three(),
            "contests[0].rule.lists",
        ),
        (
            json!({"kind": "lists", "lists": [{"list": "a", "candidates": []}, {"list": "b", "candidates": []}]}),
            top(),
            three(),
            "contests[0].rule.lists",
        ),
        (
            json!({"kind": "score", "max": 0}),
            top(),
            three(),
            "contests[0].rule.max",
        ),
        (
            json!({"kind": "points", "min": 0, "max": 0, "each": 1}),
            top(),
            three(),
            "contests[0].rule.max",
        ),
        (
            json!({"kind": "points", "min": 4, "max": 9, "each": 1}),
            top(),
            three(),
            "contests[0].rule.min",
        ),
        (
            json!({"kind": "points", "min": 0, "max": 3, "each": 4}),
            top(),
            three(),
            "contests[0].rule.each",
        ),
        (
            json!({"kind": "quadratic", "credits": 70000}),
            top(),
            three(),
            "contests[0].rule.credits",
        ),
        (
            json!({"kind": "quadratic", "credits": 65536}),
            top(),
            many(10),
            "contests[0].rule",
        ),
        (grades(&["only"]), judged(), three(), "contests[0].rule.grades"),
        (grades(&["g", "g"]), judged(), three(), "contests[0].rule.grades"),
        (grades(&["g", ""]), judged(), three(), "contests[0].rule.grades"),
        (grades(&["bad", "good"]), top(), three(), "contests[0].outcome"),
        (
            json!({"kind": "budget", "envelope": 0}),
            top(),
            three(),
            "contests[0].rule.envelope",
        ),
        (
            json!({"kind": "budget", "envelope": u64::MAX}),
            top(),
            three(),
            "contests[0].rule.envelope",
        ),
        (
            json!({"kind": "budget", "envelope": 9, "max": 4}),
            top(),
            three(),
            "contests[0].rule.max",
        ),
        (
            json!({"kind": "budget", "envelope": 9, "min": 3, "max": 2}),
            top(),
            three(),
            "contests[0].rule.min",
        ),
        (
            json!({"kind": "budget", "envelope": 9}),
            top(),
            json!([{"id": "a", "title": {"en": "a"}, "cost": 1}, {"id": "b", "title": {"en": "b"}}]),
            "contests[0].options[1].cost",
        ),
        (
            json!({"kind": "budget", "envelope": 9}),
            top(),
            json!([{"id": "a", "title": {"en": "a"}, "cost": u64::MAX}]),
            "contests[0].options[0].cost",
        ),
        (
            json!({"kind": "ranking", "ties": true}),
            pairs(),
            many(11),
            "contests[0].options",
        ),
        (
            json!({"kind": "ranking", "ties": true}),
            top(),
            three(),
            "contests[0].outcome",
        ),
        (
            json!({"kind": "allocation", "amount": 0}),
            top(),
            three(),
            "contests[0].rule.amount",
        ),
        (
            json!({"kind": "allocation", "amount": u64::from(most) + 1}),
            top(),
            three(),
            "contests[0].rule",
        ),
        (
            json!({"kind": "allocation", "amount": 5}),
            top(),
            many(65),
            "contests[0].options",
        ),
        (
            json!({"kind": "score", "max": 1}),
            top(),
            many(2049),
            "contests[0].options",
        ),
        (
            json!({"kind": "score", "max": most}),
            top(),
            many(65),
            "contests[0].rule",
        ),
        (
            json!({"kind": "single"}),
            json!({"budget": {"envelope": 9, "order": "votes", "skip": true}}),
            json!([{"id": "a", "title": {"en": "a"}}, {"id": "b", "title": {"en": "b"}}]),
            "contests[0].options[0].cost",
        ),
    ];
    for (rule, outcome, options, path) in cases {
        let said = rule.to_string();
        let error = refusal(rule, outcome, options);
        assert_eq!(error.path, path, "{said}: {error}");
    }
}
