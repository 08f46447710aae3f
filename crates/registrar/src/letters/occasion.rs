//! What a letter invites to.

use comitia_crypto::ElectionId;
use jiff::Zoned;
use jiff::civil::Weekday;

use super::Language;

/// The election that letters are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// What is voted on.
    pub title: String,
    /// Who organises it.
    pub organiser: String,
    /// The names of the electorate groups, in the order of the manifest.
    pub groups: Vec<String>,
    /// Where to vote: a web address, to be typed.
    pub address: String,
    /// When casting begins, in the time zone of the voters.
    pub opens: Zoned,
    /// When casting ends, in the time zone of the voters.
    pub closes: Zoned,
    /// The election.
    pub election: ElectionId,
}

impl Occasion {
    /// The name of a voter's group, where there are several.
    pub(super) fn group(&self, group: u16) -> Option<&str> {
        let name = self.groups.get(usize::from(group));
        name.filter(|_| self.groups.len() > 1).map(String::as_str)
    }

    /// What the messages and pages of a language refer to by name.
    pub(super) fn words(&self, language: Language) -> [(&'static str, String); 7] {
        [
            ("lang", language.tag().to_owned()),
            ("title", self.title.clone()),
            ("organiser", self.organiser.clone()),
            ("address", self.address.clone()),
            ("opens", in_full(&self.opens, language)),
            ("closes", in_full(&self.closes, language)),
            ("election", self.election.to_string()),
        ]
    }
}

/// A moment in full: weekday, day, month, year, time, time zone.
fn in_full(moment: &Zoned, language: Language) -> String {
    let zone = moment.time_zone().iana_name().filter(|name| *name != "UTC");
    let zone = zone.map_or_else(|| moment.strftime("UTC%:z").to_string(), str::to_owned);
    let zone = if zone == "UTC+00:00" {
        "UTC".to_owned()
    } else {
        zone
    };
    let (day, year) = (moment.day(), moment.year());
    let (hour, minute) = (moment.hour(), moment.minute());
    let (weekday, month) = (
        weekday(moment.weekday(), language),
        month(moment.month(), language),
    );
    match language {
        Language::French => {
            let day = if day == 1 {
                "1er".to_owned()
            } else {
                day.to_string()
            };
            format!("{weekday} {day} {month} {year} à {hour}\u{a0}h\u{a0}{minute:02} ({zone})")
        }
        Language::English => format!("{weekday} {day} {month} {year} at {hour:02}:{minute:02} ({zone})"),
    }
}

const fn weekday(day: Weekday, language: Language) -> &'static str {
    let (french, english) = match day {
        Weekday::Monday => ("lundi", "Monday"),
        Weekday::Tuesday => ("mardi", "Tuesday"),
        Weekday::Wednesday => ("mercredi", "Wednesday"),
        Weekday::Thursday => ("jeudi", "Thursday"),
        Weekday::Friday => ("vendredi", "Friday"),
        Weekday::Saturday => ("samedi", "Saturday"),
        Weekday::Sunday => ("dimanche", "Sunday"),
    };
    match language {
        Language::French => french,
        Language::English => english,
    }
}

fn month(month: i8, language: Language) -> &'static str {
    const MONTHS: [(&str, &str); 12] = [
        ("janvier", "January"),
        ("février", "February"),
        ("mars", "March"),
        ("avril", "April"),
        ("mai", "May"),
        ("juin", "June"),
        ("juillet", "July"),
        ("août", "August"),
        ("septembre", "September"),
        ("octobre", "October"),
        ("novembre", "November"),
        ("décembre", "December"),
    ];
    let names = usize::try_from(month - 1)
        .ok()
        .and_then(|place| MONTHS.get(place));
    let (french, english) = names.copied().unwrap_or_default();
    match language {
        Language::French => french,
        Language::English => english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zoned(text: &str) -> Zoned {
        text.parse().unwrap()
    }

    #[test]
    fn moments_are_written_in_full_with_their_zone() {
        let opens = zoned("2027-03-01T08:00[Europe/Paris]");
        assert_eq!(
            in_full(&opens, Language::French),
            "lundi 1er mars 2027 à 8\u{a0}h\u{a0}00 (Europe/Paris)"
        );
        assert_eq!(
            in_full(&opens, Language::English),
            "Monday 1 March 2027 at 08:00 (Europe/Paris)"
        );
        let closes = zoned("2027-12-31T20:05[+02:00]");
        assert_eq!(
            in_full(&closes, Language::French),
            "vendredi 31 décembre 2027 à 20\u{a0}h\u{a0}05 (UTC+02:00)"
        );
        assert_eq!(
            in_full(&zoned("2027-08-08T00:00[UTC]"), Language::English),
            "Sunday 8 August 2027 at 00:00 (UTC)"
        );
    }
}
