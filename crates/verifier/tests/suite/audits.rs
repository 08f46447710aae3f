//! Booths that tell the truth, and booths that do not.

use crate::support;

use crate::support::{record_of, vote, write};
use comitia_crypto::codec::Encode as _;
use comitia_rehearsal::Simulation;
use comitia_rehearsal::actors::Sealed;
use comitia_verifier::LogSource;
use comitia_verifier::audit::{Audit, Opening, audit};
use data_encoding::{BASE64, HEXLOWER};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

fn opening(
    world: &Simulation,
    sealed: &Sealed,
    randomness: &comitia_crypto::group::Scalar,
    option: usize,
) -> Value {
    json!({
        "comitia": "audit/v1",
        "election": world.election().id().to_string(),
        "body": BASE64.encode(&sealed.body.to_bytes()),
        "randomness": HEXLOWER.encode(&randomness.to_bytes()),
        "selections": [[option]]
    })
}

fn audited(folder: &Path, opening: &Value) -> Audit {
    let opening = Opening::parse(opening.to_string().as_bytes()).unwrap();
    let source = LogSource::open(folder.to_str().unwrap(), None).unwrap();
    audit(&source, &opening, ChaCha20Rng::seed_from_u64(5), &mut ()).unwrap()
}

fn wrong(audit: &Audit) -> String {
    assert!(!audit.is_ok());
    let wrong = audit.findings.iter().filter(|finding| !finding.ok);
    wrong
        .map(|finding| finding.text.clone())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn an_audit_shows_what_was_sealed_and_exposes_a_booth_that_lies() {
    let mut world = support::open(6);
    vote(&mut world, 0, 0);
    let sealed = world.seal(1, &[vec![1]]).unwrap();
    world.give_up(1, &sealed).unwrap();
    let other = world.seal(2, &[vec![0]]).unwrap();
    let (randomness, other_randomness) = (sealed.opening.randomness(), other.opening.randomness());
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &record_of(&world));
    let honest = opening(&world, &sealed, randomness, 1);
    let audit = audited(folder.path(), &honest);
    assert!(audit.is_ok(), "{:?}", audit.findings);
    assert!(
        audit
            .findings
            .iter()
            .any(|finding| finding.text.contains("cars") && finding.text.ends_with("No"))
    );
    let lie = opening(&world, &sealed, randomness, 0);
    let exposed = wrong(&audited(folder.path(), &lie));
    assert!(
        exposed.contains("LIED: it said") && exposed.ends_with("Yes"),
        "{exposed}"
    );
    let unlogged = opening(&world, &other, other_randomness, 0);
    assert!(wrong(&audited(folder.path(), &unlogged)).contains("no audit of the ballot"));
    let foreign = opening(&world, &sealed, other_randomness, 1);
    assert!(wrong(&audited(folder.path(), &foreign)).contains("randomness"));
    // The program says the same, by its exit code.
    let run = |content: &str| {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), content).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_comitia-verify"));
        command
            .arg("audit")
            .arg(folder.path())
            .arg("--opening")
            .arg(file.path());
        let output = command.output().unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    assert_eq!(run(&honest.to_string()).0, 0);
    assert_eq!(run(&lie.to_string()).0, 1);
    let (code, error) = run("https://evil.example/show");
    assert!(code == 2 && error.contains("address"));
    assert_eq!(run("{}").0, 2);
}

#[test]
fn a_ballot_that_was_cast_is_no_audited_one() {
    let mut world = support::open(6);
    let sealed = world.seal(1, &[vec![1]]).unwrap();
    world.cast(1, &sealed).unwrap();
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &record_of(&world));
    let wrong = wrong(&audited(
        folder.path(),
        &opening(&world, &sealed, sealed.opening.randomness(), 1),
    ));
    assert!(wrong.contains("was cast, at entry"), "{wrong}");
}
