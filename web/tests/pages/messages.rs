//! Every message exists in every language, is used somewhere, and what is used exists.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use comitia::sample;
use comitia_kit::i18n::Locale;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::support;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files under `folder` whose name ends with one of `endings`.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if endings
            .iter()
            .any(|ending| path.to_string_lossy().ends_with(ending))
        {
            found.push(path);
        }
    }
    found
}

/// The places where a message of the web may be used.
fn sources() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    for folder in [
        "crates/kit/src",
        "crates/kit/templates",
        "web/src",
        "web/templates",
    ] {
        paths.extend(files(&root().join(folder), &[".rs", ".html", ".xml"]));
    }
    paths
        .into_iter()
        .map(|path| (path.clone(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// The string literals in a source: what may be the name of a message or the beginning of one.
fn literals(text: &str) -> BTreeSet<String> {
    let is_name = |literal: &str| {
        literal.contains('-')
            && literal
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "-_{}".contains(letter))
    };
    ['"', '\'']
        .into_iter()
        .flat_map(|quote| text.split(quote).map(str::to_owned).collect::<Vec<_>>())
        .filter(|literal| is_name(literal))
        .collect()
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_values() {
    let mut seen: BTreeMap<Locale, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for locale in Locale::ALL {
        let messages = seen.entry(locale).or_default();
        for folder in ["crates/kit/locales", "web/locales"] {
            for path in files(&root().join(folder).join(locale.tag()), &[".ftl"]) {
                let text = std::fs::read_to_string(&path).unwrap();
                let resource = fluent_syntax::parser::parse(text.as_str())
                    .unwrap_or_else(|(_, errors)| panic!("{path:?}: {errors:?}"));
                for entry in resource.body {
                    let Entry::Message(message) = entry else { continue };
                    let mut values = BTreeSet::new();
                    variables(message.value.as_ref().unwrap(), &mut values);
                    assert!(
                        message.attributes.is_empty(),
                        "{}: attributes are not used here",
                        message.id.name
                    );
                    assert!(
                        messages.insert(message.id.name.to_owned(), values).is_none(),
                        "{} is there twice",
                        message.id.name
                    );
                }
            }
        }
    }
    let (fr, en) = (&seen[&Locale::Fr], &seen[&Locale::En]);
    let names = |messages: &BTreeMap<String, _>| messages.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(
        names(fr).symmetric_difference(&names(en)).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
    for (name, values) in fr {
        let needed: BTreeSet<_> = values.symmetric_difference(&en[name]).collect();
        // A language may leave out a count that its grammar does not need; it may not use a value that is not given.
        assert!(
            needed
                .iter()
                .all(|value| ["votes", "chosen", "options"].contains(&value.as_str())),
            "{name}: {needed:?}"
        );
    }
}

fn variables(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => variable(inline, found),
                Expression::Select { selector, variants } => {
                    variable(selector, found);
                    variants
                        .iter()
                        .for_each(|variant| variables(&variant.value, found));
                }
            }
        }
    }
}

fn variable(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        found.insert(id.name.to_owned());
    }
}

#[test]
fn what_templates_ask_for_exists() {
    let keys = support::town_site(sample::settings(), None)
        .catalogue()
        .keys(Locale::Fr);
    for (path, text) in sources() {
        if path.extension().is_some_and(|extension| extension == "rs") {
            continue;
        }
        for call in ["t(\"", "t('", "rich(\""] {
            for (at, _) in text.match_indices(call) {
                if text[..at].ends_with(|before: char| before.is_alphanumeric()) {
                    continue;
                }
                let rest = &text[at + call.len()..];
                let name = &rest[..rest.find(['"', '\'']).unwrap()];
                let whole = !rest[name.len() + 1..].trim_start().starts_with('~');
                let exists = if whole {
                    keys.contains(name)
                } else {
                    keys.iter().any(|key| key.starts_with(name))
                };
                assert!(exists, "{path:?} asks for {name}");
            }
        }
    }
}

#[test]
fn every_message_is_used() {
    let keys = support::town_site(sample::settings(), None)
        .catalogue()
        .keys(Locale::Fr);
    let literals: BTreeSet<String> = sources().iter().flat_map(|(_, text)| literals(text)).collect();
    let used = |key: &&String| {
        let named = |literal: &String| {
            let beginning = literal.split('{').next().unwrap();
            literal == *key || (beginning.ends_with('-') && beginning.len() > 4 && key.starts_with(beginning))
        };
        literals.iter().any(named)
    };
    let unused: Vec<&String> = keys.iter().filter(|key| !used(key)).collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn rich_messages_hold_simple_marks_only() {
    for folder in ["crates/kit/locales", "web/locales"] {
        for path in files(&root().join(folder), &[".ftl"]) {
            let text = std::fs::read_to_string(&path).unwrap();
            let text: String = text.lines().filter(|line| !line.starts_with('#')).collect();
            for tag in text
                .split('<')
                .skip(1)
                .map(|rest| rest.split('>').next().unwrap())
            {
                let name = tag.trim_start_matches('/').split(' ').next().unwrap();
                assert!(
                    ["strong", "em", "code", "a", "abbr"].contains(&name),
                    "{path:?}: <{tag}>"
                );
                let plain = ["on", "style", "javascript"]
                    .iter()
                    .all(|word| !tag.contains(&format!(" {word}")));
                assert!(plain, "{path:?}: <{tag}>");
            }
        }
    }
}
