//! From seeds to keys, with trustees that are silent, false, interrupted, or lied to.

use crate::support::{Lossy, Town, fresh_rng, passphrase, refusal, rng, sent, trustee};
use comitia_crypto::ceremony::{Answer, Phase, Reveal};
use comitia_crypto::codec::{Decode as _, Encode as _};
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{Author, Entry, EntryKind, SignedObject};
use comitia_secrets::sealed::Work;
use comitia_trustee::{
    Error, Keystore, KeystoreError, Post, PostError, Refusal, Session, Step, Waiting, post_of,
};
use std::fs;

#[test]
fn three_trustees_make_the_keys_and_rehearse_the_decryption() {
    let town = Town::new(|_| {});
    let first = town.step(1).unwrap();
    assert_eq!(sent(first), EntryKind::TrusteeEnrolment);
    // Repeating a step does nothing more.
    let Step::Waiting(waiting) = town.step(1).unwrap() else {
        panic!("nothing to wait for")
    };
    assert_eq!(
        (waiting.phase, waiting.missing.as_slice()),
        (Phase::Enrolment, [trustee(2), trustee(3)].as_slice())
    );
    town.settle(&[1, 2, 3]);
    assert_eq!(Waiting::of(&town.reading()).unwrap().phase, Phase::Complete);
    town.log_keys();
    for number in 1..=3 {
        assert_eq!(town.step(number).unwrap(), Step::Keys);
        let (place, keystore) = (town.place(), town.keystore(number));
        let mut session = Session::new(&place, &keystore).unwrap();
        let reading = session.read(rng(), &mut ()).unwrap();
        let found = session.check(&reading, &mut fresh_rng()).unwrap();
        assert!(found.agrees && found.trustee == trustee(number) && found.lock.is_none());
    }
}

/// Looks into the keystore when a message leaves.
struct LooksAt<'a>(&'a Town);

impl Post for LooksAt<'_> {
    fn post(&self, entry: &Entry) -> Result<(), PostError> {
        let folder = self.0.keystore_folder(1);
        let id = *self.0.world.borrow().election().id();
        assert!(folder.join(id.to_string()).join("seed.age").exists());
        let memory = Keystore::at(&folder).unwrap().memory(&id).unwrap().unwrap();
        assert_eq!(memory.verified.size, self.0.entries().len() as u64);
        if entry.kind() == EntryKind::CeremonyAccept {
            assert!(memory.accepted.is_some());
        }
        self.0.post(entry)
    }
}

#[test]
fn t2_seed_checkpoint_and_accepted_prefix_are_kept_before_a_message_leaves() {
    let town = Town::new(|_| {});
    let mut kinds = Vec::new();
    while kinds.last() != Some(&EntryKind::CeremonyAccept) {
        if let Step::Sent { kind, .. } = town.step_through(1, &LooksAt(&town)).unwrap() {
            kinds.push(kind);
        }
        for number in [2, 3] {
            town.step(number).unwrap();
        }
    }
    assert_eq!(kinds.len(), 5);
}

#[test]
fn a_message_that_was_lost_is_sent_again_and_one_whose_answer_was_lost_is_not() {
    let town = Town::new(|_| {});
    for arrives in [false, true] {
        let lossy = Lossy { town: &town, arrives };
        let error = town.step_through(1, &lossy).unwrap_err();
        assert!(matches!(error, Error::Post(PostError::Network { .. })));
    }
    assert!(matches!(town.step(1).unwrap(), Step::Waiting(_)));
    // What was enrolled in the end belongs to the seed that was kept before the first attempt.
    town.make_keys();
    assert_eq!(town.step(1).unwrap(), Step::Keys);
}

#[test]
fn r8_two_elections_with_one_keystore_share_no_secret() {
    let (one, other) = (
        Town::new(|_| {}),
        Town::new(|document| document.nonce = "11".repeat(32)),
    );
    one.step(1).unwrap();
    // The same identity and keystore take part in the second election.
    let place = other.place();
    let keystore = one.keystore(1);
    let mut session = Session::new(&place, &keystore).unwrap();
    let reading = session.read(rng(), &mut ()).unwrap();
    assert!(!session.takes_part());
    session.join(&reading, &mut fresh_rng()).unwrap();
    session.step(&reading, &other).unwrap();
    let enrolment = |town: &Town| town.entries().last().unwrap().clone();
    assert_ne!(enrolment(&one), enrolment(&other));
    let seed = |town: &Town| {
        let id = town.world.borrow().election().id().to_string();
        fs::read(one.keystore_folder(1).join(id).join("seed.age")).unwrap()
    };
    assert_ne!(seed(&one), seed(&other));
}

/// Sends trustee 1's shares to trustee 2 damaged, as a false dealer does.
struct FalseDealer<'a>(&'a Town);

impl Post for FalseDealer<'_> {
    fn post(&self, entry: &Entry) -> Result<(), PostError> {
        let Entry::Object(object) = entry else {
            panic!("an object")
        };
        let mut reveal = Reveal::from_bytes(&object.payload).unwrap();
        let mut sealed = reveal.sealed[0].to_bytes();
        let last = sealed.len() - 1;
        sealed[last] ^= 1;
        reveal.sealed[0] = comitia_crypto::ceremony::SealedShares::from_bytes(&sealed).unwrap();
        let forged = {
            let world = self.0.world.borrow();
            let (id, key) = (world.election().id(), &world.parties().trustees[0]);
            SignedObject::new(id, object.kind, reveal.to_bytes(), Author::Trustee(1), key)
        };
        self.0.post(&Entry::Object(forged))
    }
}

#[test]
fn d5_a_trustee_that_got_a_wrong_share_complains_and_the_answer_serves_it() {
    let town = Town::new(|_| {});
    while Waiting::of(&town.reading()).unwrap().phase != Phase::Reveal {
        for number in 1..=3 {
            town.step(number).unwrap();
        }
    }
    // The dealers that are quicker in this phase have sent theirs; the first is the false one.
    town.step_through(1, &FalseDealer(&town)).unwrap();
    town.settle(&[3]);
    let mut accused = Vec::new();
    let mut kinds = Vec::new();
    while kinds.last() != Some(&EntryKind::CeremonyAccept) {
        for number in [2, 1, 3] {
            if let Step::Sent { kind, accused: by } = town.step(number).unwrap() {
                kinds.push(kind);
                accused.extend(by);
            }
        }
    }
    assert_eq!(accused, [trustee(1)]);
    let answer = kinds.iter().filter(|kind| **kind == EntryKind::CeremonyAnswer);
    assert_eq!(answer.count(), 1);
    town.make_keys();
    assert_eq!(town.step(2).unwrap(), Step::Keys);
    // The answer holds the share of trustee 2 alone.
    let answers = town
        .entries()
        .into_iter()
        .filter_map(|raw| match Entry::from_bytes(&raw).ok()? {
            Entry::Object(object) if object.kind == EntryKind::CeremonyAnswer => {
                Answer::from_bytes(&object.payload).ok()
            }
            _ => None,
        });
    let recipients: Vec<_> = answers.flat_map(|answer| answer.shares.into_keys()).collect();
    assert_eq!(recipients, [trustee(2)]);
}

#[test]
fn a_silent_dealer_is_told_that_it_is_disqualified() {
    let town = Town::new(|_| {});
    while Waiting::of(&town.reading()).unwrap().phase != Phase::Reveal {
        for number in 1..=3 {
            town.step(number).unwrap();
        }
    }
    for number in [1, 2] {
        town.step(number).unwrap();
    }
    town.end_phase("2026-01-03T00:00:00Z");
    assert!(matches!(refusal(town.step(3)), Refusal::Disqualified(_)));
    town.settle(&[1, 2]);
    town.log_keys();
    assert_eq!(town.step(1).unwrap(), Step::Keys);
    assert!(matches!(refusal(town.step(3)), Refusal::Disqualified(_)));
    town.vote(3);
    town.close_at(town.closes_at());
    assert!(matches!(refusal(town.decrypt(3)), Refusal::Disqualified(_)));
}

#[test]
fn a_ceremony_that_failed_names_the_silent_one() {
    let town = Town::new(|_| {});
    town.step(1).unwrap();
    town.end_phase("2026-01-01T00:00:00Z");
    match refusal(town.step(1)) {
        Refusal::CeremonyFailed(why) => assert!(why.contains("2, 3"), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn r1_an_election_that_does_not_pin_this_identity_is_refused() {
    let town = Town::new(|_| {});
    let folder = tempfile::tempdir().unwrap();
    let stranger = SigningKey::from_seed(&[9; 32]);
    let keystore = Keystore::create(
        folder.path().join("k").as_path(),
        &stranger,
        &passphrase(),
        Work::for_tests(),
    )
    .unwrap();
    let keystore = keystore.open(passphrase(), Work::for_tests()).unwrap();
    let place = town.place();
    let mut session = Session::new(&place, &keystore).unwrap();
    let refused = refusal(session.read(rng(), &mut ()));
    assert!(matches!(refused, Refusal::NotPinned(key) if key == stranger.verifying_key().to_string()));
}

#[test]
fn d6_a_keystore_without_the_seed_that_enrolled_is_told_so() {
    let town = Town::new(|_| {});
    town.step(1).unwrap();
    let id = town.world.borrow().election().id().to_string();
    fs::remove_dir_all(town.keystore_folder(1).join(id)).unwrap();
    assert!(matches!(refusal(town.step(1)), Refusal::NoSeed));
}

#[test]
fn d12_a_seed_that_is_not_the_enrolled_one_is_told_so() {
    let town = Town::new(|_| {});
    let lossy = Lossy {
        town: &town,
        arrives: false,
    };
    // A second keystore with the same identity enrolled in the place of this one.
    town.step_through(1, &lossy).unwrap_err();
    let id = town.world.borrow().election().id().to_string();
    let (kept, aside) = (
        town.keystore_folder(1).join(&id),
        town.keystore_folder(1).join("aside"),
    );
    fs::rename(&kept, &aside).unwrap();
    town.step(1).unwrap();
    fs::remove_dir_all(&kept).unwrap();
    fs::rename(&aside, &kept).unwrap();
    town.settle(&[2, 3]);
    assert!(matches!(refusal(town.step(1)), Refusal::Disagrees(_)));
}

#[test]
fn d8_a_seed_without_what_is_remembered_is_not_used() {
    let town = Town::new(|_| {});
    town.step(1).unwrap();
    let id = town.world.borrow().election().id().to_string();
    let memory = town.keystore_folder(1).join(id).join("memory");
    let bytes = fs::read(&memory).unwrap();
    fs::remove_file(&memory).unwrap();
    let error = town.step(1).unwrap_err();
    assert!(matches!(error, Error::Keystore(KeystoreError::MemoryMissing(_))));
    fs::write(&memory, [bytes.as_slice(), b"\n"].concat()).unwrap();
    let error = town.step(1).unwrap_err();
    assert!(matches!(error, Error::Keystore(KeystoreError::Memory { .. })));
}

#[test]
fn one_program_at_a_time_is_at_work_on_an_election() {
    let town = Town::new(|_| {});
    town.step(1).unwrap();
    let (place, keystore) = (town.place(), town.keystore(1));
    let first = Session::new(&place, &keystore).unwrap();
    let second = town.keystore(1);
    let error = Session::new(&place, &second).unwrap_err();
    assert!(matches!(error, Error::Keystore(KeystoreError::Busy)));
    drop(first);
    Session::new(&place, &second).unwrap();
}

#[test]
fn a_copy_of_a_log_takes_no_messages() {
    let town = Town::new(|_| {});
    let post = post_of(&town.place());
    let error = town.step_through(1, post.as_ref()).unwrap_err();
    assert!(matches!(error, Error::Post(PostError::Copy(_))));
}

#[test]
fn w10_nothing_shows_a_secret() {
    let town = Town::new(|_| {});
    town.step(1).unwrap();
    let (place, keystore) = (town.place(), town.keystore(1));
    let session = Session::new(&place, &keystore).unwrap();
    let shown = format!("{session:?} {keystore:?}");
    let secret = town.world.borrow().parties().trustees[0].to_seed();
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!shown.contains(&hex) && !shown.contains(&format!("{:?}", secret.as_slice())));
    assert!(shown.contains("TrusteeSeed") && shown.contains("Passphrase(secret)"));
}

#[test]
fn a_keystore_is_not_overwritten_and_opens_with_its_passphrase_alone() {
    let town = Town::new(|_| {});
    let folder = town.keystore_folder(1);
    let again = Keystore::create(
        &folder,
        &SigningKey::from_seed(&[9; 32]),
        &passphrase(),
        Work::for_tests(),
    );
    assert!(matches!(again, Err(KeystoreError::Exists(_))));
    let wrong = comitia_secrets::sealed::Passphrase::of("something else".to_owned().into());
    let opened = Keystore::at(&folder).unwrap().open(wrong, Work::for_tests());
    assert!(matches!(opened, Err(KeystoreError::Key { .. })));
    assert!(matches!(
        Keystore::at(&folder.join("nowhere")),
        Err(KeystoreError::Missing(_))
    ));
}
