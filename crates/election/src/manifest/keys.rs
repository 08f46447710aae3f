//! Keys in JSON: 64 lower-case hexadecimal digits.

use comitia_crypto::signing::VerifyingKey;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// An Ed25519 public key, written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HexKey(pub VerifyingKey);

impl fmt::Debug for HexKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for HexKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for HexKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for HexKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let key = VerifyingKey::parse(&text).filter(|key| key.to_string() == text);
        key.map(Self).ok_or_else(|| {
            D::Error::custom(format_args!(
                "not an Ed25519 public key of 64 lower-case hexadecimal digits: {text:?}"
            ))
        })
    }
}
