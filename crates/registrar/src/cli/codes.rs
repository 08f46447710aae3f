//! `codes`: everything that voters and the organiser need.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use comitia_crypto::codec::Encode as _;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::Entry;
use comitia_election::manifest::Manifest;
use comitia_files::{private_folder, write_private};
use comitia_registrar::issue::{self, Issued};
use comitia_registrar::{election, key, secrets};
use comitia_secrets::ask::PassphraseSource;
use comitia_secrets::sealed::{self, Passphrase, Work};

use super::{ElectionSource, LetterStyle, check, files, letters, progress, say};

#[derive(Debug, Args)]
pub(super) struct Codes {
    #[command(flatten)]
    election: ElectionSource,
    /// The list of voters: CSV with the columns name, weight, group, contact.
    #[arg(long, value_name = "FILE")]
    voters: PathBuf,
    /// The registrar's key, made by `init`.
    #[arg(long, value_name = "FILE", default_value = "registrar.key")]
    key: PathBuf,
    /// The folder for the codes, the letters and the roll.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    #[command(flatten)]
    style: LetterStyle,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl Codes {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let manifest = self.election.manifest()?;
        let occasion = self.style.occasion(&manifest)?;
        let voters = check::read(&self.voters, &manifest)?;
        let summary = check::summary(&voters);
        let (key, passphrase) = self.open_key(&manifest)?;
        self.refuse_existing()?;
        let bar = progress::bar(self.style.progress, "making codes", voters.len());
        let issued = issue::issue(voters, manifest.id(), &mut super::system_rng(), || bar.inc(1))?;
        bar.finish_and_clear();
        let roll = election::signed_roll(&manifest, &issued, &key)?;
        // The codes first: a roll whose codes are lost would be worth nothing.
        self.keep_codes(&manifest, &issued, &passphrase)?;
        let written = letters::write(&self.out, &self.style, &occasion, &issued)?;
        let path = self.out.join(files::ROLL);
        let hash = roll.hash();
        write_private(&path, &Entry::Object(roll).to_bytes())?;
        say::result(&format!("election {}", manifest.id()));
        say::result(&summary);
        say::result(&format!("roll {hash}"));
        self.explain(&written, &path);
        Ok(())
    }

    fn open_key(&self, manifest: &Manifest) -> anyhow::Result<(SigningKey, Passphrase)> {
        let file = std::fs::read(&self.key);
        let file = file.with_context(|| format!("cannot read the registrar's key {}", self.key.display()))?;
        let passphrase = self.passphrase.ask(&mut say::note)?;
        let key = key::open(&file, &passphrase)?;
        election::check_registrar(manifest, &key)?;
        Ok((key, passphrase))
    }

    fn refuse_existing(&self) -> anyhow::Result<()> {
        private_folder(&self.out)?;
        let mut existing = files::letters_in(&self.out)?;
        let own = [files::CODES, files::ROLL].map(|name| self.out.join(name));
        existing.extend(own.into_iter().filter(|path| path.exists()));
        match existing.first() {
            Some(path) => bail!(
                "{} exists; codes are made once. Take another folder",
                path.display()
            ),
            None => Ok(()),
        }
    }

    fn keep_codes(
        &self,
        manifest: &Manifest,
        issued: &[Issued],
        passphrase: &Passphrase,
    ) -> anyhow::Result<()> {
        let secrets = secrets::encode(manifest.id(), issued);
        let sealed = sealed::seal(&secrets, passphrase, Work::STANDARD)?;
        Ok(write_private(&self.out.join(files::CODES), &sealed)?)
    }

    fn explain(&self, letters: &[PathBuf], roll: &Path) {
        let codes = self.out.join(files::CODES);
        say::note(&format!(
            "{}: the codes, under the passphrase of your key",
            codes.display()
        ));
        if let [first, .., last] = letters {
            say::note(&format!(
                "{} to {}: the letters. They are secret",
                first.display(),
                last.display()
            ));
        } else if let [only] = letters {
            say::note(&format!("{}: the letters. They are secret", only.display()));
        }
        say::note(&format!(
            "{}: the signed roll. Give it to the organiser; it holds no secret",
            roll.display()
        ));
        say::note(&format!(
            "When the letters are out: comitia-registrar destroy --out {}",
            self.out.display()
        ));
    }
}
