//! Properties of the greedy budget rule on generated counts.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use comitia_counting::{
    Budget, BudgetOrder, BudgetOutcome, BudgetVerdict, Electorate, Fate, OptionIndex, Outcome, Quorums, Rule,
    Standing, Tally,
};
use proptest::prelude::*;

const ELECTORATE: Electorate = Electorate {
    registered: 100,
    turnout: 60,
};

fn decide(rule: Budget, projects: &[(u64, u64)]) -> BudgetOutcome {
    let (votes, costs) = projects.iter().copied().unzip();
    let tally = Tally::new(ELECTORATE, votes, None)
        .unwrap()
        .with_costs(costs)
        .unwrap();
    rule.decide(&tally).unwrap()
}

fn bought(outcome: &BudgetOutcome) -> Vec<usize> {
    let bought = outcome
        .projects
        .iter()
        .filter(|project| matches!(project.fate, Fate::Bought { .. }));
    let mut bought: Vec<usize> = bought.map(|project| project.option.0).collect();
    bought.sort_unstable();
    bought
}

fn greedy(envelope: u64, skip: bool) -> Budget {
    Budget {
        envelope,
        order: BudgetOrder::Votes,
        skip,
        threshold: None,
        quorums: Quorums::default(),
    }
}

fn rule() -> impl Strategy<Value = Budget> {
    let order = prop_oneof![Just(BudgetOrder::Votes), Just(BudgetOrder::VotesPerCost)];
    (0u64..30, order, any::<bool>(), proptest::option::of(0u64..5)).prop_map(
        |(envelope, order, skip, threshold)| Budget {
            order,
            threshold,
            ..greedy(envelope, skip)
        },
    )
}

fn projects() -> impl Strategy<Value = Vec<(u64, u64)>> {
    proptest::collection::vec((0u64..7, 0u64..12), 1..7)
}

/// The rule applied to one order of the projects, with ties broken by that order.
fn in_order(rule: Budget, projects: &[(u64, u64)], order: &[usize]) -> Vec<usize> {
    let (mut left, mut bought) = (rule.envelope, Vec::new());
    for option in order {
        let (votes, cost) = projects[*option];
        if votes == 0 || votes < rule.threshold.unwrap_or(0) {
            continue;
        }
        if cost <= left {
            left -= cost;
            bought.push(*option);
        } else if !rule.skip {
            break;
        }
    }
    bought.sort_unstable();
    bought
}

/// Every order of the projects in which none comes before one that is ahead of it.
fn orders(rule: Budget, projects: &[(u64, u64)]) -> Vec<Vec<usize>> {
    let ahead = |a: usize, b: usize| {
        let ((va, ca), (vb, cb)) = (projects[a], projects[b]);
        match rule.order {
            BudgetOrder::Votes => va > vb,
            BudgetOrder::VotesPerCost => va > 0 && (vb == 0 || va * cb > vb * ca),
        }
    };
    let mut orders = vec![Vec::new()];
    for _ in 0..projects.len() {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                let left: Vec<usize> = (0..projects.len())
                    .filter(|option| !order.contains(option))
                    .collect();
                let next = left.iter().filter(|a| left.iter().all(|b| !ahead(*b, **a)));
                let longer = next.map(|option| [order.clone(), vec![*option]].concat());
                longer.collect::<Vec<_>>()
            })
            .collect();
    }
    orders
}

proptest! {
    /// The definition, applied naively to every order that ties allow: without a tie all of them buy what is bought, and
    /// with one each of them buys it and perhaps more, in more than one way.
    #[test]
    fn differential_budget(rule in rule(), projects in projects()) {
        let outcome = decide(rule, &projects);
        let found = bought(&outcome);
        let mut ways: Vec<Vec<usize>> = orders(rule, &projects).iter().map(|o| in_order(rule, &projects, o)).collect();
        ways.sort();
        ways.dedup();
        if matches!(outcome.verdict, BudgetVerdict::Tie { .. }) {
            prop_assert!(ways.len() > 1, "{ways:?}");
            prop_assert!(ways.iter().all(|way| found.iter().all(|option| way.contains(option))));
        } else {
            prop_assert_eq!(ways, vec![found]);
        }
    }

    /// The envelope is never exceeded, and every project has its reason.
    #[test]
    fn feasibility(rule in rule(), projects in projects()) {
        let outcome = decide(rule, &projects);
        let cost: u64 = bought(&outcome).iter().map(|option| projects[*option].1).sum();
        prop_assert_eq!(cost, outcome.spent);
        prop_assert!(cost <= rule.envelope);
        prop_assert_eq!(outcome.projects.len(), projects.len());
    }

    /// A project that is bought is still bought when it has one vote more.
    #[test]
    fn monotonicity(rule in rule(), projects in projects(), pick in any::<prop::sample::Index>()) {
        let before = bought(&decide(rule, &projects));
        prop_assume!(!before.is_empty());
        let option = before[pick.index(before.len())];
        let mut better = projects;
        better[option].0 += 1;
        prop_assert!(bought(&decide(rule, &better)).contains(&option));
    }

    /// The place on the ballot does not matter.
    #[test]
    fn neutrality(rule in rule(), projects in projects()) {
        let mut mirrored = projects.clone();
        mirrored.reverse();
        let mirror = bought(&decide(rule, &mirrored));
        let mut mirror: Vec<usize> = mirror.iter().map(|option| projects.len() - 1 - option).collect();
        mirror.sort_unstable();
        prop_assert_eq!(bought(&decide(rule, &projects)), mirror);
    }
}

#[test]
fn a_project_too_dear_is_skipped_or_ends_the_purchase() {
    let projects = [(9, 60), (8, 50), (7, 30), (0, 1)];
    let fates = |skip| -> Vec<Fate> {
        let outcome = decide(greedy(100, skip), &projects);
        outcome.projects.iter().map(|project| project.fate).collect()
    };
    let (first, dear) = (Fate::Bought { left: 40 }, Fate::TooDear { missing: 10 });
    assert_eq!(
        fates(true),
        [first, dear, Fate::Bought { left: 10 }, Fate::NoVotes]
    );
    assert_eq!(fates(false), [first, dear, Fate::NotReached, Fate::NoVotes]);
}

#[test]
fn level_projects_that_fit_together_are_bought_and_others_are_a_tie() {
    let fit = decide(greedy(100, true), &[(5, 50), (5, 50), (5, 101), (1, 1)]);
    assert_eq!((bought(&fit), fit.verdict), (vec![0, 1], BudgetVerdict::Bought));
    let tie = decide(greedy(100, true), &[(9, 10), (5, 50), (5, 60), (5, 91), (1, 1)]);
    assert_eq!(bought(&tie), [0]);
    let tied = BudgetVerdict::Tie {
        options: vec![OptionIndex(1), OptionIndex(2)],
        left: 90,
    };
    assert_eq!(tie.verdict, tied);
    assert!(matches!(tie.projects[3].fate, Fate::TooDear { missing: 1 }));
    assert_eq!(tie.projects[4].fate, Fate::NotReached);
    assert_eq!(Outcome::Budget(tie).standing(), Standing::Tie);
}

#[test]
fn votes_for_the_cost_are_compared_exactly() {
    let rule = Budget {
        order: BudgetOrder::VotesPerCost,
        ..greedy(4, true)
    };
    // 3/4 is more than 2/3; a project that costs nothing comes first, one without a vote never.
    let outcome = decide(rule, &[(2, 3), (3, 4), (1, 0), (0, 0)]);
    let order: Vec<usize> = outcome.projects.iter().map(|project| project.option.0).collect();
    assert_eq!((order, bought(&outcome)), (vec![2, 1, 0, 3], vec![1, 2]));
}

#[test]
fn nothing_bought_is_no_tie_and_costs_must_be_known() {
    let outcome = decide(greedy(5, true), &[(3, 6), (2, 7)]);
    assert_eq!(outcome.verdict, BudgetVerdict::NothingBought);
    assert_eq!(Outcome::Budget(outcome).standing(), Standing::Vacant);
    let tally = Tally::new(ELECTORATE, vec![1], None).unwrap();
    assert!(Rule::Budget(greedy(5, true)).decide(&tally.into()).is_err());
}
