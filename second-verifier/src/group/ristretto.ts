// ristretto255 (book: group). Points of the library, with the one spelling that the protocol allows.

import { ed25519, ristretto255 } from '@noble/curves/ed25519.js';
import { type Bytes, fromLittleEndian, littleEndian, toHex } from '../bytes.js';

export type Point = InstanceType<typeof ristretto255.Point>;

export const ORDER = ed25519.Point.Fn.ORDER;
export const BASE: Point = ristretto255.Point.BASE;
export const ZERO: Point = ristretto255.Point.ZERO;
export const IDENTITY_BYTES: Bytes = new Uint8Array(32);

/** Points that were decoded before, for whoever verifies many records that differ in little. */
let remembered: Map<string, Point> | undefined;

/** Keeps decoded points from now on: decoding one again costs a hundred times as much as finding it. */
export function rememberPoints(): void {
  remembered ??= new Map();
}

export function decodePoint(bytes: Bytes): Point | undefined {
  const name = remembered && toHex(bytes);
  const known = name === undefined ? undefined : remembered?.get(name);
  if (known !== undefined) return known;
  try {
    const point = ristretto255.Point.fromBytes(bytes);
    if (name !== undefined) remembered?.set(name, point);
    return point;
  } catch {
    return undefined;
  }
}

export function decodeScalar(bytes: Bytes): bigint | undefined {
  const value = fromLittleEndian(bytes);
  return value < ORDER ? value : undefined;
}

export function scalarBytes(scalar: bigint): Bytes {
  return littleEndian(scalar, 32);
}

/** The remainder that is not negative. */
export function mod(value: bigint): bigint {
  const rest = value % ORDER;
  return rest < 0n ? rest + ORDER : rest;
}

/** 64 bytes, little-endian, reduced modulo the order. */
export function wide(bytes: Bytes): bigint {
  return fromLittleEndian(bytes) % ORDER;
}

export function invert(scalar: bigint): bigint {
  return ed25519.Point.Fn.inv(scalar);
}

export function times(scalar: bigint, point: Point): Point {
  return scalar === 0n ? ZERO : point.multiplyUnsafe(scalar);
}

export function timesBase(scalar: bigint): Point {
  return scalar === 0n ? ZERO : BASE.multiply(scalar);
}

/** 1, base, base², …: so many of them. */
export function powers(base: bigint, count: number): bigint[] {
  const all: bigint[] = [];
  for (let power = 1n; all.length < count; power = (power * base) % ORDER) all.push(power);
  return all;
}
