//! Ed25519 signatures of the authority, the registrar, trustees and officers (protocol-spec: `signatures`).

use crate::codec::{Decode, DecodeError, Encode, Reader};
use core::fmt;
use data_encoding::HEXLOWER_PERMISSIVE;
use ed25519_dalek::Signer as _;
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroizing;

/// A public Ed25519 key as it is pinned in a manifest. Always a valid key of full order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    /// The key with these bytes, unless they are no key, one of small order, or a second spelling of one.
    #[must_use]
    pub fn from_array(bytes: &[u8; 32]) -> Option<Self> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).ok()?;
        let is_canonical = key.to_edwards().compress().as_bytes() == bytes;
        (is_canonical && !key.is_weak()).then_some(Self(key))
    }

    /// The key written as 64 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?;
        Self::from_array(&bytes.try_into().ok()?)
    }

    /// The 32 bytes of the key.
    #[must_use]
    pub fn as_array(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Whether `signature` is this key's over `message` (strict: canonical, no small orders).
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(message, &signature).is_ok()
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER_PERMISSIVE.encode(self.0.as_bytes()))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A signature, not yet verified.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER_PERMISSIVE.encode(&self.0))
    }
}

impl Encode for Signature {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

impl Decode for Signature {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array().map(Self)
    }
}

/// A secret Ed25519 key; erased when dropped.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A fresh key.
    pub fn generate(rng: &mut (impl CryptoRng + RngCore)) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut());
        Self::from_seed(&seed)
    }

    /// The key with this seed.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The seed, to be kept in an encrypted file.
    #[must_use]
    pub fn to_seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public key.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    /// Signs `message`.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.verifying_key()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g1_a_key_of_small_order_is_refused() {
        assert!(VerifyingKey::from_array(&[0; 32]).is_none());
        let mut one = [0; 32];
        one[0] = 1;
        assert!(VerifyingKey::from_array(&one).is_none());
    }

    #[test]
    fn g3_a_second_spelling_of_a_key_is_refused() {
        // y = 3 is on the curve and of full order; p + 3 is the same number, not reduced.
        let reduced = core::array::from_fn(|at| if at == 0 { 3 } else { 0 });
        let mut other = [0xff; 32];
        (other[0], other[31]) = (0xf0, 0x7f);
        assert!(ed25519_dalek::VerifyingKey::from_bytes(&other).is_ok());
        assert!(VerifyingKey::from_array(&reduced).is_some());
        assert!(VerifyingKey::from_array(&other).is_none());
    }

    #[test]
    fn w10_debug_shows_the_public_part_only() {
        let key = SigningKey::from_seed(&[9; 32]);
        let shown = format!("{key:?}");
        assert!(shown.contains(&key.verifying_key().to_string()));
        assert!(!shown.contains(&HEXLOWER_PERMISSIVE.encode(&[9; 32])));
    }
}
