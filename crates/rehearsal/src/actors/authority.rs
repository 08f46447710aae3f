//! The organiser: signs everything that is no ballot and no trustee's.

use super::ActorError;
use comitia_crypto::ElectionId;
use comitia_crypto::codec::Encode;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{
    Abort, Author, BoothBuild, EntryKind, Extension, PhaseEnd, SignedObject, TallyResult,
};
use comitia_election::manifest::{Manifest, Time};
use comitia_election::state::{Election, Stage, phase_number};

/// The organiser, with the key for administrative entries.
#[derive(Debug)]
pub struct Authority {
    key: SigningKey,
}

impl Authority {
    /// The organiser with this key.
    #[must_use]
    pub const fn new(key: SigningKey) -> Self {
        Self { key }
    }

    /// The key.
    #[must_use]
    pub const fn key(&self) -> &SigningKey {
        &self.key
    }

    /// Signs any object.
    #[must_use]
    pub fn sign(&self, election: &ElectionId, kind: EntryKind, payload: Vec<u8>) -> SignedObject {
        SignedObject::new(election, kind, payload, Author::Authority, &self.key)
    }

    /// Adds the authority's signature to an object that somebody else signed first.
    pub fn endorse(&self, election: &ElectionId, object: &mut SignedObject) {
        object.endorse(election, Author::Authority, &self.key);
    }

    /// The manifest, which begins the log.
    #[must_use]
    pub fn manifest(&self, manifest: &Manifest) -> SignedObject {
        self.sign(manifest.id(), EntryKind::Manifest, manifest.bytes().to_vec())
    }

    /// The election keys, once every qualified trustee has accepted them.
    pub fn election_key(&self, election: &Election) -> Result<SignedObject, ActorError> {
        let kind = EntryKind::ElectionKey;
        let keys = match election.stage() {
            Stage::Ceremony(stage) => stage.keys(),
            _ => None,
        };
        let keys = keys.ok_or_else(|| not_now(kind, election))?;
        Ok(self.sign(election.id(), kind, keys.to_bytes()))
    }

    /// The end of the current phase of the key ceremony, without those who are silent.
    pub fn phase_end(&self, election: &Election, at: Time) -> Result<SignedObject, ActorError> {
        let kind = EntryKind::PhaseEnd;
        let Stage::Ceremony(stage) = election.stage() else {
            return Err(not_now(kind, election));
        };
        let phase = phase_number(stage.ceremony().phase());
        Ok(self.sign(election.id(), kind, PhaseEnd { at, phase }.to_bytes()))
    }

    /// The hashes of the voting client that will be served.
    #[must_use]
    pub fn booth_build(&self, election: &Election, build: &BoothBuild) -> SignedObject {
        self.sign(election.id(), EntryKind::BoothBuild, build.to_bytes())
    }

    /// The opening: fixes what is on the log.
    pub fn open(&self, election: &Election, at: Time) -> Result<SignedObject, ActorError> {
        let kind = EntryKind::Open;
        let Stage::RollCommitted(committed) = election.stage() else {
            return Err(not_now(kind, election));
        };
        Ok(self.sign(election.id(), kind, committed.expected_open(at).to_bytes()))
    }

    /// A later close.
    #[must_use]
    pub fn extension(&self, election: &Election, at: Time, closes_at: Time) -> SignedObject {
        let extension = Extension { at, closes_at };
        self.sign(election.id(), EntryKind::Extension, extension.to_bytes())
    }

    /// The close, over the log as it is now.
    #[must_use]
    pub fn close(&self, election: &Election, at: Time) -> SignedObject {
        let close = election.expected_close(at);
        self.sign(election.id(), EntryKind::Close, close.to_bytes())
    }

    /// The result.
    #[must_use]
    pub fn result(&self, election: &Election, result: &TallyResult) -> SignedObject {
        self.sign(election.id(), EntryKind::Result, result.to_bytes())
    }

    /// The end without a result.
    #[must_use]
    pub fn abort(&self, election: &Election, abort: &Abort) -> SignedObject {
        self.sign(election.id(), EntryKind::Abort, abort.to_bytes())
    }
}

pub(super) fn not_now(kind: EntryKind, election: &Election) -> ActorError {
    let stage = election.stage().name();
    ActorError::Stage { kind, stage }
}
