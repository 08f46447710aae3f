//! Points for every option ranked below.

use crate::{OptionIndex, PairTally, TallyError};

/// Twice the points of each option (protocol-spec: `outcome-borda`): two for each ballot and option ranked below it,
/// one for each ballot and option level with it.
pub(super) fn doubled_points(tally: &PairTally) -> Result<Vec<u64>, TallyError> {
    tally.options().map(|a| points(tally, a)).collect()
}

fn points(tally: &PairTally, a: OptionIndex) -> Result<u64, TallyError> {
    let valid = u128::from(tally.valid());
    let others = tally.options().filter(|b| *b != a);
    let against = |b| {
        let (above, below) = (u128::from(tally.above(a, b)), u128::from(tally.above(b, a)));
        // The ballots that have both level are the rest: 2·above + (valid − above − below).
        valid + above - below
    };
    u64::try_from(others.map(against).sum::<u128>())
        .map_err(|_| TallyError::TooLarge { what: "Borda points" })
}
