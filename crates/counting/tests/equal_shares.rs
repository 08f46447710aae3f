//! Properties of the Method of Equal Shares on generated ballots.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use comitia_counting::OptionIndex;
use comitia_counting::open::{
    Completion, EqualShares, EqualSharesOutcome, EqualSharesVerdict, Points, Satisfaction, SharesElection,
    Ties,
};
use proptest::prelude::*;
use std::num::NonZeroU64;

/// Costs, and for each voter the points for each project.
type Election = (Vec<u64>, Vec<Vec<u64>>);

fn shares((costs, voters): &Election) -> SharesElection {
    let ballot = |points: &Vec<u64>| Points {
        weight: 1,
        points: points
            .iter()
            .enumerate()
            .map(|(place, points)| (OptionIndex(place), *points))
            .collect(),
    };
    SharesElection::new(costs.clone(), voters.iter().map(ballot).collect()).unwrap()
}

fn rule(envelope: u64, satisfaction: Satisfaction, completion: Completion, ties: Ties) -> EqualShares {
    EqualShares {
        envelope,
        satisfaction,
        completion,
        ties,
    }
}

fn lot(projects: usize) -> Ties {
    Ties::Lot((0..projects).map(OptionIndex).collect())
}

fn decide(
    election: &Election,
    envelope: u64,
    satisfaction: Satisfaction,
    completion: Completion,
) -> EqualSharesOutcome {
    let rule = rule(envelope, satisfaction, completion, lot(election.0.len()));
    rule.decide(&shares(election)).unwrap()
}

fn satisfaction() -> impl Strategy<Value = Satisfaction> {
    prop_oneof![Just(Satisfaction::Cost), Just(Satisfaction::Cardinality)]
}

fn completion() -> impl Strategy<Value = Completion> {
    (proptest::option::of(1u64..4), any::<bool>()).prop_map(|(raise, greedy)| Completion {
        raise: raise.and_then(NonZeroU64::new),
        greedy,
    })
}

fn election(most: u64) -> impl Strategy<Value = Election> {
    (1usize..6).prop_flat_map(move |projects| {
        let voter = proptest::collection::vec(0..=most, projects);
        (
            proptest::collection::vec(1u64..12, projects),
            proptest::collection::vec(voter, 1..7),
        )
    })
}

fn bought(outcome: &EqualSharesOutcome) -> Vec<usize> {
    let mut bought: Vec<usize> = outcome.winners().iter().map(|option| option.0).collect();
    bought.sort_unstable();
    bought
}

/// What a set of projects is worth to a voter.
fn worth(costs: &[u64], points: &[u64], projects: &[usize], satisfaction: Satisfaction) -> u64 {
    let one = |project: &usize| match satisfaction {
        Satisfaction::Cost => points[*project] * costs[*project],
        Satisfaction::Cardinality => points[*project],
    };
    projects.iter().map(one).sum()
}

fn members(set: usize, of: usize) -> Vec<usize> {
    (0..of).filter(|member| set >> member & 1 == 1).collect()
}

proptest! {
    /// The envelope is never exceeded, nothing is bought twice, and what is spent is what it costs.
    #[test]
    fn feasibility(election in election(3), envelope in 0u64..40, satisfaction in satisfaction(), completion in completion()) {
        let outcome = decide(&election, envelope, satisfaction, completion);
        let found = bought(&outcome);
        let mut once = found.clone();
        once.dedup();
        prop_assert_eq!(&once, &found);
        prop_assert_eq!(found.iter().map(|project| election.0[*project]).sum::<u64>(), outcome.spent);
        prop_assert!(outcome.spent <= envelope);
    }

    /// Who cast which ballot does not matter, and without a lot neither does the place of a project.
    #[test]
    fn anonymity_and_neutrality(election in election(3), envelope in 0u64..40, satisfaction in satisfaction()) {
        let (costs, voters) = election.clone();
        let mirrored: Election = (
            costs.iter().rev().copied().collect(),
            voters.iter().rev().map(|points| points.iter().rev().copied().collect()).collect(),
        );
        let rule = rule(envelope, satisfaction, Completion::default(), Ties::Report);
        let here = rule.decide(&shares(&election)).unwrap();
        let there = rule.decide(&shares(&mirrored)).unwrap();
        let mut turned: Vec<usize> = bought(&there).iter().map(|project| costs.len() - 1 - project).collect();
        turned.sort_unstable();
        prop_assert_eq!(bought(&here), turned);
    }

    /// Extended justified representation up to one project: a group whose share of the envelope pays for projects that
    /// all of them value has a member who is served at least as well, but for one of these projects.
    #[test]
    fn extended_justified_representation(
        election in election(1), envelope in 1u64..40, satisfaction in satisfaction(), completion in completion(),
    ) {
        let (costs, voters) = &election;
        let found = bought(&decide(&election, envelope, satisfaction, completion));
        for group in 1usize..1 << voters.len() {
            let group = members(group, voters.len());
            for set in 1usize..1 << costs.len() {
                let set = members(set, costs.len());
                let cost: u64 = set.iter().map(|project| costs[*project]).sum();
                let agreed = group.iter().all(|voter| set.iter().all(|project| voters[*voter][*project] == 1));
                if !agreed || cost * voters.len() as u64 > envelope * group.len() as u64 {
                    continue;
                }
                let served = group.iter().any(|voter| {
                    let points = &voters[*voter];
                    let due = worth(costs, points, &set, satisfaction);
                    let has = worth(costs, points, &found, satisfaction);
                    let more = set.iter().filter(|project| !found.contains(project));
                    let best = more.map(|project| worth(costs, points, &[*project], satisfaction)).max().unwrap_or(0);
                    has >= due || has + best > due
                });
                prop_assert!(served, "{group:?} {set:?} {found:?}");
            }
        }
    }

    /// With all voters alike it is the purse of one: whatever is bought next is affordable with what is left.
    #[test]
    fn exhaustion(election in election(1), envelope in 0u64..40) {
        let costs = election.0;
        let alike: Election = (costs.clone(), vec![vec![1; costs.len()]; election.1.len()]);
        let outcome = decide(&alike, envelope, Satisfaction::Cardinality, Completion::default());
        let left = envelope - outcome.spent;
        let found = bought(&outcome);
        prop_assert!((0..costs.len()).all(|project| found.contains(&project) || costs[project] > left));
    }
}

/// Three fifths of the voters want two projects, two fifths one other; greedy rules give the majority everything.
#[test]
fn a_minority_gets_its_share() {
    let costs = vec![30, 30, 40];
    let voters = vec![
        vec![1, 1, 0],
        vec![1, 1, 0],
        vec![1, 1, 0],
        vec![0, 0, 1],
        vec![0, 0, 1],
    ];
    let outcome = decide(
        &(costs, voters),
        100,
        Satisfaction::Cardinality,
        Completion::default(),
    );
    assert_eq!(bought(&outcome), [0, 1, 2]);
    assert_eq!(outcome.purchases[0].price.to_string(), "10/1");
    assert_eq!(outcome.share.unwrap().to_string(), "20/1");
}

#[test]
fn a_supporter_with_less_pays_all_it_has_and_others_pay_the_rest() {
    // 12 each. The first project takes 10 of each of two voters, so that the second has 2 left for the other, whose third
    // supporter pays the other 11, and both fractions are exact.
    let election = (vec![20, 13], vec![vec![3, 0], vec![3, 1], vec![0, 1]]);
    let outcome = decide(&election, 36, Satisfaction::Cardinality, Completion::default());
    let paid: Vec<(String, u64)> = outcome
        .purchases
        .iter()
        .map(|p| (p.price.to_string(), p.exhausted))
        .collect();
    assert_eq!(paid, [("10/3".to_owned(), 0), ("11/1".to_owned(), 1)]);
}

#[test]
fn level_projects_of_the_same_voters_are_a_tie_and_of_others_are_not() {
    let decide = |voters: Vec<Vec<u64>>, ties| {
        let election = (vec![10, 10], voters);
        rule(10, Satisfaction::Cost, Completion::default(), ties)
            .decide(&shares(&election))
            .unwrap()
    };
    let same = decide(vec![vec![1, 1]], Ties::Report);
    let tied = EqualSharesVerdict::Tie {
        options: vec![OptionIndex(0), OptionIndex(1)],
    };
    assert_eq!((same.verdict, same.purchases.len()), (tied, 0));
    assert_eq!(
        bought(&decide(
            vec![vec![1, 1]],
            Ties::Lot(vec![OptionIndex(1), OptionIndex(0)])
        )),
        [1]
    );
    let apart = (vec![5, 5], vec![vec![1, 0], vec![0, 1]]);
    let apart = rule(10, Satisfaction::Cost, Completion::default(), Ties::Report)
        .decide(&shares(&apart))
        .unwrap();
    assert_eq!(
        (bought(&apart), apart.verdict),
        (vec![0, 1], EqualSharesVerdict::Bought)
    );
}

#[test]
fn what_shares_leave_over_is_raised_or_spent_by_points() {
    // Two voters with 5 each: neither can pay 6 alone.
    let election = (vec![6, 7], vec![vec![1, 0], vec![0, 1]]);
    let none = decide(&election, 10, Satisfaction::Cost, Completion::default());
    assert_eq!(none.verdict, EqualSharesVerdict::NothingBought);
    let add1 = Completion {
        raise: NonZeroU64::new(1),
        greedy: false,
    };
    let raised = decide(&election, 10, Satisfaction::Cost, add1);
    assert_eq!((bought(&raised), raised.raised), (vec![0], 1));
    let rest = Completion {
        raise: None,
        greedy: true,
    };
    let greedy = decide(
        &(vec![6, 7], vec![vec![1, 0], vec![0, 3]]),
        10,
        Satisfaction::Cost,
        rest,
    );
    assert_eq!((bought(&greedy), greedy.spent), (vec![1], 7));
}
