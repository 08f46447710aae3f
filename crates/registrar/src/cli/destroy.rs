//! `destroy`: the codes and the letters, gone.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use comitia_registrar::destroy::{LIMITS, destroy};

use super::{files, say};

#[derive(Debug, Args)]
pub(super) struct Destroy {
    /// The folder with the codes and the letters.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

impl Destroy {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut paths = files::letters_in(&self.out)?;
        let codes = self.out.join(files::CODES);
        // By its own name, not by where a link leads.
        if codes.symlink_metadata().is_ok() {
            paths.push(codes);
        }
        if paths.is_empty() {
            bail!("{} holds neither codes nor letters", self.out.display());
        }
        if !self.yes && !confirmed(&paths)? {
            bail!("nothing was destroyed");
        }
        // All of them are tried: one that resists must not save the others.
        let mut left = Vec::new();
        for path in &paths {
            match destroy(path) {
                Ok(bytes) => say::result(&format!("{}: {bytes} bytes overwritten, removed", path.display())),
                Err(error) => left.push(format!("{}: {error}", path.display())),
            }
        }
        say::note(LIMITS);
        say::note("The roll stays: it holds no secret. Nobody can print these letters again.");
        if left.is_empty() {
            Ok(())
        } else {
            bail!("not destroyed:\n  {}", left.join("\n  "))
        }
    }
}

fn confirmed(paths: &[PathBuf]) -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() {
        bail!("no terminal to ask; use --yes");
    }
    for path in paths {
        say::note(&path.display().to_string());
    }
    say::note("Destroy these files for ever? Whoever lost a letter will get no other. Type \"destroy\":");
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).context("no answer")?;
    Ok(answer.trim() == "destroy")
}
