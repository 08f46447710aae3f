//! What a kind of contest has to say about itself.

use super::rows::Rows;
use super::{ChoiceFault, ContestError, Counter};
use crate::manifest::Contest;
use comitia_counting::Form;
use comitia_crypto::plaintext::Plaintext;

/// A kind of contest: its file says nothing else.
pub(super) trait Kind {
    /// Checks the kind's own limits; the field is the one of the rule.
    fn check(&self, contest: &Contest) -> Result<(), ContestError>;

    /// Its rows over its own columns, counted from 0.
    fn rows(&self, contest: &Contest) -> Rows;

    /// What a selection sets.
    fn mark(&self, contest: &Contest, selection: &[usize]) -> Result<Plaintext, ChoiceFault>;

    /// Its counters, in the order of the rows: one for each option, if nothing else is said.
    fn counters(&self, contest: &Contest) -> Vec<Counter> {
        (0..contest.options.len()).map(Counter::Option).collect()
    }

    /// What its counts are like.
    fn form(&self) -> Form {
        Form::Options
    }

    /// The largest count that one ballot of weight 1 gives one option.
    fn most(&self) -> u64 {
        1
    }

    /// Id of the blank option.
    fn blank(&self) -> Option<&str> {
        None
    }

    /// Places of the options that can win.
    fn contenders(&self, contest: &Contest) -> Vec<usize> {
        contest.candidates()
    }
}

/// Options marked once each, in the order of the ballot: one bit for each option.
pub(super) fn marked(contest: &Contest, selection: &[usize]) -> Result<Vec<bool>, ChoiceFault> {
    let mut bits = vec![false; contest.options.len()];
    for place in selection {
        match bits.get_mut(*place) {
            Some(bit) if !*bit => *bit = true,
            _ => return Err(ChoiceFault::Option),
        }
    }
    Ok(bits)
}

/// One number for each option, none above `most`.
pub(super) fn numbers(options: usize, most: u64, selection: &[usize]) -> Result<Vec<u64>, ChoiceFault> {
    if selection.len() != options {
        let got = selection.len();
        return Err(ChoiceFault::Numbers { options, got });
    }
    let number = |(option, number): (usize, &usize)| {
        let number = *number as u64;
        if number <= most {
            Ok(number)
        } else {
            Err(ChoiceFault::TooLarge { option, most })
        }
    };
    selection.iter().enumerate().map(number).collect()
}

/// Refuses a number of options outside of limits.
pub(super) fn options_within(contest: &Contest, least: usize, most: usize) -> Result<(), ContestError> {
    let got = contest.candidates().len();
    if (least..=most).contains(&got) {
        Ok(())
    } else {
        Err(ContestError::Options { least, most, got })
    }
}

/// Refuses a number of the rule outside of limits.
pub(super) fn within(field: &'static str, value: u64, least: u64, most: u64) -> Result<(), ContestError> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(ContestError::Number {
            field,
            value,
            least,
            most,
        })
    }
}
