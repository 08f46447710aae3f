//! Whatever is sent to a server, it answers with a stable code, and its log holds nothing but what is valid.

use crate::server::{Answer, Place, Server, agent, post};
use crate::town::Town;
use comitia_crypto::codec::{Decode as _, Encode as _};
use comitia_crypto::group::{PointBytes, Scalar};
use comitia_election::entry::{BallotEntry, Entry};
use comitia_election::state::Election;
use comitia_verifier::{Request, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore as _, SeedableRng as _};

/// Bytes, by a change to a good ballot.
type Spoiler = (&'static str, u16, &'static str, fn(&[u8]) -> Vec<u8>);

fn changed(raw: &[u8], change: impl FnOnce(&mut BallotEntry)) -> Vec<u8> {
    let Entry::Ballot(mut ballot) = Entry::from_bytes(raw).unwrap() else {
        panic!("not a ballot")
    };
    change(&mut ballot);
    Entry::Ballot(ballot).to_bytes()
}

const SPOILERS: &[Spoiler] = &[
    ("nothing", 400, "malformed", |_| Vec::new()),
    ("text", 400, "malformed", |_| b"yes".to_vec()),
    ("cut short", 400, "malformed", |raw| raw[..raw.len() - 1].to_vec()),
    ("a byte too many", 400, "malformed", |raw| [raw, &[0]].concat()),
    ("another version", 400, "malformed", |raw| {
        [&[2], &raw[1..]].concat()
    }),
    ("another kind", 400, "malformed", |raw| {
        [&raw[..1], &[99], &raw[2..]].concat()
    }),
    ("oversized", 413, "payload_too_large", |_| vec![1; 70_000]),
    ("a scalar that is not reduced", 400, "malformed", |raw| {
        let end = raw.len() - 1;
        [&raw[..end - 32], &[0xff; 32], &raw[end..]].concat()
    }),
    ("a point that is not canonical", 422, "not_canonical", |raw| {
        changed(raw, |ballot| {
            ballot.body.sealed.ciphertext[1] = PointBytes([0xff; 32])
        })
    }),
    ("a counter too few", 422, "wrong_length", |raw| {
        changed(raw, |ballot| ballot.body.sealed.ciphertext.truncate(3))
    }),
    ("E0 the identity", 422, "identity_point", |raw| {
        changed(raw, |ballot| {
            ballot.body.sealed.ciphertext[0] = PointBytes::IDENTITY
        })
    }),
    ("an unknown credential", 422, "unknown_credential", |raw| {
        changed(raw, |ballot| ballot.body.credential = PointBytes([7; 32]))
    }),
    ("a number that does not follow", 422, "wrong_sequence", |raw| {
        changed(raw, |ballot| ballot.body.seq = 1)
    }),
    ("another ballot before it", 422, "wrong_previous", |raw| {
        changed(raw, |ballot| ballot.body.prev.0[0] ^= 1)
    }),
    (
        "a way to sign in that there is not",
        422,
        "not_authenticated",
        |raw| changed(raw, |ballot| ballot.authentication = 1),
    ),
    ("a forged signature", 422, "wrong_signature", |raw| {
        changed(raw, |ballot| ballot.signature.response += Scalar::ONE)
    }),
    (
        "a proof changed after it was signed",
        422,
        "wrong_signature",
        |raw| changed(raw, |ballot| ballot.body.sealed.responses.product += Scalar::ONE),
    ),
];

fn cast(town: &Town, server: &Server, body: &[u8]) -> Answer {
    post(&agent(), &format!("{}/ballots", town.api(server)), None, body).unwrap()
}

#[test]
fn bad_ballots_get_a_stable_code_and_nothing_is_stored() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    let town = Town::open(&server, place.data(), 20);
    let ballots = town.ballots(&server);
    let before = town.entries(&server).len();
    for (what, status, code, spoil) in SPOILERS {
        let answer = cast(&town, &server, &spoil(&ballots[0]));
        assert_eq!(
            (answer.status, answer.code()),
            (*status, *code),
            "{what}: {answer:?}"
        );
    }
    let elsewhere = Town::open(&server, place.data(), 20);
    let foreign = elsewhere.ballots(&server);
    let answer = cast(&town, &server, &foreign[0]);
    assert_eq!(
        (answer.status, answer.code()),
        (422, "unknown_credential"),
        "b3: {answer:?}"
    );
    let url = format!("{}/api/elections/{}/ballots", server.address(), "0".repeat(64));
    assert_eq!(post(&agent(), &url, None, &ballots[0]).unwrap().status, 404);
    assert_eq!(town.entries(&server).len(), before);

    assert_eq!(cast(&town, &server, &ballots[0]).status, 201);
    let again = cast(&town, &server, &ballots[0]);
    assert_eq!((again.status, again.code()), (422, "wrong_sequence"));
    assert_eq!(town.entries(&server).len(), before + 1);
}

/// A ballot whose proof is false, signed all the same by the voter at this place.
fn false_proof(town: &Town, election: &Election, place: usize) -> Vec<u8> {
    let (voter, mut rng) = (&town.voters[place], ChaCha20Rng::seed_from_u64(13));
    let statement = election.urn().unwrap().statement();
    let mut sealed = voter.seal(election, &[vec![0]], &mut rng).unwrap();
    sealed.body.sealed.responses.product += Scalar::ONE;
    Entry::Ballot(voter.cast(statement, &sealed, &mut rng)).to_bytes()
}

#[test]
fn w7_false_proofs_of_one_voter_are_rationed_and_nobody_else_waits() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    let town = Town::open(&server, place.data(), 20);
    let (election, before) = (town.replay(&server), town.entries(&server).len());
    let bad = false_proof(&town, &election, 0);
    let answer = cast(&town, &server, &bad);
    assert_eq!((answer.status, answer.code()), (422, "wrong_proof"), "{answer:?}");
    let answer = cast(&town, &server, &bad);
    assert_eq!(
        (answer.status, answer.code()),
        (429, "too_many_requests"),
        "{answer:?}"
    );
    assert_eq!(town.entries(&server).len(), before);
    assert_eq!(cast(&town, &server, &town.ballots(&server)[1]).status, 201);
}

#[test]
fn t8_garbage_is_refused_everywhere_and_the_log_stays_valid() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    let town = Town::open(&server, place.data(), 40);
    let ballots = town.ballots(&server);
    let mut rng = ChaCha20Rng::seed_from_u64(11);
    let agent = agent();
    for round in 0..600 {
        let mut body = ballots[round % ballots.len()].clone();
        for _ in 0..=rng.next_u32() % 3 {
            let place = rng.next_u32() as usize % body.len();
            match rng.next_u32() % 3 {
                0 => body.truncate(place + 1),
                1 => body.insert(place, rng.next_u32().to_le_bytes()[0]),
                _ => body[place] ^= 1 << (rng.next_u32() % 8),
            }
        }
        for path in ["ballots", "audits", "objects"] {
            let answer = post(&agent, &format!("{}/{path}", town.api(&server)), None, &body).unwrap();
            assert!((400..500).contains(&answer.status), "{path}: {answer:?}");
            assert!(!answer.code().is_empty(), "{path}: {answer:?}");
        }
    }
    for ballot in &ballots {
        assert_eq!(cast(&town, &server, ballot).status, 201);
    }
    let verification = verify(&town.log(&server), &Request::default(), rng, &mut ()).unwrap();
    assert!(verification.is_ok(), "{:?}", verification.report());
}
