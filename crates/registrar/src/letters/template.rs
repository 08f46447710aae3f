//! Texts with `{{slots}}`, filled in two steps: first what all letters share, then what is each voter's own.
//!
//! Values are HTML already when they are filled in; whoever has plain text escapes it with [`escape`].

use zeroize::Zeroizing;

/// A text cut at its slots.
pub(super) struct Template(Vec<Piece>);

enum Piece {
    Text(String),
    Slot(String),
}

impl Template {
    /// Cuts a text of our own at its slots. Every `{{` is closed: a test says so.
    pub(super) fn parse(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, slot, after)) = next_slot(rest) {
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Slot(slot.trim().to_owned()));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Self(pieces)
    }

    /// Fills the slots for which there is a text, escaped; leaves the others.
    pub(super) fn bind<E>(self, say: impl Fn(&str) -> Result<Option<String>, E>) -> Result<Self, E> {
        let bound = |piece| match piece {
            Piece::Slot(name) => Ok(match say(&name)? {
                Some(text) => Piece::Text(escape(&text)),
                None => Piece::Slot(name),
            }),
            text @ Piece::Text(_) => Ok(text),
        };
        self.0.into_iter().map(bound).collect::<Result<_, E>>().map(Self)
    }

    /// The whole text, each slot filled with HTML.
    pub(super) fn fill<'a>(&'a self, value: impl Fn(&str) -> &'a str + Copy) -> Zeroizing<String> {
        let pieces = || {
            self.0.iter().map(move |piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Slot(name) => value(name),
            })
        };
        // The exact length, so that no copy of a secret is left behind by growing.
        let mut text = Zeroizing::new(String::with_capacity(pieces().map(str::len).sum()));
        text.extend(pieces());
        text
    }

    /// The names of the slots that are not filled.
    #[cfg(test)]
    pub(super) fn slots(&self) -> Vec<&str> {
        let slots = self.0.iter().filter_map(|piece| match piece {
            Piece::Slot(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        });
        slots.collect()
    }
}

fn next_slot(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (slot, after) = rest.split_once("}}")?;
    Some((before, slot, after))
}

/// Plain text as HTML, in elements and in quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}
