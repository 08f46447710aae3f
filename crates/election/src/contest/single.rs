//! `single`: exactly one option (yes, no or blank; one of k). One bit per option, Σb = 1.

use super::error::MOST_OPTIONS;
use super::kind::{Kind, marked, options_within};
use super::rows::{Rows, column};
use super::{ChoiceFault, ContestError};
use crate::manifest::Contest;
use comitia_crypto::plaintext::Plaintext;
use serde::{Deserialize, Serialize};

/// Exactly one option.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Single {
    /// The blank option.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<String>,
}

impl Kind for Single {
    fn check(&self, contest: &Contest) -> Result<(), ContestError> {
        options_within(contest, 2, MOST_OPTIONS)
    }

    fn rows(&self, contest: &Contest) -> Rows {
        let mut rows = Rows::default();
        rows.add_bits(contest.options.len());
        let options = 0..column(contest.options.len());
        rows.count_each(options.clone());
        rows.equation(options.map(|bit| (bit, 1)), 1);
        rows
    }

    fn mark(&self, contest: &Contest, selection: &[usize]) -> Result<Plaintext, ChoiceFault> {
        let bits = marked(contest, selection)?;
        match selection.len() {
            1 => Ok(Plaintext::from(bits)),
            got => Err(ChoiceFault::Count { min: 1, max: 1, got }),
        }
    }

    fn blank(&self) -> Option<&str> {
        self.blank.as_deref()
    }
}
