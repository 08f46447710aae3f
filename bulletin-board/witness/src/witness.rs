//! What is cosigned and what is refused.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::cosignature::{Timestamp, WitnessKey, WitnessSigner, timestamp};
use comitia_tlog::note::{KnownKey as _, Note, SignatureLine};
use comitia_tlog::policy::Policy;
use comitia_tlog::vkey::KeyName;
use comitia_tlog::witness::{AddCheckpoint, RequestError};
use thiserror::Error;
use tracing::warn;

use crate::folder::{Folder, FolderError, LogState};

/// Why a checkpoint was not cosigned, with the statuses of the specification.
#[derive(Debug, Error)]
pub enum Refusal {
    /// 400: the request makes no sense.
    #[error(transparent)]
    Malformed(#[from] RequestError),
    /// 404: the log is not watched.
    #[error("the log {0} is not watched here")]
    UnknownLog(KeyName),
    /// 403: the log's key has not signed.
    #[error("no signature by the key of the log verifies: {0}")]
    NotSigned(String),
    /// 409: this is where the witness is.
    #[error("the checkpoint cosigned last has {0} entries")]
    OtherSize(u64),
    /// 409: the log has signed two trees of this size.
    #[error("another tree of {0} entries was cosigned: the log has forked")]
    Forked(u64),
    /// 422: the proof does not lead from the last checkpoint to this one.
    #[error("the checkpoint is not shown to continue the one of {old} entries: {reason}")]
    NotContinued {
        /// Size cosigned last.
        old: u64,
        /// What is wrong.
        reason: String,
    },
    /// 500: the witness cannot keep what it would cosign.
    #[error("the witness cannot keep its state")]
    Storage(#[from] FolderError),
}

/// The log's lock is held while a request is decided, so that two of them cannot both continue one checkpoint.
type Held = Arc<Mutex<()>>;

/// A witness at work.
pub struct Witness {
    folder: Folder,
    signer: WitnessSigner,
    clock: fn() -> Option<Timestamp>,
    logs: Mutex<HashMap<String, Held>>,
}

impl Witness {
    /// The witness of this folder, if everything in it is as it should be.
    ///
    /// # Errors
    /// When it is not.
    pub fn new(folder: Folder, clock: fn() -> Option<Timestamp>) -> Result<Self, FolderError> {
        folder.all()?;
        Ok(Self {
            signer: folder.signer()?,
            folder,
            clock,
            logs: Mutex::default(),
        })
    }

    /// The key that verifies the cosignatures.
    #[must_use]
    pub const fn key(&self) -> &WitnessKey {
        self.signer.key()
    }

    /// What is watched.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn logs(&self) -> Result<Vec<LogState>, FolderError> {
        self.folder.all()
    }

    /// Cosigns the checkpoint of a request, if it continues the last one; gives the line of signature, once it is kept.
    ///
    /// # Errors
    /// When it does not, or it cannot be kept; nothing is cosigned then.
    pub fn add_checkpoint(&self, body: &[u8]) -> Result<SignatureLine, Refusal> {
        let request = AddCheckpoint::parse(body)?;
        let origin = request.checkpoint.unverified().origin.clone();
        if self.folder.log(origin.as_str())?.is_none() {
            return Err(Refusal::UnknownLog(origin));
        }
        let lock = self.lock_of(origin.as_str());
        let _held = lock.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.folder.log(origin.as_str())?;
        let known = known.ok_or(Refusal::UnknownLog(origin))?;
        let policy = Policy::without_witnesses(known.key.clone());
        let signed = request.checkpoint.verify(&policy);
        signed.map_err(|error| Refusal::NotSigned(error.to_string()))?;
        self.check(&request, &known)?;
        self.cosign(&request.checkpoint, &known)
    }

    fn lock_of(&self, origin: &str) -> Held {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(logs.entry(origin.to_owned()).or_default())
    }

    /// Whether a signed checkpoint continues what was cosigned last.
    fn check(&self, request: &AddCheckpoint, known: &LogState) -> Result<(), Refusal> {
        let new = request.checkpoint.unverified();
        let Some(last) = &known.last else {
            if request.old != 0 {
                return Err(Refusal::OtherSize(0));
            }
            return request
                .continues(&new.root)
                .map_err(|error| Refusal::NotContinued {
                    old: 0,
                    reason: error.to_string(),
                });
        };
        let old = last.unverified();
        if new.size == old.size && new.root != old.root {
            self.keep_evidence(request, last, "The log has signed two trees of the same size.");
            return Err(Refusal::Forked(old.size));
        }
        if request.old != old.size {
            return Err(Refusal::OtherSize(old.size));
        }
        request.continues(&old.root).map_err(|error| {
            let what = "The log has signed both, and was not shown to have grown from the first to the second. \
                        Whoever sent this may have made the proof up: ask the log for a better one.";
            self.keep_evidence(request, last, what);
            Refusal::NotContinued {
                old: old.size,
                reason: error.to_string(),
            }
        })
    }

    fn keep_evidence(&self, request: &AddCheckpoint, last: &SignedCheckpoint, what: &str) {
        let origin = request.checkpoint.unverified().origin.as_str();
        let text = format!("{what}\n\n--- cosigned before\n{last}\n--- sent later\n{request}");
        let kept = match self.folder.keep_evidence(origin, &text) {
            Ok(Some(path)) => format!("evidence in {}", path.display()),
            Ok(None) => "there is enough evidence already".to_owned(),
            Err(error) => format!("the evidence could not be kept: {error}"),
        };
        warn!(log = origin, kept, "{what}");
    }

    /// Cosigns a checkpoint that was found good.
    fn cosign(&self, checkpoint: &SignedCheckpoint, known: &LogState) -> Result<SignatureLine, Refusal> {
        let text = checkpoint.note().text();
        let line = self.signer.sign(text, self.time(known));
        let kept = with_lines(text, known, checkpoint, &line)?;
        pass("signed");
        self.folder.keep(&kept)?;
        pass("kept");
        Ok(line)
    }

    /// The time of day, and never before the last cosignature of the log: a clock that was put back makes nothing older
    /// look newer.
    fn time(&self, known: &LogState) -> Timestamp {
        let (name, id) = (self.key().name(), self.key().id());
        let own = |line: &&SignatureLine| line.name == *name && line.id == id;
        let last = known.last.iter().flat_map(|last| last.note().signatures());
        let last = last.filter(own).filter_map(timestamp).max();
        let now = (self.clock)();
        now.max(last).unwrap_or(Timestamp::EPOCH)
    }
}

/// The checkpoint with the log's own signatures and the cosignature, and nothing that anybody else has put there.
fn with_lines(
    text: &str,
    known: &LogState,
    checkpoint: &SignedCheckpoint,
    cosignature: &SignatureLine,
) -> Result<SignedCheckpoint, Refusal> {
    let broken = |error: String| Refusal::NotSigned(error);
    let mut note = Note::new(text).map_err(|error| broken(error.to_string()))?;
    let by_log = |line: &&SignatureLine| line.name == *known.key.name() && line.id == known.key.id();
    let own = checkpoint.note().signatures().iter().find(by_log);
    for line in own.into_iter().chain([cosignature]) {
        note.push(line.clone())
            .map_err(|error| broken(error.to_string()))?;
    }
    SignedCheckpoint::parse(note.to_string().as_bytes()).map_err(|error| broken(error.to_string()))
}

/// The points of a cosignature at which a debug build can be told to die (`comitia-failpoint`); between them are those of
/// `comitia-files`.
pub const POINTS: &[&str] = &["signed", "kept"];

/// Dies here if it was told to.
pub(crate) fn pass(point: &'static str) {
    comitia_failpoint::pass(POINTS, point);
}
