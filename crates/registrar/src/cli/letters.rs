//! `letters`: the letters again, from the sealed codes.

use std::io::BufWriter;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use comitia_files::create_private;
use comitia_registrar::issue::Issued;
use comitia_registrar::letters::{self, LETTERS_PER_FILE, Language, Occasion};
use comitia_registrar::secrets;
use comitia_secrets::ask::PassphraseSource;
use comitia_secrets::sealed;

use super::{ElectionSource, LetterStyle, files, progress, say};

#[derive(Debug, Args)]
pub(super) struct Letters {
    #[command(flatten)]
    election: ElectionSource,
    /// The folder with the sealed codes.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    #[command(flatten)]
    style: LetterStyle,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl Letters {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let manifest = self.election.manifest()?;
        let occasion = self.style.occasion(&manifest)?;
        if let Some(path) = files::letters_in(&self.out)?.first() {
            bail!("{} exists; remove the old letters first", path.display());
        }
        let path = self.out.join(files::CODES);
        let file = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let secrets = sealed::open(&file, &self.passphrase.ask(&mut say::note)?)?;
        let issued = secrets::decode(&secrets, manifest.id())?;
        for path in write(&self.out, &self.style, &occasion, &issued)? {
            say::result(&path.display().to_string());
        }
        Ok(())
    }
}

/// Writes the letters to a folder, in as many files as they take.
pub(super) fn write(
    folder: &Path,
    style: &LetterStyle,
    occasion: &Occasion,
    issued: &[Issued],
) -> anyhow::Result<Vec<PathBuf>> {
    let letters = letters::Letters::new(Language::from(style.lang), occasion)?;
    let bar = progress::bar(style.progress, "writing letters", issued.len());
    let chunks = files::letter_files(issued.len());
    let mut paths = Vec::new();
    for (chunk, voters) in issued.chunks(LETTERS_PER_FILE).enumerate() {
        let path = folder.join(files::letters_name(chunk, chunks));
        let mut file = BufWriter::new(create_private(&path)?);
        let written = letters.write(voters, &mut file, || bar.inc(1));
        written.with_context(|| format!("cannot write {}", path.display()))?;
        paths.push(path);
    }
    bar.finish_and_clear();
    Ok(paths)
}
