//! What a counter counts, and its name in records and reports.

use super::ContestRule;
use crate::manifest::Contest;

/// What one counter of a contest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    /// What an option got.
    Option(usize),
    /// Ballots that give an option a grade.
    Grade {
        /// Place of the option.
        option: usize,
        /// Place of the grade; 0 is the worst.
        grade: usize,
    },
    /// Ballots that rank one option above another.
    Above {
        /// Place of the option above.
        upper: usize,
        /// Place of the option below.
        lower: usize,
    },
}

impl Counter {
    /// The option's id, `<option>/<grade>` or `<upper>><lower>` (protocol-spec: `counter-names`).
    #[must_use]
    pub fn name(self, contest: &Contest) -> String {
        let id = |place: usize| contest.options.get(place).map_or("", |option| option.id.as_str());
        match self {
            Self::Option(place) => id(place).to_owned(),
            Self::Grade { option, grade } => {
                let grade = match &contest.rule {
                    ContestRule::Grades(rule) => rule.grades.get(grade).map_or("", |grade| grade.id.as_str()),
                    _ => "",
                };
                format!("{}/{grade}", id(option))
            }
            Self::Above { upper, lower } => format!("{}>{}", id(upper), id(lower)),
        }
    }
}
