//! Numbers as a language writes them, computed on integers so that no percentage is off by a rounding.

use serde::Serialize;

use super::Locale;

const NARROW_NO_BREAK_SPACE: char = '\u{202f}';

/// A part of a whole, as counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Ratio {
    /// The part.
    pub part: u64,
    /// The whole; zero makes every ratio zero.
    pub whole: u64,
}

impl Ratio {
    /// `part` of `whole`.
    #[must_use]
    pub const fn new(part: u64, whole: u64) -> Self {
        Self { part, whole }
    }

    /// The part in units of `1 / scale` of the whole, rounded half up.
    #[must_use]
    pub fn scaled(self, scale: u64) -> u64 {
        if self.whole == 0 {
            return 0;
        }
        let (part, whole, scale) = (u128::from(self.part), u128::from(self.whole), u128::from(scale));
        u64::try_from((2 * part * scale + whole) / (2 * whole)).unwrap_or(u64::MAX)
    }
}

/// An integer with its digits in groups of three: `12 345` in French, `12,345` in English.
#[must_use]
pub fn grouped(locale: Locale, value: u64) -> String {
    let separator = match locale {
        Locale::Fr => NARROW_NO_BREAK_SPACE,
        Locale::En => ',',
    };
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A share in per cent with one decimal, dropped when it is zero for the whole or for nothing: `54,3 %`, `54.3%`.
#[must_use]
pub fn percent(locale: Locale, ratio: Ratio) -> String {
    let tenths = ratio.scaled(1000);
    let whole = grouped(locale, tenths / 10);
    let number = match (ratio.part == 0 || ratio.part == ratio.whole, locale) {
        (true, _) => whole,
        (false, Locale::Fr) => format!("{whole},{}", tenths % 10),
        (false, Locale::En) => format!("{whole}.{}", tenths % 10),
    };
    with_sign(locale, &number)
}

/// A share in per cent without decimals: `15 %`, `15%`.
pub(super) fn whole_percent(locale: Locale, ratio: Ratio) -> String {
    with_sign(locale, &grouped(locale, ratio.scaled(100)))
}

fn with_sign(locale: Locale, number: &str) -> String {
    match locale {
        Locale::Fr => format!("{number}{NARROW_NO_BREAK_SPACE}%"),
        Locale::En => format!("{number}%"),
    }
}

/// A quotient with two decimals: `3,25`, `3.25`.
#[must_use]
pub fn quotient(locale: Locale, ratio: Ratio) -> String {
    let hundredths = ratio.scaled(100);
    let mark = match locale {
        Locale::Fr => ',',
        Locale::En => '.',
    };
    format!(
        "{}{mark}{:02}",
        grouped(locale, hundredths / 100),
        hundredths % 100
    )
}

/// The size of a file: `640 octets`, `12 Ko`, `12 kB`.
#[must_use]
pub fn bytes(locale: Locale, size: u64) -> String {
    let units = match locale {
        Locale::Fr => ["octets", "Ko", "Mo", "Go"],
        Locale::En => ["bytes", "kB", "MB", "GB"],
    };
    let mut rest = size;
    let mut unit = units[0];
    for larger in &units[1..] {
        if rest < 1000 {
            break;
        }
        rest = (rest + 500) / 1000;
        unit = larger;
    }
    format!("{}\u{a0}{unit}", grouped(locale, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_as_the_language_does() {
        for (value, fr, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1\u{202f}000", "1,000"),
            (17_410_742, "17\u{202f}410\u{202f}742", "17,410,742"),
            (
                u64::MAX,
                "18\u{202f}446\u{202f}744\u{202f}073\u{202f}709\u{202f}551\u{202f}615",
                "18,446,744,073,709,551,615",
            ),
        ] {
            assert_eq!(grouped(Locale::Fr, value), fr);
            assert_eq!(grouped(Locale::En, value), en);
        }
    }

    #[test]
    fn percentages_round_half_up_and_stay_exact_at_the_ends() {
        for (part, whole, en) in [
            (1, 2, "50.0%"),
            (1, 3, "33.3%"),
            (2, 3, "66.7%"),
            (1, 2000, "0.1%"),
            (0, 7, "0%"),
            (7, 7, "100%"),
            (5, 0, "0.0%"),
            (u64::MAX, u64::MAX, "100%"),
            (17_410_742, 33_551_983, "51.9%"),
        ] {
            assert_eq!(percent(Locale::En, Ratio::new(part, whole)), en, "{part}/{whole}");
        }
        assert_eq!(percent(Locale::Fr, Ratio::new(1, 3)), "33,3\u{202f}%");
    }

    #[test]
    fn quotients_have_two_decimals_and_nothing_divided_by_nothing_is_nothing() {
        assert_eq!(quotient(Locale::Fr, Ratio::new(13, 4)), "3,25");
        assert_eq!(quotient(Locale::En, Ratio::new(2_000_010, 1_000)), "2,000.01");
        assert_eq!(quotient(Locale::En, Ratio::new(0, 0)), "0.00");
    }

    #[test]
    fn sizes_have_a_unit_that_people_know() {
        assert_eq!(bytes(Locale::Fr, 640), "640\u{a0}octets");
        assert_eq!(bytes(Locale::Fr, 12_345), "12\u{a0}Ko");
        assert_eq!(bytes(Locale::En, 3_456_789), "3\u{a0}MB");
    }
}
