//! Names of tests, read from the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold source.
const ROOMS: [&str; 8] = [
    "bulletin-board",
    "crates",
    "fuzz",
    "scripts",
    "second-verifier",
    "tests",
    "trustee-cli",
    "web",
];
/// What was built or fetched, and is not ours.
const NOT_OURS: [&str; 4] = ["target", "node_modules", "dist", "pkg"];

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Names of all functions in Rust, and titles of all tests in a browser.
pub fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for room in ROOMS {
        collect(&root().join(room), &mut names);
    }
    names
}

fn collect(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !NOT_OURS.contains(&name) {
                collect(&path, names);
            }
        } else if name.ends_with(".rs") {
            names.extend(after(&path, "fn ", '('));
        } else if name.ends_with(".test.mjs") {
            names.extend(after(&path, "test('", '\''));
        }
    }
}

/// What stands between these two marks, wherever both are on one line.
fn after(path: &Path, before: &str, end: char) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let named = |line: &str| {
        let (_, rest) = line.split_once(before)?;
        rest.split_once(end).map(|(name, _)| name.to_owned())
    };
    text.lines().filter_map(named).collect()
}

/// All source files with these endings, and their text.
pub fn files(endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for room in ROOMS {
        gather(&root().join(room), endings, &mut found);
    }
    found
}

fn gather(folder: &Path, endings: &[&str], found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !NOT_OURS.contains(&name) {
                gather(&path, endings, found);
            }
        } else if path
            .extension()
            .is_some_and(|end| endings.iter().any(|ending| end == *ending))
        {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}
