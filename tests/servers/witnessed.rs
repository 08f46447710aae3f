//! Elections whose log is witnessed, with real witnesses and a real watcher.

use crate::server::{Place, Server, program};
use crate::town::Town;
use crate::witness::{Witness, book, pinned};
use comitia_election::manifest::Manifest;
use comitia_tlog::proof::Receipt;
use std::path::Path;
use std::process::Command;

fn start(place: &Place, witnesses: &str) -> Server {
    let file = place.data().join("witnesses");
    std::fs::write(&file, witnesses).unwrap();
    Server::start_with(place, "127.0.0.1:0", &["--witnesses", file.to_str().unwrap()])
}

/// An open election whose log these witnesses watch.
fn town_of(server: &Server, place: &Place, witnesses: &[Witness], quorum: usize) -> Town {
    let announced = |manifest: &Manifest| witnesses.iter().for_each(|witness| witness.watch(manifest));
    Town::open_with(server, place.data(), 30, &pinned(witnesses, quorum), announced)
}

/// One look of a watcher that remembers; whether all was in order, and what it said.
fn look(town: &Town, server: &Server, state: &Path, witness: Option<&Witness>) -> (bool, String) {
    let url = format!("{}/elections/{}", server.address(), town.election);
    let mut command = Command::new(program("comitia-verify"));
    command.args(["watch", &url, "--once", "--state"]).arg(state);
    if let Some(witness) = witness {
        command.args(["--witness", &witness.url()]);
    }
    let output = command.output().unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), said)
}

/// The receipt of an entry, verified under the manifest's policy.
fn verified(manifest: &Manifest, town: &Town, server: &Server, index: u64, entry: &[u8]) -> usize {
    let answer = town.receipt(server, index);
    let text = answer.json.as_str().unwrap_or_else(|| panic!("{answer:?}"));
    let receipt = Receipt::parse(text.as_bytes()).unwrap();
    let policy = manifest.policy().unwrap();
    receipt.verify(&policy, entry).unwrap().cosigned().len()
}

#[test]
fn t5_receipts_carry_the_quorum_and_one_witness_of_three_may_be_away() {
    let mut witnesses = ["one", "two", "three"].map(|name| Witness::start(&format!("{name}.example")));
    let place = Place::sqlite();
    let server = start(&place, &book(&witnesses));
    let town = town_of(&server, &place, &witnesses, 2);
    let manifest = town.replay(&server).manifest().clone();
    let ballots = town.ballots(&server);
    for ballot in &ballots[..10] {
        let index = town.cast(&server, ballot);
        assert!(verified(&manifest, &town, &server, index, ballot) >= 2);
    }
    witnesses[0].stop();
    let index = town.cast(&server, &ballots[10]);
    assert_eq!(verified(&manifest, &town, &server, index, &ballots[10]), 2);

    // Without a quorum voters are heard, and told that the receipt is to come.
    witnesses[1].stop();
    let index = town.cast(&server, &ballots[11]);
    let answer = town.receipt(&server, index);
    assert_eq!((answer.status, answer.code()), (503, "not_witnessed"));
    witnesses[0].resume();
    witnesses[1].resume();
    // Witnesses that were away are asked again after a pause.
    let found = (0..4).find(|_| town.receipt(&server, index).status == 200);
    assert!(found.is_some());
    assert!(verified(&manifest, &town, &server, index, &ballots[11]) >= 2);
    // The whole record verifies, and a server that is started again goes on.
    drop(server);
    let server = start(&place, &book(&witnesses));
    let index = town.cast(&server, &ballots[12]);
    assert!(verified(&manifest, &town, &server, index, &ballots[12]) >= 2);
    let state = tempfile::tempdir().unwrap();
    let (is_ok, said) = look(&town, &server, state.path(), Some(&witnesses[2]));
    assert!(is_ok, "{said}");
}

#[test]
fn t1_a_split_view_is_caught_by_the_witness_and_by_the_watcher() {
    let witnesses = [Witness::start("one.example")];
    let place = Place::sqlite();
    let mut server = start(&place, &book(&witnesses));
    let town = town_of(&server, &place, &witnesses, 1);
    let ballots = town.ballots(&server);
    let cast = |server: &Server, range: std::ops::Range<usize>| {
        let indices: Vec<u64> = ballots[range]
            .iter()
            .map(|ballot| town.cast(server, ballot))
            .collect();
        *indices.last().unwrap()
    };
    let last = cast(&server, 0..10);
    assert_eq!(town.receipt(&server, last).status, 200);
    let state = tempfile::tempdir().unwrap();
    let (is_ok, said) = look(&town, &server, state.path(), Some(&witnesses[0]));
    assert!(is_ok && said.contains("in order"), "{said}");

    // The operator copies everything, and shows other voters another log from here on.
    server.kill();
    let (other_place, clone) = (place.copy(), witnesses[0].copy());
    let server = start(&place, &book(&witnesses));
    let other = start(&other_place, &book(&witnesses));
    let last = cast(&server, 10..15);
    assert_eq!(town.receipt(&server, last).status, 200);
    let last = cast(&other, 15..22);

    // The witness does not cosign it, and keeps what it was shown.
    let refused = town.receipt(&other, last);
    assert_eq!((refused.status, refused.code()), (503, "not_witnessed"));
    let evidence = witnesses[0].evidence();
    assert!(!evidence.is_empty());
    let kept = std::fs::read_to_string(&evidence[0]).unwrap();
    assert!(kept.contains("signed both"), "{kept}");
    let (is_ok, said) = look(&town, &server, state.path(), Some(&witnesses[0]));
    assert!(is_ok && said.contains("5 of them new"), "{said}");

    // With a witness that helps, whoever saw the first log sees that this is another one.
    drop(other);
    let mut clone = clone;
    clone.resume();
    let other = start(&other_place, &book([&clone]));
    assert_eq!(town.receipt(&other, last).status, 200);
    let (is_ok, said) = look(&town, &other, state.path(), None);
    assert!(
        !is_ok && said.contains("ALARM") && said.contains("evidence in"),
        "{said}"
    );
    // And whoever begins with the second one is warned by the honest witness.
    let fresh = tempfile::tempdir().unwrap();
    let (is_ok, said) = look(&town, &other, fresh.path(), Some(&witnesses[0]));
    assert!(!is_ok && said.contains("another history"), "{said}");
}

#[test]
fn t2_an_old_backup_put_back_is_noticed_by_the_watcher_and_by_the_witness() {
    let witnesses = [Witness::start("one.example")];
    let place = Place::sqlite();
    let mut server = start(&place, &book(&witnesses));
    let town = town_of(&server, &place, &witnesses, 1);
    let ballots = town.ballots(&server);
    town.cast(&server, &ballots[0]);
    server.kill();
    let backup = place.copy();
    let mut server = start(&place, &book(&witnesses));
    let index = town.cast(&server, &ballots[1]);
    assert_eq!(town.receipt(&server, index).status, 200);
    let state = tempfile::tempdir().unwrap();
    assert!(look(&town, &server, state.path(), None).0);
    server.kill();

    let server = start(&backup, &book(&witnesses));
    let (is_ok, said) = look(&town, &server, state.path(), None);
    assert!(!is_ok && said.contains("has shrunk"), "{said}");
    // What is cast now gets no receipt: the witness has seen more, and something else.
    let index = town.cast(&server, &ballots[2]);
    assert_eq!(town.receipt(&server, index).code(), "not_witnessed");
}
