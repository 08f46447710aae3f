//! The shape of a ballot: linear systems over bits and amounts (protocol-spec: `shapes`).
//!
//! A shape has n bits b and u amounts v < 2³², its *columns* b‖v, p visible counters m = M·(b‖v), which are encrypted and
//! tallied, and q equations L·(b‖v) = c. Columns that appear in no counter are hidden slack.

use crate::codec::{Encode, Prefix};
use crate::digest::Digest;
use crate::group::Scalar;
use crate::plaintext::Plaintext;
use thiserror::Error;

/// |c| + Σ|L|·(the largest value of the column) stays below this, so that a row is the same equation over 64-bit
/// integers and modulo ℓ.
const ROW_BOUND: u64 = 1 << 62;
/// Most bits, counters or equations of one shape. A ballot of this many would be far over an entry's size.
const SIZE_BOUND: usize = 2048;
/// Most amounts of one shape: what proving and verifying their ranges costs is bounded, some tens of milliseconds for
/// each ballot.
const AMOUNT_BOUND: usize = 64;

/// Why a shape was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ShapeError {
    /// Too large to be a ballot.
    #[error("a ballot cannot have {count} {what}; at most {most}")]
    TooLarge {
        /// Bits, amounts, counters or equations.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// No column or no counter.
    #[error("a ballot needs at least one bit or amount, and one counter")]
    Empty,
    /// A coefficient names a column that is not there, twice, out of order, or is zero.
    #[error(
        "{row} {index}: coefficients must name existing bits or amounts once each, in order, and not be zero"
    )]
    BadRow {
        /// Counter or equation.
        row: &'static str,
        /// Its number, from 0.
        index: usize,
    },
    /// A counter with a negative coefficient.
    #[error("counter {index} has a negative coefficient")]
    NegativeCounter {
        /// Its number, from 0.
        index: usize,
    },
    /// Coefficients so large that the equation could wrap around.
    #[error("{row} {index}: coefficients add up to 2^62 or more")]
    Overflow {
        /// Counter or equation.
        row: &'static str,
        /// Its number, from 0.
        index: usize,
    },
}

/// One row of M or L: (column, coefficient), columns ascending, coefficients not zero. Amounts come behind the bits.
pub type Row = Vec<(u32, i64)>;

/// A validated shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    bits: u32,
    amounts: u32,
    counters: Vec<Row>,
    equations: Vec<(Row, i64)>,
    digest: Digest,
    counter_terms: Vec<Vec<Term>>,
    equation_terms: Vec<(Vec<Term>, Scalar)>,
}

/// A coefficient as the prover and the verifier use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Term {
    pub column: usize,
    pub coefficient: Scalar,
    /// A coefficient of one costs an addition instead of a multiplication.
    pub one: bool,
}

impl Shape {
    /// A shape over bits alone.
    ///
    /// # Errors
    /// Naming the first limit that it breaks.
    pub fn new(bits: u32, counters: Vec<Row>, equations: Vec<(Row, i64)>) -> Result<Self, ShapeError> {
        Self::with_amounts(bits, 0, counters, equations)
    }

    /// Checks all limits and makes the shape: columns 0 to n − 1 are bits, n to n + u − 1 amounts.
    ///
    /// # Errors
    /// Naming the first limit that it breaks.
    pub fn with_amounts(
        bits: u32,
        amounts: u32,
        counters: Vec<Row>,
        equations: Vec<(Row, i64)>,
    ) -> Result<Self, ShapeError> {
        check_sizes(bits, amounts, counters.len(), equations.len())?;
        for (index, row) in counters.iter().enumerate() {
            check_row("counter", index, row, 0, (bits, amounts))?;
            if row.iter().any(|(_, coefficient)| *coefficient < 0) {
                return Err(ShapeError::NegativeCounter { index });
            }
        }
        for (index, (row, value)) in equations.iter().enumerate() {
            check_row("equation", index, row, *value, (bits, amounts))?;
        }
        let digest = Digest::of(&canonical_bytes(bits, amounts, &counters, &equations));
        let counter_terms = counters.iter().map(terms).collect();
        let equation_terms = equations
            .iter()
            .map(|(row, value)| (terms(row), signed(*value)))
            .collect();
        Ok(Self {
            bits,
            amounts,
            counters,
            equations,
            digest,
            counter_terms,
            equation_terms,
        })
    }

    /// n, the number of bits.
    #[must_use]
    pub const fn bits(&self) -> usize {
        self.bits as usize
    }

    /// u, the number of amounts.
    #[must_use]
    pub const fn amounts(&self) -> usize {
        self.amounts as usize
    }

    /// n + u, the number of columns.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.bits() + self.amounts()
    }

    /// p, the number of counters.
    #[must_use]
    pub fn counters(&self) -> usize {
        self.counters.len()
    }

    /// q, the number of equations.
    #[must_use]
    pub fn equations(&self) -> usize {
        self.equations.len()
    }

    /// Digest of the canonical bytes.
    #[must_use]
    pub const fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The largest value that each counter can take in one ballot.
    #[must_use]
    pub fn largest_counts(&self) -> Vec<u64> {
        let bounds = self.column_bounds();
        let bound = |column: u32| bounds.get(column as usize).copied().unwrap_or(0);
        self.counters.iter().map(|row| sum_row(row, bound)).collect()
    }

    /// The largest value of each column: 1 for a bit; for an amount 2³² − 1, or less where an equation without negative
    /// coefficients leaves less, as Σv = amount does.
    fn column_bounds(&self) -> Vec<u64> {
        let bits = core::iter::repeat_n(1, self.bits());
        let amounts = core::iter::repeat_n(u64::from(u32::MAX), self.amounts());
        let mut bounds: Vec<u64> = bits.chain(amounts).collect();
        let sums = self
            .equations
            .iter()
            .filter(|(row, _)| row.iter().all(|(_, c)| *c > 0));
        for (row, value) in sums {
            let whole = u64::try_from(*value).unwrap_or(0);
            for (column, c) in row.iter().filter(|(column, _)| *column >= self.bits) {
                if let Some(bound) = bounds.get_mut(*column as usize) {
                    *bound = whole.checked_div(c.unsigned_abs()).unwrap_or(0).min(*bound);
                }
            }
        }
        bounds
    }

    /// The counters m = M·(b‖v) of a plaintext of the right lengths.
    #[must_use]
    pub fn count(&self, plaintext: &Plaintext) -> Vec<u64> {
        let value = |column| u64::from(plaintext.value(column));
        self.counters.iter().map(|row| sum_row(row, value)).collect()
    }

    /// The first equation that `plaintext` does not satisfy.
    #[must_use]
    pub fn unsatisfied(&self, plaintext: &Plaintext) -> Option<usize> {
        self.equations.iter().position(|(row, value)| {
            let terms = row
                .iter()
                .map(|(column, c)| c * i64::from(plaintext.value(*column)));
            terms.sum::<i64>() != *value
        })
    }

    pub(crate) fn counter_terms(&self) -> &[Vec<Term>] {
        &self.counter_terms
    }

    pub(crate) fn equation_terms(&self) -> &[(Vec<Term>, Scalar)] {
        &self.equation_terms
    }
}

/// Σ |coefficient|·value of a counter's row, which [`ROW_BOUND`] keeps far from 2⁶⁴.
fn sum_row(row: &Row, value: impl Fn(u32) -> u64) -> u64 {
    row.iter()
        .map(|(column, c)| c.unsigned_abs() * value(*column))
        .sum()
}

fn check_sizes(bits: u32, amounts: u32, counters: usize, equations: usize) -> Result<(), ShapeError> {
    for (what, count, most) in [
        ("bits", bits as usize, SIZE_BOUND),
        ("amounts", amounts as usize, AMOUNT_BOUND),
        ("counters", counters, SIZE_BOUND),
        ("equations", equations, SIZE_BOUND),
    ] {
        if count > most {
            return Err(ShapeError::TooLarge { what, count, most });
        }
    }
    if (bits == 0 && amounts == 0) || counters == 0 {
        return Err(ShapeError::Empty);
    }
    Ok(())
}

fn check_row(
    row: &'static str,
    index: usize,
    entries: &Row,
    value: i64,
    (bits, amounts): (u32, u32),
) -> Result<(), ShapeError> {
    let ascending = entries.windows(2).all(|pair| matches!(pair, [a, b] if a.0 < b.0));
    let in_range = entries
        .iter()
        .all(|(column, coefficient)| *column < bits + amounts && *coefficient != 0);
    if !ascending || !in_range {
        return Err(ShapeError::BadRow { row, index });
    }
    let sum = entries.iter().try_fold(value.unsigned_abs(), |sum, (column, c)| {
        let largest = if *column < bits { 1 } else { u64::from(u32::MAX) };
        sum.checked_add(c.unsigned_abs().checked_mul(largest)?)
    });
    match sum {
        Some(sum) if sum < ROW_BOUND => Ok(()),
        _ => Err(ShapeError::Overflow { row, index }),
    }
}

fn signed(value: i64) -> Scalar {
    let magnitude = Scalar::from(value.unsigned_abs());
    if value < 0 { -magnitude } else { magnitude }
}

fn terms(row: &Row) -> Vec<Term> {
    let term = |(column, c): &(u32, i64)| Term {
        column: *column as usize,
        coefficient: signed(*c),
        one: *c == 1,
    };
    row.iter().map(term).collect()
}

/// `n, u, M, L, c` as integers of fixed width behind their counts; negative numbers in two's complement.
fn canonical_bytes(bits: u32, amounts: u32, counters: &[Row], equations: &[(Row, i64)]) -> Vec<u8> {
    let mut out = b"comitia/v1/shape".to_vec();
    let row_bytes = |row: &Row| {
        let mut body = Vec::new();
        for (column, coefficient) in row {
            column.encode(&mut body);
            body.extend_from_slice(&coefficient.to_be_bytes());
        }
        body
    };
    bits.encode(&mut out);
    amounts.encode(&mut out);
    let mut body = Vec::new();
    for row in counters {
        Prefix::U24.write(&row_bytes(row), &mut body);
    }
    Prefix::U32.write(&body, &mut out);
    body.clear();
    for (row, value) in equations {
        Prefix::U24.write(&row_bytes(row), &mut body);
        body.extend_from_slice(&value.to_be_bytes());
    }
    Prefix::U32.write(&body, &mut out);
    out
}

/// Σ coefficientⱼ · valueⱼ over the terms of one row.
pub(crate) fn evaluate(terms: &[Term], values: &[Scalar]) -> Scalar {
    let mut sum = Scalar::ZERO;
    for term in terms {
        let value = values.get(term.column).copied().unwrap_or(Scalar::ZERO);
        sum += if term.one { value } else { term.coefficient * value };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_equations_are_refused() {
        let row = vec![(0, i64::MAX), (1, 1)];
        let error = Shape::new(2, vec![vec![(0, 1)]], vec![(row, 1)]).unwrap_err();
        assert_eq!(
            error,
            ShapeError::Overflow {
                row: "equation",
                index: 0
            }
        );
    }

    #[test]
    fn rows_must_name_existing_bits_once_and_in_order() {
        for row in [
            vec![(2, 1)],
            vec![(1, 1), (0, 1)],
            vec![(0, 1), (0, 1)],
            vec![(0, 0)],
        ] {
            let error = Shape::new(2, vec![row], vec![]).unwrap_err();
            assert_eq!(
                error,
                ShapeError::BadRow {
                    row: "counter",
                    index: 0
                }
            );
        }
    }

    #[test]
    fn counters_are_not_negative() {
        let error = Shape::new(1, vec![vec![(0, -1)]], vec![]).unwrap_err();
        assert_eq!(error, ShapeError::NegativeCounter { index: 0 });
    }

    #[test]
    fn different_shapes_have_different_digests() {
        let a = Shape::new(2, vec![vec![(0, 1)], vec![(1, 1)]], vec![]).unwrap();
        let b = Shape::new(2, vec![vec![(0, 1), (1, 1)]], vec![]).unwrap();
        let c = Shape::new(2, vec![vec![(0, 1)]], vec![(vec![(1, 1)], 1)]).unwrap();
        assert!(a.digest() != b.digest() && b.digest() != c.digest() && a.digest() != c.digest());
    }
}
