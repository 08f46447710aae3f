//! Three trustees with their keystores, at work through the server's address like any trustee.

use anyhow::{Context as _, ensure};
use comitia_crypto::signing::SigningKey;
use comitia_election::manifest::Time;
use comitia_files as files;
use comitia_secrets::sealed::{Passphrase, Work};
use comitia_trustee::{Decrypted, Keystore, OpenKeystore, Place, Session, Step, post_of};
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, RngCore, SeedableRng as _};
use serde_json::{Value, json};
use std::path::Path;
use zeroize::Zeroizing;

/// Who they are.
const NAMES: [&str; 3] = ["Greffe du tribunal", "Collectif d’habitants", "Université"];
/// Under which their keystores are; it is printed for everybody to try.
const PASSPHRASE: &str = "four words for everybody";

/// The trustees of both referendums.
pub(super) struct Committee(Vec<OpenKeystore>);

impl Committee {
    /// Makes their keystores below `folder`.
    pub(super) fn create(folder: &Path, rng: &mut (impl CryptoRng + RngCore)) -> anyhow::Result<Self> {
        files::private_folder(folder)?;
        files::write_private(&folder.join("passphrase"), format!("{PASSPHRASE}\n").as_bytes())?;
        let keystore = |number: usize| {
            let passphrase = || Passphrase::of(Zeroizing::new(PASSPHRASE.to_owned()));
            let identity = SigningKey::generate(rng);
            let path = folder.join(number.to_string());
            let made = Keystore::create(&path, &identity, &passphrase(), Work::STANDARD)?;
            Ok(made.open(passphrase(), Work::STANDARD)?)
        };
        let keystores: anyhow::Result<Vec<OpenKeystore>> = (1..=NAMES.len()).map(keystore).collect();
        Ok(Self(keystores?))
    }

    /// Their lines in a manifest.
    pub(super) fn parties(&self) -> Value {
        let party = |(name, keystore): (&&str, &OpenKeystore)| json!({"name": name, "key": keystore.public().to_string()});
        NAMES.iter().zip(&self.0).map(party).collect()
    }

    /// Their key ceremony, on the log at this address.
    pub(super) fn make_keys(&self, log: &str) -> anyhow::Result<()> {
        let (place, mut rng) = (Place::open(log)?, ChaCha20Rng::from_entropy());
        let post = post_of(&place);
        let sessions: Result<Vec<_>, _> = self
            .0
            .iter()
            .map(|keystore| Session::new(&place, keystore))
            .collect();
        let mut sessions = sessions?;
        loop {
            let mut finished = 0;
            for session in &mut sessions {
                let reading = session.read(ChaCha20Rng::from_entropy(), &mut ())?;
                if !session.takes_part() {
                    session.join(&reading, &mut rng)?;
                }
                finished += usize::from(matches!(session.step(&reading, post.as_ref())?, Step::Keys));
            }
            if finished == sessions.len() {
                return Ok(());
            }
        }
    }

    /// The shares of these trustees, numbered from 1.
    pub(super) fn decrypt(&self, log: &str, trustees: &[usize], now: Time) -> anyhow::Result<()> {
        let (place, mut rng) = (Place::open(log)?, ChaCha20Rng::from_entropy());
        let post = post_of(&place);
        for number in trustees {
            let keystore = number.checked_sub(1).and_then(|place| self.0.get(place));
            let mut session = Session::new(&place, keystore.context("no such trustee")?)?;
            let reading = session.read(ChaCha20Rng::from_entropy(), &mut ())?;
            let decrypted = session.decrypt(&reading, now, &mut rng, post.as_ref())?;
            ensure!(
                matches!(decrypted, Decrypted::Sent { .. }),
                "trustee {number} sent no share"
            );
        }
        Ok(())
    }
}
