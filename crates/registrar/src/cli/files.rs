//! Files that only their owner reads, and that are never overwritten by accident.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use comitia_registrar::letters::LETTERS_PER_FILE;

/// The sealed codes.
pub(super) const CODES: &str = "codes.age";
/// The roll, signed by the registrar.
pub(super) const ROLL: &str = "roll.bin";

/// A folder for its owner alone.
pub(super) fn private_folder(path: &Path) -> anyhow::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder
        .create(path)
        .with_context(|| format!("cannot create the folder {}", path.display()))
}

/// A new file for its owner alone.
pub(super) fn create_private(path: &Path) -> anyhow::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
        .open(path)
        .with_context(|| format!("cannot create {}", path.display()))
}

/// Writes a new private file and waits until the disk has it.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = create_private(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.with_context(|| format!("cannot write {}", path.display()))
}

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

    #[test]
    fn an_existing_file_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codes.age");
        write_private(&path, b"first").unwrap();
        assert!(write_private(&path, b"second").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"first");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_what_is_written() {
        use std::os::unix::fs::MetadataExt as _;
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("out");
        private_folder(&inner).unwrap();
        write_private(&inner.join("codes.age"), b"x").unwrap();
        assert_eq!(fs::metadata(&inner).unwrap().mode() & 0o777, 0o700);
        assert_eq!(
            fs::metadata(inner.join("codes.age")).unwrap().mode() & 0o777,
            0o600
        );
    }
}
