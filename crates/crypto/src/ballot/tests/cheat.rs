//! A second prover, over scalars instead of bits and amounts: it proves whatever it is told to, and accepts no rule. With
//! values under the rules its ballots verify, so that what refuses the others is the proof and not the prover.

use super::super::amounts::{AmountProof, amount_powers, fold};
use super::super::statement::{append_commitments, append_moves, append_responses};
use super::*;
use crate::generators::Generators;
use crate::group::powers;
use crate::range_proof::RangeGenerators;
use crate::shape::{Term, evaluate};

/// What a cheating booth puts where.
#[derive(Clone)]
pub(super) struct Cheat {
    /// What V holds and the responses answer for: bits, then amounts.
    pub values: Vec<Scalar>,
    /// What E holds; by default the counters of `values`.
    pub counters: Option<Vec<Scalar>>,
    /// What W holds.
    pub committed: Vec<Scalar>,
    /// What the range proof is made for, with the blindings of W; more than there are amounts if it pads otherwise.
    pub ranged: Vec<u32>,
    /// Whether the challenges leave out the ciphertexts.
    pub weak: bool,
}

impl Cheat {
    /// The same amounts everywhere.
    pub(super) fn honest(bits: &[bool], amounts: &[u32]) -> Self {
        let plaintext = Plaintext {
            bits: bits.to_vec(),
            amounts: amounts.to_vec(),
        };
        Self {
            values: plaintext.scalars().collect(),
            counters: None,
            committed: amounts.iter().copied().map(Scalar::from).collect(),
            ranged: amounts.to_vec(),
            weak: false,
        }
    }

    /// What the challenges are made of.
    fn hashed(&self, ballot: &SealedBallot) -> SealedBallot {
        if self.weak {
            without_ciphertext(ballot)
        } else {
            ballot.clone()
        }
    }

    /// A ballot whose every part is proved as well as it can be, signed.
    pub(super) fn seal(&self, shape: Shape) -> Voted {
        let mut voted = Voted {
            ballot: vacant(),
            ..honest_voter(shape)
        };
        voted.ballot = self.prove(&voted.statement, &voted.voter);
        voted.resign();
        voted
    }

    fn prove(&self, statement: &ElectionStatement, voter: &VoterContext) -> SealedBallot {
        let shape = statement.shape();
        let secrets = Secrets::draw(shape, self.ranged.len());
        let mut ballot = self.commit(statement, &secrets);
        let mut transcript = statement.transcript(voter);
        let y = append_commitments(&mut transcript, &self.hashed(&ballot));
        ballot.moves = secrets.moves(statement, y);
        let ys = amount_powers(y, shape.amounts());
        let masked = fold(&ys, &secrets.masks[shape.bits()..]);
        if let Some(amounts) = &mut ballot.amounts {
            amounts.mask = RangeGenerators::new(1).commit(masked, secrets.upsilon);
        }
        let x = append_moves(&mut transcript, &ballot);
        let columns = self.values.iter().zip(&secrets.masks);
        ballot.responses = Responses {
            columns: columns.map(|(value, mask)| x * value + mask).collect(),
            blinding: x * secrets.rho + secrets.alpha,
            product: x * secrets.gamma + secrets.delta,
            randomness: x * secrets.r + secrets.s,
        };
        if let Some(amounts) = &mut ballot.amounts {
            amounts.response = x * fold(&ys, &secrets.blindings) + secrets.upsilon;
        }
        append_responses(&mut transcript, &ballot);
        if let Some(amounts) = &mut ballot.amounts {
            let (fork, rng) = (
                &mut transcript.fork_for_ranges(),
                &mut ChaCha20Rng::seed_from_u64(78),
            );
            let generators = RangeGenerators::new(self.ranged.len());
            amounts.ranges = generators
                .prove(fork, &self.ranged, &secrets.blindings, rng)
                .unwrap();
        }
        ballot
    }

    /// E, V, A, C, D and W.
    fn commit(&self, statement: &ElectionStatement, secrets: &Secrets) -> SealedBallot {
        let shape = statement.shape();
        let bits = self.values[..shape.bits()].iter().zip(&secrets.masks);
        let linear: Vec<Scalar> = bits.clone().map(|(b, a)| a - (b + b) * a).collect();
        let squares: Vec<Scalar> = bits.map(|(_, a)| -(a * a)).collect();
        let rows = shape
            .counter_terms()
            .iter()
            .map(|row| evaluate(row, &self.values));
        let counters = self.counters.clone().unwrap_or_else(|| rows.collect());
        let ranges = RangeGenerators::new(1);
        let committed = self.committed.iter().zip(&secrets.blindings);
        SealedBallot {
            ciphertext: encrypt(statement, &counters, &secrets.r),
            commitments: Commitments {
                bits: commit(&secrets.rho, &self.values),
                masks: commit(&secrets.alpha, &secrets.masks),
                linear: commit(&secrets.gamma, &linear),
                squares: commit(&secrets.delta, &squares),
            },
            amounts: (shape.amounts() > 0).then(|| AmountProof {
                commitments: committed.map(|(v, w)| ranges.commit(*v, *w)).collect(),
                mask: PointBytes::IDENTITY,
                response: Scalar::ZERO,
                ranges: Vec::new(),
            }),
            ..vacant()
        }
    }
}

/// Randomness under the names of the specification.
struct Secrets {
    masks: Vec<Scalar>,
    blindings: Vec<Scalar>,
    r: Scalar,
    s: Scalar,
    rho: Scalar,
    alpha: Scalar,
    gamma: Scalar,
    delta: Scalar,
    upsilon: Scalar,
}

impl Secrets {
    fn draw(shape: &Shape, blindings: usize) -> Self {
        let rng = &mut ChaCha20Rng::seed_from_u64(77);
        let mut draw = |count: usize| (0..count).map(|_| random_scalar(rng)).collect::<Vec<Scalar>>();
        let [r, s, rho, alpha, gamma, delta, upsilon] = draw(7).try_into().unwrap();
        Self {
            masks: draw(shape.columns()),
            blindings: draw(blindings),
            r,
            s,
            rho,
            alpha,
            gamma,
            delta,
            upsilon,
        }
    }

    fn moves(&self, statement: &ElectionStatement, y: Scalar) -> Moves {
        let shape = statement.shape();
        let ys = powers(y, shape.counters() + shape.equations() + 1);
        let (counter_powers, equation_powers) = ys[1..].split_at(shape.counters());
        let keys = statement.keys().iter().zip(counter_powers);
        let keys: RistrettoPoint = keys.map(|(key, y)| y * key.element()).sum();
        let equations = shape.equation_terms().iter().map(|(row, _)| row);
        Moves {
            first: *Point::from(self.s * G).bytes(),
            second: *Point::from(self.fold(shape.counter_terms(), counter_powers) * G + self.s * keys)
                .bytes(),
            equations: self.fold(equations, equation_powers),
        }
    }

    /// Σ yⁱ·(row of the masks)ᵢ.
    fn fold<'a>(&self, rows: impl IntoIterator<Item = &'a Vec<Term>>, powers: &[Scalar]) -> Scalar {
        let rows: Vec<Scalar> = rows.into_iter().map(|row| evaluate(row, &self.masks)).collect();
        fold(powers, &rows)
    }
}

/// The same ballot as a transcript sees it that is told of no ciphertext.
pub(super) fn without_ciphertext(ballot: &SealedBallot) -> SealedBallot {
    SealedBallot {
        ciphertext: Vec::new(),
        ..ballot.clone()
    }
}

fn honest_voter(shape: Shape) -> Voted {
    let keys = keys(shape.counters(), &mut ChaCha20Rng::seed_from_u64(99));
    let any = vote(single(3), &[true, false, false], 1);
    Voted {
        statement: ElectionStatement::new(ELECTION, OPEN, shape, keys).unwrap(),
        ..any
    }
}

/// A ballot that nothing has been put into yet.
fn vacant() -> SealedBallot {
    SealedBallot {
        ciphertext: Vec::new(),
        commitments: Commitments {
            bits: PointBytes::IDENTITY,
            masks: PointBytes::IDENTITY,
            linear: PointBytes::IDENTITY,
            squares: PointBytes::IDENTITY,
        },
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
        amounts: None,
    }
}

fn commit(blinding: &Scalar, scalars: &[Scalar]) -> PointBytes {
    let generators = Generators::new(u32::try_from(scalars.len()).unwrap());
    let terms = generators
        .columns
        .iter()
        .zip(scalars)
        .map(|(point, scalar)| scalar * point);
    *Point::from(blinding * generators.blinding + terms.sum::<RistrettoPoint>()).bytes()
}

fn encrypt(statement: &ElectionStatement, counters: &[Scalar], r: &Scalar) -> Vec<PointBytes> {
    let components = counters
        .iter()
        .zip(statement.keys())
        .map(|(m, key)| m * G + r * key.element());
    core::iter::once(r * G)
        .chain(components)
        .map(|e| *Point::from(e).bytes())
        .collect()
}
