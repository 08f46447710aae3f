//! Giving up a sealed ballot: the voter's signature under a kind of its own (protocol-spec: `audited-entry`).

use super::statement::signature_challenge;
use super::{BallotFault, VoterSignature};
use crate::digest::{Digest, ElectionId};
use crate::group::{Point, PointBytes, Scalar, mul_base, random_scalar};
use crate::transcript::{Label, ProofKind, Transcript};
use curve25519_dalek::ristretto::RistrettoPoint;
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroizing;

/// What an audit claims: this credential will never cast the ballot with this tracker and this E₀.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditClaim {
    /// Credential public key.
    pub credential: PointBytes,
    /// Tracker of the sealed ballot.
    pub tracker: Digest,
    /// Its E₀.
    pub randomness_point: PointBytes,
}

impl AuditClaim {
    fn transcript(&self, election: &ElectionId) -> Transcript {
        let mut transcript = Transcript::new(ProofKind::AuditedBallot, election);
        transcript.append_encoding(Label::Credential, &self.credential);
        transcript.append_digest(Label::Tracker, &self.tracker);
        transcript.append_encoding(Label::Ciphertext, &self.randomness_point);
        transcript
    }

    /// Signs the claim with the credential's secret.
    pub fn sign(
        &self,
        election: &ElectionId,
        secret: &Scalar,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> VoterSignature {
        let mut transcript = self.transcript(election);
        let mut rng = transcript.hedged_rng(&[secret.as_bytes()], rng);
        let nonce = Zeroizing::new(random_scalar(&mut rng));
        let nonce_point = *Point::from(mul_base(&nonce)).bytes();
        let challenge = signature_challenge(&mut transcript, &nonce_point);
        VoterSignature {
            nonce: nonce_point,
            response: *nonce + challenge * secret,
        }
    }

    /// Whether the credential signed the claim: σG = R + cK.
    pub fn verify(&self, election: &ElectionId, signature: &VoterSignature) -> Result<(), BallotFault> {
        let key = self
            .credential
            .decompress()
            .ok_or(BallotFault::Encoding("the credential"))?;
        if key.is_identity() {
            return Err(BallotFault::Identity("the credential"));
        }
        self.randomness_point
            .decompress()
            .ok_or(BallotFault::Encoding("E0"))?;
        let challenge = signature_challenge(&mut self.transcript(election), &signature.nonce);
        let nonce = RistrettoPoint::vartime_double_scalar_mul_basepoint(
            &-challenge,
            key.element(),
            &signature.response,
        );
        if *Point::from(nonce).bytes() == signature.nonce {
            Ok(())
        } else {
            Err(BallotFault::Signature)
        }
    }
}
