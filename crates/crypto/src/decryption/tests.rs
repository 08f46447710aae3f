use super::*;
use crate::ceremony::tests::keys_and_shares;
use crate::elgamal::Sum;
use crate::group::identity;
use crate::vectors::assert_refuses_bad_points;
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT as G;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

const ELECTION: ElectionId = ElectionId([1; 32]);
const CLOSE: Digest = Digest([5; 32]);
const COUNTS: [u64; 3] = [12, 0, 345];

struct World {
    params: CeremonyParams,
    keys: Keys,
    holders: Vec<KeyShares>,
    aggregate: Aggregate,
}

fn trustee(number: u8) -> TrusteeIndex {
    TrusteeIndex::new(number).unwrap()
}

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(11)
}

fn encrypt(keys: &Keys, r: Scalar) -> Aggregate {
    let mut sum = Sum::zero(COUNTS.len());
    let messages = keys.election_keys().iter().zip(COUNTS);
    let mut ciphertext = vec![RistrettoPoint::mul_base(&r)];
    ciphertext.extend(messages.map(|(key, count)| G * Scalar::from(count) + key.element() * r));
    sum.vartime_add(1, &ciphertext);
    sum.to_aggregate()
}

impl World {
    fn new(trustees: u8, threshold: u8) -> Self {
        let params = CeremonyParams::new(ELECTION, trustees, threshold, 3).unwrap();
        let (keys, holders) = keys_and_shares(params, 3);
        let aggregate = encrypt(&keys, random_scalar(&mut rng()));
        Self {
            params,
            keys,
            holders,
            aggregate,
        }
    }

    fn target(&self) -> DecryptionTarget<'_> {
        DecryptionTarget {
            election: &ELECTION,
            close: &CLOSE,
            groups: &[1, 4],
            aggregate: &self.aggregate,
        }
    }

    fn share(&self, number: u8) -> DecryptionShare {
        let holder = &self.holders[usize::from(number) - 1];
        let share = DecryptionShare::prove(&self.target(), holder, &mut rng()).unwrap();
        assert_eq!(DecryptionShare::from_bytes(&share.to_bytes()).unwrap(), share);
        share
    }

    fn verified(&self, number: u8) -> VerifiedShare {
        self.share(number)
            .verify(&self.target(), trustee(number), &self.keys)
            .unwrap()
    }

    fn refusal(&self, share: &DecryptionShare, number: u8) -> DecryptionError {
        share
            .verify(&self.target(), trustee(number), &self.keys)
            .unwrap_err()
    }
}

fn plain() -> Vec<RistrettoPoint> {
    COUNTS.map(|count| G * Scalar::from(count)).to_vec()
}

#[test]
fn any_t_shares_decrypt() {
    let world = World::new(4, 2);
    for (i, j) in [(1, 2), (4, 1), (2, 3), (3, 4)] {
        let shares = [world.verified(i), world.verified(j)];
        assert_eq!(combine(&shares, &world.target(), &world.params).unwrap(), plain());
    }
    let all: Vec<_> = (1..=4).map(|number| world.verified(number)).collect();
    assert_eq!(combine(&all, &world.target(), &world.params).unwrap(), plain());
    let world = World::new(1, 1);
    assert_eq!(
        combine(&[world.verified(1)], &world.target(), &world.params).unwrap(),
        plain()
    );
}

#[test]
fn fewer_than_t_shares_do_not_decrypt() {
    let world = World::new(3, 3);
    let shares = [world.verified(1), world.verified(3)];
    let error = combine(&shares, &world.target(), &world.params).unwrap_err();
    assert_eq!(error, DecryptionError::TooFew { found: 2, needed: 3 });
}

#[test]
fn d9_a_share_is_counted_once() {
    let world = World::new(3, 2);
    let shares = [world.verified(2), world.verified(2)];
    let error = combine(&shares, &world.target(), &world.params).unwrap_err();
    assert_eq!(error, DecryptionError::Duplicate(trustee(2)));
    // Nor under another trustee's number.
    assert_eq!(
        world.refusal(&world.share(2), 3),
        DecryptionError::FalseProof(trustee(3))
    );
}

#[test]
fn d9_only_the_qualified_decrypt() {
    let world = World::new(3, 2);
    assert_eq!(
        world.refusal(&world.share(1), 4),
        DecryptionError::NotQualified(trustee(4))
    );
}

#[test]
fn d10_bad_shares_are_skipped_and_named() {
    let world = World::new(4, 2);
    let mut wrong = world.share(1);
    wrong.factors[2] = Point::from(wrong.factors[2].element() + G);
    let mut short = world.share(3);
    short.factors.pop();
    let (good, other) = (world.share(2), world.share(4));
    let shares = [
        (trustee(1), wrong),
        (trustee(2), good.clone()),
        (trustee(2), good),
        (trustee(3), short),
        (trustee(4), other),
    ];
    let decryption = decrypt(&world.target(), &world.params, &world.keys, &shares);
    assert_eq!(decryption.counters.unwrap(), plain());
    let expected = [
        DecryptionError::FalseProof(trustee(1)),
        DecryptionError::Duplicate(trustee(2)),
        DecryptionError::Factors {
            trustee: trustee(3),
            expected: 3,
            found: 2,
        },
    ];
    assert_eq!(decryption.blamed, expected);
    assert_eq!(expected[0].to_string(), "share of trustee 1: the proof is false");
    let decryption = decrypt(&world.target(), &world.params, &world.keys, &shares[..3]);
    assert_eq!(
        decryption.counters,
        Err(DecryptionError::TooFew { found: 1, needed: 2 })
    );
}

#[test]
fn f2_every_field_of_the_statement_is_bound() {
    let world = World::new(3, 2);
    let share = world.share(1);
    let target = world.target();
    share.verify(&target, trustee(1), &world.keys).unwrap();
    let other_counter = {
        let mut sum = Sum::zero(3);
        let mut components = vec![*world.aggregate.head().element()];
        components.extend(world.aggregate.counters().iter().map(Point::element));
        components[3] += G;
        sum.vartime_add(1, &components);
        sum.to_aggregate()
    };
    let other_head = encrypt(&world.keys, Scalar::from(3_u8));
    let mutants = [
        DecryptionTarget {
            election: &ElectionId([2; 32]),
            ..target
        },
        DecryptionTarget {
            close: &Digest([6; 32]),
            ..target
        },
        DecryptionTarget {
            groups: &[1],
            ..target
        },
        DecryptionTarget {
            groups: &[4, 1],
            ..target
        },
        DecryptionTarget {
            groups: &[1, 4, 4],
            ..target
        },
        DecryptionTarget {
            aggregate: &other_counter,
            ..target
        },
        DecryptionTarget {
            aggregate: &other_head,
            ..target
        },
    ];
    for mutant in mutants {
        let error = share.verify(&mutant, trustee(1), &world.keys).unwrap_err();
        assert_eq!(error, DecryptionError::FalseProof(trustee(1)));
    }
    let (other_keys, _) = keys_and_shares(world.params, 4);
    let error = share.verify(&target, trustee(1), &other_keys).unwrap_err();
    assert_eq!(error, DecryptionError::FalseProof(trustee(1)));
}

#[test]
fn f2_every_field_of_the_share_is_bound() {
    let world = World::new(3, 2);
    let good = world.share(1);
    let mut mutants = vec![good.clone(); 7];
    for (i, mutant) in mutants[..3].iter_mut().enumerate() {
        mutant.factors[i] = Point::from(good.factors[i].element() + G);
    }
    mutants[3].factors.swap(0, 1);
    mutants[4].first = Point::from(good.first.element() + G);
    mutants[5].second = Point::from(good.second.element() + G);
    mutants[6].response += Scalar::ONE;
    for mutant in mutants {
        assert_eq!(world.refusal(&mutant, 1), DecryptionError::FalseProof(trustee(1)));
    }
}

#[test]
fn f2_a_proof_over_a_part_of_the_statement_is_refused() {
    // Where the factors are not hashed, a prover fits one of them to the challenge. It is named.
    let world = World::new(3, 2);
    let holder = &world.holders[0];
    let head = world.aggregate.head().element();
    let mut forged = world.share(1);
    let wrong: Vec<_> = forged.factors.clone();
    let (_, weights) = statement(&world.target(), trustee(1), holder.verification_keys(), &wrong);
    // Errors that cancel under the weights that an honest set of factors would have given.
    forged.factors[0] = Point::from(wrong[0].element() + G * weights[1]);
    forged.factors[1] = Point::from(wrong[1].element() - G * weights[0]);
    let nonce = Scalar::from(9_u8);
    forged.first = Point::from(RistrettoPoint::mul_base(&nonce));
    forged.second = Point::from(nonce * head);
    let (mut weak, _) = statement(&world.target(), trustee(1), holder.verification_keys(), &wrong);
    weak.append_point(Label::FirstMove, &forged.first);
    weak.append_point(Label::SecondMove, &forged.second);
    let x = weak.challenge(Label::Challenge);
    let folded: Scalar = holder.secrets().iter().zip(&weights).map(|(s, w)| s * w).sum();
    forged.response = nonce + x * folded;
    // The forgery satisfies the equations of a verifier that does not hash the factors …
    let factors =
        RistrettoPoint::vartime_multiscalar_mul(&weights, forged.factors.iter().map(Point::element));
    assert_eq!(forged.response * head, forged.second.element() + x * factors);
    // … and not ours.
    assert_eq!(world.refusal(&forged, 1), DecryptionError::FalseProof(trustee(1)));
}

/// The share of somebody with these secrets, under the keys of trustee 1, with these factors; the proof is computed as
/// an honest prover computes it.
fn claimed(world: &World, secrets: &[Scalar], factors: Vec<Point>) -> DecryptionShare {
    let keys = world.holders[0].verification_keys();
    let (mut transcript, weights) = statement(&world.target(), trustee(1), keys, &factors);
    let nonce = Scalar::from(9_u8);
    let first = Point::from(RistrettoPoint::mul_base(&nonce));
    let second = Point::from(nonce * world.aggregate.head().element());
    transcript.append_point(Label::FirstMove, &first);
    transcript.append_point(Label::SecondMove, &second);
    let x = transcript.challenge(Label::Challenge);
    let folded: Scalar = secrets.iter().zip(&weights).map(|(s, w)| s * w).sum();
    DecryptionShare {
        factors,
        first,
        second,
        response: nonce + x * folded,
    }
}

#[test]
fn f2_a_share_that_satisfies_one_equation_of_two_is_refused() {
    let world = World::new(3, 2);
    let head = world.aggregate.head().element();
    let factors = |secrets: &[Scalar]| secrets.iter().map(|s| Point::from(s * head)).collect::<Vec<_>>();
    let own = world.holders[0].secrets().to_vec();
    let honest = claimed(&world, &own, factors(&own));
    assert!(honest.verify(&world.target(), trustee(1), &world.keys).is_ok());
    let mut others = own.clone();
    others[1] += Scalar::ONE;
    // The secrets are those of the keys, and something else was decrypted.
    let elsewhere = claimed(&world, &own, factors(&others));
    // The factors are right for secrets that are not those of the keys.
    let stranger = claimed(&world, &others, factors(&others));
    for share in [elsewhere, stranger] {
        assert_eq!(world.refusal(&share, 1), DecryptionError::FalseProof(trustee(1)));
    }
}

#[test]
fn f7_a_proof_of_another_kind_is_no_share() {
    let world = World::new(3, 2);
    let holder = &world.holders[0];
    let head = world.aggregate.head().element();
    let prove_as = |kind| {
        let mut share = world.share(1);
        let mut transcript = Transcript::new(kind, &ELECTION);
        transcript.append_u64(Label::Trustee, 1);
        transcript.append_u64(Label::Counters, 3);
        for key in holder.verification_keys() {
            transcript.append_key(Label::VerificationKey, key);
        }
        transcript.append_u64(Label::Count, 2);
        transcript.append_u64(Label::Group, 1);
        transcript.append_u64(Label::Group, 4);
        transcript.append_digest(Label::Close, &CLOSE);
        transcript.append_point(Label::AggregatePoint, world.aggregate.head());
        for counter in world.aggregate.counters() {
            transcript.append_point(Label::AggregatePoint, counter);
        }
        for factor in &share.factors {
            transcript.append_point(Label::DecryptionFactor, factor);
        }
        let y = transcript.challenge(Label::FoldingChallenge);
        let nonce = Scalar::from(9_u8);
        share.first = Point::from(RistrettoPoint::mul_base(&nonce));
        share.second = Point::from(nonce * head);
        transcript.append_point(Label::FirstMove, &share.first);
        transcript.append_point(Label::SecondMove, &share.second);
        let x = transcript.challenge(Label::Challenge);
        let folded: Scalar = holder
            .secrets()
            .iter()
            .zip(powers(y, 4).split_off(1))
            .map(|(s, w)| s * w)
            .sum();
        share.response = nonce + x * folded;
        share.verify(&world.target(), trustee(1), &world.keys)
    };
    assert!(prove_as(ProofKind::DecryptionShare).is_ok());
    for kind in [
        ProofKind::Ballot,
        ProofKind::AuditedBallot,
        ProofKind::CeremonyReveal,
        ProofKind::Enrolment,
    ] {
        assert_eq!(
            prove_as(kind).unwrap_err(),
            DecryptionError::FalseProof(trustee(1))
        );
    }
}

#[test]
fn b5_lengths_are_compared_before_anything_is_zipped() {
    let world = World::new(3, 2);
    let mut long = world.share(1);
    long.factors.push(long.factors[0]);
    let expected = DecryptionError::Factors {
        trustee: trustee(1),
        expected: 3,
        found: 4,
    };
    assert_eq!(world.refusal(&long, 1), expected);
    let narrow = Sum::zero(2).to_aggregate();
    let target = DecryptionTarget {
        aggregate: &narrow,
        ..world.target()
    };
    let expected = DecryptionError::Counters {
        expected: 3,
        found: 2,
    };
    assert_eq!(
        DecryptionShare::prove(&target, &world.holders[0], &mut rng()).unwrap_err(),
        expected
    );
    assert_eq!(
        world
            .share(1)
            .verify(&target, trustee(1), &world.keys)
            .unwrap_err(),
        expected
    );
    assert_eq!(combine(&[], &target, &world.params).unwrap_err(), expected);
}

#[test]
fn d7_shares_of_another_aggregate_are_not_mixed_in() {
    let world = World::new(3, 2);
    let one = world.verified(1);
    let other_group = DecryptionTarget {
        groups: &[2],
        ..world.target()
    };
    let share = DecryptionShare::prove(&other_group, &world.holders[1], &mut rng()).unwrap();
    let two = share.verify(&other_group, trustee(2), &world.keys).unwrap();
    let error = combine(&[one, two], &world.target(), &world.params).unwrap_err();
    assert_eq!(error, DecryptionError::OtherTarget(trustee(2)));
}

#[test]
fn g2_an_aggregate_without_randomness_is_decrypted_and_leaves_no_choice() {
    let mut world = World::new(3, 2);
    world.aggregate = encrypt(&world.keys, Scalar::ZERO);
    assert!(world.aggregate.head().is_identity());
    let shares = [world.verified(1), world.verified(3)];
    assert_eq!(combine(&shares, &world.target(), &world.params).unwrap(), plain());
    let mut wrong = world.share(2);
    assert!(wrong.factors.iter().all(Point::is_identity));
    wrong.factors[0] = Point::from(G);
    assert_eq!(world.refusal(&wrong, 2), DecryptionError::FalseProof(trustee(2)));
    wrong.second = Point::from(identity() - G);
    assert_eq!(world.refusal(&wrong, 2), DecryptionError::FalseProof(trustee(2)));
}

#[test]
fn g1_no_point_of_a_share_has_a_bad_encoding() {
    let share = World::new(3, 2).share(1);
    let places = (0..share.factors.len() + 2).map(|position| 3 + 32 * position);
    assert_refuses_bad_points::<DecryptionShare>(&share.to_bytes(), places);
}

#[test]
fn g2_the_identity_is_no_true_part_of_a_share() {
    let world = World::new(3, 2);
    let good = world.share(1).to_bytes();
    for position in 0..COUNTS.len() + 2 {
        let mut bytes = good.clone();
        bytes[3 + 32 * position..][..32].fill(0);
        let share = DecryptionShare::from_bytes(&bytes).unwrap();
        assert_eq!(world.refusal(&share, 1), DecryptionError::FalseProof(trustee(1)));
    }
}

#[test]
fn f8_a_constant_generator_leaks_no_secret_over_two_aggregates() {
    let mut world = World::new(3, 2);
    let one = world.share(1);
    world.aggregate = encrypt(&world.keys, Scalar::from(8_u8));
    let two = world.share(1);
    assert_ne!(one.first, two.first);
}

#[test]
fn d12_a_rehearsal_succeeds_with_the_shares_of_these_keys_alone() {
    let world = World::new(3, 2);
    for holder in &world.holders {
        rehearse_share(&ELECTION, &world.keys, holder, &mut rng()).unwrap();
    }
    let (other_keys, _) = keys_and_shares(world.params, 4);
    let error = rehearse_share(&ELECTION, &other_keys, &world.holders[0], &mut rng()).unwrap_err();
    assert_eq!(error, DecryptionError::FalseProof(trustee(1)));
}
