//! Seats for options of which some are ahead of others.

use serde::{Deserialize, Serialize};

use crate::OptionIndex;

/// Options between which the count does not choose, and the seats that are left for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TiedSeats {
    /// The options, in the order of the ballot.
    pub options: Vec<OptionIndex>,
    /// The seats left for them: at least one, and fewer than there are options.
    pub seats: u64,
}

/// Who has a seat whatever the tie, who may have one, and the seats for which no option is left.
pub(crate) struct Seating {
    pub leading: Vec<OptionIndex>,
    pub tied: Option<TiedSeats>,
    pub vacant: u64,
}

/// (Protocol-spec: `outcome-seats`.) An option has a seat when it is ahead of so many that the others do not fill the seats, in whatever order the
/// options that are not ahead of each other are put. It is tied when that depends on the order.
pub(crate) fn seat(
    order: &[OptionIndex],
    seats: u64,
    ahead: impl Fn(OptionIndex, OptionIndex) -> bool,
) -> Seating {
    let others = |option: OptionIndex| order.iter().copied().filter(move |other| *other != option);
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let certain = |option: OptionIndex| number(others(option).filter(|o| !ahead(option, *o)).count()) < seats;
    let possible = |option: OptionIndex| number(others(option).filter(|o| ahead(*o, option)).count()) < seats;
    let leading: Vec<OptionIndex> = order.iter().copied().filter(|o| certain(*o)).collect();
    let may: Vec<OptionIndex> = order
        .iter()
        .copied()
        .filter(|o| possible(*o) && !certain(*o))
        .collect();
    let left = seats.saturating_sub(number(leading.len()));
    Seating {
        leading,
        vacant: if may.is_empty() { left } else { 0 },
        tied: tied(may, left),
    }
}

fn tied(mut options: Vec<OptionIndex>, seats: u64) -> Option<TiedSeats> {
    options.sort_unstable();
    (!options.is_empty()).then_some(TiedSeats { options, seats })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(places: &[usize]) -> Vec<OptionIndex> {
        places.iter().copied().map(OptionIndex).collect()
    }

    #[test]
    fn level_options_at_the_last_seat_are_tied_and_those_ahead_of_them_sit() {
        let votes = [9, 5, 5, 5, 1];
        let ahead = |a: OptionIndex, b: OptionIndex| votes[a.0] > votes[b.0];
        let seating = seat(&options(&[0, 1, 2, 3, 4]), 3, ahead);
        assert_eq!((seating.leading, seating.vacant), (options(&[0]), 0));
        let tied = seating.tied.unwrap();
        assert_eq!((tied.options, tied.seats), (options(&[1, 2, 3]), 2));
        assert!(seat(&options(&[0, 1, 2, 3, 4]), 4, ahead).tied.is_none());
        assert_eq!(seat(&options(&[0, 1, 2, 3, 4]), 7, ahead).vacant, 2);
    }

    /// 0 is ahead of 1, and 2 is compared with neither: whether 1 or 2 sits beside 0 depends on where 2 is put, and
    /// for one seat so does 0.
    #[test]
    fn an_option_that_is_compared_with_nobody_is_tied_with_all_whom_it_could_displace() {
        let ahead = |a: OptionIndex, b: OptionIndex| a.0 == 0 && b.0 == 1;
        let one = seat(&options(&[0, 1, 2]), 1, ahead);
        assert!(one.leading.is_empty());
        assert_eq!(one.tied.unwrap().options, options(&[0, 2]));
        let two = seat(&options(&[0, 1, 2]), 2, ahead);
        assert_eq!(two.leading, options(&[0]));
        assert_eq!(two.tied.unwrap().options, options(&[1, 2]));
    }
}
