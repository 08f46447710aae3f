//! Contests and their compilation to one shape (protocol-spec: `contests`).
//!
//! Every kind of contest is one file: what the manifest says about it, its rules as rows over bits, and how a voter's
//! selection sets the bits.
//!
//! | kind | a voter says | counters |
//! |---|---|---|
//! | [`Single`] | one option | one for each option |
//! | [`Choose`] | some options | one for each option |
//! | [`Lists`] | one list, and candidates on it | one for each list and candidate |
//! | [`Score`] | a score for each option | the sum of scores |
//! | [`Points`] | points out of a common purse | the sum of points |
//! | [`Quadratic`] | levels that cost their square | the sum of levels |
//! | [`Grades`] | a grade for each option | one for each option and grade |
//! | [`Budget`] | projects that an envelope pays for | one for each project |
//! | [`Ranking`] | an order of the options | one for each ordered pair |
//! | [`Allocation`] | an amount split among the options | the sum of amounts |

mod allocation;
mod budget;
mod choose;
mod compile;
mod counter;
mod digits;
mod error;
mod grades;
mod kind;
mod lists;
mod points;
mod quadratic;
mod ranking;
mod rows;
mod score;
mod single;
#[cfg(test)]
mod tests;

pub use allocation::Allocation;
pub use budget::Budget;
pub use choose::Choose;
pub use compile::{CompiledBallot, Place};
pub use counter::Counter;
pub use error::{ChoiceError, ChoiceFault, ContestError};
pub use grades::{Grade, Grades};
pub use lists::{List, Lists};
pub use points::Points;
pub use quadratic::Quadratic;
pub use ranking::Ranking;
pub use score::Score;
pub use single::Single;

pub(crate) use compile::check;

use crate::manifest::Contest;
use comitia_counting::{Counts, Electorate, Form, GradeTally, OptionIndex, PairTally, Tally, TallyError};
use comitia_crypto::plaintext::Plaintext;
use kind::Kind;
use serde::{Deserialize, Serialize};

/// What a voter says in one contest; what the numbers are depends on the kind.
///
/// Where options are marked (`single`, `choose`, `lists`, `budget`): their places. Everywhere else: one number for
/// each option besides the blank one, in the order of the ballot – a score, points, a level, a grade (0 is the worst),
/// a rank (1 is the best, equal numbers are a tie), an amount – or nothing at all for a blank vote, where there is one.
pub type Selection = Vec<usize>;

/// What a ballot may say in one contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ContestRule {
    /// Exactly one option.
    Single(Single),
    /// A number of options, or blank.
    Choose(Choose),
    /// One list, and candidates on it.
    Lists(Lists),
    /// A score for each option.
    Score(Score),
    /// Points out of a common purse.
    Points(Points),
    /// Levels that cost their square.
    Quadratic(Quadratic),
    /// A grade for each option.
    Grades(Grades),
    /// Projects that an envelope pays for.
    Budget(Budget),
    /// An order of the options.
    Ranking(Ranking),
    /// An amount split among the options.
    Allocation(Allocation),
}

impl ContestRule {
    fn kind(&self) -> &dyn Kind {
        match self {
            Self::Single(rule) => rule,
            Self::Choose(rule) => rule,
            Self::Lists(rule) => rule,
            Self::Score(rule) => rule,
            Self::Points(rule) => rule,
            Self::Quadratic(rule) => rule,
            Self::Grades(rule) => rule,
            Self::Budget(rule) => rule,
            Self::Ranking(rule) => rule,
            Self::Allocation(rule) => rule,
        }
    }

    /// Id of the blank option, the one that says "none of these".
    #[must_use]
    pub fn blank(&self) -> Option<&str> {
        self.kind().blank()
    }

    /// What its counts are like.
    #[must_use]
    pub fn form(&self) -> Form {
        self.kind().form()
    }

    /// Whether a voter marks options; else every option gets a number.
    #[must_use]
    pub const fn marks_options(&self) -> bool {
        matches!(
            self,
            Self::Single(_) | Self::Choose(_) | Self::Lists(_) | Self::Budget(_)
        )
    }
}

impl Contest {
    /// Place of the blank option.
    #[must_use]
    pub fn blank(&self) -> Option<usize> {
        let blank = self.rule.blank()?;
        self.place_of(blank)
    }

    /// Place of the option with this id.
    #[must_use]
    pub fn place_of(&self, id: &str) -> Option<usize> {
        self.options.iter().position(|option| option.id == id)
    }

    /// Places of the options besides the blank one, in the order of the ballot.
    #[must_use]
    pub fn candidates(&self) -> Vec<usize> {
        let blank = self.blank();
        (0..self.options.len())
            .filter(|place| Some(*place) != blank)
            .collect()
    }

    /// Its counters, in the order of the shape.
    #[must_use]
    pub fn counters(&self) -> Vec<Counter> {
        self.rule.kind().counters(self)
    }

    /// What a selection sets in the contest at `place` of a ballot.
    ///
    /// # Errors
    /// When the selection breaks the contest's rule.
    pub fn mark(&self, place: usize, selection: &[usize]) -> Result<Plaintext, ChoiceError> {
        let broken = |fault| ChoiceError::Contest {
            contest: place,
            fault,
        };
        self.rule.kind().mark(self, selection).map_err(broken)
    }

    /// The published counts as a counting rule reads them; `counts` are in the order of the counters.
    ///
    /// # Errors
    /// When the numbers cannot be counts of this contest.
    pub fn counts(&self, electorate: Electorate, counts: &[u64]) -> Result<Counts, TallyError> {
        match self.rule.form() {
            Form::Options => self.option_counts(electorate, counts).map(Counts::Options),
            Form::Grades => {
                let grades = counts.len() / self.options.len().max(1);
                let by_option = counts.chunks(grades.max(1)).map(<[u64]>::to_vec).collect();
                GradeTally::new(electorate, by_option).map(Counts::Grades)
            }
            Form::Pairs => {
                let options = self.candidates().len();
                let (above, blank) = counts.split_at(counts.len().min(options * options.saturating_sub(1)));
                let blank = blank.first().copied().unwrap_or(0);
                PairTally::new(electorate, options, above.to_vec(), blank).map(Counts::Pairs)
            }
        }
    }

    fn option_counts(&self, electorate: Electorate, counts: &[u64]) -> Result<Tally, TallyError> {
        let kind = self.rule.kind();
        let contenders = kind.contenders(self).into_iter().map(OptionIndex);
        let tally = Tally::new(electorate, counts.to_vec(), self.blank().map(OptionIndex))?
            .with_most(kind.most())?
            .among(contenders.collect());
        let costs = self.options.iter().map(|option| option.cost.unwrap_or(0));
        if self.outcome.needs_costs() {
            tally.with_costs(costs.collect())
        } else {
            Ok(tally)
        }
    }
}
