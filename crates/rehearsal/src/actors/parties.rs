//! Everybody's keys, and a manifest that pins them.

use super::{Authority, Officer, Registrar};
use comitia_crypto::signing::SigningKey;
use comitia_election::manifest::{
    Authentication, Booth, Contest, Credentials, Document, Group, HexKey, Party, Times, Waivers, Witnesses,
};
use comitia_election::text::Text;
use comitia_tlog::note::LogSigner;
use comitia_tlog::vkey::{KeyName, VkeyError};
use rand_core::{CryptoRng, RngCore};

/// Whoever has a key that a manifest pins.
#[derive(Debug)]
pub struct Parties {
    /// The organiser.
    pub authority: Authority,
    /// The log's key.
    pub log: SigningKey,
    /// The registrar.
    pub registrar: Registrar,
    /// The identities of the trustees, in the order of their numbers.
    pub trustees: Vec<SigningKey>,
    /// The polling officers.
    pub officers: Vec<Officer>,
}

/// What an election is about; the rest of a manifest follows from the parties, and can be changed afterwards.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Host of the log.
    pub host: String,
    /// What it is.
    pub title: Text,
    /// When things happen.
    pub times: Times,
    /// How many trustees are needed to decrypt.
    pub threshold: u16,
    /// The questions.
    pub contests: Vec<Contest>,
}

impl Parties {
    /// Parties with fresh keys.
    pub fn generate(trustees: usize, officers: u16, rng: &mut (impl CryptoRng + RngCore)) -> Self {
        Self {
            authority: Authority::new(SigningKey::generate(rng)),
            log: SigningKey::generate(rng),
            registrar: Registrar::new(SigningKey::generate(rng)),
            trustees: (0..trustees).map(|_| SigningKey::generate(rng)).collect(),
            officers: (1..=officers)
                .map(|number| Officer::new(number, SigningKey::generate(rng)))
                .collect(),
        }
    }

    /// A manifest with one group, a native booth and the default floor; every field is free to be changed.
    pub fn document(&self, terms: Terms, rng: &mut (impl CryptoRng + RngCore)) -> Document {
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        Document {
            comitia: 1,
            host: terms.host,
            nonce: data_encoding::HEXLOWER.encode(&nonce),
            title: terms.title,
            description: None,
            authority: party("Authority", self.authority.key()),
            log_key: HexKey(self.log.verifying_key()),
            registrar: party("Registrar", self.registrar.key()),
            trustees: numbered("Trustee", self.trustees.iter()),
            threshold: terms.threshold,
            officers: numbered("Officer", self.officers.iter().map(Officer::key)),
            witnesses: Witnesses::default(),
            authentication: Authentication::None,
            credentials: Credentials::RegistrarCodes,
            booth: Booth::Native,
            times: terms.times,
            groups: vec![Group {
                id: "all".to_owned(),
                title: Text::new("en", "All voters"),
            }],
            floor: 10,
            waivers: Waivers::default(),
            contests: terms.contests,
        }
    }

    /// Signs checkpoints of the log with this origin.
    pub fn log_signer(&self, origin: &str) -> Result<LogSigner, VkeyError> {
        let key = ed25519_dalek::SigningKey::from_bytes(&self.log.to_seed());
        Ok(LogSigner::new(KeyName::new(origin)?, key))
    }
}

fn party(name: &str, key: &SigningKey) -> Party {
    Party {
        name: name.to_owned(),
        key: HexKey(key.verifying_key()),
    }
}

fn numbered<'a>(role: &str, keys: impl Iterator<Item = &'a SigningKey>) -> Vec<Party> {
    (1..)
        .zip(keys)
        .map(|(number, key)| party(&format!("{role} {number}"), key))
        .collect()
}
