//! The colours of a site by their roles, and the pairs of roles that meet on its pages.

use std::collections::BTreeMap;

use super::Colour;

/// A role, the roles on which it is seen, and the contrast that it must have there.
pub type Pair = (&'static str, &'static [&'static str], f64);

/// Text on a ground: 4.5 to 1. Lines of fields, focus, bars and marks: 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
pub const PAIRS: &[Pair] = &[
    (
        "ink",
        &[
            "page",
            "surface",
            "sunken",
            "accent-soft",
            "info-soft",
            "positive-soft",
            "caution-soft",
            "danger-soft",
        ],
        4.5,
    ),
    ("muted", &["page", "surface", "sunken", "positive-soft"], 4.5),
    (
        "accent",
        &[
            "page",
            "surface",
            "sunken",
            "accent-soft",
            "accent-ink",
            "caution-soft",
            "info-soft",
        ],
        4.5,
    ),
    (
        "accent-strong",
        &["page", "surface", "accent-soft", "accent-ink"],
        4.5,
    ),
    ("quiet-ink", &["quiet"], 4.5),
    ("positive", &["page", "surface", "positive-soft"], 4.5),
    ("caution", &["page", "surface", "caution-soft"], 4.5),
    ("danger", &["page", "surface", "danger-soft", "danger-ink"], 4.5),
    ("info", &["page", "surface", "info-soft"], 4.5),
    ("line", &["page", "surface", "sunken"], 3.0),
    ("quiet", &["sunken", "page"], 3.0),
    ("focus", &["page", "surface", "sunken", "focus-halo"], 3.0),
];

/// A pair of colours that cannot be told apart well enough.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{role} {colour} on {ground} {behind} has a contrast of {measured:.2} to 1, and needs {least} to 1")]
pub struct Unreadable {
    /// What is seen.
    pub role: String,
    /// Its colour.
    pub colour: Colour,
    /// What it is seen on.
    pub ground: String,
    /// The colour of that.
    pub behind: Colour,
    /// Their contrast.
    pub measured: f64,
    /// The least that the standard asks for.
    pub least: f64,
}

/// Colours by role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette(BTreeMap<String, Colour>);

impl Palette {
    /// The light and the dark palette of a style sheet whose declarations are `--role: #rrggbb;`, one on a line, the dark
    /// ones after `prefers-color-scheme: dark`. A role that the dark palette does not name keeps its colour.
    #[must_use]
    pub fn both(tokens: &str) -> [Self; 2] {
        let (light, dark) = tokens
            .split_once("prefers-color-scheme: dark")
            .unwrap_or((tokens, ""));
        let light = Self(declared(light).collect());
        let mut both = light.clone();
        both.0.extend(declared(dark));
        [light, both]
    }

    /// The colour of a role.
    #[must_use]
    pub fn get(&self, role: &str) -> Option<Colour> {
        self.0.get(role).copied()
    }

    /// Gives a role another colour.
    pub fn set(&mut self, role: &str, colour: Colour) {
        self.0.insert(role.to_owned(), colour);
    }

    /// The pairs of [`PAIRS`] whose contrast is too small. A pair of which a role has no colour is left out.
    #[must_use]
    pub fn unreadable(&self) -> Vec<Unreadable> {
        let met = PAIRS
            .iter()
            .flat_map(|(role, grounds, least)| grounds.iter().map(move |ground| (*role, *ground, *least)));
        met.filter_map(|(role, ground, least)| self.weak(role, ground, least))
            .collect()
    }

    fn weak(&self, role: &str, ground: &str, least: f64) -> Option<Unreadable> {
        let (colour, behind) = (self.get(role)?, self.get(ground)?);
        let measured = colour.contrast(behind);
        (measured < least).then(|| Unreadable {
            role: role.to_owned(),
            colour,
            ground: ground.to_owned(),
            behind,
            measured,
            least,
        })
    }
}

fn declared(sheet: &str) -> impl Iterator<Item = (String, Colour)> {
    sheet.lines().filter_map(|line| {
        let (role, value) = line.trim().strip_prefix("--")?.split_once(": ")?;
        let colour = value.trim_end_matches(';').parse().ok()?;
        Some((role.to_owned(), colour))
    })
}
