//! `init`: the keystore.

use super::{KeystoreFolder, say, system_rng};
use clap::Args;
use comitia_crypto::signing::SigningKey;
use comitia_secrets::ask::PassphraseSource;
use comitia_secrets::sealed::Work;
use comitia_trustee::{Error, Keystore};
use serde_json::json;

#[derive(Debug, Args)]
pub(super) struct Init {
    #[command(flatten)]
    folder: KeystoreFolder,
    /// The trustee's name, as voters will read it in the manifest.
    #[arg(long, value_name = "NAME")]
    name: String,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

impl Init {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let folder = &self.folder.keystore;
        let passphrase = self.passphrase.choose(&mut say::note)?;
        let identity = SigningKey::generate(&mut system_rng());
        let keystore =
            Keystore::create(folder, &identity, &passphrase, Work::STANDARD).map_err(Error::from)?;
        let key = keystore.public().to_string();
        say::result(&key);
        say::result(&json!({"name": self.name, "key": key}).to_string());
        say::note(&format!(
            "The keystore is in {}, under your passphrase.",
            folder.display()
        ));
        say::note(
            "Above: your public identity, and the line that the election's manifest has for you in `trustees`.",
        );
        say::note("Give them to the organiser over a way on which nobody can exchange them.");
        say::note(
            "After you have enrolled, write the words of `comitia-trustee backup` down: without keystore and words your share is lost.",
        );
        Ok(())
    }
}
