//! All contests side by side, as one shape.

use super::error::MOST_OPTIONS;
use super::rows::Rows;
use super::{ChoiceError, ContestError, Selection};
use crate::manifest::Contest;
use comitia_crypto::plaintext::Plaintext;
use comitia_crypto::shape::{Row, Shape, ShapeError};
use core::ops::Range;

/// Where a contest lies in the shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its counters, in the order of [`Contest::counters`].
    pub counters: Range<usize>,
}

/// All contests of an election as one shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompiledBallot {
    shape: Shape,
    places: Vec<Place>,
}

impl CompiledBallot {
    /// Puts contests, already validated one by one, side by side: the bits of all, then the amounts of all.
    pub(crate) fn compile(contests: &[Contest]) -> Result<Self, ShapeError> {
        let parts: Vec<Rows> = contests
            .iter()
            .map(|contest| contest.rule.kind().rows(contest))
            .collect();
        let bits = parts.iter().fold(0u32, |sum, rows| sum.saturating_add(rows.bits));
        let (mut first_bit, mut first_amount) = (0u32, bits);
        let mut whole = Rows::default();
        let mut places = Vec::new();
        for rows in parts {
            let shift = Shift {
                own_bits: rows.bits,
                first_bit,
                first_amount,
            };
            let first_counter = whole.counters.len();
            whole
                .counters
                .extend(rows.counters.into_iter().map(|row| shift.row(row)));
            let equations = rows
                .equations
                .into_iter()
                .map(|(row, value)| (shift.row(row), value));
            whole.equations.extend(equations);
            whole.amounts = whole.amounts.saturating_add(rows.amounts);
            places.push(Place {
                counters: first_counter..whole.counters.len(),
            });
            first_bit = first_bit.saturating_add(rows.bits);
            first_amount = first_amount.saturating_add(rows.amounts);
        }
        let shape = Shape::with_amounts(bits, whole.amounts, whole.counters, whole.equations)?;
        Ok(Self { shape, places })
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

    /// What a choice seals: one selection per contest.
    ///
    /// # Errors
    /// Naming the first contest whose rule is broken.
    pub fn plaintext(&self, contests: &[Contest], choice: &[Selection]) -> Result<Plaintext, ChoiceError> {
        if choice.len() != contests.len() {
            return Err(ChoiceError::Contests {
                expected: contests.len(),
                got: choice.len(),
            });
        }
        let mut whole = Plaintext::default();
        for (place, (contest, selection)) in contests.iter().zip(choice).enumerate() {
            whole.extend(&contest.mark(place, selection)?);
        }
        Ok(whole)
    }
}

/// From the columns of one contest to those of the ballot.
struct Shift {
    own_bits: u32,
    first_bit: u32,
    first_amount: u32,
}

impl Shift {
    fn row(&self, row: Row) -> Row {
        let column = |column: u32| match column.checked_sub(self.own_bits) {
            None => column.saturating_add(self.first_bit),
            Some(amount) => amount.saturating_add(self.first_amount),
        };
        row.into_iter()
            .map(|(own, coefficient)| (column(own), coefficient))
            .collect()
    }
}

/// Checks one contest's own limits, and that its counts are such that its outcome can be had from them.
pub(crate) fn check(contest: &Contest) -> Result<(), ContestError> {
    if let Some(blank) = contest.rule.blank()
        && contest.blank().is_none()
    {
        return Err(ContestError::UnknownBlank(blank.to_owned()));
    }
    if contest.options.len() > MOST_OPTIONS {
        let (least, most, got) = (1, MOST_OPTIONS, contest.options.len());
        return Err(ContestError::Options { least, most, got });
    }
    contest.rule.kind().check(contest)?;
    if contest.outcome.form() != contest.rule.form() {
        return Err(ContestError::Outcome);
    }
    contest
        .outcome
        .checked()
        .map_err(|error| ContestError::OutcomeRule(error.to_string()))?;
    let priced = contest.options.iter().enumerate();
    let unpriced = priced.filter(|(place, option)| option.cost.is_none() && Some(*place) != contest.blank());
    match unpriced.map(|(place, _)| place).next() {
        Some(option) if contest.outcome.needs_costs() => Err(ContestError::Cost {
            option,
            most: u64::from(u32::MAX),
        }),
        _ => Ok(()),
    }
}
