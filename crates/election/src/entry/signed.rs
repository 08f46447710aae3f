//! Administrative objects and who signed them.

use super::EntryKind;
use comitia_crypto::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use comitia_crypto::signing::{Signature, SigningKey};
use comitia_crypto::{Digest, ElectionId};

/// Whose key signed an object; the manifest pins each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Author {
    /// The organiser.
    Authority,
    /// The registrar.
    Registrar,
    /// A trustee, numbered from 1.
    Trustee(u16),
    /// A polling officer, numbered from 1.
    Officer(u16),
}

impl core::fmt::Display for Author {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Authority => f.write_str("the authority"),
            Self::Registrar => f.write_str("the registrar"),
            Self::Trustee(index) => write!(f, "trustee {index}"),
            Self::Officer(index) => write!(f, "officer {index}"),
        }
    }
}

impl Encode for Author {
    fn encode(&self, out: &mut Vec<u8>) {
        let (role, index) = match self {
            Self::Authority => (1u8, 0u16),
            Self::Registrar => (2, 0),
            Self::Trustee(index) => (3, *index),
            Self::Officer(index) => (4, *index),
        };
        role.encode(out);
        index.encode(out);
    }
}

impl Decode for Author {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let error = reader.error("unknown author of an entry");
        match (reader.u8()?, reader.u16()?) {
            (1, 0) => Ok(Self::Authority),
            (2, 0) => Ok(Self::Registrar),
            (3, index @ 1..) => Ok(Self::Trustee(index)),
            (4, index @ 1..) => Ok(Self::Officer(index)),
            _ => Err(error),
        }
    }
}

/// A signature and its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endorsement {
    /// Who signed.
    pub author: Author,
    /// Ed25519 over [`signing_input`].
    pub signature: Signature,
}

impl Encode for Endorsement {
    fn encode(&self, out: &mut Vec<u8>) {
        self.author.encode(out);
        self.signature.encode(out);
    }
}

impl Decode for Endorsement {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            author: Author::decode(reader)?,
            signature: Signature::decode(reader)?,
        })
    }
}

/// What authors of an administrative object sign: label, election, kind and payload.
#[must_use]
pub fn signing_input(election: &ElectionId, kind: EntryKind, payload: &[u8]) -> Vec<u8> {
    let mut input = b"comitia/v1/entry".to_vec();
    election.encode(&mut input);
    input.push(kind as u8);
    input.extend_from_slice(payload);
    input
}

/// An administrative object: a payload and one or two signatures over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedObject {
    /// What it is.
    pub kind: EntryKind,
    /// The canonical bytes of the object.
    pub payload: Vec<u8>,
    /// Who signed, authors ascending.
    pub endorsements: Vec<Endorsement>,
}

impl SignedObject {
    /// Signs `payload` with one key.
    #[must_use]
    pub fn new(
        election: &ElectionId,
        kind: EntryKind,
        payload: Vec<u8>,
        author: Author,
        key: &SigningKey,
    ) -> Self {
        let mut object = Self {
            kind,
            payload,
            endorsements: Vec::new(),
        };
        object.endorse(election, author, key);
        object
    }

    /// Adds a signature; an earlier one of the same author is replaced.
    pub fn endorse(&mut self, election: &ElectionId, author: Author, key: &SigningKey) {
        let signature = key.sign(&signing_input(election, self.kind, &self.payload));
        self.endorsements
            .retain(|endorsement| endorsement.author != author);
        self.endorsements.push(Endorsement { author, signature });
        self.endorsements.sort_by_key(|endorsement| endorsement.author);
    }

    /// The hash that names the object on the log.
    #[must_use]
    pub fn hash(&self) -> Digest {
        Digest::of(&super::Entry::Object(self.clone()).to_bytes())
    }

    pub(super) fn encode_body(&self, out: &mut Vec<u8>) {
        Prefix::U32.write(&self.payload, out);
        Prefix::U16.write_all(&self.endorsements, out);
    }

    pub(super) fn decode_body(kind: EntryKind, reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let payload = reader.opaque(Prefix::U32)?.to_vec();
        let error = reader.error("an object needs one or two signatures, authors ascending");
        let endorsements: Vec<Endorsement> = reader.vector(Prefix::U16)?;
        let ascending = endorsements
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.author < b.author));
        if endorsements.is_empty() || endorsements.len() > 2 || !ascending {
            return Err(error);
        }
        Ok(Self {
            kind,
            payload,
            endorsements,
        })
    }
}
