//! What a trustee keeps: one seed, from which everything secret in a ceremony is derived.
//!
//! ```text
//! PRK = HKDF-Extract(SHA-512; salt = empty, seed)
//! a_{i,k} = HKDF-Expand(PRK, context ‖ n ‖ t ‖ p ‖ dealer ‖ H(enrolments) ‖ i ‖ k; 64 bytes) mod ℓ
//! ```
//!
//! and likewise, each under its own context, the X25519 key pair, prover randomness and ephemeral keys: the same seed
//! and the same log give the same messages, so every step can be repeated after a crash, and paper
//! backup words for the seed restore a trustee altogether (protocol-spec: `ceremony-secrets`). The context holds
//! election, n, t and p, so that two ceremonies share no coefficient even if they share a seed.

use super::errors::TrusteeError;
use super::params::{CeremonyParams, TrusteeIndex};
use super::sealing;
use super::{EncryptionKey, Enrolled};
use crate::codec::Encode as _;
use crate::digest::Digest;
use crate::group::{NonIdentity, Scalar, mul_base};
use crate::transcript::Domain;
use core::fmt;
use hkdf::Hkdf;
use rand_core::{CryptoRng, RngCore};
use sha2::Sha512;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// The secret of a trustee, fresh for each ceremony; erased when dropped.
pub struct TrusteeSeed(Zeroizing<[u8; 32]>);

impl TrusteeSeed {
    /// A fresh seed.
    pub fn generate(rng: &mut (impl CryptoRng + RngCore)) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut());
        Self(seed)
    }

    /// The seed that was kept as these bytes.
    #[must_use]
    pub fn from_array(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// The bytes to be kept, encrypted or on paper.
    #[must_use]
    pub fn to_array(&self) -> Zeroizing<[u8; 32]> {
        self.0.clone()
    }
}

impl fmt::Debug for TrusteeSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TrusteeSeed")
    }
}

/// A trustee's side of one ceremony: each step is a function of the seed and of the public record.
pub struct TrusteeSecret {
    params: CeremonyParams,
    trustee: TrusteeIndex,
    seed: TrusteeSeed,
}

impl TrusteeSecret {
    /// The secret side of `trustee`, unless the ceremony has no such trustee.
    #[must_use]
    pub fn new(params: CeremonyParams, trustee: TrusteeIndex, seed: TrusteeSeed) -> Option<Self> {
        params.contains(trustee).then_some(Self {
            params,
            trustee,
            seed,
        })
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        &self.params
    }

    /// The trustee's number.
    #[must_use]
    pub const fn trustee(&self) -> TrusteeIndex {
        self.trustee
    }

    /// HKDF-Expand to 64 bytes.
    fn derive(&self, info: &[u8]) -> Zeroizing<[u8; 64]> {
        let mut out = Zeroizing::new([0; 64]);
        let expanded = Hkdf::<Sha512>::new(None, self.seed.0.as_ref()).expand(info, out.as_mut());
        assert!(expanded.is_ok(), "one block is always within the limit of HKDF");
        out
    }

    /// What every derivation of this ceremony begins with.
    fn context(&self, domain: Domain) -> Vec<u8> {
        let mut info = domain.context(self.params.election());
        self.params.encode(&mut info);
        self.trustee.encode(&mut info);
        info
    }

    pub(super) fn encryption_key_pair(&self) -> (Zeroizing<[u8; 32]>, EncryptionKey) {
        let wide = self.derive(&self.context(Domain::EncryptionKey));
        let mut material = Zeroizing::new([0; 32]);
        let length = material.len();
        material.copy_from_slice(&wide[..length]);
        sealing::derive_key_pair(&material)
    }

    /// a_{i,k}, counter by counter, t coefficients each.
    pub(super) fn coefficients(&self, enrolled: &Enrolled) -> Zeroizing<Vec<Scalar>> {
        let mut info = self.context(Domain::Coefficient);
        enrolled.digest().encode(&mut info);
        let start = info.len();
        let (counters, threshold) = (self.params.counters(), self.params.threshold());
        let mut coefficients = Zeroizing::new(Vec::with_capacity(counters * threshold));
        for (counter, _) in (1_u16..).zip(0..counters) {
            for (degree, _) in (0_u8..).zip(0..threshold) {
                info.truncate(start);
                counter.encode(&mut info);
                degree.encode(&mut info);
                coefficients.push(Scalar::from_bytes_mod_order_wide(&self.derive(&info)));
            }
        }
        coefficients
    }

    /// Randomness for one purpose and one statement; repeated on purpose when the same step is repeated.
    pub(super) fn derived_rng(&self, domain: Domain, statement: &[u8]) -> DerivedRng<'_> {
        let mut info = self.context(domain);
        Digest::of(statement).encode(&mut info);
        DerivedRng {
            secret: self,
            info,
            block: Zeroizing::new([0; 64]),
            used: 64,
            next: 0,
        }
    }
}

impl fmt::Debug for TrusteeSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrusteeSecret")
            .field("trustee", &self.trustee)
            .field("params", &self.params)
            .finish_non_exhaustive()
    }
}

/// Block after block of HKDF output; each block's info ends with its number.
pub(super) struct DerivedRng<'a> {
    secret: &'a TrusteeSecret,
    info: Vec<u8>,
    block: Zeroizing<[u8; 64]>,
    used: usize,
    next: u32,
}

impl RngCore for DerivedRng<'_> {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_be_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_be_bytes(bytes)
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        for byte in dest {
            if self.used == self.block.len() {
                let info = [self.info.as_slice(), &self.next.to_be_bytes()].concat();
                self.block = self.secret.derive(&info);
                self.next += 1;
                self.used = 0;
            }
            *byte = self.block.get(self.used).copied().unwrap_or_default();
            self.used += 1;
        }
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

impl CryptoRng for DerivedRng<'_> {}

/// A trustee's shares s_{j,1} … s_{j,p} of the decryption keys; they agree with its verification keys. Erased when
/// dropped.
pub struct KeyShares {
    trustee: TrusteeIndex,
    verification_keys: Vec<NonIdentity>,
    shares: Zeroizing<Vec<Scalar>>,
}

impl KeyShares {
    /// The shares, if s_{j,i}G = Y_{j,i} for all i.
    pub(super) fn new(
        trustee: TrusteeIndex,
        verification_keys: &[NonIdentity],
        shares: Zeroizing<Vec<Scalar>>,
    ) -> Result<Self, TrusteeError> {
        let agrees = |(share, key): (&Scalar, &NonIdentity)| mul_base(share) == *key.element();
        if shares.len() == verification_keys.len() && shares.iter().zip(verification_keys).all(agrees) {
            Ok(Self {
                trustee,
                verification_keys: verification_keys.to_vec(),
                shares,
            })
        } else {
            Err(TrusteeError::WrongSum)
        }
    }

    /// Whose shares they are.
    #[must_use]
    pub const fn trustee(&self) -> TrusteeIndex {
        self.trustee
    }

    /// Y_{j,1} … Y_{j,p}.
    #[must_use]
    pub fn verification_keys(&self) -> &[NonIdentity] {
        &self.verification_keys
    }

    /// s_{j,1} … s_{j,p}.
    pub(crate) fn secrets(&self) -> &[Scalar] {
        &self.shares
    }
}

impl ZeroizeOnDrop for KeyShares {}
impl ZeroizeOnDrop for TrusteeSeed {}
impl ZeroizeOnDrop for TrusteeSecret {}

impl fmt::Debug for KeyShares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyShares")
            .field("trustee", &self.trustee)
            .field("verification_keys", &self.verification_keys)
            .finish_non_exhaustive()
    }
}
