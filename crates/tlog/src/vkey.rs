//! Key names, key ids, and verifier keys as text: `name+hex(key id)+base64(type ‖ public key)`.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::VerifyingKey;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::base64;

/// The name of a key: not empty, without spaces, plus signs or control characters. The name of a log's key is
/// the log's origin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

impl KeyName {
    /// Longest name in bytes that is accepted; witnesses and ML-DSA cosignatures allow no more either.
    pub const MAX_LENGTH: usize = 255;

    /// Checks a name.
    ///
    /// # Errors
    /// [`VkeyError::Name`] when the name is empty, too long, or has a character that it must not have.
    pub fn new(name: impl Into<String>) -> Result<Self, VkeyError> {
        let name = name.into();
        let bad = |c: char| c == '+' || c.is_whitespace() || c.is_control();
        if name.is_empty() || name.len() > Self::MAX_LENGTH || name.contains(bad) {
            return Err(VkeyError::Name(name));
        }
        Ok(Self(name))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a key signs, by the byte that C2SP assigned. Other types exist; their signatures are carried along
/// unverified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum SignatureType {
    /// Ed25519 over the text of a note: a log's own signature.
    Ed25519 = 0x01,
    /// Ed25519 over a timestamp and the text: a witness's cosignature.
    Cosignature = 0x04,
}

/// Four bytes that, together with the name, tell keys apart. No cryptographic strength is needed of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; Self::LENGTH]);

impl KeyId {
    /// Bytes of a key id.
    pub const LENGTH: usize = 4;

    /// The id with these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// The bytes of the id.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// The id of a public key: SHA-256(name ‖ 0x0A ‖ type ‖ public key), its first four bytes.
    #[must_use]
    pub fn derive(name: &KeyName, kind: SignatureType, public: &VerifyingKey) -> Self {
        let hasher = Sha256::new_with_prefix(name.as_str()).chain_update([b'\n', kind as u8]);
        let [a, b, c, d, ..] = <[u8; 32]>::from(hasher.chain_update(public.as_bytes()).finalize());
        Self([a, b, c, d])
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// Why a verifier key was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VkeyError {
    /// The name is empty, too long, or has a space, a plus sign or a control character.
    #[error("key name {0:?} is empty, too long, or has a character that it must not have")]
    Name(String),
    /// There are not three parts joined by plus signs.
    #[error("a verifier key has three parts joined by plus signs")]
    Parts,
    /// The id is not eight lower-case hexadecimal digits.
    #[error("the key id of {0} is not eight lower-case hexadecimal digits")]
    Id(KeyName),
    /// The key is not canonical base64 of a type and a public key.
    #[error("the key of {0} is not canonical base64 of a type byte and a public key")]
    Encoding(KeyName),
    /// The type is not the one that is wanted here.
    #[error("the key of {name} is of type {found:#04x}, not {expected:#04x}")]
    Type {
        /// Name of the key.
        name: KeyName,
        /// Type that is wanted.
        expected: u8,
        /// Type that was found.
        found: u8,
    },
    /// The bytes are no canonical, full-order Ed25519 public key.
    #[error("the key of {0} is not a usable Ed25519 public key")]
    PublicKey(KeyName),
    /// The id is not that of the key.
    #[error("the key of {name} has the id {expected}, not {found}")]
    IdMismatch {
        /// Name of the key.
        name: KeyName,
        /// Id of the key.
        expected: KeyId,
        /// Id that was written.
        found: KeyId,
    },
}

/// Name, id and Ed25519 public key of somebody who signs notes in one of the two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vkey {
    pub(crate) name: KeyName,
    pub(crate) id: KeyId,
    pub(crate) public: VerifyingKey,
    kind: SignatureType,
}

impl Vkey {
    pub(crate) fn new(name: KeyName, kind: SignatureType, public: VerifyingKey) -> Self {
        let id = KeyId::derive(&name, kind, &public);
        Self {
            name,
            id,
            public,
            kind,
        }
    }

    /// From the 32 bytes of a public key. Points of small order are refused, as everybody can sign for them, and
    /// so is a second spelling of a point.
    pub(crate) fn from_bytes(
        name: KeyName,
        kind: SignatureType,
        public: &[u8; 32],
    ) -> Result<Self, VkeyError> {
        match VerifyingKey::from_bytes(public) {
            Ok(key) if !key.is_weak() && is_reduced(public) => Ok(Self::new(name, kind, key)),
            _ => Err(VkeyError::PublicKey(name)),
        }
    }

    /// Reads the text form of a key that must be of type `kind`.
    pub(crate) fn parse(text: &str, kind: SignatureType) -> Result<Self, VkeyError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(VkeyError::Parts);
        };
        let name = KeyName::new(name)?;
        let Some(found) = parse_id(id) else {
            return Err(VkeyError::Id(name));
        };
        let bytes = base64::decode(key).ok_or_else(|| VkeyError::Encoding(name.clone()))?;
        let Some((&tag, public)) = bytes.split_first() else {
            return Err(VkeyError::Encoding(name));
        };
        if tag != kind as u8 {
            return Err(VkeyError::Type {
                name,
                expected: kind as u8,
                found: tag,
            });
        }
        let public = public.try_into().map_err(|_| VkeyError::Encoding(name.clone()))?;
        let vkey = Self::from_bytes(name, kind, public)?;
        if vkey.id == found {
            Ok(vkey)
        } else {
            Err(VkeyError::IdMismatch {
                name: vkey.name,
                expected: vkey.id,
                found,
            })
        }
    }
}

/// Whether the y-coordinate (little-endian, without the sign bit of x) is below p = 2²⁵⁵ − 19.
fn is_reduced(public: &[u8; 32]) -> bool {
    let [low, middle @ .., high] = public;
    *low < 0xed || middle.iter().any(|byte| *byte != 0xff) || high & 0x7f != 0x7f
}

fn parse_id(text: &str) -> Option<KeyId> {
    let bytes = HEXLOWER.decode(text.as_bytes()).ok()?;
    bytes.try_into().ok().map(KeyId)
}

impl fmt::Display for Vkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut material = vec![self.kind as u8];
        material.extend_from_slice(self.public.as_bytes());
        write!(f, "{}+{}+{}", self.name, self.id, BASE64.encode(&material))
    }
}

/// Gives a public type around [`Vkey`] its text form.
macro_rules! vkey_text {
    ($key:ty, $kind:expr) => {
        impl std::str::FromStr for $key {
            type Err = $crate::vkey::VkeyError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::vkey::Vkey::parse(text, $kind).map(Self)
            }
        }

        impl std::fmt::Display for $key {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}
pub(crate) use vkey_text;

impl FromStr for KeyName {
    type Err = VkeyError;

    fn from_str(name: &str) -> Result<Self, VkeyError> {
        Self::new(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    fn parse(text: &str) -> Result<Vkey, VkeyError> {
        Vkey::parse(text, SignatureType::Ed25519)
    }

    #[test]
    fn the_example_of_the_specification() {
        let vkey = parse(EXAMPLE).unwrap();
        assert_eq!(vkey.name.as_str(), "example.com/foo");
        assert_eq!(vkey.id.to_string(), "530d903a");
        assert_eq!(vkey.to_string(), EXAMPLE);
    }

    #[test]
    fn errors_name_what_is_wrong() {
        let name = || KeyName::new("example.com/foo").unwrap();
        assert_eq!(parse("example.com/foo"), Err(VkeyError::Parts));
        assert_eq!(
            parse(&EXAMPLE.replacen("example", "", 1).replacen(".com/foo", "", 1)),
            Err(VkeyError::Name(String::new()))
        );
        assert_eq!(
            parse(&EXAMPLE.replace("530d903a", "530D903A")),
            Err(VkeyError::Id(name()))
        );
        assert_eq!(
            parse(&EXAMPLE.replace("530d903a", "530d903")),
            Err(VkeyError::Id(name()))
        );
        assert!(matches!(
            parse(&EXAMPLE.replace("530d903a", "530d903b")),
            Err(VkeyError::IdMismatch { .. })
        ));
        assert!(matches!(
            parse(&EXAMPLE.replace("com", "org")),
            Err(VkeyError::IdMismatch { .. })
        ));
        assert_eq!(
            parse(&EXAMPLE[..EXAMPLE.len() - 1]),
            Err(VkeyError::Encoding(name()))
        );
        assert_eq!(
            parse(&EXAMPLE[..EXAMPLE.len() - 4]),
            Err(VkeyError::Encoding(name()))
        );
        assert_eq!(
            parse("example.com/foo+530d903a+"),
            Err(VkeyError::Encoding(name()))
        );
        let other = Vkey::parse(EXAMPLE, SignatureType::Cosignature);
        assert_eq!(
            other,
            Err(VkeyError::Type {
                name: name(),
                expected: 4,
                found: 1
            })
        );
    }

    #[test]
    fn keys_that_anybody_can_sign_for_are_refused() {
        let mut identity = [0; 32];
        identity[0] = 1;
        for weak in [identity, [0; 32]] {
            let name = KeyName::new("weak").unwrap();
            let refused = Vkey::from_bytes(name.clone(), SignatureType::Ed25519, &weak);
            assert_eq!(refused, Err(VkeyError::PublicKey(name)));
        }
    }

    #[test]
    fn a_point_has_one_spelling() {
        // y = 3 and y = p + 3 are the same point, which is not of small order.
        let mut three = [0; 32];
        three[0] = 3;
        let mut again = [0xff; 32];
        (again[0], again[31]) = (0xed + 3, 0x7f);
        let name = || KeyName::new("point").unwrap();
        assert!(Vkey::from_bytes(name(), SignatureType::Ed25519, &three).is_ok());
        let refused = Vkey::from_bytes(name(), SignatureType::Ed25519, &again);
        assert_eq!(refused, Err(VkeyError::PublicKey(name())));
    }

    #[test]
    fn names_without_spaces_plus_or_controls() {
        assert!(KeyName::new("example.com/elections/é").is_ok());
        for bad in [
            "",
            "a b",
            "a+b",
            "a\u{2003}b",
            "a\u{a0}b",
            "a\nb",
            "a\u{7f}",
            &"x".repeat(256),
        ] {
            assert_eq!(KeyName::new(bad), Err(VkeyError::Name(bad.to_owned())));
        }
    }
}
