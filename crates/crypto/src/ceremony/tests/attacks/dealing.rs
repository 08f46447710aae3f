//! What a dealer commits to, reveals and proves.

use super::*;
use crate::vectors::assert_refuses_bad_points;

#[test]
fn d1_a_rogue_key_has_no_proof() {
    // Dealer 1 wants the first key to be its own: it subtracts what dealer 2 will contribute.
    let world = with_dealing(params(3, 2, 2), |world, dealing| {
        let enrolled = world.public.enrolled().unwrap();
        let theirs = world.secret(2).dealing(enrolled).unwrap().commitments[0];
        let rogue = dealing.commitments[0].element() - theirs.element();
        dealing.commitments[0] = NonIdentity::new(rogue.into()).unwrap();
    });
    assert_eq!(
        world.public.faults(),
        Faults::from([(trustee(1), Fault::FalseProof)])
    );
    let world = world.run_to(Phase::Complete);
    assert_eq!(world.keys().qualified(), [trustee(2), trustee(3)]);
    world.assert_good_keys();
}

#[test]
fn d1_every_coefficient_is_proved() {
    for position in 0..4 {
        let world = with_dealing(params(3, 2, 2), |_, dealing| {
            let other = dealing.commitments[position].element() + G;
            dealing.commitments[position] = NonIdentity::new(other.into()).unwrap();
        });
        assert_eq!(world.public.faults()[&trustee(1)], Fault::FalseProof);
    }
}

#[test]
fn d2_nobody_reveals_before_all_are_committed_or_something_else_after() {
    let mut world = World::new(params(3, 2, 1)).run_to(Phase::Reveal);
    let early = world.secret(1).reveal(world.public.committed().unwrap()).unwrap();
    let mut waiting = World::new(params(3, 2, 1)).run_to(Phase::Commit);
    waiting.send(1).unwrap();
    let error = waiting.public.reveal(trustee(1), early.clone()).unwrap_err();
    let expected = CeremonyError::WrongPhase {
        from: trustee(1),
        message: Phase::Reveal,
        phase: Phase::Commit,
    };
    assert_eq!(error, expected);

    // A true dealing of another seed, not the one that was committed to.
    let enrolled = world.public.enrolled().unwrap();
    let other = TrusteeSecret::new(params(3, 2, 1), trustee(1), TrusteeSeed::from_array(&[1; 32])).unwrap();
    let dealing = other.dealing(enrolled).unwrap();
    assert!(dealing.proves_knowledge(enrolled, trustee(1)));
    world
        .public
        .reveal(trustee(1), Reveal { dealing, ..early })
        .unwrap();
    assert_eq!(world.public.faults()[&trustee(1)], Fault::CommitMismatch);
    world.run_to(Phase::Complete).assert_good_keys();
}

#[test]
fn d2_a_copied_commit_cannot_be_opened_by_its_copyist() {
    let mut world = World::new(params(3, 2, 1)).run_to(Phase::Commit);
    world.send(1).unwrap();
    let copied = world.secret(1).commit(world.public.enrolled().unwrap()).unwrap();
    world.public.commit(trustee(2), copied).unwrap();
    let mut world = world.run_to(Phase::Reveal);
    let reveal = world.secret(1).reveal(world.public.committed().unwrap()).unwrap();
    world.public.reveal(trustee(2), reveal).unwrap();
    assert_eq!(world.public.faults()[&trustee(2)], Fault::CommitMismatch);
}

#[test]
fn d2_whoever_has_seen_the_others_can_only_leave_by_name() {
    // Dealer 1 waits for all other reveals. There are two keys to choose from, and the second costs it its seat.
    let mut world = World::new(params(3, 2, 1)).run_to(Phase::Reveal);
    world.send(2).unwrap();
    world.send(3).unwrap();
    let enrolled = world.public.enrolled().unwrap();
    let first = |number: u8| *world.secret(number).dealing(enrolled).unwrap().commitments[0].element();
    let (mine, others) = (first(1), first(2) + first(3));
    let key = |world: &World| *world.keys().election_keys().iter().next().unwrap().element();
    let mut left = World {
        public: world.public.clone(),
        secrets: World::new(params(3, 2, 1)).secrets,
    };
    let stayed = world.run_to(Phase::Complete);
    assert_eq!(key(&stayed), mine + others);
    left.public.end_phase().unwrap();
    let left = left.run_to(Phase::Complete);
    assert_eq!(key(&left), others);
    assert_eq!(
        left.public.faults(),
        Faults::from([(trustee(1), Fault::NoReveal)])
    );
}

#[test]
fn d4_polynomials_of_another_degree_are_refused() {
    let mut world = World::new(params(3, 2, 2)).run_to(Phase::Reveal);
    let good = world.secret(1).reveal(world.public.committed().unwrap()).unwrap();
    for found in [0, 2, 3, 5, 6] {
        let mut reveal = good.clone();
        let first = reveal.dealing.commitments[0];
        reveal.dealing.commitments.resize(found, first);
        let what = Malformation::Commitments { expected: 4, found };
        let expected = CeremonyError::Malformed {
            from: trustee(1),
            message: Phase::Reveal,
            what,
        };
        assert_eq!(world.public.reveal(trustee(1), reveal), Err(expected));
    }
    world.send(2).unwrap();
    world.send(3).unwrap();
    world.public.end_phase().unwrap();
    assert_eq!(
        world.public.faults(),
        Faults::from([(trustee(1), Fault::NoReveal)])
    );
    world.run_to(Phase::Complete).assert_good_keys();
}

#[test]
fn g1_no_point_of_a_reveal_has_a_bad_encoding() {
    let world = World::new(params(3, 2, 2)).run_to(Phase::Reveal);
    let reveal = world.secret(1).reveal(world.public.committed().unwrap()).unwrap();
    // Four commitments and the nonce of the proof.
    let places = (0..5).map(|position| 3 + 32 * position);
    assert_refuses_bad_points::<Reveal>(&reveal.to_bytes(), places);
}

#[test]
fn g2_the_identity_is_no_commitment_in_any_position() {
    let world = World::new(params(3, 3, 2)).run_to(Phase::Reveal);
    let good = world
        .secret(1)
        .reveal(world.public.committed().unwrap())
        .unwrap()
        .to_bytes();
    assert!(Reveal::from_bytes(&good).is_ok());
    for position in 0..6 {
        let mut bytes = good.clone();
        bytes[3 + 32 * position..][..32].fill(0);
        assert!(Reveal::from_bytes(&bytes).is_err());
    }
}

#[test]
fn g2_contributions_that_cancel_give_no_keys() {
    // Both dealers are dishonest together: no commit can hold them back, so the sum is looked at.
    for position in [0, 1, 2, 3] {
        let mut world = World::new(params(2, 2, 2)).run_to(Phase::Commit);
        let enrolled = world.public.enrolled().unwrap().clone();
        let mine = world.secret(1).coefficients(&enrolled);
        let mut theirs = world.secret(2).coefficients(&enrolled);
        theirs[position] = -mine[position];
        let commitments = theirs
            .iter()
            .map(|coefficient| NonIdentity::new(Point::from(RistrettoPoint::mul_base(coefficient))).unwrap())
            .collect();
        let dealing = prove_as(ProofKind::CeremonyReveal, &enrolled, &theirs, commitments);
        world.send(1).unwrap();
        world
            .public
            .commit(trustee(2), Commit::to_dealing(&enrolled, trustee(2), &dealing))
            .unwrap();
        world.send(1).unwrap();
        let committed = world.public.committed().unwrap();
        let row = |row: &[Scalar]| row[0] + row[1];
        let shares: Vec<_> = theirs.chunks_exact(2).map(row).collect();
        let key = &enrolled.enrolment(trustee(1)).unwrap().key;
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let sealed = seal(committed, trustee(2), trustee(1), key, &shares, &mut rng).unwrap();
        let sealed = vec![sealed];
        world
            .public
            .reveal(trustee(2), Reveal { dealing, sealed })
            .unwrap();
        assert!(world.public.faults().is_empty());
        world.send(1).unwrap();
        world.public.end_phase().unwrap();
        assert_eq!(world.abort(), &Abort::DegenerateKeys);
    }
}

#[test]
fn f7_a_proof_of_another_kind_proves_no_coefficients() {
    let world = World::new(params(3, 2, 2)).run_to(Phase::Commit);
    let enrolled = world.public.enrolled().unwrap();
    let coefficients = world.secret(2).coefficients(enrolled);
    let commitments = world.secret(2).dealing(enrolled).unwrap().commitments;
    let proves = |kind| {
        prove_as(kind, enrolled, &coefficients, commitments.clone()).proves_knowledge(enrolled, trustee(2))
    };
    assert!(proves(ProofKind::CeremonyReveal));
    for kind in [
        ProofKind::Ballot,
        ProofKind::AuditedBallot,
        ProofKind::Enrolment,
        ProofKind::DecryptionShare,
    ] {
        assert!(!proves(kind));
    }
}

#[test]
fn f1_every_field_of_a_dealing_is_bound() {
    let world = World::new(params(3, 2, 2)).run_to(Phase::Commit);
    let enrolled = world.public.enrolled().unwrap();
    let good = world.secret(2).dealing(enrolled).unwrap();
    assert!(good.proves_knowledge(enrolled, trustee(2)));
    assert!(!good.proves_knowledge(enrolled, trustee(1)));
    let other_params = [
        CeremonyParams::new(ElectionId([2; 32]), 3, 2, 2),
        CeremonyParams::new(ElectionId([1; 32]), 4, 2, 2),
        CeremonyParams::new(ElectionId([1; 32]), 3, 1, 2),
        CeremonyParams::new(ElectionId([1; 32]), 3, 2, 1),
    ];
    for params in other_params {
        let mut mutant = enrolled.clone();
        mutant.params = params.unwrap();
        assert!(!good.proves_knowledge(&mutant, trustee(2)));
    }
    let mut mutant = enrolled.clone();
    mutant.digest = Digest([0; 32]);
    assert!(!good.proves_knowledge(&mutant, trustee(2)));

    let mut mutants = vec![good.clone(); 5];
    mutants[0].commitments.swap(0, 1);
    mutants[1].commitments.pop();
    mutants[2].commitments.push(good.commitments[0]);
    mutants[3].nonce = Point::from(good.nonce.element() + G);
    mutants[4].response += Scalar::ONE;
    for mutant in mutants {
        assert!(!mutant.proves_knowledge(enrolled, trustee(2)));
    }
}

#[test]
fn f1_a_proof_made_after_the_commitments_were_chosen_to_fit_it_is_refused() {
    // If the challenge did not cover the commitments, one could solve for the first of them.
    let world = World::new(params(3, 2, 2)).run_to(Phase::Commit);
    let enrolled = world.public.enrolled().unwrap();
    let mut dealing = world.secret(2).dealing(enrolled).unwrap();
    let mut weak = Transcript::new(ProofKind::CeremonyReveal, enrolled.params().election());
    weak.append_point(Label::ProofNonce, &dealing.nonce);
    let x = weak.challenge(Label::Challenge);
    let mut rest = identity();
    let mut power = x;
    for commitment in &dealing.commitments[1..] {
        power *= x;
        rest += commitment.element() * power;
    }
    let solved = (RistrettoPoint::mul_base(&dealing.response) - dealing.nonce.element() - rest) * x.invert();
    dealing.commitments[0] = NonIdentity::new(solved.into()).unwrap();
    assert!(!dealing.proves_knowledge(enrolled, trustee(2)));
}

#[test]
fn r14_related_polynomials_of_one_dealer_leave_the_sum_independent() {
    // Dealer 2 uses one polynomial for both counters: admitted, and harmless beside one honest dealer.
    let mut world = World::new(params(2, 2, 2)).run_to(Phase::Commit);
    let enrolled = world.public.enrolled().unwrap().clone();
    let mut related = world.secret(2).coefficients(&enrolled).to_vec();
    related.copy_within(0..2, 2);
    let commitments: Vec<_> = related
        .iter()
        .map(|coefficient| NonIdentity::new(Point::from(RistrettoPoint::mul_base(coefficient))).unwrap())
        .collect();
    let dealing = prove_as(ProofKind::CeremonyReveal, &enrolled, &related, commitments);
    world.send(1).unwrap();
    world
        .public
        .commit(trustee(2), Commit::to_dealing(&enrolled, trustee(2), &dealing))
        .unwrap();
    world.send(1).unwrap();
    let committed = world.public.committed().unwrap();
    let share = related[0] + related[1];
    let key = &enrolled.enrolment(trustee(1)).unwrap().key;
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let sealed = vec![seal(committed, trustee(2), trustee(1), key, &[share, share], &mut rng).unwrap()];
    world
        .public
        .reveal(trustee(2), Reveal { dealing, sealed })
        .unwrap();
    world.send(1).unwrap();
    world.public.end_phase().unwrap();
    let settled = world.public.settled().unwrap();
    let keys: Vec<_> = settled
        .keys()
        .election_keys()
        .iter()
        .map(NonIdentity::element)
        .collect();
    let honest = &world.secret(1).dealing(&enrolled).unwrap().commitments;
    // What is left of the difference of the keys is the honest dealer's, of which the other knows nothing.
    assert_eq!(keys[0] - keys[1], honest[0].element() - honest[2].element());
    assert_ne!(keys[0], keys[1]);
}
