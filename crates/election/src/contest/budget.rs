//! `budget`: projects that an envelope pays for, and `min` to `max` of them.
//!
//! One bit per project; slack digits of the envelope: Σ costᵢbᵢ + slack = envelope; slack digits of max − min:
//! Σb + slack′ = max. Where neither limit can be met, the second equation is left out.

use super::error::MOST_OPTIONS;
use super::kind::{Kind, marked, options_within, within};
use super::rows::{Rows, coefficient, column};
use super::{ChoiceFault, ContestError, digits};
use crate::manifest::Contest;
use comitia_crypto::plaintext::Plaintext;
use serde::{Deserialize, Serialize};

/// Costs and envelopes stay below this, so that 2048 of them add up to less than 2⁶².
const MOST_MONEY: u64 = 1 << 50;

/// Projects that an envelope pays for. Costs are in the options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// What a voter may spend, in the unit of the costs.
    pub envelope: u64,
    /// Fewest projects.
    #[serde(default)]
    pub min: u32,
    /// Most projects; as many as there are, if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

impl Budget {
    /// Fewest and most projects, if there are such limits.
    fn limits(&self, contest: &Contest) -> Option<(u64, u64)> {
        let max = self.max.map_or(contest.options.len() as u64, u64::from);
        let limited = self.min > 0 || self.max.is_some();
        limited.then_some((self.min.into(), max))
    }

    fn costs(contest: &Contest) -> impl Iterator<Item = u64> {
        contest.options.iter().map(|option| option.cost.unwrap_or(0))
    }
}

impl Kind for Budget {
    fn check(&self, contest: &Contest) -> Result<(), ContestError> {
        options_within(contest, 1, MOST_OPTIONS)?;
        within("envelope", self.envelope, 1, MOST_MONEY)?;
        let projects = contest.options.len() as u64;
        let max = self.max.map_or(projects, u64::from);
        within("max", max, 1, projects)?;
        within("min", self.min.into(), 0, max)?;
        let sound = |cost: Option<u64>| cost.is_some_and(|cost| cost <= MOST_MONEY);
        match contest.options.iter().position(|option| !sound(option.cost)) {
            Some(option) => Err(ContestError::Cost {
                option,
                most: MOST_MONEY,
            }),
            None => Ok(()),
        }
    }

    fn rows(&self, contest: &Contest) -> Rows {
        let mut rows = Rows::default();
        rows.add_bits(contest.options.len());
        let projects = 0..column(contest.options.len());
        rows.count_each(projects.clone());
        let slack = rows.add_digits(&digits::weights(self.envelope));
        let costs = projects.clone().zip(Self::costs(contest).map(coefficient));
        rows.equation(costs.chain(slack), coefficient(self.envelope));
        if let Some((min, max)) = self.limits(contest) {
            let slack = rows.add_digits(&digits::weights(max.saturating_sub(min)));
            rows.equation(projects.map(|bit| (bit, 1)).chain(slack), coefficient(max));
        }
        rows
    }

    fn mark(&self, contest: &Contest, selection: &[usize]) -> Result<Plaintext, ChoiceFault> {
        let mut bits = marked(contest, selection)?;
        let costs = Self::costs(contest).zip(&bits);
        let got = costs.filter(|(_, bit)| **bit).map(|(cost, _)| cost).sum();
        if got > self.envelope {
            let most = self.envelope;
            return Err(ChoiceFault::TooDear { most, got });
        }
        bits.extend(digits::bits(self.envelope, self.envelope - got));
        if let Some((min, max)) = self.limits(contest) {
            let count = selection.len() as u64;
            if !(min..=max).contains(&count) {
                let limit = |limit| usize::try_from(limit).unwrap_or(usize::MAX);
                let (min, max, got) = (limit(min), limit(max), selection.len());
                return Err(ChoiceFault::Count { min, max, got });
            }
            bits.extend(digits::bits(max - min, max - count));
        }
        Ok(Plaintext::from(bits))
    }
}
