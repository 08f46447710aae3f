//! Three trustees, two needed: every combination of behaviours, to the end.

use super::*;
use crate::ceremony::sealing::seal;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behaviour {
    Honest,
    NoReveal,
    FalseProof,
    OtherReveal,
    WrongShareAnswered,
    WrongShareUnanswered,
    WrongShareTwice,
    WrongSharesToAll,
    FalseComplaint,
    ComplainsAboutAll,
    NoComplaint,
    NoAccept,
}

use Behaviour::*;

const ALL: [Behaviour; 12] = [
    Honest,
    NoReveal,
    FalseProof,
    OtherReveal,
    WrongShareAnswered,
    WrongShareUnanswered,
    WrongShareTwice,
    WrongSharesToAll,
    FalseComplaint,
    ComplainsAboutAll,
    NoComplaint,
    NoAccept,
];

/// The trustee whom a liar picks: the next one.
fn next(number: u8) -> u8 {
    number % 3 + 1
}

impl Behaviour {
    fn commit(self, secret: &TrusteeSecret, enrolled: &Enrolled) -> Commit {
        let dealing = self.dealing(secret, enrolled);
        Commit::to_dealing(enrolled, secret.trustee(), &dealing)
    }

    fn dealing(self, secret: &TrusteeSecret, enrolled: &Enrolled) -> Dealing {
        let mut dealing = secret.dealing(enrolled).unwrap();
        if self == FalseProof {
            dealing.response += Scalar::ONE;
        }
        dealing
    }

    fn reveal(self, secret: &TrusteeSecret, committed: &Committed) -> Option<Reveal> {
        let enrolled = committed.enrolled();
        let mut dealing = self.dealing(secret, enrolled);
        if self == OtherReveal {
            dealing.response += Scalar::ONE;
        }
        let victims = match self {
            NoReveal => return None,
            WrongShareAnswered | WrongShareUnanswered | WrongShareTwice => vec![next(secret.trustee().get())],
            WrongSharesToAll => vec![1, 2, 3],
            _ => vec![],
        };
        let seal_to = |recipient: TrusteeIndex| {
            let mut shares = secret.shares_for(enrolled, recipient);
            if victims.contains(&recipient.get()) {
                shares[0] += Scalar::ONE;
            }
            let key = &enrolled.enrolment(recipient).unwrap().key;
            let mut rng = ChaCha20Rng::seed_from_u64(1);
            seal(committed, secret.trustee(), recipient, key, &shares, &mut rng).unwrap()
        };
        let sealed = secret.params().others(secret.trustee()).map(seal_to).collect();
        Some(Reveal { dealing, sealed })
    }

    fn complaint(self, secret: &TrusteeSecret, dealt: &Dealt) -> Option<Complaint> {
        let mut complaint = secret.complaint(dealt).unwrap();
        let mut accuse = |number| {
            if dealt.reveal(trustee(number)).is_some() {
                complaint.dealers.insert(trustee(number));
            }
        };
        let me = secret.trustee().get();
        match self {
            NoComplaint => return None,
            FalseComplaint => accuse(next(me)),
            ComplainsAboutAll => [next(me), next(next(me))].into_iter().for_each(accuse),
            _ => {}
        }
        Some(complaint)
    }

    fn answer(self, secret: &TrusteeSecret, accused: &Accused) -> Option<Answer> {
        let mut answer = secret.answer(accused).unwrap().unwrap();
        match self {
            WrongShareUnanswered => return None,
            WrongShareTwice => answer
                .shares
                .values_mut()
                .for_each(|shares| shares[0] += Scalar::ONE),
            _ => {}
        }
        Some(answer)
    }
}

fn step(world: &mut World, behaviour: Behaviour, number: u8) {
    let from = trustee(number);
    let secret = &world.secrets[usize::from(number) - 1];
    let public = &mut world.public;
    let sent = match public.phase() {
        Phase::Enrolment => public.enrol(from, secret.enrolment()),
        Phase::Commit => {
            let commit = behaviour.commit(secret, public.enrolled().unwrap());
            public.commit(from, commit)
        }
        Phase::Reveal => match behaviour.reveal(secret, public.committed().unwrap()) {
            Some(reveal) => public.reveal(from, reveal),
            None => Ok(()),
        },
        Phase::Complaint => match behaviour.complaint(secret, public.dealt().unwrap()) {
            Some(complaint) => public.complain(from, complaint),
            None => Ok(()),
        },
        Phase::Answer => match behaviour.answer(secret, public.accused().unwrap()) {
            Some(answer) => public.answer(from, answer),
            None => Ok(()),
        },
        Phase::Accept => match secret.accept(public.settled().unwrap(), LOG) {
            Ok(accept) if behaviour != NoAccept => public.accept(from, accept),
            _ => Ok(()),
        },
        Phase::Complete | Phase::Aborted => Ok(()),
    };
    sent.unwrap();
}

fn run(behaviours: [Behaviour; 3]) -> World {
    let mut world = World::new(params(3, 2, 1));
    while world.public.outcome().is_none() {
        let phase = world.public.phase();
        for awaited in world.public.missing() {
            if world.public.phase() == phase {
                step(
                    &mut world,
                    behaviours[usize::from(awaited.get()) - 1],
                    awaited.get(),
                );
            }
        }
        if world.public.phase() == phase {
            world.public.end_phase().unwrap();
        }
        assert!(world.public.phase() > phase, "a phase is entered once");
    }
    world
}

/// Fewer than t lie: good keys that all honest trustees share, or an abort that names the liar.
fn check_one_liar(world: &World, liar: TrusteeIndex, behaviour: Behaviour) {
    let named = match world.public.outcome().unwrap() {
        Outcome::Keys(keys) => {
            let honest = |trustee: &TrusteeIndex| *trustee != liar;
            let all: Vec<_> = keys.qualified().iter().copied().filter(honest).collect();
            assert_eq!(all.len(), 2, "{behaviour:?}: an honest trustee was disqualified");
            world.assert_good_keys();
            world.public.faults().contains_key(&liar)
        }
        Outcome::Aborted(abort) => {
            assert!(abort.culprits().contains(&liar), "{behaviour:?}: {abort}");
            true
        }
    };
    let harmless = [WrongShareAnswered, FalseComplaint, NoComplaint].contains(&behaviour);
    assert_eq!(named, !harmless, "{behaviour:?}");
}

#[test]
fn r9_every_combination_of_behaviours_ends_in_keys_or_with_the_culprits_named() {
    for one in ALL {
        for two in ALL {
            for three in ALL {
                let behaviours = [one, two, three];
                let world = run(behaviours);
                let liars: Vec<u8> = (1..=3)
                    .filter(|i| behaviours[usize::from(*i) - 1] != Honest)
                    .collect();
                match (liars.as_slice(), world.public.outcome().unwrap()) {
                    ([], _) => {
                        assert_eq!(world.keys().qualified().len(), 3);
                        world.assert_good_keys();
                    }
                    ([liar], _) => check_one_liar(&world, trustee(*liar), behaviours[usize::from(*liar) - 1]),
                    (_, Outcome::Keys(_)) => world.assert_good_keys(),
                    (liars, Outcome::Aborted(abort)) => {
                        let culprits = abort.culprits();
                        assert!(
                            liars.iter().any(|liar| culprits.contains(&trustee(*liar))),
                            "{behaviours:?}"
                        );
                    }
                }
            }
        }
    }
}
