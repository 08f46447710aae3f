//! `choose`: min to max of the options, or blank where the contest has a blank option β.
//!
//! One bit per option and max − min slack bits: Σb + Σs + max·β = max. A blank vote leaves no room for anything
//! else; otherwise the slack absorbs what is missing to max, and no more than max − min.

use super::error::MOST_OPTIONS;
use super::kind::{Kind, marked, options_within, within};
use super::rows::{Rows, column};
use super::{ChoiceFault, ContestError};
use crate::manifest::Contest;
use comitia_crypto::plaintext::Plaintext;
use serde::{Deserialize, Serialize};

/// `min` to `max` options, or blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choose {
    /// Fewest options.
    pub min: u32,
    /// Most options.
    pub max: u32,
    /// The blank option.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<String>,
}

impl Kind for Choose {
    fn check(&self, contest: &Contest) -> Result<(), ContestError> {
        options_within(contest, 1, MOST_OPTIONS)?;
        within("max", self.max.into(), 1, contest.candidates().len() as u64)?;
        within("min", self.min.into(), 0, self.max.into())
    }

    fn rows(&self, contest: &Contest) -> Rows {
        let mut rows = Rows::default();
        let options = column(contest.options.len());
        rows.bits = options.saturating_add(self.max - self.min);
        rows.count_each(0..options);
        let blank = contest.blank().map(column);
        let coefficient = |bit| {
            if Some(bit) == blank {
                i64::from(self.max)
            } else {
                1
            }
        };
        rows.equation((0..rows.bits).map(|bit| (bit, coefficient(bit))), self.max.into());
        rows
    }

    fn mark(&self, contest: &Contest, selection: &[usize]) -> Result<Plaintext, ChoiceFault> {
        let bits = marked(contest, selection)?;
        let (min, max, got) = (self.min as usize, self.max as usize, selection.len());
        let is_blank = contest.blank().is_some_and(|blank| selection.contains(&blank));
        if is_blank && got > 1 {
            return Err(ChoiceFault::BlankAndMore);
        }
        if !is_blank && !(min..=max).contains(&got) {
            return Err(ChoiceFault::Count { min, max, got });
        }
        let used = if is_blank { 0 } else { max - got };
        let slack = (0..max - min).map(|place| place < used);
        Ok(Plaintext::from(bits.into_iter().chain(slack).collect::<Vec<_>>()))
    }

    fn blank(&self) -> Option<&str> {
        self.blank.as_deref()
    }
}
