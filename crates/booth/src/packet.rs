//! What a server says about an election to whoever wants to vote in it (protocol-spec: `packet`).
//!
//! Nothing here is trusted: a [`Packet`] becomes a [`Paper`](crate::paper::Paper) by being verified.

use comitia_crypto::Digest;
use comitia_crypto::ceremony::{Accept, LogPrefix};
use comitia_crypto::codec::Decode as _;
use comitia_election::entry::{Entry, EntryKind};
use comitia_tlog::hash::TreeHash;
use data_encoding::BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Bytes that are base64 in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bytes(pub Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = BASE64.decode(text.as_bytes());
        bytes.map(Self).map_err(|_| D::Error::custom("not base64"))
    }
}

/// A digest that is hexadecimal in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hex(pub Digest);

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digest = Digest::parse(&text).ok_or_else(|| D::Error::custom("not 64 hexadecimal digits"));
        digest.map(Self)
    }
}

/// Everything that a voter needs to seal a ballot, with the evidence for it. Entries are whole, also where the log
/// holds them in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// The exact bytes of the manifest.
    pub manifest: Bytes,
    /// H(all commits) of the ceremony, which every acceptance covers.
    pub commits: Hex,
    /// The `CeremonyAccept` entries.
    pub accepts: Vec<Bytes>,
    /// The `ElectionKey` entry.
    pub election_key: Bytes,
    /// The `BoothBuild` entry, if there is one.
    pub booth_build: Option<Bytes>,
    /// The `Open` entry.
    pub open: Bytes,
    /// Proof that the `Open` entry is on the log.
    pub open_receipt: String,
    /// Proof that the beginning of the log that the trustees accepted is a beginning of the receipt's: hashes of 32
    /// bytes.
    pub continuity: Vec<Bytes>,
}

impl Packet {
    /// The beginning of the log that the first acceptance names. Nothing is verified: a server asks, to know what it
    /// must prove.
    #[must_use]
    pub fn accepted(&self) -> Option<LogPrefix> {
        match Entry::from_bytes(&self.accepts.first()?.0).ok()? {
            Entry::Object(object) => Some(Accept::from_bytes(&object.payload).ok()?.log),
            _ => None,
        }
    }

    /// Keeps the proof that belongs to [`Packet::accepted`].
    pub fn keep_continuity(&mut self, proof: &[TreeHash]) {
        self.continuity = proof.iter().map(|hash| Bytes(hash.as_bytes().to_vec())).collect();
    }

    /// Keeps an entry if it belongs into a packet.
    pub fn keep(&mut self, kind: EntryKind, entry: &[u8]) {
        let bytes = Bytes(entry.to_vec());
        match kind {
            EntryKind::CeremonyAccept => self.accepts.push(bytes),
            EntryKind::ElectionKey => self.election_key = bytes,
            EntryKind::BoothBuild => self.booth_build = Some(bytes),
            EntryKind::Open => self.open = bytes,
            _ => {}
        }
    }
}
