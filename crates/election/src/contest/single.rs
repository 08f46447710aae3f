//! `single`: exactly one option (yes, no or blank; one of k). One bit per option, Σb = 1.

use super::{ChoiceError, ContestError, Rows, option_bits, option_counters};
use crate::manifest::Contest;

pub(super) fn check(contest: &Contest) -> Result<(), ContestError> {
    if contest.candidates() < 2 {
        Err(ContestError::TooFewOptions(2))
    } else {
        Ok(())
    }
}

pub(super) fn rows(options: usize) -> Rows {
    let bits = u32::try_from(options).unwrap_or(u32::MAX);
    let one = (0..bits).map(|bit| (bit, 1)).collect();
    Rows {
        bits,
        counters: option_counters(bits),
        equations: vec![(one, 1)],
    }
}

pub(super) fn bits(options: usize, contest: usize, selection: &[usize]) -> Result<Vec<bool>, ChoiceError> {
    match selection.len() {
        1 => Ok(option_bits(options, selection)),
        got => Err(ChoiceError::Count {
            contest,
            min: 1,
            max: 1,
            got,
        }),
    }
}
