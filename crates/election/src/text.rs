//! Texts of a manifest, in one or several languages, and texts made harmless for a terminal.

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Longest text, in bytes.
const LIMIT: usize = 10_000;

/// A text by language tag; at least one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<String, String>);

impl Text {
    /// A text in one language.
    #[must_use]
    pub fn new(language: &str, text: &str) -> Self {
        Self(BTreeMap::from([(language.to_owned(), text.to_owned())]))
    }

    /// The text in `language`, else in the first language that there is.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        self.0
            .get(language)
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Languages and texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(language, text)| (language.as_str(), text.as_str()))
    }
}

/// Control characters could forge a terminal's output; newlines are the only ones that a text needs.
pub(crate) fn is_printable(text: &str) -> bool {
    text.chars().all(|c| c == '\n' || !c.is_control())
}

/// Replaces control characters, and those that change the direction of a line, by their numbers.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || changes_direction(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

const fn changes_direction(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text by language, like {\"fr\": \"Oui\", \"en\": \"Yes\"}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        let mut texts = BTreeMap::new();
        while let Some((language, text)) = map.next_entry::<String, String>()? {
            let tag = !language.is_empty()
                && language.len() <= 20
                && language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if !tag {
                return Err(A::Error::custom(format_args!(
                    "{language:?} is not a language tag"
                )));
            }
            if text.trim().is_empty() || text.len() > LIMIT || !is_printable(&text) {
                return Err(A::Error::custom(format_args!(
                    "the text in {language:?} must have 1 to {LIMIT} bytes and no control characters"
                )));
            }
            if texts.insert(language, text).is_some() {
                return Err(A::Error::custom("one language stands here twice"));
            }
        }
        if texts.is_empty() {
            return Err(A::Error::custom("a text needs at least one language"));
        }
        Ok(Text(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g3_a_language_given_twice_is_refused() {
        assert!(serde_json::from_str::<Text>(r#"{"fr":"a","fr":"b"}"#).is_err());
    }

    #[test]
    fn nothing_reaches_the_terminal_but_text() {
        assert_eq!(escape("Élan à 3\u{202f}%"), "Élan à 3\u{202f}%");
        assert_eq!(
            escape("a\u{1b}[2J\nb\u{9b}\u{202e}"),
            "a\\u{1b}[2J\\u{a}b\\u{9b}\\u{202e}"
        );
    }

    #[test]
    fn empty_texts_and_control_characters_are_refused() {
        for bad in [
            r#"{}"#,
            r#"{"fr":" "}"#,
            r#"{"fr":"a\u001b[2J"}"#,
            r#"{"":"a"}"#,
            r#"{"f r":"a"}"#,
        ] {
            assert!(serde_json::from_str::<Text>(bad).is_err(), "{bad}");
        }
    }
}
