//! `quadratic`: a level for each option, which costs its square out of `credits`.
//!
//! One bit per option and level 0 … L, exactly one of them set: Σb = 1. mᵢ = Σ level·b; slack digits of `credits`:
//! Σ level²·b + slack = credits.

use super::error::MOST_OPTIONS;
use super::kind::{Kind, numbers, options_within, within};
use super::rows::{Rows, coefficient};
use super::{ChoiceFault, ContestError, digits};
use crate::manifest::Contest;
use comitia_crypto::plaintext::Plaintext;
use serde::{Deserialize, Serialize};

/// Levels above this would make ballots too large.
const MOST_CREDITS: u64 = 1 << 16;

/// Levels that cost their square.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quadratic {
    /// What a voter may spend; a level of v costs v².
    pub credits: u32,
}

impl Quadratic {
    /// The highest level that the credits pay for.
    #[must_use]
    pub const fn highest(&self) -> u32 {
        self.credits.isqrt()
    }
}

impl Kind for Quadratic {
    fn check(&self, contest: &Contest) -> Result<(), ContestError> {
        options_within(contest, 1, MOST_OPTIONS)?;
        within("credits", self.credits.into(), 1, MOST_CREDITS)
    }

    fn rows(&self, contest: &Contest) -> Rows {
        let mut rows = Rows::default();
        let mut cost = Vec::new();
        for _ in &contest.options {
            let first = rows.add_bits(self.highest() as usize + 1);
            let levels = (0..=self.highest()).map(|level| (first + level, u64::from(level)));
            rows.equation(levels.clone().map(|(bit, _)| (bit, 1)), 1);
            let counted = levels.clone().filter(|(_, level)| *level > 0);
            rows.counters
                .push(counted.map(|(bit, level)| (bit, coefficient(level))).collect());
            cost.extend(levels.map(|(bit, level)| (bit, coefficient(level * level))));
        }
        cost.extend(rows.add_digits(&digits::weights(self.credits.into())));
        rows.equation(cost, self.credits.into());
        rows
    }

    fn mark(&self, contest: &Contest, selection: &[usize]) -> Result<Plaintext, ChoiceFault> {
        let highest = u64::from(self.highest());
        let levels = numbers(contest.options.len(), highest, selection)?;
        let (most, got) = (
            u64::from(self.credits),
            levels.iter().map(|level| level * level).sum(),
        );
        if got > most {
            return Err(ChoiceFault::TooDear { most, got });
        }
        let chosen = levels
            .into_iter()
            .flat_map(|level| (0..=highest).map(move |other| other == level));
        let slack = digits::bits(most, most - got);
        Ok(Plaintext::from(chosen.chain(slack).collect::<Vec<_>>()))
    }

    fn most(&self) -> u64 {
        self.highest().into()
    }
}
