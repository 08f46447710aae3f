//! Properties of the rules that read ballots one by one.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use comitia_counting::OptionIndex;
use comitia_counting::open::{
    Irv, IrvVerdict, Profile, Ranking, StageKind, Stv, StvOutcome, StvVerdict, TieBreaker, Ties, Votes,
};
use proptest::prelude::*;
use std::num::NonZeroU32;

type Ballots = Vec<(u64, Vec<usize>)>;

fn profile(options: usize, ballots: &Ballots) -> Profile {
    let ranking = |(weight, order): &(u64, Vec<usize>)| Ranking {
        weight: *weight,
        order: order.iter().copied().map(OptionIndex).collect(),
    };
    Profile::new(options, Vec::new(), ballots.iter().map(ranking).collect()).unwrap()
}

fn lot(options: usize) -> Ties {
    Ties::Lot((0..options).map(OptionIndex).collect())
}

fn irv(options: usize, ballots: &Ballots, ties: Ties) -> IrvVerdict {
    let rule = Irv {
        ties,
        unelectable: Vec::new(),
    };
    rule.decide(&profile(options, ballots)).unwrap().verdict
}

fn stv(options: usize, seats: u32, ballots: &Ballots, ties: Ties) -> StvOutcome {
    let rule = Stv {
        seats: NonZeroU32::new(seats).unwrap(),
        ties,
    };
    rule.decide(&profile(options, ballots)).unwrap()
}

fn won(option: usize) -> IrvVerdict {
    IrvVerdict::Won {
        option: OptionIndex(option),
    }
}

fn election() -> impl Strategy<Value = (usize, Ballots)> {
    (2usize..6).prop_flat_map(|options| {
        let order = Just((0..options).collect::<Vec<_>>()).prop_shuffle();
        let order = (order, 0..=options).prop_map(|(order, length)| order[..length].to_vec());
        (Just(options), proptest::collection::vec((1u64..9, order), 1..12))
    })
}

fn elected(outcome: &StvOutcome) -> Vec<usize> {
    let mut elected: Vec<usize> = outcome.elected.iter().map(|option| option.0).collect();
    elected.sort_unstable();
    elected
}

fn mirrored(options: usize, ballots: &Ballots) -> Ballots {
    let turned = ballots.iter().rev();
    turned
        .map(|(weight, order)| (*weight, order.iter().map(|option| options - 1 - option).collect()))
        .collect()
}

/// Those who rank these options, in whatever order, above all others.
fn coalition(ballots: &Ballots, set: usize) -> u64 {
    let size = set.count_ones() as usize;
    let solid =
        |order: &Vec<usize>| order.len() >= size && order[..size].iter().all(|option| set >> option & 1 == 1);
    ballots
        .iter()
        .filter(|(_, order)| solid(order))
        .map(|(weight, _)| *weight)
        .sum()
}

proptest! {
    /// Who cast which ballot, and where an option stands on it, does not matter where no lot is used.
    #[test]
    fn anonymity_and_neutrality((options, ballots) in election(), seats in 1u32..4) {
        let mirror = mirrored(options, &ballots);
        let turn = |option: &OptionIndex| OptionIndex(options - 1 - option.0);
        let back = match irv(options, &mirror, Ties::Report) {
            IrvVerdict::Won { option } => IrvVerdict::Won { option: turn(&option) },
            IrvVerdict::Tie { options } => IrvVerdict::Tie { options: options.iter().rev().map(turn).collect() },
            IrvVerdict::NoValidVotes => IrvVerdict::NoValidVotes,
        };
        prop_assert_eq!(irv(options, &ballots, Ties::Report), back);
        let here = stv(options, seats, &ballots, Ties::Report);
        let there = stv(options, seats, &mirror, Ties::Report);
        let mut turned: Vec<usize> = there.elected.iter().map(|option| turn(option).0).collect();
        turned.sort_unstable();
        prop_assert_eq!(elected(&here), turned);
    }

    /// A ballot with a weight counts as that many ballots.
    #[test]
    fn weights((options, ballots) in election(), seats in 1u32..4) {
        let single = ballots.iter().flat_map(|(weight, order)| (0..*weight).map(|_| (1, order.clone()))).collect();
        prop_assert_eq!(stv(options, seats, &ballots, lot(options)), stv(options, seats, &single, lot(options)));
        prop_assert_eq!(irv(options, &ballots, Ties::Report), irv(options, &single, Ties::Report));
    }

    /// More than half of the first preferences win, and an option that loses every comparison never does.
    #[test]
    fn majority_and_condorcet_loser((options, ballots) in election()) {
        let verdict = irv(options, &ballots, lot(options));
        let valid: u64 = ballots.iter().filter(|(_, order)| !order.is_empty()).map(|(weight, _)| *weight).sum();
        for option in 0..options {
            let first: u64 = ballots.iter().filter(|(_, o)| o.first() == Some(&option)).map(|(w, _)| *w).sum();
            if 2 * first > valid {
                prop_assert_eq!(&verdict, &won(option));
            }
            let above = |a: usize, b: usize| -> u64 {
                let rank = |order: &Vec<usize>, option| order.iter().position(|o| *o == option).unwrap_or(options);
                ballots.iter().filter(|(_, o)| rank(o, a) < rank(o, b)).map(|(w, _)| *w).sum()
            };
            if (0..options).all(|other| other == option || above(other, option) > above(option, other)) {
                prop_assert_ne!(&verdict, &won(option));
            }
        }
    }

    /// With a lot every election ends: with a winner, and with as many elected as there are seats or candidates.
    #[test]
    fn a_lot_decides_everything((options, ballots) in election(), seats in 1u32..7) {
        let outcome = stv(options, seats, &ballots, lot(options));
        prop_assume!(outcome.valid > 0);
        prop_assert_eq!(outcome.elected.len(), options.min(seats as usize));
        prop_assert!(!matches!(outcome.verdict, StvVerdict::Tie(_)));
        let runoff = irv(options, &ballots, lot(options));
        let won = matches!(runoff, IrvVerdict::Won { .. });
        prop_assert!(won, "{runoff:?}");
    }

    /// No vote is made or lost from stage to stage: with what is set aside and what is cut off, all ballots are there.
    #[test]
    fn conservation((options, ballots) in election(), seats in 1u32..4) {
        let outcome = stv(options, seats, &ballots, lot(options));
        for stage in &outcome.stages {
            let held: u64 = stage.votes.iter().map(|votes| votes.units()).sum();
            let all = held + stage.non_transferable.units() + stage.lost.units();
            prop_assert_eq!(Some(all), Votes::whole(outcome.valid).map(Votes::units));
        }
    }

    /// Proportionality for solid coalitions (Droop): more than k quotas who put the same options first, in whatever
    /// order, get k of them, or all.
    #[test]
    fn proportionality_for_solid_coalitions((options, ballots) in election(), seats in 1u32..4) {
        let outcome = stv(options, seats, &ballots, lot(options));
        for set in 1usize..1 << options {
            let quotas = coalition(&ballots, set).saturating_sub(1) / outcome.quota;
            let due = quotas.min(u64::from(set.count_ones()));
            let got = outcome.elected.iter().filter(|option| set >> option.0 & 1 == 1).count() as u64;
            prop_assert!(got >= due, "{set:b}: {got} of {due}, {outcome:?}");
        }
    }

    /// One seat is filled as by the instant runoff when every ballot ranks everybody and nothing is level.
    #[test]
    fn one_seat_is_an_instant_runoff((options, ballots) in election()) {
        let full: Ballots = ballots
            .into_iter()
            .map(|(weight, mut order)| {
                order.extend((0..options).filter(|o| !order.contains(o)).collect::<Vec<_>>());
                (weight, order)
            })
            .collect();
        let (one, other) = (stv(options, 1, &full, Ties::Report), irv(options, &full, Ties::Report));
        if let (StvVerdict::Filled, IrvVerdict::Won { option }) = (&one.verdict, other) {
            prop_assert_eq!(&one.elected, &vec![option]);
        }
    }
}

/// What neither rule promises: two voters who put the winner higher make it lose. Option 2 wins; when two ballots that
/// had it second put it first, option 0 does.
#[test]
fn monotonicity_fails() {
    let ballots = |second, first| {
        vec![
            (5, vec![0, 2, 1]),
            (4, vec![1, 0, 2]),
            (second, vec![1, 2, 0]),
            (first, vec![2, 1, 0]),
        ]
    };
    assert_eq!(irv(3, &ballots(2, 6), Ties::Report), won(2));
    assert_eq!(irv(3, &ballots(0, 8), Ties::Report), won(0));
    assert_eq!(elected(&stv(3, 1, &ballots(2, 6), Ties::Report)), [2]);
    assert_eq!(elected(&stv(3, 1, &ballots(0, 8), Ties::Report)), [0]);
}

#[test]
fn level_last_options_go_together_only_where_their_order_cannot_matter() {
    let harmless = vec![(9, vec![0]), (8, vec![1]), (2, vec![2, 1]), (2, vec![3, 1])];
    assert_eq!(irv(4, &harmless, Ties::Report), won(1));
    let level = vec![(4, vec![0]), (3, vec![1, 0]), (3, vec![2, 1])];
    let tie = IrvVerdict::Tie {
        options: vec![OptionIndex(1), OptionIndex(2)],
    };
    assert_eq!(irv(3, &level, Ties::Report), tie);
    let first = |order: [usize; 3]| Ties::Lot(order.map(OptionIndex).to_vec());
    assert_eq!(irv(3, &level, first([0, 1, 2])), won(0));
    assert_eq!(irv(3, &level, first([2, 1, 0])), won(1));
}

#[test]
fn a_tie_of_last_candidates_looks_back_and_else_stops() {
    // The exclusion of 3 makes 1 and 2 level; at the first stage 2 alone had the fewer.
    let ballots = vec![(5, vec![0]), (4, vec![1]), (3, vec![2, 0]), (1, vec![3, 2])];
    let outcome = stv(4, 1, &ballots, Ties::Report);
    assert_eq!((outcome.quota, elected(&outcome)), (7, vec![0]));
    let tie = outcome.stages[2].tie.clone().unwrap();
    assert_eq!(tie.between, [OptionIndex(1), OptionIndex(2)]);
    assert_eq!(tie.by, TieBreaker::EarlierStage { stage: 0 });
    assert_eq!(
        outcome.stages[2].kind,
        StageKind::Exclusion { of: OptionIndex(2) }
    );
    let level = vec![(6, vec![0]), (3, vec![1]), (3, vec![2])];
    let stopped = stv(3, 2, &level, Ties::Report);
    assert!(matches!(&stopped.verdict, StvVerdict::Tie(tie) if tie.exclusion && tie.between.len() == 2));
    assert_eq!(elected(&stopped), [0]);
    let drawn = stv(3, 2, &level, lot(3));
    assert_eq!(elected(&drawn), [0, 2]);
    let by_lot = drawn
        .stages
        .iter()
        .filter_map(|stage| stage.tie.as_ref())
        .map(|tie| tie.by);
    assert_eq!(by_lot.collect::<Vec<_>>(), [TieBreaker::Lot]);
}

#[test]
fn candidates_without_a_vote_go_without_a_lot() {
    let ballots = vec![(5, vec![0]), (4, vec![1]), (3, vec![4])];
    let outcome = stv(5, 1, &ballots, Ties::Report);
    assert_eq!(
        (outcome.verdict, outcome.elected),
        (StvVerdict::Filled, vec![OptionIndex(0)])
    );
    let kinds: Vec<StageKind> = outcome.stages.iter().map(|stage| stage.kind).collect();
    assert_eq!(kinds[1], StageKind::Exclusion { of: OptionIndex(2) });
}
