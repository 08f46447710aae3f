//! Passphrases from the terminal or from a file.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use comitia_registrar::sealed::Passphrase;
use zeroize::Zeroizing;

use super::{PassphraseSource, say};

/// More than any passphrase has.
const LONGEST_FILE: u64 = 4096;

impl PassphraseSource {
    /// The passphrase of an existing file.
    pub(super) fn ask(&self) -> anyhow::Result<Passphrase> {
        Ok(Passphrase::of(self.read("Passphrase: ")?))
    }

    /// A passphrase for a new file, asked twice on a terminal.
    pub(super) fn choose(&self) -> anyhow::Result<Passphrase> {
        let first = self.read("New passphrase: ")?;
        if self.passphrase_file.is_none() && *self.read("The same again: ")? != *first {
            bail!("the two passphrases differ");
        }
        Ok(Passphrase::for_new_file(first)?)
    }

    fn read(&self, prompt: &str) -> anyhow::Result<Zeroizing<String>> {
        match &self.passphrase_file {
            Some(path) => first_line(path),
            None => {
                let typed = rpassword::prompt_password(prompt);
                typed
                    .map(Zeroizing::new)
                    .context("no terminal to ask for the passphrase; use --passphrase-file")
            }
        }
    }
}

fn first_line(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let context = || format!("cannot read the passphrase file {}", path.display());
    let metadata = fs::metadata(path).with_context(context)?;
    if metadata.len() > LONGEST_FILE {
        bail!("{} is too long to be a passphrase file", path.display());
    }
    if others_can_read(&metadata) {
        say::note(&format!(
            "warning: other users of this machine can read {}",
            path.display()
        ));
    }
    let text = Zeroizing::new(fs::read_to_string(path).with_context(context)?);
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        bail!("the first line of {} is empty", path.display());
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
