//! Who may say what, and when: silence, repetition, strangers, messages of other elections.

use super::*;

#[test]
fn b5_lists_that_are_too_short_or_too_long_are_refused() {
    let mut world = World::new(params(3, 2, 2)).run_to(Phase::Reveal);
    let good = world.secret(1).reveal(world.public.committed().unwrap()).unwrap();
    let mut refuse = |reveal, what| {
        let expected = CeremonyError::Malformed {
            from: trustee(1),
            message: Phase::Reveal,
            what,
        };
        assert_eq!(world.public.reveal(trustee(1), reveal), Err(expected));
    };
    for found in [0, 1, 3] {
        let mut reveal = good.clone();
        let first = reveal.sealed[0].clone();
        reveal.sealed.resize(found, first);
        refuse(reveal, Malformation::SealedMessages { expected: 2, found });
    }
    for length in [0, 16, 79, 81] {
        let mut reveal = good.clone();
        reveal.sealed[1].ciphertext.resize(length, 0);
        refuse(reveal, Malformation::SealedLength(trustee(3)));
    }
    let mut world = wrong_share_to_2();
    let good = world
        .secret(1)
        .answer(world.public.accused().unwrap())
        .unwrap()
        .unwrap();
    for found in [0, 1, 3] {
        let mut answer = good.clone();
        answer
            .shares
            .get_mut(&trustee(2))
            .unwrap()
            .resize(found, Scalar::ONE);
        let what = Malformation::Shares {
            recipient: trustee(2),
            expected: 2,
            found,
        };
        let expected = CeremonyError::Malformed {
            from: trustee(1),
            message: Phase::Answer,
            what,
        };
        assert_eq!(world.public.answer(trustee(1), answer), Err(expected));
    }
}

#[test]
fn silence_is_named() {
    let silent_in = |phase| {
        let mut world = World::new(params(3, 2, 1)).run_to(phase);
        world.send(1).unwrap();
        world.send(3).unwrap();
        world.public.end_phase().unwrap();
        world
    };
    assert_eq!(
        silent_in(Phase::Enrolment).abort(),
        &Abort::MissingEnrolments(trustees(&[2]))
    );
    assert_eq!(
        silent_in(Phase::Commit).abort(),
        &Abort::MissingCommits(trustees(&[2]))
    );
    assert_eq!(
        silent_in(Phase::Accept).abort(),
        &Abort::MissingAccepts(trustees(&[2]))
    );
    let world = silent_in(Phase::Reveal);
    assert_eq!(
        world.public.faults(),
        Faults::from([(trustee(2), Fault::NoReveal)])
    );
    world.run_to(Phase::Complete).assert_good_keys();
    silent_in(Phase::Complaint)
        .run_to(Phase::Complete)
        .assert_good_keys();
}

#[test]
fn fewer_than_t_are_named_at_once() {
    let mut world = World::new(params(3, 2, 1)).run_to(Phase::Reveal);
    world.send(2).unwrap();
    world.public.end_phase().unwrap();
    let disqualified = Faults::from([(trustee(1), Fault::NoReveal), (trustee(3), Fault::NoReveal)]);
    let expected = Abort::TooFewQualified {
        qualified: 1,
        needed: 2,
        disqualified,
    };
    assert_eq!(world.abort(), &expected);
    assert_eq!(world.abort().culprits(), trustees(&[1, 3]));
    assert_eq!(world.public.faults().len(), 2);
    let text = "1 trustees are left of the 2 needed; trustee 1 revealed nothing; trustee 3 revealed nothing";
    assert_eq!(world.abort().to_string(), text);
}

#[test]
fn b3_messages_of_another_election_are_refused() {
    let elsewhere = CeremonyParams::new(ElectionId([2; 32]), 3, 2, 1).unwrap();
    let other = World::new(elsewhere).run_to(Phase::Complete);
    let mut world = World::new(params(3, 2, 1));
    let error = world
        .public
        .enrol(trustee(1), other.secret(1).enrolment())
        .unwrap_err();
    assert_eq!(error, CeremonyError::FalsePossession(trustee(1)));

    let mut world = world.run_to(Phase::Commit);
    let foreign = other.public.enrolled().unwrap();
    assert_eq!(world.secret(1).commit(foreign), Err(TrusteeError::OtherCeremony));
    world
        .public
        .commit(trustee(1), other.secret(1).commit(foreign).unwrap())
        .unwrap();
    let mut world = world.run_to(Phase::Reveal);
    let reveal = other.secret(1).reveal(other.public.committed().unwrap()).unwrap();
    world.public.reveal(trustee(1), reveal).unwrap();
    assert_eq!(world.public.faults()[&trustee(1)], Fault::CommitMismatch);
    let mut world = world.run_to(Phase::Accept);
    let accept = other
        .secret(2)
        .accept(other.public.settled().unwrap(), LOG)
        .unwrap();
    let error = world.public.accept(trustee(2), accept).unwrap_err();
    assert_eq!(error, CeremonyError::OtherKeys(trustee(2)));
}

#[test]
fn b3_a_dealing_of_another_election_has_a_false_proof_here() {
    let elsewhere = CeremonyParams::new(ElectionId([2; 32]), 3, 2, 2).unwrap();
    let other = World::new(elsewhere).run_to(Phase::Commit);
    let foreign = other.secret(1).dealing(other.public.enrolled().unwrap()).unwrap();
    let world = with_dealing(params(3, 2, 2), |_, dealing| *dealing = foreign.clone());
    assert_eq!(world.public.faults()[&trustee(1)], Fault::FalseProof);
}

#[test]
fn b3_sealed_shares_open_only_where_they_were_meant_to() {
    let world = World::new(params(3, 2, 1)).run_to(Phase::Complaint);
    let dealt = world.public.dealt().unwrap();
    let committed = dealt.committed();
    let (key, _) = world.secret(2).encryption_key_pair();
    let sealed = dealt.sealed(trustee(1), trustee(2)).unwrap();
    let opens = |committed, dealer, recipient, key: &[u8; 32], sealed: &SealedShares| {
        open(committed, trustee(dealer), trustee(recipient), key, sealed).is_some()
    };
    assert!(opens(committed, 1, 2, &key, sealed));
    assert!(!opens(committed, 3, 2, &key, sealed));
    assert!(!opens(committed, 1, 3, &key, sealed));
    let (other_key, _) = world.secret(3).encryption_key_pair();
    assert!(!opens(committed, 1, 2, &other_key, sealed));
    let other = World::seeded(params(3, 2, 1), 7).run_to(Phase::Complaint);
    assert!(!opens(other.public.committed().unwrap(), 1, 2, &key, sealed));
    let mut altered = sealed.clone();
    altered.ciphertext[0] ^= 1;
    assert!(!opens(committed, 1, 2, &key, &altered));
    let mut altered = sealed.clone();
    altered.encapsulated = [0; 32];
    assert!(!opens(committed, 1, 2, &key, &altered));
}

#[test]
fn d5_whoever_speaks_twice_out_of_turn_or_without_a_seat_is_refused() {
    let mut world = World::new(params(3, 2, 1));
    while world.public.outcome().is_none() {
        let message = world.public.phase();
        world.send(1).unwrap();
        let error = world.send(1).unwrap_err();
        assert_eq!(
            error,
            CeremonyError::Duplicate {
                from: trustee(1),
                message
            }
        );
        world.finish_phase();
    }
    let stranger = trustee(4);
    let message = Phase::Enrolment;
    let mut fresh = World::new(params(3, 2, 1));
    let error = fresh
        .public
        .enrol(stranger, fresh.secret(1).enrolment())
        .unwrap_err();
    assert_eq!(
        error,
        CeremonyError::UnknownTrustee {
            from: stranger,
            message
        }
    );
}

#[test]
fn a_seed_that_is_not_the_enrolled_one_goes_no_further() {
    let world = World::new(params(3, 2, 1)).run_to(Phase::Complete);
    let other = TrusteeSecret::new(params(3, 2, 1), trustee(1), TrusteeSeed::from_array(&[9; 32])).unwrap();
    let public = &world.public;
    let expected = TrusteeError::NotMine(Phase::Enrolment);
    assert_eq!(other.commit(public.enrolled().unwrap()).unwrap_err(), expected);
    assert_eq!(other.reveal(public.committed().unwrap()).unwrap_err(), expected);
    assert_eq!(other.complaint(public.dealt().unwrap()).unwrap_err(), expected);
    assert_eq!(other.answer(public.accused().unwrap()).unwrap_err(), expected);
    assert_eq!(other.key_shares(public.settled().unwrap()).unwrap_err(), expected);
}

#[test]
fn a_commit_that_is_not_ones_own_is_not_revealed_to() {
    let mut world = World::new(params(3, 2, 1)).run_to(Phase::Commit);
    world
        .public
        .commit(
            trustee(1),
            Commit {
                digest: Digest([0; 32]),
            },
        )
        .unwrap();
    let world = world.run_to(Phase::Reveal);
    let error = world
        .secret(1)
        .reveal(world.public.committed().unwrap())
        .unwrap_err();
    assert_eq!(error, TrusteeError::NotMine(Phase::Commit));
}

#[test]
fn a_dealing_under_ones_own_name_that_is_not_ones_own_is_noticed() {
    let mut world = World::new(params(3, 2, 1)).run_to(Phase::Commit);
    let enrolled = world.public.enrolled().unwrap().clone();
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let coefficients = [random_scalar(&mut rng), random_scalar(&mut rng)];
    let commitments =
        coefficients.map(|a| NonIdentity::new(Point::from(RistrettoPoint::mul_base(&a))).unwrap());
    let dealing = prove_as(
        ProofKind::CeremonyReveal,
        &enrolled,
        &coefficients,
        commitments.to_vec(),
    );
    let commit = Commit::to_dealing(&enrolled, trustee(2), &dealing);
    world.public.commit(trustee(2), commit).unwrap();
    let mut world = world.run_to(Phase::Reveal);
    let sealed = world
        .secret(1)
        .reveal(world.public.committed().unwrap())
        .unwrap()
        .sealed;
    world
        .public
        .reveal(trustee(2), Reveal { dealing, sealed })
        .unwrap();
    world.send(1).unwrap();
    world.send(3).unwrap();
    let error = world
        .secret(2)
        .complaint(world.public.dealt().unwrap())
        .unwrap_err();
    assert_eq!(error, TrusteeError::NotMine(Phase::Reveal));
}

#[test]
fn an_answer_names_each_recipient_once() {
    let answer = Answer {
        shares: [(trustee(2), vec![Scalar::ONE])].into(),
    };
    let one = answer.to_bytes();
    assert_eq!(Answer::from_bytes(&one).unwrap(), answer);
    let item = &one[3..];
    let mut twice = vec![0, 0, u8::try_from(2 * item.len()).unwrap()];
    twice.extend([item, item].concat());
    assert!(Answer::from_bytes(&twice).is_err());
}
