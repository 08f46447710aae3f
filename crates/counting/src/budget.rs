//! Projects bought from an envelope, in the order of their votes.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::quorum::missed;
use crate::{Electorate, OptionIndex, QuorumBase, QuorumCheck, Quorums, Tally, TallyError};

/// The greedy rule of participatory budgets (protocol-spec: `outcome-budget`): projects are bought one after another,
/// those with most votes first, as long as the envelope lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// What there is to spend, in the unit of the costs.
    pub envelope: u64,
    /// Which project comes first.
    pub order: BudgetOrder,
    /// Whether to go on with cheaper projects when one does not fit any more, or to stop there.
    pub skip: bool,
    /// The fewest votes (or points) with which a project may be bought. Without any vote none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<u64>,
    /// How many must take part.
    #[serde(default)]
    pub quorums: Quorums,
}

/// Which project comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetOrder {
    /// The one with most votes or points.
    Votes,
    /// The one with most votes or points for its cost; projects that cost nothing come first and are level.
    VotesPerCost,
}

/// What the rule says about the counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetOutcome {
    /// The rule that was applied.
    pub rule: Budget,
    /// The roll and the turnout.
    pub electorate: Electorate,
    /// Ballots that are not blank.
    pub valid: u64,
    /// Blank ballots.
    pub blank: u64,
    /// Each quorum that the rule asks for.
    pub quorums: Vec<QuorumCheck>,
    /// All projects in the order in which they were looked at, level ones in the order of the ballot, and what became
    /// of each.
    pub projects: Vec<Project>,
    /// What the bought projects cost together.
    pub spent: u64,
    /// What follows.
    pub verdict: BudgetVerdict,
}

/// A project, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Its place on the ballot.
    pub option: OptionIndex,
    /// Its votes or points.
    pub votes: u64,
    /// What it costs.
    pub cost: u64,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum Fate {
    /// It is bought.
    Bought {
        /// What is left of the envelope after it.
        left: u64,
    },
    /// It costs more than what was left.
    TooDear {
        /// How much was missing.
        missing: u64,
    },
    /// Nobody voted for it.
    NoVotes,
    /// Too few voted for it.
    UnderThreshold {
        /// How many votes were missing.
        missing: u64,
    },
    /// It is level with others, not all of which can be bought; the count does not choose between them.
    Tied,
    /// It came after the place where buying stopped.
    NotReached,
}

/// What the rule concludes. When several reasons hold, the first in this order is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum BudgetVerdict {
    /// Too few took part: nothing is bought, whatever is in front.
    QuorumMissed {
        /// The quorums that were missed.
        missed: Vec<QuorumBase>,
    },
    /// Nobody voted for any project.
    NoValidVotes,
    /// What is bought before the tie is bought; the count does not choose between the tied projects, and what comes
    /// after them depends on that choice.
    Tie {
        /// The projects that are level.
        options: Vec<OptionIndex>,
        /// What is left for them and for those behind them.
        left: u64,
    },
    /// No project can be bought: all are too dear or have too few votes.
    NothingBought,
    /// The bought projects are bought.
    Bought,
}

impl Budget {
    /// Applies the rule.
    pub fn decide(&self, tally: &Tally) -> Result<BudgetOutcome, TallyError> {
        tally.possible()?;
        let electorate = tally.electorate();
        let blank = tally.blank_votes();
        // There are at most as many blank ballots as ballots, so this cannot be negative.
        let valid = electorate.turnout - blank;
        let quorums = self.quorums.check(electorate, valid);
        let mut purchase = Purchase::new(*self);
        for level in self.levels(tally)? {
            purchase.level(&level);
        }
        let verdict = purchase.verdict(missed(&quorums));
        Ok(BudgetOutcome {
            rule: *self,
            electorate,
            valid,
            blank,
            quorums,
            verdict,
            spent: self.envelope - purchase.left,
            projects: purchase.projects,
        })
    }

    /// The projects in groups of level ones, the first group first.
    fn levels(&self, tally: &Tally) -> Result<Vec<Vec<Offer>>, TallyError> {
        let offer = |((option, votes), cost)| Offer { option, votes, cost };
        let mut offers: Vec<Offer> = tally.contenders().zip(tally.costs()?).map(offer).collect();
        offers.sort_by(|a, b| self.compare(b, a));
        let levels = offers.chunk_by(|a, b| self.compare(a, b).is_eq());
        Ok(levels.map(<[Offer]>::to_vec).collect())
    }

    /// The project to buy first is the greater. Those that nobody voted for are the least, so that one that costs
    /// nothing is not ahead for that.
    fn compare(&self, a: &Offer, b: &Offer) -> Ordering {
        let product = |votes: u64, cost: u64| u128::from(votes) * u128::from(cost);
        match self.order {
            BudgetOrder::Votes => a.votes.cmp(&b.votes),
            BudgetOrder::VotesPerCost if a.votes == 0 || b.votes == 0 => (a.votes > 0).cmp(&(b.votes > 0)),
            BudgetOrder::VotesPerCost => product(a.votes, b.cost).cmp(&product(b.votes, a.cost)),
        }
    }
}

/// A project on the ballot.
#[derive(Debug, Clone, Copy)]
struct Offer {
    option: OptionIndex,
    votes: u64,
    cost: u64,
}

/// The envelope while it is spent.
struct Purchase {
    rule: Budget,
    left: u64,
    stopped: bool,
    tied: Vec<OptionIndex>,
    projects: Vec<Project>,
}

impl Purchase {
    const fn new(rule: Budget) -> Self {
        Self {
            rule,
            left: rule.envelope,
            stopped: false,
            tied: Vec::new(),
            projects: Vec::new(),
        }
    }

    /// Buys what it can of level projects, as long as their order cannot matter.
    fn level(&mut self, level: &[Offer]) {
        let (wanted, unwanted): (Vec<Offer>, Vec<Offer>) =
            level.iter().partition(|o| self.rejects(o).is_none());
        self.wanted(&wanted);
        for offer in unwanted {
            if let Some(fate) = self.rejects(&offer) {
                self.note(offer, fate);
            }
        }
    }

    /// Why a project is not bought whatever is left.
    fn rejects(&self, offer: &Offer) -> Option<Fate> {
        let missing = self.rule.threshold.unwrap_or(0).saturating_sub(offer.votes);
        match (offer.votes, missing) {
            (0, _) => Some(Fate::NoVotes),
            (_, 0) => None,
            (_, missing) => Some(Fate::UnderThreshold { missing }),
        }
    }

    fn wanted(&mut self, offers: &[Offer]) {
        let (affordable, dear): (Vec<Offer>, Vec<Offer>) = offers.iter().partition(|o| o.cost <= self.left);
        let together: u128 = affordable.iter().map(|offer| u128::from(offer.cost)).sum();
        let all_fit = together <= u128::from(self.left);
        if self.stopped {
            self.note_all(offers, |_| Fate::NotReached);
        } else if all_fit && (dear.is_empty() || affordable.is_empty() || self.rule.skip) {
            self.buy(&affordable, &dear);
        } else {
            self.tie(offers);
        }
    }

    /// All affordable ones are bought, so that their order does not matter; the dear ones fit in no order.
    fn buy(&mut self, affordable: &[Offer], dear: &[Offer]) {
        for offer in affordable {
            self.left -= offer.cost;
            self.note(*offer, Fate::Bought { left: self.left });
        }
        let left = self.left;
        self.note_all(dear, |offer| Fate::TooDear {
            missing: offer.cost - left,
        });
        self.stopped = !dear.is_empty() && !self.rule.skip;
    }

    /// The count stops where it would have to choose. With `skip`, those that fit in no order are too dear.
    fn tie(&mut self, offers: &[Offer]) {
        let left = self.left;
        let dear = |offer: &Offer| self.rule.skip && offer.cost > left;
        let (dear, tied): (Vec<Offer>, Vec<Offer>) = offers.iter().partition(|offer| dear(offer));
        self.note_all(&tied, |_| Fate::Tied);
        self.note_all(&dear, |offer| Fate::TooDear {
            missing: offer.cost - left,
        });
        self.tied = tied.iter().map(|offer| offer.option).collect();
        self.stopped = true;
    }

    fn note_all(&mut self, offers: &[Offer], fate: impl Fn(&Offer) -> Fate) {
        for offer in offers {
            self.note(*offer, fate(offer));
        }
    }

    fn note(&mut self, offer: Offer, fate: Fate) {
        let Offer { option, votes, cost } = offer;
        self.projects.push(Project {
            option,
            votes,
            cost,
            fate,
        });
    }

    fn verdict(&self, missed: Vec<QuorumBase>) -> BudgetVerdict {
        let some = |fate: fn(&Fate) -> bool| self.projects.iter().any(|project| fate(&project.fate));
        if !missed.is_empty() {
            BudgetVerdict::QuorumMissed { missed }
        } else if !some(|fate| !matches!(fate, Fate::NoVotes)) {
            BudgetVerdict::NoValidVotes
        } else if !self.tied.is_empty() {
            BudgetVerdict::Tie {
                options: self.tied.clone(),
                left: self.left,
            }
        } else if some(|fate| matches!(fate, Fate::Bought { .. })) {
            BudgetVerdict::Bought
        } else {
            BudgetVerdict::NothingBought
        }
    }
}
