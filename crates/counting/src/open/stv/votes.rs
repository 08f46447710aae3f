//! Votes with five decimal places.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// How many units a whole vote has.
const ONE: u64 = 100_000;

/// A number of votes in units of 0.00001, exact. In JSON and in print: `1300.00000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Votes(u64);

impl Votes {
    /// No vote.
    pub const NONE: Self = Self(0);
    /// One vote.
    pub const ONE: Self = Self(ONE);

    /// `votes` whole votes; `None` when they are too many.
    #[must_use]
    pub const fn whole(votes: u64) -> Option<Self> {
        match votes.checked_mul(ONE) {
            Some(units) => Some(Self(units)),
            None => None,
        }
    }

    /// In units of 0.00001.
    #[must_use]
    pub const fn units(self) -> u64 {
        self.0
    }

    /// This value on each of `papers` papers. It never exceeds the votes of all papers of the election, which fit.
    pub(super) const fn times(self, papers: u64) -> Self {
        Self(self.0.saturating_mul(papers))
    }

    pub(super) const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    pub(super) const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The value on a paper of a candidate with `votes` when its `surplus` is handed on: surplus × value / votes, cut
    /// after the fifth decimal place.
    pub(super) fn transferred(self, surplus: Self, votes: Self) -> Self {
        let product = u128::from(surplus.0) * u128::from(self.0);
        let value = product.checked_div(u128::from(votes.0)).unwrap_or(0);
        // surplus ≤ votes, so the quotient is at most the value before.
        Self(u64::try_from(value).unwrap_or(self.0))
    }
}

impl fmt::Display for Votes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:05}", self.0 / ONE, self.0 % ONE))
    }
}

impl Serialize for Votes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Votes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let units = text.split_once('.').filter(|(_, decimals)| decimals.len() == 5);
        let digits = units.map(|(whole, decimals)| format!("{whole}{decimals}"));
        let votes = digits.and_then(|digits| digits.parse().ok()).map(Self);
        votes
            .filter(|votes| votes.to_string() == text)
            .ok_or_else(|| de::Error::custom("not a number of votes with five decimal places"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_value_is_cut_and_never_rounded() {
        let surplus = Votes::whole(2).unwrap();
        let votes = Votes::whole(3).unwrap();
        assert_eq!(Votes::ONE.transferred(surplus, votes).to_string(), "0.66666");
        assert_eq!(
            Votes::ONE.transferred(surplus, votes).times(3).to_string(),
            "1.99998"
        );
    }

    #[test]
    fn votes_are_five_decimals_in_json_and_nothing_else() {
        let votes = Votes(130_000_001);
        assert_eq!(serde_json::to_string(&votes).unwrap(), "\"1300.00001\"");
        assert_eq!(serde_json::from_str::<Votes>("\"1300.00001\"").unwrap(), votes);
        for wrong in [
            "\"1300\"",
            "\"1300.1\"",
            "\"01.00000\"",
            "\"-1.00000\"",
            "\"1.+0000\"",
            "1300",
        ] {
            assert!(serde_json::from_str::<Votes>(wrong).is_err(), "{wrong}");
        }
    }
}
