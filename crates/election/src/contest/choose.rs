//! `choose`: min to max of the options, or blank where the contest has a blank option β.
//!
//! One bit per option and max − min slack bits: Σb + Σs + max·β = max. A blank vote leaves no room for anything
//! else; otherwise the slack absorbs what is missing to max, and no more than max − min.

use super::{ChoiceError, ContestError, Rows, option_bits, option_counters};
use crate::manifest::Contest;

pub(super) fn check(contest: &Contest, min: u32, max: u32) -> Result<(), ContestError> {
    let options = contest.candidates();
    if options == 0 {
        return Err(ContestError::TooFewOptions(1));
    }
    if min > max || max == 0 || max as usize > options {
        return Err(ContestError::Limits { options });
    }
    Ok(())
}

pub(super) fn rows(contest: &Contest, min: u32, max: u32) -> Rows {
    let options = u32::try_from(contest.options.len()).unwrap_or(u32::MAX);
    let bits = options.saturating_add(max - min);
    let blank = contest.blank();
    let coefficient = |bit: u32| {
        if Some(bit as usize) == blank {
            i64::from(max)
        } else {
            1
        }
    };
    let row = (0..bits).map(|bit| (bit, coefficient(bit))).collect();
    Rows {
        bits,
        counters: option_counters(options),
        equations: vec![(row, i64::from(max))],
    }
}

pub(super) fn bits(
    contest: &Contest,
    min: u32,
    max: u32,
    place: usize,
    selection: &[usize],
) -> Result<Vec<bool>, ChoiceError> {
    let (min, max, got) = (min as usize, max as usize, selection.len());
    let is_blank = contest.blank().is_some_and(|blank| selection.contains(&blank));
    if is_blank && got > 1 {
        return Err(ChoiceError::BlankAndMore { contest: place });
    }
    if !is_blank && !(min..=max).contains(&got) {
        return Err(ChoiceError::Count {
            contest: place,
            min,
            max,
            got,
        });
    }
    let used_slack = if is_blank { 0 } else { max - got };
    let slack = (0..max - min).map(|index| index < used_slack);
    Ok(option_bits(contest.options.len(), selection)
        .into_iter()
        .chain(slack)
        .collect())
}
