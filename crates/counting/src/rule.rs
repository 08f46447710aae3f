//! A rule of any kind, and its outcome.

use serde::{Deserialize, Serialize};

use crate::{
    Majority, MajorityOutcome, MajorityVerdict, OptionIndex, Tally, TallyError, Top, TopOutcome, TopVerdict,
};

/// The rule of a contest, as the manifest names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One option each, the most of them wins.
    Majority(Majority),
    /// Several options each, those with most votes win.
    Top(Top),
}

/// What a rule says about counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Of a [`Majority`].
    Majority(MajorityOutcome),
    /// Of a [`Top`].
    Top(TopOutcome),
}

impl Rule {
    /// Applies the rule (protocol-spec: `outcome`).
    pub fn decide(&self, tally: &Tally) -> Result<Outcome, TallyError> {
        match self {
            Self::Majority(rule) => rule.decide(tally).map(Outcome::Majority),
            Self::Top(rule) => rule.decide(tally).map(Outcome::Top),
        }
    }
}

impl Outcome {
    /// The options that win; none while a tie, a missed quorum or a missed majority leaves it open.
    #[must_use]
    pub fn winners(&self) -> Vec<OptionIndex> {
        match self {
            Self::Majority(outcome) => match outcome.verdict {
                MajorityVerdict::Won { option } => vec![option],
                _ => Vec::new(),
            },
            Self::Top(outcome) => match outcome.verdict {
                TopVerdict::QuorumMissed { .. } | TopVerdict::NoValidVotes => Vec::new(),
                TopVerdict::Tie | TopVerdict::Vacant | TopVerdict::Filled => outcome.leading.clone(),
            },
        }
    }

    /// The options between which the count does not choose.
    #[must_use]
    pub fn tied(&self) -> &[OptionIndex] {
        match self {
            Self::Majority(MajorityOutcome {
                verdict: MajorityVerdict::Tie { options },
                ..
            }) => options,
            Self::Top(TopOutcome {
                verdict: TopVerdict::Tie,
                tied: Some(boundary),
                ..
            }) => &boundary.options,
            Self::Majority(_) | Self::Top(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Electorate;

    fn outcome(rule: &str, counts: &[u64]) -> Outcome {
        let rule: Rule = serde_json::from_str(rule).unwrap();
        let tally = Tally::new(
            Electorate {
                registered: 100,
                turnout: 10,
            },
            counts.to_vec(),
            None,
        )
        .unwrap();
        rule.decide(&tally).unwrap()
    }

    #[test]
    fn a_rule_is_read_from_json_and_its_outcome_survives_the_round_trip() {
        let half =
            r#"{"majority":{"kind":"absolute","quorums":{"turnout":{"numerator":1,"denominator":10}}}}"#;
        for (rule, counts) in [
            (half, vec![7, 3]),
            (r#"{"top":{"seats":1}}"#, vec![4, 4]),
            (r#"{"top":{"seats":2}}"#, vec![5, 0]),
        ] {
            let outcome = outcome(rule, &counts);
            let json = serde_json::to_string(&outcome).unwrap();
            assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), outcome);
        }
    }

    #[test]
    fn a_rule_with_a_word_too_many_or_no_seat_is_refused() {
        for rule in [
            r#"{"majority":{"kind":"absolute","tie":"oldest"}}"#,
            r#"{"majority":{"kind":"enormous"}}"#,
            r#"{"top":{"seats":0}}"#,
            r#"{"top":{"seats":1,"quorums":{"turn out":{"numerator":1,"denominator":2}}}}"#,
        ] {
            assert!(serde_json::from_str::<Rule>(rule).is_err(), "{rule}");
        }
    }

    #[test]
    fn winners_and_ties_are_told_apart() {
        let top = outcome(r#"{"top":{"seats":2}}"#, &[9, 5, 5]);
        assert_eq!(top.winners(), [OptionIndex(0)]);
        assert_eq!(top.tied(), [OptionIndex(1), OptionIndex(2)]);
        let level = outcome(r#"{"majority":{"kind":"simple"}}"#, &[5, 5]);
        assert!(level.winners().is_empty());
        assert_eq!(level.tied().len(), 2);
        let clear = outcome(r#"{"majority":{"kind":"simple"}}"#, &[4, 5]);
        assert_eq!(clear.winners(), [OptionIndex(1)]);
        assert!(clear.tied().is_empty());
    }
}
