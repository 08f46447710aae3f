//! Decimal numbers of files, without rounding.

use crate::ReadError;

/// Most decimals that are read: money has two, and nobody needs nine.
const MOST_DECIMALS: usize = 9;

/// digits · 10^−decimals, without zeros at the end of the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: u64,
    decimals: u32,
}

impl Decimal {
    /// Reads `12`, `12.50` or `12.`, spaces around it tolerated.
    pub(crate) fn read(line: u64, key: &'static str, value: &str) -> Result<Self, ReadError> {
        let (whole, part) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
        let part = part.trim_end_matches('0');
        let plain = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
        let sound = !whole.is_empty() && plain(whole) && plain(part) && part.len() <= MOST_DECIMALS;
        let digits = sound.then(|| format!("{whole}{part}").parse().ok()).flatten();
        let refused = || ReadError::Decimal {
            line,
            key,
            value: value.to_owned(),
        };
        Ok(Self {
            digits: digits.ok_or_else(refused)?,
            decimals: u32::try_from(part.len()).unwrap_or(0),
        })
    }

    /// How many decimals it has.
    pub(crate) const fn decimals(self) -> u32 {
        self.decimals
    }

    /// The number in units of 10^−decimals; `None` if it is too large or has more decimals.
    pub(crate) fn in_units(self, decimals: u32) -> Option<u64> {
        let missing = decimals.checked_sub(self.decimals)?;
        self.digits.checked_mul(10u64.checked_pow(missing)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_without_rounding() {
        let read = |value: &str| Decimal::read(1, "cost", value).unwrap();
        assert_eq!(read("4000.0").in_units(0), Some(4000));
        assert_eq!(read(" 12.50 ").decimals(), 1);
        assert_eq!(read("12.50").in_units(2), Some(1250));
        assert_eq!(read("12.5").in_units(0), None);
        assert_eq!(read("18446744073709551615").in_units(1), None);
        for refused in [
            "",
            ".5",
            "-1",
            "+1",
            "1e3",
            "1,5",
            "1.2.3",
            "1 000",
            "0.1234567891",
            "99999999999999999999",
        ] {
            assert!(Decimal::read(1, "cost", refused).is_err(), "{refused}");
        }
    }
}
