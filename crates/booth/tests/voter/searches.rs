//! Is my ballot counted? The files of the log answer, not the server.

use crate::world::Polls;
use comitia_booth::search::{Broken, Outcome, SHORTEST_TRACKER, Search, Wanted, WantedError};
use comitia_crypto::Digest;
use comitia_crypto::codec::Encode as _;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{Entry, EntryKind};
use comitia_rehearsal::actors::Officer;
use std::collections::BTreeMap;

type Files = BTreeMap<String, Vec<u8>>;

fn search(polls: &Polls, files: &Files, wanted: Wanted) -> Result<Outcome, Broken> {
    let mut search = Search::new(&polls.paper(), &files["checkpoint"], wanted)?;
    while let Some(path) = search.next_file() {
        search.take(&files[&path.to_string()])?;
    }
    search.finish()
}

fn by_tracker(tracker: &Digest) -> Wanted {
    Wanted::tracker(&tracker.to_string()).unwrap()
}

fn by_receipt(receipt: &str) -> Wanted {
    Wanted::receipt(receipt.as_bytes()).unwrap()
}

/// An urn of more than two bundles; `finds` tells the outcome by tracker and by receipt alike.
fn crowded() -> Polls {
    let mut polls = Polls::open();
    for round in 0..600 {
        polls
            .entries
            .push(vec![1, 13, u8::try_from(round % 251).unwrap()]);
    }
    polls
}

#[test]
fn a_ballot_is_found_by_its_tracker_and_by_its_receipt_also_beyond_the_first_bundle() {
    for mut polls in [Polls::open(), crowded()] {
        let voter = polls.voter(0);
        let cast = polls.sign(&voter, &[&[0], &[0]]);
        polls.entries.push(cast.entry.clone());
        let at = polls.last();
        let receipt = polls.receipt(at);
        polls.entries.push(vec![1, 13]);
        let files = polls.files();
        for wanted in [by_tracker(&cast.tracker), by_receipt(&receipt)] {
            match search(&polls, &files, wanted) {
                Ok(Outcome::Counted(found)) => {
                    assert_eq!((found.index, found.seq), (at, 0));
                    assert_eq!(found.pseudonym(), voter.pseudonym());
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn a_receipt_needs_only_the_files_from_its_bundle_on() {
    let mut polls = crowded();
    let voter = polls.voter(0);
    let cast = polls.sign(&voter, &[&[0], &[0]]);
    polls.entries.push(cast.entry);
    let at = polls.last();
    let (files, receipt) = (polls.files(), polls.receipt(at));
    let new = |wanted| Search::new(&polls.paper(), &files["checkpoint"], wanted).unwrap();
    let (_, whole) = new(by_tracker(&cast.tracker)).progress();
    let first = new(by_receipt(&receipt)).next_file().unwrap();
    assert_eq!(whole, 3);
    assert_eq!(first.to_string(), "tile/1/000.p/2");
}

#[test]
fn r6_v24_a_later_ballot_of_the_same_voter_is_reported() {
    let mut polls = Polls::open();
    let (voter, other) = (polls.voter(0), polls.voter(1));
    let (mine, at) = polls.cast(&voter, &[&[0], &[0]]);
    let receipt = polls.receipt(at);
    polls.cast(&other, &[&[0], &[0]]);
    // A booth that kept the code votes again.
    let (_, silent) = polls.cast(&voter, &[&[1], &[1]]);
    for wanted in [by_tracker(&mine.tracker), by_receipt(&receipt)] {
        let outcome = search(&polls, &polls.files(), wanted);
        assert!(
            matches!(outcome, Ok(Outcome::Replaced { later, .. }) if later == silent),
            "{outcome:?}"
        );
    }
}

#[test]
fn v24_a_cancellation_is_reported_and_a_forged_one_breaks_the_record() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let (mine, _) = polls.cast(&voter, &[&[0], &[0]]);
    let id = *polls.world.election().id();
    let officer = &polls.world.parties().officers[0];
    let mut object = officer.cancel(polls.world.election(), *voter.public(), "1");
    polls.world.parties().authority.endorse(&id, &mut object);
    polls.admit(&Entry::Object(object));
    let outcome = search(&polls, &polls.files(), by_tracker(&mine.tracker));
    assert!(matches!(outcome, Ok(Outcome::Cancelled { .. })), "{outcome:?}");
    let stranger = SigningKey::generate(&mut polls.rng);
    let officer = Officer::new(1, stranger);
    let mut forged = officer.cancel(polls.world.election(), *voter.public(), "1");
    polls.world.parties().authority.endorse(&id, &mut forged);
    *polls.entries.last_mut().unwrap() = Entry::Object(forged).to_bytes();
    let outcome = search(&polls, &polls.files(), by_tracker(&mine.tracker));
    assert!(
        matches!(outcome, Err(Broken::FalseCancellation(_))),
        "{outcome:?}"
    );
}

#[test]
fn t5_a_ballot_that_was_never_published_is_missing() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let withheld = polls.sign(&voter, &[&[0], &[0]]);
    let outcome = search(&polls, &polls.files(), by_tracker(&withheld.tracker));
    assert_eq!(outcome, Ok(Outcome::Missing));
}

#[test]
fn t2_a_log_that_took_something_away_or_rewrote_it_is_broken() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let (_, at) = polls.cast(&voter, &[&[0], &[0]]);
    let receipt = polls.receipt(at);
    let honest = polls.entries.clone();
    polls.entries.pop();
    let shorter = search(&polls, &polls.files(), by_receipt(&receipt));
    assert!(matches!(shorter, Err(Broken::Shrunk { .. })), "{shorter:?}");
    let other = polls.sign(&voter, &[&[1], &[1]]);
    polls.entries.push(other.entry);
    let swapped = search(&polls, &polls.files(), by_receipt(&receipt));
    assert!(matches!(swapped, Err(Broken::Receipt(_))), "{swapped:?}");
    polls.entries = honest;
    // After what the trustees accepted, and nothing that the ballot paper holds.
    let roll = polls
        .entries
        .iter()
        .position(|raw| raw[1] == EntryKind::Roll as u8);
    polls.entries[roll.unwrap()].push(0);
    let rewritten = search(&polls, &polls.files(), by_receipt(&receipt));
    assert!(matches!(rewritten, Err(Broken::OtherHistory)), "{rewritten:?}");
}

#[test]
fn t9_a_checkpoint_of_another_key_or_election_is_refused() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let (mine, _) = polls.cast(&voter, &[&[0], &[0]]);
    let mut files = polls.files();
    let text = String::from_utf8(files["checkpoint"].clone()).unwrap();
    files.insert(
        "checkpoint".to_owned(),
        text.replace("vote.example", "evil.example").into_bytes(),
    );
    let outcome = search(&polls, &files, by_tracker(&mine.tracker));
    assert!(matches!(outcome, Err(Broken::Checkpoint(_))), "{outcome:?}");
}

#[test]
fn files_that_are_not_those_of_the_checkpoint_are_broken() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let (mine, _) = polls.cast(&voter, &[&[0], &[0]]);
    let files = polls.files();
    let bundle = files
        .keys()
        .find(|name| name.starts_with("tile/entries"))
        .unwrap()
        .clone();
    let mut changed = files.clone();
    let bytes = changed.get_mut(&bundle).unwrap();
    bytes[20] ^= 1;
    assert_eq!(
        search(&polls, &changed, by_tracker(&mine.tracker)),
        Err(Broken::Root)
    );
    changed.get_mut(&bundle).unwrap().pop();
    let cut = search(&polls, &changed, by_tracker(&mine.tracker));
    assert!(matches!(cut, Err(Broken::File(_))), "{cut:?}");
}

#[test]
fn b7_a_second_ballot_under_the_same_tracker_breaks_the_record() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let (mine, first) = polls.cast(&voter, &[&[0], &[0]]);
    polls.entries.push(mine.entry);
    let second = first + 1;
    let outcome = search(&polls, &polls.files(), by_tracker(&mine.tracker));
    assert_eq!(outcome, Err(Broken::Clash { first, second }));
}

#[test]
fn t6_a_ballot_after_the_close_breaks_the_record() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let late = polls.sign(&voter, &[&[0], &[0]]);
    polls.close();
    polls.entries.push(late.entry.clone());
    let outcome = search(&polls, &polls.files(), by_tracker(&late.tracker));
    assert!(matches!(outcome, Err(Broken::AfterClose(_))), "{outcome:?}");
}

#[test]
fn a_receipt_of_something_else_than_a_ballot_is_told_apart() {
    let polls = Polls::open();
    let outcome = search(&polls, &polls.files(), by_receipt(&polls.receipt(2)));
    assert!(matches!(outcome, Err(Broken::NotABallot(2))), "{outcome:?}");
}

#[test]
fn r5_fewer_than_128_bits_of_a_tracker_are_refused() {
    let digits = Digest::of(b"x").to_string();
    let typed = |n: usize| Wanted::tracker(&digits[..n]);
    assert_eq!(SHORTEST_TRACKER * 4, 128);
    assert!(matches!(typed(31), Err(WantedError::Tracker)));
    assert!(typed(32).is_ok() && typed(64).is_ok());
    assert!(matches!(
        Wanted::tracker(&format!("{digits}0")),
        Err(WantedError::Tracker)
    ));
    assert!(matches!(
        Wanted::tracker(&"g".repeat(40)),
        Err(WantedError::Tracker)
    ));
    let capitals = digits.to_uppercase();
    let groups = capitals
        .as_bytes()
        .chunks(4)
        .map(|group| str::from_utf8(group).unwrap());
    let spaced: Vec<&str> = groups.collect();
    assert!(matches!(Wanted::tracker(&spaced.join(" ")), Ok(Wanted::Tracker(read)) if read == digits));
    assert!(matches!(
        Wanted::receipt(b"not one"),
        Err(WantedError::Receipt(_))
    ));
}
