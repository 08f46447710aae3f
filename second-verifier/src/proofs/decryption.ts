// Decryption shares of a sum (book: decryption).

import { type Bytes } from '../bytes.js';
import { sumOfMultiples } from '../group/msm.js';
import { invert, mod, type Point, powers, times, timesBase } from '../group/ristretto.js';
import { type Encoded, type Reader } from '../reader.js';
import { Transcript } from '../transcript/transcript.js';

export interface Share {
  factors: Encoded[];
  first: Encoded;
  second: Encoded;
  response: bigint;
}

export function readShare(reader: Reader): Share {
  return {
    factors: reader.vector(3, (inner) => inner.point()),
    first: reader.point(),
    second: reader.point(),
    response: reader.scalar(),
  };
}

/** What is decrypted: A₀ … Aₚ of some groups. */
export interface Target {
  election: Bytes;
  close: Bytes;
  groups: readonly number[];
  sum: readonly Encoded[];
}

/** Whether this is the share of a trustee with these verification keys. */
export function shareHolds(share: Share, target: Target, trustee: number, keys: readonly Encoded[]): boolean {
  const [head] = target.sum;
  if (head === undefined || share.factors.length !== keys.length || target.sum.length !== keys.length + 1)
    return false;
  const transcript = Transcript.begin('decryption-share', target.election);
  transcript.appendU64('trustee', trustee);
  transcript.appendU64('counters', keys.length);
  for (const key of keys) transcript.append('verification-key', key.bytes);
  transcript.appendU64('count', target.groups.length);
  for (const group of target.groups) transcript.appendU64('group', group);
  transcript.append('close', target.close);
  for (const component of target.sum) transcript.append('aggregate-point', component.bytes);
  for (const factor of share.factors) transcript.append('factor', factor.bytes);
  const weights = powers(transcript.challenge('y'), keys.length + 1).slice(1);
  transcript.append('T0', share.first.bytes);
  transcript.append('T1', share.second.bytes);
  const x = transcript.challenge('x');
  const fold = (points: readonly Encoded[]): Point =>
    times(
      x,
      sumOfMultiples(
        weights,
        points.map(({ point }) => point),
      ),
    );
  const onKeys = timesBase(share.response).equals(share.first.point.add(fold(keys)));
  return onKeys && times(share.response, head.point).equals(share.second.point.add(fold(share.factors)));
}

/** Lagrange's coefficients at zero for these trustees. */
function lagrange(trustees: readonly number[]): bigint[] {
  return trustees.map((own) => {
    const others = trustees.filter((other) => other !== own).map(BigInt);
    const top = others.reduce((product, other) => mod(product * other), 1n);
    const bottom = others.reduce((product, other) => mod(product * (other - BigInt(own))), 1n);
    return mod(top * invert(bottom));
  });
}

/** m₁G … mₚG from shares of exactly as many trustees as are needed. */
export function combine(
  sum: readonly Encoded[],
  shares: readonly { trustee: number; share: Share }[],
): Point[] {
  const coefficients = lagrange(shares.map(({ trustee }) => trustee));
  return sum.slice(1).map(({ point }, counter) => {
    const factors = shares
      .map(({ share }) => share.factors[counter]?.point)
      .filter((factor) => factor !== undefined);
    return point.subtract(sumOfMultiples(coefficients, factors));
  });
}
