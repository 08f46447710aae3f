//! Round 1: every trustee enrols the key to which shares will be sealed for it.
//!
//! **Proof of possession** (protocol-spec: `ceremony-enrolment`). HPKE wants an X25519 key, the u-coordinate of
//! A = aB on the Montgomery form of Curve25519; the same point exists on its Edwards form, where one can add. A
//! u-coordinate stands for ±A; as in Signal's XEdDSA, A is the one of these whose Edwards x is even
//! and a is negated accordingly. The proof is Schnorr's, in our own transcript:
//!
//! ```text
//! R = νB,   c ← challenge(election, n, t, p, trustee, u, R),   s = ν + ca;   accepted iff sB − cA = R
//! ```
//!
//! A must be free of torsion and u reduced, so that a key has one encoding and every shared secret with it depends
//! on the sender's secret. The key serves for HPKE and for this one proof; Schnorr signatures and Diffie–Hellman
//! encryption under one key are jointly secure (Degabriele, Lehmann, Paterson, Smart, Strefler 2012), and the
//! transcript separates the proof from all else. It keeps a trustee from enrolling a key of somebody else, or one
//! of which nobody has the secret and which would make it complain about every dealer.

use super::commit::CommitRound;
use super::errors::{Abort, CeremonyError, Faults, Phase};
use super::inbox::Inbox;
use super::params::{CeremonyParams, TrusteeIndex};
use super::secret::TrusteeSecret;
use crate::codec::{Decode, DecodeError, Encode, Reader};
use crate::digest::Digest;
use crate::group::{Scalar, random_scalar};
use crate::transcript::{Domain, Label, ProofKind, Transcript};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::montgomery::MontgomeryPoint;
use curve25519_dalek::scalar::clamp_integer;
use std::collections::BTreeSet;
use subtle::{Choice, ConditionallySelectable as _};
use zeroize::Zeroizing;

/// A public X25519 key, as trustees enrol it; checked only together with its proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncryptionKey(pub [u8; 32]);

impl EncryptionKey {
    /// The point with an even x whose u-coordinate this is, if it is a key.
    fn to_edwards(self) -> Option<EdwardsPoint> {
        let point = MontgomeryPoint(self.0).to_edwards(0)?;
        (point.is_torsion_free() && point.to_montgomery().0 == self.0).then_some(point)
    }
}

/// The payload of a `TrusteeEnrolment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The key to which shares are sealed.
    pub key: EncryptionKey,
    /// R, an Edwards point.
    pub nonce: [u8; 32],
    /// s.
    pub response: Scalar,
}

impl Encode for Enrolment {
    fn encode(&self, out: &mut Vec<u8>) {
        self.key.0.encode(out);
        self.nonce.encode(out);
        self.response.encode(out);
    }
}

impl Decode for Enrolment {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            key: EncryptionKey(reader.array()?),
            nonce: reader.array()?,
            response: Scalar::decode(reader)?,
        })
    }
}

fn statement(params: &CeremonyParams, trustee: TrusteeIndex, key: &EncryptionKey) -> Transcript {
    let mut transcript = Transcript::new(ProofKind::Enrolment, params.election());
    params.append_to(&mut transcript);
    transcript.append_u64(Label::Trustee, trustee.get().into());
    transcript.append_bytes(Label::EnrolledKey, &key.0);
    transcript
}

impl Enrolment {
    /// Whether `trustee` has the secret of the key.
    #[must_use]
    pub fn proves_possession(&self, params: &CeremonyParams, trustee: TrusteeIndex) -> bool {
        let Some(key) = self.key.to_edwards() else {
            return false;
        };
        let mut transcript = statement(params, trustee, &self.key);
        transcript.append_bytes(Label::ProofNonce, &self.nonce);
        let challenge = transcript.challenge(Label::Challenge);
        let nonce = EdwardsPoint::vartime_double_scalar_mul_basepoint(&-challenge, &key, &self.response);
        // Comparing encodings leaves no second encoding of R and no torsion in it.
        nonce.compress().0 == self.nonce
    }
}

impl TrusteeSecret {
    /// This trustee's enrolment; always the same bytes.
    #[must_use]
    pub fn enrolment(&self) -> Enrolment {
        let (secret, key) = self.encryption_key_pair();
        let secret = Zeroizing::new(Scalar::from_bytes_mod_order(clamp_integer(*secret)));
        let sign = EdwardsPoint::mul_base(&secret).compress().0[31] >> 7;
        let secret = Zeroizing::new(Scalar::conditional_select(&secret, &-*secret, Choice::from(sign)));
        let mut transcript = statement(self.params(), self.trustee(), &key);
        let mut rng = transcript.hedged_rng(
            &[secret.as_bytes()],
            &mut self.derived_rng(Domain::EnrolmentNonce, &key.0),
        );
        let nonce_secret = Zeroizing::new(random_scalar(&mut rng));
        let nonce = EdwardsPoint::mul_base(&nonce_secret).compress().0;
        transcript.append_bytes(Label::ProofNonce, &nonce);
        let challenge = transcript.challenge(Label::Challenge);
        Enrolment {
            key,
            nonce,
            response: *nonce_secret + challenge * *secret,
        }
    }
}

/// The round in which trustees enrol.
#[derive(Debug, Clone)]
pub struct EnrolmentRound {
    params: CeremonyParams,
    inbox: Inbox<Enrolment>,
}

impl EnrolmentRound {
    /// A ceremony begins.
    #[must_use]
    pub fn new(params: CeremonyParams) -> Self {
        let inbox = Inbox::new(Phase::Enrolment, params.trustees());
        Self { params, inbox }
    }

    /// Admits an enrolment if it proves possession of a key that nobody else enrolled.
    pub fn enrol(&mut self, from: TrusteeIndex, enrolment: Enrolment) -> Result<(), CeremonyError> {
        self.inbox.check_sender(&self.params, &Faults::new(), from)?;
        if !enrolment.proves_possession(&self.params, from) {
            return Err(CeremonyError::FalsePossession(from));
        }
        let same_key = |(of, other): (&TrusteeIndex, &Enrolment)| (other.key == enrolment.key).then_some(*of);
        if let Some(of) = self.inbox.received().iter().find_map(same_key) {
            return Err(CeremonyError::KeyEnrolledBefore { from, of });
        }
        self.inbox.insert(from, enrolment);
        Ok(())
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        &self.params
    }

    /// Who has not enrolled yet.
    #[must_use]
    pub fn missing_enrolments(&self) -> BTreeSet<TrusteeIndex> {
        self.inbox.missing()
    }

    /// The end of the round: all have enrolled, or there will be no keys.
    pub fn close(self) -> Result<CommitRound, Abort> {
        let missing = self.inbox.missing();
        if !missing.is_empty() {
            return Err(Abort::MissingEnrolments(missing));
        }
        let enrolments = self.inbox.into_received().into_values().collect();
        Ok(CommitRound::new(Enrolled::new(self.params, enrolments)))
    }
}

/// What is on record after the first round.
#[derive(Debug, Clone)]
pub struct Enrolled {
    pub(super) params: CeremonyParams,
    enrolments: Vec<Enrolment>,
    pub(super) digest: Digest,
}

impl Enrolled {
    fn new(params: CeremonyParams, enrolments: Vec<Enrolment>) -> Self {
        let mut bytes = Domain::Enrolments.context(params.election());
        params.encode(&mut bytes);
        for enrolment in &enrolments {
            enrolment.encode(&mut bytes);
        }
        let digest = Digest::of(&bytes);
        Self {
            params,
            enrolments,
            digest,
        }
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        &self.params
    }

    /// H(enrolments): over n, t, p and all enrolments in the order of the trustees.
    #[must_use]
    pub const fn digest(&self) -> &Digest {
        &self.digest
    }

    /// What `trustee` enrolled.
    #[must_use]
    pub fn enrolment(&self, trustee: TrusteeIndex) -> Option<&Enrolment> {
        self.enrolments.get(usize::from(trustee.get()).checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ceremony::TrusteeSeed;
    use crate::digest::ElectionId;
    use curve25519_dalek::constants::EIGHT_TORSION;
    use data_encoding::HEXLOWER;

    fn params(election: u8, trustees: u8, threshold: u8, counters: u16) -> CeremonyParams {
        CeremonyParams::new(ElectionId([election; 32]), trustees, threshold, counters).unwrap()
    }

    fn trustee(number: u8) -> TrusteeIndex {
        TrusteeIndex::new(number).unwrap()
    }

    fn secret(number: u8, seed: u8) -> TrusteeSecret {
        TrusteeSecret::new(
            params(1, 3, 2, 4),
            trustee(number),
            TrusteeSeed::from_array(&[seed; 32]),
        )
        .unwrap()
    }

    #[test]
    fn keys_of_either_sign_prove_possession() {
        for seed in 0..16 {
            assert!(
                secret(2, seed)
                    .enrolment()
                    .proves_possession(&params(1, 3, 2, 4), trustee(2))
            );
        }
    }

    #[test]
    fn the_enrolled_point_is_the_public_key_of_x25519() {
        let secret = secret(1, 5);
        let (bytes, key) = secret.encryption_key_pair();
        assert_eq!(MontgomeryPoint::mul_base_clamped(*bytes).0, key.0);
    }

    #[test]
    fn f1_every_field_of_an_enrolment_is_bound() {
        let good = secret(2, 9).enrolment();
        for other in [
            params(2, 3, 2, 4),
            params(1, 4, 2, 4),
            params(1, 3, 3, 4),
            params(1, 3, 2, 5),
        ] {
            assert!(!good.proves_possession(&other, trustee(2)));
        }
        let params = params(1, 3, 2, 4);
        assert!(good.proves_possession(&params, trustee(2)));
        assert!(!good.proves_possession(&params, trustee(1)));
        let other = secret(2, 10).enrolment();
        let mutants = [
            Enrolment {
                key: other.key,
                ..good.clone()
            },
            Enrolment {
                nonce: other.nonce,
                ..good.clone()
            },
            Enrolment {
                response: good.response + Scalar::ONE,
                ..good.clone()
            },
        ];
        for mutant in mutants {
            assert!(!mutant.proves_possession(&params, trustee(2)));
        }
    }

    #[test]
    fn f7_a_proof_of_another_kind_is_no_enrolment() {
        let params = params(1, 3, 2, 4);
        let scalar = Scalar::from(77_u8);
        let point = EdwardsPoint::mul_base(&scalar);
        let sign = point.compress().0[31] >> 7;
        let scalar = if sign == 1 { -scalar } else { scalar };
        let key = EncryptionKey(point.to_montgomery().0);
        let forge = |kind| {
            let mut transcript = Transcript::new(kind, params.election());
            params.append_to(&mut transcript);
            transcript.append_u64(Label::Trustee, 2);
            transcript.append_bytes(Label::EnrolledKey, &key.0);
            let nonce = EdwardsPoint::mul_base(&Scalar::from(5_u8)).compress().0;
            transcript.append_bytes(Label::ProofNonce, &nonce);
            let challenge = transcript.challenge(Label::Challenge);
            let response = Scalar::from(5_u8) + challenge * scalar;
            Enrolment { key, nonce, response }
        };
        assert!(forge(ProofKind::Enrolment).proves_possession(&params, trustee(2)));
        for kind in [
            ProofKind::Ballot,
            ProofKind::AuditedBallot,
            ProofKind::CeremonyReveal,
            ProofKind::DecryptionShare,
        ] {
            assert!(!forge(kind).proves_possession(&params, trustee(2)));
        }
    }

    #[test]
    fn g1_keys_with_torsion_off_the_curve_or_not_reduced_are_refused() {
        let (_, good) = secret(1, 3).encryption_key_pair();
        let point = good.to_edwards().unwrap();
        for torsion in &EIGHT_TORSION[1..] {
            assert!(
                EncryptionKey((point + torsion).to_montgomery().0)
                    .to_edwards()
                    .is_none()
            );
            assert!(EncryptionKey(torsion.to_montgomery().0).to_edwards().is_none());
        }
        let mut high_bit = good;
        high_bit.0[31] |= 0x80;
        assert!(high_bit.to_edwards().is_none());
        // u = 2 lies on the twist; 9 is the base point, p + 9 is the same u not reduced.
        let mut bytes = [0; 32];
        bytes[0] = 2;
        assert!(EncryptionKey(bytes).to_edwards().is_none());
        bytes[0] = 9;
        assert!(EncryptionKey(bytes).to_edwards().is_some());
        let unreduced = "f6ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
        let unreduced = HEXLOWER.decode(unreduced.as_bytes()).unwrap();
        assert!(
            EncryptionKey(unreduced.try_into().unwrap())
                .to_edwards()
                .is_none()
        );
    }

    #[test]
    fn d9_a_key_is_enrolled_once() {
        let mut round = EnrolmentRound::new(params(1, 3, 2, 4));
        round.enrol(trustee(1), secret(1, 7).enrolment()).unwrap();
        // Whoever holds the secret could prove it under another number as well.
        let (bytes, key) = secret(1, 7).encryption_key_pair();
        let copied = prove_with(&params(1, 3, 2, 4), trustee(2), *bytes, key);
        assert!(copied.proves_possession(&params(1, 3, 2, 4), trustee(2)));
        let error = round.enrol(trustee(2), copied).unwrap_err();
        assert_eq!(
            error,
            CeremonyError::KeyEnrolledBefore {
                from: trustee(2),
                of: trustee(1)
            }
        );
    }

    fn prove_with(
        params: &CeremonyParams,
        trustee: TrusteeIndex,
        secret: [u8; 32],
        key: EncryptionKey,
    ) -> Enrolment {
        let secret = Scalar::from_bytes_mod_order(clamp_integer(secret));
        let odd = EdwardsPoint::mul_base(&secret).compress().0[31] >> 7 == 1;
        let mut transcript = statement(params, trustee, &key);
        let nonce = EdwardsPoint::mul_base(&Scalar::from(5_u8)).compress().0;
        transcript.append_bytes(Label::ProofNonce, &nonce);
        let challenge = transcript.challenge(Label::Challenge);
        let response = Scalar::from(5_u8) + challenge * if odd { -secret } else { secret };
        Enrolment { key, nonce, response }
    }
}
