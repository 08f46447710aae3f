//! The files that the registrar keeps in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use comitia_registrar::letters::LETTERS_PER_FILE;

/// The sealed codes.
pub(super) const CODES: &str = "codes.age";
/// The roll, signed by the registrar.
pub(super) const ROLL: &str = "roll.bin";

/// The name of the file with the letters of a chunk of voters, from 0, of `chunks`.
pub(super) fn letters_name(chunk: usize, chunks: usize) -> String {
    if chunks == 1 {
        "letters.html".to_owned()
    } else {
        format!("letters-{:03}.html", chunk + 1)
    }
}

/// How many files the letters of so many voters take.
pub(super) const fn letter_files(voters: usize) -> usize {
    voters.div_ceil(LETTERS_PER_FILE)
}

/// The files of letters in a folder, sorted.
pub(super) fn letters_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read the folder {}", folder.display()))?;
        let name = entry.file_name();
        if name.to_str().is_some_and(is_letters) {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn is_letters(name: &str) -> bool {
    let number = name
        .strip_prefix("letters")
        .and_then(|rest| rest.strip_suffix(".html"));
    let digits = |rest: &str| rest.len() >= 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    number.is_some_and(|number| number.is_empty() || number.strip_prefix('-').is_some_and(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_letters_are_recognised_by_the_names_they_are_given() {
        for name in [letters_name(0, 1), letters_name(0, 2), letters_name(1233, 2000)] {
            assert!(is_letters(&name), "{name}");
        }
        for name in [
            "letters-1.html",
            "letters.htm",
            "love-letters.html",
            "letters-abc.html",
            "letters-001.html.bak",
        ] {
            assert!(!is_letters(name), "{name}");
        }
        assert_eq!(
            (letter_files(1), letter_files(1000), letter_files(1001)),
            (1, 1, 2)
        );
    }
}
