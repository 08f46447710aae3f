//! Paper: what comes back from words, what the log has to tell, and what is refused.

use crate::support::{Keeps, Town, fresh_rng, passphrase, refusal, rng, sent, trustee};
use comitia_crypto::Digest;
use comitia_crypto::ceremony::{Phase, TrusteeSeed};
use comitia_crypto::codec::{Decode as _, Encode as _};
use comitia_election::entry::{Entry, EntryKind, Shares};
use comitia_secrets::sealed::Work;
use comitia_secrets::words::{self, WordsError};
use comitia_trustee::backup::{Kept, identity_of, identity_reader, seed_of, seed_reader, sheets};
use comitia_trustee::keystore::{Lock, Memory};
use comitia_trustee::{
    Decrypted, Error, Keystore, KeystoreError, OpenKeystore, Refusal, Session, Step, Waiting,
};
use std::fs;

/// The lines of every sheet, in their order, and what they hold.
fn paper(town: &Town, number: u8) -> Vec<(Kept, Vec<String>)> {
    let sheets = sheets(&town.keystore(number)).unwrap();
    let lines = |lines: &[zeroize::Zeroizing<String>]| lines.iter().map(|line| line.to_string()).collect();
    sheets
        .iter()
        .map(|sheet| (sheet.kept, lines(&sheet.lines)))
        .collect()
}

fn read(mut reader: words::Reader, lines: &[String]) -> Result<words::Reader, WordsError> {
    lines.iter().try_for_each(|line| reader.take(line))?;
    Ok(reader)
}

fn seed_on(paper: &[(Kept, Vec<String>)], town: &Town) -> TrusteeSeed {
    let id = *town.world.borrow().election().id();
    let (_, lines) = paper.iter().find(|(kept, _)| *kept == Kept::Seed(id)).unwrap();
    seed_of(read(seed_reader(&id), lines).unwrap()).unwrap()
}

/// The keystore is gone; a new one is made of the identity's words.
fn identity_again(town: &Town, number: u8, paper: &[(Kept, Vec<String>)]) -> OpenKeystore {
    let folder = town.keystore_folder(number);
    fs::remove_dir_all(&folder).unwrap();
    let identity = identity_of(read(identity_reader(), &paper[0].1).unwrap()).unwrap();
    let keystore = Keystore::create(&folder, &identity, &passphrase(), Work::for_tests()).unwrap();
    assert_eq!(Kept::Identity(*keystore.public()), paper[0].0);
    keystore.open(passphrase(), Work::for_tests()).unwrap()
}

/// From paper alone, to a keystore that has caught up with the log.
fn restore(town: &Town, number: u8, paper: &[(Kept, Vec<String>)]) -> Result<(), Error> {
    restore_seed(town, number, paper, seed_on(paper, town))
}

fn restore_seed(
    town: &Town,
    number: u8,
    paper: &[(Kept, Vec<String>)],
    seed: TrusteeSeed,
) -> Result<(), Error> {
    let keystore = identity_again(town, number, paper);
    let place = town.place();
    let mut session = Session::new(&place, &keystore)?;
    let reading = session.read(rng(), &mut ())?;
    session.restore(&reading, seed)
}

fn memory_of(town: &Town, number: u8) -> Memory {
    let id = *town.world.borrow().election().id();
    let keystore = Keystore::at(&town.keystore_folder(number)).unwrap();
    keystore.memory(&id).unwrap().unwrap()
}

fn agrees(town: &Town, number: u8) -> bool {
    let (place, keystore) = (town.place(), town.keystore(number));
    let mut session = Session::new(&place, &keystore).unwrap();
    let reading = session.read(rng(), &mut ()).unwrap();
    session.check(&reading, &mut fresh_rng()).unwrap().agrees
}

#[test]
fn d12_a_trustee_from_paper_rehearses_before_the_opening_and_decrypts() {
    let town = Town::new(|_| {});
    town.make_keys();
    let paper = paper(&town, 1);
    assert_eq!(paper.len(), 2);
    let before = memory_of(&town, 1);
    restore(&town, 1, &paper).unwrap();
    assert!(agrees(&town, 1));
    // What was signed at Accept is told by the trustee's own signature on the log.
    assert_eq!(memory_of(&town, 1).accepted, before.accepted);
    assert!(before.accepted.is_some());
    town.vote(4);
    town.close_at(town.closes_at());
    for number in [1, 2] {
        assert!(matches!(town.decrypt(number).unwrap(), Decrypted::Sent { .. }));
    }
    let at = town.time_to_decrypt();
    let opened = town.world.borrow_mut().publish(at).unwrap();
    assert_eq!(opened.counts, [[3, 1]]);
}

#[test]
fn r8_a_restored_keystore_says_what_the_lost_one_said_at_every_step() {
    let town = Town::new(|_| {});
    assert_eq!(sent(town.step(1).unwrap()), EntryKind::TrusteeEnrolment);
    let paper = paper(&town, 1);
    town.settle(&[2, 3]);
    let mut kinds = Vec::new();
    while Waiting::of(&town.reading()).unwrap().phase != Phase::Complete {
        let (lost, again) = (Keeps::default(), Keeps::default());
        let kind = sent(town.step_through(1, &lost).unwrap());
        restore(&town, 1, &paper).unwrap();
        assert_eq!(sent(town.step_through(1, &again).unwrap()), kind);
        assert_eq!(lost.0, again.0, "{}", kind.name());
        town.step(1).unwrap();
        town.settle(&[2, 3]);
        kinds.push(kind);
    }
    assert_eq!(
        kinds,
        [
            EntryKind::CeremonyCommit,
            EntryKind::CeremonyReveal,
            EntryKind::CeremonyComplaint,
            EntryKind::CeremonyAccept
        ]
    );
    town.log_keys();
    assert_eq!(town.step(1).unwrap(), Step::Keys);
}

#[test]
fn r8_a_seed_is_restored_for_its_own_enrolment_alone() {
    let town = Town::new(|_| {});
    town.step(1).unwrap();
    let first = paper(&town, 1);
    // Before the enrolment is on the log, there is nothing to restore.
    let empty = Town::new(|_| {});
    let refused = refusal(restore_seed(&empty, 1, &first, seed_on(&first, &town)));
    assert!(matches!(refused, Refusal::NothingToRestore), "{refused:?}");
    // Another seed than the enrolled one.
    town.settle(&[2, 3]);
    let refused = refusal(restore_seed(&town, 1, &first, TrusteeSeed::from_array(&[9; 32])));
    assert!(matches!(refused, Refusal::Disagrees(_)), "{refused:?}");
    let id = *town.world.borrow().election().id();
    let nothing = town.keystore(1).desk(&id).unwrap();
    assert!(nothing.is_none(), "what was refused is not kept");
}

#[test]
fn d12_words_of_another_election_or_of_the_identity_are_told_apart() {
    let (one, other) = (
        Town::new(|_| {}),
        Town::new(|document| document.nonce = "11".repeat(32)),
    );
    one.step(1).unwrap();
    let paper = paper(&one, 1);
    let id = *other.world.borrow().election().id();
    let wrong = WordsError::Check { line: 1 };
    assert_eq!(read(seed_reader(&id), &paper[1].1).unwrap_err(), wrong);
    assert_eq!(read(identity_reader(), &paper[1].1).unwrap_err(), wrong);
    let shown = format!("{:?}", sheets(&one.keystore(1)).unwrap());
    assert!(!shown.contains(&paper[0].1[0]) && shown.contains("Identity"));
}

#[test]
fn a_keystore_that_has_its_seed_is_not_restored_over() {
    let town = Town::new(|_| {});
    town.step(1).unwrap();
    let seed = seed_on(&paper(&town, 1), &town);
    let (place, keystore) = (town.place(), town.keystore(1));
    let mut session = Session::new(&place, &keystore).unwrap();
    let reading = session.read(rng(), &mut ()).unwrap();
    let error = session.restore(&reading, seed).unwrap_err();
    assert!(
        matches!(error, Error::Keystore(KeystoreError::HasSeed)),
        "{error}"
    );
}

#[test]
fn d8_what_the_lost_keystore_decrypted_is_locked_again_from_the_log() {
    let town = Town::closed(4, |_| {});
    let Decrypted::Sent { aggregates } = town.decrypt(1).unwrap() else {
        panic!("not sent")
    };
    let (paper, before) = (paper(&town, 1), memory_of(&town, 1));
    restore(&town, 1, &paper).unwrap();
    assert_eq!(memory_of(&town, 1).lock, before.lock);
    assert_eq!(town.decrypt(1).unwrap(), Decrypted::OnLog { aggregates });
}

#[test]
fn d8_a_keystore_that_is_restored_after_the_close_is_locked_at_once() {
    let town = Town::closed(4, |_| {});
    let paper = paper(&town, 1);
    restore(&town, 1, &paper).unwrap();
    let locked = memory_of(&town, 1).lock.unwrap();
    let Decrypted::Sent { aggregates } = town.decrypt(1).unwrap() else {
        panic!("not sent")
    };
    assert_eq!(locked.aggregates, aggregates);
}

#[test]
fn d8_a_restored_keystore_gives_no_second_list_beside_one_on_the_log() {
    let town = Town::closed(4, |_| {});
    let kept = Keeps::default();
    town.decrypt_through(1, town.time_to_decrypt(), &kept).unwrap();
    let paper = paper(&town, 1);
    // On the log, under this trustee's signature, are the shares of other sums.
    let (entry, other) = of_other_sums(&town, &kept);
    town.world.borrow_mut().admit(&entry).unwrap();
    town.publish();
    restore(&town, 1, &paper).unwrap();
    let refused = refusal(town.decrypt(1));
    assert!(
        matches!(&refused, Refusal::SecondList { held, .. } if **held == other),
        "{refused:?}"
    );
}

fn of_other_sums(town: &Town, kept: &Keeps) -> (Entry, Lock) {
    let Entry::Object(object) = Entry::from_bytes(&kept.0.borrow()[0]).unwrap() else {
        panic!("an object")
    };
    let mut shares = Shares::from_bytes(&object.payload).unwrap();
    shares.aggregates = Digest([9; 32]);
    let world = town.world.borrow();
    let signed = world
        .trustee(1)
        .unwrap()
        .sign(world.election(), object.kind, shares.to_bytes());
    let lock = Lock {
        close: shares.close,
        aggregates: shares.aggregates,
    };
    (Entry::Object(signed), lock)
}

#[test]
fn t2_a_restored_keystore_refuses_a_log_that_is_not_the_accepted_one() {
    let town = Town::new(|_| {});
    town.make_keys();
    let paper = paper(&town, 1);
    restore(&town, 1, &paper).unwrap();
    let accepted = memory_of(&town, 1).accepted.unwrap();
    let entries = town.entries();
    town.publish_instead(&entries[..usize::try_from(accepted.size).unwrap()]);
    assert!(matches!(refusal(town.step(1)), Refusal::Rewound { .. }));
}

#[test]
fn d12_a_lost_seed_is_restored_into_a_keystore_that_still_has_its_identity() {
    let town = Town::new(|_| {});
    town.make_keys();
    let paper = paper(&town, 2);
    let id = town.world.borrow().election().id().to_string();
    fs::remove_dir_all(town.keystore_folder(2).join(id)).unwrap();
    assert!(matches!(refusal(town.step(2)), Refusal::NoSeed));
    let (place, keystore) = (town.place(), town.keystore(2));
    let mut session = Session::new(&place, &keystore).unwrap();
    let reading = session.read(rng(), &mut ()).unwrap();
    session.restore(&reading, seed_on(&paper, &town)).unwrap();
    let found = session.check(&reading, &mut fresh_rng()).unwrap();
    assert!(found.agrees && found.trustee == trustee(2));
}
