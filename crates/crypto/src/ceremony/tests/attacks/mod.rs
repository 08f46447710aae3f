//! One liar at one step: good keys without it, or an abort that names it.

mod dealing;
mod record;
mod sharing;

use super::*;
use crate::ceremony::sealing::{open, seal};
use crate::group::{NonIdentity, Point, identity, random_scalar};
use crate::transcript::{Label, ProofKind, Transcript};
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT as G;

/// What a dealer reveals, with a wrong share sealed to each of `victims`.
fn reveal_with_wrong_shares(world: &World, dealer: u8, victims: &[u8]) -> Reveal {
    let committed = world.public.committed().unwrap();
    let secret = world.secret(dealer);
    let mut reveal = secret.reveal(committed).unwrap();
    for victim in victims {
        let victim = trustee(*victim);
        let mut shares = secret.shares_for(committed.enrolled(), victim);
        *shares.last_mut().unwrap() += Scalar::ONE;
        let key = &committed.enrolled().enrolment(victim).unwrap().key;
        let mut rng = ChaCha20Rng::seed_from_u64(9);
        let sealed = seal(committed, trustee(dealer), victim, key, &shares, &mut rng).unwrap();
        let position = world
            .public
            .params()
            .others(trustee(dealer))
            .position(|other| other == victim);
        reveal.sealed[position.unwrap()] = sealed;
    }
    reveal
}

/// A ceremony of n = 3, t = 2, p = 2 in the answer phase, trustee 1 having dealt a wrong share to trustee 2.
fn wrong_share_to_2() -> World {
    let mut world = World::new(params(3, 2, 2)).run_to(Phase::Reveal);
    let reveal = reveal_with_wrong_shares(&world, 1, &[2]);
    world.public.reveal(trustee(1), reveal).unwrap();
    let world = world.run_to(Phase::Answer);
    assert_eq!(world.public.missing(), trustees(&[1]));
    world
}

/// A ceremony in which `change` alters what dealer 1 is committed to and reveals.
fn with_dealing(params: CeremonyParams, change: impl Fn(&World, &mut Dealing)) -> World {
    let mut world = World::new(params).run_to(Phase::Commit);
    let enrolled = world.public.enrolled().unwrap();
    let mut dealing = world.secret(1).dealing(enrolled).unwrap();
    change(&world, &mut dealing);
    let commit = Commit::to_dealing(enrolled, trustee(1), &dealing);
    world.public.commit(trustee(1), commit).unwrap();
    let mut world = world.run_to(Phase::Reveal);
    let committed = world.public.committed().unwrap();
    let seal_right = |recipient| {
        let shares = world.secret(1).shares_for(committed.enrolled(), recipient);
        let key = &committed.enrolled().enrolment(recipient).unwrap().key;
        let mut rng = ChaCha20Rng::seed_from_u64(9);
        seal(committed, trustee(1), recipient, key, &shares, &mut rng).unwrap()
    };
    let sealed = params.others(trustee(1)).map(seal_right).collect();
    world
        .public
        .reveal(trustee(1), Reveal { dealing, sealed })
        .unwrap();
    world
}

/// A dealing of trustee 2 whose proof was made in a transcript of `kind`.
fn prove_as(
    kind: ProofKind,
    enrolled: &Enrolled,
    coefficients: &[Scalar],
    commitments: Vec<NonIdentity>,
) -> Dealing {
    let mut transcript = Transcript::new(kind, enrolled.params().election());
    enrolled.params().append_to(&mut transcript);
    transcript.append_digest(Label::Before, enrolled.digest());
    transcript.append_u64(Label::Trustee, 2);
    transcript.append_u64(Label::Count, commitments.len() as u64);
    for commitment in &commitments {
        transcript.append_key(Label::CoefficientCommitment, commitment);
    }
    let nonce_secret = random_scalar(&mut ChaCha20Rng::seed_from_u64(4));
    let nonce = Point::from(RistrettoPoint::mul_base(&nonce_secret));
    transcript.append_point(Label::ProofNonce, &nonce);
    let x = transcript.challenge(Label::Challenge);
    let mut response = nonce_secret;
    let mut power = x;
    for coefficient in coefficients {
        response += power * coefficient;
        power *= x;
    }
    Dealing {
        commitments,
        nonce,
        response,
    }
}
