//! Batch verification: one multi-scalar multiplication for many ballots, and bisection to name the bad ones.
//!
//! A ballot is accepted iff its signature holds and
//! ```text
//! (1) xV + A = φH + Σ fⱼGⱼ
//! (2) xC + D = ζH + Σ fⱼ(x−fⱼ)Gⱼ
//! (3) xE₀ + T₀ = zG   and   xΣᵢ yⁱEᵢ + T₁ = (Σᵢ yⁱ(Mf)ᵢ)G + z·Σᵢ yⁱYᵢ
//! (4) Σₖ y^(p+k)(Lf)ₖ = xΣₖ y^(p+k)cₖ + τ
//! (5) x Σᵢ yⁱWᵢ + U = (Σᵢ yⁱfₙ₊ᵢ)G + ωB̃     if there are amounts, which the range proof finds in range
//! ```
//! (4) is checked exactly, ballot by ballot; all others are weighted with random 128-bit numbers and added up.
//! A false equation survives with probability 2⁻¹²⁸. The range proofs come last, one by one: nobody can make a verifier
//! work for one with a ballot that is not otherwise right and signed.

use super::amounts::{amount_powers, fold};
use super::statement::{Item, signature_challenge};
use super::{ElectionStatement, SealedBallot};
use crate::group::{Point, Scalar, powers};
use crate::shape::evaluate;
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::traits::{IsIdentity, VartimeMultiscalarMul};
use rand_core::{CryptoRng, RngCore};
use thiserror::Error;

/// So few of a failing batch are sooner verified one by one than halved again and again.
const ALONE: usize = 16;

/// Why a ballot was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BallotFault {
    /// Another number of ciphertext components or responses than the shape has.
    #[error("the ballot has another number of {0} than its shape")]
    Length(&'static str),
    /// A point that is not canonical.
    #[error("{0} is not the canonical encoding of a point")]
    Encoding(&'static str),
    /// E₀ or the credential is the identity.
    #[error("{0} is the identity")]
    Identity(&'static str),
    /// The voter did not sign this ballot.
    #[error("the voter's signature does not verify")]
    Signature,
    /// The proof does not hold.
    #[error("the proof that the ballot is well formed does not verify")]
    Proof,
}

/// The ciphertext of a ballot that passed the full check; there is no other way to get one.
#[derive(Debug, Clone)]
pub struct VerifiedBallot(Vec<RistrettoPoint>);

impl VerifiedBallot {
    /// E₀ … Eₚ, ready to be added to a sum.
    #[must_use]
    pub fn ciphertext(&self) -> &[RistrettoPoint] {
        &self.0
    }
}

/// A ballot whose points are decoded and whose challenges are known.
struct Prepared {
    /// E₀ … Eₚ, V, A, C, D, T₀, T₁, and W₁ … Wᵤ, U if there are amounts.
    points: Vec<RistrettoPoint>,
    credential: RistrettoPoint,
    nonce: RistrettoPoint,
    x: Scalar,
    /// y¹ … yᵖ.
    y_powers: Vec<Scalar>,
    /// Σᵢ yⁱ(Mf)ᵢ.
    folded_responses: Scalar,
    /// y¹ … yᵘ.
    amount_powers: Vec<Scalar>,
    /// Σᵢ yⁱfₙ₊ᵢ.
    folded_amounts: Scalar,
    /// Where the range proof begins, if there are amounts.
    ranges: Option<merlin::Transcript>,
    /// Whether equation (4) holds.
    equations_hold: bool,
    signature_challenge: Scalar,
}

impl ElectionStatement {
    /// Verifies ballots together; the answer has one place for each item, in order.
    ///
    /// Chunks of 256 to 1,024 are fastest. `rng` must be unpredictable to whoever made the ballots.
    pub fn vartime_verify_batch(
        &self,
        items: &[Item<'_>],
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Vec<Result<VerifiedBallot, BallotFault>> {
        let mut prepared: Vec<_> = items.iter().map(|item| self.prepare(item)).collect();
        let decoded = prepared
            .iter()
            .enumerate()
            .filter_map(|(index, p)| Some((index, p.as_ref().ok()?)));
        let (sound, unsound): (Vec<_>, Vec<_>) = decoded.partition(|(_, ready)| ready.equations_hold);
        let indexes =
            |list: Vec<(usize, &Prepared)>| list.into_iter().map(|(index, _)| index).collect::<Vec<_>>();
        let (sound, unsound) = (indexes(sound), indexes(unsound));
        let mut faults = Vec::new();
        if !self.sum_is_zero(items, &prepared, &sound, rng) {
            let (signed, forged): (Vec<_>, Vec<_>) = sound
                .into_iter()
                .partition(|index| is_signed(items, &prepared, *index));
            faults.extend(forged.into_iter().map(|index| (index, BallotFault::Signature)));
            self.bisect(items, &prepared, &signed, rng, &mut faults);
        }
        for index in unsound {
            faults.push((index, blame(items, &prepared, index)));
        }
        for (index, fault) in faults {
            if let Some(place) = prepared.get_mut(index) {
                *place = Err(fault);
            }
        }
        for (item, place) in items.iter().zip(&mut prepared) {
            if place
                .as_ref()
                .is_ok_and(|ready| !self.ranges_hold(item.ballot, ready, rng))
            {
                *place = Err(BallotFault::Proof);
            }
        }
        let verified = |mut ready: Prepared| {
            ready.points.truncate(self.shape.counters() + 1);
            VerifiedBallot(ready.points)
        };
        prepared.into_iter().map(|ready| ready.map(verified)).collect()
    }

    /// Halves a failing batch until every bad ballot stands alone. All its ballots are signed: whoever has no
    /// credential cannot make anybody search for false proofs (W7).
    fn bisect(
        &self,
        items: &[Item<'_>],
        prepared: &[Result<Prepared, BallotFault>],
        indexes: &[usize],
        rng: &mut (impl CryptoRng + RngCore),
        faults: &mut Vec<(usize, BallotFault)>,
    ) {
        if indexes.is_empty() || self.sum_is_zero(items, prepared, indexes, rng) {
            return;
        }
        if let [index] = indexes {
            faults.push((*index, BallotFault::Proof));
            return;
        }
        if indexes.len() <= ALONE {
            for index in indexes {
                if !self.sum_is_zero(items, prepared, &[*index], rng) {
                    faults.push((*index, BallotFault::Proof));
                }
            }
            return;
        }
        let (left, right) = indexes.split_at(indexes.len() / 2);
        self.bisect(items, prepared, left, rng, faults);
        self.bisect(items, prepared, right, rng, faults);
    }

    fn prepare(&self, item: &Item<'_>) -> Result<Prepared, BallotFault> {
        let (p, ballot) = (self.shape.counters(), item.ballot);
        if ballot.ciphertext.len() != p + 1 {
            return Err(BallotFault::Length("ciphertext components"));
        }
        if ballot.responses.columns.len() != self.shape.columns() {
            return Err(BallotFault::Length("responses"));
        }
        if !self.has_its_amounts(ballot) {
            return Err(BallotFault::Length("amounts"));
        }
        let mut replay = self.replay(item.voter, ballot);
        let y_powers = powers(replay.y, p + self.shape.equations() + 1);
        let (counter_powers, equation_powers) = y_powers.get(1..).unwrap_or_default().split_at(p);
        let rows = self.shape.counter_terms().iter().zip(counter_powers);
        let folded_responses = rows
            .map(|(row, power)| power * evaluate(row, &ballot.responses.columns))
            .sum();
        let amount_powers = amount_powers(replay.y, self.shape.amounts());
        let credential = decode(&item.voter.credential, "the credential")?;
        let points = decode_points(ballot)?;
        if credential.is_identity() {
            return Err(BallotFault::Identity("the credential"));
        }
        if points.first().is_none_or(IsIdentity::is_identity) {
            return Err(BallotFault::Identity("E0"));
        }
        Ok(Prepared {
            points,
            credential,
            nonce: decode(&item.signature.nonce, "R")?,
            x: replay.x,
            y_powers: counter_powers.to_vec(),
            folded_responses,
            folded_amounts: fold(
                &amount_powers,
                ballot.responses.columns.iter().skip(self.shape.bits()),
            ),
            amount_powers,
            equations_hold: self.equations_hold(ballot, replay.x, equation_powers),
            signature_challenge: signature_challenge(&mut replay.transcript, &item.signature.nonce),
            ranges: replay.ranges,
        })
    }

    /// Whether the amounts of a ballot, if it has any, are in range.
    fn ranges_hold(
        &self,
        ballot: &SealedBallot,
        ready: &Prepared,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> bool {
        match (&self.ranges, &ballot.amounts, ready.ranges.clone()) {
            (None, None, None) => true,
            (Some(generators), Some(amounts), Some(mut transcript)) => {
                generators.vartime_verify(&mut transcript, &amounts.commitments, &amounts.ranges, rng)
            }
            _ => false,
        }
    }

    /// Equation (4).
    fn equations_hold(&self, ballot: &SealedBallot, x: Scalar, powers: &[Scalar]) -> bool {
        let (mut left, mut right) = (Scalar::ZERO, Scalar::ZERO);
        for ((row, value), power) in self.shape.equation_terms().iter().zip(powers) {
            left += power * evaluate(row, &ballot.responses.columns);
            right += power * value;
        }
        left == x * right + ballot.moves.equations
    }

    fn sum_is_zero(
        &self,
        items: &[Item<'_>],
        prepared: &[Result<Prepared, BallotFault>],
        indexes: &[usize],
        rng: &mut (impl CryptoRng + RngCore),
    ) -> bool {
        let mut batch = Batch::new(self, indexes.len());
        for index in indexes {
            let (Some(item), Some(Ok(ready))) = (items.get(*index), prepared.get(*index)) else {
                return false;
            };
            batch.add_proof(item.ballot, ready, rng);
            batch.add_signature(item, ready, rng);
        }
        batch.adds_up_to_zero(self)
    }
}

/// What is wrong with a ballot that does not verify: a false signature comes first, since then the proof is nobody's.
fn blame(items: &[Item<'_>], prepared: &[Result<Prepared, BallotFault>], index: usize) -> BallotFault {
    if is_signed(items, prepared, index) {
        BallotFault::Proof
    } else {
        BallotFault::Signature
    }
}

/// Whether σG − cK = R, for one ballot alone.
fn is_signed(items: &[Item<'_>], prepared: &[Result<Prepared, BallotFault>], index: usize) -> bool {
    let (Some(item), Some(Ok(ready))) = (items.get(index), prepared.get(index)) else {
        return false;
    };
    let (challenge, response) = (-ready.signature_challenge, item.signature.response);
    RistrettoPoint::vartime_double_scalar_mul_basepoint(&challenge, &ready.credential, &response)
        == ready.nonce
}

fn decode(bytes: &crate::group::PointBytes, what: &'static str) -> Result<RistrettoPoint, BallotFault> {
    bytes
        .decompress()
        .map(|point: Point| *point.element())
        .ok_or(BallotFault::Encoding(what))
}

fn decode_points(ballot: &SealedBallot) -> Result<Vec<RistrettoPoint>, BallotFault> {
    let commitments = &ballot.commitments;
    let named = [
        (&commitments.bits, "V"),
        (&commitments.masks, "A"),
        (&commitments.linear, "C"),
        (&commitments.squares, "D"),
        (&ballot.moves.first, "T0"),
        (&ballot.moves.second, "T1"),
    ];
    let ciphertext = ballot
        .ciphertext
        .iter()
        .map(|component| (component, "a ciphertext component"));
    let amounts = ballot.amounts.iter().flat_map(|amounts| {
        let commitments = amounts.commitments.iter().map(|commitment| (commitment, "W"));
        commitments.chain([(&amounts.mask, "U")])
    });
    ciphertext
        .chain(named)
        .chain(amounts)
        .map(|(bytes, what)| decode(bytes, what))
        .collect()
}

/// A weighted sum of equations: the fixed points gather their coefficients, the others are listed.
struct Batch {
    base: Scalar,
    blinding: Scalar,
    amount_blinding: Scalar,
    keys: Vec<Scalar>,
    columns: Vec<Scalar>,
    /// How many of the columns are bits.
    bits: usize,
    scalars: Vec<Scalar>,
    points: Vec<RistrettoPoint>,
}

impl Batch {
    fn new(statement: &ElectionStatement, ballots: usize) -> Self {
        let (n, p) = (statement.shape.columns(), statement.shape.counters());
        let amounts = statement.shape.amounts();
        let capacity = ballots * (p + 10 + amounts) + n + p + 3;
        Self {
            base: Scalar::ZERO,
            blinding: Scalar::ZERO,
            amount_blinding: Scalar::ZERO,
            keys: vec![Scalar::ZERO; p],
            columns: vec![Scalar::ZERO; n],
            bits: statement.shape.bits(),
            scalars: Vec::with_capacity(capacity),
            points: Vec::with_capacity(capacity),
        }
    }

    /// w₁(1) + w₂(2) + w₃(3, left) + w₄(3, right), everything on the left side.
    fn add_proof(&mut self, ballot: &SealedBallot, ready: &Prepared, rng: &mut (impl CryptoRng + RngCore)) {
        let [w1, w2, w3, w4] = [(); 4].map(|()| weight(rng));
        let (x, responses) = (ready.x, &ballot.responses);
        self.blinding -= w1 * responses.blinding + w2 * responses.product;
        for (column, (sum, f)) in self.columns.iter_mut().zip(&responses.columns).enumerate() {
            // (2) is about bits alone.
            let square = if column < self.bits {
                w2 * (x - f)
            } else {
                Scalar::ZERO
            };
            *sum -= f * (w1 + square);
        }
        self.base -= w3 * responses.randomness + w4 * ready.folded_responses;
        let w4z = w4 * responses.randomness;
        for (sum, power) in self.keys.iter_mut().zip(&ready.y_powers) {
            *sum -= w4z * power;
        }
        let w4x = w4 * x;
        self.scalars.push(w3 * x);
        self.scalars
            .extend(ready.y_powers.iter().map(|power| w4x * power));
        // V, A, C, D, T₀, T₁.
        self.scalars.extend([w1 * x, w1, w2 * x, w2, w3, w4]);
        if let Some(amounts) = &ballot.amounts {
            self.add_amounts(amounts.response, ready, weight(rng));
        }
        self.points.extend_from_slice(&ready.points);
    }

    /// w(5): the coefficients of W₁ … Wᵤ, U come behind those of T₁.
    fn add_amounts(&mut self, response: Scalar, ready: &Prepared, w: Scalar) {
        self.base -= w * ready.folded_amounts;
        self.amount_blinding -= w * response;
        let wx = w * ready.x;
        self.scalars
            .extend(ready.amount_powers.iter().map(|power| wx * power));
        self.scalars.push(w);
    }

    /// w(σG − R − cK).
    fn add_signature(&mut self, item: &Item<'_>, ready: &Prepared, rng: &mut (impl CryptoRng + RngCore)) {
        let w = weight(rng);
        self.base += w * item.signature.response;
        self.scalars.extend([-w, -(w * ready.signature_challenge)]);
        self.points.extend([ready.nonce, ready.credential]);
    }

    fn adds_up_to_zero(mut self, statement: &ElectionStatement) -> bool {
        self.scalars.extend([self.base, self.blinding]);
        self.points
            .extend([RISTRETTO_BASEPOINT_POINT, statement.generators.blinding]);
        if let Some(ranges) = &statement.ranges {
            self.scalars.push(self.amount_blinding);
            self.points.push(*ranges.blinding());
        }
        self.scalars.append(&mut self.keys);
        self.points.extend(statement.keys.iter().map(|key| key.element()));
        self.scalars.append(&mut self.columns);
        self.points.extend_from_slice(&statement.generators.columns);
        RistrettoPoint::vartime_multiscalar_mul(&self.scalars, &self.points).is_identity()
    }
}

/// A random number of 128 bits.
fn weight(rng: &mut (impl CryptoRng + RngCore)) -> Scalar {
    let mut bytes = [0; 32];
    let (low, _) = bytes.split_at_mut(16);
    rng.fill_bytes(low);
    Scalar::from_bytes_mod_order(bytes)
}
