//! Rankings, one by one.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::OptionIndex;

/// One ranking, cast by `weight` voters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// How many ballots are exactly this one.
    pub weight: u64,
    /// The options from the most preferred on; those left out are behind all of them. Nothing is ranked on a blank one.
    pub order: Vec<OptionIndex>,
}

/// The rankings of an election, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    options: usize,
    withdrawn: Vec<OptionIndex>,
    ballots: Vec<Ranking>,
    valid: u64,
    blank: u64,
}

/// How options that are level are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// They are not: the count stops and reports the tie.
    Report,
    /// By a lot drawn before the count: the order in which the options were drawn. Of those that are level, the one
    /// drawn first is taken first, to be excluded, to hand on its surplus or to be bought.
    Lot(Vec<OptionIndex>),
}

/// Why open ballots make no sense. Ballots and options are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OpenError {
    /// There is nothing to choose.
    #[error("there is no option that can win")]
    NoOption,
    /// A ballot or a list names an option that is not there.
    #[error("{what} {place} names option number {option} of {options}, counted from 0")]
    UnknownOption {
        /// What names it.
        what: &'static str,
        /// Its place among its like.
        place: usize,
        /// The option.
        option: usize,
        /// How many options there are.
        options: usize,
    },
    /// A ballot names an option twice.
    #[error("{what} {place} names option number {option}, counted from 0, twice")]
    RepeatedOption {
        /// What names it.
        what: &'static str,
        /// Its place among its like.
        place: usize,
        /// The option.
        option: usize,
    },
    /// The lot does not draw every option once.
    #[error("the lot draws {drawn} options of {options}")]
    Lot {
        /// How many options it draws.
        drawn: usize,
        /// How many there are.
        options: usize,
    },
    /// More than can be counted exactly.
    #[error("{what}: too large to be counted in 64 bits")]
    TooLarge {
        /// What is too large.
        what: &'static str,
    },
}

impl Profile {
    /// Rankings of `options` options, some of which may have been withdrawn since: ballots are read as if those were
    /// not on them. A ballot that then ranks nothing is blank.
    pub fn new(
        options: usize,
        withdrawn: Vec<OptionIndex>,
        ballots: Vec<Ranking>,
    ) -> Result<Self, OpenError> {
        once(options, &withdrawn, "the list of withdrawn options", 0)?;
        if withdrawn.len() >= options {
            return Err(OpenError::NoOption);
        }
        let mut profile = Self {
            options,
            withdrawn,
            ballots: Vec::new(),
            valid: 0,
            blank: 0,
        };
        for (place, ballot) in ballots.into_iter().enumerate() {
            once(options, &ballot.order, "ballot", place)?;
            profile.add(ballot)?;
        }
        Ok(profile)
    }

    fn add(&mut self, mut ballot: Ranking) -> Result<(), OpenError> {
        ballot.order.retain(|option| !self.withdrawn.contains(option));
        let sum = if ballot.order.is_empty() {
            &mut self.blank
        } else {
            &mut self.valid
        };
        *sum = sum.checked_add(ballot.weight).ok_or(OpenError::TooLarge {
            what: "the number of ballots",
        })?;
        if !ballot.order.is_empty() && ballot.weight > 0 {
            self.ballots.push(ballot);
        }
        Ok(())
    }

    /// How many options there are, withdrawn ones included.
    #[must_use]
    pub const fn options(&self) -> usize {
        self.options
    }

    /// The options that can win, in the order of the ballot.
    pub fn standing(&self) -> impl Iterator<Item = OptionIndex> + '_ {
        let options = (0..self.options).map(OptionIndex);
        options.filter(|option| !self.withdrawn.contains(option))
    }

    /// The ballots that rank something.
    #[must_use]
    pub fn ballots(&self) -> &[Ranking] {
        &self.ballots
    }

    /// How many ballots rank something.
    #[must_use]
    pub const fn valid(&self) -> u64 {
        self.valid
    }

    /// How many ballots rank nothing, or withdrawn options alone.
    #[must_use]
    pub const fn blank(&self) -> u64 {
        self.blank
    }
}

impl Ties {
    /// Refuses a lot that does not draw every option once.
    pub(crate) fn checked(&self, options: usize) -> Result<(), OpenError> {
        let Self::Lot(lot) = self else { return Ok(()) };
        once(options, lot, "the lot", 0)?;
        if lot.len() == options {
            return Ok(());
        }
        Err(OpenError::Lot {
            drawn: lot.len(),
            options,
        })
    }

    /// The one of `level` options that was drawn first, when there is a lot.
    pub(crate) fn draw(&self, level: &[OptionIndex]) -> Option<OptionIndex> {
        match self {
            Self::Report => None,
            Self::Lot(lot) => lot.iter().copied().find(|option| level.contains(option)),
        }
    }
}

/// Refuses a list that names an option twice, or one that is not there.
pub(crate) fn once(
    options: usize,
    list: &[OptionIndex],
    what: &'static str,
    place: usize,
) -> Result<(), OpenError> {
    let mut seen = vec![false; options];
    for OptionIndex(option) in list.iter().copied() {
        let seen = seen.get_mut(option).ok_or(OpenError::UnknownOption {
            what,
            place,
            option,
            options,
        })?;
        if std::mem::replace(seen, true) {
            return Err(OpenError::RepeatedOption { what, place, option });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranking(weight: u64, order: &[usize]) -> Ranking {
        Ranking {
            weight,
            order: order.iter().copied().map(OptionIndex).collect(),
        }
    }

    #[test]
    fn ballots_are_read_as_if_withdrawn_options_were_not_on_them() {
        let ballots = vec![ranking(3, &[1, 0]), ranking(2, &[1]), ranking(1, &[])];
        let profile = Profile::new(3, vec![OptionIndex(1)], ballots).unwrap();
        assert_eq!(profile.ballots(), [ranking(3, &[0])]);
        assert_eq!((profile.valid(), profile.blank()), (3, 3));
        assert_eq!(
            profile.standing().collect::<Vec<_>>(),
            [OptionIndex(0), OptionIndex(2)]
        );
    }

    #[test]
    fn ballots_that_make_no_sense_are_refused_by_number() {
        let refused = |ballot| Profile::new(2, Vec::new(), vec![ranking(1, &[0]), ballot]).unwrap_err();
        assert!(matches!(
            refused(ranking(1, &[0, 2])),
            OpenError::UnknownOption {
                place: 1,
                option: 2,
                ..
            }
        ));
        assert!(matches!(
            refused(ranking(1, &[1, 0, 1])),
            OpenError::RepeatedOption {
                place: 1,
                option: 1,
                ..
            }
        ));
        assert!(matches!(
            refused(ranking(u64::MAX, &[1])),
            OpenError::TooLarge { .. }
        ));
        assert_eq!(
            Profile::new(1, vec![OptionIndex(0)], Vec::new()).unwrap_err(),
            OpenError::NoOption
        );
    }

    #[test]
    fn a_lot_draws_every_option_once() {
        let lot = |order: &[usize]| Ties::Lot(order.iter().copied().map(OptionIndex).collect());
        assert!(lot(&[1, 0]).checked(2).is_ok());
        assert!(lot(&[1]).checked(2).is_err());
        assert!(lot(&[1, 1]).checked(2).is_err());
        assert_eq!(
            lot(&[2, 0, 1]).draw(&[OptionIndex(0), OptionIndex(1)]),
            Some(OptionIndex(0))
        );
        assert_eq!(Ties::Report.draw(&[OptionIndex(0)]), None);
    }
}
