//! Electorates that an honest tally would expose: constructed, voted, closed, and decrypted by nobody.

use crate::support::{Town, refusal};
use comitia_crypto::Digest;
use comitia_crypto::codec::Encode as _;
use comitia_crypto::decryption::DecryptionShare;
use comitia_crypto::group::{Point, Scalar};
use comitia_election::entry::{Entry, EntryKind, Shares, TallyResult};
use comitia_election::manifest::{Document, Group, Time};
use comitia_election::state::Stage;
use comitia_election::text::Text;
use comitia_election::verification::CheckId;
use comitia_rehearsal::actors::RollLine;
use comitia_trustee::{Decrypted, Refusal};

const YES: usize = 0;
const NO: usize = 1;

fn weighing(weights: &[u32]) -> Vec<RollLine> {
    let line = |weight: &u32| RollLine {
        weight: *weight,
        group: 0,
    };
    weights.iter().map(line).collect()
}

/// So many voters of weight 1 in each group.
fn grouped(sizes: &[usize]) -> Vec<RollLine> {
    let group = |(group, size): (u16, &usize)| vec![RollLine { weight: 1, group }; *size];
    (0..).zip(sizes).flat_map(group).collect()
}

fn groups(document: &mut Document, ids: &[&str]) {
    let group = |id: &&str| Group {
        id: (*id).to_owned(),
        title: Text::new("en", id),
    };
    document.groups = ids.iter().map(group).collect();
}

fn waive(document: &mut Document) {
    document.waivers.floor = Some(Text::new("en", "everybody agreed to it"));
}

/// Keys, this roll, these votes, closed.
fn voted(roll: &[RollLine], votes: &[(usize, usize)], change: impl FnOnce(&mut Document)) -> Town {
    let town = Town::new(change);
    town.make_keys();
    town.open(roll);
    town.cast(votes);
    town.close_at(town.closes_at());
    town
}

/// Trustees 1 and 2 decrypt, and the organiser publishes; the counts by unit.
fn counts(town: &Town) -> Vec<Vec<u64>> {
    for number in [1, 2] {
        assert!(matches!(town.decrypt(number).unwrap(), Decrypted::Sent { .. }));
    }
    published(town)
}

fn published(town: &Town) -> Vec<Vec<u64>> {
    let at = town.time_to_decrypt();
    let opened = town.world.borrow_mut().publish(at).unwrap();
    town.publish();
    assert!(town.report().is_ok());
    opened.counts
}

fn result(town: &Town) -> TallyResult {
    match town.world.borrow().election().stage() {
        Stage::Published(published) => published.result().clone(),
        other => panic!("{}", other.name()),
    }
}

/// The groups of each unit that was decrypted.
fn units(town: &Town) -> Vec<Vec<u16>> {
    result(town)
        .units
        .iter()
        .map(|unit| unit.groups.clone())
        .collect()
}

fn remark(town: &Town, check: CheckId) -> String {
    let report = town.report();
    let (_, found) = report.iter().find(|(id, _)| *id == check).unwrap();
    found.remark.clone().unwrap_or_default()
}

/// Every trustee refuses, the log takes no share, and the verifier says why there is none.
fn nobody_decrypts(town: &Town, why: &str) {
    for number in 1..=3 {
        match refusal(town.decrypt(number)) {
            Refusal::UnderFloor(problem) => assert!(problem.contains(why), "{problem}"),
            other => panic!("trustee {number}: {other:?}"),
        }
    }
    a_share_all_the_same_is_not_admitted(town);
    let said = remark(town, CheckId::V18);
    assert!(
        said.contains(why) && said.contains("nothing is decrypted"),
        "{said}"
    );
    assert!(published(town).is_empty());
    let result = result(town);
    assert!(result.units.is_empty() && result.outcomes[0].winners.is_empty());
}

/// A trustee with a program of its own sends shares of nothing, or of as much as it likes.
fn a_share_all_the_same_is_not_admitted(town: &Town) {
    for many in [0, 1] {
        let entry = made_up_shares(town, many);
        let error = town.world.borrow_mut().admit(&entry).unwrap_err().to_string();
        assert!(error.contains("number of aggregates"), "{error}");
    }
}

fn made_up_shares(town: &Town, many: usize) -> Entry {
    let world = town.world.borrow();
    let keys = world.election().closed().unwrap().urn().keys();
    let point = Point::from(*keys.election_keys().iter().next().unwrap().element());
    let share = DecryptionShare {
        factors: vec![point, point],
        first: point,
        second: point,
        response: Scalar::ONE,
    };
    let shares = Shares {
        at: Time(world.election().closes_at().0 + 600),
        close: *world.election().closed().unwrap().close_hash(),
        aggregates: Digest([1; 32]),
        shares: vec![share; many],
    };
    let trustee = world.trustee(1).unwrap();
    Entry::Object(trustee.sign(world.election(), EntryKind::DecryptionShare, shares.to_bytes()))
}

#[test]
fn r3_c7_weights_that_are_powers_of_two_are_decrypted_by_nobody() {
    let roll = weighing(&[1, 2, 4, 8, 16]);
    let votes = [(0, YES), (1, NO), (2, YES), (3, YES), (4, NO)];
    let town = voted(&roll, &votes, |_| {});
    nobody_decrypts(&town, "only 1 counted ballots of weight 1, and the floor is 2");
    // What that prevents: with a waiver that everybody reads, the count in binary is the list of all votes.
    let waived = voted(&roll, &votes, waive);
    assert_eq!(counts(&waived), [[0b01101, 0b10010]]);
    let said = remark(&waived, CheckId::V18);
    assert!(
        said.contains("of weight 1") && said.contains("the manifest waives it"),
        "{said}"
    );
}

#[test]
fn r3_c7_one_voter_with_a_weight_of_its_own_protects_everybody_from_the_tally() {
    let roll = weighing(&[1, 1, 1, 1, 100]);
    let votes = [(0, YES), (1, YES), (2, NO), (3, NO), (4, YES)];
    let town = voted(&roll, &votes, |_| {});
    nobody_decrypts(&town, "only 1 counted ballots of weight 100");
    let waived = voted(&roll, &votes, waive);
    assert_eq!(counts(&waived), [[102, 2]], "the hundred is one person's yes");
}

#[test]
fn r3_two_of_each_weight_are_enough_for_a_floor_of_two() {
    let roll = weighing(&[1, 1, 5, 5]);
    let town = voted(&roll, &[(0, YES), (1, NO), (2, YES), (3, NO)], |_| {});
    assert_eq!(counts(&town), [[6, 6]]);
    assert_eq!(remark(&town, CheckId::V18), "");
}

#[test]
fn p1_r10_a_group_under_the_floor_is_counted_with_its_neighbour_and_never_alone() {
    let roll = grouped(&[3, 1, 3]);
    let votes = [(0, YES), (1, YES), (2, NO), (3, NO), (4, YES), (5, NO), (6, NO)];
    let town = voted(&roll, &votes, |document| groups(document, &["a", "b", "c"]));
    assert_eq!(counts(&town), [[2, 1], [1, 3]]);
    assert_eq!(units(&town), [vec![0], vec![1, 2]]);
}

#[test]
fn r10_no_group_is_the_difference_of_two_sums_in_any_order_of_the_manifest() {
    // What is left at the end joins the unit before it, which is then decrypted with it and in no other way.
    let roll = grouped(&[2, 2, 1]);
    let votes = [(0, YES), (1, NO), (2, YES), (3, NO), (4, NO)];
    let town = voted(&roll, &votes, |document| groups(document, &["a", "b", "c"]));
    assert_eq!(counts(&town), [[1, 1], [1, 2]]);
    assert_eq!(units(&town), [vec![0], vec![1, 2]]);
    let first_small = grouped(&[1, 2, 2]);
    let town = voted(&first_small, &votes, |document| {
        groups(document, &["c", "a", "b"]);
    });
    assert_eq!(counts(&town), [[2, 1], [0, 2]]);
    assert_eq!(units(&town), [vec![0, 1], vec![2]]);
}

#[test]
fn r10_r3_a_weight_that_is_rare_in_one_group_merges_it_with_another() {
    let roll =
        [(1, 0), (1, 0), (5, 0), (1, 1), (1, 1), (5, 1)].map(|(weight, group)| RollLine { weight, group });
    let votes = [(0, YES), (1, NO), (2, YES), (3, YES), (4, NO), (5, NO)];
    let town = voted(&roll, &votes, |document| {
        groups(document, &["north", "south"]);
    });
    assert_eq!(counts(&town), [[7, 7]]);
    assert_eq!(units(&town), [vec![0, 1]]);
}

#[test]
fn r10_d7_voting_again_and_on_paper_changes_which_groups_are_counted_alone() {
    let (ids, roll) = (["north", "south"], grouped(&[3, 3]));
    let everybody = [(0, YES), (1, YES), (2, NO), (3, NO), (4, NO), (5, YES)];
    let town = voted(&roll, &everybody, |document| groups(document, &ids));
    counts(&town);
    assert_eq!(units(&town), [vec![0], vec![1]]);
    // Three ballots of one voter are one voter's.
    let again = [(0, YES), (0, NO), (0, YES), (3, NO), (4, NO), (5, YES)];
    let town = voted(&roll, &again, |document| groups(document, &ids));
    assert_eq!(counts(&town), [[2, 2]]);
    assert_eq!(units(&town), [vec![0, 1]]);
    // Two of the north vote on paper after all.
    let town = Town::new(|document| groups(document, &ids));
    town.make_keys();
    town.open(&roll);
    town.cast(&everybody);
    for voter in [0, 1] {
        town.world
            .borrow_mut()
            .cancel(1, voter, &voter.to_string())
            .unwrap();
    }
    town.close_at(town.closes_at());
    assert_eq!(counts(&town), [[1, 3]]);
    assert_eq!(units(&town), [vec![0, 1]]);
    let result = result(&town);
    assert_eq!((result.voters, result.cancelled), (4, 2));
}

#[test]
fn p1_r10_cancellations_down_to_one_ballot_leave_nothing_to_decrypt() {
    let town = Town::new(|_| {});
    town.make_keys();
    town.open(&weighing(&[1, 1, 1]));
    town.cast(&[(0, YES), (1, NO), (2, NO)]);
    for voter in [0, 1] {
        town.world
            .borrow_mut()
            .cancel(1, voter, &voter.to_string())
            .unwrap();
    }
    town.close_at(town.closes_at());
    nobody_decrypts(&town, "only 1 counted ballots of weight 1");
}

#[test]
fn p1_a_unanimous_vote_is_decrypted_and_said_to_tell_everything() {
    let roll = grouped(&[3, 3]);
    let votes = [(0, YES), (1, NO), (2, YES), (3, NO), (4, NO), (5, NO)];
    let town = voted(&roll, &votes, |document| {
        groups(document, &["north", "south"]);
    });
    assert_eq!(counts(&town), [[2, 1], [0, 3]]);
    let said = remark(&town, CheckId::V20);
    assert!(
        said.contains("unit 2") && said.contains("counter 2") && said.contains("street"),
        "{said}"
    );
}

#[test]
fn p1_groups_that_nobody_voted_in_are_in_no_sum() {
    let roll = grouped(&[3, 3, 3]);
    let votes = [(0, YES), (1, NO), (6, NO), (7, YES)];
    let town = voted(&roll, &votes, |document| {
        groups(document, &["a", "silent", "c"]);
    });
    assert_eq!(counts(&town), [[1, 1], [1, 1]]);
    assert_eq!(units(&town), [vec![0], vec![2]]);
    assert_eq!(remark(&town, CheckId::V20), "");
}
