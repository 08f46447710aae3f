//! One option each, and the most of them wins.

use serde::{Deserialize, Serialize};

use crate::quorum::missed;
use crate::tally::with_votes;
use crate::{Electorate, OptionIndex, QuorumBase, QuorumCheck, Quorums, Tally, TallyError, Threshold};

/// The rule of a contest where every voter takes one option (protocol-spec: `outcome-majority`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Majority {
    /// How large the majority must be.
    pub kind: MajorityKind,
    /// How many must take part.
    #[serde(default)]
    pub quorums: Quorums,
}

/// How large a majority must be. Blank votes never count for or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MajorityKind {
    /// More votes than any other option.
    Simple,
    /// More than half of the valid votes.
    Absolute,
}

/// What the rule says about the counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MajorityOutcome {
    /// The rule that was applied.
    pub rule: Majority,
    /// The roll and the turnout.
    pub electorate: Electorate,
    /// Votes for something: all but the blank ones.
    pub valid: u64,
    /// Blank votes.
    pub blank: u64,
    /// Those who voted without a vote that could be counted (void papers, where there are papers).
    pub void: u64,
    /// Each quorum that the rule asks for.
    pub quorums: Vec<QuorumCheck>,
    /// Who is in front, and by how much; `None` when nobody has a vote.
    pub lead: Option<Lead>,
    /// The votes that the option in front needed to win alone, and those it has.
    pub majority: Threshold,
    /// What follows.
    pub verdict: MajorityVerdict,
}

/// The option or options with most votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// The options in front: several when they are level.
    pub options: Vec<OptionIndex>,
    /// The votes that each of them has.
    pub votes: u64,
    /// The options next behind them with a vote or without; empty when all are level.
    pub runners_up: Vec<OptionIndex>,
    /// The votes between one option in front and the next one: 0 when several are in front, all of its votes when
    /// it stands alone.
    pub margin: u64,
}

/// What the rule concludes. When several reasons hold, the first in this order is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum MajorityVerdict {
    /// Too few took part: nothing is decided, whoever is in front.
    QuorumMissed {
        /// The quorums that were missed.
        missed: Vec<QuorumBase>,
    },
    /// Nobody voted for anything.
    NoValidVotes,
    /// Several options are in front with the same number of votes. The count does not choose between them.
    Tie {
        /// The options in front.
        options: Vec<OptionIndex>,
    },
    /// One option is in front, without the majority that the rule asks for.
    NoMajority {
        /// The option in front.
        leader: OptionIndex,
    },
    /// One option wins.
    Won {
        /// The winner.
        option: OptionIndex,
    },
}

impl Majority {
    /// Applies the rule.
    pub fn decide(&self, tally: &Tally) -> Result<MajorityOutcome, TallyError> {
        let electorate = tally.electorate();
        let votes = tally.one_vote_each()?;
        let blank = tally.blank_votes();
        let valid = votes - blank;
        let quorums = self.quorums.check(electorate, valid);
        let lead = lead(tally);
        let majority = self.threshold(valid, lead.as_ref());
        let verdict = verdict(&quorums, lead.as_ref(), majority);
        let void = electorate.turnout - votes;
        Ok(MajorityOutcome {
            rule: *self,
            electorate,
            valid,
            blank,
            void,
            quorums,
            lead,
            majority,
            verdict,
        })
    }

    /// What the option in front needed. With a simple majority that is one vote more than the next option has.
    fn threshold(&self, valid: u64, lead: Option<&Lead>) -> Threshold {
        let reached = lead.map_or(0, |lead| lead.votes);
        let next = lead.map_or(0, |lead| lead.votes - lead.margin);
        let required = match self.kind {
            MajorityKind::Simple => next.saturating_add(1),
            MajorityKind::Absolute => valid / 2 + 1,
        };
        Threshold { required, reached }
    }
}

fn lead(tally: &Tally) -> Option<Lead> {
    let votes = tally
        .contenders()
        .map(|(_, votes)| votes)
        .max()
        .filter(|votes| *votes > 0)?;
    let options = with_votes(tally, votes);
    let behind = tally
        .contenders()
        .map(|(_, votes)| votes)
        .filter(|other| *other < votes)
        .max();
    let runners_up = behind.map(|behind| with_votes(tally, behind)).unwrap_or_default();
    let margin = if options.len() > 1 {
        0
    } else {
        votes - behind.unwrap_or(0)
    };
    Some(Lead {
        options,
        votes,
        runners_up,
        margin,
    })
}

fn verdict(quorums: &[QuorumCheck], lead: Option<&Lead>, majority: Threshold) -> MajorityVerdict {
    let missed = missed(quorums);
    if !missed.is_empty() {
        return MajorityVerdict::QuorumMissed { missed };
    }
    match lead.map(|lead| lead.options.as_slice()) {
        None | Some([]) => MajorityVerdict::NoValidVotes,
        Some(&[option]) if majority.is_met() => MajorityVerdict::Won { option },
        Some(&[leader]) => MajorityVerdict::NoMajority { leader },
        Some(several) => MajorityVerdict::Tie {
            options: several.to_vec(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fraction;

    const YES: OptionIndex = OptionIndex(0);
    const NO: OptionIndex = OptionIndex(1);
    const BLANK: OptionIndex = OptionIndex(2);

    fn rule(kind: MajorityKind) -> Majority {
        Majority {
            kind,
            quorums: Quorums::default(),
        }
    }

    fn referendum(kind: MajorityKind, registered: u64, counts: [u64; 3]) -> MajorityOutcome {
        let electorate = Electorate {
            registered,
            turnout: counts.iter().sum(),
        };
        rule(kind)
            .decide(&Tally::new(electorate, counts.to_vec(), Some(BLANK)).unwrap())
            .unwrap()
    }

    #[test]
    fn blank_votes_do_not_stand_in_the_way_of_an_absolute_majority() {
        let outcome = referendum(MajorityKind::Absolute, 1000, [60, 40, 300]);
        assert_eq!(outcome.verdict, MajorityVerdict::Won { option: YES });
        assert_eq!(
            outcome.majority,
            Threshold {
                required: 51,
                reached: 60
            }
        );
        assert_eq!((outcome.valid, outcome.blank, outcome.void), (100, 300, 0));
    }

    #[test]
    fn even_the_most_frequent_vote_does_not_win_when_it_is_blank() {
        let outcome = referendum(MajorityKind::Simple, 1000, [3, 4, 300]);
        assert_eq!(outcome.verdict, MajorityVerdict::Won { option: NO });
        let lead = outcome.lead.unwrap();
        assert_eq!((lead.votes, lead.margin, lead.runners_up), (4, 1, vec![YES]));
    }

    #[test]
    fn half_of_the_valid_votes_is_no_absolute_majority_and_a_tie_stays_a_tie() {
        let tied = MajorityVerdict::Tie {
            options: vec![YES, NO],
        };
        for kind in [MajorityKind::Simple, MajorityKind::Absolute] {
            let outcome = referendum(kind, 1000, [50, 50, 1]);
            assert_eq!(outcome.verdict, tied);
            assert_eq!(
                outcome.majority,
                Threshold {
                    required: 51,
                    reached: 50
                }
            );
            assert_eq!(outcome.lead.unwrap().margin, 0);
        }
    }

    #[test]
    fn the_first_of_three_may_lack_an_absolute_majority() {
        let tally = || {
            Tally::new(
                Electorate {
                    registered: 9,
                    turnout: 9,
                },
                vec![4, 3, 2],
                None,
            )
            .unwrap()
        };
        let simple = rule(MajorityKind::Simple).decide(&tally()).unwrap();
        assert_eq!(simple.verdict, MajorityVerdict::Won { option: YES });
        assert_eq!(
            simple.majority,
            Threshold {
                required: 4,
                reached: 4
            }
        );
        let absolute = rule(MajorityKind::Absolute).decide(&tally()).unwrap();
        assert_eq!(absolute.verdict, MajorityVerdict::NoMajority { leader: YES });
        assert_eq!(absolute.majority.missing(), 1);
    }

    #[test]
    fn a_missed_quorum_decides_nothing_and_still_says_who_was_in_front() {
        let quorums = Quorums {
            turnout: Some(Fraction::new(1, 2).unwrap()),
            valid_votes: None,
        };
        let rule = Majority {
            kind: MajorityKind::Absolute,
            quorums,
        };
        let electorate = Electorate {
            registered: 1000,
            turnout: 499,
        };
        let outcome = rule
            .decide(&Tally::new(electorate, vec![400, 99], None).unwrap())
            .unwrap();
        assert_eq!(
            outcome.verdict,
            MajorityVerdict::QuorumMissed {
                missed: vec![QuorumBase::Turnout]
            }
        );
        assert_eq!(outcome.lead.unwrap().options, [YES]);
        assert_eq!(outcome.quorums[0].threshold.missing(), 1);
    }

    #[test]
    fn nobody_wins_without_a_vote() {
        let outcome = referendum(MajorityKind::Simple, 10, [0, 0, 4]);
        assert_eq!(outcome.verdict, MajorityVerdict::NoValidVotes);
        assert_eq!(outcome.lead, None);
        assert!(!outcome.majority.is_met());
    }

    #[test]
    fn a_single_proposal_wins_with_all_of_its_votes_as_margin() {
        let tally = Tally::new(
            Electorate {
                registered: 5,
                turnout: 3,
            },
            vec![2],
            None,
        )
        .unwrap();
        let outcome = rule(MajorityKind::Absolute).decide(&tally).unwrap();
        assert_eq!(outcome.verdict, MajorityVerdict::Won { option: YES });
        assert_eq!((outcome.lead.unwrap().margin, outcome.void), (2, 1));
    }

    /// Second round of 7 July 2024 at polling station 0001 of Bohars (Finistère): registered, voters, blank, void
    /// and votes as declared.
    #[test]
    fn a_real_polling_station_adds_up() {
        let tally = Tally::new(
            Electorate {
                registered: 997,
                turnout: 779,
            },
            vec![363, 260, 147, 5],
            Some(OptionIndex(3)),
        )
        .unwrap();
        let outcome = rule(MajorityKind::Absolute).decide(&tally).unwrap();
        assert_eq!((outcome.valid, outcome.blank, outcome.void), (770, 5, 4));
        assert_eq!(
            outcome.majority,
            Threshold {
                required: 386,
                reached: 363
            }
        );
        assert_eq!(outcome.verdict, MajorityVerdict::NoMajority { leader: YES });
        assert_eq!(outcome.lead.unwrap().margin, 103);
    }
}
