//! The look: every pair of colours that is used has its contrast, in light and in dark; components name roles
//! and no colours; every style sheet is served.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Text on a ground: 4.5 to 1. Lines of fields, focus, bars and marks: 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
const PAIRS: &[(&str, &[&str], f64)] = &[
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
        &["page", "surface", "sunken", "accent-soft", "accent-ink"],
        4.5,
    ),
    ("accent", &["caution-soft", "info-soft"], 4.5),
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
    ("accent", &["sunken"], 3.0),
    ("quiet", &["sunken", "page"], 3.0),
    ("focus", &["page", "surface", "sunken", "focus-halo"], 3.0),
];

fn css() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/css")
}

/// The colours of the light and the dark palette.
fn palettes() -> [BTreeMap<String, [f64; 3]>; 2] {
    let text = std::fs::read_to_string(css().join("tokens.css")).unwrap();
    let (light, dark) = text.split_once("prefers-color-scheme: dark").unwrap();
    let light = colours(light);
    let mut dark_palette = light.clone();
    let dark = colours(dark);
    assert_eq!(light.len(), dark.len(), "each colour has its dark twin");
    dark_palette.extend(dark);
    [light, dark_palette]
}

fn colours(text: &str) -> BTreeMap<String, [f64; 3]> {
    let declaration = |line: &str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": ")?;
        let hex = value.trim_end_matches(';').strip_prefix('#')?;
        let channel = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        Some((name.to_owned(), [channel(0), channel(2), channel(4)]))
    };
    text.lines().filter_map(declaration).collect()
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = |channel: f64| {
        if channel <= 0.04045 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_pair_of_colours_has_its_contrast() {
    let mut failures = Vec::new();
    for (palette, mode) in palettes().iter().zip(["light", "dark"]) {
        for (ink, grounds, least) in PAIRS {
            for ground in *grounds {
                let measured = contrast(palette[*ink], palette[*ground]);
                if measured < *least {
                    failures.push(format!("{mode}: {ink} on {ground} is {measured:.2}, not {least}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn the_measure_is_that_of_the_standard() {
    let grey = |value: u8| [f64::from(value) / 255.0; 3];
    assert!((contrast(grey(0), grey(255)) - 21.0).abs() < 1e-9);
    assert!((contrast(grey(0x77), grey(255)) - 4.478).abs() < 0.001);
}

fn sheets() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in [css(), css().join("components")] {
        for path in std::fs::read_dir(folder)
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
        {
            if path.extension().is_some_and(|extension| extension == "css") {
                let name = path
                    .strip_prefix(css())
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

#[test]
fn components_name_roles_and_no_colours() {
    for (name, text) in sheets() {
        if ["tokens.css", "print.css"].contains(&name.as_str()) {
            continue;
        }
        for line in text.lines() {
            let Some((_, value)) = line.split_once(": ") else {
                continue;
            };
            for colour in ["#", "rgb(", "hsl(", "oklch(", " white", " black", " red", " grey"] {
                let value = format!(" {value}");
                assert!(!value.contains(colour), "{name}: {line}");
            }
        }
    }
}

#[test]
fn every_style_sheet_is_served_and_in_a_layer() {
    for (name, text) in sheets() {
        assert!(
            comitia::site::STYLES.contains(&format!("css/{name}").as_str()),
            "{name} is not served"
        );
        assert!(text.contains("@layer"), "{name} is in no layer");
        assert_eq!(
            text.matches('{').count(),
            text.matches('}').count(),
            "{name}: braces"
        );
        let loads = text
            .split("url(")
            .skip(1)
            .all(|rest| rest.starts_with("\"asset:"));
        assert!(
            loads && !text.contains("@import"),
            "{name} loads something from elsewhere"
        );
    }
}

#[test]
fn every_role_that_is_used_is_defined() {
    let sheets = sheets();
    let all: String = sheets.iter().map(|(_, text)| text.as_str()).collect();
    for (name, text) in &sheets {
        for used in text
            .split("var(--")
            .skip(1)
            .map(|rest| rest.split([')', ',']).next().unwrap())
        {
            assert!(all.contains(&format!("--{used}:")), "{name}: --{used}");
        }
    }
}

#[test]
fn every_font_has_its_licence_beside_it() {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/fonts");
    let readme = std::fs::read_to_string(fonts.join("README.txt")).unwrap();
    for licence in ["LICENSE.next.txt", "LICENSE.mono.txt"] {
        assert!(readme.contains(licence));
        assert!(
            std::fs::read_to_string(fonts.join(licence))
                .unwrap()
                .contains("SIL OPEN FONT LICENSE Version 1.1")
        );
    }
}
