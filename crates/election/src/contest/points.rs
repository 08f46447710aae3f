//! `points`: `min` to `max` points in all, at most `each` for one option.
//!
//! Digits of `each` per option, mᵢ their sum; slack digits of max − min: Σmᵢ + slack = max.

use super::error::MOST_OPTIONS;
use super::kind::{Kind, numbers, options_within, within};
use super::rows::{Rows, times};
use super::{ChoiceFault, ContestError, digits};
use crate::manifest::Contest;
use comitia_crypto::plaintext::Plaintext;
use serde::{Deserialize, Serialize};

/// Points out of a common purse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// Fewest points that must be given in all.
    pub min: u32,
    /// Most points that may be given in all.
    pub max: u32,
    /// Most points for one option.
    pub each: u32,
}

impl Kind for Points {
    fn check(&self, contest: &Contest) -> Result<(), ContestError> {
        options_within(contest, 1, MOST_OPTIONS)?;
        within("max", self.max.into(), 1, u32::MAX.into())?;
        within("each", self.each.into(), 1, self.max.into())?;
        let possible = u64::from(self.each) * contest.options.len() as u64;
        within("min", self.min.into(), 0, possible.min(self.max.into()))
    }

    fn rows(&self, contest: &Contest) -> Rows {
        let mut rows = Rows::default();
        for _ in &contest.options {
            let points = rows.add_digits(&digits::weights(self.each.into()));
            rows.counters.push(points);
        }
        let slack = rows.add_digits(&digits::weights((self.max - self.min).into()));
        let terms: Vec<(u32, i64)> = rows
            .counters
            .iter()
            .chain([&slack])
            .flat_map(|row| times(row, 1))
            .collect();
        rows.equation(terms, self.max.into());
        rows
    }

    fn mark(&self, contest: &Contest, selection: &[usize]) -> Result<Plaintext, ChoiceFault> {
        let points = numbers(contest.options.len(), self.each.into(), selection)?;
        let (min, max, got) = (self.min.into(), self.max.into(), points.iter().sum());
        if !(min..=max).contains(&got) {
            return Err(ChoiceFault::Total { min, max, got });
        }
        let given = points
            .into_iter()
            .flat_map(|points| digits::bits(self.each.into(), points));
        let slack = digits::bits(max - min, max - got);
        Ok(Plaintext::from(given.chain(slack).collect::<Vec<_>>()))
    }

    fn most(&self) -> u64 {
        self.each.into()
    }
}
