//! The floor: which groups are decrypted together so that no count exposes a person
//! (protocol-spec: `floor`).
//!
//! Groups are taken in the manifest's order. A unit is closed as soon as every distinct weight in it is carried by
//! at least `floor` counted ballots. What is left at the end joins the unit before it, again and again, until it
//! passes. If even the total does not pass, nothing is decrypted, unless the manifest waives the floor.

use std::collections::BTreeMap;

/// Counted ballots by weight.
pub type Histogram = BTreeMap<u32, u64>;

/// Groups whose ballots are decrypted as one aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Places of the groups in the manifest, ascending.
    pub groups: Vec<u16>,
    /// Counted ballots by weight.
    pub weights: Histogram,
}

impl Unit {
    /// Counted ballots.
    #[must_use]
    pub fn ballots(&self) -> u64 {
        self.weights.values().sum()
    }

    /// Their weight.
    #[must_use]
    pub fn weight(&self) -> u64 {
        self.weights
            .iter()
            .map(|(weight, ballots)| u64::from(*weight) * ballots)
            .sum()
    }

    fn passes(&self, floor: u32) -> bool {
        self.weights.values().all(|ballots| *ballots >= u64::from(floor))
    }

    fn absorb(&mut self, other: Self) {
        self.groups.extend(other.groups);
        for (weight, ballots) in other.weights {
            *self.weights.entry(weight).or_default() += ballots;
        }
    }
}

/// What may be decrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// These units, disjoint, in the manifest's order; none when nobody voted.
    Units(Vec<Unit>),
    /// Nothing: the total is under the floor.
    UnderFloor(Unit),
}

/// Merges groups. `histograms[g]` are the counted ballots of group g.
#[must_use]
pub fn plan(histograms: &[Histogram], floor: u32, waived: bool) -> Plan {
    let mut units: Vec<Unit> = Vec::new();
    let mut open: Option<Unit> = None;
    for (group, weights) in (0u16..).zip(histograms) {
        if weights.is_empty() {
            continue;
        }
        let alone = Unit {
            groups: vec![group],
            weights: weights.clone(),
        };
        let unit = match open.take() {
            Some(mut unit) => {
                unit.absorb(alone);
                unit
            }
            None => alone,
        };
        if unit.passes(floor) {
            units.push(unit)
        } else {
            open = Some(unit)
        }
    }
    while let Some(rest) = open.take() {
        match units.pop() {
            Some(mut unit) => {
                unit.absorb(rest);
                if unit.passes(floor) {
                    units.push(unit)
                } else {
                    open = Some(unit)
                }
            }
            None if waived => return Plan::Units(vec![rest]),
            None => return Plan::UnderFloor(rest),
        }
    }
    Plan::Units(units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn group(weights: &[(u32, u64)]) -> Histogram {
        weights.iter().copied().collect()
    }

    fn groups_of(plan: &Plan) -> Vec<Vec<u16>> {
        match plan {
            Plan::Units(units) => units.iter().map(|unit| unit.groups.clone()).collect(),
            Plan::UnderFloor(_) => Vec::new(),
        }
    }

    #[test]
    fn r10_a_small_group_joins_its_neighbours_in_the_declared_order() {
        let histograms = [
            group(&[(1, 50)]),
            group(&[(1, 3)]),
            group(&[(1, 8)]),
            group(&[(1, 2)]),
        ];
        assert_eq!(groups_of(&plan(&histograms, 10, false)), [vec![0], vec![1, 2, 3]]);
        let histograms = [group(&[(1, 50)]), group(&[(1, 3)]), group(&[]), group(&[(1, 2)])];
        assert_eq!(groups_of(&plan(&histograms, 10, false)), [vec![0, 1, 3]]);
    }

    #[test]
    fn r3_weights_that_would_decode_single_votes_are_under_the_floor() {
        let powers = group(&[
            (1, 1),
            (2, 1),
            (4, 1),
            (8, 1),
            (16, 1),
            (32, 1),
            (64, 1),
            (128, 1),
            (256, 1),
            (512, 1),
        ]);
        assert!(matches!(plan(&[powers], 10, false), Plan::UnderFloor(_)));
        let one_heavy = group(&[(1, 100), (1000, 1)]);
        assert!(matches!(plan(&[one_heavy], 10, false), Plan::UnderFloor(_)));
    }

    #[test]
    fn p1_few_ballots_are_decrypted_only_with_a_waiver() {
        let few = [group(&[(1, 9)])];
        assert!(matches!(plan(&few, 10, false), Plan::UnderFloor(_)));
        assert_eq!(groups_of(&plan(&few, 10, true)), [vec![0]]);
    }

    #[test]
    fn nobody_voted_is_a_plan_without_units() {
        assert_eq!(plan(&[group(&[])], 10, false), Plan::Units(vec![]));
    }

    proptest! {
        #[test]
        fn r10_units_are_disjoint_complete_and_above_the_floor(
            histograms in proptest::collection::vec(
                proptest::collection::btree_map(1u32..4, 1u64..20, 0..3), 0..12),
            floor in 1u32..15,
        ) {
            if let Plan::Units(units) = plan(&histograms, floor, false) {
                prop_assert!(units.iter().all(|unit| unit.passes(floor)));
                let mut groups: Vec<u16> = units.iter().flat_map(|unit| unit.groups.clone()).collect();
                prop_assert!(units.iter().all(|unit| unit.groups.is_sorted()));
                groups.sort_unstable();
                let voted: Vec<u16> = (0u16..).zip(&histograms).filter(|(_, h)| !h.is_empty()).map(|(g, _)| g).collect();
                prop_assert_eq!(groups, voted);
            }
        }
    }
}
