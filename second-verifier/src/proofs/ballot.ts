// The ballot and its proof (book: ballot-proof, ballot-entry).

import { type Bytes, EMPTY } from '../bytes.js';
import { AMOUNT_BLINDING, BLINDING, columnGenerators } from '../group/generators.js';
import { sumOfMultiples } from '../group/msm.js';
import {
  BASE,
  decodePoint,
  IDENTITY_BYTES,
  mod,
  type Point,
  powers,
  times,
  timesBase,
} from '../group/ristretto.js';
import { equal } from '../bytes.js';
import { decode, type Reader } from '../reader.js';
import { type CheckId } from '../report.js';
import { Transcript } from '../transcript/transcript.js';
import { type Row, type Shape } from './shape.js';
import { rangeProofHolds, rangeProofLength } from './range.js';

export interface Amounts {
  commitments: Bytes[];
  mask: Bytes;
  response: bigint;
  ranges: Bytes;
}

export interface SealedBallot {
  ciphertext: Bytes[];
  /** V, A, C, D, T₀, T₁. */
  points: Bytes[];
  /** τ. */
  equations: bigint;
  /** f. */
  columns: bigint[];
  /** φ, ζ and z. */
  blinding: bigint;
  product: bigint;
  randomness: bigint;
  amounts: Amounts | undefined;
}

export interface VoterSignature {
  nonce: Bytes;
  response: bigint;
}

export function readSealedBallot(reader: Reader): SealedBallot {
  const ciphertext = reader.vector(2, (inner) => inner.encoding());
  const points = [1, 2, 3, 4, 5, 6].map(() => reader.encoding());
  const equations = reader.scalar();
  const columns = reader.vector(2, (inner) => inner.scalar());
  const [blinding, product, randomness] = [reader.scalar(), reader.scalar(), reader.scalar()];
  const body = reader.opaque(2);
  const amounts = body.length === 0 ? undefined : decode(body, readAmounts);
  return { ciphertext, points, equations, columns, blinding, product, randomness, amounts };
}

function readAmounts(reader: Reader): Amounts {
  return {
    commitments: reader.vector(2, (inner) => inner.encoding()),
    mask: reader.encoding(),
    response: reader.scalar(),
    ranges: reader.opaque(2),
  };
}

export function readVoterSignature(reader: Reader): VoterSignature {
  return { nonce: reader.encoding(), response: reader.scalar() };
}

/** Bytes of a sealed ballot of a shape. */
export function sealedLength(shape: Shape): number {
  const { amounts } = shape;
  const proof = amounts === 0 ? 2 : 2 + 2 + 32 * amounts + 32 + 32 + 2 + rangeProofLength(amounts);
  const ciphertext = 2 + 32 * (shape.counters.length + 1);
  return ciphertext + 32 * 6 + 32 + 2 + 32 * (shape.bits + amounts + 3) + proof;
}

/** What the ballot says about its voter, with weight and group from the roll. */
export interface VoterContext {
  credential: Bytes;
  group: number;
  weight: number;
  seq: number;
  prev: Bytes;
}

export interface Item {
  index: number;
  voter: VoterContext;
  ballot: SealedBallot;
  signature: VoterSignature;
}

/** A ballot that holds, with its ciphertext decoded, or the check that it fails. */
export type Verdict = { ciphertext: Point[] } | { check: CheckId; problem: string };

/** A ballot whose points are decoded and whose challenges are known. */
interface Prepared {
  item: Item;
  ciphertext: Point[];
  points: Point[];
  commitments: Point[];
  mask: Point | undefined;
  credential: Point;
  nonce: Point;
  y: bigint;
  x: bigint;
  c: bigint;
  ranges: Transcript | undefined;
}

/** What all ballots of an election have in common. */
export class BallotStatement {
  readonly #start: Transcript;
  readonly #columns: readonly Point[];

  constructor(
    readonly election: Bytes,
    open: Bytes,
    readonly shape: Shape,
    readonly keys: readonly { bytes: Bytes; point: Point }[],
  ) {
    this.#start = Transcript.begin('ballot', election);
    this.#start.append('open', open);
    this.#start.append('shape', shape.digest);
    this.#start.appendU64('count', keys.length);
    for (const key of keys) this.#start.append('Y', key.bytes);
    this.#columns = columnGenerators(shape.bits + shape.amounts);
  }

  /** Verifies ballots together; an answer for each, in order. */
  verify(items: readonly Item[]): Verdict[] {
    const prepared = items.map((item) => this.#prepare(item));
    const ready = prepared.filter((one): one is Prepared => 'item' in one);
    const bad = new Set(this.#bad(ready));
    return prepared.map((one) => {
      if (!('item' in one)) return one;
      if (bad.has(one)) return this.#blame(one);
      if (!this.#rangesHold(one))
        return { check: 'V13', problem: 'the proof that the ballot is well formed does not verify' };
      return { ciphertext: one.ciphertext };
    });
  }

  #blame(one: Prepared): Verdict {
    const { item, credential, nonce, c } = one;
    const signed = timesBase(item.signature.response).subtract(times(c, credential)).equals(nonce);
    return signed
      ? { check: 'V13', problem: 'the proof that the ballot is well formed does not verify' }
      : { check: 'V12', problem: "the voter's signature does not verify" };
  }

  /** Those that do not hold: the whole list is tried first, then its halves. */
  #bad(ready: readonly Prepared[]): Prepared[] {
    if (ready.length === 0 || this.#hold(ready)) return [];
    if (ready.length === 1) return [...ready];
    const half = Math.floor(ready.length / 2);
    return [...this.#bad(ready.slice(0, half)), ...this.#bad(ready.slice(half))];
  }

  #prepare(item: Item): Prepared | Verdict {
    const { shape } = this;
    const { ballot, voter, signature } = item;
    if (ballot.ciphertext.length !== shape.counters.length + 1) return wrongLength('ciphertext components');
    if (ballot.columns.length !== shape.bits + shape.amounts) return wrongLength('responses');
    if (!hasItsAmounts(ballot.amounts, shape.amounts)) return wrongLength('amounts');
    const lists = [[voter.credential, signature.nonce], ballot.ciphertext, ballot.points];
    const withAmounts = ballot.amounts ? [ballot.amounts.commitments, [ballot.amounts.mask]] : [[], []];
    const decoded = [...lists, ...withAmounts].map((list) => decodeAll(list));
    const [own, ciphertext, points, commitments, masks] = decoded;
    if (!own || !ciphertext || !points || !commitments || !masks) {
      return { check: 'V11', problem: 'a point is not in its canonical encoding' };
    }
    const [credential, nonce] = own;
    if (!credential || !nonce || !ballot.ciphertext[0]) return wrongLength('points');
    if (credential.is0()) return { check: 'V11', problem: 'the credential is the identity' };
    if (equal(ballot.ciphertext[0], IDENTITY_BYTES)) return { check: 'V11', problem: 'E0 is the identity' };
    return {
      item,
      ciphertext,
      points,
      commitments,
      mask: masks[0],
      credential,
      nonce,
      ...this.#replay(item),
    };
  }

  /** All challenges (book: ballot-proof, the order of the transcript). */
  #replay({ voter, ballot, signature }: Item): {
    y: bigint;
    x: bigint;
    c: bigint;
    ranges: Transcript | undefined;
  } {
    const transcript = this.#start.clone();
    transcript.appendU64('group', voter.group);
    transcript.appendU64('weight', voter.weight);
    transcript.append('credential', voter.credential);
    transcript.appendU64('seq', voter.seq);
    transcript.append('prev', voter.prev);
    transcript.appendU64('count', ballot.ciphertext.length);
    for (const component of ballot.ciphertext) transcript.append('E', component);
    const [V, A, C, D, T0, T1] = ballot.points.map((point) => point);
    for (const [label, point] of [
      ['V', V],
      ['A', A],
      ['C', C],
      ['D', D],
    ] as const) {
      transcript.append(label, point ?? EMPTY);
    }
    const { amounts } = ballot;
    if (amounts) {
      transcript.appendU64('count', amounts.commitments.length);
      for (const commitment of amounts.commitments) transcript.append('W', commitment);
    }
    const y = transcript.challenge('y');
    transcript.append('T0', T0 ?? EMPTY);
    transcript.append('T1', T1 ?? EMPTY);
    transcript.appendScalar('tau', ballot.equations);
    if (amounts) transcript.append('U', amounts.mask);
    const x = transcript.challenge('x');
    transcript.appendU64('count', ballot.columns.length);
    for (const response of ballot.columns) transcript.appendScalar('f', response);
    transcript.appendScalar('phi', ballot.blinding);
    transcript.appendScalar('zeta', ballot.product);
    transcript.appendScalar('z', ballot.randomness);
    let ranges: Transcript | undefined;
    if (amounts) {
      transcript.appendScalar('omega', amounts.response);
      ranges = transcript.clone();
      ranges.append('range-fork', EMPTY);
      transcript.append('range-proof', amounts.ranges);
    }
    transcript.append('R', signature.nonce);
    return { y, x, c: transcript.challenge('c'), ranges };
  }

  #rangesHold(one: Prepared): boolean {
    const { amounts } = one.item.ballot;
    if (!amounts || !one.ranges) return true;
    return rangeProofHolds(one.ranges, amounts.commitments, one.commitments, amounts.ranges);
  }

  /** Equations 1, 2, 3, 5 and the signatures, each with a random weight, add up to nothing; 4 holds exactly. */
  #hold(ready: readonly Prepared[]): boolean {
    const sum = new Gathered(this.shape, this.keys.length);
    for (const one of ready) {
      if (!equationsHold(this.shape, one)) return false;
      sum.add(this.shape, one);
    }
    const points = [BASE, BLINDING, AMOUNT_BLINDING, ...this.keys.map((key) => key.point), ...this.#columns];
    return sum.isZero(points);
  }
}

function wrongLength(what: string): Verdict {
  return { check: 'V11', problem: `the ballot has another number of ${what} than its shape` };
}

function hasItsAmounts(amounts: Amounts | undefined, expected: number): boolean {
  if (amounts === undefined) return expected === 0;
  return (
    expected > 0 &&
    amounts.commitments.length === expected &&
    amounts.ranges.length === rangeProofLength(expected)
  );
}

function decodeAll(list: readonly Bytes[]): Point[] | undefined {
  const points: Point[] = [];
  for (const bytes of list) {
    const point = decodePoint(bytes);
    if (point === undefined) return undefined;
    points.push(point);
  }
  return points;
}

function evaluate(row: Row, values: readonly bigint[]): bigint {
  let sum = 0n;
  for (const [column, coefficient] of row) sum += coefficient * (values[column] ?? 0n);
  return sum;
}

/** Equation 4. */
function equationsHold(shape: Shape, { item, y, x }: Prepared): boolean {
  const weights = powers(y, shape.counters.length + shape.equations.length + 1).slice(
    shape.counters.length + 1,
  );
  let [left, right] = [0n, 0n];
  shape.equations.forEach(([row, value], k) => {
    const weight = weights[k] ?? 0n;
    left += weight * mod(evaluate(row, item.ballot.columns));
    right += weight * value;
  });
  return mod(left - x * mod(right) - item.ballot.equations) === 0n;
}

/** A weighted sum of equations, everything on the left side. */
class Gathered {
  readonly #base: bigint[];
  readonly #scalars: bigint[] = [];
  readonly #points: Point[] = [];

  constructor(shape: Shape, keys: number) {
    this.#base = new Array<bigint>(3 + keys + shape.bits + shape.amounts).fill(0n);
  }

  add(shape: Shape, one: Prepared): void {
    const { ballot, signature } = one.item;
    const [w1, w2, w3, w4, w5, w6] = [0, 1, 2, 3, 4, 5].map(randomWeight) as [
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    const p = shape.counters.length;
    const y = powers(one.y, Math.max(p, shape.amounts) + 1).slice(1);
    const folded = shape.counters.reduce(
      (sum, row, i) => sum + (y[i] ?? 0n) * mod(evaluate(row, ballot.columns)),
      0n,
    );
    this.#atBase(0, w6 * signature.response - w3 * ballot.randomness - w4 * mod(folded));
    this.#atBase(1, -w1 * ballot.blinding - w2 * ballot.product);
    for (let i = 0; i < p; i++) this.#atBase(3 + i, -mod(w4 * ballot.randomness) * (y[i] ?? 0n));
    ballot.columns.forEach((f, column) => {
      const square = column < shape.bits ? w2 * (one.x - f) : 0n;
      this.#atBase(3 + p + column, -f * mod(w1 + square));
    });
    const w4x = mod(w4 * one.x);
    this.#push(w3 * one.x, one.ciphertext[0]);
    for (let i = 0; i < p; i++) this.#push(w4x * (y[i] ?? 0n), one.ciphertext[i + 1]);
    [w1 * one.x, w1, w2 * one.x, w2, w3, w4].forEach((weight, i) => this.#push(weight, one.points[i]));
    if (ballot.amounts) this.#addAmounts(shape, one, ballot.amounts, w5, y);
    this.#push(-w6, one.nonce);
    this.#push(-w6 * one.c, one.credential);
  }

  #addAmounts(shape: Shape, one: Prepared, amounts: Amounts, w: bigint, y: readonly bigint[]): void {
    let folded = 0n;
    for (let i = 0; i < shape.amounts; i++) {
      folded += (y[i] ?? 0n) * (one.item.ballot.columns[shape.bits + i] ?? 0n);
      this.#push(mod(w * one.x) * (y[i] ?? 0n), one.commitments[i]);
    }
    this.#atBase(0, -w * mod(folded));
    this.#atBase(2, -w * amounts.response);
    this.#push(w, one.mask);
  }

  #atBase(place: number, value: bigint): void {
    this.#base[place] = mod((this.#base[place] ?? 0n) + value);
  }

  #push(scalar: bigint, point: Point | undefined): void {
    if (point === undefined) throw new Error('a point is missing');
    this.#scalars.push(mod(scalar));
    this.#points.push(point);
  }

  isZero(base: readonly Point[]): boolean {
    return sumOfMultiples([...this.#base, ...this.#scalars], [...base, ...this.#points]).is0();
  }
}

/** 128 bits that nobody can foresee. */
function randomWeight(): bigint {
  const words = crypto.getRandomValues(new BigUint64Array(2));
  return ((words[0] ?? 0n) << 64n) | (words[1] ?? 0n);
}

/** Whether a credential gave up a sealed ballot (book: audited-entry). */
export function auditVerdict(
  election: Bytes,
  claim: { credential: Bytes; tracker: Bytes; randomness: Bytes },
  signature: VoterSignature,
): { check: CheckId; problem: string } | undefined {
  const key = decodePoint(claim.credential);
  if (key === undefined) return { check: 'V11', problem: 'the credential is not a point' };
  if (key.is0()) return { check: 'V11', problem: 'the credential is the identity' };
  if (decodePoint(claim.randomness) === undefined) return { check: 'V11', problem: 'E0 is not a point' };
  const transcript = Transcript.begin('audited-ballot', election);
  transcript.append('credential', claim.credential);
  transcript.append('tracker', claim.tracker);
  transcript.append('E', claim.randomness);
  transcript.append('R', signature.nonce);
  const challenge = transcript.challenge('c');
  const nonce = timesBase(signature.response).subtract(times(challenge, key));
  return equal(nonce.toBytes(), signature.nonce)
    ? undefined
    : { check: 'V12', problem: "the voter's signature does not verify" };
}
