//! Who wins every comparison, and who comes next to that.

use crate::{OptionIndex, PairTally};

/// Whether more ballots rank `a` above `b` than below it.
pub(super) fn beats(tally: &PairTally, a: OptionIndex, b: OptionIndex) -> bool {
    tally.above(a, b) > tally.above(b, a)
}

/// The option that beats every other one (protocol-spec: `outcome-condorcet`). An option that stands alone beats all
/// others when somebody ranked it.
pub(super) fn winner(tally: &PairTally) -> Option<OptionIndex> {
    let beats_all = |a: &OptionIndex| tally.options().all(|b| *a == b || beats(tally, *a, b));
    (tally.valid() > 0).then(|| tally.options().find(beats_all))?
}

/// The smallest set of options each of which beats every option outside of it. It grows from an option with most
/// victories, which is in it: whoever is not beaten by all of the set joins it.
pub(super) fn front(tally: &PairTally) -> Vec<OptionIndex> {
    let victories = |a: OptionIndex| tally.options().filter(|b| beats(tally, a, *b)).count();
    let defeats = |a: OptionIndex| tally.options().filter(|b| beats(tally, *b, a)).count();
    // Copeland's score, victories less defeats, is largest inside the set.
    let score = |a: &OptionIndex| (victories(*a) + tally.options().count()).saturating_sub(defeats(*a));
    let mut front: Vec<OptionIndex> = tally.options().max_by_key(score).into_iter().collect();
    loop {
        let outside = tally.options().filter(|a| !front.contains(a));
        let joins = |a: &OptionIndex| front.iter().any(|inside| !beats(tally, *inside, *a));
        let joining: Vec<OptionIndex> = outside.filter(joins).collect();
        if joining.is_empty() {
            front.sort_unstable();
            return front;
        }
        front.extend(joining);
    }
}

/// Whether nobody among the options beats another.
pub(super) fn all_level(tally: &PairTally, options: &[OptionIndex]) -> bool {
    let level = |a: OptionIndex| !options.iter().any(|b| beats(tally, a, *b));
    options.iter().all(|a| level(*a))
}
