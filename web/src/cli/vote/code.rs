//! Voting codes from the terminal or from a file, and files that only their owner reads.

use anyhow::{Context as _, bail};
use comitia_booth::paper::Paper;
use comitia_booth::voter::Voter;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use zeroize::Zeroizing;

/// The voter: the code from the file, or asked on the terminal without showing it.
pub fn enter(paper: &Paper, file: Option<&Path>) -> anyhow::Result<Voter> {
    let code = match file {
        Some(path) => first_line(path)?,
        None => {
            let typed = rpassword::prompt_password("Voting code: ");
            Zeroizing::new(typed.context("no terminal to ask for the code; use --code-file")?)
        }
    };
    Ok(Voter::enter(paper, &code)?)
}

fn first_line(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let text = read(path)?;
    let line = text.lines().next().unwrap_or_default();
    Ok(Zeroizing::new(line.to_owned()))
}

fn read(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Zeroizing::new(text))
}

/// One code a line; empty lines do not matter.
pub fn read_all(path: &Path) -> anyhow::Result<Vec<Zeroizing<String>>> {
    let text = read(path)?;
    let codes = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let codes: Vec<_> = codes.map(|line| Zeroizing::new(line.to_owned())).collect();
    if codes.is_empty() {
        bail!("{} holds no code", path.display());
    }
    Ok(codes)
}

/// Writes a new file that nobody else can read: an opening shows a choice.
pub fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(|| path.display().to_string())?;
    file.write_all(bytes).with_context(|| path.display().to_string())
}
