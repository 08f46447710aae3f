//! The log under the state machine: its tree, its parts, and its first object.

use super::{CeremonyStage, Election, Refusal, Stage, admission, ceremony_params};
use crate::entry::{Assembler, Author, ENTRY_LIMIT, Entry, EntryKind, SignedObject};
use crate::manifest::{Manifest, Time};
use comitia_crypto::Digest;
use comitia_crypto::codec::Decode;
use comitia_tlog::hash::{TreeHash, leaf_hash};
use comitia_tlog::tree::Frontier;
use std::sync::Arc;

/// How far the log has been read.
#[derive(Debug, Clone, Default)]
pub struct LogPosition {
    frontier: Frontier,
    pub(super) assembler: Assembler,
}

impl LogPosition {
    /// Entries read.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// Root of the tree of these entries.
    #[must_use]
    pub fn root(&self) -> TreeHash {
        self.frontier.root()
    }

    /// The root as entries of the log name it.
    pub(super) fn root_digest(&self) -> Digest {
        Digest(*self.root().as_bytes())
    }

    /// The tree of these entries.
    #[must_use]
    pub const fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// Adds an entry of the log.
    pub(super) fn append(&mut self, raw: &[u8]) -> Result<(), Refusal> {
        self.frontier.append(leaf_hash(raw)).map_err(|_| Refusal::LogFull)
    }

    /// The next entry, or the object that it completes.
    pub(super) fn read(&mut self, raw: &[u8]) -> Result<Option<Entry>, Refusal> {
        match decode(raw)? {
            Entry::Part(part) => Ok(self.assembler.take(part)?),
            _ if self.assembler.is_waiting() => Err(Refusal::Part(crate::entry::PartError::Sequence)),
            entry => Ok(Some(entry)),
        }
    }
}

/// Decodes one entry of the log.
pub(super) fn decode(raw: &[u8]) -> Result<Entry, Refusal> {
    if raw.len() > ENTRY_LIMIT {
        return Err(Refusal::TooLarge { bytes: raw.len() });
    }
    Entry::from_bytes(raw).map_err(|error| Refusal::Encoding {
        kind: raw.get(1).copied().unwrap_or(0),
        error,
    })
}

/// A log before its manifest is complete.
#[derive(Debug, Clone, Default)]
pub struct Beginning {
    log: LogPosition,
}

impl Beginning {
    /// An empty log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next entry of the log; gives the election once the manifest is complete.
    pub fn apply(&mut self, raw: &[u8]) -> Result<Option<Election>, Refusal> {
        let mut log = self.log.clone();
        let entry = log.read(raw)?;
        log.append(raw)?;
        let election = match entry {
            None => None,
            Some(Entry::Object(object)) => Some(begin(&object, log.clone())?),
            Some(entry) => {
                return Err(Refusal::NotAdmitted {
                    kind: entry.kind(),
                    stage: "Draft",
                });
            }
        };
        self.log = log;
        Ok(election)
    }
}

fn begin(object: &SignedObject, log: LogPosition) -> Result<Election, Refusal> {
    if object.kind != EntryKind::Manifest {
        return Err(Refusal::NotAdmitted {
            kind: object.kind,
            stage: "Draft",
        });
    }
    let manifest = Manifest::parse(&object.payload)?;
    admission::check_signatures(&manifest, object, &[Author::Authority])?;
    let params = ceremony_params(&manifest).ok_or(Refusal::CeremonyParams)?;
    let closes_at = manifest.times.closes_at;
    Ok(Election {
        stage: Stage::Ceremony(Box::new(CeremonyStage::new(params))),
        manifest: Arc::new(manifest),
        log,
        clock: Time(0),
        closes_at,
    })
}
