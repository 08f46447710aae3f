//! The few pieces of SVG that charts are put together from.

use std::fmt::Write;

use crate::i18n::Ratio;
use crate::templates::escape;

/// An SVG document in the making.
pub(super) struct Svg {
    body: String,
    class: &'static str,
}

impl Svg {
    pub(super) fn new(class: &'static str) -> Self {
        Self {
            body: String::new(),
            class,
        }
    }

    /// Adds an element without content; attribute values come from our own code and are escaped all the same.
    pub(super) fn element(&mut self, name: &str, class: &str, attributes: &[(&str, String)]) {
        self.open(name, class, attributes);
        self.body.push_str("/>");
    }

    /// Adds a line of text.
    pub(super) fn text(&mut self, class: &str, attributes: &[(&str, String)], words: &str) {
        self.open("text", class, attributes);
        let _ = write!(self.body, ">{}</text>", escape(words));
    }

    /// Adds a line of text with a value behind it.
    pub(super) fn label(&mut self, attributes: &[(&str, String)], words: &str, value: Option<&str>) {
        self.open("text", "chart-label", attributes);
        let _ = write!(self.body, ">{}", escape(&isolated(words)));
        if let Some(value) = value {
            let shift = if words.is_empty() { "0" } else { "0.6em" };
            let _ = write!(
                self.body,
                " <tspan class=\"chart-value\" dx=\"{shift}\">{}</tspan>",
                escape(value)
            );
        }
        self.body.push_str("</text>");
    }

    /// Adds SVG that is complete in itself.
    pub(super) fn raw(&mut self, svg: &str) {
        self.body.push_str(svg);
    }

    fn open(&mut self, name: &str, class: &str, attributes: &[(&str, String)]) {
        let _ = write!(self.body, "<{name} class=\"{class}\"");
        for (attribute, value) in attributes {
            let _ = write!(self.body, " {attribute}=\"{}\"", escape(value));
        }
    }

    /// The document, `height` hundredths of an em high, as an image with a title and a description.
    pub(super) fn finish(self, id: &str, title: &str, description: &str, height: u64) -> String {
        let (id, class, body) = (escape(id), self.class, self.body);
        format!(
            "<svg class=\"{class}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" width=\"100%\" height=\"{}\">\
             <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>{body}</svg>",
            em(height),
            escape(title),
            escape(description),
        )
    }
}

/// Words in a script that runs from right to left, set apart so that what follows them stays behind them.
fn isolated(words: &str) -> std::borrow::Cow<'_, str> {
    let right_to_left =
        |letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    if words.contains(right_to_left) {
        format!("\u{2068}{words}\u{2069}").into()
    } else {
        words.into()
    }
}

/// Hundredths of an em.
pub(super) fn em(hundredths: u64) -> String {
    format!("{}.{:02}em", hundredths / 100, hundredths % 100)
}

/// A share of the width.
pub(super) fn width(ratio: Ratio) -> String {
    let hundredths = ratio.scaled(10_000).min(10_000);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Breaks words into lines of at most `limit` characters; a longer word is cut. Unbreakable spaces hold.
pub(super) fn wrap(words: &str, limit: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + length <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => {
                let characters: Vec<char> = word.chars().collect();
                lines.extend(
                    characters
                        .chunks(limit)
                        .map(|part| part.iter().collect::<String>()),
                );
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_every_word() {
        assert_eq!(wrap("un deux trois", 7), ["un deux", "trois"]);
        assert_eq!(
            wrap("anticonstitutionnellement", 10),
            ["anticonsti", "tutionnell", "ement"]
        );
        assert!(wrap("   ", 10).is_empty());
    }

    #[test]
    fn words_from_right_to_left_are_set_apart() {
        assert_eq!(isolated("abc"), "abc");
        assert_eq!(isolated("نعم"), "\u{2068}نعم\u{2069}");
    }

    #[test]
    fn lengths_have_two_decimals_and_stay_inside() {
        assert_eq!(em(125), "1.25em");
        assert_eq!(em(5), "0.05em");
        assert_eq!(width(Ratio::new(1, 3)), "33.33%");
        assert_eq!(width(Ratio::new(9, 3)), "100.00%");
    }
}
