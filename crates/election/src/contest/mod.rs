//! Contests and their compilation to one shape (protocol-spec: `contests`).
//!
//! Every kind of contest is one file: its rules as rows over bits, and how a voter's choice sets the bits.

mod choose;
mod single;

use crate::manifest::{Contest, ContestRule};
use comitia_crypto::shape::{Row, Shape, ShapeError};
use core::ops::Range;
use thiserror::Error;

/// Options that a voter picked in one contest, by their places.
pub type Selection = Vec<usize>;

/// The rows of one contest over its own bits, counted from 0.
struct Rows {
    bits: u32,
    counters: Vec<Row>,
    equations: Vec<(Row, i64)>,
}

/// Why a contest does not compile.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ContestError {
    /// Too few options to choose from.
    #[error("at least {0} options are needed besides the blank one")]
    TooFewOptions(usize),
    /// min and max do not fit the options.
    #[error(
        "min and max must satisfy min ≤ max and 1 ≤ max ≤ {options}, the number of options besides the blank one"
    )]
    Limits {
        /// Options that can be chosen.
        options: usize,
    },
    /// The blank option is not among the options.
    #[error("the blank option {0:?} is not among the options")]
    UnknownBlank(String),
}

/// Why a choice is not a vote under the rules.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChoiceError {
    /// Not one selection per contest.
    #[error("the ballot has {expected} contests, the choice {got}")]
    Contests {
        /// Contests of the ballot.
        expected: usize,
        /// Selections given.
        got: usize,
    },
    /// An option that is not there, or twice.
    #[error("contest {contest}: an option is unknown or chosen twice")]
    Option {
        /// Place of the contest.
        contest: usize,
    },
    /// Too few or too many options.
    #[error("contest {contest}: choose {min} to {max} options, not {got}")]
    Count {
        /// Place of the contest.
        contest: usize,
        /// Fewest.
        min: usize,
        /// Most.
        max: usize,
        /// Chosen.
        got: usize,
    },
    /// Blank together with something else.
    #[error("contest {contest}: a blank vote cannot name other options")]
    BlankAndMore {
        /// Place of the contest.
        contest: usize,
    },
}

/// Where a contest lies in the shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its bits.
    pub bits: Range<usize>,
    /// Its counters; for these kinds one for each option, in the order of the options.
    pub counters: Range<usize>,
}

/// All contests of an election as one shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompiledBallot {
    shape: Shape,
    places: Vec<Place>,
}

impl CompiledBallot {
    /// Puts contests, already validated one by one, side by side.
    pub(crate) fn compile(contests: &[Contest]) -> Result<Self, ShapeError> {
        let mut whole = Rows {
            bits: 0,
            counters: Vec::new(),
            equations: Vec::new(),
        };
        let mut places = Vec::new();
        for contest in contests {
            let rows = rows(contest);
            let (first_bit, first_counter) = (whole.bits, whole.counters.len());
            whole.bits = whole.bits.saturating_add(rows.bits);
            let shift = |row: Row| {
                row.into_iter()
                    .map(|(bit, c)| (bit + first_bit, c))
                    .collect::<Row>()
            };
            whole.counters.extend(rows.counters.into_iter().map(shift));
            whole
                .equations
                .extend(rows.equations.into_iter().map(|(row, value)| (shift(row), value)));
            places.push(Place {
                bits: first_bit as usize..whole.bits as usize,
                counters: first_counter..whole.counters.len(),
            });
        }
        Ok(Self {
            shape: Shape::new(whole.bits, whole.counters, whole.equations)?,
            places,
        })
    }

    /// The shape that ballots are proved against.
    #[must_use]
    pub const fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Where each contest lies, in the manifest's order.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The bits of a choice: one selection per contest.
    pub fn bits(&self, contests: &[Contest], choice: &[Selection]) -> Result<Vec<bool>, ChoiceError> {
        if choice.len() != contests.len() {
            return Err(ChoiceError::Contests {
                expected: contests.len(),
                got: choice.len(),
            });
        }
        let mut bits = Vec::with_capacity(self.shape.bits());
        for (place, (contest, selection)) in contests.iter().zip(choice).enumerate() {
            bits.extend(selection_bits(contest, place, selection)?);
        }
        Ok(bits)
    }
}

/// The bits of a selection in the contest at `place`: what is wrong with it is told contest by contest.
///
/// # Errors
/// When the selection breaks the contest's rule.
pub fn selection_bits(
    contest: &Contest,
    place: usize,
    selection: &[usize],
) -> Result<Vec<bool>, ChoiceError> {
    let mut sorted = selection.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() != selection.len() || sorted.last().is_some_and(|last| *last >= contest.options.len()) {
        return Err(ChoiceError::Option { contest: place });
    }
    contest_bits(contest, place, &sorted)
}

/// Checks one contest's own limits.
pub(crate) fn check(contest: &Contest) -> Result<(), ContestError> {
    if let Some(blank) = contest.rule.blank()
        && contest.blank().is_none()
    {
        return Err(ContestError::UnknownBlank(blank.to_owned()));
    }
    match &contest.rule {
        ContestRule::Single { .. } => single::check(contest),
        ContestRule::Choose { min, max, .. } => choose::check(contest, *min, *max),
    }
}

fn rows(contest: &Contest) -> Rows {
    match &contest.rule {
        ContestRule::Single { .. } => single::rows(contest.options.len()),
        ContestRule::Choose { min, max, .. } => choose::rows(contest, *min, *max),
    }
}

fn contest_bits(contest: &Contest, place: usize, selection: &[usize]) -> Result<Vec<bool>, ChoiceError> {
    match &contest.rule {
        ContestRule::Single { .. } => single::bits(contest.options.len(), place, selection),
        ContestRule::Choose { min, max, .. } => choose::bits(contest, *min, *max, place, selection),
    }
}

/// One bit per option, set where it is selected.
fn option_bits(options: usize, selection: &[usize]) -> Vec<bool> {
    (0..options).map(|option| selection.contains(&option)).collect()
}

/// One counter per option, each its own bit.
fn option_counters(options: u32) -> Vec<Row> {
    (0..options).map(|bit| vec![(bit, 1)]).collect()
}
