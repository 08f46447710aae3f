//! Decryption of an aggregate by any t trustees (protocol-spec: `decryption`).
//!
//! For an aggregate A₀ … Aₚ the trustee j publishes D_{j,i} = s_{j,i}·A₀ for all counters i, with one proof that all
//! of them use the secrets of its verification keys Y_{j,i} = s_{j,i}G:
//!
//! ```text
//! y ← challenge(election, j, Y_{j,1} … Y_{j,p}, groups, Close, A₀ … Aₚ, D_{j,1} … D_{j,p})
//! σ = Σ yⁱ s_{j,i},   T₀ = νG,   T₁ = νA₀,   x ← challenge(T₀, T₁),   z = ν + xσ
//! accepted iff zG = T₀ + x Σ yⁱ Y_{j,i}  and  zA₀ = T₁ + x Σ yⁱ D_{j,i}
//! ```
//!
//! This is Chaum and Pedersen's proof for one random combination of the p statements. If some D_{j,i} ≠ s_{j,i}A₀, the
//! polynomial Σ yⁱ(D_{j,i} − s_{j,i}A₀) in y is not zero and has at most p roots; otherwise the combined statement is
//! false and one x at most is answered: error ≤ (p + 1)/ℓ for each hash query. With the
//! Lagrange coefficients λⱼ of any t trustees, mᵢG = Aᵢ − Σ λⱼD_{j,i}.
//!
//! A₀ may be the identity: a group whose voters conspire can bring that about. Their own votes are then readable, and the
//! tally is still right, because the second equation forces every D_{j,i} to be the identity as well.

use crate::ceremony::{CeremonyParams, KeyShares, Keys, TrusteeIndex, lagrange_at_zero};
use crate::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use crate::digest::{Digest, ElectionId};
use crate::elgamal::{Aggregate, Sum};
use crate::group::{NonIdentity, Point, Scalar, mul_base, powers, random_scalar};
use crate::transcript::{Domain, Label, ProofKind, Transcript};
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::traits::VartimeMultiscalarMul as _;
use rand_core::{CryptoRng, RngCore};
use std::collections::BTreeSet;
use std::iter;
use thiserror::Error;
use zeroize::Zeroizing;

/// What is decrypted.
#[derive(Debug, Clone, Copy)]
pub struct DecryptionTarget<'a> {
    /// The election.
    pub election: &'a ElectionId,
    /// Hash of the `Close` entry.
    pub close: &'a Digest,
    /// The electorate groups whose ballots are summed up, in the order of the roll's numbers.
    pub groups: &'a [u16],
    /// The sum.
    pub aggregate: &'a Aggregate,
}

impl DecryptionTarget<'_> {
    /// Ties verified shares to this target.
    fn digest(&self) -> Digest {
        let mut bytes = Domain::Decryption.context(self.election);
        self.close.encode(&mut bytes);
        Prefix::U24.write_all(self.groups, &mut bytes);
        self.aggregate.encode(&mut bytes);
        Digest::of(&bytes)
    }
}

/// Why a share, or a decryption, is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DecryptionError {
    /// The trustee has no verification keys.
    #[error("trustee {0} is not qualified to decrypt")]
    NotQualified(TrusteeIndex),
    /// Not one factor for each counter.
    #[error("share of trustee {trustee}: {found} factors instead of {expected}")]
    Factors {
        /// Whose share it is.
        trustee: TrusteeIndex,
        /// p.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// The factors are not what the trustee's secrets give.
    #[error("share of trustee {0}: the proof is false")]
    FalseProof(TrusteeIndex),
    /// A second share of one trustee.
    #[error("more than one share of trustee {0}")]
    Duplicate(TrusteeIndex),
    /// A share that was verified for something else.
    #[error("share of trustee {0}: it belongs to another aggregate")]
    OtherTarget(TrusteeIndex),
    /// Fewer than t good shares.
    #[error("{found} good shares of the {needed} needed")]
    TooFew {
        /// How many there are.
        found: usize,
        /// t.
        needed: usize,
    },
    /// The aggregate is not of as many counters as there are keys.
    #[error("an aggregate of {found} counters for {expected} keys")]
    Counters {
        /// p.
        expected: usize,
        /// How many the aggregate has.
        found: usize,
    },
}

/// The payload of a `DecryptionShare` for one aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecryptionShare {
    /// D_{j,1} … D_{j,p}.
    pub factors: Vec<Point>,
    /// T₀.
    pub first: Point,
    /// T₁.
    pub second: Point,
    /// z.
    pub response: Scalar,
}

impl Encode for DecryptionShare {
    fn encode(&self, out: &mut Vec<u8>) {
        Prefix::U24.write_all(&self.factors, out);
        self.first.encode(out);
        self.second.encode(out);
        self.response.encode(out);
    }
}

impl Decode for DecryptionShare {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            factors: reader.vector(Prefix::U24)?,
            first: Point::decode(reader)?,
            second: Point::decode(reader)?,
            response: Scalar::decode(reader)?,
        })
    }
}

/// A share that was checked: its factors are right for one target.
#[derive(Debug, Clone)]
pub struct VerifiedShare {
    trustee: TrusteeIndex,
    target: Digest,
    factors: Vec<Point>,
}

impl VerifiedShare {
    /// Whose share it is.
    #[must_use]
    pub const fn trustee(&self) -> TrusteeIndex {
        self.trustee
    }
}

/// The transcript after the whole statement, and the weights y, y², … yᵖ.
fn statement(
    target: &DecryptionTarget<'_>,
    trustee: TrusteeIndex,
    verification_keys: &[NonIdentity],
    factors: &[Point],
) -> (Transcript, Vec<Scalar>) {
    let mut transcript = Transcript::new(ProofKind::DecryptionShare, target.election);
    transcript.append_u64(Label::Trustee, trustee.get().into());
    transcript.append_u64(Label::Counters, verification_keys.len() as u64);
    for key in verification_keys {
        transcript.append_key(Label::VerificationKey, key);
    }
    transcript.append_u64(Label::Count, target.groups.len() as u64);
    for group in target.groups {
        transcript.append_u64(Label::Group, (*group).into());
    }
    transcript.append_digest(Label::Close, target.close);
    transcript.append_point(Label::AggregatePoint, target.aggregate.head());
    for counter in target.aggregate.counters() {
        transcript.append_point(Label::AggregatePoint, counter);
    }
    for factor in factors {
        transcript.append_point(Label::DecryptionFactor, factor);
    }
    let y = transcript.challenge(Label::FoldingChallenge);
    let weights = powers(y, verification_keys.len() + 1).split_off(1);
    (transcript, weights)
}

fn check_counters(target: &DecryptionTarget<'_>, expected: usize) -> Result<(), DecryptionError> {
    let found = target.aggregate.counters().len();
    if found == expected {
        Ok(())
    } else {
        Err(DecryptionError::Counters { expected, found })
    }
}

impl DecryptionShare {
    /// The share of the trustee that holds `keys`.
    ///
    /// It answers for any aggregate: that this one is the election's, and the only one, is for the caller to know.
    pub fn prove(
        target: &DecryptionTarget<'_>,
        keys: &KeyShares,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<Self, DecryptionError> {
        check_counters(target, keys.verification_keys().len())?;
        let base = target.aggregate.head().element();
        let factors: Vec<_> = keys
            .secrets()
            .iter()
            .map(|secret| Point::from(secret * base))
            .collect();
        let (mut transcript, weights) = statement(target, keys.trustee(), keys.verification_keys(), &factors);
        let witness: Vec<&[u8]> = keys
            .secrets()
            .iter()
            .map(|secret| secret.as_bytes().as_slice())
            .collect();
        let nonce = Zeroizing::new(random_scalar(&mut transcript.hedged_rng(&witness, rng)));
        let first = Point::from(mul_base(&nonce));
        let second = Point::from(*nonce * base);
        transcript.append_point(Label::FirstMove, &first);
        transcript.append_point(Label::SecondMove, &second);
        let x = transcript.challenge(Label::Challenge);
        let folded: Scalar = keys
            .secrets()
            .iter()
            .zip(&weights)
            .map(|(secret, weight)| secret * weight)
            .sum();
        let folded = Zeroizing::new(folded);
        Ok(Self {
            factors,
            first,
            second,
            response: *nonce + x * *folded,
        })
    }

    /// Checks that this is the right share of `trustee`, one of those who hold `keys`.
    pub fn verify(
        &self,
        target: &DecryptionTarget<'_>,
        trustee: TrusteeIndex,
        keys: &Keys,
    ) -> Result<VerifiedShare, DecryptionError> {
        let verification_keys = keys
            .verification_keys(trustee)
            .ok_or(DecryptionError::NotQualified(trustee))?;
        check_counters(target, verification_keys.len())?;
        if self.factors.len() != verification_keys.len() {
            return Err(DecryptionError::Factors {
                trustee,
                expected: verification_keys.len(),
                found: self.factors.len(),
            });
        }
        if !self.proves(target, trustee, verification_keys) {
            return Err(DecryptionError::FalseProof(trustee));
        }
        Ok(VerifiedShare {
            trustee,
            target: target.digest(),
            factors: self.factors.clone(),
        })
    }

    fn proves(
        &self,
        target: &DecryptionTarget<'_>,
        trustee: TrusteeIndex,
        verification_keys: &[NonIdentity],
    ) -> bool {
        let (mut transcript, weights) = statement(target, trustee, verification_keys, &self.factors);
        transcript.append_point(Label::FirstMove, &self.first);
        transcript.append_point(Label::SecondMove, &self.second);
        let x = transcript.challenge(Label::Challenge);
        let keys = verification_keys.iter().map(NonIdentity::element);
        let keys = RistrettoPoint::vartime_multiscalar_mul(&weights, keys);
        let factors =
            RistrettoPoint::vartime_multiscalar_mul(&weights, self.factors.iter().map(Point::element));
        let on_keys = mul_base(&self.response) == self.first.element() + x * keys;
        let on_aggregate =
            self.response * target.aggregate.head().element() == self.second.element() + x * factors;
        on_keys && on_aggregate
    }
}

/// A rehearsal (protocol-spec: `trustee-rehearsal`): decrypts a sum that was made up for the purpose, one in every counter, and checks the share as everybody
/// will check the real one. Nothing comes out of it: its `Close` is one that no entry has, and its factors rYⱼᵢ are what
/// whoever chose r computes without the secrets.
///
/// # Errors
/// When this trustee could not decrypt.
pub fn rehearse_share(
    election: &ElectionId,
    keys: &Keys,
    shares: &KeyShares,
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<(), DecryptionError> {
    let r = random_scalar(rng);
    let one = RistrettoPoint::mul_base(&Scalar::ONE);
    let counters = keys.election_keys().iter().map(|key| one + r * key.element());
    let ciphertext: Vec<_> = iter::once(RistrettoPoint::mul_base(&r)).chain(counters).collect();
    let mut sum = Sum::zero(keys.election_keys().len());
    sum.vartime_add(1, &ciphertext);
    let target = DecryptionTarget {
        election,
        close: &Digest([0; 32]),
        groups: &[],
        aggregate: &sum.to_aggregate(),
    };
    let share = DecryptionShare::prove(&target, shares, rng)?;
    share.verify(&target, shares.trustee(), keys)?;
    Ok(())
}

/// m₁G … mₚG from t shares of the target; with more, those of the lowest numbers are used.
pub fn combine(
    shares: &[VerifiedShare],
    target: &DecryptionTarget<'_>,
    params: &CeremonyParams,
) -> Result<Vec<RistrettoPoint>, DecryptionError> {
    check_counters(target, params.counters())?;
    let digest = target.digest();
    let mut shares: Vec<_> = shares.iter().collect();
    shares.sort_by_key(|share| share.trustee);
    if let Some([_, second]) = shares.array_windows().find(|[a, b]| a.trustee == b.trustee) {
        return Err(DecryptionError::Duplicate(second.trustee));
    }
    if let Some(other) = shares.iter().find(|share| share.target != digest) {
        return Err(DecryptionError::OtherTarget(other.trustee));
    }
    let needed = params.threshold();
    let found = shares.len();
    let some = shares
        .get(..needed)
        .ok_or(DecryptionError::TooFew { found, needed })?;
    let trustees: Vec<_> = some.iter().map(|share| share.trustee).collect();
    let lambda = lagrange_at_zero(&trustees);
    // A share verified for this target has as many factors as the target has counters.
    let open = |(i, counter): (usize, &Point)| {
        let factors = some.iter().map(|share| share.factors[i].element());
        counter.element() - RistrettoPoint::vartime_multiscalar_mul(&lambda, factors)
    };
    Ok(target.aggregate.counters().iter().enumerate().map(open).collect())
}

/// A decryption, with those whose shares were skipped.
#[derive(Debug, Clone)]
pub struct Decryption {
    /// m₁G … mₚG, or what stands in the way.
    pub counters: Result<Vec<RistrettoPoint>, DecryptionError>,
    /// Bad shares; each error names its trustee.
    pub blamed: Vec<DecryptionError>,
}

/// Verifies all shares, skips and blames the bad ones, and combines the others. A trustee's first good share counts.
#[must_use]
pub fn decrypt(
    target: &DecryptionTarget<'_>,
    params: &CeremonyParams,
    keys: &Keys,
    shares: &[(TrusteeIndex, DecryptionShare)],
) -> Decryption {
    let mut blamed = Vec::new();
    let mut seen = BTreeSet::new();
    let mut good = Vec::new();
    for (trustee, share) in shares {
        match share.verify(target, *trustee, keys) {
            Ok(_) if !seen.insert(*trustee) => blamed.push(DecryptionError::Duplicate(*trustee)),
            Ok(share) => good.push(share),
            Err(error) => blamed.push(error),
        }
    }
    Decryption {
        counters: combine(&good, target, params),
        blamed,
    }
}

#[cfg(test)]
mod tests;
