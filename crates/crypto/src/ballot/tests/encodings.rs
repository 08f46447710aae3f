//! Every point and every scalar of a ballot has one encoding, and its place has nothing to do with the choice.

use super::*;
use crate::vectors::bad_encodings;

fn allocation() -> Voted {
    let rows = |count| (0..count).map(|column| vec![(column, 1)]).collect();
    let shape = Shape::with_amounts(1, 2, rows(3), vec![]).unwrap();
    let plaintext = Plaintext {
        bits: vec![true],
        amounts: vec![5, 7],
    };
    vote_for(shape, &plaintext, 20)
}

/// All points of a ballot and its signature, the credential included.
fn points(voted: &mut Voted) -> Vec<&mut PointBytes> {
    let ballot = &mut voted.ballot;
    let commitments = &mut ballot.commitments;
    let mut points: Vec<&mut PointBytes> = ballot.ciphertext.iter_mut().collect();
    points.extend([
        &mut commitments.bits,
        &mut commitments.masks,
        &mut commitments.linear,
        &mut commitments.squares,
        &mut ballot.moves.first,
        &mut ballot.moves.second,
        &mut voted.voter.credential,
        &mut voted.signature.nonce,
    ]);
    if let Some(amounts) = &mut ballot.amounts {
        points.extend(&mut amounts.commitments);
        points.push(&mut amounts.mask);
    }
    points
}

#[test]
fn g1_no_point_of_a_ballot_may_have_a_bad_encoding() {
    for good in [|| allocation(), || vote(single(3), &[false, true, false], 20)] {
        let count = points(&mut good()).len();
        for place in 0..count {
            let mut voted = good();
            for bad in bad_encodings() {
                *points(&mut voted)[place] = PointBytes(bad);
                assert!(
                    matches!(voted.check(), Err(BallotFault::Encoding(_))),
                    "point {place}"
                );
            }
        }
    }
}

#[test]
fn g1_no_point_of_a_range_proof_may_have_a_bad_encoding() {
    // A, S, T₁, T₂, then three scalars, then L and R.
    for place in [0, 1, 2, 3, 7, 8, 18] {
        for bad in bad_encodings() {
            let mut voted = allocation();
            voted.ballot.amounts.as_mut().unwrap().ranges[32 * place..][..32].copy_from_slice(&bad);
            voted.resign();
            assert_eq!(voted.check(), Err(BallotFault::Proof), "element {place}");
        }
    }
}

/// `scalar` + ℓ in 256 bits, which the same number modulo ℓ would be read from.
fn plus_order(scalar: &[u8]) -> Vec<u8> {
    let mut sum = (-Scalar::ONE).to_bytes().to_vec();
    let mut carry = 1;
    for (byte, other) in sum.iter_mut().zip(scalar) {
        carry += u16::from(*byte) + u16::from(*other);
        [*byte, _] = carry.to_le_bytes();
        carry >>= 8;
    }
    sum
}

#[test]
fn g3_no_scalar_of_a_ballot_has_a_second_encoding() {
    let voted = allocation();
    let bytes = voted.ballot.to_bytes();
    // E₀ … E₃, V, A, C, D, T₀, T₁, then τ; f₁ … f₃, φ, ζ, z behind a length; ω behind two lengths, W₁, W₂ and U.
    let tau = 2 + 32 * 10;
    let responses = tau + 32 + 2;
    let omega = responses + 32 * 6 + 2 + 2 + 32 * 3;
    let places = [tau, omega]
        .into_iter()
        .chain((0..6).map(|index| responses + 32 * index));
    for place in places {
        let mut altered = bytes.clone();
        let second = plus_order(&bytes[place..][..32]);
        altered[place..][..32].copy_from_slice(&second);
        let error = SealedBallot::from_bytes(&altered).unwrap_err();
        assert_eq!(
            error.what, "not the canonical encoding of a scalar",
            "byte {place}"
        );
    }
    // In a range proof, which is opaque until it is verified.
    for element in [4, 5, 6, 19, 20] {
        let mut voted = allocation();
        let ranges = &mut voted.ballot.amounts.as_mut().unwrap().ranges;
        let second = plus_order(&ranges[32 * element..][..32]);
        ranges[32 * element..][..32].copy_from_slice(&second);
        voted.resign();
        assert_eq!(voted.check(), Err(BallotFault::Proof), "element {element}");
    }
}

#[test]
fn g3_a_ballot_has_one_encoding() {
    let voted = vote(single(3), &[false, true, false], 20);
    let bytes = voted.ballot.to_bytes();
    let refused = |altered: &[u8]| SealedBallot::from_bytes(altered).is_err();
    assert!(refused(&[bytes.as_slice(), &[0]].concat()));
    assert!(refused(&bytes[..bytes.len() - 1]));
    // Amounts that are not there are there in one way.
    assert_eq!(bytes[bytes.len() - 2..], [0, 0]);
    assert!(refused(&[&bytes[..bytes.len() - 2], &[0, 1, 0]].concat()));
}

/// Welch's t of two samples.
fn welch(one: &[f64], two: &[f64]) -> f64 {
    let mean = |sample: &[f64]| sample.iter().sum::<f64>() / sample.len() as f64;
    let spread = |sample: &[f64]| {
        let mean = mean(sample);
        sample.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (sample.len() - 1) as f64
    };
    let error = spread(one) / one.len() as f64 + spread(two) / two.len() as f64;
    (mean(one) - mean(two)) / error.sqrt()
}

#[test]
#[ignore = "statistics of time: run it alone, on a quiet machine"]
#[expect(clippy::disallowed_methods, reason = "time is what is measured")]
fn p3_the_time_of_sealing_does_not_depend_on_the_choice() {
    let voted = allocation();
    let choices = [(false, [0, 0]), (true, [u32::MAX, u32::MAX])];
    let choices = choices.map(|(bit, amounts)| Plaintext {
        bits: vec![bit],
        amounts: amounts.to_vec(),
    });
    let mut times = [Vec::new(), Vec::new()];
    let mut order = ChaCha20Rng::seed_from_u64(1);
    for round in 0..2_000 {
        let class = (rand_core::RngCore::next_u32(&mut order) & 1) as usize;
        let mut rng = ChaCha20Rng::seed_from_u64(round);
        let start = std::time::Instant::now();
        let sealed = voted.statement.seal(&voted.voter, &choices[class], &mut rng);
        times[class].push(start.elapsed().as_secs_f64());
        assert!(sealed.is_ok());
    }
    // As dudect does: without the slowest, which the machine was busy with something else for.
    for sample in &mut times {
        sample.sort_by(f64::total_cmp);
        sample.truncate(sample.len() * 9 / 10);
    }
    let t = welch(&times[0], &times[1]);
    assert!(t.abs() < 10.0, "t = {t}");
}
