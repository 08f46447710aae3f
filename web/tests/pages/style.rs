//! The look: every pair of colours that is used has its contrast, in light and in dark; components name roles
//! and no colours; every style sheet is served.

use std::path::{Path, PathBuf};

use comitia_kit::theme::{PAIRS, Palette};

fn css() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/css")
}

#[test]
fn every_pair_of_colours_has_its_contrast() {
    let text = std::fs::read_to_string(css().join("tokens.css")).unwrap();
    let [light, dark] = Palette::both(&text);
    for (role, grounds, _) in PAIRS {
        for role in [role].into_iter().chain(*grounds) {
            assert!(light.get(role).is_some(), "{role} has no colour");
        }
    }
    assert_eq!(light.unreadable(), []);
    assert_eq!(dark.unreadable(), []);
    let declared = |half: &str| half.lines().filter(|line| line.contains(": #")).count();
    let (first, second) = text.split_once("prefers-color-scheme: dark").unwrap();
    assert_eq!(declared(first), declared(second), "each colour has its dark twin");
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
