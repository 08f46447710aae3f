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

/// What is written instead of what in a sound manifest, as text.
const TEXTS: [(&str, &str, &str); 6] = [
    ("a key twice", "\"comitia\":1", "\"comitia\":1,\"comitia\":1"),
    ("an unknown field", "\"comitia\":1", "\"comitia\":1,\"more\":1"),
    ("null", "\"comitia\":1", "\"comitia\":1,\"description\":null"),
    ("a fraction", "\"comitia\":1", "\"comitia\":1.0"),
    ("half a surrogate pair", "A vote", "\\ud800"),
    ("a byte order mark", "{", "\u{feff}{"),
];

/// What stands in a field instead, as JSON.
const FIELDS: [(&str, &str, &str); 8] = [
    ("a struct as a list", "/groups/0", r#"["all", {"en": "All"}]"#),
    (
        "a time without an offset",
        "/times/opens_at",
        r#""2026-02-01T08:00:00""#,
    ),
    (
        "a key of small order",
        "/log_key",
        r#""0100000000000000000000000000000000000000000000000000000000000000""#,
    ),
    (
        "a second spelling of a key",
        "/log_key",
        r#""f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f""#,
    ),
    ("a threshold of half", "/threshold", "1"),
    ("white space for a name", "/authority/name", r#""\u2003""#),
    (
        "a blank option that is not there",
        "/contests/0/rule",
        r#"{"kind": "single", "blank": "e"}"#,
    ),
    (
        "an outcome of other counts",
        "/contests/0/outcome",
        r#"{"judgement": {"seats": 1}}"#,
    ),
];

/// Manifests that are refused.
fn bad() -> anyhow::Result<Vec<Value>> {
    let base = manifest(
        &json!({"kind": "single"}),
        &json!({"majority": {"kind": "simple"}}),
    );
    let text = base.to_string();
    let changed = |pointer: &str, value: Value| {
        let mut document = base.clone();
        if let Some(field) = document.pointer_mut(pointer) {
            *field = value;
        }
        document.to_string()
    };
    let mut all: Vec<(&str, String)> = TEXTS
        .iter()
        .map(|(what, from, to)| (*what, text.replacen(from, to, 1)))
        .collect();
    for (what, pointer, value) in FIELDS {
        all.push((what, changed(pointer, serde_json::from_str(value)?)));
    }
    let ranking = |text: &str| text.replacen("\"single\"", "\"ranking\",\"ties\":true", 1);
    let options = |count| changed("/contests/0/options", many_options(count));
    all.push((
        "one key for two",
        changed("/log_key", base["authority"]["key"].clone()),
    ));
    all.push(("more options than can be ranked", ranking(&options(11))));
    all.push(("a ballot that does not fit", options(2000)));
    all.iter()
        .map(|(what, other)| refused(what, other, &text))
        .collect()
}

fn refused(what: &str, other: &str, text: &str) -> anyhow::Result<Value> {
    ensure!(other != text, "{what} changes nothing");
    let refusal = Manifest::parse(other.as_bytes()).err();
    let refusal = refusal.with_context(|| format!("{what} is accepted"))?;
    Ok(json!({ "what": what, "manifest": base64(other.as_bytes()), "path": refusal.path }))
}

fn many_options(count: usize) -> Value {
    (0..count)
        .map(|n| json!({"id": n.to_string(), "title": {"en": "x"}}))
        .collect()
}
