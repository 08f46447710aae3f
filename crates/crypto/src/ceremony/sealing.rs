//! Shares sealed to a trustee: HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
//! ChaCha20-Poly1305 (protocol-spec: `ceremony-sealing`).
//!
//! The plaintext is the p shares of one recipient, 32 bytes each; info is the context, H(all commits), dealer and
//! recipient; the associated data is empty. Who sealed it is told by the dealer's signature over the whole reveal.

use super::commit::Committed;
use super::enrolment::EncryptionKey;
use super::params::TrusteeIndex;
use crate::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use crate::group::Scalar;
use crate::transcript::Domain;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem as _, OpModeR, OpModeS, Serializable as _};
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroizing;

type PublicKey = <X25519HkdfSha256 as hpke::Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as hpke::Kem>::PrivateKey;
type EncappedKey = <X25519HkdfSha256 as hpke::Kem>::EncappedKey;

const TAG: usize = 16;

/// The shares of one recipient, unreadable to all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedShares {
    /// The encapsulated key.
    pub encapsulated: [u8; 32],
    /// The ciphertext and its tag.
    pub ciphertext: Vec<u8>,
}

impl SealedShares {
    /// Whether it is as long as p sealed shares are.
    pub(super) const fn holds(&self, counters: usize) -> bool {
        self.ciphertext.len() == counters * 32 + TAG
    }
}

impl Encode for SealedShares {
    fn encode(&self, out: &mut Vec<u8>) {
        self.encapsulated.encode(out);
        Prefix::U24.write(&self.ciphertext, out);
    }
}

impl Decode for SealedShares {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            encapsulated: reader.array()?,
            ciphertext: reader.opaque(Prefix::U24)?.to_vec(),
        })
    }
}

/// The key pair that these 32 bytes give (`DeriveKeyPair`, RFC 9180 §7.1.3).
pub(super) fn derive_key_pair(material: &[u8; 32]) -> (Zeroizing<[u8; 32]>, EncryptionKey) {
    let (secret, public) = X25519HkdfSha256::derive_keypair(material);
    let secret = Zeroizing::new(secret.to_bytes().into());
    (secret, EncryptionKey(public.to_bytes().into()))
}

fn info(committed: &Committed, dealer: TrusteeIndex, recipient: TrusteeIndex) -> Vec<u8> {
    let mut info = Domain::SealedShares.context(committed.params().election());
    committed.digest().encode(&mut info);
    dealer.encode(&mut info);
    recipient.encode(&mut info);
    info
}

/// Seals shares to `key`. None if nothing can be sealed to it, which no enrolled key is like.
pub(super) fn seal(
    committed: &Committed,
    dealer: TrusteeIndex,
    recipient: TrusteeIndex,
    key: &EncryptionKey,
    shares: &[Scalar],
    rng: &mut (impl CryptoRng + RngCore),
) -> Option<SealedShares> {
    let key = PublicKey::from_bytes(&key.0).ok()?;
    let info = info(committed, dealer, recipient);
    let mut plaintext = Zeroizing::new(Vec::with_capacity(shares.len() * 32));
    for share in shares {
        plaintext.extend_from_slice(share.as_bytes());
    }
    let (encapsulated, ciphertext) = hpke::single_shot_seal::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
        _,
    >(&OpModeS::Base, &key, &info, &plaintext, &[], rng)
    .ok()?;
    Some(SealedShares {
        encapsulated: encapsulated.to_bytes().into(),
        ciphertext,
    })
}

/// Opens shares with the recipient's secret key. None if they are not what the dealer should have sealed.
pub(super) fn open(
    committed: &Committed,
    dealer: TrusteeIndex,
    recipient: TrusteeIndex,
    secret: &[u8; 32],
    sealed: &SealedShares,
) -> Option<Zeroizing<Vec<Scalar>>> {
    let secret = PrivateKey::from_bytes(secret).ok()?;
    let encapsulated = EncappedKey::from_bytes(&sealed.encapsulated).ok()?;
    let plaintext = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapsulated,
        &info(committed, dealer, recipient),
        &sealed.ciphertext,
        &[],
    )
    .ok()
    .map(Zeroizing::new)?;
    let mut reader = Reader::new(&plaintext);
    let mut shares = Zeroizing::new(Vec::with_capacity(plaintext.len() / 32));
    while reader.remaining() > 0 {
        shares.push(Scalar::decode(&mut reader).ok()?);
    }
    Some(shares)
}
