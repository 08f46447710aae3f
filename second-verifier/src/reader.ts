// The wire format (book: wire-format): TLS presentation language, one byte string for each value.

import { bigEndian, type Bytes, concat, equal, fromUtf8 } from './bytes.js';
import { decodePoint, decodeScalar, IDENTITY_BYTES, type Point } from './group/ristretto.js';
import { isPrintable } from './text.js';

/** Bytes that are no value of what was to be read. */
export class DecodeError extends Error {}

/** Width of a length in front of a vector, in bytes. */
export type Width = 1 | 2 | 3 | 4;

export class Reader {
  #at = 0;

  constructor(readonly bytes: Bytes) {}

  get left(): number {
    return this.bytes.length - this.#at;
  }

  take(length: number): Bytes {
    if (length > this.left) throw new DecodeError(`input ends too early at byte ${this.#at}`);
    const taken = this.bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  uint(width: number): number {
    let value = 0;
    for (const byte of this.take(width)) value = value * 256 + byte;
    return value;
  }

  u8 = (): number => this.uint(1);
  u16 = (): number => this.uint(2);
  u32 = (): number => this.uint(4);

  u64(): bigint {
    return (BigInt(this.u32()) << 32n) | BigInt(this.u32());
  }

  digest = (): Bytes => this.take(32);

  opaque(width: Width): Bytes {
    return this.take(this.uint(width));
  }

  /** Items that fill a vector exactly. */
  vector<T>(width: Width, item: (reader: Reader) => T): T[] {
    const inner = new Reader(this.opaque(width));
    const items: T[] = [];
    while (inner.left > 0) items.push(item(inner));
    return items;
  }

  text(): string {
    const text = fromUtf8(this.opaque(2));
    if (text === undefined || !isPrintable(text)) {
      throw new DecodeError('not a text without control characters');
    }
    return text;
  }

  /** 32 bytes that are decoded later, or never. */
  encoding = (): Bytes => this.take(32);

  scalar = (): bigint => {
    const scalar = decodeScalar(this.take(32));
    if (scalar === undefined) throw new DecodeError('not the canonical encoding of a scalar');
    return scalar;
  };

  point = (): Encoded => {
    const bytes = this.take(32);
    const point = decodePoint(bytes);
    if (point === undefined) throw new DecodeError('not the canonical encoding of a point');
    return { bytes, point };
  };

  key = (): Encoded => {
    const key = this.point();
    if (equal(key.bytes, IDENTITY_BYTES)) throw new DecodeError('the identity is not allowed here');
    return key;
  };

  fail(problem: string): never {
    throw new DecodeError(`${problem} at byte ${this.#at}`);
  }
}

/** A point with its encoding. */
export interface Encoded {
  bytes: Bytes;
  point: Point;
}

/** A value that must be all of `bytes`. */
export function decode<T>(bytes: Bytes, read: (reader: Reader) => T): T {
  const reader = new Reader(bytes);
  const value = read(reader);
  if (reader.left > 0) reader.fail('bytes after the end of the value');
  return value;
}

/** A vector behind its length in bytes. */
export function prefixed(width: Width, ...parts: Bytes[]): Bytes {
  const body = concat(...parts);
  return concat(bigEndian(body.length, width), body);
}
