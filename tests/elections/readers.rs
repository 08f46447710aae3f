//! What all readers of one log must agree on: which ballot is a voter's last, and whether a ballot is valid.

use crate::forger::Forger;
use crate::subject::{FULL, begin, document, failures, finish, judge, open, record_of, vote};
use comitia_crypto::ballot::Item;
use comitia_crypto::codec::Decode;
use comitia_crypto::{Digest, ElectionId};
use comitia_election::entry::{BallotEntry, Cancellation, Entry, EntryKind, RollEntry};
use comitia_election::state::{Admitted, Beginning, Election, PendingBallot, Stage};
use comitia_rehearsal::Simulation;
use comitia_rehearsal::actors::Parties;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};

const VOTERS: usize = 16;

/// The places of the ballots that count, found without the state machine: of each credential that is not cancelled,
/// the ballot that no other one names as its previous.
fn last_ballots(entries: &[Vec<u8>]) -> BTreeSet<u64> {
    let mut ballots: Vec<(u64, Digest, BallotEntry)> = Vec::new();
    let mut cancelled = BTreeSet::new();
    for (place, raw) in (0..).zip(entries) {
        match Entry::from_bytes(raw).unwrap() {
            Entry::Ballot(ballot) => ballots.push((place, Digest::of(raw), ballot)),
            Entry::Object(object) if object.kind == EntryKind::Cancellation => {
                let cancellation = Cancellation::from_bytes(&object.payload).unwrap();
                cancelled.insert(cancellation.credential);
            }
            _ => {}
        }
    }
    let named: BTreeSet<Digest> = ballots.iter().map(|(_, _, ballot)| ballot.body.prev).collect();
    let counts = |(_, hash, ballot): &&(u64, Digest, BallotEntry)| {
        !named.contains(hash) && !cancelled.contains(&ballot.body.credential)
    };
    ballots.iter().filter(counts).map(|(place, ..)| *place).collect()
}

/// What the state machine counts.
fn counted(world: &Simulation) -> BTreeSet<u64> {
    let urn = world.election().urn().unwrap();
    let place = |line: &RollEntry| urn.voter(&line.credential).unwrap().1.counted();
    urn.roll().entries().iter().filter_map(place).collect()
}

/// Votes, votes again and cancels at random; the last choice of everybody whose ballot counts.
fn tumult(world: &mut Simulation, rng: &mut ChaCha20Rng) -> BTreeMap<usize, usize> {
    let mut choices = BTreeMap::new();
    let mut cancelled = BTreeSet::new();
    for round in 0..80 {
        let voter = if round < VOTERS {
            round
        } else {
            rng.next_u32() as usize % VOTERS
        };
        if cancelled.contains(&voter) {
            continue;
        }
        // Two of every weight in both groups stay, so that there is something to decrypt.
        if round % 20 == 19 && voter >= 8 {
            world.cancel(1, voter, "17").unwrap();
            cancelled.insert(voter);
            choices.remove(&voter);
        } else {
            let option = rng.next_u32() as usize % 3;
            vote(world, voter, option);
            choices.insert(voter, option);
        }
        let (urn, last) = (world.election().urn().unwrap(), last_ballots(world.entries()));
        assert_eq!(counted(world), last, "round {round}");
        assert_eq!(urn.counted(), last.len() as u64, "round {round}");
        assert_eq!(
            urn.ballots(),
            (last.len() + urn.superseded().len()) as u64,
            "round {round}"
        );
    }
    choices
}

/// Votes by option, weighed as the roll of [`open`] does.
fn plain_count(choices: &BTreeMap<usize, usize>) -> Vec<u64> {
    let mut counts = vec![0; 3];
    for (voter, option) in choices {
        counts[*option] += if voter % 4 == 3 { 3 } else { 1 };
    }
    counts
}

#[test]
fn t7_c2_the_last_ballot_of_every_chain_counts_and_no_other() {
    for seed in 61..64 {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let parties = Parties::generate(3, 1, &mut rng);
        let document = document(&parties, 2, &mut rng);
        let mut world = begin(parties, &document, rng.clone());
        world.run_ceremony(&mut ()).unwrap();
        open(&mut world, 16);
        let choices = tumult(&mut world, &mut rng);
        finish(&mut world, &[1, 3]);
        let Stage::Published(published) = world.election().stage() else {
            panic!("{}", world.election().stage().name())
        };
        let mut counts = vec![0; 3];
        for unit in &published.result().units {
            counts.iter_mut().zip(&unit.counts).for_each(|(sum, n)| *sum += n);
        }
        assert_eq!(counts, plain_count(&choices));
        assert_eq!(failures(&judge(&record_of(&world, world.entries()), None)), []);
    }
}

/// Reads a log one entry after the other, and verifies every ballot alone: the first entry that is wrong.
fn patiently(entries: &[Vec<u8>], id: ElectionId) -> Option<usize> {
    let mut beginning = Beginning::new();
    let mut election: Option<Election> = None;
    for (place, raw) in entries.iter().enumerate() {
        let right = match &mut election {
            None => match beginning.apply(raw) {
                Ok(found) => {
                    election = found;
                    true
                }
                Err(_) => false,
            },
            Some(election) => match election.apply(raw) {
                Ok(Admitted::Ballot(pending)) => alone(election, &pending),
                Ok(_) => true,
                Err(_) => false,
            },
        };
        if !right {
            return Some(place);
        }
    }
    assert_eq!(*election.unwrap().id(), id);
    None
}

fn alone(election: &Election, pending: &PendingBallot) -> bool {
    let item = Item {
        voter: &pending.voter,
        ballot: &pending.entry.body.sealed,
        signature: &pending.entry.signature,
    };
    let statement = election.urn().unwrap().statement();
    let answers = statement.vartime_verify_batch(&[item], &mut ChaCha20Rng::seed_from_u64(71));
    answers[0].is_ok()
}

/// One byte of one ballot is changed, anywhere: whoever reads in batches and whoever reads ballot by ballot refuse
/// the log for the same entry, and nobody counts it.
#[test]
fn r11_readers_of_every_kind_agree_on_an_invalid_ballot() {
    let id = *FULL.election().id();
    assert_eq!(patiently(FULL.entries(), id), None);
    let mut rng = ChaCha20Rng::seed_from_u64(72);
    let first = FULL
        .entries()
        .iter()
        .position(|raw| raw[1] == EntryKind::Ballot as u8)
        .unwrap();
    for voter in 12..VOTERS + 4 {
        let place = Forger::new(&FULL).ballots_of(voter)[0];
        let at = first + place - Forger::new(&FULL).first(EntryKind::Ballot);
        let mut entries = FULL.entries()[..first + 24].to_vec();
        let byte = 2 + rng.next_u32() as usize % (entries[at].len() - 2);
        entries[at][byte] ^= 1 << (rng.next_u32() % 8);
        assert_eq!(patiently(&entries, id), Some(at), "byte {byte} of entry {at}");
        let found = failures(&judge(&record_of(&FULL, &entries), None));
        let [(_, culprit), ..] = found.as_slice() else {
            panic!("byte {byte} of entry {at} is accepted")
        };
        assert!(
            culprit.contains(&format!("entry {at}: ")),
            "entry {at}, byte {byte}: {culprit}"
        );
    }
}
