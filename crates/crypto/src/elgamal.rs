//! Multi-recipient ElGamal: one randomness r for all p counters of a ballot (protocol-spec: `elgamal`).
//!
//! E₀ = rG and Eᵢ = mᵢG + rYᵢ. It is safe while nobody knows a linear relation between the keys Yᵢ and G, which
//! the key ceremony guarantees. Sums of ballots, weighted, are ciphertexts of the sums of their counters.

use crate::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use crate::group::{NonIdentity, Point, identity};
use curve25519_dalek::ristretto::RistrettoPoint;

/// The election keys Y₁ … Yₚ, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElectionKeys(Vec<NonIdentity>);

impl ElectionKeys {
    /// The keys, unless there are none.
    #[must_use]
    pub fn new(keys: Vec<NonIdentity>) -> Option<Self> {
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// p.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "never empty, by construction")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Y₁ … Yₚ.
    pub fn iter(&self) -> core::slice::Iter<'_, NonIdentity> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a ElectionKeys {
    type Item = &'a NonIdentity;
    type IntoIter = core::slice::Iter<'a, NonIdentity>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Encode for ElectionKeys {
    fn encode(&self, out: &mut Vec<u8>) {
        Prefix::U24.write_all(&self.0, out);
    }
}

impl Decode for ElectionKeys {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let error = reader.error("an election needs at least one key");
        Self::new(reader.vector(Prefix::U24)?).ok_or(error)
    }
}

/// A running weighted sum of ballots, A₀ … Aₚ.
#[derive(Clone, PartialEq, Eq)]
pub struct Sum(Vec<RistrettoPoint>);

impl Sum {
    /// The sum of no ballots for p counters.
    #[must_use]
    pub fn zero(counters: usize) -> Self {
        Self(vec![identity(); counters + 1])
    }

    /// Adds `weight` times a ciphertext E₀ … Eₚ. The time depends on the weight, which is public.
    pub fn vartime_add(&mut self, weight: u32, ciphertext: &[RistrettoPoint]) {
        for (sum, component) in self.0.iter_mut().zip(ciphertext) {
            *sum += vartime_small_multiple(weight, component);
        }
    }

    /// Takes back what [`Sum::vartime_add`] added.
    pub fn vartime_subtract(&mut self, weight: u32, ciphertext: &[RistrettoPoint]) {
        for (sum, component) in self.0.iter_mut().zip(ciphertext) {
            *sum -= vartime_small_multiple(weight, component);
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        for (sum, component) in self.0.iter_mut().zip(&other.0) {
            *sum += component;
        }
    }

    /// The sum with its encodings, ready to be hashed, logged and decrypted.
    #[must_use]
    pub fn to_aggregate(&self) -> Aggregate {
        Aggregate(self.0.iter().copied().map(Point::from).collect())
    }
}

impl core::fmt::Debug for Sum {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.to_aggregate().fmt(f)
    }
}

pub(crate) fn vartime_small_multiple(weight: u32, point: &RistrettoPoint) -> RistrettoPoint {
    if weight == 1 {
        return *point;
    }
    let mut product = identity();
    for bit in (0..u32::BITS - weight.leading_zeros()).rev() {
        product = product + product;
        if weight >> bit & 1 == 1 {
            product += point;
        }
    }
    product
}

/// An encrypted total A₀ … Aₚ; at least A₀ and A₁.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregate(Vec<Point>);

impl Aggregate {
    /// A₀, which every decryption factor multiplies.
    #[must_use]
    pub fn head(&self) -> &Point {
        // Both constructors give at least two components.
        #[expect(clippy::indexing_slicing, reason = "never empty, by construction")]
        &self.0[0]
    }

    /// A₁ … Aₚ.
    #[must_use]
    pub fn counters(&self) -> &[Point] {
        self.0.get(1..).unwrap_or_default()
    }
}

impl Encode for Aggregate {
    fn encode(&self, out: &mut Vec<u8>) {
        Prefix::U24.write_all(&self.0, out);
    }
}

impl Decode for Aggregate {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let error = reader.error("an aggregate has at least two components");
        let components: Vec<Point> = reader.vector(Prefix::U24)?;
        if components.len() < 2 {
            Err(error)
        } else {
            Ok(Self(components))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT as G;
    use curve25519_dalek::scalar::Scalar;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn small_multiples_agree_with_scalar_multiplication(weight: u32) {
            prop_assert_eq!(vartime_small_multiple(weight, &G), G * Scalar::from(weight));
        }
    }

    #[test]
    fn subtracting_a_ballot_undoes_adding_it() {
        let ballot = [G, G + G];
        let mut sum = Sum::zero(1);
        sum.vartime_add(3, &ballot);
        sum.vartime_add(5, &[G + G, G]);
        sum.vartime_subtract(3, &ballot);
        let mut expected = Sum::zero(1);
        expected.vartime_add(5, &[G + G, G]);
        assert_eq!(sum, expected);
    }
}
