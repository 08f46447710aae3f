//! ristretto255 (RFC 9496): points, scalars and their 32-byte canonical encodings
//! (protocol-spec: `group`).
//!
//! [`PointBytes`] is an encoding nobody has looked into yet; [`Point`] has been decoded and keeps its
//! encoding beside the element, because transcripts and logs want the bytes and arithmetic wants the element;
//! [`NonIdentity`] is a point that may serve as a key.

use crate::codec::{Decode, DecodeError, Encode, Reader};
use core::fmt;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::traits::Identity;
use data_encoding::HEXLOWER;
use rand_core::{CryptoRng, RngCore};

pub use curve25519_dalek::scalar::Scalar;

/// Thirty-two bytes that claim to be a point.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PointBytes(pub [u8; 32]);

impl PointBytes {
    /// The encoding of the identity.
    pub const IDENTITY: Self = Self([0; 32]);

    /// The point, if these bytes are its canonical encoding.
    #[must_use]
    pub fn decompress(&self) -> Option<Point> {
        let element = CompressedRistretto(self.0).decompress()?;
        Some(Point {
            bytes: *self,
            element,
        })
    }
}

impl fmt::Debug for PointBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl Encode for PointBytes {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

impl Decode for PointBytes {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array().map(Self)
    }
}

/// A point of the group, with its canonical encoding.
#[derive(Clone, Copy)]
pub struct Point {
    bytes: PointBytes,
    element: RistrettoPoint,
}

impl Point {
    /// The canonical encoding.
    #[must_use]
    pub const fn bytes(&self) -> &PointBytes {
        &self.bytes
    }

    /// The group element.
    #[must_use]
    pub const fn element(&self) -> &RistrettoPoint {
        &self.element
    }

    /// Whether this is the neutral element.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.bytes == PointBytes::IDENTITY
    }
}

impl From<RistrettoPoint> for Point {
    fn from(element: RistrettoPoint) -> Self {
        Self {
            bytes: PointBytes(element.compress().to_bytes()),
            element,
        }
    }
}

impl PartialEq for Point {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Point {}

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.bytes, f)
    }
}

impl Encode for Point {
    fn encode(&self, out: &mut Vec<u8>) {
        self.bytes.encode(out);
    }
}

impl Decode for Point {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let error = reader.error("not the canonical encoding of a point");
        PointBytes::decode(reader)?.decompress().ok_or(error)
    }
}

/// A point other than the identity: what a key or a commitment to a key must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NonIdentity(Point);

impl NonIdentity {
    /// `point`, unless it is the identity.
    #[must_use]
    pub fn new(point: Point) -> Option<Self> {
        (!point.is_identity()).then_some(Self(point))
    }

    /// The point.
    #[must_use]
    pub const fn point(&self) -> &Point {
        &self.0
    }

    /// The canonical encoding.
    #[must_use]
    pub const fn bytes(&self) -> &PointBytes {
        self.0.bytes()
    }

    /// The group element.
    #[must_use]
    pub const fn element(&self) -> &RistrettoPoint {
        self.0.element()
    }
}

impl fmt::Debug for NonIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Encode for NonIdentity {
    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }
}

impl Decode for NonIdentity {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let error = reader.error("the identity is not allowed here");
        Self::new(Point::decode(reader)?).ok_or(error)
    }
}

impl Encode for Scalar {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }
}

impl Decode for Scalar {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let error = reader.error("not the canonical encoding of a scalar");
        Option::from(Self::from_canonical_bytes(reader.array()?)).ok_or(error)
    }
}

/// The neutral element.
#[must_use]
pub fn identity() -> RistrettoPoint {
    RistrettoPoint::identity()
}

/// scalar·G, from a table of multiples.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn mul_base(scalar: &Scalar) -> RistrettoPoint {
    RistrettoPoint::mul_base(scalar)
}

/// scalar·G. A browser would load the table of multiples for longer than it saves.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn mul_base(scalar: &Scalar) -> RistrettoPoint {
    scalar * curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT
}

/// A uniform scalar from 64 bytes reduced wide.
pub fn random_scalar(rng: &mut (impl CryptoRng + RngCore + ?Sized)) -> Scalar {
    let mut wide = zeroize::Zeroizing::new([0; 64]);
    rng.fill_bytes(wide.as_mut());
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// 1, `base`, `base`², … : `count` powers.
#[must_use]
pub fn powers(base: Scalar, count: usize) -> Vec<Scalar> {
    core::iter::successors(Some(Scalar::ONE), |last| Some(last * base))
        .take(count)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    #[test]
    fn g2_the_identity_is_no_key() {
        assert!(NonIdentity::from_bytes(&[0; 32]).is_err());
        assert!(Point::from_bytes(&[0; 32]).is_ok());
    }

    #[test]
    fn g1_non_canonical_encodings_are_refused() {
        let mut bytes = RISTRETTO_BASEPOINT_POINT.compress().to_bytes();
        assert!(Point::from_bytes(&bytes).is_ok());
        bytes[31] |= 0x80;
        assert!(Point::from_bytes(&bytes).is_err());
        assert!(Point::from_bytes(&[0xff; 32]).is_err());
    }

    #[test]
    fn g3_a_scalar_plus_the_order_is_refused() {
        let order_plus_one: [u8; 32] = {
            let mut bytes = (-Scalar::ONE).to_bytes();
            bytes[0] += 2; // ℓ − 1 + 2 = ℓ + 1, no carry: the low byte of ℓ is 0xed
            bytes
        };
        assert!(Scalar::from_bytes(&order_plus_one).is_err());
        assert!(Scalar::from_bytes(&(-Scalar::ONE).to_bytes()).is_ok());
    }

    #[test]
    fn f6_scalars_are_spread_over_the_whole_range() {
        // ℓ is a little more than 2²⁵², so that the highest five bits tell sixteenths of the range, and the lowest four are
        // even too. Clamped, masked or truncated scalars would not be.
        let mut rng = ChaCha20Rng::seed_from_u64(6);
        let mut parts = [[0u32; 16]; 2];
        const DRAWS: u32 = 32_000;
        for _ in 0..DRAWS {
            let bytes = random_scalar(&mut rng).to_bytes();
            parts[0][usize::from(bytes[31])] += 1;
            parts[1][usize::from(bytes[0] & 15)] += 1;
        }
        let expected = f64::from(DRAWS) / 16.0;
        for counts in parts {
            let chi: f64 = counts
                .iter()
                .map(|n| (f64::from(*n) - expected).powi(2) / expected)
                .sum();
            // 15 degrees of freedom: beyond 45 once in ten thousand times.
            assert!(chi < 45.0, "chi-square {chi}: {counts:?}");
        }
    }
}
