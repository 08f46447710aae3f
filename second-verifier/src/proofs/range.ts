// Amounts in [0, 2³²): one aggregated Bulletproof (book: amounts, range-proof).

import { type Bytes, equal, utf8 } from '../bytes.js';
import { AMOUNT_BLINDING, rangeGenerators } from '../group/generators.js';
import { sumOfMultiples } from '../group/msm.js';
import {
  BASE,
  decodePoint,
  IDENTITY_BYTES,
  invert,
  mod,
  ORDER,
  type Point,
  powers,
  ZERO,
} from '../group/ristretto.js';
import { decode, type Reader } from '../reader.js';
import { type Transcript } from '../transcript/transcript.js';

const BITS = 32;

function padded(amounts: number): number {
  let count = 1;
  while (count < amounts) count *= 2;
  return count;
}

export function rangeProofLength(amounts: number): number {
  return 32 * (9 + 2 * Math.log2(BITS * padded(amounts)));
}

interface RangeProof {
  A: Bytes;
  S: Bytes;
  T1: Bytes;
  T2: Bytes;
  t: bigint;
  tBlinding: bigint;
  eBlinding: bigint;
  rounds: [Bytes, Bytes][];
  a: bigint;
  b: bigint;
}

function readRangeProof(reader: Reader): RangeProof {
  const [A, S, T1, T2] = [reader.encoding(), reader.encoding(), reader.encoding(), reader.encoding()];
  const [t, tBlinding, eBlinding] = [reader.scalar(), reader.scalar(), reader.scalar()];
  const rounds: [Bytes, Bytes][] = [];
  while (reader.left > 64) rounds.push([reader.encoding(), reader.encoding()]);
  return { A, S, T1, T2, t, tBlinding, eBlinding, rounds, a: reader.scalar(), b: reader.scalar() };
}

interface Challenges {
  y: bigint;
  z: bigint;
  x: bigint;
  w: bigint;
  u: bigint[];
}

function replay(transcript: Transcript, commitments: readonly Bytes[], proof: RangeProof): Challenges {
  transcript.append('dom-sep', utf8('rangeproof v1'));
  transcript.appendU64('n', BITS);
  transcript.appendU64('m', commitments.length);
  for (const commitment of commitments) transcript.append('V', commitment);
  transcript.append('A', proof.A);
  transcript.append('S', proof.S);
  const [y, z] = [transcript.challenge('y'), transcript.challenge('z')];
  transcript.append('T_1', proof.T1);
  transcript.append('T_2', proof.T2);
  const x = transcript.challenge('x');
  transcript.appendScalar('t_x', proof.t);
  transcript.appendScalar('t_x_blinding', proof.tBlinding);
  transcript.appendScalar('e_blinding', proof.eBlinding);
  const w = transcript.challenge('w');
  transcript.append('dom-sep', utf8('ipp v1'));
  transcript.appendU64('n', BITS * commitments.length);
  const u = proof.rounds.map(([L, R]) => {
    transcript.append('L', L);
    transcript.append('R', R);
    return transcript.challenge('u');
  });
  return { y, z, x, w, u };
}

/** Whether what was committed to is in range; `transcript` stands where the prover's stood, and is used up. */
export function rangeProofHolds(
  transcript: Transcript,
  commitments: readonly Bytes[],
  points: readonly Point[],
  bytes: Bytes,
): boolean {
  let proof: RangeProof;
  try {
    proof = decode(bytes, readRangeProof);
  } catch {
    return false;
  }
  const m = padded(commitments.length);
  const own = [
    proof.A,
    proof.S,
    proof.T1,
    proof.T2,
    ...proof.rounds.map(([L]) => L),
    ...proof.rounds.map(([, R]) => R),
  ];
  if (2 ** proof.rounds.length !== BITS * m || own.some((point) => equal(point, IDENTITY_BYTES)))
    return false;
  const decoded = own.map(decodePoint);
  if (!decoded.every((point): point is Point => point !== undefined)) return false;
  const all = [...commitments, ...new Array<Bytes>(m - commitments.length).fill(IDENTITY_BYTES)];
  const values = [...points, ...new Array<Point>(m - points.length).fill(ZERO)];
  const challenges = replay(transcript, all, proof);
  if (challenges.y === 0n || challenges.u.includes(0n)) return false;
  const scalars = coefficients(challenges, proof, m);
  const fixed = [AMOUNT_BLINDING, BASE, ...rangeGenerators('G', m, BITS), ...rangeGenerators('H', m, BITS)];
  return sumOfMultiples(scalars, [...decoded, ...fixed, ...values]).is0();
}

/** sᵢ of the inner product argument: the product of all u or 1/u, by the bits of i. */
function products(u: readonly bigint[]): bigint[] {
  let all = [1n];
  for (const one of u) {
    const inverse = invert(one);
    all = all.flatMap((product) => [(product * inverse) % ORDER, (product * one) % ORDER]);
  }
  return all;
}

/** The coefficients of A, S, T₁, T₂, L, R, B̃, B, G, H and V in the sum that must be nothing. */
function coefficients({ y, z, x, w, u }: Challenges, proof: RangeProof, m: number): bigint[] {
  const c = randomScalar();
  const s = products(u);
  const squares = u.map((one) => mod(one * one));
  const inverses = squares.map(invert);
  const two = powers(2n, BITS);
  const ofZ = powers(z, m);
  const zz = mod(z * z);
  const inverseY = powers(invert(y), BITS * m);
  const g = s.map((one) => mod(-z - proof.a * one));
  const h = s.map((_, i) => {
    const opposite = s[s.length - 1 - i] ?? 0n;
    const range = mod((ofZ[Math.floor(i / BITS)] ?? 0n) * (two[i % BITS] ?? 0n));
    return mod(z + (inverseY[i] ?? 0n) * mod(zz * range - proof.b * opposite));
  });
  const sum = (list: readonly bigint[]): bigint => mod(list.reduce((total, one) => total + one, 0n));
  const delta = mod((z - zz) * sum(powers(y, BITS * m)) - mod(zz * z) * sum(two) * sum(ofZ));
  const base = mod(w * (proof.t - proof.a * proof.b) + c * (delta - proof.t));
  const head = [1n, x, mod(c * x), mod(mod(c * x) * x), ...squares, ...inverses];
  const blinding = mod(-proof.eBlinding - c * proof.tBlinding);
  return [...head, blinding, base, ...g, ...h, ...ofZ.map((one) => mod(mod(c * zz) * one))];
}

function randomScalar(): bigint {
  const words = crypto.getRandomValues(new BigUint64Array(6));
  return words.reduce((all, word) => (all << 64n) | word, 0n) % ORDER;
}
