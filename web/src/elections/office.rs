//! What the organiser does: create, fix the roll, open, extend, close, publish, end phases, abort.

use super::{Elections, Running, ServiceError, Submission};
use comitia_bulletin_board::{Appended, SubmitError};
use comitia_crypto::ElectionId;
use comitia_crypto::codec::{Decode, Encode};
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{Abort, Author, Entry, EntryKind, Extension, PhaseEnd, Shares, SignedObject};
use comitia_election::manifest::{Booth, DraftError, Fill, HexKey, Manifest, Time, complete_draft};
use comitia_election::state::{Election, Refusal, Stage, phase_number};
use comitia_tlog::note::LogSigner;
use comitia_tlog::vkey::KeyName;
use std::sync::Arc;
use thiserror::Error;

/// Seconds by which a trustee's clock may be ahead of the server's.
const CLOCK_TOLERANCE: u64 = 60;

/// Why the organiser's wish was not carried out.
#[derive(Debug, Error)]
pub enum OfficeError {
    /// The draft is no manifest.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// No such election.
    #[error("there is no such election")]
    NotFound,
    /// Not a signed object of this kind.
    #[error("not a roll signed by the registrar: {0}")]
    NotARoll(String),
    /// The log does not take it.
    #[error("{0}")]
    Submit(#[from] SubmitError<Refusal>),
    /// There is nothing to publish yet.
    #[error("{0}")]
    NotReady(String),
    /// A fault of the server.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl Elections {
    /// Completes a draft, makes the election's log and puts the manifest on it.
    pub async fn create(&self, draft: &[u8]) -> Result<Arc<Manifest>, OfficeError> {
        let log_key = SigningKey::from_seed(&self.random());
        let fill = Fill {
            host: self.0.host.clone(),
            authority_key: HexKey(self.0.authority.verifying_key()),
            log_key: HexKey(log_key.verifying_key()),
            nonce: self.random(),
            now: self.now().0,
        };
        let manifest = Arc::new(complete_draft(draft, &fill)?);
        let id = *manifest.id();
        let origin = manifest.origin();
        self.0
            .keys
            .keep_log_key(&id, &log_key)
            .map_err(ServiceError::from)?;
        let name = KeyName::new(&origin).map_err(ServiceError::from)?;
        let signer = LogSigner::new(name, ed25519_dalek::SigningKey::from_bytes(&log_key.to_seed()));
        self.0.board.create(&signer).await.map_err(ServiceError::from)?;
        let running = self.sequence(manifest.clone(), &origin).await?;
        let object = self.sign(&id, EntryKind::Manifest, manifest.bytes().to_vec());
        self.submit(&running, Submission::Manifest(Entry::Object(object)))
            .await?;
        self.announce(running);
        Ok(manifest)
    }

    fn sign(&self, id: &ElectionId, kind: EntryKind, payload: Vec<u8>) -> SignedObject {
        SignedObject::new(id, kind, payload, Author::Authority, &self.0.authority)
    }

    fn find(&self, id: &ElectionId) -> Result<Running, OfficeError> {
        self.get(id).ok_or(OfficeError::NotFound)
    }

    /// Submits an authority's object whose payload depends on the election when its turn comes.
    async fn draw(
        &self,
        id: &ElectionId,
        kind: EntryKind,
        payload: impl FnOnce(&Election) -> Result<Vec<u8>, Refusal> + Send + 'static,
    ) -> Result<Appended, OfficeError> {
        let running = self.find(id)?;
        let authority = SigningKey::from_seed(&self.0.authority.to_seed());
        let draw = move |election: &Election| {
            let payload = payload(election)?;
            let object = SignedObject::new(election.id(), kind, payload, Author::Authority, &authority);
            Ok(Entry::Object(object))
        };
        Ok(self
            .submit(&running, Submission::Draw(kind, Box::new(draw)))
            .await?)
    }

    /// Takes a trustee's object; when it completes the ceremony, logs the election keys.
    pub async fn take_object(
        &self,
        running: &Running,
        object: SignedObject,
    ) -> Result<Appended, OfficeError> {
        let id = *running.manifest.id();
        self.refuse_future(&object)?;
        let accepts = object.kind == EntryKind::CeremonyAccept;
        let appended = self
            .submit(running, Submission::Entry(Entry::Object(object)))
            .await?;
        if accepts {
            self.log_keys(&id).await?;
        }
        Ok(appended)
    }

    /// Times on the log never go back: a share from the future would keep all others, and the result, from it.
    fn refuse_future(&self, object: &SignedObject) -> Result<(), SubmitError<Refusal>> {
        if object.kind != EntryKind::DecryptionShare {
            return Ok(());
        }
        let bound = Time(self.now().0 + CLOCK_TOLERANCE);
        match Shares::from_bytes(&object.payload) {
            Ok(Shares { at, .. }) if at > bound => Err(SubmitError::Refused(Refusal::Time {
                what: "DecryptionShare",
                at,
                problem: "after",
                bound,
            })),
            // What is malformed is refused where all entries are.
            _ => Ok(()),
        }
    }

    /// Logs the keys of a completed ceremony; does nothing when there are none yet.
    pub(super) async fn log_keys(&self, id: &ElectionId) -> Result<(), OfficeError> {
        let running = self.find(id)?;
        let keys = running
            .look(|election| match election.stage() {
                Stage::Ceremony(stage) => stage.keys().map(Encode::to_bytes),
                _ => None,
            })
            .await
            .map_err(SubmitError::from)?;
        if let Some(payload) = keys {
            self.draw(id, EntryKind::ElectionKey, move |_| Ok(payload))
                .await?;
        }
        Ok(())
    }

    /// Countersigns and logs a roll that the registrar signed, and the booth after it.
    pub async fn fix_roll(&self, id: &ElectionId, bytes: &[u8]) -> Result<Appended, OfficeError> {
        let running = self.find(id)?;
        let entry = Entry::from_bytes(bytes).map_err(|error| OfficeError::NotARoll(error.to_string()))?;
        let Entry::Object(mut object) = entry else {
            return Err(OfficeError::NotARoll("another kind of entry".to_owned()));
        };
        if object.kind != EntryKind::Roll {
            return Err(OfficeError::NotARoll(format!("it is a {}", object.kind.name())));
        }
        object.endorse(id, Author::Authority, &self.0.authority);
        Ok(self
            .submit(&running, Submission::Entry(Entry::Object(object)))
            .await?)
    }

    /// Opens voting; logs the hashes of the booth first, where the manifest declares one.
    pub async fn open(&self, id: &ElectionId) -> Result<Appended, OfficeError> {
        let running = self.find(id)?;
        let has_booth = running.look(|election| match election.stage() {
            Stage::RollCommitted(committed) => committed.booth().is_some(),
            _ => true,
        });
        if running.manifest.booth == Booth::Web && !has_booth.await.map_err(SubmitError::from)? {
            let build = self.0.booth.clone();
            let build =
                build.ok_or_else(|| OfficeError::NotReady("this server has no booth to serve".to_owned()))?;
            self.draw(id, EntryKind::BoothBuild, move |_| Ok(build.to_bytes()))
                .await?;
        }
        let at = self.now();
        self.draw(id, EntryKind::Open, move |election| match election.stage() {
            Stage::RollCommitted(committed) => Ok(committed.expected_open(at).to_bytes()),
            stage => Err(Refusal::NotAdmitted {
                kind: EntryKind::Open,
                stage: stage.name(),
            }),
        })
        .await
    }

    /// Moves the close to a later time.
    pub async fn extend(&self, id: &ElectionId, closes_at: Time) -> Result<Appended, OfficeError> {
        let at = self.now();
        self.draw(id, EntryKind::Extension, move |_| {
            Ok(Extension { at, closes_at }.to_bytes())
        })
        .await
    }

    /// Closes voting.
    pub async fn close(&self, id: &ElectionId) -> Result<Appended, OfficeError> {
        let at = self.now();
        self.draw(id, EntryKind::Close, move |election| {
            Ok(election.expected_close(at).to_bytes())
        })
        .await
    }

    /// Ends the current phase of the ceremony, after its deadline.
    pub async fn end_phase(&self, id: &ElectionId) -> Result<Appended, OfficeError> {
        let at = self.now();
        let ended = self
            .draw(id, EntryKind::PhaseEnd, move |election| {
                let phase = match election.stage() {
                    Stage::Ceremony(stage) => phase_number(stage.ceremony().phase()),
                    _ => 0,
                };
                Ok(PhaseEnd { at, phase }.to_bytes())
            })
            .await?;
        self.log_keys(id).await?;
        Ok(ended)
    }

    /// Ends the election without a result.
    pub async fn abort(&self, id: &ElectionId, reason: String) -> Result<Appended, OfficeError> {
        let at = self.now();
        self.draw(id, EntryKind::Abort, move |_| Ok(Abort { at, reason }.to_bytes()))
            .await
    }

    /// Counts from the log and publishes the result.
    pub async fn publish(&self, id: &ElectionId) -> Result<Appended, OfficeError> {
        let running = self.find(id)?;
        let result = self.count(&running, self.now()).await?;
        self.draw(id, EntryKind::Result, move |_| Ok(result.to_bytes()))
            .await
    }
}
