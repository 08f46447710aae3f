//! The majority value of Balinski and Laraki: the middle grades, one after another.
//!
//! Of N grades in ascending order the middle one is number ⌊(N + 1)/2⌋, the *lower* of the two middle ones when N is
//! even. Taking it away and asking again gives a sequence that starts there and walks outwards: one grade down, one
//! up, and so on, the upper one first when N is even. Two options are compared at the first place where their
//! sequences differ. The walk is not walked: along each side a grade changes at most once per grade, so the first
//! difference is found among those places, whatever the number of voters.

/// The grades of one option, with their running sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MajorityValue<'a> {
    counts: &'a [u64],
    /// For each grade: how many ballots give it or a worse one.
    up_to: Vec<u64>,
}

/// Where two sequences of middle grades differ first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Difference {
    /// How many equal grades come before.
    pub removed: u64,
    /// The grades that differ, of the one and of the other.
    pub grades: (usize, usize),
}

impl<'a> MajorityValue<'a> {
    /// `counts` per grade, worst first; their sum is checked where the tally is made.
    pub(super) fn new(counts: &'a [u64]) -> Self {
        let mut sum = 0u64;
        let up_to = counts.iter().map(|count| {
            sum = sum.saturating_add(*count);
            sum
        });
        Self {
            up_to: up_to.collect(),
            counts,
        }
    }

    fn total(&self) -> u64 {
        self.up_to.last().copied().unwrap_or(0)
    }

    /// The number of the middle grade, from 1.
    fn middle(&self) -> u64 {
        self.total().div_ceil(2)
    }

    /// The majority grade.
    pub(super) fn grade(&self) -> Option<usize> {
        self.at(self.middle())
    }

    /// The ballots with a worse grade than the majority grade.
    pub(super) fn worse(&self) -> u64 {
        let at = self.grade().unwrap_or(0);
        self.up_to.get(at).copied().unwrap_or(0) - self.counts.get(at).copied().unwrap_or(0)
    }

    /// The ballots with a better grade than the majority grade.
    pub(super) fn better(&self) -> u64 {
        let at = self.grade().unwrap_or(0);
        self.total() - self.up_to.get(at).copied().unwrap_or(0)
    }

    /// The grade with this number in ascending order, from 1.
    fn at(&self, number: u64) -> Option<usize> {
        (number > 0).then(|| self.up_to.iter().position(|up_to| *up_to >= number))?
    }

    /// The first difference between two sequences of the same length.
    pub(super) fn difference(&self, other: &Self) -> Option<Difference> {
        let down = self.first(
            other,
            |middle, up_to| (up_to <= middle).then(|| middle - up_to),
            |m, d| m.checked_sub(d),
        );
        let up = self.first(
            other,
            |middle, up_to| up_to.checked_sub(middle),
            |m, u| m.checked_add(u)?.checked_add(1),
        );
        let odd = self.total() % 2;
        // Even: down 0, up 0, down 1, up 1 … Odd: down 0, down 1, up 0, down 2, up 1 …
        let down = down.map(|(steps, grades)| Difference {
            removed: if steps == 0 { 0 } else { 2 * steps - odd },
            grades,
        });
        let up = up.map(|(steps, grades)| Difference {
            removed: 2 * steps + 1 + odd,
            grades,
        });
        [down, up]
            .into_iter()
            .flatten()
            .min_by_key(|difference| difference.removed)
    }

    /// The first difference on one side of the middle, in steps from it. `steps` says at how many steps a side goes
    /// over to another grade, `number` which grade stands there.
    fn first(
        &self,
        other: &Self,
        steps: impl Fn(u64, u64) -> Option<u64>,
        number: impl Fn(u64, u64) -> Option<u64>,
    ) -> Option<(u64, (usize, usize))> {
        let middle = self.middle();
        let changes = self.up_to.iter().chain(&other.up_to);
        let mut places: Vec<u64> = changes.filter_map(|up_to| steps(middle, *up_to)).collect();
        places.push(0);
        places.sort_unstable();
        let differs = |place: u64| {
            let number = number(middle, place)?;
            let grades = (self.at(number)?, other.at(number)?);
            (grades.0 != grades.1).then_some((place, grades))
        };
        places.into_iter().find_map(differs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, applied naively: one middle grade after another, really taken away.
    fn sequence(counts: &[u64]) -> Vec<usize> {
        let grades = counts.iter().enumerate();
        let mut left: Vec<usize> = grades
            .flat_map(|(grade, count)| std::iter::repeat_n(grade, usize::try_from(*count).unwrap()))
            .collect();
        let mut taken = Vec::new();
        while !left.is_empty() {
            taken.push(left.remove((left.len() - 1) / 2));
        }
        taken
    }

    fn profile(grades: usize, ballots: usize) -> impl Strategy<Value = Vec<u64>> {
        proptest::collection::vec(0..grades, ballots).prop_map(move |given| {
            let count = |grade| given.iter().filter(|g| **g == grade).count() as u64;
            (0..grades).map(count).collect()
        })
    }

    fn two_profiles() -> impl Strategy<Value = (Vec<u64>, Vec<u64>)> {
        (1usize..5, 0usize..14)
            .prop_flat_map(|(grades, ballots)| (profile(grades, ballots), profile(grades, ballots)))
    }

    proptest! {
        /// The short way finds the same first difference as taking grades away.
        #[test]
        fn differential_majority_value((a, b) in two_profiles()) {
            let naive = sequence(&a).into_iter().zip(sequence(&b)).enumerate().find(|(_, (a, b))| a != b);
            let naive = naive.map(|(removed, grades)| Difference { removed: removed as u64, grades });
            prop_assert_eq!(MajorityValue::new(&a).difference(&MajorityValue::new(&b)), naive);
        }
    }

    #[test]
    fn a_nation_is_judged_as_fast_as_a_village() {
        let half = u64::MAX / 2;
        let (a, b) = ([half, 1, half], [half - 1, 3, half - 1]);
        let difference = MajorityValue::new(&a)
            .difference(&MajorityValue::new(&b))
            .unwrap();
        assert_eq!((difference.removed, difference.grades), (1, (0, 1)));
    }
}
