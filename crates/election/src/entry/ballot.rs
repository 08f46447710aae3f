//! Votes, and sealed ballots given up for an audit (protocol-spec: `ballot-entry`, `audited-entry`).

use comitia_crypto::Digest;
use comitia_crypto::ballot::{AuditClaim, SealedBallot, VoterContext, VoterSignature};
use comitia_crypto::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use comitia_crypto::group::PointBytes;
use comitia_crypto::shape::Shape;

/// What a voter seals: credential, place in the voter's chain, ciphertexts and proof. The tracker is its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Credential public key.
    pub credential: PointBytes,
    /// Number of this ballot in the voter's chain, from 0.
    pub seq: u32,
    /// Hash of the voter's previous `Ballot` entry, or zeros.
    pub prev: Digest,
    /// Ciphertexts and proof.
    pub sealed: SealedBallot,
}

impl Body {
    /// The tracker: SHA-256 of the body.
    #[must_use]
    pub fn tracker(&self) -> Digest {
        tracker_of(&self.to_bytes())
    }

    /// The voter as the proof sees it, with weight and group from the roll.
    #[must_use]
    pub const fn context(&self, group: u16, weight: u32) -> VoterContext {
        VoterContext {
            credential: self.credential,
            group,
            weight,
            seq: self.seq,
            prev: self.prev,
        }
    }
}

/// The tracker of the bytes of a body.
#[must_use]
pub fn tracker_of(body: &[u8]) -> Digest {
    Digest::of(body)
}

impl Encode for Body {
    fn encode(&self, out: &mut Vec<u8>) {
        self.credential.encode(out);
        self.seq.encode(out);
        self.prev.encode(out);
        self.sealed.encode(out);
    }
}

impl Decode for Body {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            credential: PointBytes::decode(reader)?,
            seq: reader.u32()?,
            prev: Digest::decode(reader)?,
            sealed: SealedBallot::decode(reader)?,
        })
    }
}

/// A vote on the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotEntry {
    /// What the voter sealed.
    pub body: Body,
    /// The voter's signature, made when the voter said *cast*.
    pub signature: VoterSignature,
    /// How the authority authenticated the voter: 0, not at all.
    pub authentication: u8,
}

impl BallotEntry {
    /// Bytes of every ballot entry under a shape, version and kind included.
    #[must_use]
    pub fn encoded_len(shape: &Shape) -> usize {
        let body = 32 + 4 + 32 + SealedBallot::encoded_len(shape);
        2 + 2 + body + 64 + 1
    }
}

impl Encode for BallotEntry {
    fn encode(&self, out: &mut Vec<u8>) {
        Prefix::U16.write(&self.body.to_bytes(), out);
        self.signature.encode(out);
        self.authentication.encode(out);
    }
}

impl Decode for BallotEntry {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let body = Body::from_bytes(reader.opaque(Prefix::U16)?)?;
        Ok(Self {
            body,
            signature: VoterSignature::decode(reader)?,
            authentication: reader.u8()?,
        })
    }
}

/// A sealed ballot that will never be cast: its voter asked to see inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditedEntry {
    /// Credential public key.
    pub credential: PointBytes,
    /// Tracker of the sealed body.
    pub tracker: Digest,
    /// Its E₀, blocked for ever.
    pub randomness_point: PointBytes,
    /// The voter's signature of this kind.
    pub signature: VoterSignature,
}

impl AuditedEntry {
    /// What the voter signed.
    #[must_use]
    pub const fn claim(&self) -> AuditClaim {
        AuditClaim {
            credential: self.credential,
            tracker: self.tracker,
            randomness_point: self.randomness_point,
        }
    }
}

impl Encode for AuditedEntry {
    fn encode(&self, out: &mut Vec<u8>) {
        self.credential.encode(out);
        self.tracker.encode(out);
        self.randomness_point.encode(out);
        self.signature.encode(out);
    }
}

impl Decode for AuditedEntry {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            credential: PointBytes::decode(reader)?,
            tracker: Digest::decode(reader)?,
            randomness_point: PointBytes::decode(reader)?,
            signature: VoterSignature::decode(reader)?,
        })
    }
}
