//! Spaces and apostrophes as a careful printer sets them, so that message files can be typed on any keyboard.

use std::borrow::Cow;

const NO_BREAK_SPACE: char = '\u{a0}';
const NARROW_NO_BREAK_SPACE: char = '\u{202f}';
const APOSTROPHE: char = '\u{2019}';

/// French: unbreakable spaces inside guillemets, before high punctuation and before units; curly apostrophes.
pub(super) fn french(text: &str) -> Cow<'_, str> {
    if !text.contains(['\'', ';', ':', '!', '?', '%', '«', '»', 'h', '€', '°']) {
        return Cow::Borrowed(text);
    }
    let mut set = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        set.push(match (character, characters.peek()) {
            (' ', _) if before == '«' => NO_BREAK_SPACE,
            (' ', Some('h' | '€' | '°')) if before.is_ascii_digit() => NO_BREAK_SPACE,
            (' ', Some(':' | '»')) => NO_BREAK_SPACE,
            (' ', Some(';' | '!' | '?' | '%')) => NARROW_NO_BREAK_SPACE,
            ('\'', _) => APOSTROPHE,
            _ => character,
        });
        before = character;
    }
    Cow::Owned(set)
}

/// English: curly apostrophes.
pub(super) fn english(text: &str) -> Cow<'_, str> {
    if text.contains('\'') {
        Cow::Owned(text.replace('\'', "\u{2019}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_spaces_do_not_break() {
        assert_eq!(
            french("L'urne : « ouverte » ? Oui !"),
            "L’urne\u{a0}: «\u{a0}ouverte\u{a0}»\u{202f}? Oui\u{202f}!"
        );
        assert_eq!(
            french("12 % des inscrits ; merci"),
            "12\u{202f}% des inscrits\u{202f}; merci"
        );
        assert_eq!(
            french("http://exemple.fr:8080/?a=b"),
            "http://exemple.fr:8080/?a=b"
        );
        assert_eq!(
            french("de 10 h à 20 h, 5 €"),
            "de 10\u{a0}h à 20\u{a0}h, 5\u{a0}€"
        );
        assert!(matches!(french("rien"), Cow::Borrowed(_)));
    }

    #[test]
    fn english_apostrophes_are_curly() {
        assert_eq!(english("don't"), "don’t");
    }
}
