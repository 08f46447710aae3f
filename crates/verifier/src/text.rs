//! Text from a log, made harmless for a terminal.

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

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_reaches_the_terminal_but_text() {
        assert_eq!(super::escape("Élan à 3\u{202f}%"), "Élan à 3\u{202f}%");
        assert_eq!(
            super::escape("a\u{1b}[2J\nb\u{9b}\u{202e}"),
            "a\\u{1b}[2J\\u{a}b\\u{9b}\\u{202e}"
        );
    }
}
