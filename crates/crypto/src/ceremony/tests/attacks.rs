//! One liar at one step: good keys without it, or an abort that names it.

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
fn d5_a_wrong_share_that_is_then_published_rightly_harms_nobody() {
    let world = wrong_share_to_2().run_to(Phase::Complete);
    assert_eq!(world.keys().qualified().len(), 3);
    let settled = world.public.settled().unwrap();
    assert!(settled.published(trustee(1), trustee(2)).is_some());
    world.assert_good_keys();
}

#[test]
fn d5_a_wrong_answer_disqualifies_its_dealer() {
    let mut world = wrong_share_to_2();
    let mut answer = world
        .secret(1)
        .answer(world.public.accused().unwrap())
        .unwrap()
        .unwrap();
    answer.shares.get_mut(&trustee(2)).unwrap()[1] += Scalar::ONE;
    world.public.answer(trustee(1), answer).unwrap();
    let fault = Fault::WrongAnswer {
        recipient: trustee(2),
    };
    assert_eq!(world.public.faults(), Faults::from([(trustee(1), fault.clone())]));
    let error = world
        .secret(1)
        .key_shares(world.public.settled().unwrap())
        .unwrap_err();
    assert_eq!(error, TrusteeError::Disqualified(fault));
    let world = world.run_to(Phase::Complete);
    assert_eq!(world.keys().qualified(), [trustee(2), trustee(3)]);
    assert!(world.keys().verification_keys(trustee(1)).is_none());
    world.assert_good_keys();
}

#[test]
fn d5_silence_when_accused_disqualifies() {
    let mut world = wrong_share_to_2();
    world.public.end_phase().unwrap();
    let fault = Fault::NoAnswer {
        accusers: trustees(&[2]),
    };
    assert_eq!(world.public.faults(), Faults::from([(trustee(1), fault)]));
    let error = world
        .public
        .accept(
            trustee(1),
            Accept {
                log: LOG,
                keys: Digest([0; 32]),
            },
        )
        .unwrap_err();
    let message = Phase::Accept;
    assert_eq!(
        error,
        CeremonyError::Disqualified {
            from: trustee(1),
            message
        }
    );
    let world = world.run_to(Phase::Complete);
    assert_eq!(world.keys().qualified(), [trustee(2), trustee(3)]);
    world.assert_good_keys();
}

#[test]
fn d5_answers_cover_exactly_the_complaints() {
    let mut world = wrong_share_to_2();
    let accused = world.public.accused().unwrap();
    let good = world.secret(1).answer(accused).unwrap().unwrap();
    let extra = world
        .secret(1)
        .shares_for(accused.dealt().committed().enrolled(), trustee(3))
        .to_vec();
    let mut wider = good.clone();
    wider.shares.insert(trustee(3), extra.clone());
    let elsewhere = Answer {
        shares: [(trustee(3), extra)].into(),
    };
    for answer in [wider, elsewhere, Answer { shares: [].into() }] {
        let expected = CeremonyError::Malformed {
            from: trustee(1),
            message: Phase::Answer,
            what: Malformation::Recipients,
        };
        assert_eq!(world.public.answer(trustee(1), answer), Err(expected));
    }
    let error = world.public.answer(trustee(3), good).unwrap_err();
    assert_eq!(error, CeremonyError::NotAccused(trustee(3)));
}

#[test]
fn d5_a_false_complaint_is_answered_and_changes_no_key() {
    let mut world = World::new(params(3, 2, 2)).run_to(Phase::Complaint);
    world
        .public
        .complain(
            trustee(3),
            Complaint {
                dealers: trustees(&[2]),
            },
        )
        .unwrap();
    let world = world.run_to(Phase::Complete);
    assert!(world.public.faults().is_empty());
    world.assert_good_keys();
    let undisturbed = World::new(params(3, 2, 2)).run_to(Phase::Complete);
    assert_eq!(world.keys(), undisturbed.keys());
}

#[test]
fn d5_complaints_out_of_place_are_refused() {
    let mut world = World::new(params(4, 2, 1)).run_to(Phase::Reveal);
    for number in [1, 2, 4] {
        world.send(number).unwrap();
    }
    world.public.end_phase().unwrap();
    for (accused, number) in [(2, 2), (3, 3), (5, 5)] {
        let complaint = Complaint {
            dealers: trustees(&[accused]),
        };
        let expected = CeremonyError::Malformed {
            from: trustee(2),
            message: Phase::Complaint,
            what: Malformation::Accused(trustee(number)),
        };
        assert_eq!(world.public.complain(trustee(2), complaint), Err(expected));
    }
    let complaint = Complaint {
        dealers: trustees(&[1]),
    };
    let message = Phase::Complaint;
    let error = world.public.complain(trustee(3), complaint).unwrap_err();
    assert_eq!(
        error,
        CeremonyError::Disqualified {
            from: trustee(3),
            message
        }
    );
}

#[test]
fn d5_a_dealer_accused_by_t_trustees_is_disqualified() {
    let mut world = World::new(params(4, 2, 1)).run_to(Phase::Reveal);
    let reveal = reveal_with_wrong_shares(&world, 1, &[2, 4]);
    world.public.reveal(trustee(1), reveal).unwrap();
    let world = world.run_to(Phase::Complete);
    let accusers = trustees(&[2, 4]);
    assert_eq!(
        world.public.faults(),
        Faults::from([(trustee(1), Fault::TooManyComplaints { accusers })])
    );
    world.assert_good_keys();
}

#[test]
fn d11_with_a_threshold_of_one_no_share_is_ever_published() {
    // Every share is the whole secret then.
    let mut world = World::new(params(3, 1, 1)).run_to(Phase::Complaint);
    world
        .public
        .complain(
            trustee(1),
            Complaint {
                dealers: trustees(&[2]),
            },
        )
        .unwrap();
    world.send(2).unwrap();
    world.send(3).unwrap();
    assert_eq!(world.public.phase(), Phase::Accept);
    let world = world.run_to(Phase::Complete);
    assert_eq!(world.keys().qualified(), [trustee(1), trustee(3)]);
}

#[test]
fn r9_a_trustee_whose_every_share_is_published_stops_the_ceremony() {
    let mut world = World::new(params(3, 2, 1)).run_to(Phase::Complaint);
    world
        .public
        .complain(
            trustee(3),
            Complaint {
                dealers: trustees(&[1, 2]),
            },
        )
        .unwrap();
    world.finish_phase();
    world.finish_phase();
    let expected = Abort::SharesExposed {
        trustee: trustee(3),
        dealers: trustees(&[1, 2]),
    };
    assert_eq!(world.abort(), &expected);
    assert_eq!(world.abort().culprits(), trustees(&[1, 2, 3]));
}

#[test]
fn r9_the_disqualified_do_not_count_among_those_who_kept_a_share_secret() {
    // Trustee 3 keeps only the share of trustee 2, who is then disqualified.
    let mut world = World::new(params(4, 2, 1)).run_to(Phase::Complaint);
    world
        .public
        .complain(
            trustee(3),
            Complaint {
                dealers: trustees(&[1, 4]),
            },
        )
        .unwrap();
    world
        .public
        .complain(
            trustee(4),
            Complaint {
                dealers: trustees(&[2]),
            },
        )
        .unwrap();
    world.finish_phase();
    world.send(1).unwrap();
    world.send(4).unwrap();
    world.public.end_phase().unwrap();
    let expected = Abort::SharesExposed {
        trustee: trustee(3),
        dealers: trustees(&[1, 4]),
    };
    assert_eq!(world.abort(), &expected);
}

#[test]
fn r9_nobody_accepts_before_the_last_answer_or_complains_after() {
    let mut world = wrong_share_to_2();
    let accept = Accept {
        log: LOG,
        keys: Digest([0; 32]),
    };
    let expected = CeremonyError::WrongPhase {
        from: trustee(3),
        message: Phase::Accept,
        phase: Phase::Answer,
    };
    assert_eq!(world.public.accept(trustee(3), accept), Err(expected));
    let mut world = world.run_to(Phase::Accept);
    world.send(3).unwrap();
    let expected = CeremonyError::WrongPhase {
        from: trustee(3),
        message: Phase::Complaint,
        phase: Phase::Accept,
    };
    let complaint = Complaint {
        dealers: trustees(&[1]),
    };
    assert_eq!(world.public.complain(trustee(3), complaint), Err(expected));
}

#[test]
fn r9_whoever_was_silent_about_a_wrong_share_does_not_accept() {
    let mut world = World::new(params(3, 2, 2)).run_to(Phase::Reveal);
    let reveal = reveal_with_wrong_shares(&world, 1, &[2]);
    world.public.reveal(trustee(1), reveal).unwrap();
    let mut world = world.run_to(Phase::Complaint);
    world.send(1).unwrap();
    world.send(3).unwrap();
    world.public.end_phase().unwrap();
    assert_eq!(world.public.phase(), Phase::Accept);
    let error = world
        .secret(2)
        .accept(world.public.settled().unwrap(), LOG)
        .unwrap_err();
    assert_eq!(error, TrusteeError::WrongShare(trustee(1)));
    world.send(1).unwrap();
    world.send(3).unwrap();
    world.public.end_phase().unwrap();
    assert_eq!(world.abort(), &Abort::MissingAccepts(trustees(&[2])));
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
