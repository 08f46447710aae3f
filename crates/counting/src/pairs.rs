//! Counts per ordered pair of options.

use crate::{Electorate, OptionIndex, TallyError};

/// The published counts of a contest where every ballot ranks the options, level ones allowed, or is blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairTally {
    electorate: Electorate,
    /// Row by row with the diagonal, which is zero.
    above: Vec<Vec<u64>>,
    blank: u64,
}

impl PairTally {
    /// `above` has one number for each ordered pair of different options, row by row: the ballots that rank option 0
    /// above 1, above 2, …; then option 1 above 0, above 2, …. `blank` ballots rank none.
    pub fn new(
        electorate: Electorate,
        options: usize,
        above: Vec<u64>,
        blank: u64,
    ) -> Result<Self, TallyError> {
        let Electorate { turnout, .. } = electorate.checked()?;
        if options == 0 {
            return Err(TallyError::NoOption);
        }
        if blank > turnout {
            return Err(TallyError::BlankAboveTurnout { blank, turnout });
        }
        let tally = Self {
            electorate,
            above: matrix(options, above)?,
            blank,
        };
        tally.possible()?;
        Ok(tally)
    }

    /// Refuses a pair that more ballots compare than there are.
    fn possible(&self) -> Result<(), TallyError> {
        let valid = self.valid();
        for (OptionIndex(first), OptionIndex(second)) in self.pairs() {
            let compared = self.at(first, second).saturating_add(self.at(second, first));
            if compared > valid {
                return Err(TallyError::PairAboveTurnout {
                    first,
                    second,
                    compared,
                    valid,
                });
            }
        }
        Ok(())
    }

    /// The roll and the turnout.
    #[must_use]
    pub const fn electorate(&self) -> Electorate {
        self.electorate
    }

    /// The ballots that rank nothing.
    #[must_use]
    pub const fn blank_votes(&self) -> u64 {
        self.blank
    }

    /// The ballots that rank.
    #[must_use]
    pub const fn valid(&self) -> u64 {
        // Checked when the tally was made: there are at most as many blank ballots as ballots.
        self.electorate.turnout - self.blank
    }

    /// The options, in the order of the ballot.
    pub fn options(&self) -> impl Iterator<Item = OptionIndex> + use<> {
        (0..self.above.len()).map(OptionIndex)
    }

    /// The ballots that rank `a` above `b`; 0 when one of them is not on the ballot.
    #[must_use]
    pub fn above(&self, a: OptionIndex, b: OptionIndex) -> u64 {
        self.at(a.0, b.0)
    }

    /// Row by row: the ballots that rank the option of the row above the option of the column.
    #[must_use]
    pub fn matrix(&self) -> &[Vec<u64>] {
        &self.above
    }

    /// Every pair of different options, once.
    fn pairs(&self) -> impl Iterator<Item = (OptionIndex, OptionIndex)> {
        let options = self.above.len();
        (0..options).flat_map(move |a| (a + 1..options).map(move |b| (OptionIndex(a), OptionIndex(b))))
    }

    fn at(&self, a: usize, b: usize) -> u64 {
        self.above.get(a).and_then(|row| row.get(b)).copied().unwrap_or(0)
    }
}

/// Puts the zeros of the diagonal between the numbers.
fn matrix(options: usize, above: Vec<u64>) -> Result<Vec<Vec<u64>>, TallyError> {
    let expected = options.saturating_mul(options - 1);
    if above.len() != expected {
        return Err(TallyError::Length {
            what: "ordered pairs of options",
            found: above.len(),
            expected,
        });
    }
    let mut numbers = above.into_iter();
    let mut row = |a: usize| {
        (0..options)
            .map(|b| if a == b { 0 } else { numbers.next().unwrap_or(0) })
            .collect()
    };
    Ok((0..options).map(&mut row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Electorate = Electorate {
        registered: 12,
        turnout: 10,
    };

    #[test]
    fn pairs_are_read_row_by_row_without_the_diagonal() {
        let tally = PairTally::new(TEN, 3, vec![1, 2, 3, 4, 5, 6], 0).unwrap();
        assert_eq!(tally.matrix(), [vec![0, 1, 2], vec![3, 0, 4], vec![5, 6, 0]]);
        assert_eq!(tally.above(OptionIndex(2), OptionIndex(0)), 5);
    }

    #[test]
    fn pairs_that_no_ballots_can_give_are_refused() {
        let refused =
            |options, above: &[u64], blank| PairTally::new(TEN, options, above.to_vec(), blank).unwrap_err();
        assert_eq!(refused(0, &[], 0), TallyError::NoOption);
        assert!(matches!(
            refused(2, &[1], 0),
            TallyError::Length { expected: 2, .. }
        ));
        assert!(matches!(
            refused(2, &[1, 1], 11),
            TallyError::BlankAboveTurnout { .. }
        ));
        let above = TallyError::PairAboveTurnout {
            first: 0,
            second: 1,
            compared: 10,
            valid: 9,
        };
        assert_eq!(refused(2, &[4, 6], 1), above);
        assert!(PairTally::new(TEN, 2, vec![4, 6], 0).is_ok());
        assert!(matches!(
            refused(2, &[u64::MAX, 6], 1),
            TallyError::PairAboveTurnout { .. }
        ));
        assert!(PairTally::new(TEN, 1, Vec::new(), 0).is_ok());
    }
}
