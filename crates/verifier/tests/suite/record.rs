//! A published record, as it is and with one thing changed.

use crate::support;

use crate::support::{checkpoint_of, finish, finished, record_of, verified, vote, write};
use comitia_election::verification::{CheckId, Status};
use comitia_rehearsal::{Simulation, record};
use comitia_verifier::summary::Summary;
use comitia_verifier::{LogSource, Request, SourceError, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::fs;
use std::process::Command;
use std::sync::LazyLock;

static WORLD: LazyLock<Simulation> = LazyLock::new(finished);

fn program(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_comitia-verify"))
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn culprit(verification: &comitia_verifier::Verification, id: CheckId) -> String {
    match verification.report().status(id) {
        Some(Status::Failed(culprit)) => culprit.clone(),
        other => panic!("{id} did not fail: {other:?}"),
    }
}

#[test]
fn a_true_record_verifies_and_gives_its_counts() {
    let world = &*WORLD;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &record_of(world));
    let verification = verified(folder.path(), None);
    assert!(verification.is_ok(), "{:?}", verification.report());
    let (code, out, _) = program(&[folder.path().to_str().unwrap(), "--json"]);
    assert_eq!(code, 0);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["ok"], true);
    assert_eq!(report["checks"].as_array().unwrap().len(), 24);
    assert_eq!(report["checks"][23]["id"], "V24");
    assert!(report["checks"][23]["skipped"].is_string());
    // Voter 0 voted last for option 239 mod 3, blank; voter 11, who had voted blank, was cancelled.
    assert_eq!(
        report["counts"],
        serde_json::json!({"cars": {"yes": 3, "no": 4, "blank": 4}})
    );
    assert_eq!(report["groups"]["nobody"]["cars"]["yes"], 0);
    assert_eq!(report["groups"]["south"]["cars"]["no"], 2);
    let (code, out, _) = program(&[folder.path().to_str().unwrap()]);
    assert_eq!(code, 0);
    assert!(
        out.contains("V01 ok") && out.contains("V24 –") && out.contains("Every check holds."),
        "{out}"
    );
    assert!(
        out.contains("\\u{202e}") && !out.contains('\u{202e}'),
        "the title is escaped: {out}"
    );
}

#[test]
fn any_changed_byte_is_refused_in_every_file_and_so_is_any_other_length() {
    let files = record_of(&WORLD);
    assert!(files.len() > 5, "several tiles and bundles");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &files);
    let refused = |what: &str| {
        let source = LogSource::open(folder.path().to_str().unwrap(), None).unwrap();
        let rng = ChaCha20Rng::seed_from_u64(4);
        match verify(&source, &Request::default(), rng, &mut ()) {
            Ok(verification) => assert!(!verification.is_ok(), "{what} was accepted"),
            Err(error) => assert!(matches!(error, SourceError::NotALog { .. }), "{what}: {error}"),
        }
    };
    for (name, bytes) in &files {
        let path = folder.path().join(name);
        let step = (bytes.len() / 12).max(1);
        let last = bytes.len() - 1;
        for place in (0..bytes.len()).step_by(step).chain([1, last - 1, last]) {
            for flip in [0x01, 0x80] {
                let mut changed = bytes.clone();
                changed[place] ^= flip;
                fs::write(&path, &changed).unwrap();
                refused(&format!("{name} with byte {place} changed by {flip:#x}"));
            }
        }
        fs::write(&path, &bytes[..last]).unwrap();
        refused(&format!("{name} without its last byte"));
        fs::write(&path, [bytes.as_slice(), b"\n"].concat()).unwrap();
        refused(&format!("{name} with a byte more"));
        fs::remove_file(&path).unwrap();
        refused(&format!("the record without {name}"));
        fs::write(&path, bytes).unwrap();
    }
    assert!(verified(folder.path(), None).is_ok(), "the record is whole again");
}

#[test]
fn what_does_not_belong_to_the_record_is_refused() {
    let files = record_of(&WORLD);
    for extra in [
        "notes.txt",
        "tile/0/000.p/3",
        "tile/entries/000.p/9",
        "tile/2/000.p/1",
        "tile/x",
    ] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &files);
        let path = folder.path().join(extra);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"x").unwrap();
        let verification = verified(folder.path(), None);
        assert!(culprit(&verification, CheckId::V22).contains(extra), "{extra}");
    }
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &files);
    fs::create_dir(folder.path().join("empty")).unwrap();
    assert!(culprit(&verified(folder.path(), None), CheckId::V22).contains("empty"));
}

#[test]
fn a_signature_that_nobody_can_verify_and_a_foreign_key_are_refused() {
    let world = &*WORLD;
    let folder = tempfile::tempdir().unwrap();
    let mut files = record_of(world);
    let mut signed = checkpoint_of(world.entries(), &world.log_signer().unwrap());
    let other = comitia_tlog::note::LogSigner::new(
        comitia_tlog::vkey::KeyName::new("stranger.example").unwrap(),
        ed25519_dalek::SigningKey::from_bytes(&[77; 32]),
    );
    signed.push(other.sign(&signed.unverified().to_string())).unwrap();
    files.insert("checkpoint".to_owned(), signed.to_string().into_bytes());
    write(folder.path(), &files);
    assert!(culprit(&verified(folder.path(), None), CheckId::V01).contains("stranger.example"));
    let origin = comitia_tlog::vkey::KeyName::new(world.election().manifest().origin()).unwrap();
    let forger = comitia_tlog::note::LogSigner::new(origin, ed25519_dalek::SigningKey::from_bytes(&[78; 32]));
    let forged = checkpoint_of(world.entries(), &forger).to_string();
    fs::write(folder.path().join("checkpoint"), forged).unwrap();
    assert!(culprit(&verified(folder.path(), None), CheckId::V01).contains("checkpoint"));
}

#[test]
fn another_election_than_the_one_asked_for_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &record_of(&WORLD));
    let place = folder.path().to_str().unwrap();
    assert_eq!(program(&[place, "--election", &"ab".repeat(32)]).0, 1);
    let id = WORLD.election().id().to_string();
    assert_eq!(program(&[place, "--election", &id]).0, 0);
}

#[test]
fn what_cannot_be_read_is_told_apart_from_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    assert_eq!(program(&["/nowhere/at/all"]).0, 2);
    assert_eq!(program(&[place]).0, 2);
    assert_eq!(program(&["http://127.0.0.1:9/"]).0, 2);
    assert_eq!(program(&[]).0, 2);
    write(folder.path(), &record_of(&WORLD));
    assert_eq!(program(&[place, "--receipt", "/nowhere"]).0, 2);
    fs::write(folder.path().join("checkpoint"), "<html>").unwrap();
    assert_eq!(program(&[place]).0, 2);
}

/// The receipt of the entry at `index` in the tree of the first `size` entries.
fn receipt(world: &Simulation, index: u64, size: usize) -> Vec<u8> {
    receipt_of(world, &world.entries()[..size], index)
}

fn receipt_of(world: &Simulation, entries: &[Vec<u8>], index: u64) -> Vec<u8> {
    let receipt = record::receipt(entries, index, &world.log_signer().unwrap()).unwrap();
    receipt.to_string().into_bytes()
}

#[test]
fn a_receipt_says_whether_its_ballot_counts_and_what_replaced_it() {
    let mut world = support::open(12);
    let places: Vec<u64> = (0..12).map(|voter| vote(&mut world, voter, 0)).collect();
    let revote = vote(&mut world, 2, 1);
    let sealed = world.seal(3, &[vec![1]]).unwrap();
    world.give_up(3, &sealed).unwrap();
    let audited = world.entries().len() as u64 - 1;
    let early = world.entries().len();
    world.cancel(1, 4, "17").unwrap();
    let folder = tempfile::tempdir().unwrap();
    finish(&mut world);
    write(folder.path(), &record_of(&world));
    let fate = |receipt: Vec<u8>| verified(folder.path(), Some(&receipt));
    let counted = fate(receipt(&world, places[1], early));
    assert!(counted.is_ok(), "{:?}", counted.report());
    let line = Summary::of(&counted).checks[23].clone();
    assert!(line.covered == 1 && line.remark.unwrap().contains("counts"));
    assert!(fate(receipt(&world, revote, world.entries().len())).is_ok());
    let failed = |bytes| culprit(&fate(bytes), CheckId::V24);
    assert!(failed(receipt(&world, places[2], early)).contains(&format!("at entry {revote}, tracker")));
    assert!(failed(receipt(&world, places[4], early)).contains("paper"));
    assert!(failed(receipt(&world, audited, early)).contains("audited"));
    assert!(failed(receipt(&world, 0, early)).contains("not a ballot"));
    assert!(failed(b"nothing".to_vec()).contains("receipt"));
    let mut changed = receipt(&world, places[1], early);
    let at = changed.iter().position(|byte| *byte == b'\n').unwrap() + 40;
    changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
    assert!(!failed(changed).is_empty());
    // The log showed the voter something else: a ballot less, and then another one.
    let mut fork = support::open(12);
    for voter in 0..12 {
        vote(&mut fork, voter, usize::from(voter == 7));
    }
    assert!(
        failed(receipt(
            &fork,
            places[1],
            usize::try_from(places[11]).unwrap() + 1
        ))
        .contains("history")
    );
    let longer = [world.entries(), &world.entries()[..1]].concat();
    assert!(failed(receipt_of(&world, &longer, places[1])).contains("taken away"));
}

#[test]
fn an_election_that_is_still_open_verifies_as_far_as_it_goes() {
    let mut world = support::open(12);
    for voter in 0..12 {
        vote(&mut world, voter, 0);
    }
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &record_of(&world));
    let verification = verified(folder.path(), None);
    assert!(verification.is_ok(), "{:?}", verification.report());
    let summary = Summary::of(&verification);
    assert!(summary.counts.is_empty() && summary.groups.is_empty());
    assert!(summary.checks[17].skipped.is_some());
}
