//! What the registrar takes from a manifest, and the roll it gives back.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use comitia_crypto::codec::Decode as _;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{Author, EntryKind, Roll, signing_input};
use comitia_election::manifest::Manifest;
use comitia_registrar::election::{RollError, list_rules, occasion, signed_roll};
use comitia_registrar::issue::{self, Issued};
use comitia_registrar::letters::Language;
use comitia_registrar::voters;
use jiff::tz::TimeZone;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

mod common;

const KEY: [u8; 32] = [3; 32];
const TWO_GROUPS: &str =
    r#"[{"id": "north", "title": {"fr": "Nord", "en": "North"}}, {"id": "south", "title": {"fr": "Sud"}}]"#;

fn json() -> String {
    common::manifest_json("\"floor\": 7,", &common::key(3)).replace(common::ONE_GROUP, TWO_GROUPS)
}

fn parse(text: &str) -> Manifest {
    Manifest::parse(text.as_bytes()).unwrap()
}

fn manifest() -> Manifest {
    parse(&json())
}

fn issued(manifest: &Manifest, list: &str) -> Vec<Issued> {
    let voters = voters::read(list.as_bytes(), &list_rules(manifest))
        .unwrap()
        .voters;
    issue::issue(voters, manifest.id(), &mut ChaCha20Rng::seed_from_u64(1), || {}).unwrap()
}

#[test]
fn the_roll_holds_every_credential_once_and_is_signed_by_the_registrar() {
    let manifest = manifest();
    let issued = issued(
        &manifest,
        "name;weight;group\nAda;1;north\nBen;5;south\nCy;1;north\n",
    );
    let key = SigningKey::from_seed(&KEY);
    let object = signed_roll(&manifest, &issued, &key).unwrap();
    let roll = Roll::from_bytes(&object.payload).unwrap();
    assert_eq!((roll.entries().len(), roll.total_weight()), (3, 7));
    for one in &issued {
        let entry = roll.entries()[roll.find(&one.credential).unwrap()];
        assert_eq!(
            (entry.weight, entry.group),
            (one.voter.weight.get(), one.voter.group)
        );
    }
    let [endorsement] = object.endorsements.as_slice() else {
        panic!("one signature")
    };
    let input = signing_input(manifest.id(), EntryKind::Roll, &object.payload);
    assert!(endorsement.author == Author::Registrar);
    assert!(manifest.registrar.key.0.verifies(&input, &endorsement.signature));
}

#[test]
fn p6_neither_names_nor_the_order_of_the_list_are_on_the_roll() {
    let manifest = manifest();
    let list = (0..40).fold("name;group\n".to_owned(), |list, number| {
        format!("{list}Voter {number};north\n")
    });
    let issued = issued(&manifest, &list);
    let object = signed_roll(&manifest, &issued, &SigningKey::from_seed(&KEY)).unwrap();
    assert!(!object.payload.windows(5).any(|window| window == b"Voter"));
    let roll = Roll::from_bytes(&object.payload).unwrap();
    assert!(roll.entries().iter().map(|entry| entry.credential).is_sorted());
    assert!(!issued.iter().map(|one| one.credential).is_sorted());
}

#[test]
fn r1_a_key_that_the_manifest_does_not_pin_signs_no_roll() {
    let manifest = manifest();
    let issued = issued(&manifest, "name;group\nAda;north\n");
    let error = signed_roll(&manifest, &issued, &SigningKey::from_seed(&[9; 32])).unwrap_err();
    assert!(matches!(error, RollError::OtherRegistrar { .. }));
}

#[test]
fn weights_that_no_count_can_hold_are_refused_before_letters_are_printed() {
    let manifest = manifest();
    let list = (0..257).fold("name;group;weight\n".to_owned(), |list, number| {
        format!("{list}Voter {number};north;{}\n", u32::MAX)
    });
    let error = signed_roll(&manifest, &issued(&manifest, &list), &SigningKey::from_seed(&KEY)).unwrap_err();
    assert_eq!(
        error,
        RollError::TooHeavy {
            total: 257 * u64::from(u32::MAX)
        }
    );
}

#[test]
fn letters_say_what_the_manifest_says_in_their_language() {
    let manifest = manifest();
    let zone = TimeZone::get("Europe/Paris").unwrap();
    let occasion = occasion(
        &manifest,
        Language::English,
        "https://vote.example/en".to_owned(),
        &zone,
    )
    .unwrap();
    assert_eq!(
        (occasion.title.as_str(), occasion.organiser.as_str()),
        ("Close the street?", "Ville d'Exemple")
    );
    assert_eq!(occasion.groups, ["North", "Sud"]);
    assert_eq!(
        occasion.opens.to_string(),
        "2027-03-01T08:00:00+01:00[Europe/Paris]"
    );
    assert_eq!(occasion.election, *manifest.id());
    let rules = list_rules(&manifest);
    assert_eq!(
        (rules.groups, rules.floor),
        (vec!["north".to_owned(), "south".to_owned()], 7)
    );
}

#[test]
fn b7_two_elections_give_one_code_two_credentials() {
    let other = parse(&json().replace(&"00".repeat(32), &"01".repeat(32)));
    let here = issued(&manifest(), "name;group\nAda;north\n");
    let there = issued(&other, "name;group\nAda;north\n");
    assert!(here[0].code == there[0].code && here[0].credential != there[0].credential);
}
