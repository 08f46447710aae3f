//! Dates and times in full, in the time zone of the organisation, as the language writes them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Serialize, Serializer};

use super::{Arg, Localiser};

/// A time zone by its IANA name, such as `Europe/Paris`.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

impl Zone {
    /// The zone with this name, if the time zone database has it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(|rules| Self {
            name: name.to_owned(),
            rules,
        })
    }

    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self {
            name: "UTC".to_owned(),
            rules: TimeZone::UTC,
        }
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The date and time with offset, as machines read it: `2026-11-23T20:00:00+01:00`.
    #[must_use]
    pub fn machine_readable(&self, at: Timestamp) -> String {
        at.display_with_offset(self.rules.to_offset(at)).to_string()
    }

    fn in_words(&self, text: &Localiser, at: Timestamp) -> String {
        let key = format!("zone-{}", self.name.to_lowercase().replace(['/', '_'], "-"));
        if text.has(&key) {
            return text.text(&key);
        }
        let seconds = self.rules.to_offset(at).seconds();
        let sign = if seconds < 0 { '\u{2212}' } else { '+' };
        let minutes = seconds.unsigned_abs() / 60;
        let offset = match (minutes / 60, minutes % 60) {
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
        };
        let place = self
            .name
            .rsplit('/')
            .next()
            .unwrap_or(&self.name)
            .replace('_', " ");
        text.text_with(
            "zone-other",
            &[("place", place.into()), ("offset", offset.into())],
        )
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name)
    }
}

pub(super) fn date(text: &Localiser, at: Timestamp, zone: &Zone) -> String {
    let local = at.to_zoned(zone.rules.clone());
    let weekday = text.text(&format!("weekday-{}", local.weekday().to_monday_one_offset()));
    let month = text.text(&format!("month-{}", local.month()));
    text.text_with(
        "date-full",
        &[
            ("weekday", weekday.into()),
            ("day", Arg::Count(u64::from(local.day().unsigned_abs()))),
            ("month", month.into()),
            ("year", local.year().to_string().into()),
        ],
    )
}

pub(super) fn day(text: &Localiser, at: Timestamp, zone: &Zone) -> String {
    let local = at.to_zoned(zone.rules.clone());
    let month = text.text(&format!("month-{}", local.month()));
    let day = Arg::Count(u64::from(local.day().unsigned_abs()));
    text.text_with(
        "date-day",
        &[
            ("day", day),
            ("month", month.into()),
            ("year", local.year().to_string().into()),
        ],
    )
}

pub(super) fn date_time(text: &Localiser, at: Timestamp, zone: &Zone) -> String {
    let values = [
        ("date", date(text, at, zone).into()),
        ("time", time(text, at, zone).into()),
        ("zone", zone.in_words(text, at).into()),
    ];
    text.text_with("date-time-full", &values)
}

pub(super) fn short_date_time(text: &Localiser, at: Timestamp, zone: &Zone) -> String {
    let local = at.to_zoned(zone.rules.clone());
    let month = text.text(&format!("month-short-{}", local.month()));
    let day = Arg::Count(u64::from(local.day().unsigned_abs()));
    text.text_with(
        "date-time-short",
        &[
            ("day", day),
            ("month", month.into()),
            ("time", time(text, at, zone).into()),
        ],
    )
}

fn time(text: &Localiser, at: Timestamp, zone: &Zone) -> String {
    let local = at.to_zoned(zone.rules.clone());
    let hour = match text.locale() {
        super::Locale::Fr => local.hour().to_string(),
        super::Locale::En => format!("{:02}", local.hour()),
    };
    text.text_with(
        "time-of-day",
        &[
            ("hour", hour.into()),
            ("minute", format!("{:02}", local.minute()).into()),
        ],
    )
}

pub(super) fn time_left(text: &Localiser, now: Timestamp, until: Timestamp) -> String {
    let seconds = u64::try_from(until.as_second().saturating_sub(now.as_second())).unwrap_or(0);
    let (key, count) = match seconds {
        0..3_600 => ("duration-minutes", seconds.div_ceil(60)),
        3_600..172_800 => ("duration-hours", seconds / 3_600),
        _ => ("duration-days", seconds / 86_400),
    };
    text.text_with(key, &[("n", Arg::Count(count))])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Catalogue, Locale};
    use super::*;

    #[derive(rust_embed::RustEmbed)]
    #[folder = "locales/"]
    #[prefix = "locales/"]
    struct Locales;

    fn localiser(locale: Locale) -> Localiser {
        let files = crate::files::Files::new().with_embedded::<Locales>();
        Localiser::new(Arc::new(Catalogue::load(&files).unwrap()), locale)
    }

    #[test]
    fn dates_are_in_full_with_weekday_and_zone() {
        let paris = Zone::named("Europe/Paris").unwrap();
        let winter: Timestamp = "2026-11-23T19:05:00Z".parse().unwrap();
        let first: Timestamp = "2026-02-28T23:00:00Z".parse().unwrap();
        let (fr, en) = (localiser(Locale::Fr), localiser(Locale::En));
        assert_eq!(
            fr.date_time(winter, &paris),
            "lundi 23 novembre 2026 à 20\u{a0}h\u{a0}05 (heure de Paris)"
        );
        assert_eq!(
            en.date_time(winter, &paris),
            "Monday 23 November 2026 at 20:05 (Paris time)"
        );
        assert_eq!(
            fr.date_time(first, &paris),
            "dimanche 1er mars 2026 à 0\u{a0}h\u{a0}00 (heure de Paris)"
        );
        assert_eq!(en.date(first, &paris), "Sunday 1 March 2026");
        assert_eq!(fr.short_date_time(winter, &paris), "23 nov., 20\u{a0}h\u{a0}05");
        assert_eq!(paris.machine_readable(winter), "2026-11-23T20:05:00+01:00");
    }

    #[test]
    fn a_zone_without_a_message_shows_its_place_and_offset() {
        let en = localiser(Locale::En);
        let at: Timestamp = "2026-07-01T12:00:00Z".parse().unwrap();
        let kolkata = Zone::named("Asia/Kolkata").unwrap();
        assert_eq!(
            en.date_time(at, &kolkata),
            "Wednesday 1 July 2026 at 17:30 (Kolkata, UTC+5:30)"
        );
        assert_eq!(
            en.date_time(at, &Zone::utc()),
            "Wednesday 1 July 2026 at 12:00 (UTC)"
        );
        assert!(Zone::named("Nowhere/City").is_none());
    }

    #[test]
    fn every_month_and_weekday_has_its_name() {
        for locale in Locale::ALL {
            let text = localiser(locale);
            let mut at: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
            for _ in 0..365 {
                let _ = (
                    text.date_time(at, &Zone::utc()),
                    text.short_date_time(at, &Zone::utc()),
                );
                at += jiff::SignedDuration::from_hours(24);
            }
            assert!(text.misses().is_empty(), "{:?}", text.misses());
        }
    }

    #[test]
    fn time_left_uses_the_largest_unit_that_says_something() {
        let fr = localiser(Locale::Fr);
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        for (until, expected) in [
            ("2026-11-23T12:00:01Z", "1 minute"),
            ("2026-11-23T12:45:00Z", "45 minutes"),
            ("2026-11-23T13:00:00Z", "1 heure"),
            ("2026-11-25T11:59:59Z", "47 heures"),
            ("2026-11-25T12:00:00Z", "2 jours"),
            ("2026-11-20T12:00:00Z", "0 minute"),
        ] {
            assert_eq!(fr.time_left(now, until.parse().unwrap()), expected);
        }
    }
}
