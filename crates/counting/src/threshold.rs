//! A number that had to be reached, and what was reached.

use serde::{Deserialize, Serialize};

/// `reached` had to be at least `required`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// The smallest number that meets the threshold.
    pub required: u64,
    /// The number there was.
    pub reached: u64,
}

impl Threshold {
    /// Whether the threshold was reached.
    #[must_use]
    pub const fn is_met(self) -> bool {
        self.reached >= self.required
    }

    /// How many were missing; 0 when it was reached.
    #[must_use]
    pub const fn missing(self) -> u64 {
        self.required.saturating_sub(self.reached)
    }

    /// How many there were beyond what was required; 0 when it was missed.
    #[must_use]
    pub const fn surplus(self) -> u64 {
        self.reached.saturating_sub(self.required)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_met_by_the_exact_number() {
        let met = Threshold {
            required: 5,
            reached: 5,
        };
        assert!(met.is_met() && met.missing() == 0 && met.surplus() == 0);
        let missed = Threshold {
            required: 5,
            reached: 3,
        };
        assert!(!missed.is_met() && missed.missing() == 2 && missed.surplus() == 0);
        assert_eq!(
            Threshold {
                required: 5,
                reached: 9
            }
            .surplus(),
            4
        );
    }
}
