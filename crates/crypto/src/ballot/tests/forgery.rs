//! Forgers: of weak challenges, of bits, of other people's ballots.

use super::super::statement::{append_commitments, append_moves, signature_challenge};
use super::cheat::{Cheat, without_ciphertext};
use super::*;
use crate::group::powers;
use crate::shape::{Term, evaluate};

/// A verifier as Bernhard, Pereira and Warinschi found it: its challenges cover the prover's commitments, but not the
/// ciphertexts that the proof is about. It checks what ours checks of them.
fn weak_verifier_accepts(voted: &Voted) -> bool {
    let (statement, ballot) = (&voted.statement, &voted.ballot);
    let mut transcript = statement.transcript(&voted.voter);
    let seen = without_ciphertext(ballot);
    let y = append_commitments(&mut transcript, &seen);
    let x = append_moves(&mut transcript, &seen);
    let (shape, f, z) = (
        statement.shape(),
        &ballot.responses.columns,
        ballot.responses.randomness,
    );
    let ys = powers(y, shape.counters() + shape.equations() + 1);
    let (counter_powers, equation_powers) = ys[1..].split_at(shape.counters());
    let fold = |rows: &[&Vec<Term>], powers: &[Scalar]| -> Scalar {
        rows.iter().zip(powers).map(|(row, y)| y * evaluate(row, f)).sum()
    };
    let point = |bytes: &PointBytes| *bytes.decompress().unwrap().element();
    let folded = |points: &[RistrettoPoint]| -> RistrettoPoint {
        points
            .iter()
            .zip(counter_powers)
            .map(|(point, y)| y * point)
            .sum()
    };
    let ciphertext: Vec<_> = ballot.ciphertext.iter().map(point).collect();
    let keys: Vec<_> = statement.keys().iter().map(|key| *key.element()).collect();
    let rows: Vec<_> = shape.counter_terms().iter().collect();
    let equations: Vec<_> = shape.equation_terms().iter().map(|(row, _)| row).collect();
    let values = shape.equation_terms().iter().zip(equation_powers);
    let values: Scalar = values.map(|((_, value), y)| y * value).sum();
    x * ciphertext[0] + point(&ballot.moves.first) == z * G
        && x * folded(&ciphertext[1..]) + point(&ballot.moves.second)
            == fold(&rows, counter_powers) * G + z * folded(&keys)
        && fold(&equations, equation_powers) == x * values + ballot.moves.equations
}

#[test]
fn f1_a_forger_who_fools_weak_challenges_does_not_fool_ours() {
    let weak = Cheat {
        weak: true,
        ..Cheat::honest(&[false, true, false], &[])
    };
    let mut voted = weak.seal(single(3));
    assert!(weak_verifier_accepts(&voted));
    // A thousand votes for the first option, and for the second what makes up for it in the folded equation: a number
    // that nobody will ever count to, so that the tally hangs as well.
    let mut transcript = voted.statement.transcript(&voted.voter);
    let y = append_commitments(&mut transcript, &without_ciphertext(&voted.ballot));
    let votes = Scalar::from(1000u16) * G;
    let shift = |bytes: &mut PointBytes, by: RistrettoPoint| {
        *bytes = *Point::from(bytes.decompress().unwrap().element() + by).bytes();
    };
    shift(&mut voted.ballot.ciphertext[1], votes);
    shift(&mut voted.ballot.ciphertext[2], -(y.invert() * votes));
    assert!(weak_verifier_accepts(&voted));
    voted.resign();
    assert_eq!(voted.check(), Err(BallotFault::Proof));
    // The same proof with all of its challenges is believed, and bears no change.
    let strong = Cheat { weak: false, ..weak };
    assert_eq!(strong.seal(single(3)).check(), Ok(()));
}

#[test]
fn f3_a_proof_over_other_generators_is_refused() {
    let mut rng = ChaCha20Rng::seed_from_u64(30);
    let voted = vote(single(3), &[false, true, false], 30);
    let mut others = [(); 3].map(|()| voted.statement.clone());
    // One whose logarithm is known, a repeated one, and an exchange.
    others[0].generators.blinding = Scalar::from(5u8) * G;
    others[1].generators.columns[1] = others[1].generators.columns[0];
    others[2].generators.columns.swap(0, 1);
    for other in others {
        let (ballot, _) = other
            .seal(&voted.voter, voted.opening.plaintext(), &mut rng)
            .unwrap();
        let signature = sign(&other, &voted.voter, &ballot, &voted.secret, &mut rng);
        assert_eq!(verify_one(&other, &voted.voter, &ballot, &signature), Ok(()));
        let refused = verify_one(&voted.statement, &voted.voter, &ballot, &signature);
        assert_eq!(refused, Err(BallotFault::Proof));
    }
}

#[test]
fn f4_a_signature_does_not_move_to_a_related_key() {
    // K' = K + dG: with a challenge that leaves out the key, σ + c·d would be a signature under K'.
    let mut voted = vote(single(3), &[false, true, false], 31);
    let mut transcript = voted.statement.replay(&voted.voter, &voted.ballot).transcript;
    let c = signature_challenge(&mut transcript, &voted.signature.nonce);
    let d = Scalar::from(7u8);
    let key = voted.voter.credential.decompress().unwrap().element() + d * G;
    voted.signature.response += c * d;
    let nonce = voted.signature.nonce.decompress().unwrap();
    assert_eq!(voted.signature.response * G, nonce.element() + c * key);
    voted.voter.credential = *Point::from(key).bytes();
    assert_eq!(voted.check(), Err(BallotFault::Signature));
}

#[test]
fn f7_the_signature_of_an_audit_casts_nothing() {
    let mut voted = vote(single(3), &[false, true, false], 32);
    let claim = AuditClaim {
        credential: voted.voter.credential,
        tracker: Digest([6; 32]),
        randomness_point: voted.ballot.randomness_point(),
    };
    voted.signature = claim.sign(&ELECTION, &voted.secret, &mut ChaCha20Rng::seed_from_u64(1));
    assert_eq!(voted.check(), Err(BallotFault::Signature));
}

#[test]
fn f8_a_constant_generator_gives_away_no_credential() {
    let voted = vote(single(3), &[false, true, false], 33);
    let constant = || ChaCha20Rng::seed_from_u64(0);
    let cast = |seq: u32| {
        let voter = VoterContext { seq, ..voted.voter };
        let (ballot, _) = voted
            .statement
            .seal(&voter, voted.opening.plaintext(), &mut constant())
            .unwrap();
        let signature = sign(&voted.statement, &voter, &ballot, &voted.secret, &mut constant());
        let mut transcript = voted.statement.replay(&voter, &ballot).transcript;
        let challenge = signature_challenge(&mut transcript, &signature.nonce);
        (ballot, signature, challenge)
    };
    let ((one, first, c1), (two, second, c2)) = (cast(0), cast(1));
    assert_ne!(one.randomness_point(), two.randomness_point());
    assert_ne!(first.nonce, second.nonce);
    // What two signatures with one nonce would give away.
    let guess = (first.response - second.response) * (c1 - c2).invert();
    assert_ne!(guess, voted.secret);
    // The same ballot once more is the same ballot: its E₀ is what an urn refuses it by.
    assert_eq!(cast(0).0, one);
}

#[test]
fn b1_nobody_casts_what_another_has_sealed() {
    let victim = vote(single(3), &[false, true, false], 34);
    let thief = || vote(single(3), &[true, false, false], 35);
    type Copy = fn(&mut SealedBallot, &SealedBallot);
    let copies: [(&str, Copy); 4] = [
        ("all of it", |own, other| *own = other.clone()),
        ("all ciphertexts", |own, other| {
            own.ciphertext.clone_from(&other.ciphertext)
        }),
        ("one ciphertext", |own, other| {
            own.ciphertext[2] = other.ciphertext[2]
        }),
        ("permuted answers", |own, other| {
            own.clone_from(other);
            own.ciphertext.swap(1, 2);
            own.responses.columns.swap(0, 1);
        }),
    ];
    for (what, copy) in copies {
        let mut copied = thief();
        copy(&mut copied.ballot, &victim.ballot);
        copied.resign();
        assert_eq!(copied.check(), Err(BallotFault::Proof), "{what}");
    }
}

#[test]
fn b1_a_ballot_that_was_randomised_again_is_refused() {
    let victim = vote(single(3), &[false, true, false], 36);
    let mut copied = vote(single(3), &[true, false, false], 37);
    let r = Scalar::from(9u8);
    let x = victim.statement.replay(&victim.voter, &victim.ballot).x;
    let keys = victim.statement.keys().iter().map(|key| *key.element());
    copied.ballot = victim.ballot.clone();
    for (component, key) in copied
        .ballot
        .ciphertext
        .iter_mut()
        .zip(core::iter::once(G).chain(keys))
    {
        *component = *Point::from(component.decompress().unwrap().element() + r * key).bytes();
    }
    // Right for the challenges of the victim's ballot, which are others here.
    copied.ballot.responses.randomness += x * r;
    copied.resign();
    assert_eq!(copied.check(), Err(BallotFault::Proof));
}

#[test]
fn b3_a_ballot_is_of_one_election_and_one_opening() {
    let voted = vote(single(3), &[false, true, false], 38);
    let (shape, keys) = (voted.statement.shape().clone(), voted.statement.keys().clone());
    let elsewhere = [(ElectionId([9; 32]), OPEN), (ELECTION, Digest([9; 32]))];
    for (election, open) in elsewhere {
        let other = ElectionStatement::new(election, open, shape.clone(), keys.clone()).unwrap();
        let (voter, ballot) = (&voted.voter, &voted.ballot);
        assert_eq!(
            verify_one(&other, voter, ballot, &voted.signature),
            Err(BallotFault::Signature)
        );
        let signature = sign(
            &other,
            voter,
            ballot,
            &voted.secret,
            &mut ChaCha20Rng::seed_from_u64(1),
        );
        assert_eq!(
            verify_one(&other, voter, ballot, &signature),
            Err(BallotFault::Proof)
        );
    }
}

#[test]
fn b4_numbers_that_are_no_bits_are_refused_though_they_add_up() {
    let number = |value: i64| {
        let magnitude = Scalar::from(value.unsigned_abs());
        if value < 0 { -magnitude } else { magnitude }
    };
    for values in [[2, -1, 0], [1_000_000, -999_999, 0], [-1, 1, 1], [3, -1, -1]] {
        let cheat = Cheat {
            values: values.map(number).to_vec(),
            ..Cheat::honest(&[], &[])
        };
        assert_eq!(
            cheat.seal(single(3)).check(),
            Err(BallotFault::Proof),
            "{values:?}"
        );
    }
    // And with counters other than those of the bits.
    for counters in [[2, -1, 0], [0, 1, 0], [1, 1, 0]] {
        let cheat = Cheat {
            counters: Some(counters.map(number).to_vec()),
            ..Cheat::honest(&[true, false, false], &[])
        };
        assert_eq!(
            cheat.seal(single(3)).check(),
            Err(BallotFault::Proof),
            "{counters:?}"
        );
    }
}

#[test]
fn b4_every_choice_under_min_max_and_blank_is_judged_rightly() {
    // One or two of three options, or blank: Σb + s + 2β = 2.
    let shape = || {
        let counters = (0..4).map(|bit| vec![(bit, 1)]).collect();
        let rule = vec![(0, 1), (1, 1), (2, 1), (3, 2), (4, 1)];
        Shape::new(5, counters, vec![(rule, 2)]).unwrap()
    };
    let voted = vote(shape(), &[true, false, false, false, true], 39);
    for pattern in 0..32u8 {
        let bits: Vec<bool> = (0..5).map(|place| pattern >> place & 1 == 1).collect();
        let (chosen, blank) = (bits[..3].iter().filter(|bit| **bit).count(), bits[3]);
        let slack = usize::from(bits[4]);
        let allowed = if blank {
            chosen + slack == 0
        } else {
            chosen + slack == 2
        };
        let mut rng = ChaCha20Rng::seed_from_u64(40);
        let sealed = voted
            .statement
            .seal(&voted.voter, &bits.as_slice().into(), &mut rng);
        assert_eq!(sealed.is_ok(), allowed, "{bits:?}");
        let judged = Cheat::honest(&bits, &[]).seal(shape()).check();
        assert_eq!(judged.is_ok(), allowed, "{bits:?}");
    }
}
