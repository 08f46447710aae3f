//! Sums of money that are exact fractions.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigUint;
use num_integer::Integer;
use serde::{Serialize, Serializer};

/// A sum of money, exact and not negative. In JSON and in print: `numerator/denominator`, in lowest terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    numerator: BigUint,
    denominator: BigUint,
}

impl Amount {
    /// In lowest terms; a denominator of 0 counts as 1, which no caller has.
    pub(super) fn new(numerator: BigUint, denominator: BigUint) -> Self {
        let divisor = numerator.gcd(&denominator);
        if denominator == BigUint::ZERO {
            let denominator = BigUint::from(1u8);
            return Self {
                numerator,
                denominator,
            };
        }
        Self {
            numerator: numerator / &divisor,
            denominator: denominator / divisor,
        }
    }

    pub(super) const fn numerator(&self) -> &BigUint {
        &self.numerator
    }

    pub(super) const fn denominator(&self) -> &BigUint {
        &self.denominator
    }

    /// With so many decimal places, the rest cut off: for tables, where the exact fraction is too long to read.
    #[must_use]
    pub fn decimal(&self, places: u32) -> String {
        let ten = BigUint::from(10u8).pow(places);
        let (whole, part) = (&self.numerator * &ten / &self.denominator).div_rem(&ten);
        if places == 0 {
            return whole.to_string();
        }
        let part = part.to_string();
        let width = usize::try_from(places).unwrap_or(usize::MAX);
        format!("{whole}.{part:0>width$}")
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
    }
}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(numerator: u32, denominator: u32) -> Amount {
        Amount::new(numerator.into(), denominator.into())
    }

    #[test]
    fn amounts_are_in_lowest_terms_and_compared_exactly() {
        assert_eq!(amount(4, 6).to_string(), "2/3");
        assert_eq!(amount(2, 4), amount(1, 2));
        assert!(amount(1, 3) < amount(334, 1000));
        assert!(amount(1, 3) > amount(333, 1000));
    }

    #[test]
    fn decimals_are_cut() {
        assert_eq!(amount(2, 3).decimal(2), "0.66");
        assert_eq!(amount(40_105, 1000).decimal(2), "40.10");
        assert_eq!(amount(7, 2).decimal(0), "3");
    }
}
