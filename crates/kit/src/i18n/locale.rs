//! The languages of the pages, and which one a visitor gets.

use serde::{Serialize, Serializer};
use unic_langid::LanguageIdentifier;

/// A language that every page exists in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// French.
    Fr,
    /// English.
    En,
}

impl Locale {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The language tag, as in addresses and in `lang` attributes.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The name of the language in the language itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Fr => "Français",
            Self::En => "English",
        }
    }

    /// Language and region as Open Graph writes them.
    #[must_use]
    pub const fn open_graph(self) -> &'static str {
        match self {
            Self::Fr => "fr_FR",
            Self::En => "en_GB",
        }
    }

    /// The language with this tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// The language that the address of a page names: `/fr/…`.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        path.strip_prefix('/')?.split('/').next().and_then(Self::from_tag)
    }

    /// The language that an `Accept-Language` header likes best among those that exist, else `fallback`. Only
    /// the primary language counts: `fr-CA` is French. Of two that are liked alike, the first.
    #[must_use]
    pub fn negotiate(accept_language: &str, fallback: Self) -> Self {
        let mut best: Option<(u16, Self)> = None;
        for range in accept_language.split(',') {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let primary = tag
                .trim()
                .split('-')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            let (Some(locale), weight) = (Self::from_tag(&primary), weight(parameters)) else {
                continue;
            };
            if weight > best.map_or(0, |(weight, _)| weight) {
                best = Some((weight, locale));
            }
        }
        best.map_or(fallback, |(_, locale)| locale)
    }

    /// The identifier that Fluent knows the language by.
    #[must_use]
    pub fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }
}

/// The weight of a language range in thousandths: `q=0.8` is 800, nothing is 1000, nonsense is 0.
fn weight(parameters: &str) -> u16 {
    let Some(quality) = parameters
        .split(';')
        .find_map(|parameter| parameter.trim().strip_prefix("q="))
    else {
        return 1000;
    };
    let (whole, decimals) = quality.split_once('.').unwrap_or((quality, ""));
    let thousandths = format!("{decimals:0<3}");
    match (
        whole.parse::<u16>(),
        thousandths.get(..3).and_then(|digits| digits.parse::<u16>().ok()),
    ) {
        (Ok(0), Some(part)) => part,
        (Ok(1), Some(0)) => 1000,
        _ => 0,
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_first_language_it_asks_for_that_exists() {
        for (header, expected) in [
            ("fr-FR,fr;q=0.9,en;q=0.8", Locale::Fr),
            ("en-US,en;q=0.9", Locale::En),
            ("de-DE,en;q=0.5,fr;q=0.4", Locale::En),
            ("en;q=0.3, fr;q=0.9", Locale::Fr),
            ("EN-gb , fr", Locale::En),
            ("en;q=0,*", Locale::Fr),
            ("en;q=x", Locale::Fr),
            ("fr-CA", Locale::Fr),
            ("de", Locale::Fr),
            ("*", Locale::Fr),
            ("", Locale::Fr),
            (";;;q=,,\u{0}", Locale::Fr),
        ] {
            assert_eq!(Locale::negotiate(header, Locale::Fr), expected, "{header:?}");
        }
        assert_eq!(Locale::negotiate("de", Locale::En), Locale::En);
    }

    #[test]
    fn the_address_names_the_language() {
        assert_eq!(Locale::of_path("/fr/elections"), Some(Locale::Fr));
        assert_eq!(Locale::of_path("/en"), Some(Locale::En));
        assert_eq!(Locale::of_path("/api/elections"), None);
        assert_eq!(Locale::of_path("/french"), None);
        assert_eq!(Locale::of_path("fr/"), None);
    }
}
