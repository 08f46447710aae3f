//! `restore`: a keystore from paper.

use super::progress::Bar;
use super::words::WordsSource;
use super::{KeystoreFolder, batch_rng, introduce, name_of, say};
use clap::Args;
use comitia_secrets::ask::PassphraseSource;
use comitia_secrets::sealed::Work;
use comitia_trustee::backup::{Kept, identity_of, identity_reader, seed_of, seed_reader};
use comitia_trustee::{Error, Keystore, KeystoreError, OpenKeystore, Place, Session};

/// What words cannot hold.
const FORGOTTEN: &str = "Words do not hold what the lost keystore remembered: how far it had read the log, and which sums it decrypted. \
     What the log shows of it is taken from there, and after the close only the sums of this log can be decrypted. If the \
     lost keystore gave a decryption share that is not on this log, do not go on: this one could give another. Destroy the \
     lost keystore if it turns up. Type \"yes\" to restore:";

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The election whose seed is restored as well: the address of its log, or a folder with a copy of it. Without it, the
    /// identity alone is.
    #[arg(value_name = "URL|FOLDER")]
    place: Option<String>,
    #[command(flatten)]
    folder: KeystoreFolder,
    #[command(flatten)]
    passphrase: PassphraseSource,
    #[command(flatten)]
    words: WordsSource,
    /// Do not ask whether the lost keystore has decrypted something that the log does not show.
    #[arg(long)]
    yes: bool,
}

impl Restore {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let place = self.place.as_deref().map(Place::open).transpose();
        let place = place.map_err(Error::from)?;
        let keystore = self.keystore(place.is_some())?;
        place.map_or(Ok(()), |place| self.seed(&place, &keystore))
    }

    /// The keystore that is there, when a seed is to be added, or a new one from the words of the identity.
    fn keystore(&self, seed_follows: bool) -> anyhow::Result<OpenKeystore> {
        let folder = &self.folder.keystore;
        match Keystore::at(folder) {
            Err(KeystoreError::Missing(_)) => {}
            Ok(_) if !seed_follows => return Err(Error::from(KeystoreError::Exists(folder.clone())).into()),
            found => {
                let passphrase = self.passphrase.ask(&mut say::note)?;
                let opened = found.and_then(|keystore| keystore.open(passphrase, Work::STANDARD));
                return Ok(opened.map_err(Error::from)?);
            }
        }
        let identity = identity_of(self.words.read("identity", identity_reader())?)?;
        let passphrase = self.passphrase.choose(&mut say::note)?;
        let keystore =
            Keystore::create(folder, &identity, &passphrase, Work::STANDARD).map_err(Error::from)?;
        say::note(&format!(
            "The identity {} is in {}, under your new passphrase.",
            keystore.public(),
            folder.display()
        ));
        Ok(keystore.open(passphrase, Work::STANDARD).map_err(Error::from)?)
    }

    fn seed(&self, place: &Place, keystore: &OpenKeystore) -> anyhow::Result<()> {
        let mut session = Session::new(place, keystore)?;
        let reading = session.read(batch_rng(), &mut Bar::new())?;
        let own = session.number(&reading).map_err(Error::from)?;
        say::note(&format!("You are {}.", name_of(reading.manifest(), own)));
        let heading = Kept::Seed(*place.election()).to_string();
        let words = self.words.read(&heading, seed_reader(place.election()))?;
        introduce::ask(FORGOTTEN, self.yes)?;
        session.restore(&reading, seed_of(words)?)?;
        say::note(
            "The seed of this election is restored. See with `comitia-trustee check` that you can decrypt.",
        );
        Ok(())
    }
}
