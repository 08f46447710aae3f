use super::*;
use serde_json::{Value, json};

/// A key that belongs to nobody: the public key of a constant seed.
fn key(seed: u8) -> String {
    comitia_crypto::signing::SigningKey::from_seed(&[seed; 32])
        .verifying_key()
        .to_string()
}

pub(crate) fn sample() -> Value {
    json!({
        "comitia": 1,
        "host": "vote.example",
        "nonce": "00".repeat(32),
        "title": {"fr": "Faut-il fermer le centre aux voitures ?", "en": "Should the centre be closed to cars?"},
        "authority": {"name": "Town of Example", "key": key(1)},
        "log_key": key(2),
        "registrar": {"name": "Election office", "key": key(3)},
        "trustees": [
            {"name": "Ada", "key": key(4)}, {"name": "Blaise", "key": key(5)}, {"name": "Chen", "key": key(6)}
        ],
        "threshold": 2,
        "authentication": "none",
        "credentials": "registrar-codes",
        "booth": "native",
        "times": {
            "ceremony": {
                "enrol": "2026-01-01T00:00:00Z", "commit": "2026-01-02T00:00:00Z", "reveal": "2026-01-03T00:00:00Z",
                "complain": "2026-01-04T00:00:00Z", "answer": "2026-01-05T00:00:00Z", "accept": "2026-01-06T00:00:00Z"
            },
            "opens_at": "2026-02-01T08:00:00+01:00",
            "closes_at": "2026-02-01T18:00:00+01:00"
        },
        "groups": [{"id": "all", "title": {"fr": "Tout le monde"}}],
        "contests": [{
            "id": "cars",
            "title": {"fr": "Fermer ?"},
            "options": [
                {"id": "yes", "title": {"fr": "Oui"}}, {"id": "no", "title": {"fr": "Non"}},
                {"id": "blank", "title": {"fr": "Blanc"}}
            ],
            "rule": {"kind": "single", "blank": "blank"},
            "outcome": {"majority": {"kind": "simple"}}
        }]
    })
}

fn refusal(edit: impl FnOnce(&mut Value)) -> ManifestError {
    let mut document = sample();
    edit(&mut document);
    Manifest::parse(document.to_string().as_bytes()).unwrap_err()
}

#[test]
fn a_sound_manifest_is_accepted_and_named_by_its_bytes() {
    let bytes = sample().to_string();
    let manifest = Manifest::parse(bytes.as_bytes()).unwrap();
    assert_eq!(*manifest.id(), ElectionId::of_manifest(bytes.as_bytes()));
    assert_eq!(
        manifest.origin(),
        format!("vote.example/elections/{}", manifest.id())
    );
    assert_eq!(manifest.times.opens_at.to_rfc3339(), "2026-02-01T07:00:00Z");
    assert_eq!(
        (
            manifest.ballot().shape().bits(),
            manifest.ballot().shape().counters()
        ),
        (3, 3)
    );
}

#[test]
fn every_refusal_names_the_path_of_its_field() {
    type Edit = fn(&mut Value);
    let cases: Vec<(&str, Edit)> = vec![
        ("comitia", |d| d["comitia"] = json!(2)),
        ("host", |d| d["host"] = json!("https://vote.example/")),
        ("nonce", |d| d["nonce"] = json!("1234")),
        ("title.fr", |d| d["title"] = json!({"fr": 5})),
        ("trustees[1].key", |d| d["trustees"][1]["key"] = json!("zz")),
        ("trustees[1].key", |d| {
            d["trustees"][1]["key"] = d["trustees"][0]["key"].clone()
        }),
        ("registrar.key", |d| d["registrar"]["key"] = json!(key(1))),
        ("threshold", |d| d["threshold"] = json!(0)),
        ("threshold", |d| d["threshold"] = json!(4)),
        ("threshold", |d| d["threshold"] = json!(1)),
        ("witnesses.quorum", |d| d["witnesses"] = json!({"quorum": 1})),
        ("witnesses.keys[0]", |d| {
            d["witnesses"] = json!({"quorum": 1, "keys": ["no key"]})
        }),
        ("times.opens_at", |d| d["times"]["opens_at"] = json!("yesterday")),
        ("times.opens_at", |d| {
            d["times"]["opens_at"] = json!("2026-01-05T00:00:00Z")
        }),
        ("times.closes_at", |d| {
            d["times"]["closes_at"] = json!("2026-02-01T07:00:00Z")
        }),
        ("times.ceremony.commit", |d| {
            d["times"]["ceremony"]["commit"] = json!("2025-01-01T00:00:00Z")
        }),
        ("groups", |d| d["groups"] = json!([])),
        ("floor", |d| d["floor"] = json!(0)),
        ("contests", |d| d["contests"] = json!([])),
        ("contests[0].options[1].id", |d| {
            d["contests"][0]["options"][1]["id"] = json!("yes")
        }),
        ("contests[0].rule.blank", |d| {
            d["contests"][0]["rule"]["blank"] = json!("none")
        }),
        ("contests[0].rule.min", |d| {
            d["contests"][0]["rule"] = json!({"kind": "choose", "min": 2, "max": 1})
        }),
        ("contests[0].rule.max", |d| {
            d["contests"][0]["rule"] = json!({"kind": "choose", "min": 0, "max": 4})
        }),
        ("contests[0].rule.kind", |d| {
            d["contests"][0]["rule"] = json!({"kind": "sortition"})
        }),
    ];
    for (path, edit) in cases {
        let error = refusal(edit);
        assert_eq!(error.path, path, "{error}");
    }
}

#[test]
fn g3_unknown_and_duplicate_fields_are_refused() {
    assert!(refusal(|d| d["surprise"] = json!(1)).problem.contains("surprise"));
    let twice = sample()
        .to_string()
        .replacen("\"comitia\":1", "\"comitia\":1,\"comitia\":1", 1);
    assert!(
        Manifest::parse(twice.as_bytes())
            .unwrap_err()
            .problem
            .contains("duplicate")
    );
    let trailing = format!("{} ", sample()) + "{}";
    assert!(Manifest::parse(trailing.as_bytes()).is_err());
}

#[test]
fn g3_a_value_in_another_form_than_its_own_is_refused() {
    let other = "another form";
    let path = |edit: fn(&mut Value)| {
        let refusal = refusal(edit);
        assert!(refusal.problem.contains(other), "{refusal}");
        refusal.path
    };
    // serde reads each of these as what stood there before.
    let as_list = path(|d| d["groups"][0] = json!(["all", {"fr": "Tout le monde"}]));
    assert_eq!(as_list, "groups[0]");
    assert_eq!(path(|d| d["booth"] = json!({"native": null})), "booth");
    assert_eq!(path(|d| d["description"] = Value::Null), "description");
    assert_eq!(
        path(|d| d["contests"][0]["rule"] = json!(["single", "blank"])),
        "contests[0].rule"
    );
}

#[test]
fn g4_a_manifest_names_no_group_and_no_strength() {
    for field in [
        "group",
        "generator",
        "curve",
        "hash",
        "bits",
        "security",
        "version",
    ] {
        assert!(refusal(|d| d[field] = json!("weaker")).problem.contains(field));
    }
    for version in [json!(0), json!(2), json!("1")] {
        assert_eq!(refusal(|d| d["comitia"] = version).path, "comitia");
    }
}

#[test]
fn d11_weak_thresholds_need_a_waiver_that_everybody_sees() {
    assert_eq!(refusal(|d| d["threshold"] = json!(1)).path, "threshold");
    let mut document = sample();
    document["threshold"] = json!(1);
    document["waivers"] = json!({"trustees": {"en": "A vote of a small club."}});
    assert!(Manifest::parse(document.to_string().as_bytes()).is_ok());
}

#[test]
fn p7_nobody_is_trustee_with_a_key_of_another_role_and_fewer_than_three_need_a_waiver() {
    for role in ["authority", "registrar"] {
        let error = refusal(|d| d["trustees"][1]["key"] = d[role]["key"].clone());
        assert_eq!(error.path, "trustees[1].key", "{role}");
    }
    let error = refusal(|d| d["trustees"][2]["key"] = d["log_key"].clone());
    assert_eq!(error.path, "trustees[2].key");
    let error = refusal(|d| d["trustees"][2]["key"] = d["trustees"][0]["key"].clone());
    assert_eq!(error.path, "trustees[2].key", "one person with two seats");
    let alone = |d: &mut Value| {
        d["trustees"] = json!([{"name": "The server", "key": key(4)}]);
        d["threshold"] = json!(1);
    };
    assert_eq!(refusal(alone).path, "threshold");
    let mut waived = sample();
    alone(&mut waived);
    waived["waivers"] = json!({"trustees": {"en": "A trial."}});
    let manifest = Manifest::parse(waived.to_string().as_bytes()).unwrap();
    assert!(
        manifest.waivers.trustees.is_some(),
        "everybody reads it in the manifest"
    );
}

#[test]
fn a_ballot_that_would_not_fit_in_an_entry_is_refused() {
    let error = refusal(|d| {
        let options: Vec<Value> = (0..1500)
            .map(|i| json!({"id": i.to_string(), "title": {"en": i.to_string()}}))
            .collect();
        d["contests"][0]["options"] = json!(options);
        d["contests"][0]["rule"] = json!({"kind": "single"});
    });
    assert_eq!(error.path, "contests[0].rule");
    assert!(error.problem.contains("65535"), "{error}");
}

#[test]
fn a_draft_becomes_a_manifest_and_cannot_set_what_the_server_sets() {
    let fill = Fill {
        host: "vote.example".to_owned(),
        authority_key: HexKey(comitia_crypto::signing::VerifyingKey::parse(&key(1)).unwrap()),
        log_key: HexKey(comitia_crypto::signing::VerifyingKey::parse(&key(2)).unwrap()),
        nonce: [7; 32],
        now: 1_700_000_000,
    };
    let mut draft = sample();
    assert!(matches!(
        complete_draft(draft.to_string().as_bytes(), &fill),
        Err(DraftError::Reserved("comitia"))
    ));
    for field in ["comitia", "host", "nonce", "log_key"] {
        draft.as_object_mut().unwrap().remove(field);
    }
    draft["authority"].as_object_mut().unwrap().remove("key");
    draft["times"].as_object_mut().unwrap().remove("ceremony");
    let manifest = complete_draft(draft.to_string().as_bytes(), &fill).unwrap();
    assert_eq!(manifest.times.ceremony.accept, manifest.times.opens_at);
    assert!(manifest.times.ceremony.enrol.0 > fill.now);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(bytes: Vec<u8>, at in 0usize..2000, value: u8) {
        let _ = Manifest::parse(&bytes);
        let mut sample = sample().to_string().into_bytes();
        let at = at % sample.len();
        sample[at] = value;
        let _ = Manifest::parse(&sample);
    }
}
