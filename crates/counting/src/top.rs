//! Several options each, and those with most votes win.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::quorum::missed;
use crate::tally::with_votes;
use crate::{Electorate, OptionIndex, QuorumBase, QuorumCheck, Quorums, Tally, TallyError};

/// The rule of a contest where every voter may take several options, or give them points or scores
/// (protocol-spec: `outcome-top`): the `seats` options with most votes win. An option without any vote does not win, even when seats remain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Top {
    /// How many options win.
    pub seats: NonZeroU32,
    /// How many must take part.
    #[serde(default)]
    pub quorums: Quorums,
}

/// What the rule says about the counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopOutcome {
    /// The rule that was applied.
    pub rule: Top,
    /// The roll and the turnout.
    pub electorate: Electorate,
    /// Ballots that are not blank.
    pub valid: u64,
    /// Blank ballots.
    pub blank: u64,
    /// Each quorum that the rule asks for.
    pub quorums: Vec<QuorumCheck>,
    /// The options whose votes suffice for a seat, most votes first, level ones in the order of the ballot. They
    /// win unless a quorum was missed.
    pub leading: Vec<OptionIndex>,
    /// The options that share the last seats and cannot all have one.
    pub tied: Option<Boundary>,
    /// The votes between the last winner and the first loser; `None` when there is a tie between them, no winner
    /// or no loser.
    pub margin: Option<u64>,
    /// Seats for which no option with a vote is left.
    pub vacant: u64,
    /// What follows.
    pub verdict: TopVerdict,
}

/// Options level on votes, more of them than there are seats left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boundary {
    /// The options that are level, in the order of the ballot.
    pub options: Vec<OptionIndex>,
    /// The votes that each of them has.
    pub votes: u64,
    /// The seats left for them: at least one, and fewer than there are options.
    pub seats: u64,
}

/// What the rule concludes. When several reasons hold, the first in this order is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum TopVerdict {
    /// Too few took part: nothing is decided, whoever is in front.
    QuorumMissed {
        /// The quorums that were missed.
        missed: Vec<QuorumBase>,
    },
    /// Nobody voted for anything.
    NoValidVotes,
    /// The leading options win; the count does not choose between the tied ones for the seats left.
    Tie,
    /// The leading options win, and seats remain vacant.
    Vacant,
    /// The leading options win and fill all seats.
    Filled,
}

impl Top {
    /// Applies the rule.
    pub fn decide(&self, tally: &Tally) -> Result<TopOutcome, TallyError> {
        tally.possible()?;
        let electorate = tally.electorate();
        let blank = tally.blank_votes();
        // There are at most as many blank ballots as ballots, so this cannot be negative.
        let valid = electorate.turnout - blank;
        let quorums = self.quorums.check(electorate, valid);
        let Seating {
            leading,
            tied,
            vacant,
            margin,
        } = seat(tally, u64::from(self.seats.get()));
        let verdict = verdict(&quorums, &leading, tied.as_ref(), vacant);
        let (rule, quorums) = (*self, quorums);
        Ok(TopOutcome {
            rule,
            electorate,
            valid,
            blank,
            quorums,
            leading,
            tied,
            margin,
            vacant,
            verdict,
        })
    }
}

/// Who sits where.
struct Seating {
    leading: Vec<OptionIndex>,
    tied: Option<Boundary>,
    margin: Option<u64>,
    vacant: u64,
}

/// Gives the seats from the most votes downwards, one level of votes at a time, so that no order between level
/// options can matter.
fn seat(tally: &Tally, seats: u64) -> Seating {
    let mut levels: Vec<u64> = tally
        .contenders()
        .map(|(_, votes)| votes)
        .filter(|votes| *votes > 0)
        .collect();
    levels.sort_unstable_by(|a, b| b.cmp(a));
    levels.dedup();
    let mut seating = Seating {
        leading: Vec::new(),
        tied: None,
        margin: None,
        vacant: seats,
    };
    let mut last_seated = None;
    for votes in levels {
        let options = with_votes(tally, votes);
        let wanted = options.len() as u64;
        if seating.vacant == 0 {
            seating.margin = last_seated.map(|last: u64| last - votes);
            return seating;
        }
        if wanted > seating.vacant {
            seating.tied = Some(Boundary {
                options,
                votes,
                seats: seating.vacant,
            });
            seating.vacant = 0;
            return seating;
        }
        seating.vacant -= wanted;
        seating.leading.extend(options);
        last_seated = Some(votes);
    }
    if tally.contenders().any(|(_, votes)| votes == 0) {
        seating.margin = last_seated;
    }
    seating
}

fn verdict(
    quorums: &[QuorumCheck],
    leading: &[OptionIndex],
    tied: Option<&Boundary>,
    vacant: u64,
) -> TopVerdict {
    let missed = missed(quorums);
    match (tied, vacant) {
        _ if !missed.is_empty() => TopVerdict::QuorumMissed { missed },
        (None, _) if leading.is_empty() => TopVerdict::NoValidVotes,
        (Some(_), _) => TopVerdict::Tie,
        (None, 0) => TopVerdict::Filled,
        (None, _) => TopVerdict::Vacant,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fraction;

    fn top(seats: u32) -> Top {
        Top {
            seats: NonZeroU32::new(seats).unwrap(),
            quorums: Quorums::default(),
        }
    }

    fn decide(seats: u32, counts: &[u64], blank: Option<usize>) -> TopOutcome {
        let electorate = Electorate {
            registered: 1000,
            turnout: 100,
        };
        let tally = Tally::new(electorate, counts.to_vec(), blank.map(OptionIndex)).unwrap();
        top(seats).decide(&tally).unwrap()
    }

    fn places(options: &[OptionIndex]) -> Vec<usize> {
        options.iter().map(|option| option.0).collect()
    }

    #[test]
    fn the_options_with_most_votes_win() {
        let outcome = decide(2, &[10, 70, 40, 39], None);
        assert_eq!(places(&outcome.leading), [1, 2]);
        assert_eq!((outcome.verdict, outcome.margin), (TopVerdict::Filled, Some(1)));
    }

    #[test]
    fn level_options_within_the_seats_all_win() {
        let outcome = decide(3, &[40, 70, 40, 39], None);
        assert_eq!(places(&outcome.leading), [1, 0, 2]);
        assert_eq!(outcome.verdict, TopVerdict::Filled);
    }

    #[test]
    fn a_tie_at_the_last_seat_is_reported_and_nobody_is_preferred() {
        let outcome = decide(2, &[40, 70, 40, 40], None);
        assert_eq!(places(&outcome.leading), [1]);
        let tied = outcome.tied.unwrap();
        assert_eq!(
            (places(&tied.options), tied.votes, tied.seats),
            (vec![0, 2, 3], 40, 1)
        );
        assert_eq!((outcome.verdict, outcome.margin), (TopVerdict::Tie, None));
    }

    #[test]
    fn a_seat_without_a_vote_stays_vacant() {
        let outcome = decide(3, &[5, 0, 7], None);
        assert_eq!(places(&outcome.leading), [2, 0]);
        assert_eq!(
            (outcome.vacant, outcome.verdict, outcome.margin),
            (1, TopVerdict::Vacant, Some(5))
        );
    }

    #[test]
    fn blank_ballots_take_no_seat() {
        let outcome = decide(1, &[5, 90, 7], Some(1));
        assert_eq!(places(&outcome.leading), [2]);
        assert_eq!((outcome.valid, outcome.blank), (10, 90));
        assert_eq!(decide(1, &[0, 90], Some(1)).verdict, TopVerdict::NoValidVotes);
    }

    #[test]
    fn a_missed_quorum_seats_nobody_and_says_why() {
        let quorums = Quorums {
            turnout: None,
            valid_votes: Some(Fraction::new(1, 5).unwrap()),
        };
        let rule = Top { quorums, ..top(1) };
        let tally = Tally::new(
            Electorate {
                registered: 100,
                turnout: 30,
            },
            vec![9, 8, 12],
            Some(OptionIndex(2)),
        );
        let outcome = rule.decide(&tally.unwrap()).unwrap();
        assert_eq!(
            outcome.verdict,
            TopVerdict::QuorumMissed {
                missed: vec![QuorumBase::ValidVotes]
            }
        );
        assert_eq!(outcome.quorums[0].threshold.missing(), 2);
        assert_eq!(places(&outcome.leading), [0]);
    }

    #[test]
    fn all_options_can_win_and_then_there_is_no_margin() {
        let outcome = decide(2, &[3, 4], None);
        assert_eq!(
            (outcome.verdict, outcome.margin, outcome.vacant),
            (TopVerdict::Filled, None, 0)
        );
    }
}
