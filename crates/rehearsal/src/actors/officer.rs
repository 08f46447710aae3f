//! A polling officer: says whose online votes a paper vote replaces.

use comitia_crypto::codec::Encode;
use comitia_crypto::group::PointBytes;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{Author, Cancellation, EntryKind, SignedObject};
use comitia_election::state::Election;

/// A polling officer with the key that the manifest pins.
#[derive(Debug)]
pub struct Officer {
    number: u16,
    key: SigningKey,
}

impl Officer {
    /// The officer with this number in the manifest, from 1.
    #[must_use]
    pub const fn new(number: u16, key: SigningKey) -> Self {
        Self { number, key }
    }

    /// The number in the manifest, from 1.
    #[must_use]
    pub const fn number(&self) -> u16 {
        self.number
    }

    /// The key.
    #[must_use]
    pub const fn key(&self) -> &SigningKey {
        &self.key
    }

    /// A cancellation; the authority signs it too. `register` is the number in the paper register.
    #[must_use]
    pub fn cancel(&self, election: &Election, credential: PointBytes, register: &str) -> SignedObject {
        let cancellation = Cancellation {
            credential,
            register: register.to_owned(),
        };
        SignedObject::new(
            election.id(),
            EntryKind::Cancellation,
            cancellation.to_bytes(),
            Author::Officer(self.number),
            &self.key,
        )
    }
}
