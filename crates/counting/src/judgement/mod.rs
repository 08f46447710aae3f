//! Every option gets a grade from every ballot, and the middle grades decide.

mod value;

use std::cmp::Ordering;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::quorum::missed;
use crate::seating::{Seating, TiedSeats, seat};
use crate::{Electorate, GradeTally, OptionIndex, QuorumBase, QuorumCheck, Quorums};
use value::{Difference, MajorityValue};

/// Majority judgement (protocol-spec: `outcome-judgement`): the options with the best majority grade win, and of two
/// options with the same one the one that keeps the better when middle grades are taken away one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// How many options win.
    pub seats: NonZeroU32,
    /// How many must take part.
    #[serde(default)]
    pub quorums: Quorums,
}

/// What the rule says about the counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgementOutcome {
    /// The rule that was applied.
    pub rule: Judgement,
    /// The roll and the turnout.
    pub electorate: Electorate,
    /// Ballots that grade the options: all of them.
    pub valid: u64,
    /// Each quorum that the rule asks for.
    pub quorums: Vec<QuorumCheck>,
    /// All options, the best first, level ones in the order of the ballot.
    pub order: Vec<Judged>,
    /// For each two neighbours of the order with the same majority grade: what put one before the other.
    pub tie_breaks: Vec<TieBreak>,
    /// The options that have a seat unless a quorum was missed, the best first.
    pub leading: Vec<OptionIndex>,
    /// The options with equal grades that share the last seats and cannot all have one.
    pub tied: Option<TiedSeats>,
    /// Seats for which no option is left.
    pub vacant: u64,
    /// What follows.
    pub verdict: JudgementVerdict,
}

/// An option in the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// The option.
    pub option: OptionIndex,
    /// One more than the number of options before it: level options have the same place.
    pub place: usize,
    /// Its majority grade, counted from 0 for the worst; `None` when nobody voted.
    pub grade: Option<usize>,
    /// The ballots that give it a better grade than that.
    pub better: u64,
    /// The ballots that give it a worse grade than that.
    pub worse: u64,
}

/// Why one of two options with the same majority grade is before the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieBreak {
    /// The option before.
    pub ahead: OptionIndex,
    /// The option behind it, or level with it.
    pub behind: OptionIndex,
    /// The grades that differed first; `None` when both options have every grade equally often, and are level.
    pub difference: Option<GradeDifference>,
}

/// The first middle grades that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeDifference {
    /// How many middle grades, equal in pairs, had been taken away from each of the two.
    pub removed: u64,
    /// The middle grade of the option before that was left then.
    pub ahead_grade: usize,
    /// The middle grade of the option behind that was left then.
    pub behind_grade: usize,
}

/// What the rule concludes. When several reasons hold, the first in this order is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum JudgementVerdict {
    /// Too few took part: nothing is decided, whoever is in front.
    QuorumMissed {
        /// The quorums that were missed.
        missed: Vec<QuorumBase>,
    },
    /// Nobody voted.
    NoValidVotes,
    /// The leading options win; the count does not choose between the tied ones for the seats left.
    Tie,
    /// The leading options win, and seats remain vacant.
    Vacant,
    /// The leading options win and fill all seats.
    Filled,
}

impl Judgement {
    /// Applies the rule.
    #[must_use]
    pub fn decide(&self, tally: &GradeTally) -> JudgementOutcome {
        let electorate = tally.electorate();
        let quorums = self.quorums.check(electorate, electorate.turnout);
        let values = in_order(tally);
        let order: Vec<OptionIndex> = values.iter().map(|(option, _)| *option).collect();
        let value = |option: OptionIndex| values.iter().find(|(o, _)| *o == option).map(|(_, value)| value);
        let Seating {
            leading,
            tied,
            vacant,
        } = seat(&order, u64::from(self.seats.get()), |a, b| value(a) > value(b));
        JudgementOutcome {
            rule: *self,
            electorate,
            valid: electorate.turnout,
            verdict: verdict(&quorums, electorate.turnout, tied.is_some(), vacant),
            quorums,
            order: places(&values),
            tie_breaks: tie_breaks(&values),
            leading,
            tied,
            vacant,
        }
    }
}

type Valued<'a> = (OptionIndex, MajorityValue<'a>);

/// The best first; level ones stay in the order of the ballot.
fn in_order(tally: &GradeTally) -> Vec<Valued<'_>> {
    let mut values: Vec<Valued<'_>> = tally
        .options()
        .map(|(option, counts)| (option, MajorityValue::new(counts)))
        .collect();
    values.sort_by(|(_, a), (_, b)| b.cmp(a));
    values
}

fn places(values: &[Valued<'_>]) -> Vec<Judged> {
    let judged = |(option, value): &Valued<'_>| Judged {
        option: *option,
        place: values.iter().filter(|(_, other)| other > value).count() + 1,
        grade: value.grade(),
        better: value.better(),
        worse: value.worse(),
    };
    values.iter().map(judged).collect()
}

fn tie_breaks(values: &[Valued<'_>]) -> Vec<TieBreak> {
    let step = |(ahead, behind): (&Valued<'_>, &Valued<'_>)| {
        let same = ahead.1.grade() == behind.1.grade();
        same.then(|| TieBreak {
            ahead: ahead.0,
            behind: behind.0,
            difference: ahead.1.difference(&behind.1).map(GradeDifference::from),
        })
    };
    values
        .iter()
        .zip(values.iter().skip(1))
        .filter_map(step)
        .collect()
}

impl From<Difference> for GradeDifference {
    fn from(difference: Difference) -> Self {
        Self {
            removed: difference.removed,
            ahead_grade: difference.grades.0,
            behind_grade: difference.grades.1,
        }
    }
}

fn verdict(quorums: &[QuorumCheck], valid: u64, tied: bool, vacant: u64) -> JudgementVerdict {
    let missed = missed(quorums);
    match (tied, vacant) {
        _ if !missed.is_empty() => JudgementVerdict::QuorumMissed { missed },
        _ if valid == 0 => JudgementVerdict::NoValidVotes,
        (true, _) => JudgementVerdict::Tie,
        (false, 0) => JudgementVerdict::Filled,
        (false, _) => JudgementVerdict::Vacant,
    }
}

impl Ord for MajorityValue<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.difference(other).map_or(Ordering::Equal, |difference| {
            difference.grades.0.cmp(&difference.grades.1)
        })
    }
}

impl PartialOrd for MajorityValue<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(seats: u32, counts: &[&[u64]]) -> JudgementOutcome {
        let turnout = counts.first().map_or(0, |row| row.iter().sum());
        let electorate = Electorate {
            registered: 100,
            turnout,
        };
        let counts = counts.iter().map(|row| row.to_vec()).collect();
        let rule = Judgement {
            seats: NonZeroU32::new(seats).unwrap(),
            quorums: Quorums::default(),
        };
        rule.decide(&GradeTally::new(electorate, counts).unwrap())
    }

    fn order(outcome: &JudgementOutcome) -> Vec<(usize, usize)> {
        outcome.order.iter().map(|j| (j.option.0, j.place)).collect()
    }

    #[test]
    fn the_better_majority_grade_wins() {
        let outcome = decide(1, &[&[3, 1, 1], &[1, 3, 1], &[2, 1, 2]]);
        assert_eq!(order(&outcome), [(1, 1), (2, 2), (0, 3)]);
        assert_eq!(outcome.leading, [OptionIndex(1)]);
        assert_eq!(outcome.verdict, JudgementVerdict::Filled);
        let first = &outcome.order[0];
        assert_eq!((first.grade, first.better, first.worse), (Some(1), 1, 1));
    }

    /// Both have the majority grade 1. Of five grades the third, second and fourth are taken: 1, 1, and then 2
    /// against 1.
    #[test]
    fn a_tie_of_majority_grades_says_after_how_many_removed_grades_it_was_broken() {
        let outcome = decide(1, &[&[1, 3, 1], &[1, 2, 2]]);
        assert_eq!(order(&outcome), [(1, 1), (0, 2)]);
        let difference = GradeDifference {
            removed: 2,
            ahead_grade: 2,
            behind_grade: 1,
        };
        assert_eq!(
            outcome.tie_breaks,
            [TieBreak {
                ahead: OptionIndex(1),
                behind: OptionIndex(0),
                difference: Some(difference)
            }]
        );
    }

    #[test]
    fn equal_grades_are_a_tie_that_nothing_breaks() {
        let outcome = decide(1, &[&[1, 2], &[1, 2], &[2, 1]]);
        assert_eq!(order(&outcome), [(0, 1), (1, 1), (2, 3)]);
        assert_eq!(
            (outcome.verdict, outcome.leading.len()),
            (JudgementVerdict::Tie, 0)
        );
        assert_eq!(outcome.tied.unwrap().options, [OptionIndex(0), OptionIndex(1)]);
        assert_eq!(outcome.tie_breaks[0].difference, None);
    }

    #[test]
    fn nobody_wins_when_nobody_voted() {
        let outcome = decide(1, &[&[0, 0], &[0, 0]]);
        assert_eq!(outcome.verdict, JudgementVerdict::NoValidVotes);
        assert_eq!(outcome.order[0].grade, None);
    }
}
