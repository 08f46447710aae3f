// Ed25519 as the protocol demands it (book: signatures): no second spelling, nothing of small order, no cofactor.

import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, equal, fromLittleEndian } from '../bytes.js';
import { ORDER } from './ristretto.js';

export type EdwardsPoint = InstanceType<typeof ed25519.Point>;

/** A point by its only encoding. */
export function decodeEdwards(bytes: Bytes): EdwardsPoint | undefined {
  try {
    const point = ed25519.Point.fromBytes(bytes, false);
    return equal(point.toBytes(), bytes) ? point : undefined;
  } catch {
    return undefined;
  }
}

/** Whether these bytes may be pinned as a key. */
export function isUsableKey(bytes: Bytes): boolean {
  const point = decodeEdwards(bytes);
  return point !== undefined && !point.isSmallOrder();
}

/** sB − cA. */
export function differenceOfMultiples(s: bigint, c: bigint, point: EdwardsPoint): EdwardsPoint {
  const left = s === 0n ? ed25519.Point.ZERO : ed25519.Point.BASE.multiply(s);
  const right = c === 0n ? ed25519.Point.ZERO : point.multiplyUnsafe(c);
  return left.subtract(right);
}

export function verifiesEd25519(key: Bytes, message: Bytes, signature: Bytes): boolean {
  if (signature.length !== 64) return false;
  const [nonce, s] = [signature.subarray(0, 32), fromLittleEndian(signature.subarray(32))];
  const [point, r] = [decodeEdwards(key), decodeEdwards(nonce)];
  if (point === undefined || r === undefined || s >= ORDER) return false;
  if (point.isSmallOrder() || r.isSmallOrder()) return false;
  const challenge = fromLittleEndian(sha512(concat(nonce, key, message))) % ORDER;
  return equal(differenceOfMultiples(s, challenge, point).toBytes(), nonce);
}

const P = 2n ** 255n - 19n;

/**
 * The point with an even x whose u-coordinate on the Montgomery form these bytes are: free of torsion, and u reduced.
 */
export function fromMontgomery(bytes: Bytes): EdwardsPoint | undefined {
  const u = fromLittleEndian(bytes);
  if (u >= P - 1n) return undefined;
  const Fp = ed25519.Point.Fp;
  const y = Fp.mul(Fp.sub(u, 1n), Fp.inv(Fp.add(u, 1n)));
  const point = decodeEdwards(Fp.toBytes(y));
  return point?.isTorsionFree() === true && !point.is0() ? point : undefined;
}
