//! `score`: a score from 0 to `max` for each option. Digits of `max` per option, m = Σ wⱼbⱼ, and no equation.

use super::error::MOST_OPTIONS;
use super::kind::{Kind, numbers, options_within, within};
use super::rows::Rows;
use super::{ChoiceFault, ContestError, digits};
use crate::manifest::Contest;
use comitia_crypto::plaintext::Plaintext;
use serde::{Deserialize, Serialize};

/// A score for each option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The best score; the worst is 0.
    pub max: u32,
}

impl Kind for Score {
    fn check(&self, contest: &Contest) -> Result<(), ContestError> {
        options_within(contest, 1, MOST_OPTIONS)?;
        within("max", self.max.into(), 1, u32::MAX.into())
    }

    fn rows(&self, contest: &Contest) -> Rows {
        let mut rows = Rows::default();
        for _ in &contest.options {
            let score = rows.add_digits(&digits::weights(self.max.into()));
            rows.counters.push(score);
        }
        rows
    }

    fn mark(&self, contest: &Contest, selection: &[usize]) -> Result<Plaintext, ChoiceFault> {
        let scores = numbers(contest.options.len(), self.max.into(), selection)?;
        let bits = scores
            .into_iter()
            .flat_map(|score| digits::bits(self.max.into(), score));
        Ok(Plaintext::from(bits.collect::<Vec<_>>()))
    }

    fn most(&self) -> u64 {
        self.max.into()
    }
}
