//! Checkpoints: origin, size and root of a tree, as a signed note (protocol-spec: `election-log`).
//!
//! Extension lines are refused: they are auditable by nobody, and newer cosignatures do not cover them.

use std::fmt;

use thiserror::Error;

use crate::cosignature::{Timestamp, timestamp};
use crate::hash::{TreeHash, empty_root};
use crate::note::{KnownKey, LogKey, LogSigner, Note, NoteError, SignatureLine};
use crate::policy::Policy;
use crate::text::decimal;
use crate::vkey::KeyName;

/// Why a checkpoint was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// It is not a well-formed signed note, or its signatures are wrong.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text has not exactly three lines.
    #[error("the text of a checkpoint has three lines: origin, size, root")]
    Lines,
    /// The origin could not be the name of a log's key.
    #[error("line 1 of the checkpoint: {0:?} is not an origin")]
    Origin(String),
    /// The size is not a canonical decimal below 2⁶³.
    #[error("line 2 of the checkpoint: {0:?} is not a size")]
    Size(String),
    /// The root is not canonical base64 of 32 bytes.
    #[error("line 3 of the checkpoint: {0:?} is not a root")]
    Root(String),
    /// There is only one root of the empty tree.
    #[error("line 3 of the checkpoint: not the root of the empty tree")]
    EmptyRoot,
    /// The checkpoint is of another log.
    #[error("the checkpoint is of the log {found}, not {expected}")]
    OtherLog {
        /// Origin of the log that was wanted.
        expected: KeyName,
        /// Origin of the checkpoint.
        found: KeyName,
    },
    /// The log itself has not signed.
    #[error("the log {0} has not signed the checkpoint")]
    NotSignedByLog(KeyName),
    /// Too few of the policy's witnesses have cosigned.
    #[error("{found} of the policy's witnesses have cosigned, {needed} are needed")]
    Quorum {
        /// Witnesses that the policy demands.
        needed: usize,
        /// Witnesses that have cosigned.
        found: usize,
    },
}

/// What a log says about its tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: KeyName,
    /// Leaves in the tree.
    pub size: u64,
    /// Root of the tree.
    pub root: TreeHash,
}

impl Checkpoint {
    /// Reads the text of a checkpoint's note.
    ///
    /// # Errors
    /// When it is anything but three canonical lines.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let body = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?;
        let mut lines = body.split('\n');
        let (Some(origin), Some(size), Some(root), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointError::Lines);
        };
        let origin = KeyName::new(origin).map_err(|_| CheckpointError::Origin(origin.to_owned()))?;
        let size = decimal(size).ok_or_else(|| CheckpointError::Size(size.to_owned()))?;
        let root = TreeHash::from_base64(root).ok_or_else(|| CheckpointError::Root(root.to_owned()))?;
        if size == 0 && root != empty_root() {
            return Err(CheckpointError::EmptyRoot);
        }
        Ok(Self { origin, size, root })
    }

    /// The checkpoint signed by its log.
    ///
    /// # Errors
    /// When the signer is another log's.
    pub fn sign(self, signer: &LogSigner) -> Result<SignedCheckpoint, CheckpointError> {
        check_origin(signer.key(), &self)?;
        let mut note = Note::new(self.to_string())?;
        note.push(signer.sign(note.text()))?;
        Ok(SignedCheckpoint {
            checkpoint: self,
            note,
        })
    }
}

/// The text of the checkpoint's note.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64())
    }
}

/// A checkpoint with signatures that nobody has verified yet. Its [`Display`](fmt::Display) is the note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

impl SignedCheckpoint {
    /// Reads a checkpoint without verifying anything.
    ///
    /// # Errors
    /// When the bytes are no well-formed checkpoint.
    pub fn parse(bytes: &[u8]) -> Result<Self, CheckpointError> {
        let note = Note::parse(bytes)?;
        Ok(Self {
            checkpoint: Checkpoint::parse(note.text())?,
            note,
        })
    }

    /// What the checkpoint says, true or not.
    #[must_use]
    pub const fn unverified(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note, to look at its lines.
    #[must_use]
    pub const fn note(&self) -> &Note {
        &self.note
    }

    /// Adds a cosignature.
    ///
    /// # Errors
    /// When there are as many signatures as will be read.
    pub fn push(&mut self, signature: SignatureLine) -> Result<(), NoteError> {
        self.note.push(signature)
    }

    /// Checks that the log signed, that every line by a key of the policy is right, and that enough of its
    /// witnesses have cosigned.
    ///
    /// # Errors
    /// When one of these does not hold, or the checkpoint is of another log.
    pub fn verify(&self, policy: &Policy) -> Result<VerifiedCheckpoint, CheckpointError> {
        check_origin(policy.log(), &self.checkpoint)?;
        let verified = self.note.verify(&policy.known_keys())?;
        if verified.lines_by(Policy::LOG).next().is_none() {
            return Err(CheckpointError::NotSignedByLog(self.checkpoint.origin.clone()));
        }
        let cosigned = |witness| {
            let times = verified
                .lines_by(Policy::known_witness(witness))
                .filter_map(timestamp);
            times.min().map(|time| Cosigned { witness, time })
        };
        let cosigned: Vec<_> = (0..policy.witnesses().len()).filter_map(cosigned).collect();
        if cosigned.len() < policy.quorum() {
            return Err(CheckpointError::Quorum {
                needed: policy.quorum(),
                found: cosigned.len(),
            });
        }
        let extras = verified.refuse_extras().err();
        Ok(VerifiedCheckpoint {
            checkpoint: self.checkpoint.clone(),
            cosigned,
            extras,
        })
    }
}

fn check_origin(log: &LogKey, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
    if *log.name() == checkpoint.origin {
        return Ok(());
    }
    let (expected, found) = (log.name().clone(), checkpoint.origin.clone());
    Err(CheckpointError::OtherLog { expected, found })
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}

/// A witness that has cosigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cosigned {
    /// Position of the witness in the policy.
    pub witness: usize,
    /// When; the earliest, if it has done so several times.
    pub time: Timestamp,
}

/// A checkpoint that its log and enough witnesses have signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedCheckpoint {
    checkpoint: Checkpoint,
    cosigned: Vec<Cosigned>,
    extras: Option<NoteError>,
}

impl VerifiedCheckpoint {
    /// Origin, size and root.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The witnesses that have cosigned, in the order of the policy.
    #[must_use]
    pub fn cosigned(&self) -> &[Cosigned] {
        &self.cosigned
    }

    /// For strict readers: the note has no line that the policy's keys cannot verify, and none twice.
    ///
    /// # Errors
    /// Naming the first such line.
    pub fn refuse_extras(&self) -> Result<(), NoteError> {
        self.extras.clone().map_or(Ok(()), Err)
    }
}
