//! Timestamped Ed25519 cosignatures (`cosignature/v1`): a witness says that a checkpoint is the largest
//! consistent tree it has seen of that log at that time.

use std::fmt;

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

use crate::note::{KnownKey, SignatureLine, check_ed25519};
use crate::text;
use crate::vkey::{KeyId, KeyName, SignatureType, Vkey, VkeyError, vkey_text};

/// Seconds since 1970-01-01T00:00:00Z at which a cosignature was made; at most 2⁶³ − 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(u64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);
    /// Bytes of a timestamp before a signature.
    const LENGTH: usize = 8;

    /// The time at these seconds, if it is in range.
    #[must_use]
    pub fn from_seconds(seconds: u64) -> Option<Self> {
        (seconds <= text::MAX_NUMBER).then_some(Self(seconds))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.0
    }
}

/// The key that verifies a witness's cosignatures (type 0x04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessKey(Vkey);

vkey_text!(WitnessKey, SignatureType::Cosignature);

impl WitnessKey {
    /// The key of the witness with this name.
    ///
    /// # Errors
    /// When the bytes are no usable Ed25519 public key.
    pub fn new(name: KeyName, public: &[u8; 32]) -> Result<Self, VkeyError> {
        Vkey::from_bytes(name, SignatureType::Cosignature, public).map(Self)
    }

    /// The Ed25519 public key.
    #[must_use]
    pub const fn public(&self) -> &VerifyingKey {
        &self.0.public
    }
}

impl KnownKey for WitnessKey {
    fn name(&self) -> &KeyName {
        &self.0.name
    }

    fn id(&self) -> KeyId {
        self.0.id
    }

    fn check(&self, text: &str, signature: &[u8]) -> Result<(), &'static str> {
        let (time, signature) = split(signature).ok_or("it has no timestamp")?;
        check_ed25519(&self.0.public, message(time, text).as_bytes(), signature)
    }
}

/// When a cosignature says it was made; `None` if it is too short or out of range. Meaningful only for lines
/// that were verified.
#[must_use]
pub fn timestamp(line: &SignatureLine) -> Option<Timestamp> {
    split(&line.signature).map(|(time, _)| time)
}

fn split(signature: &[u8]) -> Option<(Timestamp, &[u8])> {
    let (time, signature) = signature.split_first_chunk::<{ Timestamp::LENGTH }>()?;
    Some((Timestamp::from_seconds(u64::from_be_bytes(*time))?, signature))
}

/// What is signed: a header that separates it from a log's own signatures, the time, the whole text.
fn message(time: Timestamp, text: &str) -> String {
    format!("cosignature/v1\ntime {}\n{text}", time.0)
}

/// Makes a witness's cosignatures. The secret is wiped when this is dropped, and never shown. Whether a
/// checkpoint deserves one, because it extends what was cosigned before, is for the caller to know.
pub struct WitnessSigner {
    key: WitnessKey,
    secret: SigningKey,
}

impl WitnessSigner {
    /// The signer of the witness with this name.
    #[must_use]
    pub fn new(name: KeyName, secret: SigningKey) -> Self {
        let key = WitnessKey(Vkey::new(
            name,
            SignatureType::Cosignature,
            secret.verifying_key(),
        ));
        Self { key, secret }
    }

    /// The key that verifies what this signs.
    #[must_use]
    pub const fn key(&self) -> &WitnessKey {
        &self.key
    }

    /// The line for a checkpoint with this text, made at `time`.
    #[must_use]
    pub fn sign(&self, text: &str, time: Timestamp) -> SignatureLine {
        let mut signature = time.0.to_be_bytes().to_vec();
        signature.extend_from_slice(&self.secret.sign(message(time, text).as_bytes()).to_bytes());
        SignatureLine {
            name: self.key.name().clone(),
            id: self.key.id(),
            signature,
        }
    }
}

impl fmt::Debug for WitnessSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WitnessSigner")
            .field(&self.key.to_string())
            .finish()
    }
}
