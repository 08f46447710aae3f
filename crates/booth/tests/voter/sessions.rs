//! From a code to the urn, or to the other program that opens what was sealed.

use crate::world::Polls;
use comitia_booth::session::Choice;
use comitia_booth::voter::{EnterError, Standing, StandingError, Voter};
use comitia_crypto::code::CodeError;
use comitia_crypto::codec::{Decode, Encode};
use comitia_crypto::credential::Pseudonym;
use comitia_election::contest::{ChoiceError, ChoiceFault};
use comitia_election::entry::{BallotEntry, Entry};
use comitia_election::state::{BallotRefusal, Refusal};
use comitia_rehearsal::{SimulationError, record};
use comitia_verifier::LogSource;
use comitia_verifier::audit::{Audit, Opening, audit};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::{Value, json};

#[test]
fn a_code_is_entered_as_people_type_it_and_gives_the_credential_on_the_roll() {
    let polls = Polls::open();
    let paper = polls.paper();
    let typed = format!(" {} ", polls.codes[0].grouped().to_lowercase().replace('-', " "));
    let voter = Voter::enter(&paper, &typed).unwrap();
    assert_eq!(voter.pseudonym(), Pseudonym::of(voter.public()));
    assert!(
        polls
            .world
            .election()
            .urn()
            .unwrap()
            .voter(voter.public())
            .is_some()
    );
    assert_eq!(Voter::enter(&paper, " \t").unwrap_err(), EnterError::Empty);
    let mut mistyped = polls.codes[0].symbols().to_string();
    let last = if mistyped.ends_with('0') { "1" } else { "0" };
    mistyped.replace_range(24.., last);
    assert_eq!(
        Voter::enter(&paper, &mistyped).unwrap_err(),
        EnterError::Code(CodeError::Check)
    );
}

#[test]
fn w10_debug_of_voter_choice_and_session_shows_no_secret() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let choice = Choice::new(&polls.paper(), vec![vec![1], vec![0, 2]]).unwrap();
    assert_eq!(format!("{choice:?}"), "Choice(secret)");
    let sealed = polls.seal(&voter, &[&[1], &[0, 2]]);
    assert_eq!(format!("{sealed:?}"), format!("Sealed({:?})", sealed.tracker()));
    let audited = sealed.audit(&polls.paper(), &voter, &mut ChaCha20Rng::seed_from_u64(1));
    assert!(!format!("{audited:?} {voter:?}").contains("randomness"));
}

#[test]
fn b4_choices_outside_the_rules_are_refused_before_sealing() {
    let paper = Polls::open().paper();
    let refused = |one: &[usize], several: &[usize]| {
        Choice::new(&paper, vec![one.to_vec(), several.to_vec()]).unwrap_err()
    };
    let broken = |contest, fault| ChoiceError::Contest { contest, fault };
    let count = |contest, min, max, got| broken(contest, ChoiceFault::Count { min, max, got });
    assert_eq!(refused(&[], &[0]), count(0, 1, 1, 0));
    assert_eq!(refused(&[0, 1], &[0]), count(0, 1, 1, 2));
    assert_eq!(refused(&[0], &[]), count(1, 1, 2, 0));
    assert_eq!(refused(&[0], &[0, 1, 2]), count(1, 1, 2, 3));
    assert_eq!(refused(&[0], &[0, 3]), broken(1, ChoiceFault::BlankAndMore));
    assert_eq!(refused(&[3], &[0]), broken(0, ChoiceFault::Option));
    assert_eq!(refused(&[0], &[1, 1]), broken(1, ChoiceFault::Option));
    for good in [[0].as_slice(), &[1, 2], &[3]] {
        assert!(Choice::new(&paper, vec![vec![2], good.to_vec()]).is_ok());
    }
}

#[test]
fn p3_every_choice_gives_an_entry_of_the_same_length() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let choices: [&[&[usize]]; 4] = [&[&[0], &[0]], &[&[1], &[1, 2]], &[&[2], &[3]], &[&[0], &[2]]];
    let expected = BallotEntry::encoded_len(polls.paper().manifest().ballot().shape());
    for choice in choices {
        let sealed = polls.seal(&voter, choice);
        let cast = sealed.cast(&polls.paper(), &voter, &mut polls.rng);
        assert_eq!(cast.entry.len(), expected);
    }
}

#[test]
fn a_cast_ballot_and_its_revote_are_admitted_and_proved() {
    let mut polls = Polls::open();
    let voter = polls.voter(1);
    let (first, at) = polls.cast(&voter, &[&[0], &[0, 1]]);
    assert_eq!(
        first.check_receipt(&polls.paper(), polls.receipt(at).as_bytes()),
        Ok(at)
    );
    assert_eq!(polls.standing(&voter).ballots_before(), 1);
    let (second, later) = polls.cast(&voter, &[&[1], &[3]]);
    assert_ne!(first.tracker, second.tracker);
    assert_eq!(
        second.check_receipt(&polls.paper(), polls.receipt(later).as_bytes()),
        Ok(later)
    );
    assert_eq!(polls.standing(&voter).last_index, Some(later));
}

#[test]
fn p4_a_cast_ballot_does_not_hold_its_randomness() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let (paper, standing) = (polls.paper(), polls.standing(&voter));
    let twice = || {
        let choice = Choice::new(&paper, vec![vec![0], vec![0]]).unwrap();
        let mut fixed = ChaCha20Rng::seed_from_u64(3);
        choice.seal(&paper, &voter, &standing, &mut fixed).unwrap()
    };
    let opening = twice().audit(&paper, &voter, &mut polls.rng).opening;
    let opening: Value = serde_json::from_str(&opening).unwrap();
    let randomness = opening["randomness"].as_str().unwrap();
    let cast = twice().cast(&paper, &voter, &mut polls.rng);
    let shown = data_encoding::HEXLOWER.encode(&cast.entry);
    assert!(!shown.contains(randomness));
    assert_eq!(Entry::from_bytes(&cast.entry).unwrap().to_bytes(), cast.entry);
}

#[test]
fn w5_the_receipt_of_another_entry_is_refused() {
    let mut polls = Polls::open();
    let (voter, other) = (polls.voter(0), polls.voter(1));
    let (mine, at) = polls.cast(&voter, &[&[0], &[0]]);
    let (_, theirs) = polls.cast(&other, &[&[1], &[1]]);
    let paper = polls.paper();
    assert!(
        mine.check_receipt(&paper, polls.receipt(theirs).as_bytes())
            .is_err()
    );
    let renumbered = polls
        .receipt(theirs)
        .replace(&format!("index {theirs}"), &format!("index {at}"));
    assert!(mine.check_receipt(&paper, renumbered.as_bytes()).is_err());
    assert!(mine.check_receipt(&paper, b"<html>").is_err());
}

#[test]
fn w9_the_receipt_of_another_election_is_refused() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let (mine, at) = polls.cast(&voter, &[&[0], &[0]]);
    let mut other = Polls::with(|document| document.nonce = "09".repeat(32));
    // The same bytes at the same place of another election's log, signed by the same key.
    other.entries.truncate(usize::try_from(at).unwrap());
    other.entries.push(mine.entry.clone());
    assert!(
        mine.check_receipt(&other.paper(), other.receipt(at).as_bytes())
            .is_ok()
    );
    assert!(
        mine.check_receipt(&polls.paper(), other.receipt(at).as_bytes())
            .is_err()
    );
}

/// What `comitia-verify audit` says about an opening.
fn audited(polls: &Polls, opening: &str) -> Audit {
    let folder = tempfile::tempdir().unwrap();
    record::write(folder.path(), &polls.entries, &polls.world.log_signer().unwrap()).unwrap();
    let source = LogSource::open(folder.path().to_str().unwrap(), None).unwrap();
    let opening = Opening::parse(opening.as_bytes()).unwrap();
    audit(&source, &opening, ChaCha20Rng::seed_from_u64(5), &mut ()).unwrap()
}

fn says(audit: &Audit, what: &str) -> bool {
    audit.findings.iter().any(|finding| finding.text.contains(what))
}

#[test]
fn b8_the_other_program_opens_what_was_sealed_and_exposes_a_lie() {
    let mut polls = Polls::open();
    let voter = polls.voter(2);
    let given_up = polls
        .seal(&voter, &[&[1], &[0, 2]])
        .audit(&polls.paper(), &voter, &mut polls.rng);
    polls.admit(&Entry::from_bytes(&given_up.entry).unwrap());
    polls.close();
    let honest = audited(&polls, &given_up.opening);
    assert!(
        says(&honest, "that is what the booth said"),
        "{:?}",
        honest.findings
    );
    assert!(says(&honest, "its audit is on the log") && says(&honest, "it was not cast"));
    let mut lie: Value = serde_json::from_str(&given_up.opening).unwrap();
    lie["selections"] = json!([[0], [0, 2]]);
    let exposed = audited(&polls, &lie.to_string());
    assert!(
        says(&exposed, "THE BOOTH LIED") && !exposed.is_ok(),
        "{:?}",
        exposed.findings
    );
}

#[test]
fn b8_a_tracker_that_was_swapped_after_sealing_is_noticed_by_the_other_program() {
    let mut polls = Polls::open();
    let voter = polls.voter(2);
    let shown = polls
        .seal(&voter, &[&[1], &[0]])
        .audit(&polls.paper(), &voter, &mut polls.rng);
    let other = polls
        .seal(&voter, &[&[1], &[0]])
        .audit(&polls.paper(), &voter, &mut polls.rng);
    // The booth puts another ballot on the log than the one whose opening it gives.
    polls.admit(&Entry::from_bytes(&other.entry).unwrap());
    polls.close();
    let audit = audited(&polls, &shown.opening);
    assert!(
        says(&audit, "no audit of the ballot with tracker"),
        "{:?}",
        audit.findings
    );
}

#[test]
fn r4_an_audited_ballot_can_never_be_cast() {
    let mut polls = Polls::open();
    let voter = polls.voter(3);
    let (paper, standing) = (polls.paper(), polls.standing(&voter));
    let twice = || {
        let choice = Choice::new(&paper, vec![vec![0], vec![0]]).unwrap();
        // A booth that keeps the randomness and seals the same ballot once more.
        choice
            .seal(&paper, &voter, &standing, &mut ChaCha20Rng::seed_from_u64(7))
            .unwrap()
    };
    let given_up = twice().audit(&paper, &voter, &mut polls.rng);
    let cast = twice().cast(&paper, &voter, &mut polls.rng);
    assert_eq!(given_up.tracker, cast.tracker);
    polls.admit(&Entry::from_bytes(&given_up.entry).unwrap());
    let refused = polls.world.admit(&Entry::from_bytes(&cast.entry).unwrap());
    assert!(matches!(
        refused,
        Err(SimulationError::Refused {
            refusal: Refusal::Ballot(BallotRefusal::Audited),
            ..
        })
    ));
}

#[test]
fn b10_every_seal_of_one_choice_has_its_own_tracker() {
    let mut polls = Polls::open();
    let voter = polls.voter(0);
    let first = *polls.seal(&voter, &[&[0], &[0]]).tracker();
    assert_ne!(first, *polls.seal(&voter, &[&[0], &[0]]).tracker());
}

#[test]
fn b7_two_voters_never_share_a_tracker_even_with_the_same_randomness() {
    let polls = Polls::open();
    let paper = polls.paper();
    let tracker = |place| {
        let voter = polls.voter(place);
        let choice = Choice::new(&paper, vec![vec![0], vec![0]]).unwrap();
        let mut fixed = ChaCha20Rng::seed_from_u64(7);
        *choice
            .seal(&paper, &voter, &polls.standing(&voter), &mut fixed)
            .unwrap()
            .tracker()
    };
    assert_ne!(tracker(0), tracker(2));
}

#[test]
fn a_server_that_contradicts_itself_about_a_voter_is_refused() {
    let answer = |seq: u32, prev: &str| {
        let json = json!({"group": 0, "weight": 1, "seq": seq, "prev": prev.repeat(32),
            "last_index": null, "cancelled": false});
        Standing::read(json.to_string().as_bytes())
    };
    assert!(answer(0, "00").is_ok() && answer(1, "ab").is_ok());
    assert!(matches!(answer(1, "00"), Err(StandingError::Chain)));
    assert!(matches!(answer(0, "ab"), Err(StandingError::Chain)));
    assert!(matches!(Standing::read(b"{}"), Err(StandingError::Syntax(_))));
}
