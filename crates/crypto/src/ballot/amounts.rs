//! The amounts of a ballot: that those in V, and so in E, are in range (protocol-spec: `amounts`).
//!
//! ```text
//! Wᵢ = vᵢB + wᵢB̃                                before y
//! U  = (Σᵢ yⁱ aₙ₊ᵢ)B + υB̃                       before x
//! ω  = x Σᵢ yⁱ wᵢ + υ
//! (5) x Σᵢ yⁱ Wᵢ + U = (Σᵢ yⁱ fₙ₊ᵢ)B + ωB̃       i = 1..u
//! ```
//! and one range proof over the W, whose transcript is a fork of the ballot's behind the responses: its bytes can be
//! signed, and the signature checked, before anybody has to verify it.

use super::prove::{SealError, Secrets};
use super::{ElectionStatement, SealedBallot};
use crate::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use crate::group::{PointBytes, Scalar, powers};
use crate::plaintext::Plaintext;
use crate::range_proof::{RangeGenerators, encoded_len};
use crate::transcript::{Label, Transcript};
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroizing;

/// What a ballot with amounts has besides: commitments to them, and the proof that they are those of the ciphertext and
/// in range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountProof {
    /// W₁ … Wᵤ.
    pub commitments: Vec<PointBytes>,
    /// U.
    pub mask: PointBytes,
    /// ω.
    pub response: Scalar,
    /// The range proof, as [`RangeGenerators`] reads it.
    pub ranges: Vec<u8>,
}

impl AmountProof {
    /// Bytes on the wire, behind their length, for a number of amounts.
    pub(super) fn encoded_len(amounts: usize) -> usize {
        if amounts == 0 {
            return 2;
        }
        2 + 2 + 32 * amounts + 32 + 32 + 2 + encoded_len(amounts)
    }

    /// What is on the wire where there may be no amounts: a vector that is empty without them.
    pub(super) fn encode_optional(amounts: Option<&Self>, out: &mut Vec<u8>) {
        let body = amounts.map(Encode::to_bytes).unwrap_or_default();
        Prefix::U16.write(&body, out);
    }

    /// Reads what [`AmountProof::encode_optional`] wrote.
    pub(super) fn decode_optional(reader: &mut Reader<'_>) -> Result<Option<Self>, DecodeError> {
        let body = reader.opaque(Prefix::U16)?;
        if body.is_empty() {
            return Ok(None);
        }
        let start = reader.position() - body.len();
        Self::from_bytes(body).map(Some).map_err(|error| DecodeError {
            at: start + error.at,
            ..error
        })
    }

    pub(super) fn append_commitments(&self, transcript: &mut Transcript) {
        transcript.append_u64(Label::Count, self.commitments.len() as u64);
        for commitment in &self.commitments {
            transcript.append_encoding(Label::AmountCommitment, commitment);
        }
    }

    pub(super) fn append_mask(&self, transcript: &mut Transcript) {
        transcript.append_encoding(Label::AmountMask, &self.mask);
    }

    pub(super) fn append_response(&self, transcript: &mut Transcript) {
        transcript.append_scalar(Label::ResponseAmounts, &self.response);
    }

    pub(super) fn append_ranges(&self, transcript: &mut Transcript) {
        transcript.append_bytes(Label::RangeProof, &self.ranges);
    }
}

impl Encode for AmountProof {
    fn encode(&self, out: &mut Vec<u8>) {
        Prefix::U16.write_all(&self.commitments, out);
        self.mask.encode(out);
        self.response.encode(out);
        Prefix::U16.write(&self.ranges, out);
    }
}

impl Decode for AmountProof {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            commitments: reader.vector(Prefix::U16)?,
            mask: PointBytes::decode(reader)?,
            response: Scalar::decode(reader)?,
            ranges: reader.opaque(Prefix::U16)?.to_vec(),
        })
    }
}

/// y¹ … yᵘ.
pub(super) fn amount_powers(y: Scalar, amounts: usize) -> Vec<Scalar> {
    powers(y, amounts + 1).split_off(1)
}

/// Σᵢ yⁱ·valueᵢ.
pub(super) fn fold<'a>(powers: &[Scalar], values: impl IntoIterator<Item = &'a Scalar>) -> Scalar {
    powers
        .iter()
        .zip(values)
        .map(|(power, value)| power * value)
        .sum()
}

impl ElectionStatement {
    /// W, if the shape has amounts; the rest is filled in as the proof goes on.
    pub(super) fn commit_amounts(&self, plaintext: &Plaintext, secrets: &Secrets) -> Option<AmountProof> {
        let generators = self.ranges.as_deref()?;
        let amounts = plaintext.amounts.iter().zip(&secrets.amount_blindings);
        Some(AmountProof {
            commitments: amounts
                .map(|(amount, blinding)| generators.commit(Scalar::from(*amount), *blinding))
                .collect(),
            mask: PointBytes::IDENTITY,
            response: Scalar::ZERO,
            ranges: Vec::new(),
        })
    }

    /// U.
    pub(super) fn mask_amounts(
        &self,
        generators: &RangeGenerators,
        y: Scalar,
        secrets: &Secrets,
    ) -> PointBytes {
        let masks = secrets.masks.iter().skip(self.shape.bits());
        let masked = Zeroizing::new(fold(&amount_powers(y, self.shape.amounts()), masks));
        generators.commit(*masked, secrets.amount_mask)
    }

    /// ω.
    pub(super) fn answer_amounts(&self, y: Scalar, x: Scalar, secrets: &Secrets) -> Scalar {
        let powers = amount_powers(y, self.shape.amounts());
        x * fold(&powers, &secrets.amount_blindings) + secrets.amount_mask
    }

    /// Adds the range proof to a ballot with amounts; `transcript` stands behind the responses.
    pub(super) fn prove_ranges(
        &self,
        transcript: &Transcript,
        ballot: &mut SealedBallot,
        amounts: &[u32],
        secrets: &Secrets,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<(), SealError> {
        if let (Some(generators), Some(proof)) = (self.ranges.as_deref(), ballot.amounts.as_mut()) {
            let mut fork = transcript.fork_for_ranges();
            proof.ranges = generators.prove(&mut fork, amounts, &secrets.amount_blindings, rng)?;
        }
        Ok(())
    }

    /// Whether a ballot has exactly the amounts of the shape, and a range proof of the right length for them.
    pub(super) fn has_its_amounts(&self, ballot: &SealedBallot) -> bool {
        let amounts = self.shape.amounts();
        match &ballot.amounts {
            None => amounts == 0,
            Some(proof) => {
                amounts > 0
                    && proof.commitments.len() == amounts
                    && proof.ranges.len() == encoded_len(amounts)
            }
        }
    }
}
