//! The source refers to sections of the book, and the book's sections to nothing that is not there: checked both ways.

use crate::source::{files, root};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Chapters that are about the protocol's surroundings: nobody implements them.
const NOT_IMPLEMENTED: [&str; 9] = [
    "SUMMARY.md",
    "attacks.md",
    "cnil.md",
    "limits.md",
    "mutants.md",
    "rejected.md",
    "rehearsal.md",
    "reviews.md",
    "trust.md",
];

/// Anchors of the book, each with its chapter.
fn anchors() -> BTreeMap<String, String> {
    let mut anchors = BTreeMap::new();
    for entry in fs::read_dir(root().join("protocol-spec/src")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "md") {
            continue;
        }
        let chapter = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let ids = between(&text, "{#", "}").chain(between(&text, " id=\"", "\""));
        for id in ids.filter(|id| !id.ends_with("-drawn")) {
            let before = anchors.insert(id.to_owned(), chapter.clone());
            assert_eq!(before, None, "{id} stands twice");
        }
    }
    anchors
}

fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start)
        .skip(1)
        .filter_map(move |rest| Some(rest.split_once(end)?.0))
}

/// What is in backticks behind the name of the book and a colon; the reference may go on in the next line.
fn referred(text: &str) -> Vec<String> {
    let joined = text
        .replace("\n//!", " ")
        .replace("\n///", " ")
        .replace("\n    ///", " ");
    let mentions = joined.split("rotocol-spec:").skip(1).map(|rest| {
        rest.chars()
            .take_while(|c| !matches!(c, ')' | ';' | '\n'))
            .collect::<String>()
    });
    let quoted = |mention: String| {
        let names = mention.split('`').skip(1).step_by(2).map(str::to_owned);
        names.collect::<Vec<_>>()
    };
    mentions.flat_map(quoted).collect()
}

/// The sections that the second verifier names as `(book: one, other)`.
fn named_by_second(text: &str) -> Vec<String> {
    let names = |mention: &str| {
        let parts = mention
            .split(", ")
            .map(|part| part.trim_start_matches("the order of the transcript"));
        let is_anchor =
            |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        parts.filter(is_anchor).map(str::to_owned).collect::<Vec<_>>()
    };
    let joined = text.replace("\n//", " ");
    between(&joined, "(book: ", ")").flat_map(names).collect()
}

fn references() -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    for (path, text) in files(&["rs", "ts", "sh"]) {
        let names = if path.extension().is_some_and(|end| end == "ts") {
            named_by_second(&text)
        } else {
            referred(&text)
        };
        let path = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        all.extend(names.into_iter().map(|name| (name, path.clone())));
    }
    all
}

#[test]
fn every_section_that_the_source_names_is_in_the_book() {
    let anchors = anchors();
    let references = references();
    assert!(references.len() > 100, "{}", references.len());
    let missing: Vec<_> = references
        .iter()
        .filter(|(name, _)| !anchors.contains_key(name))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_section_of_the_protocol_is_named_where_it_is_implemented() {
    let named: BTreeSet<String> = references().into_iter().map(|(name, _)| name).collect();
    let anchors = anchors();
    let unnamed: Vec<_> = anchors
        .iter()
        .filter(|(id, chapter)| !NOT_IMPLEMENTED.contains(&chapter.as_str()) && !named.contains(*id))
        .collect();
    assert!(unnamed.is_empty(), "{unnamed:#?}");
}
