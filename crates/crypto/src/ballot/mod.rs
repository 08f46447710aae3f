//! The ballot proof: one short argument that a ballot encrypts counters M·b of bits b with L·b = c
//! (protocol-spec: `ballot-proof`).
//!
//! ```text
//! E₀ = rG,   Eᵢ = mᵢG + rYᵢ   (i = 1..p),   m = Mb
//! V  = ρH + Σ bⱼGⱼ
//! A  = αH + Σ aⱼGⱼ       C = γH + Σ (1−2bⱼ)aⱼGⱼ       D = δH − Σ aⱼ²Gⱼ
//! y ← challenge(context, E, V, A, C, D)
//! T₀ = sG,   T₁ = (Σᵢ yⁱ(Ma)ᵢ)G + s·Σᵢ yⁱYᵢ,   τ = Σₖ y^(p+k) (La)ₖ
//! x ← challenge(T₀, T₁, τ)
//! f = xb + a,   φ = xρ + α,   ζ = xγ + δ,   z = xr + s
//! ```
//!
//! The voter's Schnorr signature (R, σ) comes from the same transcript after the responses. Why this is sound and hides,
//! and which points may be the identity: protocol-spec: `soundness`, `zero-knowledge`, `identity-points`.

mod amounts;
mod audit;
mod multiples;
mod prove;
mod statement;
#[cfg(test)]
mod tests;
mod verify;

pub use amounts::AmountProof;
pub use audit::AuditClaim;
pub use prove::{Opening, SealError, sign};
pub use statement::{ElectionStatement, Item, VoterContext};
pub use verify::{BallotFault, VerifiedBallot};

use crate::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use crate::group::{PointBytes, Scalar};
use crate::shape::Shape;

/// Ciphertexts and proof of one ballot, as they travel. Points are not decoded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBallot {
    /// E₀ … Eₚ.
    pub ciphertext: Vec<PointBytes>,
    /// V, A, C and D.
    pub commitments: Commitments,
    /// T₀, T₁ and τ.
    pub moves: Moves,
    /// f, φ, ζ and z.
    pub responses: Responses,
    /// W, U, ω and the range proof, if the shape has amounts.
    pub amounts: Option<AmountProof>,
}

/// What the prover commits to before y.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitments {
    /// V, to the bits and amounts.
    pub bits: PointBytes,
    /// A, to their masks.
    pub masks: PointBytes,
    /// C, to the linear terms of the bits.
    pub linear: PointBytes,
    /// D, to the squared masks of the bits.
    pub squares: PointBytes,
}

/// What the prover commits to between y and x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moves {
    /// T₀.
    pub first: PointBytes,
    /// T₁.
    pub second: PointBytes,
    /// τ.
    pub equations: Scalar,
}

/// The answers to x.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responses {
    /// f₁ … fₙ₊ᵤ.
    pub columns: Vec<Scalar>,
    /// φ.
    pub blinding: Scalar,
    /// ζ.
    pub product: Scalar,
    /// z.
    pub randomness: Scalar,
}

impl SealedBallot {
    /// E₀, which must be new to the election and not the identity.
    #[must_use]
    pub fn randomness_point(&self) -> PointBytes {
        self.ciphertext.first().copied().unwrap_or(PointBytes::IDENTITY)
    }

    /// Bytes of every ballot of a shape.
    #[must_use]
    pub fn encoded_len(shape: &Shape) -> usize {
        let (ciphertext, responses) = (2 + 32 * (shape.counters() + 1), 2 + 32 * (shape.columns() + 3));
        ciphertext + 32 * 4 + 32 * 3 + responses + AmountProof::encoded_len(shape.amounts())
    }
}

impl Encode for SealedBallot {
    fn encode(&self, out: &mut Vec<u8>) {
        Prefix::U16.write_all(&self.ciphertext, out);
        let Commitments {
            bits,
            masks,
            linear,
            squares,
        } = &self.commitments;
        for point in [
            bits,
            masks,
            linear,
            squares,
            &self.moves.first,
            &self.moves.second,
        ] {
            point.encode(out);
        }
        self.moves.equations.encode(out);
        Prefix::U16.write_all(&self.responses.columns, out);
        for scalar in [
            &self.responses.blinding,
            &self.responses.product,
            &self.responses.randomness,
        ] {
            scalar.encode(out);
        }
        AmountProof::encode_optional(self.amounts.as_ref(), out);
    }
}

impl Decode for SealedBallot {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            ciphertext: reader.vector(Prefix::U16)?,
            commitments: Commitments {
                bits: PointBytes::decode(reader)?,
                masks: PointBytes::decode(reader)?,
                linear: PointBytes::decode(reader)?,
                squares: PointBytes::decode(reader)?,
            },
            moves: Moves {
                first: PointBytes::decode(reader)?,
                second: PointBytes::decode(reader)?,
                equations: Scalar::decode(reader)?,
            },
            responses: Responses {
                columns: reader.vector(Prefix::U16)?,
                blinding: Scalar::decode(reader)?,
                product: Scalar::decode(reader)?,
                randomness: Scalar::decode(reader)?,
            },
            amounts: AmountProof::decode_optional(reader)?,
        })
    }
}

/// A voter's Schnorr signature over everything in the ballot's transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoterSignature {
    /// R.
    pub nonce: PointBytes,
    /// σ = k + c·secret.
    pub response: Scalar,
}

impl Encode for VoterSignature {
    fn encode(&self, out: &mut Vec<u8>) {
        self.nonce.encode(out);
        self.response.encode(out);
    }
}

impl Decode for VoterSignature {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            nonce: PointBytes::decode(reader)?,
            response: Scalar::decode(reader)?,
        })
    }
}
