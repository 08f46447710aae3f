//! Requests to a witness (`tlog-witness`, `add-checkpoint`): cosign this checkpoint, which continues the one of that
//! size by this proof.

use std::fmt;

use thiserror::Error;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::hash::TreeHash;
use crate::note::{MAX_NOTE_BYTES, NoteError, SignatureLine};
use crate::text::decimal;
use crate::tree::{TreeError, verify_consistency};

/// Most hashes that a proof of consistency can have.
const MAX_HASHES: usize = 63;
/// Largest request in bytes: a note, the hashes, the first line.
pub const MAX_REQUEST_BYTES: usize = MAX_NOTE_BYTES + MAX_HASHES * 45 + 32;

/// Why a request makes no sense. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequestError {
    /// The request is larger than any that makes sense.
    #[error("the request has {0} bytes, too many")]
    TooLong(usize),
    /// The request is not UTF-8.
    #[error("the request is not UTF-8 at byte {0}")]
    NotUtf8(usize),
    /// A line is not what it has to be.
    #[error("line {line} of the request: {what}")]
    Line {
        /// Number of the line.
        line: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The checkpoint is malformed.
    #[error("checkpoint of the request: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The tree is said to have shrunk.
    #[error("the old size {old} is larger than the checkpoint's {new}")]
    Shrinks {
        /// Size that was cosigned before, as the request says.
        old: u64,
        /// Size of the checkpoint.
        new: u64,
    },
}

/// A request that nobody has verified yet. Its [`Display`](fmt::Display) is the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// Size of the checkpoint that the witness cosigned last; 0 if it never did.
    pub old: u64,
    /// Proof that the tree of that size is a prefix of the checkpoint's.
    pub proof: Vec<TreeHash>,
    /// What is to be cosigned.
    pub checkpoint: SignedCheckpoint,
}

impl AddCheckpoint {
    /// Reads a request without verifying anything.
    ///
    /// # Errors
    /// When the bytes are no well-formed request, or its old size is beyond the new one.
    pub fn parse(bytes: &[u8]) -> Result<Self, RequestError> {
        if bytes.len() > MAX_REQUEST_BYTES {
            return Err(RequestError::TooLong(bytes.len()));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| RequestError::NotUtf8(error.valid_up_to()))?;
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or_else(|| line(1, "no empty line before a checkpoint"))?;
        let mut lines = (1..).zip(head.split('\n'));
        let old = lines.next().and_then(|(_, first)| first.strip_prefix("old "));
        let old = old
            .and_then(decimal)
            .ok_or_else(|| line(1, "not `old` and a size"))?;
        let mut proof = Vec::new();
        for (number, hash) in lines {
            if proof.len() == MAX_HASHES {
                return Err(line(number, "more hashes than any proof has"));
            }
            proof.push(TreeHash::from_base64(hash).ok_or_else(|| line(number, "not a hash"))?);
        }
        let checkpoint = SignedCheckpoint::parse(checkpoint.as_bytes())?;
        let new = checkpoint.unverified().size;
        if old > new {
            return Err(RequestError::Shrinks { old, new });
        }
        Ok(Self {
            old,
            proof,
            checkpoint,
        })
    }

    /// Checks that the checkpoint continues a tree of the old size with this root. Every tree continues the empty one,
    /// without any proof.
    ///
    /// # Errors
    /// When it does not, or not by this proof.
    pub fn continues(&self, old_root: &TreeHash) -> Result<(), TreeError> {
        let new = self.checkpoint.unverified();
        match self.old {
            0 if self.proof.is_empty() => Ok(()),
            0 => Err(TreeError::ProofLength {
                expected: 0,
                found: self.proof.len(),
            }),
            old => verify_consistency(old, new.size, old_root, &new.root, &self.proof),
        }
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.proof {
            writeln!(f, "{}", hash.to_base64())?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

const fn line(line: usize, what: &'static str) -> RequestError {
    RequestError::Line { line, what }
}

/// Reads the lines of a witness's answer, without verifying anything.
///
/// # Errors
/// When they are no lines of signatures, or more than are read.
pub fn parse_cosignatures(bytes: &[u8]) -> Result<Vec<SignatureLine>, NoteError> {
    // Under a text of one line they are a note, unless they bring a text of their own.
    let note = crate::note::Note::parse(&[b"answer\n\n", bytes].concat())?;
    if note.text() == "answer\n" {
        Ok(note.signatures().to_vec())
    } else {
        Err(NoteError::SignatureLine {
            line: 1,
            what: "an empty line among signatures",
        })
    }
}
