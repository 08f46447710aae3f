//! What only those see who look at the log from outside: witnesses, and voters with a receipt.

use crate::forger::Forger;
use crate::subject::{begin, document, failures, finish, judge, open, record_of, vote};
use comitia_election::entry::{EntryKind, TallyResult};
use comitia_election::manifest::{Document, Witnesses};
use comitia_election::verification::CheckId;
use comitia_rehearsal::actors::Parties;
use comitia_rehearsal::{Simulation, record};
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::cosignature::{Timestamp, WitnessSigner};
use comitia_tlog::vkey::KeyName;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::sync::LazyLock;

/// Ten voters, one witness whose cosignature is needed.
static WITNESSED: LazyLock<Simulation> = LazyLock::new(|| {
    let mut rng = ChaCha20Rng::seed_from_u64(41);
    let parties = Parties::generate(3, 0, &mut rng);
    let document = Document {
        witnesses: Witnesses {
            quorum: 1,
            keys: vec![witness(51).key().to_string()],
        },
        ..document(&parties, 2, &mut rng)
    };
    let mut world = begin(parties, &document, rng);
    world.run_ceremony(&mut ()).unwrap();
    open(&mut world, 10);
    for voter in 0..10 {
        vote(&mut world, voter, voter % 3);
    }
    finish(&mut world, &[1, 2, 3]);
    world
});

fn witness(seed: u8) -> WitnessSigner {
    let name = KeyName::new(format!("witness.example/{seed}")).unwrap();
    WitnessSigner::new(name, ed25519_dalek::SigningKey::from_bytes(&[seed; 32]))
}

/// The record of these entries, cosigned by these witnesses some seconds after the last entry's time.
fn cosigned(entries: &[Vec<u8>], witnesses: &[WitnessSigner], after: u64) -> Vec<(CheckId, String)> {
    let mut files = record_of(&WITNESSED, entries);
    let mut checkpoint = SignedCheckpoint::parse(&files["checkpoint"]).unwrap();
    let text = checkpoint.unverified().to_string();
    let time = Timestamp::from_seconds(WITNESSED.election().clock().0 + after).unwrap();
    for witness in witnesses {
        checkpoint.push(witness.sign(&text, time)).unwrap();
    }
    files.insert("checkpoint".to_owned(), checkpoint.to_string().into_bytes());
    failures(&judge(&files, None))
}

fn ids(failures: &[(CheckId, String)]) -> Vec<CheckId> {
    failures.iter().map(|(id, _)| *id).collect()
}

#[test]
fn t1_a_record_without_its_witnesses_is_refused() {
    let entries = WITNESSED.entries();
    assert_eq!(cosigned(entries, &[witness(51)], 5), []);
    assert_eq!(ids(&cosigned(entries, &[], 5)), [CheckId::V02]);
    let stranger = cosigned(entries, &[witness(52)], 5);
    assert!(ids(&stranger).contains(&CheckId::V02), "{stranger:?}");
    let both = cosigned(entries, &[witness(51), witness(52)], 5);
    assert_eq!(
        ids(&both),
        [CheckId::V01],
        "a line that nobody can verify: {both:?}"
    );
}

#[test]
fn w8_times_that_a_witness_contradicts_are_refused() {
    let mut forger = Forger::new(&WITNESSED);
    let place = forger.first(EntryKind::Result);
    forger.rewrite(place, |result: &mut TallyResult| result.at.0 += 3600);
    assert_eq!(ids(&cosigned(&forger.raws(), &[witness(51)], 5)), [CheckId::V03]);
}

#[test]
fn t2_b11_what_was_promised_to_a_voter_is_kept() {
    let mut rng = ChaCha20Rng::seed_from_u64(42);
    let parties = Parties::generate(3, 1, &mut rng);
    let document = document(&parties, 2, &mut rng);
    let mut world = begin(parties, &document, rng);
    world.run_ceremony(&mut ()).unwrap();
    open(&mut world, 12);
    let places: Vec<u64> = (0..12).map(|voter| vote(&mut world, voter, 1)).collect();
    let signer = world.log_signer().unwrap();
    let receipt = |world: &Simulation, place: u64| {
        let receipt = record::receipt(world.entries(), place, &signer).unwrap();
        receipt.to_string().into_bytes()
    };
    let (own, neighbour) = (receipt(&world, places[5]), receipt(&world, places[4]));
    let judge_in = |world: &Simulation, entries: &[Vec<u8>], receipt: &[u8]| {
        failures(&judge(&record_of(world, entries), Some(receipt)))
    };
    let v24 = |entries: &[Vec<u8>], receipt: &[u8]| judge_in(&world, entries, receipt);
    assert_eq!(v24(world.entries(), &own), []);
    // Before anybody has decrypted, the operator takes a ballot back and closes without it.
    let mut forger = Forger::new(&world);
    let place = forger.ballots_of(5)[0];
    forger.entries.remove(place);
    assert_eq!(ids(&v24(&forger.raws(), &own)), [CheckId::V24]);
    assert_eq!(ids(&v24(&forger.raws(), &neighbour)), [CheckId::V24]);
    // Or lets two of them change places.
    let mut forger = Forger::new(&world);
    let (a, b) = (forger.ballots_of(5)[0], forger.ballots_of(6)[0]);
    forger.entries.swap(a, b);
    assert_eq!(ids(&v24(&forger.raws(), &own)), [CheckId::V24]);
    // Or somebody who has the voter's code votes again.
    let mut later = world;
    vote(&mut later, 5, 0);
    assert_eq!(ids(&judge_in(&later, later.entries(), &own)), [CheckId::V24]);
}
