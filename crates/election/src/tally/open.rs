//! Shares to counts.

use super::Tally;
use crate::entry::Shares;
use crate::state::ceremony_params;
use comitia_crypto::ceremony::TrusteeIndex;
use comitia_crypto::decryption::{DecryptionShare, VerifiedShare, combine};
use comitia_crypto::dlog::Table;
use std::collections::BTreeMap;
use thiserror::Error;

/// Why there are no counts.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TallyError {
    /// Shares that verified do not combine.
    #[error("the decryption shares do not combine: {0}")]
    Combine(String),
    /// A counter that opens to nothing within its bound.
    #[error("counter {counter} of unit {unit} opens to no count up to {bound}")]
    NoCount {
        /// Place of the unit.
        unit: usize,
        /// Place of the counter.
        counter: usize,
        /// The largest count that is possible.
        bound: u64,
    },
    /// Counts to which a rule cannot be applied.
    #[error("contest {contest:?}: {problem}")]
    Rule {
        /// Id of the contest.
        contest: String,
        /// What is wrong.
        problem: String,
    },
}

/// Shares by whether they verify.
#[derive(Debug, Default)]
pub struct SharesChecked {
    /// Shares of all aggregates, by trustee.
    pub good: BTreeMap<TrusteeIndex, Vec<VerifiedShare>>,
    /// Trustees whose shares do not verify, and why.
    pub bad: BTreeMap<TrusteeIndex, String>,
}

/// Counts by unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// `counts[unit][counter]`.
    pub counts: Vec<Vec<u64>>,
    /// Whose shares were used.
    pub trustees: Vec<TrusteeIndex>,
}

impl Opened {
    /// Nobody voted, or the total is under the floor.
    #[must_use]
    pub const fn nothing() -> Self {
        Self {
            counts: Vec::new(),
            trustees: Vec::new(),
        }
    }

    /// How many counters were opened.
    #[must_use]
    pub fn counters(&self) -> u64 {
        self.counts.iter().map(|counts| counts.len() as u64).sum()
    }
}

impl Tally<'_> {
    /// Verifies every share on the log.
    #[must_use]
    pub fn verify_shares(&self) -> SharesChecked {
        let mut checked = SharesChecked::default();
        for (trustee, shares) in self.closed().shares() {
            match self.verify_shares_of(*trustee, shares) {
                Ok(verified) => {
                    checked.good.insert(*trustee, verified);
                }
                Err(problem) => {
                    checked.bad.insert(*trustee, problem);
                }
            }
        }
        checked
    }

    /// Verifies one trustee's shares, all of them.
    pub fn verify_shares_of(
        &self,
        trustee: TrusteeIndex,
        shares: &Shares,
    ) -> Result<Vec<VerifiedShare>, String> {
        if shares.aggregates != *self.aggregates().digest() {
            return Err("it decrypted other aggregates".to_owned());
        }
        if shares.shares.len() != self.aggregates().list().len() {
            return Err("another number of shares than aggregates".to_owned());
        }
        let keys = self.closed().urn().keys();
        let verify = |(place, share): (usize, &DecryptionShare)| {
            let target = self
                .target(place)
                .ok_or_else(|| "there is no such aggregate".to_owned())?;
            share
                .verify(&target, trustee, keys)
                .map_err(|error| error.to_string())
        };
        shares.shares.iter().enumerate().map(verify).collect()
    }

    /// Whether the trustees whose shares are not bad are as many as the threshold asks for.
    #[must_use]
    pub fn can_still_open(&self, shares: &SharesChecked) -> bool {
        let qualified = self.closed().urn().keys().qualified().len();
        qualified.saturating_sub(shares.bad.len()) >= self.threshold()
    }

    /// Combines shares of the threshold and finds the counts.
    pub fn open(&self, shares: &SharesChecked) -> Result<Opened, TallyError> {
        let params =
            ceremony_params(self.manifest).ok_or_else(|| combine_error("the manifest has no ceremony"))?;
        let used: Vec<_> = shares.good.iter().take(self.threshold()).collect();
        let largest = self.manifest.ballot().shape().largest_counts();
        let mut counts = Vec::new();
        for (place, unit) in self.aggregates().units().iter().enumerate() {
            let target = self
                .target(place)
                .ok_or_else(|| combine_error("an aggregate is missing"))?;
            let parts: Vec<VerifiedShare> = used
                .iter()
                .filter_map(|(_, list)| list.get(place).cloned())
                .collect();
            let points = combine(&parts, &target, &params).map_err(combine_error)?;
            let bounds: Vec<u64> = largest
                .iter()
                .map(|one| one.saturating_mul(unit.weight()))
                .collect();
            let table = Table::new(bounds.iter().copied().max().unwrap_or(0)).map_err(combine_error)?;
            let find = |(counter, (point, bound)): (usize, (_, &u64))| {
                let count = table.find(point).filter(|count| count <= bound);
                count.ok_or(TallyError::NoCount {
                    unit: place,
                    counter,
                    bound: *bound,
                })
            };
            counts.push(
                points
                    .iter()
                    .zip(&bounds)
                    .enumerate()
                    .map(find)
                    .collect::<Result<_, _>>()?,
            );
        }
        Ok(Opened {
            counts,
            trustees: used.into_iter().map(|(trustee, _)| *trustee).collect(),
        })
    }
}

fn combine_error(problem: impl core::fmt::Display) -> TallyError {
    TallyError::Combine(problem.to_string())
}
