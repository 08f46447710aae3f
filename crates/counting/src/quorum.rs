//! How many must take part for an outcome to hold.

use serde::{Deserialize, Serialize};

use crate::{Electorate, Fraction, Threshold};

/// The quorums of a rule, each a share of the registered electors that must be reached **or passed**.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quorums {
    /// How many must have voted, blank or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turnout: Option<Fraction>,
    /// How many must have voted for something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_votes: Option<Fraction>,
}

/// What a quorum counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuorumBase {
    /// Everybody who voted.
    Turnout,
    /// Those who voted neither blank nor for nothing at all.
    ValidVotes,
}

/// One quorum, and whether it was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuorumCheck {
    /// What was counted.
    pub base: QuorumBase,
    /// The share of the registered electors that the rule asks for.
    pub share: Fraction,
    /// That share as a number, and the number there was.
    pub threshold: Threshold,
}

impl Quorums {
    /// Every quorum that the rule asks for, against the turnout and `valid` valid votes.
    pub(crate) fn check(&self, electorate: Electorate, valid: u64) -> Vec<QuorumCheck> {
        let asked = [
            (QuorumBase::Turnout, self.turnout, electorate.turnout),
            (QuorumBase::ValidVotes, self.valid_votes, valid),
        ];
        let check = |(base, share, reached): (QuorumBase, Option<Fraction>, u64)| {
            let share = share?;
            let required = share.at_least_of(electorate.registered);
            Some(QuorumCheck {
                base,
                share,
                threshold: Threshold { required, reached },
            })
        };
        asked.into_iter().filter_map(check).collect()
    }
}

/// The quorums that were missed.
pub(crate) fn missed(checks: &[QuorumCheck]) -> Vec<QuorumBase> {
    checks
        .iter()
        .filter(|check| !check.threshold.is_met())
        .map(|check| check.base)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_roll_exactly_reaches_a_quorum_of_one_half() {
        let quorums = Quorums {
            turnout: Some(Fraction::new(1, 2).unwrap()),
            valid_votes: None,
        };
        let at = |turnout| {
            let electorate = Electorate {
                registered: 1001,
                turnout,
            };
            quorums.check(electorate, 0)
        };
        assert_eq!(
            at(500)[0].threshold,
            Threshold {
                required: 501,
                reached: 500
            }
        );
        assert_eq!(missed(&at(500)), [QuorumBase::Turnout]);
        assert!(missed(&at(501)).is_empty());
    }

    #[test]
    fn blank_votes_count_for_the_turnout_and_not_for_the_valid_votes() {
        let quarter = Fraction::new(1, 4).unwrap();
        let quorums = Quorums {
            turnout: Some(quarter),
            valid_votes: Some(quarter),
        };
        let electorate = Electorate {
            registered: 100,
            turnout: 30,
        };
        let checks = quorums.check(electorate, 20);
        assert_eq!(missed(&checks), [QuorumBase::ValidVotes]);
        assert_eq!(checks[1].threshold.missing(), 5);
    }
}
