//! Sealing a ballot and signing it.

use super::multiples::Multiples;
use super::statement::{append_commitments, append_moves, append_responses, signature_challenge};
use super::{Commitments, ElectionStatement, Moves, Responses, SealedBallot, VoterContext, VoterSignature};
use crate::group::{Point, PointBytes, Scalar, identity, mul_base, powers, random_scalar};
use crate::plaintext::Plaintext;
use crate::range_proof::RangeProofError;
use crate::shape::{Shape, evaluate};
use crate::transcript::Transcript;
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::traits::{MultiscalarMul, VartimeMultiscalarMul};
use rand_core::{CryptoRng, RngCore};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use thiserror::Error;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Why a choice cannot be sealed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealError {
    /// The choice has another number of bits or amounts than the shape.
    #[error("the choice has {got} {what}, the ballot {expected}")]
    Length {
        /// Bits or amounts.
        what: &'static str,
        /// How many are given.
        got: usize,
        /// How many the shape has.
        expected: usize,
    },
    /// The choice breaks a rule of the ballot.
    #[error("the choice breaks rule {0} of the ballot")]
    Unsatisfied(usize),
    /// The ranges of the amounts could not be proved.
    #[error(transparent)]
    Ranges(#[from] RangeProofError),
}

/// What opens a sealed ballot: the plaintext and the randomness r. It leaves the booth only in an audit.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Opening {
    plaintext: Plaintext,
    randomness: Scalar,
}

impl Opening {
    /// What was sealed.
    #[must_use]
    pub const fn plaintext(&self) -> &Plaintext {
        &self.plaintext
    }

    /// r. Whoever has it can read the ballot.
    #[must_use]
    pub const fn randomness(&self) -> &Scalar {
        &self.randomness
    }
}

impl core::fmt::Debug for Opening {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Opening").finish_non_exhaustive()
    }
}

/// Everything secret in one proof, erased together.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct Secrets {
    /// a₁ … aₙ₊ᵤ.
    pub masks: Vec<Scalar>,
    blinding: Scalar,
    mask_blinding: Scalar,
    linear_blinding: Scalar,
    square_blinding: Scalar,
    randomness_mask: Scalar,
    /// w₁ … wᵤ.
    pub amount_blindings: Vec<Scalar>,
    /// υ.
    pub amount_mask: Scalar,
}

impl Secrets {
    fn draw(shape: &Shape, rng: &mut (impl CryptoRng + RngCore)) -> Self {
        Self {
            masks: (0..shape.columns()).map(|_| random_scalar(rng)).collect(),
            blinding: random_scalar(rng),
            mask_blinding: random_scalar(rng),
            linear_blinding: random_scalar(rng),
            square_blinding: random_scalar(rng),
            randomness_mask: random_scalar(rng),
            amount_blindings: (0..shape.amounts()).map(|_| random_scalar(rng)).collect(),
            amount_mask: random_scalar(rng),
        }
    }
}

impl ElectionStatement {
    /// Seals `plaintext` for `voter`. Time and size depend on the shape alone.
    ///
    /// # Errors
    /// When the plaintext is none of the shape, or breaks one of its equations.
    pub fn seal(
        &self,
        voter: &VoterContext,
        plaintext: &Plaintext,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<(SealedBallot, Opening), SealError> {
        self.check(plaintext)?;
        let mut transcript = self.transcript(voter);
        let mut rng = transcript.hedged_rng(&[&plaintext.to_bytes()], rng);
        let opening = Opening {
            plaintext: plaintext.clone(),
            randomness: random_scalar(&mut rng),
        };
        let secrets = Secrets::draw(&self.shape, &mut rng);
        let mut ballot = self.prove(&mut transcript, &opening, &secrets);
        self.prove_ranges(&transcript, &mut ballot, &plaintext.amounts, &secrets, &mut rng)?;
        Ok((ballot, opening))
    }

    /// Whether a plaintext is one of the shape.
    fn check(&self, plaintext: &Plaintext) -> Result<(), SealError> {
        for (what, got, expected) in [
            ("bits", plaintext.bits.len(), self.shape.bits()),
            ("amounts", plaintext.amounts.len(), self.shape.amounts()),
        ] {
            if got != expected {
                return Err(SealError::Length { what, got, expected });
            }
        }
        match self.shape.unsatisfied(plaintext) {
            Some(equation) => Err(SealError::Unsatisfied(equation)),
            None => Ok(()),
        }
    }

    /// Everything but the range proof; leaves the transcript behind the responses.
    fn prove(&self, transcript: &mut Transcript, opening: &Opening, secrets: &Secrets) -> SealedBallot {
        let mut ballot = SealedBallot {
            ciphertext: self.encrypt(opening),
            commitments: self.commit(&opening.plaintext, secrets),
            moves: Moves {
                first: PointBytes::IDENTITY,
                second: PointBytes::IDENTITY,
                equations: Scalar::ZERO,
            },
            responses: Responses {
                columns: Vec::new(),
                blinding: Scalar::ZERO,
                product: Scalar::ZERO,
                randomness: Scalar::ZERO,
            },
            amounts: self.commit_amounts(&opening.plaintext, secrets),
        };
        let y = append_commitments(transcript, &ballot);
        ballot.moves = self.moves(y, secrets);
        if let (Some(generators), Some(amounts)) = (&self.ranges, &mut ballot.amounts) {
            amounts.mask = self.mask_amounts(generators, y, secrets);
        }
        let x = append_moves(transcript, &ballot);
        if let Some(amounts) = &mut ballot.amounts {
            amounts.response = self.answer_amounts(y, x, secrets);
        }
        ballot.responses = Responses {
            columns: opening
                .plaintext
                .scalars()
                .zip(&secrets.masks)
                .map(|(value, mask)| x * value + mask)
                .collect(),
            blinding: x * secrets.blinding + secrets.mask_blinding,
            product: x * secrets.linear_blinding + secrets.square_blinding,
            randomness: x * opening.randomness + secrets.randomness_mask,
        };
        append_responses(transcript, &ballot);
        ballot
    }

    /// E₀ = rG and Eᵢ = mᵢG + rYᵢ.
    pub(super) fn encrypt(&self, opening: &Opening) -> Vec<PointBytes> {
        let r = &opening.randomness;
        let counts = Zeroizing::new(self.shape.count(&opening.plaintext));
        let shared: Vec<RistrettoPoint> = match &self.tables {
            Some(tables) => tables.keys.iter().map(|key| key * r).collect(),
            None => self.keys.iter().map(|key| r * key.element()).collect(),
        };
        let counts = counts.iter().zip(self.shape.largest_counts());
        let counters = counts
            .zip(shared)
            .map(|((m, largest), shared)| small_multiple(&RISTRETTO_BASEPOINT_POINT, *m, largest) + shared);
        core::iter::once(mul_base(r))
            .chain(counters)
            .map(|e| *Point::from(e).bytes())
            .collect()
    }

    /// V, A, C and D.
    fn commit(&self, plaintext: &Plaintext, secrets: &Secrets) -> Commitments {
        let generators = &self.generators;
        let blinded = |blinding: &Scalar, scalars: &[Scalar]| {
            let columns = generators.columns.iter().take(scalars.len());
            let scalars = core::iter::once(blinding).chain(scalars);
            let points = core::iter::once(&generators.blinding).chain(columns);
            *Point::from(RistrettoPoint::multiscalar_mul(scalars, points)).bytes()
        };
        let signs = plaintext
            .bits
            .iter()
            .map(|bit| Scalar::ONE - Scalar::from(2 * u8::from(*bit)));
        let linear: Zeroizing<Vec<Scalar>> = Zeroizing::new(
            signs
                .zip(&secrets.masks)
                .map(|(sign, mask)| sign * mask)
                .collect(),
        );
        let masks = secrets.masks.iter().take(plaintext.bits.len());
        let squares: Zeroizing<Vec<Scalar>> = Zeroizing::new(masks.map(|mask| -(mask * mask)).collect());
        let chosen = self.choose(plaintext, secrets);
        if let Some(tables) = &self.tables {
            return self.commit_from(&tables.generators, &plaintext.bits, secrets, chosen, &squares);
        }
        Commitments {
            bits: chosen,
            masks: blinded(&secrets.mask_blinding, &secrets.masks),
            linear: blinded(&secrets.linear_blinding, &linear),
            squares: blinded(&secrets.square_blinding, &squares),
        }
    }

    /// V. Its coefficients are small: selecting is cheaper than multiplying, and as constant in time.
    fn choose(&self, plaintext: &Plaintext, secrets: &Secrets) -> PointBytes {
        let generators = &self.generators;
        let mut chosen = secrets.blinding * generators.blinding;
        for (bit, generator) in plaintext.bits.iter().zip(&generators.columns) {
            let bit = Choice::from(u8::from(*bit));
            chosen += RistrettoPoint::conditional_select(&identity(), generator, bit);
        }
        let columns = generators.columns.iter().skip(plaintext.bits.len());
        for (amount, generator) in plaintext.amounts.iter().zip(columns) {
            chosen += small_multiple(generator, u64::from(*amount), u64::from(u32::MAX));
        }
        *Point::from(chosen).bytes()
    }

    /// The same from multiples at hand: aⱼGⱼ serves A, and with its sign C.
    fn commit_from(
        &self,
        generators: &[Multiples],
        bits: &[bool],
        secrets: &Secrets,
        chosen: PointBytes,
        squares: &[Scalar],
    ) -> Commitments {
        let blinding = &self.generators.blinding;
        let mut masks = secrets.mask_blinding * blinding;
        let mut linear = secrets.linear_blinding * blinding;
        let mut sum = secrets.square_blinding * blinding;
        let terms = generators.iter().zip(bits).zip(&secrets.masks).zip(squares);
        for (((generator, bit), mask), square) in terms {
            let masked = generator * mask;
            masks += masked;
            let bit = Choice::from(u8::from(*bit));
            linear += RistrettoPoint::conditional_select(&masked, &-masked, bit);
            sum += generator * square;
        }
        for (generator, mask) in generators.iter().zip(&secrets.masks).skip(bits.len()) {
            masks += generator * mask;
        }
        Commitments {
            bits: chosen,
            masks: *Point::from(masks).bytes(),
            linear: *Point::from(linear).bytes(),
            squares: *Point::from(sum).bytes(),
        }
    }

    /// T₀, T₁ and τ.
    fn moves(&self, y: Scalar, secrets: &Secrets) -> Moves {
        let (p, q) = (self.shape.counters(), self.shape.equations());
        let y_powers = powers(y, p + q + 1);
        let (counter_powers, equation_powers) = y_powers.get(1..).unwrap_or_default().split_at(p);
        let fold = |terms: &[crate::shape::Term], power: &Scalar| power * evaluate(terms, &secrets.masks);
        let counters = self
            .shape
            .counter_terms()
            .iter()
            .zip(counter_powers)
            .map(|(row, power)| fold(row, power));
        let equations = self
            .shape
            .equation_terms()
            .iter()
            .zip(equation_powers)
            .map(|((row, _), power)| fold(row, power));
        let masked = Zeroizing::new(counters.sum::<Scalar>());
        let folded_keys = RistrettoPoint::vartime_multiscalar_mul(
            counter_powers,
            self.keys.iter().map(|key| key.element()),
        );
        let second = mul_base(&masked) + secrets.randomness_mask * folded_keys;
        Moves {
            first: *Point::from(mul_base(&secrets.randomness_mask)).bytes(),
            second: *Point::from(second).bytes(),
            equations: equations.sum(),
        }
    }

    /// Whether `plaintext`, which must obey the shape, and r are what `ballot` holds: what an audit checks.
    #[must_use]
    pub fn vartime_opens(&self, ballot: &SealedBallot, plaintext: &Plaintext, randomness: &Scalar) -> bool {
        self.check(plaintext).is_ok()
            && self.encrypt(&Opening {
                plaintext: plaintext.clone(),
                randomness: *randomness,
            }) == ballot.ciphertext
    }
}

/// m times a point for a count that is at most `largest`: one selection and addition for each bit that such a count can
/// have, which is far less than a multiplication, and as constant in time.
fn small_multiple(point: &RistrettoPoint, m: u64, largest: u64) -> RistrettoPoint {
    let mut power = *point;
    let mut sum = identity();
    for place in 0..u64::BITS - largest.leading_zeros() {
        let bit = ((m >> place) & 1).ct_eq(&1);
        sum += RistrettoPoint::conditional_select(&identity(), &power, bit);
        power += power;
    }
    sum
}

/// Signs a sealed ballot: what *cast* means. The key is `secret`·G, which must be the voter's credential.
pub fn sign(
    statement: &ElectionStatement,
    voter: &VoterContext,
    ballot: &SealedBallot,
    secret: &Scalar,
    rng: &mut (impl CryptoRng + RngCore),
) -> VoterSignature {
    let mut transcript = statement.replay(voter, ballot).transcript;
    let mut rng = transcript.hedged_rng(&[secret.as_bytes()], rng);
    let nonce = Zeroizing::new(random_scalar(&mut rng));
    let nonce_point = *Point::from(mul_base(&nonce)).bytes();
    let challenge = signature_challenge(&mut transcript, &nonce_point);
    VoterSignature {
        nonce: nonce_point,
        response: *nonce + challenge * secret,
    }
}
