//! The rows of one contest, over its own columns.

use comitia_crypto::shape::Row;

/// The rows of one contest. Its columns are its bits, and behind them its amounts.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// How many bits.
    pub bits: u32,
    /// How many amounts.
    pub amounts: u32,
    /// M.
    pub counters: Vec<Row>,
    /// L and c.
    pub equations: Vec<(Row, i64)>,
}

impl Rows {
    /// More bits; the column of the first.
    pub fn add_bits(&mut self, count: usize) -> u32 {
        let first = self.bits;
        self.bits = first.saturating_add(column(count));
        first
    }

    /// Bits with these weights: their terms.
    pub fn add_digits(&mut self, weights: &[u64]) -> Row {
        let first = self.add_bits(weights.len());
        (first..)
            .zip(weights)
            .map(|(bit, weight)| (bit, coefficient(*weight)))
            .collect()
    }

    /// A counter for each of these columns.
    pub fn count_each(&mut self, columns: core::ops::Range<u32>) {
        self.counters.extend(columns.map(|column| vec![(column, 1)]));
    }

    /// Σ terms = value. Terms come in any order; those with coefficient zero are no terms.
    pub fn equation(&mut self, terms: impl IntoIterator<Item = (u32, i64)>, value: i64) {
        let mut row: Row = terms.into_iter().filter(|(_, c)| *c != 0).collect();
        row.sort_unstable_by_key(|(column, _)| *column);
        self.equations.push((row, value));
    }
}

/// A column; more than there can be is refused by the shape.
pub(super) fn column(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A coefficient; one that is too large is refused by the shape.
pub(super) fn coefficient(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Terms times a factor.
pub(super) fn times(terms: &Row, factor: i64) -> impl Iterator<Item = (u32, i64)> {
    terms
        .iter()
        .map(move |(column, c)| (*column, c.saturating_mul(factor)))
}
