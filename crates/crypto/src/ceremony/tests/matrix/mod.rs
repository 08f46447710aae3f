//! Every trustee lies at every step: to the end, and once more from the log alone.
//!
//! | liars | in | combinations |
//! |---|---|---|
//! | one, and two | 2 of 3 and 3 of 3 | all pairs of behaviours |
//! | three | 2 of 3 | all triples of the behaviours that differ in what they do to others |
//! | two, fewer than needed | 3 of 5 | any behaviour beside each of those |
//!
//! What must come of it: if fewer than t lie, keys that all honest trustees share, or an abort that names a liar and, where
//! it can be told in public who lies, nobody else; if more lie, good keys or an abort that names one of them. Messages to
//! different readers are the log's matter: on one log, the second of two is refused.

mod behaviour;
mod message;

use super::*;
use behaviour::Behaviour::{self, *};
use message::{Line, replay};

/// One behaviour for each thing that can be done to others.
const DISTINCT: [Behaviour; 12] = [
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

/// A ceremony of another election with the same numbers, from which messages are replayed.
fn elsewhere(params: CeremonyParams) -> World {
    let trustees = u8::try_from(params.trustees().count()).unwrap();
    let threshold = u8::try_from(params.threshold()).unwrap();
    let params = CeremonyParams::new(ElectionId([2; 32]), trustees, threshold, 1).unwrap();
    World::new(params).run_to(Phase::Complaint)
}

/// One trustee's part in a phase: what it has to say, and what it tries besides.
fn turn(world: &mut World, elsewhere: &World, behaviour: Behaviour, me: u8, log: &mut Vec<Line>) {
    let phase = world.public.phase();
    let awaited = world.public.missing().contains(&trustee(me));
    let said = awaited.then(|| behaviour.due(world, elsewhere, me)).flatten();
    if let Some(message) = &said {
        message.post(&mut world.public, trustee(me)).unwrap();
        log.push(Line::Said(trustee(me), Box::new(message.clone())));
    }
    if let Some(message) = behaviour.intrusion(world, phase, me, said.as_ref()) {
        let refused = message.post(&mut world.public, trustee(me));
        assert!(refused.is_err(), "{behaviour:?} in phase {phase}");
    }
}

fn run(start: &World, elsewhere: &World, behaviours: &[Behaviour]) -> World {
    let mut world = World {
        public: start.public.clone(),
        secrets: World::new(*start.public.params()).secrets,
    };
    let mut log = Vec::new();
    while world.public.outcome().is_none() {
        let phase = world.public.phase();
        for (me, behaviour) in (1..).zip(behaviours) {
            if world.public.phase() == phase {
                turn(&mut world, elsewhere, *behaviour, me, &mut log);
            }
        }
        if world.public.phase() == phase {
            world.public.end_phase().unwrap();
            log.push(Line::PhaseEnd);
        }
        assert!(world.public.phase() > phase, "a phase is entered once");
    }
    let replayed = replay(*world.public.params(), &log);
    assert_eq!(replayed.outcome(), world.public.outcome(), "{behaviours:?}");
    assert_eq!(replayed.faults(), world.public.faults(), "{behaviours:?}");
    world
}

/// What comes of it when fewer than t lie.
fn check_minority(world: &World, behaviours: &[Behaviour], liars: &BTreeSet<TrusteeIndex>) {
    let named: BTreeSet<_> = world.public.faults().into_keys().collect();
    assert!(named.is_subset(liars), "{behaviours:?}: {named:?} disqualified");
    match world.public.outcome().unwrap() {
        Outcome::Keys(keys) => {
            let qualified: BTreeSet<_> = keys.qualified().iter().copied().collect();
            assert!(
                world
                    .public
                    .params()
                    .trustees()
                    .all(|t| liars.contains(&t) || qualified.contains(&t))
            );
            world.assert_good_keys();
        }
        Outcome::Aborted(abort) => {
            let culprits = abort.culprits();
            let undecidable = matches!(abort, Abort::SharesExposed { .. });
            let silenced = behaviours.contains(&NoComplaint);
            assert!(!culprits.is_disjoint(liars), "{behaviours:?}: {abort}");
            assert!(
                undecidable || silenced || culprits.is_subset(liars),
                "{behaviours:?}: {abort}"
            );
        }
    }
}

/// What comes of it when t or more lie: there is nothing that the others could insist on but the truth of the keys.
fn check_majority(world: &World, behaviours: &[Behaviour], liars: &BTreeSet<TrusteeIndex>) {
    match world.public.outcome().unwrap() {
        Outcome::Keys(_) => world.assert_good_keys(),
        Outcome::Aborted(abort) => {
            assert!(!abort.culprits().is_disjoint(liars), "{behaviours:?}: {abort}");
        }
    }
}

fn check(start: &World, elsewhere: &World, behaviours: &[Behaviour]) {
    let world = run(start, elsewhere, behaviours);
    let lies = |(_, behaviour): &(TrusteeIndex, &Behaviour)| **behaviour != Honest;
    let all = || world.public.params().trustees().zip(behaviours);
    let liars: BTreeSet<_> = all().filter(lies).map(|(liar, _)| liar).collect();
    let params = world.public.params();
    if liars.len() < params.threshold() {
        check_minority(&world, behaviours, &liars);
    } else {
        check_majority(&world, behaviours, &liars);
    }
    let harmless = all().all(|(_, behaviour)| behaviour.is_harmless(params));
    if let ([liar], [..]) = (liars.iter().copied().collect::<Vec<_>>().as_slice(), behaviours) {
        let aborted = matches!(world.public.outcome(), Some(Outcome::Aborted(abort)) if abort.culprits().contains(liar));
        let named = aborted || world.public.faults().contains_key(liar);
        assert_eq!(named, !harmless, "{behaviours:?}");
    }
}

/// Two liars in each of `places`, the first of these behaviours, the second of any, the others honest.
fn check_pairs(trustees: u8, threshold: u8, places: &[[usize; 2]], firsts: &[Behaviour]) {
    let start = World::new(params(trustees, threshold, 1));
    let elsewhere = elsewhere(params(trustees, threshold, 1));
    for [one, two] in places {
        for first in firsts {
            for second in behaviour::ALL {
                let mut behaviours = vec![Honest; usize::from(trustees)];
                behaviours[*one] = *first;
                behaviours[*two] = second;
                check(&start, &elsewhere, &behaviours);
            }
        }
    }
}

#[test]
fn d5_any_two_of_three_lie_where_two_are_needed() {
    check_pairs(3, 2, &[[0, 1], [2, 0]], &behaviour::ALL);
}

#[test]
fn d5_any_two_of_three_lie_where_all_are_needed() {
    check_pairs(3, 3, &[[0, 1]], &behaviour::ALL);
}

#[test]
fn d5_any_two_of_five_lie_where_three_are_needed() {
    check_pairs(5, 3, &[[3, 1]], &DISTINCT);
}

#[test]
fn r9_every_combination_of_behaviours_ends_in_keys_or_with_the_culprits_named() {
    let start = World::new(params(3, 2, 1));
    let elsewhere = elsewhere(params(3, 2, 1));
    for one in DISTINCT {
        for two in DISTINCT {
            for three in DISTINCT {
                check(&start, &elsewhere, &[one, two, three]);
            }
        }
    }
}
