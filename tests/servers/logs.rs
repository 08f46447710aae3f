//! What the program writes about itself holds nothing about anybody who votes.

use crate::server::{Place, Server, agent, answer, post};
use crate::town::Town;
use comitia_crypto::codec::Decode as _;
use comitia_election::entry::Entry;

/// Everything that a log would say about who sent a ballot, in the ways in which bytes are written.
fn traces(ballot: &[u8]) -> Vec<String> {
    let Entry::Ballot(entry) = Entry::from_bytes(ballot).unwrap() else {
        panic!("not a ballot")
    };
    let credential = entry.body.credential.0;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    vec![hex(&credential), format!("{credential:?}"), hex(&ballot[..40])]
}

#[test]
fn w10_p2_the_log_of_the_program_knows_neither_secrets_nor_voters() {
    let place = Place::sqlite();
    let file = place.data().join("log");
    let server = Server::start_logged(&place, &file);
    let town = Town::open(&server, place.data(), 20);
    let ballots = town.ballots(&server);
    for ballot in &ballots {
        let index = town.cast(&server, ballot);
        town.receipt(&server, index);
        let credential = &traces(ballot)[0];
        let standing = format!("{}/voters/{credential}", town.api(&server));
        assert_eq!(answer(agent().get(&standing).call().unwrap()).status, 200);
    }
    // What is refused is where programs like to be exact.
    let url = format!("{}/ballots", town.api(&server));
    let again = post(&agent(), &url, None, &ballots[0]).unwrap();
    assert_eq!(again.status, 422);
    let mut broken = ballots[1].clone();
    *broken.last_mut().unwrap() ^= 1;
    post(&agent(), &url, None, &broken).unwrap();
    let office = format!("{}/api/admin/elections", server.address());
    let secret = "a-token-that-somebody-mistyped";
    assert_eq!(post(&agent(), &office, Some(secret), b"{}").unwrap().status, 401);
    let token = std::fs::read_to_string(place.keys().join("admin.token")).unwrap();
    drop(server);

    let log = std::fs::read_to_string(&file).unwrap();
    assert!(log.lines().count() > 50, "nothing was logged: {log}");
    for line in log.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    }
    let mut forbidden = vec![token.trim().to_owned(), secret.to_owned(), "ureq".to_owned()];
    // Whoever asked did so from this address; the server itself listens on it, and says so elsewhere.
    forbidden.push("127.0.0.1".to_owned());
    forbidden.extend(ballots.iter().flat_map(|ballot| traces(ballot)));
    for text in forbidden {
        let line = log.lines().find(|line| line.contains(&text));
        assert_eq!(line, None, "{text}");
    }
}
