//! Amounts in [0, 2³²): Pedersen commitments and one aggregated Bulletproof over all of them
//! (protocol-spec: `amounts`). This module alone knows the crate that makes and checks it.
//!
//! W = vB + wB̃, where B is the base point and B̃ a hash of it. The number of commitments is padded to a power of two
//! with commitments to zero without blinding, which are the identity and never travel. The inner product argument takes
//! variable time over vectors that are uniform whatever the amounts are: the proof would hide the amounts even if it
//! published them.

use crate::group::{Point, PointBytes, Scalar};
use bulletproofs::{BulletproofGens, PedersenGens, RangeProof};
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use rand_core::{CryptoRng, RngCore};
use thiserror::Error;
use zeroize::Zeroizing;

/// Bits of an amount.
const BITS: usize = 32;

/// Why there is no proof. Neither amounts nor chance bring it about: a challenge would have to be zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the ranges of {amounts} amounts could not be proved")]
pub struct RangeProofError {
    /// How many amounts there are.
    pub amounts: usize,
}

/// Bytes of a proof for this many amounts, at least one: nine elements, and two for each halving of 32·(amounts, padded)
/// bits.
#[must_use]
pub const fn encoded_len(amounts: usize) -> usize {
    let halvings = (BITS * amounts.next_power_of_two()).ilog2() as usize;
    32 * (9 + 2 * halvings)
}

/// The generators for a number of amounts.
#[derive(Clone)]
pub struct RangeGenerators {
    amounts: usize,
    commitment: PedersenGens,
    vectors: BulletproofGens,
}

impl RangeGenerators {
    /// The generators for `amounts` amounts. Takes some microseconds for each of 64 points per amount.
    #[must_use]
    pub fn new(amounts: usize) -> Self {
        Self {
            amounts,
            commitment: PedersenGens::default(),
            vectors: BulletproofGens::new(BITS, amounts.next_power_of_two()),
        }
    }

    /// B̃.
    #[must_use]
    pub const fn blinding(&self) -> &RistrettoPoint {
        &self.commitment.B_blinding
    }

    /// W = vB + wB̃.
    #[must_use]
    pub fn commit(&self, value: Scalar, blinding: Scalar) -> PointBytes {
        *Point::from(self.commitment.commit(value, blinding)).bytes()
    }

    fn padding(&self) -> usize {
        self.amounts.next_power_of_two() - self.amounts
    }

    /// Proves that the amounts are in range; `transcript` must have absorbed their commitments and all that they are for.
    ///
    /// # Errors
    /// When there is another number of amounts or blindings than of generators.
    pub fn prove(
        &self,
        transcript: &mut merlin::Transcript,
        amounts: &[u32],
        blindings: &[Scalar],
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<Vec<u8>, RangeProofError> {
        let error = RangeProofError {
            amounts: amounts.len(),
        };
        if amounts.len() != self.amounts || blindings.len() != self.amounts {
            return Err(error);
        }
        let zeros = core::iter::repeat_n(0, self.padding());
        let values: Zeroizing<Vec<u64>> =
            Zeroizing::new(amounts.iter().copied().map(u64::from).chain(zeros).collect());
        let zeros = core::iter::repeat_n(Scalar::ZERO, self.padding());
        let blindings: Zeroizing<Vec<Scalar>> =
            Zeroizing::new(blindings.iter().copied().chain(zeros).collect());
        let (generators, bases) = (&self.vectors, &self.commitment);
        RangeProof::prove_multiple_with_rng(generators, bases, transcript, &values, &blindings, BITS, rng)
            .map(|(proof, _)| proof.to_bytes())
            .map_err(|_| error)
    }

    /// Whether `proof` shows that what was committed to is in range. `transcript` must stand where the prover's stood.
    #[must_use]
    pub fn vartime_verify(
        &self,
        transcript: &mut merlin::Transcript,
        commitments: &[PointBytes],
        proof: &[u8],
        rng: &mut (impl CryptoRng + RngCore),
    ) -> bool {
        if commitments.len() != self.amounts || proof.len() != encoded_len(self.amounts) {
            return false;
        }
        let zeros = core::iter::repeat_n(PointBytes::IDENTITY, self.padding());
        let padded = commitments.iter().copied().chain(zeros);
        let padded: Vec<_> = padded.map(|bytes| CompressedRistretto(bytes.0)).collect();
        RangeProof::from_bytes(proof).is_ok_and(|proof| {
            let (generators, bases) = (&self.vectors, &self.commitment);
            proof
                .verify_multiple_with_rng(generators, bases, transcript, &padded, BITS, rng)
                .is_ok()
        })
    }
}
