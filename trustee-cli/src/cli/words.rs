//! Words from paper: typed on a terminal, or from a private file; never an argument, never the environment.

use super::say;
use anyhow::{Context as _, bail};
use clap::Args;
use comitia_files as files;
use comitia_secrets::words::{LINES, Reader};
use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Where words come from.
#[derive(Debug, Args)]
pub(super) struct WordsSource {
    /// Read the words from this file, as `backup --words-file` writes them, instead of asking for them.
    #[arg(long, value_name = "FILE")]
    words_file: Option<PathBuf>,
}

impl WordsSource {
    /// All lines of the secret under this heading: `identity` or `election <id>`.
    pub(super) fn read(&self, heading: &str, reader: Reader) -> anyhow::Result<Reader> {
        match &self.words_file {
            Some(path) => from_file(path, heading, reader),
            None if io::stdin().is_terminal() => from_terminal(heading, reader),
            None => bail!("no terminal to type the words on; use --words-file"),
        }
    }
}

fn from_file(path: &Path, heading: &str, mut reader: Reader) -> anyhow::Result<Reader> {
    let bytes = files::read(path)?.with_context(|| format!("{} is missing", path.display()))?;
    let bytes = Zeroizing::new(bytes);
    let text = std::str::from_utf8(&bytes).context("the file is no text")?;
    let mut inside = false;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix('#') {
            Some(found) => inside = found.trim().starts_with(heading),
            None if inside => reader.take(line).with_context(|| heading.to_owned())?,
            None => {}
        }
    }
    Ok(reader)
}

/// A line with a mistake is asked for again.
fn from_terminal(heading: &str, mut reader: Reader) -> anyhow::Result<Reader> {
    say::note(&format!(
        "{heading}: type the {LINES} lines of four words; the first four letters of a word are enough."
    ));
    while let Some(line) = reader.next_line() {
        say::note(&format!("{heading}, line {line}:"));
        let mut typed = Zeroizing::new(String::with_capacity(256));
        if io::stdin().lock().read_line(&mut typed)? == 0 {
            bail!("line {line} is missing; nothing was restored");
        }
        if let Err(error) = reader.take(&typed) {
            say::note(&error.to_string());
        }
    }
    Ok(reader)
}
