//! What a rule is applied to: counts per option, the roll and the turnout.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Form;

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

impl Electorate {
    /// Itself, when no more voted than could.
    pub(crate) const fn checked(self) -> Result<Self, TallyError> {
        let Self { registered, turnout } = self;
        if turnout > registered {
            return Err(TallyError::TurnoutAboveRoll { turnout, registered });
        }
        Ok(self)
    }
}

/// The published counts of one contest with one counter per option: votes, points, scores, levels or amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    electorate: Electorate,
    counts: Vec<u64>,
    blank: Option<OptionIndex>,
    most: u64,
    costs: Option<Vec<u64>>,
    among: Option<Vec<OptionIndex>>,
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
    /// An option has more votes than the voters could give it.
    #[error(
        "option number {option}, counted from 0, has {votes} votes of {turnout} voters who can give it {most} each"
    )]
    OptionAboveTurnout {
        /// The place of the option.
        option: usize,
        /// Its votes.
        votes: u64,
        /// Those who voted.
        turnout: u64,
        /// The most that one voter of weight 1 can give one option.
        most: u64,
    },
    /// A list has another number of entries than it must have.
    #[error("{what}: {found} numbers instead of {expected}")]
    Length {
        /// What is listed.
        what: &'static str,
        /// How many entries there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// The grades of an option are more or fewer than the ballots.
    #[error(
        "option number {option}, counted from 0, has {grades} grades of {turnout} voters who give one each"
    )]
    GradesAndTurnout {
        /// The place of the option.
        option: usize,
        /// The sum of its grades, cut at the largest 64-bit integer.
        grades: u64,
        /// Those who voted.
        turnout: u64,
    },
    /// More ballots compare two options than there are.
    #[error(
        "{compared} ballots rank the options number {first} and {second}, counted from 0, and only {valid} rank any"
    )]
    PairAboveTurnout {
        /// The place of one option.
        first: usize,
        /// The place of the other.
        second: usize,
        /// The ballots that rank one of them above the other, cut at the largest 64-bit integer.
        compared: u64,
        /// The ballots that are not blank.
        valid: u64,
    },
    /// More blank ballots than ballots.
    #[error("{blank} blank ballots of {turnout}")]
    BlankAboveTurnout {
        /// The blank ballots.
        blank: u64,
        /// Those who voted.
        turnout: u64,
    },
    /// The numbers are too large to be counted exactly.
    #[error("{what}: too large to be counted in 64 bits")]
    TooLarge {
        /// What is too large.
        what: &'static str,
    },
    /// The rule counts another form of counters.
    #[error("the rule counts {wanted}, and these counters are {found}")]
    WrongForm {
        /// What the rule counts.
        wanted: Form,
        /// What there is.
        found: Form,
    },
    /// The rule buys projects, and the counters come without costs.
    #[error("the rule needs to know what each project costs")]
    NoCosts,
    /// A Condorcet winner fills one seat.
    #[error("the condorcet method fills one seat, not {seats}")]
    OneSeatOnly {
        /// The seats that the rule asks for.
        seats: u32,
    },
}

impl Tally {
    /// Counts in the order of the ballot; `blank` says which of them is the blank vote, if there is one.
    pub fn new(
        electorate: Electorate,
        counts: Vec<u64>,
        blank: Option<OptionIndex>,
    ) -> Result<Self, TallyError> {
        let Electorate { turnout, .. } = electorate.checked()?;
        if let Some(OptionIndex(blank)) = blank {
            let votes = *counts.get(blank).ok_or(TallyError::BlankOutOfRange {
                blank,
                options: counts.len(),
            })?;
            if votes > turnout {
                return Err(TallyError::BlankAboveTurnout {
                    blank: votes,
                    turnout,
                });
            }
        }
        if counts.len() == usize::from(blank.is_some()) {
            return Err(TallyError::NoOption);
        }
        Ok(Self {
            electorate,
            counts,
            blank,
            most: 1,
            costs: None,
            among: None,
        })
    }

    /// Says that one ballot of weight 1 can give an option up to `most`, which is 1 unless this says otherwise:
    /// points, scores, levels and amounts are more. Refuses counts that no ballots can add up to.
    pub fn with_most(self, most: u64) -> Result<Self, TallyError> {
        let tally = Self { most, ..self };
        tally.possible()?;
        Ok(tally)
    }

    /// Says what each option costs, in the order of the ballot and with 0 for the blank one: one number per counter.
    pub fn with_costs(self, costs: Vec<u64>) -> Result<Self, TallyError> {
        if costs.len() != self.counts.len() {
            return Err(TallyError::Length {
                what: "costs of the options",
                found: costs.len(),
                expected: self.counts.len(),
            });
        }
        Ok(Self {
            costs: Some(costs),
            ..self
        })
    }

    /// Says that these options alone can win: others are counted for their own sake, as the candidates of lists are.
    #[must_use]
    pub fn among(self, contenders: Vec<OptionIndex>) -> Self {
        Self {
            among: Some(contenders),
            ..self
        }
    }

    /// Refuses an option with more votes than the voters could give it. A rule asks before it counts, because what
    /// one voter can give is said after the counts.
    pub(crate) fn possible(&self) -> Result<(), TallyError> {
        let turnout = self.electorate.turnout;
        let bound = u128::from(turnout) * u128::from(self.most);
        let above = |(_, votes): &(OptionIndex, u64)| u128::from(*votes) > bound;
        match self.contenders().find(above) {
            None => Ok(()),
            Some((OptionIndex(option), votes)) => Err(TallyError::OptionAboveTurnout {
                option,
                votes,
                turnout,
                most: self.most,
            }),
        }
    }

    /// What each contender costs, in the order of [`Tally::contenders`].
    pub(crate) fn costs(&self) -> Result<impl Iterator<Item = u64>, TallyError> {
        let costs = self.costs.as_ref().ok_or(TallyError::NoCosts)?;
        let contenders = self.contenders();
        Ok(contenders.filter_map(|(OptionIndex(option), _)| costs.get(option).copied()))
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
        options.filter(|(option, _)| Some(*option) != self.blank && self.can_win(option))
    }

    fn can_win(&self, option: &OptionIndex) -> bool {
        self.among.as_ref().is_none_or(|among| among.contains(option))
    }

    /// All votes, blank ones included, refused when they exceed the turnout: one vote each.
    pub(crate) fn one_vote_each(&self) -> Result<u64, TallyError> {
        let turnout = self.electorate.turnout;
        let mut all = self
            .contenders()
            .map(|(_, votes)| votes)
            .chain([self.blank_votes()]);
        let votes = all.try_fold(0u64, u64::checked_add);
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
            refused(HUNDRED, &[1, 61], Some(1)),
            TallyError::BlankAboveTurnout {
                blank: 61,
                turnout: 60
            }
        );
    }

    #[test]
    fn an_option_with_more_than_the_voters_can_give_is_refused() {
        let above = TallyError::OptionAboveTurnout {
            option: 1,
            votes: 61,
            turnout: 60,
            most: 1,
        };
        let tally = Tally::new(HUNDRED, vec![1, 61], None).unwrap();
        assert_eq!(tally.possible(), Err(above));
        assert!(tally.clone().with_most(0).is_err());
        assert_eq!(tally.clone().with_most(1), Err(above));
        assert!(tally.with_most(2).is_ok());
        let full = Tally::new(HUNDRED, vec![180, 181], None).unwrap();
        assert!(full.with_most(3).is_err());
    }

    #[test]
    fn costs_are_one_per_counter_and_the_blank_option_is_not_sold() {
        let tally = Tally::new(HUNDRED, vec![10, 30, 20], Some(OptionIndex(1))).unwrap();
        assert_eq!(tally.costs().err(), Some(TallyError::NoCosts));
        assert!(tally.clone().with_costs(vec![1, 2]).is_err());
        let priced = tally.with_costs(vec![5, 0, 7]).unwrap();
        assert_eq!(priced.costs().unwrap().collect::<Vec<_>>(), [5, 7]);
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
    fn what_is_counted_for_its_own_sake_is_no_vote_and_cannot_win() {
        let lists = Tally::new(HUNDRED, vec![30, 60, 30, 60], None)
            .unwrap()
            .among(vec![OptionIndex(0), OptionIndex(2)]);
        assert_eq!(lists.one_vote_each(), Ok(60));
        let contenders: Vec<_> = lists.contenders().collect();
        assert_eq!(contenders, [(OptionIndex(0), 30), (OptionIndex(2), 30)]);
    }

    #[test]
    fn the_blank_option_is_counted_and_cannot_win() {
        let tally = Tally::new(HUNDRED, vec![10, 30, 20], Some(OptionIndex(1))).unwrap();
        assert_eq!(tally.blank_votes(), 30);
        let contenders: Vec<_> = tally.contenders().collect();
        assert_eq!(contenders, [(OptionIndex(0), 10), (OptionIndex(2), 20)]);
    }
}
