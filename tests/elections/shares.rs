//! Decryption by five trustees of whom three are needed, while the others are absent, false, or both.

use crate::subject::{begin, document, failures, judge, judged, open, record_of, vote, write};
use comitia_crypto::codec::Encode as _;
use comitia_crypto::group::Scalar;
use comitia_election::entry::{Entry, EntryKind, Shares};
use comitia_election::manifest::Time;
use comitia_election::tally::{Aggregates, Tally};
use comitia_election::verification::{CheckId, Report, Status};
use comitia_rehearsal::Simulation;
use comitia_rehearsal::actors::Parties;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

const VOTERS: usize = 12;

/// How a trustee decrypts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    Good,
    /// One response is changed, and the trustee signs.
    False,
    Absent,
}
use Share::{Absent, False, Good};

/// A closed vote of five trustees, three needed.
fn closed() -> Simulation {
    closed_after(VOTERS)
}

/// The same, after so many have voted.
fn closed_after(voters: usize) -> Simulation {
    let mut rng = ChaCha20Rng::seed_from_u64(61);
    let parties = Parties::generate(5, 0, &mut rng);
    let document = document(&parties, 3, &mut rng);
    let mut world = begin(parties, &document, rng);
    world.run_ceremony(&mut ()).unwrap();
    open(&mut world, 12);
    for voter in 0..voters {
        vote(&mut world, voter, voter % 3);
    }
    let close = world.election().closes_at();
    world.close(close).unwrap();
    world
}

fn time(world: &Simulation) -> Time {
    Time(world.election().closes_at().0 + 3660)
}

/// What a trustee says about the sums, once somebody has changed it; the trustee signs.
fn signed(world: &Simulation, sums: &Aggregates, number: u8, change: impl FnOnce(&mut Shares)) -> Entry {
    let mut rng = ChaCha20Rng::from_seed([number; 32]);
    let election = world.election();
    let tally = Tally::with_aggregates(election.manifest(), election.closed().unwrap(), sums.clone());
    let trustee = world.trustee(number).unwrap();
    let mut shares: Shares = tally
        .shares_of(trustee.key_shares().unwrap(), time(world), &mut rng)
        .unwrap();
    change(&mut shares);
    Entry::Object(trustee.sign(election, EntryKind::DecryptionShare, shares.to_bytes()))
}

/// The trustees decrypt, each in its way.
fn decrypt(world: &mut Simulation, ways: [Share; 5]) {
    let aggregates = world.aggregates(&mut ()).unwrap();
    for (number, way) in (1..).zip(ways).filter(|(_, way)| *way != Absent) {
        let entry = signed(world, &aggregates, number, |shares| {
            if way == False {
                shares.shares[0].response += Scalar::ONE;
            }
        });
        world.admit(&entry).unwrap();
    }
}

fn report(world: &Simulation) -> Report {
    judge(&record_of(world, world.entries()), None)
}

fn check(report: &Report, id: CheckId) -> (Status, String) {
    let (_, found) = report.iter().find(|(found, _)| *found == id).unwrap();
    (found.status.clone(), found.remark.clone().unwrap_or_default())
}

#[test]
fn d10_two_of_five_may_be_false_or_absent_and_the_false_ones_are_named() {
    for ways in [
        [False, False, Good, Good, Good],
        [Good, Absent, Good, False, Good],
        [Absent, Good, Good, Good, Absent],
    ] {
        let mut world = closed();
        decrypt(&mut world, ways);
        let opened = world.publish(Time(time(&world).0 + 60)).unwrap();
        let votes: u64 = opened.counts.iter().flatten().sum();
        assert_eq!(votes, 18, "nine of weight 1, three of weight 3");
        let report = report(&world);
        assert_eq!(failures(&report), []);
        let (status, remark) = check(&report, CheckId::V19);
        assert_eq!(status, Status::Passed);
        for (number, way) in (1..).zip(ways) {
            let named = remark.contains(&format!("trustee {number}:"));
            assert_eq!(named, way == False, "{remark}");
        }
        let good: Vec<u8> = (1..)
            .zip(ways)
            .filter(|(_, way)| *way == Good)
            .map(|(n, _)| n)
            .collect();
        let used: Vec<u8> = opened.trustees.iter().map(|trustee| trustee.get()).collect();
        assert_eq!(used, good, "the false ones are not used");
    }
}

#[test]
fn d10_while_enough_good_shares_can_still_come_nothing_fails() {
    let mut world = closed();
    decrypt(&mut world, [False, False, Good, Absent, Absent]);
    let early = report(&world);
    assert_eq!(failures(&early), []);
    assert!(matches!(check(&early, CheckId::V20).0, Status::Skipped(_)));
    assert!(world.publish(Time(time(&world).0 + 60)).is_err());
    // The two who are late come, and it goes on.
    decrypt(&mut world, [Absent, Absent, Absent, Good, Good]);
    world.publish(Time(time(&world).0 + 60)).unwrap();
    assert_eq!(failures(&report(&world)), []);
}

#[test]
fn d10_three_false_shares_of_five_end_the_election_with_their_names() {
    let mut world = closed();
    decrypt(&mut world, [False, Good, False, Good, False]);
    let failed = failures(&report(&world));
    assert_eq!(failed.len(), 1);
    let (check, culprits) = &failed[0];
    assert_eq!(*check, CheckId::V19);
    for culprit in ["trustee 1", "trustee 3", "trustee 5"] {
        assert!(culprits.contains(culprit), "{culprits}");
    }
    assert!(!culprits.contains("trustee 2") && !culprits.contains("trustee 4"));
}

#[test]
fn d9_a_second_list_of_shares_under_one_name_is_not_admitted() {
    let mut world = closed();
    decrypt(&mut world, [Good, Absent, Absent, Absent, Absent]);
    let again = world.entries().last().unwrap().clone();
    let entry = comitia_crypto::codec::Decode::from_bytes(&again).unwrap();
    let error = world.admit(&entry).unwrap_err().to_string();
    assert!(error.contains("has given its shares before"), "{error}");
}

#[test]
fn b5_shares_of_another_number_of_sums_are_not_admitted() {
    let mut world = closed();
    let sums = world.aggregates(&mut ()).unwrap();
    let short = signed(&world, &sums, 1, |shares| drop(shares.shares.pop()));
    let long = signed(&world, &sums, 1, |shares| {
        shares.shares.push(shares.shares[0].clone())
    });
    let mut empty = closed_after(0);
    let nothing = empty.aggregates(&mut ()).unwrap();
    let needless = signed(&empty, &nothing, 1, |shares| assert!(shares.shares.is_empty()));
    let refused = |world: &mut Simulation, entry: &Entry| {
        let error = world.admit(entry).unwrap_err().to_string();
        assert!(error.contains("another number of aggregates"), "{error}");
    };
    refused(&mut world, &short);
    refused(&mut world, &long);
    refused(&mut empty, &needless);
}

#[test]
fn d14_the_published_files_alone_give_the_counts() {
    let mut world = closed();
    decrypt(&mut world, [Good, Good, Absent, Absent, Absent]);
    assert_eq!(world.election().stage().name(), "Closed");
    decrypt(&mut world, [Absent, Absent, Good, Absent, Absent]);
    assert_eq!(world.election().stage().name(), "Tallied");
    world.publish(Time(time(&world).0 + 60)).unwrap();
    let files = record_of(&world, world.entries());
    drop(world);
    // Nothing but the files in an empty folder: every check is made, none for want of a key or of a parameter skipped.
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &files);
    let report = judged(folder.path(), None).unwrap();
    assert_eq!(failures(&report), []);
    for (id, covered) in [
        (CheckId::V08, 1),
        (CheckId::V18, 2),
        (CheckId::V19, 3),
        (CheckId::V20, 6),
    ] {
        let (_, found) = report.iter().find(|(found, _)| *found == id).unwrap();
        assert_eq!(
            (found.status.clone(), found.covered),
            (Status::Passed, covered),
            "{id}"
        );
    }
}

/// A share that travelled as a file may be older than one that came before it; the result is after all of them.
#[test]
fn shares_come_in_any_order_of_their_times_and_the_result_after_the_latest() {
    let mut world = closed();
    let aggregates = world.aggregates(&mut ()).unwrap();
    let base = time(&world);
    for (number, later) in [(1, 90), (2, 30), (4, 60)] {
        let share = signed(&world, &aggregates, number, |shares| {
            shares.at = Time(base.0 + later)
        });
        world.admit(&share).unwrap();
    }
    assert!(
        world.publish(Time(base.0 + 89)).is_err(),
        "before the latest share"
    );
    world.publish(Time(base.0 + 90)).unwrap();
    assert_eq!(failures(&judge(&record_of(&world, world.entries()), None)), []);
}
