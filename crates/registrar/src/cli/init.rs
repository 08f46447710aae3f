//! `init`: the registrar's key.

use std::path::PathBuf;

use clap::Args;
use comitia_crypto::signing::SigningKey;
use comitia_files as files;
use comitia_registrar::key;
use comitia_secrets::ask::PassphraseSource;
use comitia_secrets::sealed::Work;

use super::say;

#[derive(Debug, Args)]
pub(super) struct Init {
    /// The file to create.
    #[arg(long, value_name = "FILE", default_value = "registrar.key")]
    key: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl Init {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let passphrase = self.passphrase.choose(&mut say::note)?;
        let key = SigningKey::generate(&mut super::system_rng());
        files::write_private(&self.key, &key::seal(&key, &passphrase, Work::STANDARD)?)?;
        say::result(&key.verifying_key().to_string());
        say::note(&format!(
            "The registrar's key is in {}, under your passphrase.",
            self.key.display()
        ));
        say::note("The line above is its public part: the election's manifest pins it as registrar.key.");
        Ok(())
    }
}
