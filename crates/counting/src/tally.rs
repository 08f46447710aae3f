//! What a rule is applied to: counts per option, the roll and the turnout.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The place of an option on the ballot, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OptionIndex(pub usize);

/// How many could vote, and how many did.
///
/// Both are in the unit of the counts: voters where every voter weighs the same, else units of weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Electorate {
    /// Everybody on the roll.
    pub registered: u64,
    /// Those whose ballot was counted, blank ones included.
    pub turnout: u64,
}

/// The published counts of one contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    electorate: Electorate,
    counts: Vec<u64>,
    blank: Option<OptionIndex>,
}

/// Why counts do not make sense. None of these can come from a verified count; all of them can come from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TallyError {
    /// More people voted than are on the roll.
    #[error("{turnout} voted, but only {registered} are registered")]
    TurnoutAboveRoll {
        /// Those who voted.
        turnout: u64,
        /// Those who could.
        registered: u64,
    },
    /// The blank option is not on the ballot.
    #[error("the blank option is number {blank} of {options}, counted from 0")]
    BlankOutOfRange {
        /// The place given for the blank option.
        blank: usize,
        /// How many options there are.
        options: usize,
    },
    /// There is nothing to choose.
    #[error("there is no option besides the blank one")]
    NoOption,
    /// One option each, yet more votes than voters.
    #[error("{votes} votes for {turnout} voters who have one each")]
    MoreVotesThanVoters {
        /// The sum of all counts, cut at the largest 64-bit integer.
        votes: u64,
        /// Those who voted.
        turnout: u64,
    },
    /// An option has more votes than there are voters.
    #[error("option number {option}, counted from 0, has {votes} votes of {turnout} voters")]
    OptionAboveTurnout {
        /// The place of the option.
        option: usize,
        /// Its votes.
        votes: u64,
        /// Those who voted.
        turnout: u64,
    },
}

impl Tally {
    /// Counts in the order of the ballot; `blank` says which of them is the blank vote, if there is one.
    pub fn new(
        electorate: Electorate,
        counts: Vec<u64>,
        blank: Option<OptionIndex>,
    ) -> Result<Self, TallyError> {
        let Electorate { registered, turnout } = electorate;
        if turnout > registered {
            return Err(TallyError::TurnoutAboveRoll { turnout, registered });
        }
        if let Some(OptionIndex(blank)) = blank
            && blank >= counts.len()
        {
            return Err(TallyError::BlankOutOfRange {
                blank,
                options: counts.len(),
            });
        }
        if counts.len() == usize::from(blank.is_some()) {
            return Err(TallyError::NoOption);
        }
        let above = counts.iter().enumerate().find(|(_, votes)| **votes > turnout);
        if let Some((option, &votes)) = above {
            return Err(TallyError::OptionAboveTurnout {
                option,
                votes,
                turnout,
            });
        }
        Ok(Self {
            electorate,
            counts,
            blank,
        })
    }

    /// The roll and the turnout.
    #[must_use]
    pub const fn electorate(&self) -> Electorate {
        self.electorate
    }

    /// The blank votes; 0 where the ballot has no blank option.
    #[must_use]
    pub fn blank_votes(&self) -> u64 {
        self.blank
            .and_then(|OptionIndex(blank)| self.counts.get(blank))
            .copied()
            .unwrap_or(0)
    }

    /// The options that can win, that is all but the blank one, with their votes, in the order of the ballot.
    pub fn contenders(&self) -> impl Iterator<Item = (OptionIndex, u64)> {
        let options = self
            .counts
            .iter()
            .enumerate()
            .map(|(place, votes)| (OptionIndex(place), *votes));
        options.filter(|(option, _)| Some(*option) != self.blank)
    }

    /// The sum of all counts, refused when it exceeds the turnout: one vote each.
    pub(crate) fn one_vote_each(&self) -> Result<u64, TallyError> {
        let turnout = self.electorate.turnout;
        let votes = self
            .counts
            .iter()
            .try_fold(0u64, |sum, votes| sum.checked_add(*votes));
        match votes {
            Some(votes) if votes <= turnout => Ok(votes),
            _ => Err(TallyError::MoreVotesThanVoters {
                votes: votes.unwrap_or(u64::MAX),
                turnout,
            }),
        }
    }
}

/// Options with the same number of votes.
pub(crate) fn with_votes(tally: &Tally, wanted: u64) -> Vec<OptionIndex> {
    tally
        .contenders()
        .filter(|(_, votes)| *votes == wanted)
        .map(|(option, _)| option)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HUNDRED: Electorate = Electorate {
        registered: 100,
        turnout: 60,
    };

    #[test]
    fn counts_that_make_no_sense_are_refused_by_name() {
        let too_many = Electorate {
            registered: 10,
            turnout: 11,
        };
        let refused = |electorate, counts: &[u64], blank: Option<usize>| {
            Tally::new(electorate, counts.to_vec(), blank.map(OptionIndex)).unwrap_err()
        };
        assert_eq!(
            refused(too_many, &[1], None),
            TallyError::TurnoutAboveRoll {
                turnout: 11,
                registered: 10
            }
        );
        assert_eq!(
            refused(HUNDRED, &[1, 2], Some(2)),
            TallyError::BlankOutOfRange { blank: 2, options: 2 }
        );
        assert_eq!(refused(HUNDRED, &[], None), TallyError::NoOption);
        assert_eq!(refused(HUNDRED, &[7], Some(0)), TallyError::NoOption);
        assert_eq!(
            refused(HUNDRED, &[1, 61], None),
            TallyError::OptionAboveTurnout {
                option: 1,
                votes: 61,
                turnout: 60
            }
        );
    }

    #[test]
    fn votes_beyond_one_each_are_refused_even_when_their_sum_overflows() {
        let tally = Tally::new(HUNDRED, vec![40, 21], None).unwrap();
        assert_eq!(
            tally.one_vote_each(),
            Err(TallyError::MoreVotesThanVoters {
                votes: 61,
                turnout: 60
            })
        );
        let all = Electorate {
            registered: u64::MAX,
            turnout: u64::MAX,
        };
        let tally = Tally::new(all, vec![u64::MAX, 1], None).unwrap();
        assert!(tally.one_vote_each().is_err());
    }

    #[test]
    fn the_blank_option_is_counted_and_cannot_win() {
        let tally = Tally::new(HUNDRED, vec![10, 30, 20], Some(OptionIndex(1))).unwrap();
        assert_eq!(tally.blank_votes(), 30);
        let contenders: Vec<_> = tally.contenders().collect();
        assert_eq!(contenders, [(OptionIndex(0), 10), (OptionIndex(2), 20)]);
    }
}
