//! The shape of a ballot: linear systems over bits (protocol-spec: `shapes`).
//!
//! A shape has n bits b, p visible counters m = M·b, which are encrypted and tallied, and q equations L·b = c.
//! Bits that appear in no counter are hidden slack.

use crate::codec::{Encode, Prefix};
use crate::digest::Digest;
use crate::group::Scalar;
use thiserror::Error;

/// |c| + Σ|L| of a row stays below this, so that a row is the same equation over the integers and modulo ℓ.
const ROW_BOUND: u64 = 1 << 62;
/// Most bits, counters or equations of one shape. A ballot of this many would be far over an entry's size.
const SIZE_BOUND: usize = 2048;

/// Why a shape was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ShapeError {
    /// Too large to be a ballot.
    #[error("a ballot cannot have {count} {what}; at most {SIZE_BOUND}")]
    TooLarge {
        /// Bits, counters or equations.
        what: &'static str,
        /// How many there are.
        count: usize,
    },
    /// No bit or no counter.
    #[error("a ballot needs at least one bit and one counter")]
    Empty,
    /// A coefficient names a bit that is not there, twice, out of order, or is zero.
    #[error("{row} {index}: coefficients must name existing bits once each, in order, and not be zero")]
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

/// One row of M or L: (bit, coefficient), bits ascending, coefficients not zero.
pub type Row = Vec<(u32, i64)>;

/// A validated shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    bits: u32,
    counters: Vec<Row>,
    equations: Vec<(Row, i64)>,
    digest: Digest,
    counter_terms: Vec<Vec<Term>>,
    equation_terms: Vec<(Vec<Term>, Scalar)>,
}

/// A coefficient as the prover and the verifier use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Term {
    pub bit: usize,
    pub coefficient: Scalar,
    /// A coefficient of one costs an addition instead of a multiplication.
    pub one: bool,
}

impl Shape {
    /// Checks all limits and makes the shape.
    pub fn new(bits: u32, counters: Vec<Row>, equations: Vec<(Row, i64)>) -> Result<Self, ShapeError> {
        let n = bits as usize;
        for (what, count) in [
            ("bits", n),
            ("counters", counters.len()),
            ("equations", equations.len()),
        ] {
            if count > SIZE_BOUND {
                return Err(ShapeError::TooLarge { what, count });
            }
        }
        if n == 0 || counters.is_empty() {
            return Err(ShapeError::Empty);
        }
        for (index, row) in counters.iter().enumerate() {
            check_row("counter", index, row, 0, bits)?;
            if row.iter().any(|(_, coefficient)| *coefficient < 0) {
                return Err(ShapeError::NegativeCounter { index });
            }
        }
        for (index, (row, value)) in equations.iter().enumerate() {
            check_row("equation", index, row, *value, bits)?;
        }
        let digest = Digest::of(&canonical_bytes(bits, &counters, &equations));
        let counter_terms = counters.iter().map(terms).collect();
        let equation_terms = equations
            .iter()
            .map(|(row, value)| (terms(row), signed(*value)))
            .collect();
        Ok(Self {
            bits,
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
        self.counters
            .iter()
            .map(|row| row.iter().map(|(_, c)| c.unsigned_abs()).sum())
            .collect()
    }

    /// The counters m = M·b of a bit vector of the right length.
    #[must_use]
    pub fn count(&self, bits: &[bool]) -> Vec<u64> {
        let value = |row: &Row| {
            row.iter()
                .filter(|(bit, _)| bit_at(bits, *bit))
                .map(|(_, c)| c.unsigned_abs())
                .sum()
        };
        self.counters.iter().map(value).collect()
    }

    /// The first equation that `bits` does not satisfy.
    #[must_use]
    pub fn unsatisfied(&self, bits: &[bool]) -> Option<usize> {
        self.equations.iter().position(|(row, value)| {
            let sum: i64 = row
                .iter()
                .filter(|(bit, _)| bit_at(bits, *bit))
                .map(|(_, c)| c)
                .sum();
            sum != *value
        })
    }

    pub(crate) fn counter_terms(&self) -> &[Vec<Term>] {
        &self.counter_terms
    }

    pub(crate) fn equation_terms(&self) -> &[(Vec<Term>, Scalar)] {
        &self.equation_terms
    }
}

fn bit_at(bits: &[bool], index: u32) -> bool {
    bits.get(index as usize).copied().unwrap_or(false)
}

fn check_row(
    row: &'static str,
    index: usize,
    entries: &Row,
    value: i64,
    bits: u32,
) -> Result<(), ShapeError> {
    let ascending = entries.windows(2).all(|pair| matches!(pair, [a, b] if a.0 < b.0));
    let in_range = entries
        .iter()
        .all(|(bit, coefficient)| *bit < bits && *coefficient != 0);
    if !ascending || !in_range {
        return Err(ShapeError::BadRow { row, index });
    }
    let sum = entries.iter().try_fold(value.unsigned_abs(), |sum, (_, c)| {
        sum.checked_add(c.unsigned_abs())
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
    let term = |(bit, c): &(u32, i64)| Term {
        bit: *bit as usize,
        coefficient: signed(*c),
        one: *c == 1,
    };
    row.iter().map(term).collect()
}

/// `n, M, L, c` as integers of fixed width behind their counts; negative numbers in two's complement.
fn canonical_bytes(bits: u32, counters: &[Row], equations: &[(Row, i64)]) -> Vec<u8> {
    let mut out = b"comitia/v1/shape".to_vec();
    let row_bytes = |row: &Row| {
        let mut body = Vec::new();
        for (bit, coefficient) in row {
            bit.encode(&mut body);
            body.extend_from_slice(&coefficient.to_be_bytes());
        }
        body
    };
    bits.encode(&mut out);
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
        let value = values.get(term.bit).copied().unwrap_or(Scalar::ZERO);
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
