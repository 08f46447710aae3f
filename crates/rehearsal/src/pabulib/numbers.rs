//! Ballots that give options numbers: `points`, `score`, `quadratic`, `allocation` and `ranking`.

use super::File;
use super::votes::Raw;
use crate::{Ballots, Choice, Note, ReadError, ranking};
use comitia_election::contest::{Allocation, ContestRule, Points, Quadratic, Score};

/// All points of a ballot.
fn total(ballot: &Raw) -> u64 {
    ballot.points.iter().map(|points| u64::from(*points)).sum()
}

/// The most points that a ballot gives one option.
fn highest(ballot: &Raw) -> u64 {
    ballot.points.iter().copied().max().unwrap_or(0).into()
}

/// What levels as high as the points cost.
fn squares(ballot: &Raw) -> u64 {
    let squares = ballot.points.iter().map(|points| u64::from(*points).pow(2));
    squares.fold(0, u64::saturating_add)
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl File<'_> {
    /// Points within what the file declares, and what its ballots have.
    pub(super) fn points(&mut self) -> Result<ContestRule, ReadError> {
        let min = match self.meta.number("min_sum_points")? {
            Some(declared) => self.lowered("min_sum_points", declared, &total),
            None => 0,
        };
        let max = self.at_least("max_sum_points", "how many points a voter has", &total)?;
        let each = match self.meta.number("max_points")? {
            Some(declared) => self.widen("max_points", declared, &highest),
            None => max,
        };
        let each = each.clamp(1, max);
        Ok(ContestRule::Points(Points {
            min: small(min),
            max: small(max),
            each: small(each),
        }))
    }

    /// Scores up to what the file declares, and what its ballots have.
    pub(super) fn score(&mut self) -> Result<ContestRule, ReadError> {
        let max = self.at_least("max_points", "the best score", &highest)?;
        Ok(ContestRule::Score(Score { max: small(max) }))
    }

    /// As many credits as the dearest ballot spends.
    pub(super) fn quadratic(&mut self) -> ContestRule {
        let credits = self.ballots.iter().map(squares).max().unwrap_or(1).max(1);
        self.notes.push(Note::NumberFromBallots {
            what: "how many credits a voter has",
            needed: credits,
        });
        ContestRule::Quadratic(Quadratic {
            credits: small(credits),
        })
    }

    /// The amount that ballots split. Where some of them leave a rest, it goes to an option of its own, so that every
    /// ballot splits the whole.
    pub(super) fn allocation(&mut self) -> Result<ContestRule, ReadError> {
        let declared = self.meta.number("max_sum_points")?;
        let largest = self.ballots.iter().map(total).max().unwrap_or(1);
        let amount = declared.unwrap_or(largest).max(1);
        if let Some(ballot) = self.ballots.iter().find(|ballot| total(ballot) > amount) {
            let (line, got) = (ballot.line, total(ballot));
            return Err(ReadError::AboveTheAmount { line, amount, got });
        }
        let short = self
            .ballots
            .iter()
            .filter(|ballot| total(ballot) < amount)
            .count() as u64;
        if short > 0 {
            let rest = self.options.len();
            self.options.push(Choice {
                cost: Some(0),
                ..Choice::plain(self.name_of_the_rest())
            });
            for ballot in &mut self.ballots {
                ballot.points.push(small(amount - total(ballot)));
                ballot.options.push(rest);
            }
            self.notes.push(Note::RestAdded {
                ballots: short,
                amount,
            });
        }
        Ok(ContestRule::Allocation(Allocation {
            amount: small(amount),
        }))
    }

    /// An id that no option has.
    fn name_of_the_rest(&self) -> String {
        let mut name = "rest".to_owned();
        while self.options.iter().any(|option| option.id == name) {
            name.push('+');
        }
        name
    }

    /// A declared number, widened; where none is declared, what the ballots need; at least 1.
    fn at_least(
        &mut self,
        key: &'static str,
        what: &'static str,
        of: &dyn Fn(&Raw) -> u64,
    ) -> Result<u64, ReadError> {
        let found = match self.meta.number(key)?.filter(|declared| *declared > 0) {
            Some(declared) => self.widen(key, declared, of),
            None => {
                let needed = self.ballots.iter().map(of).max().unwrap_or(1);
                self.notes.push(Note::NumberFromBallots { what, needed });
                needed
            }
        };
        Ok(found.max(1))
    }

    /// The points of each ballot, option by option; what it does not name gets `otherwise`.
    pub(super) fn numbered(&self, otherwise: usize) -> Ballots {
        let mut ballots = Ballots::default();
        for ballot in &self.ballots {
            let mut numbers = vec![otherwise; self.options.len()];
            for (place, points) in ballot.options.iter().zip(&ballot.points) {
                if let Some(number) = numbers.get_mut(*place) {
                    *number = *points as usize;
                }
            }
            ballots.push(&numbers);
        }
        ballots
    }

    /// Ranks in the order in which each ballot names its options; all others are tied last.
    pub(super) fn ranked(&self) -> Result<(ContestRule, Ballots), ReadError> {
        let ranks = self.ballots.iter().map(|ballot| {
            let alone: Vec<[usize; 1]> = ballot.options.iter().map(|place| [*place]).collect();
            (1, alone)
        });
        ranking::ballots(self.options.len(), ranks)
    }
}
