//! Passphrases from the terminal or from a file: never an argument, never the environment.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::sealed::{Passphrase, SealError};

/// More than any passphrase has.
const LONGEST_FILE: u64 = 4096;

/// Where the passphrase comes from: never an argument, never the environment.
#[derive(Debug, Args)]
pub struct PassphraseSource {
    /// Read the passphrase from the first line of this file instead of asking on the terminal.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Why there is no passphrase.
#[derive(Debug, Error)]
pub enum AskError {
    /// The file cannot be read.
    #[error("cannot read the passphrase file {}: {error}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The file is something else.
    #[error("{} is too long to be a passphrase file", .0.display())]
    Long(PathBuf),
    /// There is nothing in it.
    #[error("the first line of {} is empty", .0.display())]
    Empty(PathBuf),
    /// Nobody can be asked.
    #[error("no terminal to ask for the passphrase; use --passphrase-file ({0})")]
    Terminal(io::Error),
    /// A new passphrase was typed in two ways.
    #[error("the two passphrases differ")]
    Differ,
    /// It is no passphrase for a new file.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl PassphraseSource {
    /// The passphrase of an existing file. `warn` is told what deserves attention.
    ///
    /// # Errors
    /// When there is no passphrase to be had.
    pub fn ask(&self, warn: &mut dyn FnMut(&str)) -> Result<Passphrase, AskError> {
        Ok(Passphrase::of(self.read("Passphrase: ", warn)?))
    }

    /// A passphrase for a new file, asked twice on a terminal. `warn` is told what deserves attention.
    ///
    /// # Errors
    /// When there is no passphrase to be had, or it is too short.
    pub fn choose(&self, warn: &mut dyn FnMut(&str)) -> Result<Passphrase, AskError> {
        let first = self.read("New passphrase: ", warn)?;
        if self.passphrase_file.is_none() && *self.read("The same again: ", warn)? != *first {
            return Err(AskError::Differ);
        }
        Ok(Passphrase::for_new_file(first)?)
    }

    fn read(&self, prompt: &str, warn: &mut dyn FnMut(&str)) -> Result<Zeroizing<String>, AskError> {
        match &self.passphrase_file {
            Some(path) => first_line(path, warn),
            None => {
                let typed = rpassword::prompt_password(prompt);
                typed.map(Zeroizing::new).map_err(AskError::Terminal)
            }
        }
    }
}

fn first_line(path: &Path, warn: &mut dyn FnMut(&str)) -> Result<Zeroizing<String>, AskError> {
    let failed = |error| AskError::File {
        path: path.to_owned(),
        error,
    };
    let metadata = fs::metadata(path).map_err(failed)?;
    if metadata.len() > LONGEST_FILE {
        return Err(AskError::Long(path.to_owned()));
    }
    if others_can_read(&metadata) {
        warn(&format!(
            "warning: other users of this machine can read {}",
            path.display()
        ));
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(failed)?);
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(AskError::Empty(path.to_owned()));
    }
    Ok(Zeroizing::new(line.to_owned()))
}

#[cfg(unix)]
fn others_can_read(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    metadata.mode() & 0o077 != 0
}

#[cfg(not(unix))]
const fn others_can_read(_: &fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_others_read_is_used_with_a_warning_and_an_empty_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passphrase");
        fs::write(&path, "four words in a row\nnot this\n").unwrap();
        let source = PassphraseSource {
            passphrase_file: Some(path.clone()),
        };
        let mut warnings = Vec::new();
        source
            .choose(&mut |warning| warnings.push(warning.to_owned()))
            .unwrap();
        assert!(warnings.iter().any(|warning| warning.contains("passphrase")));
        fs::write(&path, "\nfour words in a row\n").unwrap();
        assert!(matches!(source.ask(&mut |_| {}), Err(AskError::Empty(_))));
        fs::write(&path, "short\n").unwrap();
        assert!(matches!(source.choose(&mut |_| {}), Err(AskError::Seal(_))));
    }
}
