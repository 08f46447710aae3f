//! Manifests of every kind of contest: their shapes, choices, and what is no manifest.

use crate::base64;
use anyhow::{Context as _, ensure};
use comitia_crypto::signing::SigningKey;
use comitia_election::contest::Selection;
use comitia_election::manifest::Manifest;
use serde_json::{Value, json};

pub fn vectors() -> anyhow::Result<Value> {
    let kinds: anyhow::Result<Vec<Value>> = kinds().into_iter().map(|kind| good(&kind)).collect();
    Ok(json!({ "good": kinds?, "bad": bad()? }))
}

/// A rule, its outcome, and a choice.
struct Kind {
    rule: Value,
    outcome: Value,
    choice: Selection,
}

fn kinds() -> Vec<Kind> {
    let kind = |rule: Value, outcome: &Value, choice: &[usize]| Kind {
        rule,
        outcome: outcome.clone(),
        choice: choice.to_vec(),
    };
    let majority = json!({"majority": {"kind": "absolute"}});
    let top = json!({"top": {"seats": 2}});
    let pairwise = json!({"pairwise": {"method": "borda"}});
    let budget = json!({"budget": {"envelope": 100, "order": "votes", "skip": true}});
    let grades: Vec<Value> = ["bad", "fair", "good"]
        .map(|id| json!({"id": id, "title": {"en": id}}))
        .to_vec();
    let lists = json!([{"list": "a", "candidates": ["b"]}, {"list": "c", "candidates": []}]);
    vec![
        kind(json!({"kind": "single", "blank": "d"}), &majority, &[1]),
        kind(
            json!({"kind": "choose", "min": 1, "max": 3, "blank": "d"}),
            &top,
            &[0, 2],
        ),
        kind(
            json!({"kind": "lists", "lists": lists, "blank": "d"}),
            &top,
            &[0, 1],
        ),
        kind(json!({"kind": "score", "max": 5}), &top, &[5, 0, 3, 4]),
        kind(
            json!({"kind": "points", "min": 2, "max": 9, "each": 6}),
            &top,
            &[6, 0, 1, 0],
        ),
        kind(json!({"kind": "quadratic", "credits": 20}), &top, &[3, 2, 0, 1]),
        kind(
            json!({"kind": "grades", "grades": grades}),
            &json!({"judgement": {"seats": 1}}),
            &[2, 0, 1, 1],
        ),
        kind(
            json!({"kind": "budget", "envelope": 100, "min": 1, "max": 3}),
            &budget,
            &[0, 1],
        ),
        kind(
            json!({"kind": "ranking", "ties": true, "blank": "d"}),
            &pairwise,
            &[2, 1, 2],
        ),
        kind(
            json!({"kind": "ranking", "ties": false}),
            &pairwise,
            &[4, 1, 3, 2],
        ),
        kind(
            json!({"kind": "allocation", "amount": 1000}),
            &top,
            &[999, 0, 0, 1],
        ),
    ]
}

fn manifest(rule: &Value, outcome: &Value) -> Value {
    let key = |seed: u8| SigningKey::from_seed(&[seed; 32]).verifying_key().to_string();
    let option = |(id, cost): (&str, u64)| json!({"id": id, "title": {"en": id}, "cost": cost});
    let options: Vec<Value> = [("a", 10), ("b", 25), ("c", 70), ("d", 0)].map(option).to_vec();
    json!({
        "comitia": 1, "host": "vote.example", "nonce": "00".repeat(32), "title": {"en": "A vote"},
        "authority": {"name": "Town", "key": key(1)}, "log_key": key(2), "registrar": {"name": "Office", "key": key(3)},
        "trustees": [{"name": "Ada", "key": key(4)}, {"name": "Blaise", "key": key(5)}, {"name": "Chen", "key": key(6)}],
        "threshold": 2, "authentication": "none", "credentials": "registrar-codes", "booth": "native",
        "times": {
            "ceremony": {
                "enrol": "2026-01-01T00:00:00Z", "commit": "2026-01-02T00:00:00Z", "reveal": "2026-01-03T00:00:00Z",
                "complain": "2026-01-04T00:00:00Z", "answer": "2026-01-05T00:00:00Z", "accept": "2026-01-06T00:00:00Z"
            },
            "opens_at": "2026-02-01T08:00:00+01:00", "closes_at": "2026-02-01T18:00:00+01:00"
        },
        "groups": [{"id": "all", "title": {"en": "All"}}],
        "contests": [{"id": "one", "title": {"en": "One"}, "options": options, "rule": rule, "outcome": outcome}]
    })
}

fn good(kind: &Kind) -> anyhow::Result<Value> {
    let bytes = serde_json::to_vec(&manifest(&kind.rule, &kind.outcome))?;
    let read = Manifest::parse(&bytes)?;
    let (ballot, shape) = (read.ballot(), read.ballot().shape());
    let plaintext = ballot.plaintext(&read.contests, core::slice::from_ref(&kind.choice))?;
    let bits: String = plaintext
        .bits
        .iter()
        .map(|bit| if *bit { '1' } else { '0' })
        .collect();
    Ok(json!({
        "rule": kind.rule,
        "manifest": base64(&bytes),
        "election": read.id().to_string(),
        "shape": shape.digest().to_string(),
        "bits": shape.bits(),
        "amounts": shape.amounts(),
        "counters": shape.counters(),
        "equations": shape.equations(),
        "largest_counts": shape.largest_counts(),
        "choice": kind.choice,
        "plaintext": { "bits": bits, "amounts": plaintext.amounts.to_vec() },
        "counts": shape.count(&plaintext),
    }))
}

/// Manifests that are refused.
fn bad() -> anyhow::Result<Vec<Value>> {
    let single = json!({"kind": "single"});
    let majority = json!({"majority": {"kind": "simple"}});
    let base = || manifest(&single, &majority);
    let changed = |pointer: &str, value: Value| {
        let mut document = base();
        if let Some(field) = document.pointer_mut(pointer) {
            *field = value;
        }
        document.to_string()
    };
    let text = base().to_string();
    let all = [
        (
            "a key twice",
            text.replacen("\"comitia\":1", "\"comitia\":1,\"comitia\":1", 1),
        ),
        (
            "an unknown field",
            text.replacen("\"comitia\":1", "\"comitia\":1,\"more\":1", 1),
        ),
        ("a fraction", text.replacen("\"comitia\":1", "\"comitia\":1.0", 1)),
        ("half a surrogate pair", text.replacen("A vote", "\\ud800", 1)),
        ("a byte order mark", format!("\u{feff}{text}")),
        (
            "a struct as a list",
            changed("/groups/0", json!(["all", {"en": "All"}])),
        ),
        (
            "null",
            changed("/description", Value::Null).replacen("\"title\"", "\"description\":null,\"title\"", 1),
        ),
        (
            "a time without an offset",
            changed("/times/opens_at", json!("2026-02-01T08:00:00")),
        ),
        (
            "a key of small order",
            changed("/log_key", json!(format!("01{}", "00".repeat(31)))),
        ),
        (
            "a second spelling of a key",
            changed("/log_key", json!(format!("f0{}7f", "ff".repeat(30)))),
        ),
        (
            "one key for two",
            changed("/log_key", base()["authority"]["key"].clone()),
        ),
        ("a threshold of half", changed("/threshold", json!(1))),
        (
            "white space for a name",
            changed("/authority/name", json!("\u{2003}")),
        ),
        (
            "a blank option that is not there",
            changed("/contests/0/rule", json!({"kind": "single", "blank": "e"})),
        ),
        (
            "an outcome of other counts",
            changed("/contests/0/outcome", json!({"judgement": {"seats": 1}})),
        ),
        (
            "more options than can be ranked",
            changed("/contests/0/options", many_options(11)).replacen(
                "\"single\"",
                "\"ranking\",\"ties\":true",
                1,
            ),
        ),
        (
            "a ballot that does not fit",
            changed("/contests/0/options", many_options(2000)),
        ),
    ];
    let mut refused = Vec::new();
    for (what, text) in all {
        ensure!(text != base().to_string(), "{what} changes nothing");
        let refusal = Manifest::parse(text.as_bytes())
            .err()
            .with_context(|| format!("{what} is accepted"))?;
        refused.push(json!({ "what": what, "manifest": base64(text.as_bytes()), "path": refusal.path }));
    }
    Ok(refused)
}

fn many_options(count: usize) -> Value {
    (0..count)
        .map(|n| json!({"id": n.to_string(), "title": {"en": "x"}}))
        .collect()
}
