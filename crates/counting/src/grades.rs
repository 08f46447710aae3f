//! Counts per option and grade.

use crate::{Electorate, OptionIndex, TallyError};

/// The published counts of a contest where every ballot gives one grade to every option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeTally {
    electorate: Electorate,
    counts: Vec<Vec<u64>>,
}

impl GradeTally {
    /// `counts[option][grade]`, options in the order of the ballot and grades from the worst to the best. The grades
    /// of every option add up to the turnout, because a ballot grades them all.
    pub fn new(electorate: Electorate, counts: Vec<Vec<u64>>) -> Result<Self, TallyError> {
        let Electorate { turnout, .. } = electorate.checked()?;
        let grades = counts.first().ok_or(TallyError::NoOption)?.len();
        for (option, row) in counts.iter().enumerate() {
            if row.len() != grades {
                return Err(TallyError::Length {
                    what: "grades of an option",
                    found: row.len(),
                    expected: grades,
                });
            }
            let sum = row.iter().fold(0u64, |sum, count| sum.saturating_add(*count));
            if sum != turnout {
                return Err(TallyError::GradesAndTurnout {
                    option,
                    grades: sum,
                    turnout,
                });
            }
        }
        Ok(Self { electorate, counts })
    }

    /// The roll and the turnout.
    #[must_use]
    pub const fn electorate(&self) -> Electorate {
        self.electorate
    }

    /// The options with their counts per grade, worst grade first, in the order of the ballot.
    pub fn options(&self) -> impl Iterator<Item = (OptionIndex, &[u64])> {
        let rows = self.counts.iter().enumerate();
        rows.map(|(option, row)| (OptionIndex(option), row.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_that_do_not_add_up_to_the_turnout_are_refused() {
        let electorate = Electorate {
            registered: 9,
            turnout: 5,
        };
        let refused = |counts: &[&[u64]]| {
            let counts = counts.iter().map(|row| row.to_vec()).collect();
            GradeTally::new(electorate, counts).unwrap_err()
        };
        assert_eq!(refused(&[]), TallyError::NoOption);
        assert_eq!(
            refused(&[&[2, 3], &[5]]),
            TallyError::Length {
                what: "grades of an option",
                found: 1,
                expected: 2
            }
        );
        for (row, sum) in [([2, 4], 6), ([2, 2], 4), ([u64::MAX, 6], u64::MAX)] {
            assert_eq!(
                refused(&[&[2, 3], &row]),
                TallyError::GradesAndTurnout {
                    option: 1,
                    grades: sum,
                    turnout: 5
                }
            );
        }
    }
}
