//! An organisation's colour, and everything that follows from it.

use std::fmt::Write as _;

use super::{Colour, Palette, Unreadable};

/// The roles that follow from the organisation's colour.
const ROLES: [&str; 4] = ["accent", "accent-strong", "accent-ink", "accent-soft"];
/// What the dark palette's accent has on its ground, at least, if mixing with white can give it.
const DARK_CONTRAST: f64 = 7.0;

/// A colour that passed the gate, in light and in dark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accent {
    light: [Colour; 4],
    dark: [Colour; 4],
}

/// A colour that would be hard to read, and where it would be hardest.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("the colour {colour} would be hard to read: {worst}; a darker one will do")]
pub struct AccentError {
    colour: Colour,
    worst: Box<Unreadable>,
}

impl Accent {
    /// The organisation's colour in the light palette, with its shades; a lighter one of the same hue in the dark palette.
    ///
    /// # Errors
    /// When a pair that is readable with the site's own colour is not with this one.
    pub fn new(colour: Colour, palettes: &[Palette; 2]) -> Result<Self, AccentError> {
        let [light, dark] = palettes;
        let accent = Self {
            light: in_light(colour, light),
            dark: in_dark(colour, dark),
        };
        pass(light, accent.light, colour)?;
        pass(dark, accent.dark, colour)?;
        Ok(accent)
    }

    /// The style sheet that puts it in the place of the site's own.
    #[must_use]
    pub fn style_sheet(&self) -> String {
        let mut sheet = String::from("@layer tokens {\n  :root {\n");
        declare(&mut sheet, self.light);
        sheet.push_str("  }\n  @media (prefers-color-scheme: dark) {\n  :root {\n");
        declare(&mut sheet, self.dark);
        sheet.push_str("  }\n  }\n}\n");
        sheet
    }
}

/// Whether every pair of the palette is readable with these shades.
fn pass(palette: &Palette, shades: [Colour; 4], colour: Colour) -> Result<(), AccentError> {
    let mut palette = palette.clone();
    for (role, shade) in ROLES.iter().zip(shades) {
        palette.set(role, shade);
    }
    let unreadable = palette.unreadable().into_iter();
    match unreadable.min_by(|one, other| one.measured.total_cmp(&other.measured)) {
        None => Ok(()),
        Some(worst) => Err(AccentError {
            colour,
            worst: Box::new(worst),
        }),
    }
}

fn declare(sheet: &mut String, shades: [Colour; 4]) {
    for (role, shade) in ROLES.iter().zip(shades) {
        // Writing to a string cannot fail.
        let _ = writeln!(sheet, "    --{role}: {shade};");
    }
}

fn in_light(colour: Colour, palette: &Palette) -> [Colour; 4] {
    let surface = palette.get("surface").unwrap_or(Colour::WHITE);
    let strong = colour.with(Colour::BLACK, 28);
    [colour, strong, Colour::WHITE, surface.with(colour, 10)]
}

fn in_dark(colour: Colour, palette: &Palette) -> [Colour; 4] {
    let page = palette.get("page").unwrap_or(Colour::BLACK);
    let lighter = (0..=100)
        .step_by(5)
        .map(|share| colour.with(Colour::WHITE, share));
    let readable = lighter
        .clone()
        .find(|shade| shade.contrast(page) >= DARK_CONTRAST);
    let accent = readable.unwrap_or(Colour::WHITE);
    let strong = accent.with(Colour::WHITE, 35);
    [
        accent,
        strong,
        colour.with(Colour::BLACK, 70),
        page.with(colour, 25),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = "--page: #faf7f2;\n--surface: #ffffff;\n--sunken: #f1ece3;\n--ink: #1f2328;\n\
                          --caution-soft: #fdf0d5;\n--info-soft: #e2f1f6;\n@media (prefers-color-scheme: dark)\n\
                          --page: #16181d;\n--surface: #1f2229;\n--sunken: #111317;\n--ink: #ecebe6;\n\
                          --caution-soft: #352708;\n--info-soft: #0f2f3c;\n";

    fn accent(colour: &str) -> Result<Accent, AccentError> {
        Accent::new(colour.parse().unwrap(), &Palette::both(TOKENS))
    }

    #[test]
    fn s78_a_colour_below_the_contrast_of_wcag_aa_is_refused_and_told_where() {
        for weak in ["#ffcc00", "#ffffff", "#7fb2e5", "#e8590c", "#888888"] {
            let error = accent(weak).unwrap_err().to_string();
            assert!(
                error.starts_with(&format!("the colour {weak} would be hard to read: accent")),
                "{error}"
            );
            assert!(error.contains(" to 1, and needs 4.5 to 1"), "{error}");
        }
    }

    #[test]
    fn s78_a_dark_enough_colour_of_any_hue_passes_in_light_and_in_dark() {
        for colour in [
            "#3a3191", "#8b1a1a", "#0b5d1e", "#000091", "#5a3e00", "#6a0f5c", "#005a6f", "#000000",
        ] {
            let sheet = accent(colour).unwrap().style_sheet();
            assert!(sheet.contains(&format!("--accent: {colour};")), "{sheet}");
        }
    }

    #[test]
    fn s78_whatever_passes_leaves_every_pair_readable() {
        let palettes = Palette::both(TOKENS);
        let mut passed = 0;
        for number in (0..0x0100_0000_u32).step_by(70_001) {
            let colour: Colour = format!("#{number:06x}").parse().unwrap();
            let Ok(accent) = Accent::new(colour, &palettes) else {
                assert!(
                    colour.contrast(Colour::WHITE) < 7.0,
                    "{colour} is dark, and was refused"
                );
                continue;
            };
            passed += 1;
            for (palette, worn) in palettes.iter().zip(Palette::both(&accent.style_sheet())) {
                let mut palette = palette.clone();
                for role in ROLES {
                    palette.set(role, worn.get(role).unwrap());
                }
                assert_eq!(palette.unreadable(), []);
            }
        }
        assert!(passed > 20, "{passed}");
    }
}
