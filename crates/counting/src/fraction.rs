//! A share as a fraction of two integers.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A share between nothing (0/1) and the whole (1/1), exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Fraction {
    numerator: u64,
    denominator: u64,
}

/// Why two integers are not a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FractionError {
    /// The denominator is zero.
    #[error("a share cannot have the denominator 0")]
    ZeroDenominator,
    /// The numerator is larger than the denominator.
    #[error("a share cannot be more than the whole: {numerator}/{denominator}")]
    MoreThanWhole {
        /// The number above the line.
        numerator: u64,
        /// The number below the line.
        denominator: u64,
    },
}

/// The JSON form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    numerator: u64,
    denominator: u64,
}

impl Fraction {
    /// `numerator / denominator`, at most 1.
    pub const fn new(numerator: u64, denominator: u64) -> Result<Self, FractionError> {
        if denominator == 0 {
            return Err(FractionError::ZeroDenominator);
        }
        if numerator > denominator {
            return Err(FractionError::MoreThanWhole {
                numerator,
                denominator,
            });
        }
        Ok(Self {
            numerator,
            denominator,
        })
    }

    /// The number above the line.
    #[must_use]
    pub const fn numerator(self) -> u64 {
        self.numerator
    }

    /// The number below the line.
    #[must_use]
    pub const fn denominator(self) -> u64 {
        self.denominator
    }

    /// The smallest integer that is at least this share of `whole`: ⌈numerator · whole / denominator⌉.
    #[must_use]
    pub fn at_least_of(self, whole: u64) -> u64 {
        let product = u128::from(self.numerator) * u128::from(whole);
        let required = product.div_ceil(u128::from(self.denominator));
        // numerator ≤ denominator, so the result is at most `whole`.
        u64::try_from(required).unwrap_or(whole)
    }
}

impl TryFrom<Parts> for Fraction {
    type Error = FractionError;

    fn try_from(parts: Parts) -> Result<Self, FractionError> {
        Self::new(parts.numerator, parts.denominator)
    }
}

impl From<Fraction> for Parts {
    fn from(fraction: Fraction) -> Self {
        Self {
            numerator: fraction.numerator,
            denominator: fraction.denominator,
        }
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_an_odd_number_is_rounded_up_to_the_vote_that_reaches_it() {
        let half = Fraction::new(1, 2).unwrap();
        assert_eq!(half.at_least_of(101), 51);
        assert_eq!(half.at_least_of(100), 50);
        assert_eq!(half.at_least_of(0), 0);
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        let whole = Fraction::new(u64::MAX, u64::MAX).unwrap();
        assert_eq!(whole.at_least_of(u64::MAX), u64::MAX);
        let nearly = Fraction::new(u64::MAX - 1, u64::MAX).unwrap();
        assert_eq!(nearly.at_least_of(u64::MAX), u64::MAX - 1);
    }

    #[test]
    fn what_is_no_share_is_refused_by_the_constructor_and_in_json() {
        assert_eq!(Fraction::new(0, 0), Err(FractionError::ZeroDenominator));
        assert_eq!(
            Fraction::new(3, 2),
            Err(FractionError::MoreThanWhole {
                numerator: 3,
                denominator: 2
            })
        );
        assert!(serde_json::from_str::<Fraction>(r#"{"numerator":1,"denominator":0}"#).is_err());
        assert!(serde_json::from_str::<Fraction>(r#"{"numerator":1,"denominator":2,"of":3}"#).is_err());
        let third: Fraction = serde_json::from_str(r#"{"numerator":1,"denominator":3}"#).unwrap();
        assert_eq!(third.to_string(), "1/3");
    }
}
