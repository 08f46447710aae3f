//! Small strict readers that every text format here shares.

/// The largest number in these formats, 2⁶³ − 1: sizes, indices and timestamps all stay within it.
pub(crate) const MAX_NUMBER: u64 = i64::MAX.unsigned_abs();

/// Reads a decimal without sign and without leading zeros, at most [`MAX_NUMBER`].
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || (!text.is_empty() && !text.starts_with('0'));
    if !canonical || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse::<u64>().ok().filter(|value| *value <= MAX_NUMBER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_spelling() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("70000"), Some(70_000));
        assert_eq!(decimal("9223372036854775807"), Some(MAX_NUMBER));
        for bad in [
            "",
            "00",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "1e3",
            "9223372036854775808",
            "18446744073709551616",
        ] {
            assert_eq!(decimal(bad), None, "{bad:?}");
        }
    }
}
