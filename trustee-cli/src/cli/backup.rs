//! `backup`: the keystore on paper.

use super::{KeystoreFolder, say};
use anyhow::bail;
use clap::Args;
use comitia_files as files;
use comitia_secrets::ask::PassphraseSource;
use comitia_secrets::sealed::Work;
use comitia_trustee::backup::{Sheet, sheets};
use comitia_trustee::{Error, Keystore};
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use zeroize::Zeroizing;

#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    folder: KeystoreFolder,
    #[command(flatten)]
    passphrase: PassphraseSource,
    /// Write the words into this new file, for its owner alone, instead of showing them: print it, and destroy it.
    #[arg(long, value_name = "FILE")]
    words_file: Option<PathBuf>,
}

impl Backup {
    pub(super) fn run(self) -> anyhow::Result<()> {
        if self.words_file.is_none() && !io::stdout().is_terminal() {
            bail!("words are shown on a terminal alone; use --words-file for a private file");
        }
        let keystore = Keystore::at(&self.folder.keystore).map_err(Error::from)?;
        let passphrase = self.passphrase.ask(&mut say::note)?;
        let keystore = keystore.open(passphrase, Work::STANDARD).map_err(Error::from)?;
        let sheets = sheets(&keystore).map_err(Error::from)?;
        let text = text_of(&sheets);
        match &self.words_file {
            Some(path) => files::write_private(path, text.as_bytes())?,
            None => text.lines().for_each(say::result),
        }
        say::note(&format!(
            "Secrets shown: {}. Whoever has these words can act in your name: keep them like your passport, on paper, and away \
             from the keystore. Each election that you take part in adds a secret.",
            sheets.len()
        ));
        Ok(())
    }
}

/// Headings begin with `#`, lines with their number.
fn text_of(sheets: &[Sheet]) -> Zeroizing<String> {
    let length = |sheet: &Sheet| sheet.lines.iter().map(|line| line.len() + 4).sum::<usize>() + 128;
    // Large enough from the start, so that no copy is left behind by growing.
    let mut text = Zeroizing::new(String::with_capacity(sheets.iter().map(length).sum()));
    for sheet in sheets {
        text.push_str(&format!("# {}\n", sheet.kept));
        for (number, line) in (1..).zip(&sheet.lines) {
            text.push_str(&format!("{number}  "));
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}
