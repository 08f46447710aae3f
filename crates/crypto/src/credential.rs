//! Credentials: the signing key that a voting code stands for, and the pseudonym of its owner
//! (protocol-spec: `credentials`).
//!
//! With the code's 15 bytes and the election id,
//!
//! ```text
//! u = HKDF-SHA256(ikm = code, salt = election id, info = "comitia/v1/credential", 64 bytes)
//! s = u mod ℓ   (little-endian, reduced wide)        P = sG
//! pseudonym = first 20 bytes of SHA-256("comitia/v1/pseudonym" ‖ P)
//! ```
//!
//! The election id is the salt, so one code, should it ever be printed for two elections, gives unrelated keys.
//! Whoever knows the code has the credential: 120 bits need no slow hash. 160 bits of a pseudonym are beyond
//! collisions that anybody could look for, and the credential itself is on the roll in full.

use core::fmt;

use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::code::VotingCode;
use crate::crockford;
use crate::digest::ElectionId;
use crate::group::{NonIdentity, Point, PointBytes, Scalar, mul_base};

const CREDENTIAL_INFO: &[u8] = b"comitia/v1/credential";
const PSEUDONYM_PREFIX: &[u8] = b"comitia/v1/pseudonym";
const PSEUDONYM_BYTES: usize = 20;
const PSEUDONYM_SYMBOLS: usize = 32;

/// A voter's signing key, erased when dropped, and its public part.
#[derive(ZeroizeOnDrop)]
pub struct Credential {
    secret: Scalar,
    #[zeroize(skip)]
    public: NonIdentity,
}

/// Why there is no credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CredentialError {
    /// The secret would be zero, and the public key the identity. For a random code this has the probability 2⁻²⁵².
    #[error("this code gives no credential in this election")]
    Zero,
}

impl Credential {
    /// The credential of `code` in `election`.
    pub fn derive(code: &VotingCode, election: &ElectionId) -> Result<Self, CredentialError> {
        let mut wide = Zeroizing::new([0; 64]);
        let extracted = Hkdf::<Sha256>::new(Some(&election.0), code.bytes());
        // Refused only beyond 255 · 32 bytes; then `wide` would stay zero and be refused below.
        let _ = extracted.expand(CREDENTIAL_INFO, wide.as_mut());
        Self::from_secret(Scalar::from_bytes_mod_order_wide(&wide))
    }

    /// The credential with this secret scalar.
    pub fn from_secret(secret: Scalar) -> Result<Self, CredentialError> {
        let public = Point::from(mul_base(&secret));
        let public = NonIdentity::new(public).ok_or(CredentialError::Zero)?;
        Ok(Self { secret, public })
    }

    /// The secret scalar, for signing.
    #[must_use]
    pub const fn secret(&self) -> &Scalar {
        &self.secret
    }

    /// The public key, as it is on the roll.
    #[must_use]
    pub const fn public(&self) -> &NonIdentity {
        &self.public
    }

    /// The name under which its owner appears on the log.
    #[must_use]
    pub fn pseudonym(&self) -> Pseudonym {
        Pseudonym::of(self.public.bytes())
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("public", &self.public)
            .finish_non_exhaustive()
    }
}

/// The fingerprint of a credential's public key: what a letter prints and a voter looks up. `Display` gives 32
/// symbols of Crockford's base32 in groups of four.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym([u8; PSEUDONYM_BYTES]);

/// Why typed text is no pseudonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PseudonymError {
    /// A character that no pseudonym contains.
    #[error("character {place} ({character:?}) is not used in pseudonyms")]
    Character {
        /// Which of the typed characters, separators not counted, from 1.
        place: usize,
        /// The character.
        character: char,
    },
    /// Too short or too long.
    #[error("a pseudonym has {PSEUDONYM_SYMBOLS} characters, this one has {found}")]
    Length {
        /// Characters typed, separators not counted.
        found: usize,
    },
}

impl Pseudonym {
    /// The pseudonym of a credential's public key.
    #[must_use]
    pub fn of(credential: &PointBytes) -> Self {
        let digest: [u8; 32] = Sha256::new()
            .chain_update(PSEUDONYM_PREFIX)
            .chain_update(credential.0)
            .finalize()
            .into();
        let mut first = [0; PSEUDONYM_BYTES];
        first.copy_from_slice(&digest[..PSEUDONYM_BYTES]);
        Self(first)
    }

    /// Reads a pseudonym as people type it, as forgivingly as a voting code.
    pub fn parse(typed: &str) -> Result<Self, PseudonymError> {
        let mut symbols = [0; PSEUDONYM_SYMBOLS];
        let mut found = 0;
        for character in typed.chars().filter(|typed| !crockford::is_separator(*typed)) {
            found += 1;
            let symbol = crockford::symbol(character);
            let symbol = symbol.ok_or(PseudonymError::Character {
                place: found,
                character,
            })?;
            if let Some(place) = symbols.get_mut(found - 1) {
                *place = symbol;
            }
        }
        if found != PSEUDONYM_SYMBOLS {
            return Err(PseudonymError::Length { found });
        }
        let mut bytes = [0; PSEUDONYM_BYTES];
        crockford::join(&symbols, &mut bytes);
        Ok(Self(bytes))
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(39);
        crockford::write_grouped(crockford::split(&self.0), &mut text);
        f.write_str(&text)
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    struct Vector {
        code: &'static str,
        election: &'static str,
        secret: &'static str,
        public: &'static str,
        pseudonym: &'static str,
    }

    /// Computed with Python's hashlib and hmac, and a separate implementation of RFC 9496 in Python integers.
    const VECTORS: [Vector; 2] = [
        Vector {
            code: "000G40R40M30E209185GR38ED",
            election: "0707070707070707070707070707070707070707070707070707070707070707",
            secret: "e0e1d6f9c20a00bd8f2b9a010ee78b7f3d5ebb7a0b081d85f54a0642ad9fc406",
            public: "0e1c1ab82ebe9c71c1971eeb64f3ad93f72fa996aa662a472a713590b84f8038",
            pseudonym: "71Y3-PJZV-13AD-Y7AH-WWMQ-CYCD-P1KB-8N64",
        },
        Vector {
            code: "ATAD12HEAFZWNR6320Z5NNQP5",
            election: "4b9e99d2bd5e48d9a569e5f82175d1d2ed59105f8d82a12dc51b673ff12dc1f2",
            secret: "a6f5860d33aca8d57fdb01a4353deb33b435a260b468584465866decb1bd2705",
            public: "f639908cab6e2c2ad860e33273f65c1e9520de20fca8417c23bfa19c72f4b553",
            pseudonym: "W332-QFRM-MJWY-PHHR-1HYJ-5BPA-ET3Y-MPPA",
        },
    ];

    fn election(text: &str) -> ElectionId {
        ElectionId::parse(text).unwrap()
    }

    #[test]
    fn another_implementation_derives_the_same_credentials() {
        for vector in VECTORS {
            let code = VotingCode::parse(vector.code).unwrap();
            assert_eq!(*code.symbols(), vector.code);
            let credential = Credential::derive(&code, &election(vector.election)).unwrap();
            assert_eq!(HEXLOWER.encode(credential.secret().as_bytes()), vector.secret);
            assert_eq!(HEXLOWER.encode(&credential.public().bytes().0), vector.public);
            assert_eq!(credential.pseudonym().to_string(), vector.pseudonym);
        }
    }

    #[test]
    fn one_code_gives_unrelated_keys_in_two_elections() {
        let code = VotingCode::parse(VECTORS[0].code).unwrap();
        let here = Credential::derive(&code, &ElectionId([1; 32])).unwrap();
        let there = Credential::derive(&code, &ElectionId([2; 32])).unwrap();
        assert_ne!(here.public(), there.public());
        assert_ne!(here.pseudonym(), there.pseudonym());
    }

    #[test]
    fn g2_a_credential_is_never_the_identity() {
        assert_eq!(
            Credential::from_secret(Scalar::ZERO).unwrap_err(),
            CredentialError::Zero
        );
        let one = Credential::from_secret(Scalar::ONE).unwrap();
        assert_eq!(
            *one.public().element(),
            curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT
        );
    }

    #[test]
    fn w10_debug_shows_the_public_part_only() {
        let code = VotingCode::generate(&mut ChaCha20Rng::seed_from_u64(1));
        let credential = Credential::derive(&code, &ElectionId([3; 32])).unwrap();
        let shown = format!("{credential:?}");
        assert!(shown.contains(&HEXLOWER.encode(&credential.public().bytes().0)));
        assert!(!shown.contains(&HEXLOWER.encode(credential.secret().as_bytes())));
        assert!(!shown.contains(&format!("{:?}", credential.secret())));
    }

    #[test]
    fn a_pseudonym_is_read_as_it_is_typed_and_errors_say_what_is_wrong() {
        let pseudonym = Pseudonym::parse(VECTORS[0].pseudonym).unwrap();
        let typed = VECTORS[0]
            .pseudonym
            .to_lowercase()
            .replace('-', " ")
            .replace('1', "l");
        assert_eq!(Pseudonym::parse(&typed), Ok(pseudonym));
        assert_eq!(Pseudonym::parse("71Y3"), Err(PseudonymError::Length { found: 4 }));
        assert_eq!(
            Pseudonym::parse("71Y3-?"),
            Err(PseudonymError::Character {
                place: 5,
                character: '?'
            })
        );
    }

    proptest! {
        #[test]
        fn a_pseudonym_is_read_as_it_is_printed(bytes in any::<[u8; PSEUDONYM_BYTES]>()) {
            let pseudonym = Pseudonym(bytes);
            prop_assert_eq!(Pseudonym::parse(&pseudonym.to_string()), Ok(pseudonym));
        }
    }
}
