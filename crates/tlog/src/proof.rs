//! Receipts (`tlog-proof`): that an entry is in the tree of a checkpoint that enough witnesses have cosigned.
//! A receipt can be kept as a file and verified without any network (protocol-spec: `receipt`).

use std::fmt;

use data_encoding::BASE64;
use thiserror::Error;

use crate::base64;
use crate::checkpoint::{CheckpointError, SignedCheckpoint, VerifiedCheckpoint};
use crate::hash::{TreeHash, leaf_hash};
use crate::note::MAX_NOTE_BYTES;
use crate::policy::Policy;
use crate::text::decimal;
use crate::tree::{TreeError, verify_inclusion};

/// First line of every receipt.
const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// Most hashes that a proof of inclusion can have, sizes being below 2⁶³.
const MAX_HASHES: usize = 63;
/// Largest extra data in bytes that is read.
pub const MAX_EXTRA_BYTES: usize = 64 * 1024;

/// Why a receipt was refused. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// The receipt is larger than any that makes sense.
    #[error("the receipt has {0} bytes, too many")]
    TooLong(usize),
    /// The receipt is not UTF-8.
    #[error("the receipt is not UTF-8 at byte {0}")]
    NotUtf8(usize),
    /// A line is not what it has to be.
    #[error("line {line} of the receipt: {what}")]
    Line {
        /// Number of the line.
        line: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The checkpoint is malformed, or does not satisfy the policy.
    #[error("checkpoint of the receipt: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The entry is not in the tree by this proof.
    #[error("proof of the receipt: {0}")]
    Inclusion(#[from] TreeError),
}

/// A receipt that nobody has verified yet. Its [`Display`](fmt::Display) is the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Data of the application's own; nothing vouches for it.
    pub extra: Option<Vec<u8>>,
    /// Index of the entry.
    pub index: u64,
    /// Proof of inclusion, from the leaf's sibling upwards.
    pub proof: Vec<TreeHash>,
    /// The tree that the entry is in.
    pub checkpoint: SignedCheckpoint,
}

impl Receipt {
    /// Reads a receipt without verifying anything.
    ///
    /// # Errors
    /// When the bytes are no well-formed receipt.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > MAX_NOTE_BYTES + 2 * MAX_EXTRA_BYTES {
            return Err(ReceiptError::TooLong(bytes.len()));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| ReceiptError::NotUtf8(error.valid_up_to()))?;
        let mut lines = Lines { rest: text, line: 0 };
        if lines.next()? != HEADER {
            return Err(lines.error("not the header of a receipt"));
        }
        let mut line = lines.next()?;
        let mut extra = None;
        if let Some(data) = line.strip_prefix("extra ") {
            extra = Some(parse_extra(data).ok_or_else(|| lines.error("not canonical base64 of extra data"))?);
            line = lines.next()?;
        }
        let index = line
            .strip_prefix("index ")
            .and_then(decimal)
            .ok_or_else(|| lines.error("not an index"))?;
        let proof = parse_proof(&mut lines)?;
        let checkpoint = SignedCheckpoint::parse(lines.rest.as_bytes())?;
        Ok(Self {
            extra,
            index,
            proof,
            checkpoint,
        })
    }

    /// Checks that the checkpoint satisfies the policy and that `entry` is in its tree at the receipt's index.
    ///
    /// # Errors
    /// When one of these does not hold.
    pub fn verify(&self, policy: &Policy, entry: &[u8]) -> Result<VerifiedCheckpoint, ReceiptError> {
        let verified = self.checkpoint.verify(policy)?;
        let tree = verified.checkpoint();
        verify_inclusion(&leaf_hash(entry), self.index, tree.size, &tree.root, &self.proof)?;
        Ok(verified)
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", BASE64.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.proof {
            writeln!(f, "{}", hash.to_base64())?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

fn parse_extra(data: &str) -> Option<Vec<u8>> {
    let extra = base64::decode(data)?;
    (extra.len() <= MAX_EXTRA_BYTES).then_some(extra)
}

fn parse_proof(lines: &mut Lines<'_>) -> Result<Vec<TreeHash>, ReceiptError> {
    let mut proof = Vec::new();
    loop {
        let line = lines.next()?;
        if line.is_empty() {
            return Ok(proof);
        }
        if proof.len() == MAX_HASHES {
            return Err(lines.error("more hashes than any proof has"));
        }
        proof.push(TreeHash::from_base64(line).ok_or_else(|| lines.error("not a hash"))?);
    }
}

/// The lines of a receipt, counted.
struct Lines<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, ReceiptError> {
        self.line += 1;
        let (line, rest) = self
            .rest
            .split_once('\n')
            .ok_or_else(|| self.error("the receipt ends too early"))?;
        self.rest = rest;
        Ok(line)
    }

    const fn error(&self, what: &'static str) -> ReceiptError {
        ReceiptError::Line {
            line: self.line,
            what,
        }
    }
}
