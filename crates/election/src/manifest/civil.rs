//! RFC 3339 and back, without a library of time zones: the booth must stay small.
//!
//! Days are counted as in Hinnant's `days_from_civil`: years begin in March, so that the leap day is the last one, and
//! 400 years are one era of 146,097 days.

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: u64 = 719_468;
const ERA: u64 = 146_097;
const DAY: u64 = 86_400;

/// A place where digits stand, and the least and greatest number there.
type Field = (usize, usize, u64, u64);

const FIELDS: [Field; 6] = [
    (0, 4, 1970, 9999),
    (5, 7, 1, 12),
    (8, 10, 1, 31),
    (11, 13, 0, 23),
    (14, 16, 0, 59),
    (17, 19, 0, 59),
];

/// The seconds since 1970 of a time in whole seconds with an offset; `None` if it is none, or before 1970.
pub(super) fn read(text: &str) -> Option<u64> {
    let (moment, rest) = text.split_at_checked(19)?;
    let separators = [(4, "-"), (7, "-"), (13, ":"), (16, ":")];
    let separated = separators
        .iter()
        .all(|(at, c)| moment.get(*at..at + 1) == Some(*c));
    if !separated || !matches!(moment.get(10..11)?, "T" | "t" | " ") {
        return None;
    }
    let [year, month, day, hour, minute, second] = fields(moment)?;
    if day > days_in(year, month) {
        return None;
    }
    let seconds = days(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
    let offset = offset(without_fraction(rest)?)?;
    seconds.checked_add_signed(-offset)
}

fn fields(moment: &str) -> Option<[u64; 6]> {
    let mut numbers = [0; 6];
    for (number, (start, end, least, greatest)) in numbers.iter_mut().zip(FIELDS) {
        *number = digits(moment.get(start..end)?).filter(|n| (least..=greatest).contains(n))?;
    }
    Some(numbers)
}

fn digits(text: &str) -> Option<u64> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok())?
}

/// A fraction of a second may stand there if it is zero.
fn without_fraction(rest: &str) -> Option<&str> {
    let Some(fraction) = rest.strip_prefix('.') else {
        return Some(rest);
    };
    let zone = fraction.trim_start_matches('0');
    (zone.len() < fraction.len()).then_some(zone)
}

/// Seconds east of UTC.
fn offset(zone: &str) -> Option<i64> {
    let (sign, hours) = match zone.split_at_checked(1)? {
        ("Z" | "z", "") => return Some(0),
        ("+", hours) => (1, hours),
        ("-", hours) => (-1, hours),
        _ => return None,
    };
    let (hours, minutes) = hours
        .split_once(':')
        .filter(|(h, m)| h.len() == 2 && m.len() == 2)?;
    let hours = digits(hours).filter(|hours| *hours < 24)?;
    let minutes = digits(minutes).filter(|minutes| *minutes < 60)?;
    Some(sign * i64::try_from(hours * 3600 + minutes * 60).ok()?)
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01.
const fn days(year: u64, month: u64, day: u64) -> u64 {
    let year = if month < 3 { year - 1 } else { year };
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let year_of_era = year % 400;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    year / 400 * ERA + day_of_era - EPOCH
}

/// A moment in UTC; `None` after the year 9999.
pub(super) fn write(seconds: u64) -> Option<String> {
    let (days, second) = (seconds / DAY + EPOCH, seconds % DAY);
    let day_of_era = days % ERA;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = days / ERA * 400 + year_of_era + u64::from(month < 3);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    (year <= 9999).then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use proptest::prelude::*;

    #[test]
    fn w8_times_are_read_with_their_offset() {
        assert_eq!(read("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(read("2026-11-25T22:12:24+01:00"), read("2026-11-25T21:12:24Z"));
        assert_eq!(
            read("2026-03-01 00:30:00-00:45"),
            read("2026-03-01T01:15:00.000Z")
        );
        assert_eq!(read("2024-02-29t12:00:00z"), Some(1_709_208_000));
    }

    #[test]
    fn w8_what_is_no_time_in_whole_seconds_is_refused() {
        for text in [
            "",
            "2026-11-25",
            "2026-11-25T22:12:24",
            "2026-11-25T22:12Z",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00.5Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+1:00",
            "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00Z ",
            "+026-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00+01:00",
            "2026-01-01T00:00:0éZ",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn w8_every_moment_is_written_and_read_as_a_library_does(seconds in 0u64..253_402_300_800) {
            let text = write(seconds).unwrap();
            let theirs = Timestamp::from_second(i64::try_from(seconds).unwrap());
            if let Ok(theirs) = theirs {
                prop_assert_eq!(&text, &theirs.to_string());
            }
            prop_assert_eq!(read(&text), Some(seconds));
        }

        #[test]
        fn w8_any_text_is_read_without_a_panic(text in "\\PC{0,40}") {
            let _ = read(&text);
        }
    }
}
