// Messages of the key ceremony, and what of them can be checked alone (book: ceremony).

import { bigEndian, type Bytes, concat, equal, sha256 } from '../bytes.js';
import { differenceOfMultiples, fromMontgomery } from '../group/ed25519.js';
import { sumOfMultiples } from '../group/msm.js';
import { type Point, powers, scalarBytes, timesBase } from '../group/ristretto.js';
import { type Encoded, prefixed, type Reader } from '../reader.js';
import { context, parameterBytes } from '../transcript/domain.js';
import { Transcript } from '../transcript/transcript.js';

/** n trustees of whom any t decrypt, p keys. */
export interface Params {
  election: Bytes;
  n: number;
  t: number;
  p: number;
}

function appendParams(transcript: Transcript, { n, t, p }: Params): void {
  transcript.appendU64('trustees', n);
  transcript.appendU64('threshold', t);
  transcript.appendU64('counters', p);
}

export interface Enrolment {
  key: Bytes;
  nonce: Bytes;
  response: bigint;
}

export function readEnrolment(reader: Reader): Enrolment {
  return { key: reader.take(32), nonce: reader.take(32), response: reader.scalar() };
}

function enrolmentBytes({ key, nonce, response }: Enrolment): Bytes {
  return concat(key, nonce, scalarBytes(response));
}

/** sB − cA = R on the Edwards form, by encodings. */
export function provesPossession(params: Params, trustee: number, enrolment: Enrolment): boolean {
  const key = fromMontgomery(enrolment.key);
  if (key === undefined) return false;
  const transcript = Transcript.begin('trustee-enrolment', params.election);
  appendParams(transcript, params);
  transcript.appendU64('trustee', trustee);
  transcript.append('enrolled-key', enrolment.key);
  transcript.append('nonce', enrolment.nonce);
  const nonce = differenceOfMultiples(enrolment.response, transcript.challenge('x'), key);
  return equal(nonce.toBytes(), enrolment.nonce);
}

/** H(enrolments). */
export function enrolmentsDigest(params: Params, enrolments: readonly Enrolment[]): Bytes {
  const own = parameterBytes(params.n, params.t, params.p);
  return sha256(context('ceremony-enrolments', params.election), own, ...enrolments.map(enrolmentBytes));
}

export interface Dealing {
  commitments: Encoded[];
  nonce: Encoded;
  response: bigint;
}

export interface SealedShares {
  encapsulated: Bytes;
  ciphertext: Bytes;
}

export interface Reveal {
  dealing: Dealing;
  sealed: SealedShares[];
}

export function readReveal(reader: Reader): Reveal {
  const dealing = {
    commitments: reader.vector(3, (inner) => inner.key()),
    nonce: reader.point(),
    response: reader.scalar(),
  };
  const sealed = reader.vector(3, (inner) => ({ encapsulated: inner.take(32), ciphertext: inner.opaque(3) }));
  return { dealing, sealed };
}

/** The digest by which a dealer commits itself to a dealing. */
export function commitOf(
  params: Params,
  enrolments: Bytes,
  dealer: number,
  { commitments, nonce, response }: Dealing,
): Bytes {
  const dealing = concat(
    prefixed(3, ...commitments.map(({ bytes }) => bytes)),
    nonce.bytes,
    scalarBytes(response),
  );
  return sha256(context('ceremony-commit', params.election), enrolments, bigEndian(dealer, 1), dealing);
}

/** H(all commits). */
export function commitsDigest(params: Params, enrolments: Bytes, commits: readonly Bytes[]): Bytes {
  return sha256(context('ceremony-commits', params.election), enrolments, ...commits);
}

/** zG = R + Σ xᵏCₖ. */
export function provesKnowledge(
  params: Params,
  enrolments: Bytes,
  dealer: number,
  { commitments, nonce, response }: Dealing,
): boolean {
  const transcript = Transcript.begin('ceremony-reveal', params.election);
  appendParams(transcript, params);
  transcript.append('before', enrolments);
  transcript.appendU64('trustee', dealer);
  transcript.appendU64('count', commitments.length);
  for (const { bytes } of commitments) transcript.append('coefficient', bytes);
  transcript.append('nonce', nonce.bytes);
  const weights = powers(transcript.challenge('x'), commitments.length + 1);
  const points = [nonce, ...commitments].map(({ point }) => point);
  return timesBase(response).equals(sumOfMultiples(weights, points));
}

/** Σₖ jᵏPₖ, by Horner's rule with a small number. */
export function evaluate(points: readonly Point[], trustee: number): Point {
  const [last, ...rest] = [...points].reverse();
  if (last === undefined) throw new Error('no coefficients');
  return rest.reduce((sum, point) => sum.multiplyUnsafe(BigInt(trustee)).add(point), last);
}

/** Whether shares are f₁(j) … f_p(j) of what a dealer is committed to. */
export function areShares(
  params: Params,
  dealing: Dealing,
  trustee: number,
  shares: readonly bigint[],
): boolean {
  if (shares.length !== params.p) return false;
  return shares.every((share, counter) =>
    timesBase(share).equals(evaluate(rowOf(params, dealing.commitments, counter), trustee)),
  );
}

/** The t commitments of a counter. */
export function rowOf({ t }: Params, commitments: readonly Encoded[], counter: number): Point[] {
  return commitments.slice(counter * t, (counter + 1) * t).map(({ point }) => point);
}

export function readTrustee(reader: Reader): number {
  const number = reader.u8();
  return number >= 1 && number <= 32 ? number : reader.fail('no such trustee number');
}

function ascending(reader: Reader, trustees: readonly number[]): void {
  if (trustees.some((own, place) => place > 0 && own <= (trustees[place - 1] ?? 0)))
    reader.fail('trustee numbers do not ascend');
}

export function readComplaint(reader: Reader): number[] {
  const dealers = reader.vector(1, readTrustee);
  ascending(reader, dealers);
  return dealers;
}

export type Answer = { recipient: number; shares: bigint[] }[];

export function readAnswer(reader: Reader): Answer {
  const answer = reader.vector(3, (inner) => ({
    recipient: readTrustee(inner),
    shares: inner.vector(3, (own) => own.scalar()),
  }));
  ascending(
    reader,
    answer.map(({ recipient }) => recipient),
  );
  return answer;
}

export interface Accept {
  size: bigint;
  root: Bytes;
  keys: Bytes;
}

export function readAccept(reader: Reader): Accept {
  return { size: reader.u64(), root: reader.digest(), keys: reader.digest() };
}
