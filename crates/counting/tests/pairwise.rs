//! Properties of the rules on comparisons, on generated rankings.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use comitia_counting::{
    Electorate, OptionIndex, PairTally, Pairwise, PairwiseMethod, PairwiseOutcome, PairwiseVerdict, Quorums,
    TallyError, Working,
};
use proptest::prelude::*;
use std::num::NonZeroU32;

const METHODS: [PairwiseMethod; 3] = [
    PairwiseMethod::Condorcet,
    PairwiseMethod::Schulze,
    PairwiseMethod::Borda,
];

/// For each ballot the rank of each option, small ones first; equal ranks are level.
type Ballots = Vec<Vec<usize>>;

fn tally(options: usize, ballots: &Ballots) -> PairTally {
    let mut above = Vec::new();
    for a in 0..options {
        for b in (0..options).filter(|b| *b != a) {
            above.push(ballots.iter().filter(|ballot| ballot[a] < ballot[b]).count() as u64);
        }
    }
    let turnout = ballots.len() as u64;
    let electorate = Electorate {
        registered: turnout,
        turnout,
    };
    PairTally::new(electorate, options, above, 0).unwrap()
}

fn rule(method: PairwiseMethod, seats: u32) -> Pairwise {
    Pairwise {
        method,
        seats: NonZeroU32::new(seats).unwrap(),
        quorums: Quorums::default(),
    }
}

fn decide(method: PairwiseMethod, options: usize, ballots: &Ballots) -> PairwiseOutcome {
    rule(method, 1).decide(&tally(options, ballots)).unwrap()
}

fn place(outcome: &PairwiseOutcome, option: usize) -> usize {
    let placed = outcome.order.iter().find(|placed| placed.option.0 == option);
    placed.unwrap().place
}

/// Who could be first in an order that the method allows: the winner, or all who are tied.
fn front(outcome: &PairwiseOutcome) -> Vec<usize> {
    let tied = outcome.tied.iter().flat_map(|tied| &tied.options);
    let mut front: Vec<usize> = outcome
        .leading
        .iter()
        .chain(tied)
        .map(|option| option.0)
        .collect();
    front.sort_unstable();
    front
}

fn election() -> impl Strategy<Value = (usize, Ballots)> {
    (2usize..6).prop_flat_map(|options| {
        let ballot = proptest::collection::vec(0..options, options);
        (Just(options), proptest::collection::vec(ballot, 1..9))
    })
}

fn method() -> impl Strategy<Value = PairwiseMethod> {
    proptest::sample::select(METHODS.to_vec())
}

fn beats(options: usize, ballots: &Ballots, a: usize, b: usize) -> bool {
    let tally = tally(options, ballots);
    tally.above(OptionIndex(a), OptionIndex(b)) > tally.above(OptionIndex(b), OptionIndex(a))
}

/// All chains without a repeated option, one after another: no widening, no shortcut.
fn strongest(tally: &PairTally, options: usize, from: usize, to: usize, seen: &mut Vec<usize>) -> u64 {
    let (a, b) = (OptionIndex(from), OptionIndex(to));
    let victory = |a, b| {
        let (above, below) = (tally.above(a, b), tally.above(b, a));
        if above > below { above } else { 0 }
    };
    let mut best = victory(a, b);
    seen.push(from);
    for via in (0..options).filter(|via| *via != to) {
        if !seen.contains(&via) {
            let first = victory(a, OptionIndex(via));
            best = best.max(first.min(strongest(tally, options, via, to, seen)));
        }
    }
    seen.pop();
    best
}

proptest! {
    /// Who cast which ballot does not matter, and neither does the place of an option on it.
    #[test]
    fn anonymity_and_neutrality(method in method(), (options, ballots) in election()) {
        let outcome = decide(method, options, &ballots);
        let mut turned = ballots.clone();
        turned.reverse();
        prop_assert_eq!(&decide(method, options, &turned), &outcome);
        let mirrored: Ballots = ballots.iter().map(|b| b.iter().rev().copied().collect()).collect();
        let mirror = decide(method, options, &mirrored);
        for option in 0..options {
            prop_assert_eq!(place(&outcome, option), place(&mirror, options - 1 - option));
        }
    }

    /// An option that wins every comparison wins alone, by Condorcet's method and by Schulze's.
    #[test]
    fn condorcet_consistency((options, ballots) in election()) {
        let winner = (0..options).find(|a| (0..options).all(|b| *a == b || beats(options, &ballots, *a, b)));
        for method in [PairwiseMethod::Condorcet, PairwiseMethod::Schulze] {
            let outcome = decide(method, options, &ballots);
            prop_assert_eq!(outcome.condorcet_winner, winner.map(OptionIndex));
            if let Some(winner) = winner {
                prop_assert_eq!(front(&outcome), vec![winner]);
                prop_assert_eq!(outcome.verdict, PairwiseVerdict::Filled);
            }
        }
        let condorcet = decide(PairwiseMethod::Condorcet, options, &ballots);
        prop_assert_eq!(condorcet.leading.is_empty(), winner.is_none());
    }

    /// An option that loses every comparison is never first: not even with Borda's method.
    #[test]
    fn condorcet_loser((options, ballots) in election()) {
        let loser = (0..options).find(|a| (0..options).all(|b| *a == b || beats(options, &ballots, b, *a)));
        if let Some(loser) = loser {
            for method in METHODS {
                let outcome = decide(method, options, &ballots);
                prop_assert!(!outcome.leading.contains(&OptionIndex(loser)), "{:?}", method);
                prop_assert!(method == PairwiseMethod::Condorcet || !front(&outcome).contains(&loser));
            }
        }
    }

    /// Whoever may win comes from Smith's set, the smallest that beats everybody outside: found here by trying all sets.
    #[test]
    fn smith((options, ballots) in election()) {
        let beats_outside = |set: usize| {
            let inside = |option: usize| set >> option & 1 == 1;
            (0..options).filter(|a| inside(*a)).all(|a| {
                (0..options).filter(|b| !inside(*b)).all(|b| beats(options, &ballots, a, b))
            })
        };
        let sets = (1usize..1 << options).filter(|set| beats_outside(*set));
        let smallest = sets.min_by_key(|set| set.count_ones()).unwrap();
        let smith: Vec<usize> = (0..options).filter(|option| smallest >> option & 1 == 1).collect();
        let condorcet = decide(PairwiseMethod::Condorcet, options, &ballots);
        let Working::Condorcet { front: found } = &condorcet.working else { unreachable!() };
        prop_assert_eq!(found.iter().map(|option| option.0).collect::<Vec<_>>(), smith.clone());
        let schulze = decide(PairwiseMethod::Schulze, options, &ballots);
        prop_assert!(front(&schulze).iter().all(|option| smith.contains(option)));
    }

    /// An option that more than half of the voters put alone in front wins.
    #[test]
    fn majority_criterion((options, ballots) in election()) {
        let first = |option: usize| {
            let alone = |ballot: &&Vec<usize>| (0..options).all(|b| b == option || ballot[option] < ballot[b]);
            ballots.iter().filter(alone).count()
        };
        if let Some(option) = (0..options).find(|option| 2 * first(*option) > ballots.len()) {
            for method in [PairwiseMethod::Condorcet, PairwiseMethod::Schulze] {
                prop_assert_eq!(front(&decide(method, options, &ballots)), vec![option]);
            }
        }
    }

    /// Schulze's strengths by their definition, over every chain.
    #[test]
    fn differential_schulze((options, ballots) in election()) {
        let tally = tally(options, &ballots);
        let outcome = decide(PairwiseMethod::Schulze, options, &ballots);
        let Working::Schulze { paths } = &outcome.working else { unreachable!() };
        for (a, row) in paths.iter().enumerate() {
            for (b, path) in row.iter().enumerate().filter(|(b, _)| *b != a) {
                prop_assert_eq!(*path, strongest(&tally, options, a, b, &mut Vec::new()));
            }
        }
    }

    /// Borda's points by their definition, ballot by ballot.
    #[test]
    fn differential_borda((options, ballots) in election()) {
        let outcome = decide(PairwiseMethod::Borda, options, &ballots);
        let Working::Borda { doubled_points } = &outcome.working else { unreachable!() };
        for a in 0..options {
            let on = |ballot: &Vec<usize>| -> u64 {
                let others = (0..options).filter(|b| *b != a);
                others.map(|b| match ballot[a].cmp(&ballot[b]) {
                    std::cmp::Ordering::Less => 2,
                    std::cmp::Ordering::Equal => 1,
                    std::cmp::Ordering::Greater => 0,
                }).sum()
            };
            prop_assert_eq!(doubled_points[a], ballots.iter().map(on).sum::<u64>());
        }
    }

    /// An option that wins alone does not when every ballot is turned round.
    #[test]
    fn reversal_symmetry(method in method(), (options, ballots) in election()) {
        let outcome = decide(method, options, &ballots);
        if let [winner] = outcome.leading[..] {
            let reversed: Ballots = ballots.iter().map(|b| b.iter().map(|rank| options - rank).collect()).collect();
            prop_assert!(!decide(method, options, &reversed).leading.contains(&winner));
        }
    }

    /// A winner whom one voter puts higher still wins.
    #[test]
    fn monotonicity(method in method(), (options, ballots) in election(), voter in any::<prop::sample::Index>()) {
        if let [OptionIndex(winner)] = decide(method, options, &ballots).leading[..] {
            let mut better: Ballots = ballots.iter().map(|b| b.iter().map(|rank| 2 * rank + 2).collect()).collect();
            let rank = &mut better[voter.index(ballots.len())][winner];
            *rank -= 1;
            let outcome = decide(method, options, &better);
            prop_assert_eq!(&outcome.leading, &vec![OptionIndex(winner)]);
            better[voter.index(ballots.len())][winner] = 0;
            prop_assert_eq!(decide(method, options, &better).leading, vec![OptionIndex(winner)]);
        }
    }

    /// Every seat is accounted for, and certain winners stay whoever wins the tie.
    #[test]
    fn accounting(schulze in any::<bool>(), (options, ballots) in election(), seats in 1u32..7) {
        let method = if schulze { PairwiseMethod::Schulze } else { PairwiseMethod::Borda };
        let outcome = rule(method, seats).decide(&tally(options, &ballots)).unwrap();
        let tied = outcome.tied.as_ref().map_or(0, |tied| tied.seats);
        prop_assert_eq!(outcome.leading.len() as u64 + tied + outcome.vacant, u64::from(seats));
        prop_assert_eq!(outcome.tied.is_some(), outcome.verdict == PairwiseVerdict::Tie);
    }
}

/// The example of Schulze's paper (*A new monotonic, clone-independent, reversal symmetric, and condorcet-consistent
/// single-winner election method*, 2011): 45 voters, five candidates, no Condorcet winner; E wins, and the order is
/// E, A, C, B, D.
#[test]
fn the_example_of_schulzes_paper() {
    let orders = [
        (5, "ACBED"),
        (5, "ADECB"),
        (8, "BEDAC"),
        (3, "CABED"),
        (7, "CAEBD"),
        (2, "CBADE"),
        (7, "DCEBA"),
        (8, "EBADC"),
    ];
    let mut ballots = Ballots::new();
    for (voters, order) in orders {
        let ranks = "ABCDE"
            .chars()
            .map(|option| order.find(option).unwrap())
            .collect();
        ballots.extend(std::iter::repeat_n(ranks, voters));
    }
    let outcome = decide(PairwiseMethod::Schulze, 5, &ballots);
    let order: Vec<usize> = outcome.order.iter().map(|placed| placed.option.0).collect();
    assert_eq!(order, [4, 0, 2, 1, 3]);
    let Working::Schulze { paths } = &outcome.working else {
        unreachable!()
    };
    assert_eq!(paths[0], [0, 28, 28, 30, 24]);
    assert_eq!(paths[4], [25, 28, 28, 31, 0]);
    let condorcet = decide(PairwiseMethod::Condorcet, 5, &ballots);
    assert!(matches!(condorcet.verdict, PairwiseVerdict::Cycle { .. }));
}

/// What Borda's method does not promise: an option that more than half put first may lose.
#[test]
fn borda_fails_the_majority_criterion() {
    let ballots = [vec![vec![0, 1, 2]; 3], vec![vec![2, 0, 1]; 2]].concat();
    assert_eq!(
        decide(PairwiseMethod::Borda, 3, &ballots).leading,
        [OptionIndex(1)]
    );
    assert_eq!(
        decide(PairwiseMethod::Schulze, 3, &ballots).leading,
        [OptionIndex(0)]
    );
}

#[test]
fn two_level_options_are_a_tie_and_a_circle_is_none() {
    let level = decide(PairwiseMethod::Condorcet, 3, &vec![vec![0, 1, 2], vec![1, 0, 2]]);
    assert_eq!(
        (level.verdict, level.tied.unwrap().options.len()),
        (PairwiseVerdict::Tie, 2)
    );
    let circle = decide(
        PairwiseMethod::Condorcet,
        3,
        &vec![vec![0, 1, 2], vec![2, 0, 1], vec![1, 2, 0]],
    );
    assert!(matches!(circle.verdict, PairwiseVerdict::Cycle { options } if options.len() == 3));
}

#[test]
fn a_condorcet_winner_fills_one_seat() {
    let refused = rule(PairwiseMethod::Condorcet, 2).decide(&tally(2, &vec![vec![0, 1]]));
    assert_eq!(refused, Err(TallyError::OneSeatOnly { seats: 2 }));
}
