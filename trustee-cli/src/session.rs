//! One trustee at work on one election.

use crate::backup;
use crate::ceremony::{self, Step, Waiting};
use crate::decrypt::{self, Decrypted};
use crate::error::{Error, Refusal};
use crate::keystore::{Desk, KeystoreError, Lock, Memory, OpenKeystore};
use crate::place::Place;
use crate::post::Post;
use crate::reading::Reading;
use comitia_crypto::ceremony::{Phase, TrusteeIndex, TrusteeSecret, TrusteeSeed};
use comitia_crypto::codec::Encode as _;
use comitia_election::entry::{Author, Entry, EntryKind, SignedObject};
use comitia_election::manifest::Time;
use comitia_election::state::{Stage, ceremony_params};
use comitia_verifier::Watch;
use rand_core::{CryptoRng, RngCore, SeedableRng};

/// A trustee, with its keystore open, at work on one election. No other program can be at the same time.
#[derive(Debug)]
pub struct Session<'a> {
    place: &'a Place,
    keystore: &'a OpenKeystore,
    desk: Option<Desk>,
}

/// What a rehearsal found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckUp {
    /// Which trustee this is.
    pub trustee: TrusteeIndex,
    /// The election's stage.
    pub stage: &'static str,
    /// Whether this trustee's shares were derived, agree with the keys on the log, and decrypted a sum made up for the
    /// purpose, rightly; false when there are no keys yet.
    pub agrees: bool,
    /// What was locked for decryption.
    pub lock: Option<Lock>,
}

impl<'a> Session<'a> {
    /// Begins to work.
    ///
    /// # Errors
    /// When the keystore cannot be used, or another program is at work.
    pub fn new(place: &'a Place, keystore: &'a OpenKeystore) -> Result<Self, Error> {
        let desk = keystore.desk(place.election())?;
        Ok(Self {
            place,
            keystore,
            desk,
        })
    }

    /// Whether this trustee takes part already: it has a seed for this election.
    #[must_use]
    pub const fn takes_part(&self) -> bool {
        self.desk.is_some()
    }

    /// Reads the whole log, verifies it, compares it with what is remembered, and remembers it.
    ///
    /// # Errors
    /// When the log cannot be read, or is refused.
    pub fn read<R: CryptoRng + RngCore + SeedableRng + Send + 'static>(
        &mut self,
        rng: R,
        watch: &mut dyn Watch,
    ) -> Result<Reading, Error> {
        let memory = self.desk.as_ref().map(Desk::memory);
        let reading = Reading::take(self.place, memory, rng, watch)?;
        self.number(&reading)?;
        self.remember(|memory| Memory {
            verified: *reading.position(),
            ..memory
        })?;
        Ok(reading)
    }

    /// Which trustee this is.
    ///
    /// # Errors
    /// When the manifest does not pin this identity.
    pub fn number(&self, reading: &Reading) -> Result<TrusteeIndex, Refusal> {
        let own = self.keystore.public();
        reading
            .number_of(own)
            .ok_or_else(|| Refusal::NotPinned(own.to_string()))
    }

    /// Takes part from now on: keeps a fresh seed before anything of it leaves.
    ///
    /// # Errors
    /// When it is too late to enrol, or the keystore cannot be written.
    pub fn join(&mut self, reading: &Reading, rng: &mut (impl CryptoRng + RngCore)) -> Result<(), Error> {
        let trustee = self.number(reading)?;
        ceremony::check_alive(reading, trustee)?;
        let enrolling = Waiting::of(reading)
            .is_some_and(|waiting| waiting.phase == Phase::Enrolment && waiting.missing.contains(&trustee));
        if !enrolling {
            return Err(Refusal::NoSeed.into());
        }
        let seed = TrusteeSeed::generate(rng);
        self.begin(Memory::new(*reading.position()), seed)
    }

    /// Takes part again with a seed from paper: the one that this trustee enrolled with. What the lost keystore
    /// remembered is taken from the log, as far as it is there.
    ///
    /// # Errors
    /// When the seed is another, nothing of it is on the log, the keystore has one, or it cannot be written.
    pub fn restore(&mut self, reading: &Reading, seed: TrusteeSeed) -> Result<(), Error> {
        let trustee = self.number(reading)?;
        ceremony::check_alive(reading, trustee)?;
        let params = ceremony_params(reading.manifest());
        let same = TrusteeSeed::from_array(&seed.to_array());
        let secret = params.and_then(|params| TrusteeSecret::new(params, trustee, same));
        let memory = backup::recall(reading, &secret.ok_or(Refusal::NotQualified)?)?;
        self.begin(memory, seed)
    }

    fn begin(&mut self, memory: Memory, seed: TrusteeSeed) -> Result<(), Error> {
        if self.takes_part() {
            return Err(KeystoreError::HasSeed.into());
        }
        let desk = self.keystore.begin(self.place.election(), memory, seed)?;
        self.desk = Some(desk);
        Ok(())
    }

    /// Does what the key ceremony waits for from this trustee.
    ///
    /// # Errors
    /// When the ceremony has failed or goes on without this trustee, when the log holds what this keystore did not
    /// send, or when the message cannot be delivered.
    pub fn step(&mut self, reading: &Reading, post: &dyn Post) -> Result<Step, Error> {
        let secret = self.secret(reading)?;
        ceremony::check_alive(reading, secret.trustee())?;
        if let Stage::Ceremony(stage) = reading.election().stage()
            && let Some((kind, payload)) = stage.owed_by(&secret).map_err(Refusal::from)?
        {
            if kind == EntryKind::CeremonyAccept {
                let accepted = stage.accept_prefix().copied();
                self.remember(|memory| Memory { accepted, ..memory })?;
            }
            let accused = ceremony::accused_by(kind, &payload);
            post.post(&self.sign(secret.trustee(), kind, payload))?;
            return Ok(Step::Sent { kind, accused });
        }
        ceremony::key_shares(reading, &secret)?;
        Ok(Waiting::of(reading).map_or(Step::Keys, Step::Waiting))
    }

    fn sign(&self, trustee: TrusteeIndex, kind: EntryKind, payload: Vec<u8>) -> Entry {
        let author = Author::Trustee(trustee.get().into());
        let identity = self.keystore.identity();
        Entry::Object(SignedObject::new(
            self.place.election(),
            kind,
            payload,
            author,
            identity,
        ))
    }

    /// A rehearsal: derives this trustee's shares again, compares them with the keys on the log, and decrypts a sum that
    /// was made up for the purpose. Nothing of it is kept, locked or sent.
    ///
    /// # Errors
    /// When this trustee could not decrypt.
    pub fn check(&self, reading: &Reading, rng: &mut (impl CryptoRng + RngCore)) -> Result<CheckUp, Error> {
        let secret = self.secret(reading)?;
        ceremony::check_alive(reading, secret.trustee())?;
        let shares = ceremony::key_shares(reading, &secret)?;
        if let Some(shares) = &shares {
            ceremony::rehearse(reading, shares, rng)?;
        }
        Ok(CheckUp {
            trustee: secret.trustee(),
            stage: reading.election().stage().name(),
            agrees: shares.is_some(),
            lock: self.desk.as_ref().and_then(|desk| desk.memory().lock),
        })
    }

    /// Sends this trustee's decryption shares of the sums of this log, and never those of another list of sums.
    /// `now` is the time of this machine.
    ///
    /// # Errors
    /// Every refusal of the specification, or when the share cannot be delivered; then it is safe to repeat.
    pub fn decrypt(
        &mut self,
        reading: &Reading,
        now: Time,
        rng: &mut (impl CryptoRng + RngCore),
        post: &dyn Post,
    ) -> Result<Decrypted, Error> {
        let secret = self.secret(reading)?;
        let trustee = secret.trustee();
        ceremony::check_alive(reading, trustee)?;
        let permitted = decrypt::permit(reading, now)?;
        if permitted.is_empty() {
            return Ok(Decrypted::Nothing);
        }
        permitted.check_qualified(trustee)?;
        let keys = ceremony::key_shares(reading, &secret)?.ok_or(Refusal::NotQualified)?;
        let held = self.desk.as_ref().and_then(|desk| desk.memory().lock);
        permitted.check_lock(held.as_ref())?;
        let lock = permitted.lock();
        // Durable before a share leaves, and before one is made.
        self.remember(|memory| Memory {
            lock: Some(lock),
            ..memory
        })?;
        let aggregates = lock.aggregates;
        if permitted.is_on_log(trustee)? {
            return Ok(Decrypted::OnLog { aggregates });
        }
        if permitted.is_published() {
            return Ok(Decrypted::NotNeeded);
        }
        let shares = permitted.shares(&keys, now, rng)?;
        post.post(&self.sign(trustee, EntryKind::DecryptionShare, shares.to_bytes()))?;
        Ok(Decrypted::Sent { aggregates })
    }

    fn secret(&self, reading: &Reading) -> Result<TrusteeSecret, Refusal> {
        let trustee = self.number(reading)?;
        let desk = self.desk.as_ref().ok_or(Refusal::NoSeed)?;
        let params = ceremony_params(reading.manifest());
        params
            .and_then(|params| desk.secret(params, trustee))
            .ok_or(Refusal::NotQualified)
    }

    /// Remembers for good, if that changes anything.
    fn remember(&mut self, change: impl FnOnce(Memory) -> Memory) -> Result<(), Error> {
        if let Some(desk) = &mut self.desk {
            let memory = change(*desk.memory());
            if memory != *desk.memory() {
                desk.remember(memory, self.keystore.identity())?;
            }
        }
        Ok(())
    }
}
