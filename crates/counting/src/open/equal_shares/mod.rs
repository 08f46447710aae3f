//! The Method of Equal Shares.
//!
//! Peters, Pierczyński, Skowron: *Proportional Participatory Budgeting with Additive Utilities*, 2021. Every voter has
//! an equal share of the envelope. A project is bought with the money of its supporters alone, each paying for each of
//! its points the same or all that it has left, and the project bought next is the one for which this takes least
//! from each supporter per unit of satisfaction.

mod amount;
mod election;
mod purse;
mod run;

use std::num::NonZeroU64;

use num_bigint::BigUint;
use serde::Serialize;

use super::{OpenError, Ties};
use crate::{
    Budget, BudgetOrder, BudgetOutcome, BudgetVerdict, Electorate, Fate, OptionIndex, Quorums, Tally,
    TallyError,
};
pub use amount::Amount;
pub use election::{Points, SharesElection};
use run::Run;

/// The Method of Equal Shares (protocol-spec: `outcome-equal-shares`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EqualShares {
    /// What there is to spend, in the unit of the costs.
    pub envelope: u64,
    /// What a point for a project is worth to a voter when the project is bought.
    pub satisfaction: Satisfaction,
    /// What happens with the money that equal shares leave over.
    pub completion: Completion,
    /// What happens when several projects take equally little, and some voter supports two of them.
    pub ties: Ties,
}

/// What a point for a project is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Satisfaction {
    /// What the project costs: a project twice as dear pleases its supporters twice as much.
    Cost,
    /// The same for every project.
    Cardinality,
}

/// What happens with the money that equal shares leave over. Both ways can be asked for; the first is then first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Completion {
    /// Everybody's share is raised by so much again and again and the purchase repeated, as long as it stays within
    /// the envelope and something could still be bought (*add1* when it is 1).
    pub raise: Option<NonZeroU64>,
    /// The rest buys the projects with most points that it is enough for, as [`Budget`] does.
    pub greedy: bool,
}

/// What the rule says about the ballots, purchase by purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EqualSharesOutcome {
    /// The rule that was applied.
    pub rule: EqualShares,
    /// Ballots, those that support nothing included.
    pub ballots: u64,
    /// How often shares were raised.
    pub raised: u64,
    /// What each voter had at first: the envelope divided by the ballots, and what was added.
    pub share: Option<Amount>,
    /// What was bought with shares, in order.
    pub purchases: Vec<Purchase>,
    /// The projects that shares did not buy, in the order of the ballot.
    pub unbought: Vec<Unbought>,
    /// What the rest bought, where the rule asks for that.
    pub completion: Option<BudgetOutcome>,
    /// What all that is bought costs together.
    pub spent: u64,
    /// What follows.
    pub verdict: EqualSharesVerdict,
}

/// A project bought with shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Purchase {
    /// Its place on the ballot.
    pub option: OptionIndex,
    /// What it costs.
    pub cost: u64,
    /// How many voters support it.
    pub supporters: u64,
    /// What each of them pays for each of its points, unless it has less left.
    pub price: Amount,
    /// The most that one of them pays.
    pub most: Amount,
    /// How many of them have nothing left then.
    pub exhausted: u64,
}

/// A project that shares did not buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unbought {
    /// Its place on the ballot.
    pub option: OptionIndex,
    /// What it costs.
    pub cost: u64,
    /// How many voters support it.
    pub supporters: u64,
    /// What they have left together.
    pub together: Amount,
}

/// What the rule concludes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum EqualSharesVerdict {
    /// Nobody supports any project.
    NoValidVotes,
    /// The count stopped at projects between which nothing decides; what was bought before is bought.
    Tie {
        /// The projects that are level.
        options: Vec<OptionIndex>,
    },
    /// Nothing can be bought.
    NothingBought,
    /// The purchases are bought, and what the rest buys.
    Bought,
}

impl EqualShares {
    /// Applies the rule.
    pub fn decide(&self, election: &SharesElection) -> Result<EqualSharesOutcome, OpenError> {
        self.ties.checked(election.costs().len())?;
        if election.projects().all(|option| election.support(option) == 0) {
            return Ok(self.nothing(election));
        }
        let (run, raised) = self.raise(election);
        let completion = self.rest(election, &run)?;
        Ok(self.outcome(election, &run, raised, completion))
    }

    /// Money, and how often it was raised: the last pass that stays within the envelope.
    fn raise<'a>(&'a self, election: &'a SharesElection) -> (Run<'a>, u64) {
        let mut run = Run::new(self, election, &self.envelope.into());
        let Some(step) = self.completion.raise else {
            return (run, 0);
        };
        let mut raised = 0;
        while run.tied.is_empty() && self.could_buy_more(election, &run) {
            let next = Run::new(self, election, &self.money(election, raised + 1, step.get()));
            if next.spent() > self.envelope {
                break;
            }
            run = next;
            raised += 1;
        }
        (run, raised)
    }

    /// The envelope when everybody's share was raised so often.
    fn money(&self, election: &SharesElection, raised: u64, step: u64) -> BigUint {
        BigUint::from(self.envelope) + BigUint::from(election.voters()) * raised * step
    }

    /// Whether there is a project that what is left would pay for, and one with supporters that larger shares could
    /// buy.
    fn could_buy_more(&self, election: &SharesElection, run: &Run<'_>) -> bool {
        let left = self.envelope.saturating_sub(run.spent());
        let unbought = || election.projects().filter(|option| !run.has_bought(*option));
        unbought().any(|option| election.cost(option) <= left)
            && unbought().any(|option| election.support(option) > 0)
    }

    /// What the rest buys. The greedy rule is asked about the projects that are left, with what is left.
    fn rest(&self, election: &SharesElection, run: &Run<'_>) -> Result<Option<BudgetOutcome>, OpenError> {
        if !self.completion.greedy || !run.tied.is_empty() {
            return Ok(None);
        }
        let too_large = OpenError::TooLarge { what: "the points" };
        let points = |option| {
            if run.has_bought(option) {
                return Some(0);
            }
            election.points(option)
        };
        let points: Option<Vec<u64>> = election.projects().map(points).collect();
        let electorate = Electorate {
            registered: election.voters(),
            turnout: election.voters(),
        };
        let rule = Budget {
            envelope: self.envelope.saturating_sub(run.spent()),
            order: BudgetOrder::Votes,
            skip: true,
            threshold: None,
            quorums: Quorums::default(),
        };
        let decide = |points| -> Result<BudgetOutcome, TallyError> {
            let tally = Tally::new(electorate, points, None)?.with_most(election.most_points())?;
            rule.decide(&tally.with_costs(election.costs().to_vec())?)
        };
        let mut rest = decide(points.ok_or(too_large)?).map_err(|_| too_large)?;
        rest.projects.retain(|project| !run.has_bought(project.option));
        Ok(Some(rest))
    }

    fn outcome(
        &self,
        election: &SharesElection,
        run: &Run<'_>,
        raised: u64,
        completion: Option<BudgetOutcome>,
    ) -> EqualSharesOutcome {
        let left = election.projects().filter(|option| !run.has_bought(*option));
        let unbought = left.map(|option| Unbought {
            option,
            cost: election.cost(option),
            supporters: election.support(option),
            together: run.purses.together(election, option),
        });
        let step = self.completion.raise.map_or(0, NonZeroU64::get);
        let money = self.money(election, raised, step);
        let rest = completion.as_ref().map_or(0, |rest| rest.spent);
        EqualSharesOutcome {
            rule: self.clone(),
            ballots: election.voters(),
            raised,
            share: Some(Amount::new(money, election.voters().into())),
            unbought: unbought.collect(),
            spent: run.spent().saturating_add(rest),
            verdict: verdict(run, completion.as_ref()),
            purchases: run.purchases.clone(),
            completion,
        }
    }

    fn nothing(&self, election: &SharesElection) -> EqualSharesOutcome {
        EqualSharesOutcome {
            rule: self.clone(),
            ballots: election.voters(),
            raised: 0,
            share: None,
            purchases: Vec::new(),
            unbought: Vec::new(),
            completion: None,
            spent: 0,
            verdict: EqualSharesVerdict::NoValidVotes,
        }
    }
}

impl EqualSharesOutcome {
    /// The projects that are bought, in the order in which they are.
    #[must_use]
    pub fn winners(&self) -> Vec<OptionIndex> {
        let rest = self.completion.iter().flat_map(|rest| &rest.projects);
        let rest = rest.filter(|project| matches!(project.fate, Fate::Bought { .. }));
        let shares = self.purchases.iter().map(|purchase| purchase.option);
        shares.chain(rest.map(|project| project.option)).collect()
    }
}

fn verdict(run: &Run<'_>, completion: Option<&BudgetOutcome>) -> EqualSharesVerdict {
    let rest = completion.map(|rest| &rest.verdict);
    match rest {
        _ if !run.tied.is_empty() => EqualSharesVerdict::Tie {
            options: run.tied.clone(),
        },
        Some(BudgetVerdict::Tie { options, .. }) => EqualSharesVerdict::Tie {
            options: options.clone(),
        },
        Some(BudgetVerdict::Bought) => EqualSharesVerdict::Bought,
        _ if run.purchases.is_empty() => EqualSharesVerdict::NothingBought,
        _ => EqualSharesVerdict::Bought,
    }
}
