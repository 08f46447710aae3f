//! Options compared two by two.

mod borda;
mod condorcet;
mod schulze;

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::quorum::missed;
use crate::seating::{Seating, TiedSeats, seat};
use crate::{Electorate, OptionIndex, PairTally, QuorumBase, QuorumCheck, Quorums, TallyError};

/// The rule of a contest where every voter ranks the options, level ones allowed (protocol-spec: `outcome-pairwise`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pairwise {
    /// How the comparisons become an order.
    pub method: PairwiseMethod,
    /// How many options win; one unless it is given, and always one with [`PairwiseMethod::Condorcet`].
    #[serde(default = "one")]
    pub seats: NonZeroU32,
    /// How many must take part.
    #[serde(default)]
    pub quorums: Quorums,
}

/// How comparisons become an order. Every one of them reads the totals of pairs alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairwiseMethod {
    /// The option that more ballots rank above than below each other one wins; there may be none.
    Condorcet,
    /// Schulze's: an option is before another when a stronger chain of victories leads to it than back
    /// (protocol-spec: `outcome-schulze`).
    Schulze,
    /// Borda's: on each ballot an option has a point for every option ranked below it and half a point for every one
    /// level with it (protocol-spec: `outcome-borda`).
    Borda,
}

/// What the rule says about the counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairwiseOutcome {
    /// The rule that was applied.
    pub rule: Pairwise,
    /// The roll and the turnout.
    pub electorate: Electorate,
    /// Ballots that rank.
    pub valid: u64,
    /// Ballots that are blank.
    pub blank: u64,
    /// Each quorum that the rule asks for.
    pub quorums: Vec<QuorumCheck>,
    /// Row by row: the ballots that rank the option of the row above the option of the column.
    pub above: Vec<Vec<u64>>,
    /// The option that wins every comparison, whatever the method makes of it.
    pub condorcet_winner: Option<OptionIndex>,
    /// What the method made of the comparisons.
    pub working: Working,
    /// All options, the best first.
    pub order: Vec<Placed>,
    /// The options that have a seat unless a quorum was missed, the best first.
    pub leading: Vec<OptionIndex>,
    /// The options that share the last seats and cannot all have one.
    pub tied: Option<TiedSeats>,
    /// Seats for which no option is left.
    pub vacant: u64,
    /// What follows.
    pub verdict: PairwiseVerdict,
}

/// An option in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// The option.
    pub option: OptionIndex,
    /// One more than the number of options that are before it: level options have the same place.
    pub place: usize,
}

/// The numbers from which a method takes its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "method", deny_unknown_fields)]
pub enum Working {
    /// Of [`PairwiseMethod::Condorcet`].
    Condorcet {
        /// The smallest set of options each of which wins its comparison with every option outside (Smith's): the
        /// Condorcet winner alone, if there is one.
        front: Vec<OptionIndex>,
    },
    /// Of [`PairwiseMethod::Schulze`].
    Schulze {
        /// Row by row: the strength of the strongest chain of victories from the option of the row to the option of
        /// the column. A chain is as strong as its weakest victory, a victory as the ballots for the winner of it.
        paths: Vec<Vec<u64>>,
    },
    /// Of [`PairwiseMethod::Borda`].
    Borda {
        /// Points of each option, **doubled** so that half a point is a whole number.
        doubled_points: Vec<u64>,
    },
}

/// What the rule concludes. When several reasons hold, the first in this order is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum PairwiseVerdict {
    /// Too few took part: nothing is decided, whoever is in front.
    QuorumMissed {
        /// The quorums that were missed.
        missed: Vec<QuorumBase>,
    },
    /// Nobody ranked anything.
    NoValidVotes,
    /// The leading options win; the count does not choose between the tied ones for the seats left.
    Tie,
    /// No option wins every comparison: these beat each other in a circle, or are level with each other in part.
    Cycle {
        /// The smallest set of options each of which beats every other option.
        options: Vec<OptionIndex>,
    },
    /// The leading options win, and seats remain vacant.
    Vacant,
    /// The leading options win and fill all seats.
    Filled,
}

const fn one() -> NonZeroU32 {
    NonZeroU32::MIN
}

impl Pairwise {
    /// Refuses the seats that the method cannot fill.
    pub(crate) const fn checked(&self) -> Result<(), TallyError> {
        match self.method {
            PairwiseMethod::Condorcet if self.seats.get() > 1 => Err(TallyError::OneSeatOnly {
                seats: self.seats.get(),
            }),
            _ => Ok(()),
        }
    }

    /// Applies the rule.
    pub fn decide(&self, tally: &PairTally) -> Result<PairwiseOutcome, TallyError> {
        self.checked()?;
        let working = self.working(tally)?;
        let ahead = |a: OptionIndex, b: OptionIndex| working.ahead(a, b);
        let order = places(tally, ahead);
        let options: Vec<OptionIndex> = order.iter().map(|placed| placed.option).collect();
        let seating = seat(&options, u64::from(self.seats.get()), ahead);
        let electorate = tally.electorate();
        let quorums = self.quorums.check(electorate, tally.valid());
        let verdict = verdict(&quorums, tally, &working, &seating);
        let Seating {
            leading,
            tied,
            vacant,
        } = seating;
        Ok(PairwiseOutcome {
            rule: *self,
            electorate,
            valid: tally.valid(),
            blank: tally.blank_votes(),
            quorums,
            above: tally.matrix().to_vec(),
            condorcet_winner: condorcet::winner(tally),
            working,
            order,
            leading,
            tied,
            vacant,
            verdict,
        })
    }

    fn working(&self, tally: &PairTally) -> Result<Working, TallyError> {
        Ok(match self.method {
            PairwiseMethod::Condorcet => Working::Condorcet {
                front: condorcet::front(tally),
            },
            PairwiseMethod::Schulze => Working::Schulze {
                paths: schulze::strongest_paths(tally),
            },
            PairwiseMethod::Borda => Working::Borda {
                doubled_points: borda::doubled_points(tally)?,
            },
        })
    }
}

impl Working {
    /// Whether the method puts `a` before `b`: a relation without circles.
    fn ahead(&self, a: OptionIndex, b: OptionIndex) -> bool {
        match self {
            Self::Condorcet { front } => front.contains(&a) && !front.contains(&b),
            Self::Schulze { paths } => {
                let strength = |from: usize, to: usize| paths.get(from).and_then(|row| row.get(to));
                strength(a.0, b.0) > strength(b.0, a.0)
            }
            Self::Borda { doubled_points } => doubled_points.get(a.0) > doubled_points.get(b.0),
        }
    }
}

/// By the number of options before; level ones stay in the order of the ballot.
fn places(tally: &PairTally, ahead: impl Fn(OptionIndex, OptionIndex) -> bool) -> Vec<Placed> {
    let placed = |option| Placed {
        option,
        place: tally.options().filter(|other| ahead(*other, option)).count() + 1,
    };
    let mut order: Vec<Placed> = tally.options().map(placed).collect();
    order.sort_by_key(|placed| placed.place);
    order
}

fn verdict(
    quorums: &[QuorumCheck],
    tally: &PairTally,
    working: &Working,
    seating: &Seating,
) -> PairwiseVerdict {
    let missed = missed(quorums);
    match (working, &seating.tied, seating.vacant) {
        _ if !missed.is_empty() => PairwiseVerdict::QuorumMissed { missed },
        _ if tally.valid() == 0 => PairwiseVerdict::NoValidVotes,
        (Working::Condorcet { front }, Some(_), _) if !condorcet::all_level(tally, front) => {
            PairwiseVerdict::Cycle {
                options: front.clone(),
            }
        }
        (_, Some(_), _) => PairwiseVerdict::Tie,
        (_, None, 0) => PairwiseVerdict::Filled,
        (_, None, _) => PairwiseVerdict::Vacant,
    }
}
