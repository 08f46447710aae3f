//! Objects larger than an entry (protocol-spec: `parts`).

use super::{ENTRY_LIMIT, Entry, EntryKind, OBJECT_LIMIT};
use comitia_crypto::Digest;
use comitia_crypto::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use thiserror::Error;

/// Bytes of an object in each part but the last.
const PART_SIZE: usize = 65_000;

/// A piece of an encoded entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Kind of the object.
    pub kind: EntryKind,
    /// SHA-256 of the whole encoded entry.
    pub object: Digest,
    /// Number of this part, from 0.
    pub index: u16,
    /// How many parts there are.
    pub of: u16,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Encode for Part {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(self.kind as u8);
        self.object.encode(out);
        self.index.encode(out);
        self.of.encode(out);
        Prefix::U16.write(&self.bytes, out);
    }
}

impl Decode for Part {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let error = reader.error("unknown kind of entry");
        let kind = EntryKind::from_number(reader.u8()?).ok_or(error)?;
        Ok(Self {
            kind,
            object: Digest::decode(reader)?,
            index: reader.u16()?,
            of: reader.u16()?,
            bytes: reader.opaque(Prefix::U16)?.to_vec(),
        })
    }
}

/// Why parts do not make an object.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PartError {
    /// Not the part that must come next.
    #[error("a part is missing, repeated, out of order or of another object")]
    Sequence,
    /// Parts must be full but for the last, and are used only when they are needed.
    #[error("the object is not cut as the protocol says")]
    Cut,
    /// The parts do not have the hash that they claim.
    #[error("the parts do not add up to the object they name")]
    Hash,
    /// The object is not an administrative object, or not the kind that the parts name.
    #[error("the parts do not hold an object of their kind: {0}")]
    Object(String),
    /// Too large.
    #[error("the object has more than {OBJECT_LIMIT} bytes")]
    TooLarge,
}

/// The log entries of one object: itself, or its parts. `None` when it is over the limit.
#[must_use]
pub fn split(entry: &Entry) -> Option<Vec<Vec<u8>>> {
    let bytes = entry.to_bytes();
    if bytes.len() <= ENTRY_LIMIT {
        return Some(vec![bytes]);
    }
    if bytes.len() > OBJECT_LIMIT {
        return None;
    }
    let object = Digest::of(&bytes);
    let of = u16::try_from(bytes.len().div_ceil(PART_SIZE)).ok()?;
    let part = |(index, bytes): (u16, &[u8])| {
        Entry::Part(Part {
            kind: entry.kind(),
            object,
            index,
            of,
            bytes: bytes.to_vec(),
        })
        .to_bytes()
    };
    Some((0..).zip(bytes.chunks(PART_SIZE)).map(part).collect())
}

/// Puts consecutive parts together.
#[derive(Debug, Clone, Default)]
pub struct Assembler {
    pending: Option<Pending>,
}

#[derive(Debug, Clone)]
struct Pending {
    kind: EntryKind,
    object: Digest,
    next: u16,
    of: u16,
    bytes: Vec<u8>,
}

impl Assembler {
    /// Whether parts of an object are still missing.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.pending.is_some()
    }

    /// Takes the next part; gives the object with the last.
    pub fn take(&mut self, part: Part) -> Result<Option<Entry>, PartError> {
        let mut pending = self.pending.take().unwrap_or(Pending {
            kind: part.kind,
            object: part.object,
            next: 0,
            of: part.of,
            bytes: Vec::new(),
        });
        let expected = (pending.kind, pending.object, pending.next, pending.of);
        if (part.kind, part.object, part.index, part.of) != expected || part.index >= part.of {
            return Err(PartError::Sequence);
        }
        let last = part.index + 1 == part.of;
        let full = part.bytes.len() == PART_SIZE;
        if part.of < 2 || (!last && !full) || part.bytes.is_empty() || part.bytes.len() > PART_SIZE {
            return Err(PartError::Cut);
        }
        pending.bytes.extend_from_slice(&part.bytes);
        pending.next += 1;
        if pending.bytes.len() > OBJECT_LIMIT {
            return Err(PartError::TooLarge);
        }
        if !last {
            self.pending = Some(pending);
            return Ok(None);
        }
        pending.finish().map(Some)
    }
}

impl Pending {
    fn finish(self) -> Result<Entry, PartError> {
        if self.bytes.len() <= ENTRY_LIMIT {
            return Err(PartError::Cut);
        }
        if Digest::of(&self.bytes) != self.object {
            return Err(PartError::Hash);
        }
        let entry = Entry::from_bytes(&self.bytes).map_err(|error| PartError::Object(error.to_string()))?;
        match entry {
            Entry::Object(object) if object.kind == self.kind => Ok(Entry::Object(object)),
            _ => Err(PartError::Object("another kind of entry".to_owned())),
        }
    }
}
