//! The table of attacks: complete, and no test named in it is missing.

use crate::source::{names, root};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The catalogue: letters, and how many attacks each has.
const CATALOGUE: [(char, u8); 10] = [
    ('f', 8),
    ('g', 4),
    ('b', 11),
    ('c', 8),
    ('d', 14),
    ('t', 10),
    ('p', 8),
    ('m', 3),
    ('w', 11),
    ('r', 14),
];

fn page() -> String {
    fs::read_to_string(root().join("protocol-spec/src/attacks.md")).unwrap()
}

fn catalogue() -> impl Iterator<Item = String> {
    let ids = |(letter, count)| (1..=count).map(move |number| format!("{letter}{number}"));
    CATALOGUE.into_iter().flat_map(ids)
}

/// The rows of the tables by id, without the id.
fn rows(page: &str) -> BTreeMap<String, &str> {
    let row = |line: &'_ str| -> Option<(String, usize)> {
        let (id, _) = line.strip_prefix("| ")?.split_once(" | ")?;
        id.starts_with(|first: char| first.is_ascii_uppercase())
            .then(|| (id.to_lowercase(), id.len() + 5))
    };
    let with_rest = |line| row(line).map(|(id, start): (String, usize)| (id, &line[start..]));
    page.lines().filter_map(with_rest).collect()
}

/// What stands between backticks and can only be the name of a test: of four words or more.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|name| {
        let ours = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let words = name.split(['_', ' ']).count();
        words > 3 && (name.contains(' ') || name.chars().all(ours))
    })
}

/// The attacks that a name begins with.
fn ids_of(name: &str) -> impl Iterator<Item = &str> {
    name.split(['_', ' ']).take_while(|word| {
        let digits = word.trim_start_matches(|first: char| first.is_ascii_lowercase());
        word.len() == digits.len() + 1 && digits.parse::<u8>().is_ok()
    })
}

/// What is wrong with a page.
fn problems(page: &str, names: &BTreeSet<String>) -> Vec<String> {
    let rows = rows(page);
    let tested: BTreeSet<&str> = names.iter().flat_map(|name| ids_of(name)).collect();
    let mut problems = Vec::new();
    for id in catalogue() {
        match rows.get(&id) {
            None => problems.push(format!("{id} has no row")),
            Some(row)
                if row
                    .split('|')
                    .any(|cell| !cell.is_empty() && cell.trim().is_empty()) =>
            {
                problems.push(format!("{id} has an empty cell"));
            }
            Some(row) => {
                let shown = named(row).any(|name| ids_of(name).any(|one| one == id));
                if tested.contains(id.as_str()) && !shown {
                    problems.push(format!("{id} has tests, and its row names none of them"));
                }
            }
        }
    }
    let missing = named(page).filter(|name| !names.contains(*name));
    problems.extend(missing.map(|name| format!("there is no test {name}")));
    problems
}

#[test]
fn attacks_are_all_in_the_table() {
    assert_eq!(problems(&page(), &names()), [""; 0]);
}

#[test]
fn a_table_that_has_rotted_is_noticed() {
    let (page, names) = (page(), names());
    let rotten = |page: &str| problems(page, &names).join("\n");
    let changed = |from: &str, to: &str| {
        assert!(page.contains(from), "{from}");
        rotten(&page.replacen(from, to, 1))
    };
    assert_eq!(changed("\n| C7 |", "\n| c7: |"), "c7 has no row");
    assert_eq!(
        changed("`b6_garbage", "`b6_rubbish"),
        "there is no test b6_rubbish_is_given_up"
    );
    let unnamed = changed("`g4_a_manifest_names_no_group_and_no_strength`", "in words");
    assert_eq!(unnamed, "g4 has tests, and its row names none of them");
    let retitled = changed("`w5 a server", "`w5 no server");
    assert!(
        retitled.starts_with("there is no test w5 no server"),
        "{retitled}"
    );
    let unanswered = changed("| the mix-net is not built |", "| |");
    assert_eq!(unanswered, "m2 has an empty cell");
}
