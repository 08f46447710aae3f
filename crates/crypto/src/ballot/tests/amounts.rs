//! Ballots with amounts (protocol-spec: `amounts`).

use super::cheat::Cheat;
use super::*;
use crate::range_proof::RangeGenerators;

const WHOLE: u32 = 100;

/// One bit that says whether anything is split, and `options` amounts that add up to the whole if it is.
fn allocation(options: u32) -> Shape {
    let counters = (0..=options).map(|column| vec![(column, 1)]).collect();
    let mut sum: Row = vec![(0, -i64::from(WHOLE))];
    sum.extend((1..=options).map(|column| (column, 1)));
    Shape::with_amounts(1, options, counters, vec![(sum, 0)]).unwrap()
}

fn split(amounts: &[u32]) -> Plaintext {
    Plaintext {
        bits: vec![true],
        amounts: amounts.to_vec(),
    }
}

fn allocated(amounts: &[u32], seed: u64) -> Voted {
    let shape = allocation(u32::try_from(amounts.len()).unwrap());
    vote_for(shape, &split(amounts), seed)
}

/// Bits, amounts and rows, with right sides of the equations that fit them.
fn any_shape_with_amounts() -> impl Strategy<Value = (Shape, Plaintext)> {
    (0u32..6, 1u32..6, 1usize..5, 0usize..4).prop_flat_map(|(n, u, p, q)| {
        let row = move |low: i64| {
            proptest::collection::btree_map(0..n + u, low..=1_000i64, 0..=(n + u) as usize)
                .prop_map(|row| row.into_iter().filter(|(_, c)| *c != 0).collect::<Row>())
        };
        let bits = proptest::collection::vec(any::<bool>(), n as usize);
        let amount = prop_oneof![Just(0), Just(u32::MAX), any::<u32>()];
        let amounts = proptest::collection::vec(amount, u as usize);
        let counters = proptest::collection::vec(row(0), p);
        let equations = proptest::collection::vec(row(-1_000), q);
        (bits, amounts, counters, equations).prop_map(move |(bits, amounts, counters, rows)| {
            let plaintext = Plaintext { bits, amounts };
            let value = |row: &Row| {
                row.iter()
                    .map(|(at, c)| c * i64::from(plaintext.value(*at)))
                    .sum()
            };
            let equations = rows.into_iter().map(|row| (row.clone(), value(&row))).collect();
            let shape = Shape::with_amounts(n, u, counters, equations).unwrap();
            (shape, plaintext)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_split_that_obeys_a_shape_can_be_sealed_and_verifies((shape, plaintext) in any_shape_with_amounts(), seed: u64) {
        let voted = vote_for(shape, &plaintext, seed);
        prop_assert_eq!(voted.check(), Ok(()));
        let bytes = voted.ballot.to_bytes();
        prop_assert_eq!(bytes.len(), SealedBallot::encoded_len(voted.statement.shape()));
        prop_assert_eq!(SealedBallot::from_bytes(&bytes).unwrap(), voted.ballot.clone());
        prop_assert!(voted.statement.vartime_opens(&voted.ballot, &plaintext, voted.opening.randomness()));
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut again = ChaCha20Rng::seed_from_u64(seed);
        let slow = voted.statement.seal(&voted.voter, &plaintext, &mut rng).unwrap().0;
        let fast = voted.statement.for_many().seal(&voted.voter, &plaintext, &mut again).unwrap().0;
        prop_assert_eq!(slow, fast);
    }

    #[test]
    fn largest_counts_are_not_exceeded((shape, plaintext) in any_shape_with_amounts()) {
        let counts = shape.count(&plaintext);
        prop_assert!(counts.iter().zip(shape.largest_counts()).all(|(count, largest)| *count <= largest));
    }
}

#[test]
fn b2_changing_any_byte_of_a_split_is_refused() {
    let voted = allocated(&[60, 40], 1);
    let bytes = voted.ballot.to_bytes();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        if let Ok(changed) = SealedBallot::from_bytes(&changed) {
            let refused = verify_one(&voted.statement, &voted.voter, &changed, &voted.signature);
            assert!(refused.is_err(), "byte {at}");
        }
    }
}

#[test]
fn the_second_prover_is_believed_when_it_is_honest() {
    for amounts in [&[60, 40][..], &[0, 0, 100], &[100], &[1, 2, 3, 94, 0]] {
        let shape = allocation(u32::try_from(amounts.len()).unwrap());
        assert_eq!(Cheat::honest(&[true], amounts).seal(shape).check(), Ok(()));
    }
}

/// What refuses a cheat is a proof: everything is signed, and every length is right.
fn assert_refused(cheat: &Cheat, options: u32) {
    assert_eq!(cheat.seal(allocation(options)).check(), Err(BallotFault::Proof));
}

#[test]
fn b4_a_negative_amount_does_not_pay_for_too_large_a_one() {
    let (more, less) = (Scalar::from(WHOLE + 5), -Scalar::from(5u8));
    let cheat = Cheat {
        values: vec![Scalar::ONE, more, less],
        committed: vec![more, less],
        // The range proof is about the numbers that 32 bits can hold.
        ranged: vec![WHOLE + 5, 5u32.wrapping_neg()],
        counters: None,
        weak: false,
    };
    assert_refused(&cheat, 2);
    // Commitments to amounts that are in range do not help: they are not the ones in V.
    let hidden = Cheat {
        committed: vec![Scalar::from(WHOLE), Scalar::ZERO],
        ranged: vec![WHOLE, 0],
        ..cheat
    };
    assert_refused(&hidden, 2);
}

#[test]
fn b4_an_amount_of_33_bits_is_refused() {
    let shape = || Shape::with_amounts(0, 1, vec![vec![(0, 1)]], vec![]).unwrap();
    for (amount, low) in [(1u64 << 32, 0), ((1 << 32) + 7, 7), (1 << 63, 0)] {
        let cheat = Cheat {
            values: vec![Scalar::from(amount)],
            counters: None,
            committed: vec![Scalar::from(amount)],
            ranged: vec![low],
            weak: false,
        };
        assert_eq!(cheat.seal(shape()).check(), Err(BallotFault::Proof), "{amount}");
    }
    assert_eq!(Cheat::honest(&[], &[u32::MAX]).seal(shape()).check(), Ok(()));
}

#[test]
fn b4_a_sum_off_by_one_is_refused_and_cannot_be_sealed() {
    for amounts in [[60, 41], [60, 39], [0, 0]] {
        assert_refused(&Cheat::honest(&[true], &amounts), 2);
        let voted = allocated(&[60, 40], 2);
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let refused = voted.statement.seal(&voted.voter, &split(&amounts), &mut rng);
        assert_eq!(refused.map(drop), Err(SealError::Unsatisfied(0)));
    }
    // Nothing is split: then nothing may be given either.
    assert_refused(&Cheat::honest(&[false], &[60, 40]), 2);
    assert_eq!(
        Cheat::honest(&[false], &[0, 0]).seal(allocation(2)).check(),
        Ok(())
    );
}

#[test]
fn b4_the_bit_beside_amounts_is_still_a_bit() {
    let cheat = Cheat {
        values: vec![Scalar::from(2u8), Scalar::from(150u8), Scalar::from(50u8)],
        counters: None,
        committed: vec![Scalar::from(150u8), Scalar::from(50u8)],
        ranged: vec![150, 50],
        weak: false,
    };
    assert_refused(&cheat, 2);
}

#[test]
fn b2_amounts_in_the_ciphertext_are_those_that_were_proved() {
    let honest = Cheat::honest(&[true], &[60, 40]);
    let counters = |amounts: [u32; 2]| Some(vec![Scalar::ONE, amounts[0].into(), amounts[1].into()]);
    assert_eq!(
        Cheat {
            counters: counters([60, 40]),
            ..honest.clone()
        }
        .seal(allocation(2))
        .check(),
        Ok(())
    );
    for amounts in [[40, 60], [61, 39], [1000, 40]] {
        assert_refused(
            &Cheat {
                counters: counters(amounts),
                ..honest.clone()
            },
            2,
        );
    }
    let swapped = Cheat {
        committed: vec![Scalar::from(40u8), Scalar::from(60u8)],
        ranged: vec![40, 60],
        ..honest
    };
    assert_refused(&swapped, 2);
}

#[test]
fn b1_commitments_and_ranges_of_another_ballot_are_refused() {
    let other = allocated(&[60, 40], 3).ballot.amounts.unwrap();
    let mut voted = allocated(&[60, 40], 4);
    voted.ballot.amounts = Some(other.clone());
    voted.resign();
    assert_eq!(voted.check(), Err(BallotFault::Proof));
    let mut voted = allocated(&[60, 40], 4);
    voted.ballot.amounts.as_mut().unwrap().ranges = other.ranges;
    voted.resign();
    assert_eq!(voted.check(), Err(BallotFault::Proof));
}

#[test]
fn f1_every_field_of_the_amounts_matters_even_when_signed_again() {
    fn shift(bytes: &mut PointBytes) {
        *bytes = *Point::from(bytes.decompress().unwrap().element() + G).bytes();
    }
    type Spoil = fn(&mut AmountProof);
    let spoilers: [(&str, Spoil); 5] = [
        ("W", |a| shift(&mut a.commitments[1])),
        ("order of W", |a| a.commitments.swap(0, 1)),
        ("U", |a| shift(&mut a.mask)),
        ("omega", |a| a.response += Scalar::ONE),
        ("ranges", |a| *a.ranges.last_mut().unwrap() ^= 1),
    ];
    for (field, spoil) in spoilers {
        let mut voted = allocated(&[60, 40], 5);
        spoil(voted.ballot.amounts.as_mut().unwrap());
        assert_eq!(voted.check(), Err(BallotFault::Signature), "{field}");
        voted.resign();
        assert_eq!(voted.check(), Err(BallotFault::Proof), "{field}");
    }
}

#[test]
fn b5_amounts_that_are_missing_or_too_many_are_refused() {
    type Change = fn(&mut SealedBallot);
    let changes: [Change; 5] = [
        |b| b.amounts = None,
        |b| b.amounts.as_mut().unwrap().commitments.truncate(2),
        |b| b.amounts.as_mut().unwrap().commitments.push(PointBytes::IDENTITY),
        |b| b.amounts.as_mut().unwrap().ranges.truncate(32),
        |b| b.amounts.as_mut().unwrap().ranges.extend([0; 64]),
    ];
    for change in changes {
        let mut voted = allocated(&[60, 30, 10], 6);
        change(&mut voted.ballot);
        voted.resign();
        assert_eq!(voted.check(), Err(BallotFault::Length("amounts")));
    }
    let mut voted = vote(single(3), &[true, false, false], 6);
    voted.ballot.amounts = allocated(&[60, 40], 6).ballot.amounts;
    voted.resign();
    assert_eq!(voted.check(), Err(BallotFault::Length("amounts")));
}

#[test]
fn b4_nothing_hides_in_the_padding() {
    // Three amounts are padded to four; the cheater's fourth is not zero.
    for last in [0, 7] {
        let cheat = Cheat {
            ranged: vec![60, 30, 10, last],
            ..Cheat::honest(&[true], &[60, 30, 10])
        };
        assert_refused(&cheat, 3);
    }
}

#[test]
fn g2_and_g1_points_of_the_amounts() {
    for (what, spoil) in [("W", 0), ("U", 1)] {
        let mut voted = allocated(&[60, 40], 7);
        let amounts = voted.ballot.amounts.as_mut().unwrap();
        let place = if spoil == 0 {
            &mut amounts.commitments[0]
        } else {
            &mut amounts.mask
        };
        *place = PointBytes([0xff; 32]);
        assert_eq!(voted.check(), Err(BallotFault::Encoding(what)));
        let amounts = voted.ballot.amounts.as_mut().unwrap();
        let place = if spoil == 0 {
            &mut amounts.commitments[0]
        } else {
            &mut amounts.mask
        };
        *place = PointBytes::IDENTITY;
        voted.resign();
        assert_eq!(voted.check(), Err(BallotFault::Proof));
    }
}

#[test]
fn p3_the_length_of_a_split_does_not_depend_on_it() {
    let lengths = [[100, 0, 0], [0, 0, 100], [33, 33, 34]]
        .map(|amounts| allocated(&amounts, 8).ballot.to_bytes().len());
    assert!(lengths.iter().all(|length| *length == lengths[0]));
}

#[test]
fn a_batch_names_a_false_range_among_true_ones() {
    let shape = allocation(2);
    let false_range = Cheat {
        values: vec![Scalar::ONE, Scalar::from(WHOLE + 5), -Scalar::from(5u8)],
        committed: vec![Scalar::from(WHOLE + 5), -Scalar::from(5u8)],
        ranged: vec![WHOLE + 5, 5u32.wrapping_neg()],
        counters: None,
        weak: false,
    };
    let mut votes: Vec<Voted> = (0..6).map(|seed| allocated(&[60, 40], seed)).collect();
    votes[2] = false_range.seal(shape);
    votes[4].signature.response += Scalar::ONE;
    let item = |v: &'_ Voted| (v.voter, v.ballot.clone(), v.signature);
    let parts: Vec<_> = votes.iter().map(item).collect();
    let items: Vec<Item<'_>> = parts
        .iter()
        .map(|(voter, ballot, signature)| Item {
            voter,
            ballot,
            signature,
        })
        .collect();
    let answers = votes[0]
        .statement
        .vartime_verify_batch(&items, &mut ChaCha20Rng::seed_from_u64(0));
    for (index, answer) in answers.iter().enumerate() {
        let expected = match index {
            2 => Some(BallotFault::Proof),
            4 => Some(BallotFault::Signature),
            _ => None,
        };
        assert_eq!(answer.as_ref().err(), expected.as_ref(), "ballot {index}");
    }
}

#[test]
fn an_opening_that_breaks_a_rule_opens_nothing() {
    let voted = allocated(&[60, 40], 9);
    let opens = |amounts: &[u32]| {
        let r = voted.opening.randomness();
        voted.statement.vartime_opens(&voted.ballot, &split(amounts), r)
    };
    assert!(opens(&[60, 40]));
    assert!(!opens(&[40, 60]));
    // 128 and 60 agree in the low bits that a count of at most 100 has.
    assert!(!opens(&[60 + 128, 40]));
}

#[test]
fn equations_without_negative_terms_bound_the_counts() {
    let rows = |c: i64| vec![(vec![(0, 3), (1, 1), (2, c)], 90)];
    let counters = || vec![vec![(1, 1)], vec![(1, 2), (2, 1)], vec![(0, 5)]];
    let shape = Shape::with_amounts(1, 2, counters(), rows(4)).unwrap();
    assert_eq!(shape.largest_counts(), [90, 202, 5]);
    let open = Shape::with_amounts(1, 2, counters(), rows(-4)).unwrap();
    let most = u64::from(u32::MAX);
    assert_eq!(open.largest_counts(), [most, 3 * most, 5]);
}

#[test]
fn limits_of_amounts_are_those_of_their_values() {
    let row = |c: i64| Shape::with_amounts(0, 1, vec![vec![(0, c)]], vec![]);
    assert!(row(1 << 30).is_ok());
    assert_eq!(
        row((1 << 30) + 1),
        Err(crate::shape::ShapeError::Overflow {
            row: "counter",
            index: 0
        })
    );
    let many = |amounts: u32| Shape::with_amounts(0, amounts, vec![vec![(0, 1)]], vec![]);
    assert!(many(64).is_ok());
    assert!(matches!(
        many(65),
        Err(crate::shape::ShapeError::TooLarge { what: "amounts", .. })
    ));
    let bit = Shape::new(2, vec![vec![(0, 1)]], vec![]).unwrap();
    let amount = Shape::with_amounts(1, 1, vec![vec![(0, 1)]], vec![]).unwrap();
    assert_ne!(bit.digest(), amount.digest());
}

#[test]
fn the_bases_of_the_range_proof_are_the_base_point_and_none_of_ours() {
    let generators = RangeGenerators::new(1);
    assert_eq!(
        generators.commit(Scalar::from(5u8), Scalar::ZERO),
        *Point::from(Scalar::from(5u8) * G).bytes()
    );
    let ours = crate::generators::Generators::new(64);
    assert!(
        ours.columns
            .iter()
            .chain([&ours.blinding, &G])
            .all(|point| point != generators.blinding())
    );
}
