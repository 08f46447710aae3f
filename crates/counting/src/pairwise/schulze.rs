//! Strongest chains of victories.

use crate::PairTally;
use crate::pairwise::condorcet::beats;

/// Row by row, the strength of the strongest chain of victories between every two options (protocol-spec:
/// `outcome-schulze`), found by widening: after step v the chains may pass through options 0..=v.
pub(super) fn strongest_paths(tally: &PairTally) -> Vec<Vec<u64>> {
    let mut paths: Vec<Vec<u64>> = tally.options().map(|a| victories(tally, a)).collect();
    for via in 0..paths.len() {
        let onward = paths.get(via).cloned().unwrap_or_default();
        for (from, row) in paths.iter_mut().enumerate() {
            let reach = row.get(via).copied().unwrap_or(0);
            for (to, (strength, onward)) in row.iter_mut().zip(&onward).enumerate() {
                if from != to {
                    *strength = (*strength).max(reach.min(*onward));
                }
            }
        }
    }
    paths
}

/// The ballots for `a` in each comparison that it wins, 0 in the others.
fn victories(tally: &PairTally, a: crate::OptionIndex) -> Vec<u64> {
    let strength = |b| if beats(tally, a, b) { tally.above(a, b) } else { 0 };
    tally.options().map(strength).collect()
}
