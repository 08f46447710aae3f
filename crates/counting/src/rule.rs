//! A rule of any kind.

use serde::{Deserialize, Serialize};

use crate::{Budget, Counts, Form, Judgement, Majority, Outcome, Pairwise, TallyError, Top};

/// The rule of a contest, as the manifest names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One option each, the most of them wins.
    Majority(Majority),
    /// Several options each, or points or scores: those with most win.
    Top(Top),
    /// A grade for every option, the middle grades decide.
    Judgement(Judgement),
    /// A ranking each, options compared two by two.
    Pairwise(Pairwise),
    /// Projects with a cost, bought from an envelope.
    Budget(Budget),
}

impl Rule {
    /// The form of counts that the rule reads.
    #[must_use]
    pub const fn form(&self) -> Form {
        match self {
            Self::Majority(_) | Self::Top(_) | Self::Budget(_) => Form::Options,
            Self::Judgement(_) => Form::Grades,
            Self::Pairwise(_) => Form::Pairs,
        }
    }

    /// Whether the rule reads what an option costs.
    #[must_use]
    pub const fn needs_costs(&self) -> bool {
        matches!(self, Self::Budget(_))
    }

    /// Refuses a rule that could decide nothing, whatever the counts.
    pub const fn checked(&self) -> Result<(), TallyError> {
        match self {
            Self::Pairwise(rule) => rule.checked(),
            Self::Majority(_) | Self::Top(_) | Self::Judgement(_) | Self::Budget(_) => Ok(()),
        }
    }

    /// Applies the rule (protocol-spec: `outcome`).
    pub fn decide(&self, counts: &Counts) -> Result<Outcome, TallyError> {
        match (self, counts) {
            (Self::Majority(rule), Counts::Options(tally)) => rule.decide(tally).map(Outcome::Majority),
            (Self::Top(rule), Counts::Options(tally)) => rule.decide(tally).map(Outcome::Top),
            (Self::Budget(rule), Counts::Options(tally)) => rule.decide(tally).map(Outcome::Budget),
            (Self::Judgement(rule), Counts::Grades(tally)) => Ok(Outcome::Judgement(rule.decide(tally))),
            (Self::Pairwise(rule), Counts::Pairs(tally)) => rule.decide(tally).map(Outcome::Pairwise),
            _ => Err(TallyError::WrongForm {
                wanted: self.form(),
                found: counts.form(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Electorate, OptionIndex, Tally};

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
        rule.decide(&tally.into()).unwrap()
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
