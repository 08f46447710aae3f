//! `allocation`: an amount split among the options, to the last unit (protocol-spec: `contests`).
//!
//! One amount below 2³² per option instead of bits, Σv = amount; that each is in range is shown by a range proof.

use super::kind::{Kind, numbers, options_within, within};
use super::rows::{Rows, column};
use super::{ChoiceFault, ContestError};
use crate::manifest::Contest;
use comitia_crypto::plaintext::Plaintext;
use serde::{Deserialize, Serialize};

/// Options of one contest: a range proof of more takes too long to check.
const MOST_OPTIONS: usize = 64;

/// An amount split among the options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allocation {
    /// What is split, in the smallest unit that a voter can give.
    pub amount: u32,
}

impl Kind for Allocation {
    fn check(&self, contest: &Contest) -> Result<(), ContestError> {
        options_within(contest, 1, MOST_OPTIONS)?;
        within("amount", self.amount.into(), 1, u32::MAX.into())
    }

    fn rows(&self, contest: &Contest) -> Rows {
        let amounts = column(contest.options.len());
        let mut rows = Rows {
            amounts,
            ..Rows::default()
        };
        rows.count_each(0..amounts);
        rows.equation((0..amounts).map(|amount| (amount, 1)), self.amount.into());
        rows
    }

    fn mark(&self, contest: &Contest, selection: &[usize]) -> Result<Plaintext, ChoiceFault> {
        let amounts = numbers(contest.options.len(), self.amount.into(), selection)?;
        let (amount, got) = (u64::from(self.amount), amounts.iter().sum());
        if got != amount {
            return Err(ChoiceFault::Total {
                min: amount,
                max: amount,
                got,
            });
        }
        // None of them is above the amount, which has 32 bits.
        let amounts = amounts
            .into_iter()
            .map(|amount| u32::try_from(amount).unwrap_or(u32::MAX));
        Ok(Plaintext::from(amounts.collect::<Vec<u32>>()))
    }

    fn most(&self) -> u64 {
        self.amount.into()
    }
}
