//! A trustee: answers the key ceremony, and decrypts sums.

use super::ActorError;
use comitia_crypto::ceremony::{
    Ceremony, KeyShares, Phase, TrusteeError, TrusteeIndex, TrusteeSecret, TrusteeSeed,
};
use comitia_crypto::codec::Encode;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{Author, EntryKind, SignedObject};
use comitia_election::manifest::{Manifest, Time};
use comitia_election::state::{Election, Stage, ceremony_params};
use comitia_election::tally::Tally;
use rand_core::{CryptoRng, RngCore};

/// A trustee with the identity that the manifest pins and the seed of one ceremony.
#[derive(Debug)]
pub struct Trustee {
    identity: SigningKey,
    secret: TrusteeSecret,
    shares: Option<KeyShares>,
}

impl Trustee {
    /// The trustee with this number in the manifest.
    pub fn new(
        manifest: &Manifest,
        index: TrusteeIndex,
        identity: SigningKey,
        seed: TrusteeSeed,
    ) -> Result<Self, ActorError> {
        let secret = ceremony_params(manifest).and_then(|params| TrusteeSecret::new(params, index, seed));
        Ok(Self {
            identity,
            secret: secret.ok_or(ActorError::NoSuchTrustee(index))?,
            shares: None,
        })
    }

    /// The number in the manifest, from 1.
    #[must_use]
    pub const fn index(&self) -> TrusteeIndex {
        self.secret.trustee()
    }

    /// The identity key.
    #[must_use]
    pub const fn identity(&self) -> &SigningKey {
        &self.identity
    }

    /// The secret side of the ceremony.
    #[must_use]
    pub const fn secret(&self) -> &TrusteeSecret {
        &self.secret
    }

    /// The shares of the election keys, once the trustee has accepted them.
    #[must_use]
    pub const fn key_shares(&self) -> Option<&KeyShares> {
        self.shares.as_ref()
    }

    /// Signs an object as this trustee.
    #[must_use]
    pub fn sign(&self, election: &Election, kind: EntryKind, payload: Vec<u8>) -> SignedObject {
        let author = Author::Trustee(self.index().get().into());
        SignedObject::new(election.id(), kind, payload, author, &self.identity)
    }

    /// What the ceremony waits for from this trustee; `None` when it owes nothing.
    ///
    /// Accepting the keys, the trustee keeps its shares of them.
    pub fn next_message(&mut self, election: &Election) -> Result<Option<SignedObject>, ActorError> {
        let Stage::Ceremony(stage) = election.stage() else {
            return Ok(None);
        };
        if !stage.ceremony().missing().contains(&self.index()) {
            return Ok(None);
        }
        if stage.ceremony().phase() == Phase::Accept {
            self.keep_shares(stage.ceremony())?;
        }
        let message = stage.owed_by(&self.secret).map_err(|error| self.blame(error))?;
        Ok(message.map(|(kind, payload)| self.sign(election, kind, payload)))
    }

    /// Derives the shares of keys that the ceremony has settled; does nothing before.
    pub fn keep_shares(&mut self, ceremony: &Ceremony) -> Result<(), ActorError> {
        if let Some(settled) = ceremony.settled() {
            let shares = self.secret.key_shares(settled);
            self.shares = Some(shares.map_err(|error| self.blame(error))?);
        }
        Ok(())
    }

    fn blame(&self, error: TrusteeError) -> ActorError {
        let trustee = self.index();
        ActorError::Ceremony { trustee, error }
    }

    /// Decryption shares of every sum, for the close that `tally` is about.
    pub fn decrypt(
        &self,
        election: &Election,
        tally: &Tally<'_>,
        at: Time,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<SignedObject, ActorError> {
        let trustee = self.index();
        let keys = self.shares.as_ref().ok_or(ActorError::NoKeyShares(trustee))?;
        let shares = tally.shares_of(keys, at, rng);
        let shares = shares.map_err(|error| ActorError::Decryption { trustee, error })?;
        Ok(self.sign(election, EntryKind::DecryptionShare, shares.to_bytes()))
    }
}
