//! Shares that are wrong, complaints, answers and accepts.

use super::*;

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
