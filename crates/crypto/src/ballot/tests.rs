#![expect(clippy::indexing_slicing, reason = "tests index what they have just made")]

mod amounts;
mod cheat;
mod encodings;
mod forgery;

use super::*;
use crate::digest::{Digest, ElectionId};
use crate::elgamal::ElectionKeys;
use crate::group::{NonIdentity, Point, random_scalar};
use crate::plaintext::Plaintext;
use crate::shape::{Row, Shape};
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT as G;
use curve25519_dalek::ristretto::RistrettoPoint;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

const ELECTION: ElectionId = ElectionId([1; 32]);
const OPEN: Digest = Digest([2; 32]);

fn keys(count: usize, rng: &mut ChaCha20Rng) -> ElectionKeys {
    let key = |_| NonIdentity::new(Point::from(RistrettoPoint::mul_base(&random_scalar(rng)))).unwrap();
    ElectionKeys::new((0..count).map(key).collect()).unwrap()
}

/// Yes, no or blank.
fn single(options: u32) -> Shape {
    let counters = (0..options).map(|bit| vec![(bit, 1)]).collect();
    Shape::new(
        options,
        counters,
        vec![((0..options).map(|bit| (bit, 1)).collect(), 1)],
    )
    .unwrap()
}

struct Voted {
    statement: ElectionStatement,
    voter: VoterContext,
    secret: Scalar,
    ballot: SealedBallot,
    opening: Opening,
    signature: VoterSignature,
}

fn vote(shape: Shape, bits: &[bool], seed: u64) -> Voted {
    vote_for(shape, &bits.into(), seed)
}

fn vote_for(shape: Shape, plaintext: &Plaintext, seed: u64) -> Voted {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let keys = keys(shape.counters(), &mut ChaCha20Rng::seed_from_u64(99));
    let statement = ElectionStatement::new(ELECTION, OPEN, shape, keys).unwrap();
    let secret = random_scalar(&mut rng);
    let credential = *Point::from(secret * G).bytes();
    let voter = VoterContext {
        credential,
        group: 1,
        weight: 2,
        seq: 3,
        prev: Digest([4; 32]),
    };
    let (ballot, opening) = statement.seal(&voter, plaintext, &mut rng).unwrap();
    let signature = sign(&statement, &voter, &ballot, &secret, &mut rng);
    Voted {
        statement,
        voter,
        secret,
        ballot,
        opening,
        signature,
    }
}

fn verify_one(
    statement: &ElectionStatement,
    voter: &VoterContext,
    ballot: &SealedBallot,
    signature: &VoterSignature,
) -> Result<(), BallotFault> {
    let item = Item {
        voter,
        ballot,
        signature,
    };
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    statement
        .vartime_verify_batch(&[item], &mut rng)
        .remove(0)
        .map(drop)
}

impl Voted {
    fn check(&self) -> Result<(), BallotFault> {
        verify_one(&self.statement, &self.voter, &self.ballot, &self.signature)
    }

    /// Signs whatever the ballot has become, as a voter would who cheats.
    fn resign(&mut self) {
        let mut rng = ChaCha20Rng::seed_from_u64(8);
        self.signature = sign(&self.statement, &self.voter, &self.ballot, &self.secret, &mut rng);
    }
}

/// Bits, rows, and bits that satisfy the equations because their right sides were computed from them.
fn any_shape() -> impl Strategy<Value = (Shape, Vec<bool>)> {
    (1u32..12, 1usize..6, 0usize..4).prop_flat_map(|(n, p, q)| {
        let row = |low: i64| {
            proptest::collection::btree_map(0..n, low..=1_000_000i64, 0..=n as usize)
                .prop_map(|row| row.into_iter().filter(|(_, c)| *c != 0).collect::<Row>())
        };
        let bits = proptest::collection::vec(any::<bool>(), n as usize);
        let counters = proptest::collection::vec(row(0), p);
        let equations = proptest::collection::vec(row(-1_000_000), q);
        (bits, counters, equations).prop_map(move |(bits, counters, rows)| {
            let value = |row: &Row| {
                row.iter()
                    .filter(|(bit, _)| bits[*bit as usize])
                    .map(|(_, c)| c)
                    .sum()
            };
            let equations = rows
                .into_iter()
                .map(|row| {
                    let value = value(&row);
                    (row, value)
                })
                .collect();
            (Shape::new(n, counters, equations).unwrap(), bits.clone())
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn multiples_at_hand_change_nothing_but_the_time((shape, bits) in any_shape(), seed: u64) {
        let voted = vote(shape, &bits, seed);
        let seal = |statement: &ElectionStatement| {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            statement.seal(&voted.voter, &bits.clone().into(), &mut rng).unwrap().0
        };
        prop_assert_eq!(seal(&voted.statement), seal(&voted.statement.for_many()));
    }

    #[test]
    fn every_choice_that_obeys_a_shape_can_be_sealed_and_verifies((shape, bits) in any_shape(), seed: u64) {
        let voted = vote(shape, &bits, seed);
        prop_assert_eq!(voted.check(), Ok(()));
        let bytes = voted.ballot.to_bytes();
        prop_assert_eq!(bytes.len(), SealedBallot::encoded_len(voted.statement.shape()));
        prop_assert_eq!(SealedBallot::from_bytes(&bytes).unwrap(), voted.ballot);
    }

    #[test]
    fn changing_any_byte_of_a_ballot_is_refused(at in 0usize..1000, flip in 1u8..) {
        let voted = vote(single(3), &[false, true, false], 1);
        let mut bytes = voted.ballot.to_bytes();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        if let Ok(changed) = SealedBallot::from_bytes(&bytes) {
            prop_assert!(verify_one(&voted.statement, &voted.voter, &changed, &voted.signature).is_err());
        }
    }
}

#[test]
fn a_yes_no_blank_ballot_has_640_bytes_of_points_and_scalars() {
    // Three length prefixes of two bytes; the key and the signature are 96 bytes more.
    assert_eq!(SealedBallot::encoded_len(&single(3)) - 6 + 96, 640);
}

#[test]
fn p3_the_length_of_a_ballot_does_not_depend_on_the_choice() {
    let lengths: Vec<usize> = (0..3)
        .map(|choice| {
            vote(single(3), &[choice == 0, choice == 1, choice == 2], 5)
                .ballot
                .to_bytes()
                .len()
        })
        .collect();
    assert!(lengths.iter().all(|length| *length == lengths[0]));
}

#[test]
fn b4_a_choice_outside_the_rules_cannot_be_sealed() {
    let voted = vote(single(3), &[true, false, false], 1);
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let mut seal = |bits: &[bool]| {
        voted
            .statement
            .seal(&voted.voter, &bits.into(), &mut rng)
            .map(drop)
            .unwrap_err()
    };
    assert_eq!(seal(&[true, true, false]), SealError::Unsatisfied(0));
    assert_eq!(seal(&[false, false, false]), SealError::Unsatisfied(0));
    assert_eq!(
        seal(&[true, false]),
        SealError::Length {
            what: "bits",
            got: 2,
            expected: 3
        }
    );
}

#[test]
fn b4_a_ballot_of_a_looser_shape_is_refused() {
    // The cheater proves two choices under a shape without the equation; the election has it.
    let counters: Vec<Row> = (0..3).map(|bit| vec![(bit, 1)]).collect();
    let loose = vote(Shape::new(3, counters, vec![]).unwrap(), &[true, true, false], 3);
    let strict = vote(single(3), &[true, false, false], 3);
    let mut rng = ChaCha20Rng::seed_from_u64(4);
    let signature = sign(
        &strict.statement,
        &loose.voter,
        &loose.ballot,
        &loose.secret,
        &mut rng,
    );
    let refused = verify_one(&strict.statement, &loose.voter, &loose.ballot, &signature);
    assert_eq!(refused, Err(BallotFault::Proof));
}

#[test]
fn b2_adding_an_encryption_of_zero_is_refused_even_when_signed_again() {
    let mut voted = vote(single(3), &[false, true, false], 4);
    let keys = voted.statement.keys().clone();
    let r = Scalar::from(5u8);
    let shift = |bytes: &PointBytes, by: RistrettoPoint| {
        *Point::from(bytes.decompress().unwrap().element() + by).bytes()
    };
    voted.ballot.ciphertext[0] = shift(&voted.ballot.ciphertext[0], r * G);
    for (component, key) in voted.ballot.ciphertext.iter_mut().skip(1).zip(&keys) {
        *component = shift(component, r * key.element());
    }
    assert_eq!(voted.check(), Err(BallotFault::Signature));
    voted.resign();
    assert_eq!(voted.check(), Err(BallotFault::Proof));
}

#[test]
fn b4_negative_and_multiple_votes_are_refused() {
    for extra in [-Scalar::ONE, Scalar::ONE, Scalar::from(1_000_000u64)] {
        let mut voted = vote(single(3), &[false, true, false], 5);
        let component = voted.ballot.ciphertext[1].decompress().unwrap();
        voted.ballot.ciphertext[1] = *Point::from(component.element() + extra * G).bytes();
        voted.resign();
        assert_eq!(voted.check(), Err(BallotFault::Proof));
    }
}

#[test]
fn b5_short_and_long_lists_are_refused() {
    let mut voted = vote(single(3), &[false, true, false], 6);
    let last = voted.ballot.ciphertext.pop().unwrap();
    assert_eq!(voted.check(), Err(BallotFault::Length("ciphertext components")));
    voted.ballot.ciphertext.extend([last, last]);
    assert_eq!(voted.check(), Err(BallotFault::Length("ciphertext components")));
    let mut voted = vote(single(3), &[false, true, false], 6);
    voted.ballot.responses.columns.pop();
    assert_eq!(voted.check(), Err(BallotFault::Length("responses")));
}

#[test]
fn g2_identity_and_g1_undecodable_points_are_refused() {
    let mut voted = vote(single(3), &[false, true, false], 7);
    voted.ballot.ciphertext[0] = PointBytes::IDENTITY;
    assert_eq!(voted.check(), Err(BallotFault::Identity("E0")));
    let mut voted = vote(single(3), &[false, true, false], 7);
    voted.ballot.commitments.linear = PointBytes([0xff; 32]);
    assert_eq!(voted.check(), Err(BallotFault::Encoding("C")));
    let mut voted = vote(single(3), &[false, true, false], 7);
    voted.voter.credential = PointBytes::IDENTITY;
    assert_eq!(voted.check(), Err(BallotFault::Identity("the credential")));
}

#[test]
fn r7_every_field_of_the_context_is_bound() {
    let voted = vote(single(3), &[false, true, false], 8);
    let other = vote(single(3), &[false, true, false], 9);
    type Change = fn(&mut VoterContext);
    let changes: [Change; 4] = [
        |v| v.group += 1,
        |v| v.weight += 1,
        |v| v.seq += 1,
        |v| v.prev = Digest([5; 32]),
    ];
    for change in changes {
        let mut changed = vote(single(3), &[false, true, false], 8);
        change(&mut changed.voter);
        assert_eq!(changed.check(), Err(BallotFault::Signature));
        // Signed anew under the changed context, so that only the proof can refuse it.
        changed.resign();
        assert_eq!(changed.check(), Err(BallotFault::Proof));
    }
    let stolen = VoterContext {
        credential: other.voter.credential,
        ..voted.voter
    };
    assert!(verify_one(&voted.statement, &stolen, &voted.ballot, &voted.signature).is_err());
}

#[test]
fn f1_every_field_of_the_election_statement_is_bound() {
    let voted = vote(single(3), &[false, true, false], 10);
    let shape = || voted.statement.shape().clone();
    let keys = || voted.statement.keys().clone();
    let mut swapped: Vec<NonIdentity> = keys().iter().copied().collect();
    swapped.swap(0, 1);
    let other_row = Shape::new(
        3,
        vec![vec![(1, 1)], vec![(0, 1)], vec![(2, 1)]],
        vec![(vec![(0, 1), (1, 1), (2, 1)], 1)],
    );
    let statements = [
        ElectionStatement::new(ElectionId([9; 32]), OPEN, shape(), keys()),
        ElectionStatement::new(ELECTION, Digest([9; 32]), shape(), keys()),
        ElectionStatement::new(ELECTION, OPEN, other_row.unwrap(), keys()),
        ElectionStatement::new(ELECTION, OPEN, shape(), ElectionKeys::new(swapped).unwrap()),
    ];
    for statement in statements {
        assert!(verify_one(&statement.unwrap(), &voted.voter, &voted.ballot, &voted.signature).is_err());
    }
    assert!(ElectionStatement::new(ELECTION, OPEN, single(4), keys()).is_none());
}

type Spoiler = (&'static str, fn(&mut SealedBallot));

/// Ways to spoil the proof of a ballot, one field each.
fn spoilers() -> Vec<Spoiler> {
    fn shift(bytes: &mut PointBytes) {
        *bytes = *Point::from(bytes.decompress().unwrap().element() + G).bytes();
    }
    vec![
        ("E0", |b| shift(&mut b.ciphertext[0])),
        ("E1", |b| shift(&mut b.ciphertext[1])),
        ("order of E", |b| b.ciphertext.swap(1, 2)),
        ("V", |b| shift(&mut b.commitments.bits)),
        ("A", |b| shift(&mut b.commitments.masks)),
        ("C", |b| shift(&mut b.commitments.linear)),
        ("D", |b| shift(&mut b.commitments.squares)),
        ("T0", |b| shift(&mut b.moves.first)),
        ("T1", |b| shift(&mut b.moves.second)),
        ("tau", |b| b.moves.equations += Scalar::ONE),
        ("f", |b| b.responses.columns[2] += Scalar::ONE),
        ("phi", |b| b.responses.blinding += Scalar::ONE),
        ("zeta", |b| b.responses.product += Scalar::ONE),
        ("z", |b| b.responses.randomness += Scalar::ONE),
    ]
}

#[test]
fn f1_every_field_of_the_proof_matters_even_when_signed_again() {
    for (field, spoil) in spoilers() {
        let mut voted = vote(single(3), &[false, true, false], 11);
        spoil(&mut voted.ballot);
        voted.resign();
        assert_eq!(voted.check(), Err(BallotFault::Proof), "{field}");
    }
}

#[test]
fn a_batch_names_every_bad_ballot_and_only_those() {
    let mut votes: Vec<Voted> = (0..20)
        .map(|seed| vote(single(3), &[false, true, false], seed))
        .collect();
    votes[3].ballot.responses.product += Scalar::ONE;
    votes[3].resign();
    votes[11].signature.response += Scalar::ONE;
    votes[12].ballot.ciphertext.pop();
    let items: Vec<Item<'_>> = votes
        .iter()
        .map(|v| Item {
            voter: &v.voter,
            ballot: &v.ballot,
            signature: &v.signature,
        })
        .collect();
    let mut rng = ChaCha20Rng::seed_from_u64(0);
    let answers = votes[0].statement.vartime_verify_batch(&items, &mut rng);
    for (index, answer) in answers.iter().enumerate() {
        let expected = match index {
            3 => Some(BallotFault::Proof),
            11 => Some(BallotFault::Signature),
            12 => Some(BallotFault::Length("ciphertext components")),
            _ => None,
        };
        assert_eq!(answer.as_ref().err(), expected.as_ref(), "ballot {index}");
    }
}

#[test]
fn two_errors_that_cancel_without_weights_are_both_found() {
    let mut votes: Vec<Voted> = (0..2)
        .map(|seed| vote(single(3), &[false, true, false], seed))
        .collect();
    votes[0].signature.response += Scalar::ONE;
    votes[1].signature.response -= Scalar::ONE;
    let items: Vec<Item<'_>> = votes
        .iter()
        .map(|v| Item {
            voter: &v.voter,
            ballot: &v.ballot,
            signature: &v.signature,
        })
        .collect();
    let answers = votes[0]
        .statement
        .vartime_verify_batch(&items, &mut ChaCha20Rng::seed_from_u64(0));
    assert!(
        answers
            .iter()
            .all(|answer| answer.as_ref().err() == Some(&BallotFault::Signature))
    );
}

#[test]
fn an_opening_opens_its_own_ballot_and_no_other_choice() {
    let voted = vote(single(3), &[false, true, false], 12);
    let r = voted.opening.randomness();
    assert!(
        voted
            .statement
            .vartime_opens(&voted.ballot, voted.opening.plaintext(), r)
    );
    assert!(
        !voted
            .statement
            .vartime_opens(&voted.ballot, &vec![true, false, false].into(), r)
    );
    assert!(
        !voted
            .statement
            .vartime_opens(&voted.ballot, voted.opening.plaintext(), &(r + Scalar::ONE))
    );
}

#[test]
fn w10_debug_of_an_opening_shows_nothing() {
    assert_eq!(
        format!("{:?}", vote(single(3), &[false, true, false], 13).opening),
        "Opening { .. }"
    );
}

#[test]
fn f8_the_same_generator_state_seals_two_choices_with_different_randomness() {
    let (a, b) = (
        vote(single(3), &[false, true, false], 14),
        vote(single(3), &[true, false, false], 14),
    );
    assert_ne!(a.ballot.randomness_point(), b.ballot.randomness_point());
}

#[test]
fn r4_an_audit_claim_is_bound_to_voter_tracker_randomness_and_election() {
    let voted = vote(single(3), &[false, true, false], 15);
    let claim = AuditClaim {
        credential: voted.voter.credential,
        tracker: Digest([6; 32]),
        randomness_point: voted.ballot.randomness_point(),
    };
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let signature = claim.sign(&ELECTION, &voted.secret, &mut rng);
    assert_eq!(claim.verify(&ELECTION, &signature), Ok(()));
    assert!(claim.verify(&ElectionId([2; 32]), &signature).is_err());
    let other = vote(single(3), &[false, true, false], 16);
    for changed in [
        AuditClaim {
            credential: other.voter.credential,
            ..claim
        },
        AuditClaim {
            tracker: Digest([7; 32]),
            ..claim
        },
        AuditClaim {
            randomness_point: other.ballot.randomness_point(),
            ..claim
        },
    ] {
        assert_eq!(changed.verify(&ELECTION, &signature), Err(BallotFault::Signature));
    }
    // The signature of a vote is no signature of an audit.
    assert!(claim.verify(&ELECTION, &voted.signature).is_err());
}
