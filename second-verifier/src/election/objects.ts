// Payloads of administrative objects (book: objects).

import { bigEndian, type Bytes, compare, concat, sha256, utf8 } from '../bytes.js';
import { type Encoded, prefixed, type Reader } from '../reader.js';
import { type Share, readShare } from '../proofs/decryption.js';
import { type Outcome } from '../counting/outcome.js';

export interface RollEntry {
  credential: Bytes;
  weight: number;
  group: number;
}

export function readRoll(reader: Reader): RollEntry[] {
  const entries = reader.vector(4, (inner) => {
    const { bytes } = inner.key();
    const weight = inner.u32();
    if (weight === 0) inner.fail('a weight of zero');
    return { credential: bytes, weight, group: inner.u16() };
  });
  entries.forEach((entry, place) => {
    const before = entries[place - 1];
    if (before !== undefined && compare(before.credential, entry.credential) >= 0)
      reader.fail('credentials must be ascending, each once');
  });
  return entries;
}

export function readBoothBuild(reader: Reader): {
  toolchain: string;
  files: { name: string; hash: Bytes }[];
} {
  return {
    toolchain: reader.text(),
    files: reader.vector(2, (inner) => ({ name: inner.text(), hash: inner.digest() })),
  };
}

export interface Open {
  at: bigint;
  key: Bytes;
  roll: Bytes;
  voters: number;
  booth: Bytes | undefined;
}

export function readOpen(reader: Reader): Open {
  const [at, key, roll, voters] = [reader.u64(), reader.digest(), reader.digest(), reader.u32()];
  const [booth, more] = reader.vector(1, (inner) => inner.digest());
  if (more !== undefined) reader.fail('at most one booth');
  return { at, key, roll, voters, booth };
}

export function readCancellation(reader: Reader): { credential: Bytes; register: string } {
  return { credential: reader.encoding(), register: reader.text() };
}

export interface Close {
  at: bigint;
  treeSize: bigint;
  root: Bytes;
}

export function readClose(reader: Reader): Close {
  return { at: reader.u64(), treeSize: reader.u64(), root: reader.digest() };
}

export interface Shares {
  at: bigint;
  close: Bytes;
  aggregates: Bytes;
  shares: Share[];
}

export function readShares(reader: Reader): Shares {
  return {
    at: reader.u64(),
    close: reader.digest(),
    aggregates: reader.digest(),
    shares: reader.vector(4, readShare),
  };
}

export interface UnitResult {
  groups: number[];
  ballots: number;
  weight: bigint;
  counts: bigint[];
}

export interface TallyResult {
  at: bigint;
  close: Bytes;
  units: UnitResult[];
  voters: number;
  cancelled: number;
  outcomes: Outcome[];
}

export function readResult(reader: Reader): TallyResult {
  return {
    at: reader.u64(),
    close: reader.digest(),
    units: reader.vector(4, (inner) => ({
      groups: inner.vector(2, (own) => own.u16()),
      ballots: inner.u32(),
      weight: inner.u64(),
      counts: inner.vector(3, (own) => own.u64()),
    })),
    voters: reader.u32(),
    cancelled: reader.u32(),
    outcomes: reader.vector(3, (inner) => ({
      verdict: inner.u8(),
      winners: inner.vector(2, (own) => own.u16()),
      tied: inner.vector(2, (own) => own.u16()),
    })),
  };
}

export function readPhaseEnd(reader: Reader): { at: bigint; phase: number } {
  return { at: reader.u64(), phase: reader.u8() };
}

export function readExtension(reader: Reader): { at: bigint; closesAt: bigint } {
  return { at: reader.u64(), closesAt: reader.u64() };
}

export function readAbort(reader: Reader): { at: bigint; reason: string } {
  return { at: reader.u64(), reason: reader.text() };
}

/** Hash of the ordered list of sums (book: decryption). */
export function aggregatesDigest(
  units: readonly { groups: readonly number[]; sum: readonly Encoded[] }[],
): Bytes {
  const parts = units.map(({ groups, sum }) =>
    concat(
      prefixed(2, ...groups.map((group) => bigEndian(group, 2))),
      prefixed(3, ...sum.map(({ bytes }) => bytes)),
    ),
  );
  return sha256(utf8('comitia/v1/aggregates'), ...parts);
}
