//! Properties of majority judgement on generated grades.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use comitia_counting::{
    Electorate, GradeTally, Judgement, JudgementOutcome, JudgementVerdict, OptionIndex, Quorums,
};
use proptest::prelude::*;
use std::num::NonZeroU32;

const GRADES: usize = 4;

/// For each ballot the grade of each option.
type Ballots = Vec<Vec<usize>>;

fn decide(options: usize, ballots: &Ballots, seats: u32) -> JudgementOutcome {
    let count = |option: usize, grade: usize| ballots.iter().filter(|b| b[option] == grade).count() as u64;
    let counts = (0..options)
        .map(|option| (0..GRADES).map(|grade| count(option, grade)).collect())
        .collect();
    let turnout = ballots.len() as u64;
    let electorate = Electorate {
        registered: turnout,
        turnout,
    };
    let rule = Judgement {
        seats: NonZeroU32::new(seats).unwrap(),
        quorums: Quorums::default(),
    };
    rule.decide(&GradeTally::new(electorate, counts).unwrap())
}

fn place(outcome: &JudgementOutcome, option: usize) -> usize {
    let judged = outcome.order.iter().find(|judged| judged.option.0 == option);
    judged.unwrap().place
}

fn election() -> impl Strategy<Value = (usize, Ballots)> {
    (2usize..5).prop_flat_map(|options| {
        let ballot = proptest::collection::vec(0..GRADES, options);
        (Just(options), proptest::collection::vec(ballot, 1..12))
    })
}

proptest! {
    /// Who cast which ballot does not matter, and neither does the place of an option on it.
    #[test]
    fn anonymity_and_neutrality((options, ballots) in election(), seats in 1u32..4) {
        let outcome = decide(options, &ballots, seats);
        let mut turned = ballots.clone();
        turned.reverse();
        prop_assert_eq!(&decide(options, &turned, seats), &outcome);
        let mirrored: Ballots = ballots.iter().map(|b| b.iter().rev().copied().collect()).collect();
        let mirror = decide(options, &mirrored, seats);
        for option in 0..options {
            prop_assert_eq!(place(&outcome, option), place(&mirror, options - 1 - option));
        }
        prop_assert_eq!(outcome.leading.len(), mirror.leading.len());
    }

    /// A better grade from anybody never moves an option down, and nobody else up past it.
    #[test]
    fn monotonicity((options, ballots) in election(), voter in any::<prop::sample::Index>(), option in 0usize..2) {
        let mut better = ballots.clone();
        let grade = &mut better[voter.index(ballots.len())][option];
        prop_assume!(*grade + 1 < GRADES);
        *grade += 1;
        let (before, after) = (decide(options, &ballots, 1), decide(options, &better, 1));
        prop_assert!(place(&after, option) <= place(&before, option));
    }

    /// An option that leaves changes nothing between the others: grades are not comparisons.
    #[test]
    fn independence_of_irrelevant_alternatives((options, ballots) in election()) {
        prop_assume!(options > 2);
        let without: Ballots = ballots.iter().map(|b| b[..options - 1].to_vec()).collect();
        let (all, fewer) = (decide(options, &ballots, 1), decide(options - 1, &without, 1));
        for a in 0..options - 1 {
            for b in 0..options - 1 {
                prop_assert_eq!(place(&all, a).cmp(&place(&all, b)), place(&fewer, a).cmp(&place(&fewer, b)));
            }
        }
    }

    /// An option with a grade at least as good from everybody is never behind.
    #[test]
    fn unanimity((options, ballots) in election()) {
        let outcome = decide(options, &ballots, 1);
        if ballots.iter().all(|ballot| ballot[0] >= ballot[1]) {
            prop_assert!(place(&outcome, 0) <= place(&outcome, 1));
        }
    }

    /// Seats, ties and vacancies account for all seats, and a tie is one of equal grades.
    #[test]
    fn accounting((options, ballots) in election(), seats in 1u32..7) {
        let outcome = decide(options, &ballots, seats);
        let tied = outcome.tied.as_ref().map_or(0, |tied| tied.seats);
        prop_assert_eq!(outcome.leading.len() as u64 + tied + outcome.vacant, u64::from(seats));
        prop_assert_eq!(outcome.tied.is_some(), outcome.verdict == JudgementVerdict::Tie);
        for pair in outcome.tied.iter().flat_map(|tied| tied.options.windows(2)) {
            prop_assert_eq!(place(&outcome, pair[0].0), place(&outcome, pair[1].0));
        }
    }
}

/// What majority judgement does not promise: a voter who grades the winner best may make another win by voting.
#[test]
fn participation_fails() {
    let ballots = vec![vec![1, 0], vec![1, 2]];
    assert_eq!(decide(2, &ballots, 1).leading, [OptionIndex(0)]);
    let mut more = ballots;
    more.push(vec![3, 2]);
    assert_eq!(decide(2, &more, 1).leading, [OptionIndex(1)]);
}
