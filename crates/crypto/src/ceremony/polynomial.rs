//! Polynomials over the scalars, in secret and in the exponent.

use super::params::TrusteeIndex;
use crate::elgamal::vartime_small_multiple;
use crate::group::{Scalar, identity};
use curve25519_dalek::ristretto::RistrettoPoint;

/// f(j) = Σₖ aₖ jᵏ, in constant time.
pub(super) fn evaluate(coefficients: &[Scalar], at: TrusteeIndex) -> Scalar {
    let at = at.to_scalar();
    let horner = |sum: Scalar, coefficient: &Scalar| sum * at + coefficient;
    coefficients.iter().rev().fold(Scalar::ZERO, horner)
}

/// f(j)G = Σₖ jᵏ Cₖ from the public commitments Cₖ = aₖG.
pub(super) fn vartime_evaluate_commitments<'a>(
    commitments: impl DoubleEndedIterator<Item = &'a RistrettoPoint>,
    at: TrusteeIndex,
) -> RistrettoPoint {
    let at = u32::from(at.get());
    let horner = |sum: RistrettoPoint, commitment| vartime_small_multiple(at, &sum) + commitment;
    commitments.rev().fold(identity(), horner)
}

/// The Lagrange coefficients λⱼ = Π_{m ≠ j} m/(m − j) that give f(0) = Σ λⱼ f(j). The numbers must be distinct.
#[must_use]
pub(crate) fn lagrange_at_zero(trustees: &[TrusteeIndex]) -> Vec<Scalar> {
    let coefficient = |trustee: &TrusteeIndex| {
        let (mut above, mut below) = (Scalar::ONE, Scalar::ONE);
        for other in trustees.iter().filter(|other| *other != trustee) {
            above *= other.to_scalar();
            below *= other.to_scalar() - trustee.to_scalar();
        }
        above * below.invert()
    };
    trustees.iter().map(coefficient).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Decode as _;
    use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT as G;
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    fn scalar(hex: &str) -> Scalar {
        Scalar::from_bytes(&HEXLOWER.decode(hex.as_bytes()).unwrap()).unwrap()
    }

    fn trustee(number: u8) -> TrusteeIndex {
        TrusteeIndex::new(number).unwrap()
    }

    #[test]
    fn d3_shares_agree_with_rfc_9591() {
        // FROST(ristretto255, SHA-512), 2 of 3.
        let secret = scalar("1b25a55e463cfd15cf14a5d3acc3d15053f08da49c8afcf3ab265f2ebc4f970b");
        let slope = scalar("410f8b744b19325891d73736923525a4f596c805d060dfb9c98009d34e3fec02");
        let shares = [
            "5c3430d391552f6e60ecdc093ff9f6f4488756aa6cebdbad75a768010b8f830e",
            "b06fc5eac20b4f6e1b271d9df2343d843e1e1fb03c4cbb673f2872d459ce6f01",
            "f17e505f0e2581c6acfe54d3846a622834b5e7b50cad9a2109a97ba7a80d5c04",
        ];
        for (number, share) in (1..).zip(shares) {
            assert_eq!(evaluate(&[secret, slope], trustee(number)), scalar(share));
        }
        let lambda = lagrange_at_zero(&[trustee(1), trustee(3)]);
        assert_eq!(
            lambda[0] * scalar(shares[0]) + lambda[1] * scalar(shares[2]),
            secret
        );
    }

    proptest! {
        #[test]
        fn any_t_values_give_the_constant_term(
            coefficients in prop::collection::vec(any::<[u8; 32]>(), 1..6),
            shuffled in Just((1..=32).collect::<Vec<u8>>()).prop_shuffle(),
        ) {
            let coefficients: Vec<_> =
                coefficients.into_iter().map(Scalar::from_bytes_mod_order).collect();
            let some: Vec<_> = shuffled[..coefficients.len()].iter().copied().map(trustee).collect();
            let sum: Scalar = lagrange_at_zero(&some)
                .into_iter()
                .zip(&some)
                .map(|(lambda, at)| lambda * evaluate(&coefficients, *at))
                .sum();
            prop_assert_eq!(sum, coefficients[0]);
        }

        #[test]
        fn commitments_evaluate_to_the_commitment_of_the_value(
            coefficients in prop::collection::vec(any::<[u8; 32]>(), 1..6),
            at in 1..=32u8,
        ) {
            let coefficients: Vec<_> =
                coefficients.into_iter().map(Scalar::from_bytes_mod_order).collect();
            let commitments: Vec<_> = coefficients.iter().map(|a| G * a).collect();
            let value = evaluate(&coefficients, trustee(at));
            prop_assert_eq!(vartime_evaluate_commitments(commitments.iter(), trustee(at)), G * value);
        }
    }
}
