//! Texts that an organisation wrote, in one language or several.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Locale, typography};

/// A text by language tag, such as `{"fr": "Oui", "en": "Yes"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<String, String>);

/// A text as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Phrase {
    /// The words.
    pub text: String,
    /// Their language when it is not that of the page: a screen reader then changes its voice.
    pub lang: Option<String>,
}

impl Text {
    /// A text from pairs of language tag and words.
    pub fn new<T: Into<String>, W: Into<String>>(pairs: impl IntoIterator<Item = (T, W)>) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(tag, words)| (tag.into(), words.into()))
                .collect(),
        )
    }

    /// The words, typeset, in the language of the page, else in the first language of the pages that there is, else any.
    #[must_use]
    pub fn phrase(&self, locale: Locale) -> Phrase {
        let wanted = std::iter::once(locale).chain(Locale::ALL).map(Locale::tag);
        let found = wanted
            .filter_map(|tag| self.0.get_key_value(tag))
            .chain(self.0.iter())
            .find(|(_, words)| !words.trim().is_empty());
        let Some((tag, words)) = found else {
            return Phrase {
                text: String::new(),
                lang: None,
            };
        };
        Phrase {
            text: match Locale::from_tag(tag) {
                Some(Locale::Fr) => typography::french(words).into_owned(),
                Some(Locale::En) => typography::english(words).into_owned(),
                None => words.clone(),
            },
            lang: (tag != locale.tag()).then(|| tag.clone()),
        }
    }

    /// Whether any language contains `needle`, upper and lower case alike.
    #[must_use]
    pub fn contains(&self, needle: &str) -> bool {
        let needle = needle.to_lowercase();
        self.0
            .values()
            .any(|words| words.to_lowercase().contains(&needle))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_when_a_text_is_in_another_language() {
        let both = Text::new([("fr", "Oui"), ("en", "Yes")]);
        assert_eq!(
            both.phrase(Locale::En),
            Phrase {
                text: "Yes".into(),
                lang: None
            }
        );
        let one = Text::new([("fr", "Oui"), ("en", " ")]);
        assert_eq!(
            one.phrase(Locale::En),
            Phrase {
                text: "Oui".into(),
                lang: Some("fr".into())
            }
        );
        let other = Text::new([("br", "Ya")]);
        assert_eq!(other.phrase(Locale::Fr).lang.as_deref(), Some("br"));
        assert_eq!(Text::default().phrase(Locale::Fr).text, "");
        assert!(both.contains("OUI") && !both.contains("non"));
    }
}
