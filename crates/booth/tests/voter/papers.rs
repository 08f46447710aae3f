//! A packet becomes a ballot paper only if every part of it is true.

use crate::world::{Polls, booth_build};
use comitia_booth::packet::{Bytes, Hex, Packet};
use comitia_booth::paper::{Paper, PaperError};
use comitia_crypto::ceremony::{Accept, Keys};
use comitia_crypto::codec::{Decode, Encode};
use comitia_crypto::signing::SigningKey;
use comitia_crypto::{Digest, ElectionId};
use comitia_election::entry::{BoothBuild, Entry, EntryKind, Open, SignedObject};
use comitia_election::text::Text;
use comitia_rehearsal::record;

fn refusal(packet: &Packet, polls: &Polls) -> PaperError {
    Paper::verify(packet, polls.world.election().id()).unwrap_err()
}

fn object(bytes: &Bytes) -> SignedObject {
    match Entry::from_bytes(&bytes.0).unwrap() {
        Entry::Object(object) => object,
        other => panic!("{:?}", other.kind()),
    }
}

/// The entry with another payload, signed again by its author.
fn resigned(polls: &Polls, bytes: &Bytes, payload: Vec<u8>, key: &SigningKey) -> Bytes {
    let old = object(bytes);
    let author = old.endorsements[0].author;
    let new = SignedObject::new(polls.world.election().id(), old.kind, payload, author, key);
    Bytes(Entry::Object(new).to_bytes())
}

/// What a malicious operator can do: another opening, signed by the authority, with a receipt of a log of its own.
fn reopened(polls: &Polls, packet: &Packet, change: impl FnOnce(&mut Open)) -> Packet {
    let mut open = Open::from_bytes(&object(&packet.open).payload).unwrap();
    change(&mut open);
    let open = resigned(polls, &packet.open, open.to_bytes(), polls.authority());
    let signer = polls.world.log_signer().unwrap();
    let receipt = record::receipt(&[&open.0], 0, &signer).unwrap();
    Packet {
        open,
        open_receipt: receipt.to_string(),
        ..packet.clone()
    }
}

#[test]
fn an_honest_packet_is_a_ballot_paper_and_survives_its_json() {
    let polls = Polls::open();
    let json = serde_json::to_vec(&polls.packet()).unwrap();
    let paper = Paper::read(&json, polls.world.election().id()).unwrap();
    assert_eq!(paper.manifest().id(), polls.world.election().id());
    assert_eq!(paper.booth(), Some(&booth_build()));
    let urn = polls.world.election().urn().unwrap();
    assert_eq!(paper.statement().keys(), urn.statement().keys());
}

#[test]
fn r1_another_manifest_than_the_named_one_is_refused() {
    let polls = Polls::open();
    let mut packet = polls.packet();
    let other = ElectionId([3; 32]);
    assert!(matches!(
        Paper::verify(&packet, &other),
        Err(PaperError::OtherElection { expected, .. }) if expected == other
    ));
    packet.manifest.0.push(b' ');
    assert!(matches!(
        refusal(&packet, &polls),
        PaperError::OtherElection { .. }
    ));
}

#[test]
fn an_opening_without_the_authority_is_refused() {
    let polls = Polls::open();
    let packet = polls.packet();
    let open = object(&packet.open).payload;
    let forged = Packet {
        open: resigned(&polls, &packet.open, open, &polls.world.parties().log),
        ..packet
    };
    assert!(matches!(refusal(&forged, &polls), PaperError::Unsigned(_)));
}

#[test]
fn an_opening_that_is_not_on_the_log_is_refused() {
    let polls = Polls::open();
    let packet = polls.packet();
    let elsewhere = Packet {
        open_receipt: polls.receipt(0),
        ..packet.clone()
    };
    assert!(matches!(refusal(&elsewhere, &polls), PaperError::Receipt(_)));
    let unproved = Packet {
        open_receipt: String::new(),
        ..packet
    };
    assert!(matches!(refusal(&unproved, &polls), PaperError::Receipt(_)));
}

#[test]
fn w9_an_opening_on_the_log_of_another_election_is_refused() {
    let polls = Polls::open();
    let other = Polls::with(|document| document.nonce = "08".repeat(32));
    let mixed = Packet {
        open: other.packet().open,
        open_receipt: other.packet().open_receipt,
        ..polls.packet()
    };
    assert!(matches!(refusal(&mixed, &polls), PaperError::Unsigned(_)));
    let receipt_alone = Packet {
        open_receipt: other.packet().open_receipt,
        ..polls.packet()
    };
    assert!(matches!(refusal(&receipt_alone, &polls), PaperError::Receipt(_)));
}

/// The authority and the log collude: they make keys of their own and open with them.
#[test]
fn d6_keys_that_the_trustees_did_not_accept_are_refused() {
    let polls = Polls::open();
    let other = Polls::with(|document| document.title = Text::new("en", "The same question, other keys"));
    let keys = other.packet().election_key;
    let packet = polls.packet();
    let election_key = resigned(
        &polls,
        &packet.election_key,
        object(&keys).payload,
        polls.authority(),
    );
    let fixed = Digest::of(&election_key.0);
    let parallel = Packet {
        election_key,
        ..reopened(&polls, &packet, |open| open.key = fixed)
    };
    assert!(matches!(refusal(&parallel, &polls), PaperError::NotAccepted(1)));
    let unopened = Packet {
        election_key: parallel.election_key,
        ..packet
    };
    assert!(matches!(
        refusal(&unopened, &polls),
        PaperError::NotFixed("election key")
    ));
}

#[test]
fn d6_every_trustee_that_may_decrypt_must_have_accepted_under_its_own_key() {
    let polls = Polls::open();
    let packet = polls.packet();
    assert_eq!(packet.accepts.len(), 3);
    for place in 0..3 {
        let mut missing = packet.clone();
        missing.accepts.remove(place);
        let trustee = u8::try_from(place + 1).unwrap();
        assert!(matches!(refusal(&missing, &polls), PaperError::NotAccepted(t) if t == trustee));
        let mut forged = packet.clone();
        let payload = object(&packet.accepts[place]).payload;
        forged.accepts[place] = resigned(&polls, &packet.accepts[place], payload, polls.authority());
        assert!(matches!(refusal(&forged, &polls), PaperError::Unsigned(_)));
    }
    let other_commits = Packet {
        commits: Hex(Digest::of(b"another ceremony")),
        ..packet
    };
    assert!(matches!(
        refusal(&other_commits, &polls),
        PaperError::NotAccepted(1)
    ));
}

#[test]
fn d6_trustees_that_were_shown_different_logs_are_noticed() {
    let polls = Polls::open();
    let mut packet = polls.packet();
    let mut accept = Accept::from_bytes(&object(&packet.accepts[2]).payload).unwrap();
    accept.log.root = Digest::of(b"another log");
    packet.accepts[2] = resigned(
        &polls,
        &packet.accepts[2],
        accept.to_bytes(),
        &polls.world.parties().trustees[2],
    );
    assert!(matches!(refusal(&packet, &polls), PaperError::SplitView));
}

/// The trustees made the keys on one log, and voters are shown another: the organiser signs both, with nothing but the
/// opening on the second.
#[test]
fn d6_t1_a_log_that_the_trustees_have_not_accepted_is_refused() {
    let polls = Polls::open();
    let packet = polls.packet();
    let other = reopened(&polls, &packet, |_| {});
    assert_eq!(other.open, packet.open);
    assert!(matches!(refusal(&other, &polls), PaperError::OtherLog(_)));
    // As long as the true log, with other entries before the opening, and every proof that can be given.
    let accepted = packet.accepted().unwrap();
    let mut entries = polls.entries.clone();
    entries[1] = b"another enrolment".to_vec();
    let place = entries.iter().position(|raw| *raw == packet.open.0).unwrap() as u64;
    let signer = polls.world.log_signer().unwrap();
    let mut other = Packet {
        open_receipt: record::receipt(&entries, place, &signer).unwrap().to_string(),
        ..packet.clone()
    };
    assert!(matches!(refusal(&other, &polls), PaperError::OtherLog(_)));
    other.keep_continuity(&record::continuity(&entries, accepted.size).unwrap());
    assert!(matches!(refusal(&other, &polls), PaperError::OtherLog(_)));
    // The proof is needed, whole and of whole hashes.
    for place in 0..packet.continuity.len() {
        let mut short = packet.clone();
        short.continuity.remove(place);
        assert!(matches!(refusal(&short, &polls), PaperError::OtherLog(_)));
        let mut cut = packet.clone();
        cut.continuity[place].0.pop();
        assert!(matches!(refusal(&cut, &polls), PaperError::Syntax(_)));
    }
    assert!(!packet.continuity.is_empty());
}

#[test]
fn d11_keys_behind_which_too_few_trustees_stand_are_refused() {
    let polls = Polls::open();
    let packet = polls.packet();
    let keys = Keys::from_bytes(&object(&packet.election_key).payload).unwrap();
    let one_trustee = one_of(&keys);
    let election_key = resigned(&polls, &packet.election_key, one_trustee, polls.authority());
    let fixed = Digest::of(&election_key.0);
    let alone = Packet {
        election_key,
        ..reopened(&polls, &packet, |open| open.key = fixed)
    };
    assert!(matches!(
        refusal(&alone, &polls),
        PaperError::TooFewTrustees {
            found: 1,
            threshold: 2
        }
    ));
}

/// The payload of the same keys with the first trustee alone.
fn one_of(keys: &Keys) -> Vec<u8> {
    let first = keys.qualified()[0];
    let own = keys.verification_keys(first).unwrap();
    let mut bytes = vec![1, first.get()];
    keys.election_keys().encode(&mut bytes);
    comitia_crypto::codec::Prefix::U24.write_all(own, &mut bytes);
    bytes
}

#[test]
fn w2_the_booth_must_be_the_one_that_the_opening_fixes() {
    let polls = Polls::open();
    let packet = polls.packet();
    let entry = packet.booth_build.clone().unwrap();
    let mut build = BoothBuild::from_bytes(&object(&entry).payload).unwrap();
    build.files[0].hash = Digest::of(b"a script that flips votes");
    let swapped = Packet {
        booth_build: Some(resigned(&polls, &entry, build.to_bytes(), polls.authority())),
        ..packet.clone()
    };
    assert!(matches!(refusal(&swapped, &polls), PaperError::NotFixed("booth")));
    let hidden = Packet {
        booth_build: None,
        ..packet.clone()
    };
    assert!(matches!(refusal(&hidden, &polls), PaperError::NotFixed("booth")));
    let none = Packet {
        booth_build: None,
        ..reopened(&polls, &packet, |open| open.booth = None)
    };
    assert!(matches!(refusal(&none, &polls), PaperError::NoBooth));
}

#[test]
fn w2_a_script_that_the_log_does_not_announce_is_noticed() {
    let paper = Polls::open().paper();
    let integrity = |bytes: &[u8]| {
        let hash = Digest::of(bytes);
        format!("sha256-{}", data_encoding::BASE64.encode(&hash.0))
    };
    assert!(paper.announces("booth/booth.js", &integrity(b"the script")));
    assert!(!paper.announces("booth/booth.js", &integrity(b"another script")));
    assert!(!paper.announces("booth/booth.wasm", &integrity(b"the script")));
    assert!(!paper.announces("booth/booth.js", ""));
}

#[test]
fn entries_in_the_place_of_others_and_rubbish_are_refused() {
    let polls = Polls::open();
    let packet = polls.packet();
    let mixed = Packet {
        open: packet.election_key.clone(),
        ..packet.clone()
    };
    assert!(matches!(
        refusal(&mixed, &polls),
        PaperError::Kind(EntryKind::Open)
    ));
    let cut = Packet {
        open: Bytes(packet.open.0[..9].to_vec()),
        ..packet
    };
    assert!(matches!(
        refusal(&cut, &polls),
        PaperError::Entry {
            kind: EntryKind::Open,
            ..
        }
    ));
    for json in ["", "{}", "[]", "{\"manifest\":7}", "\u{ff}"] {
        let read = Paper::read(json.as_bytes(), polls.world.election().id());
        assert!(matches!(read, Err(PaperError::Syntax(_))), "{json}");
    }
}
