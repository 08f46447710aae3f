// The shape of a ballot: linear systems over bits and amounts (book: shapes).

import { bigEndian, type Bytes, concat, sha256, utf8 } from '../bytes.js';
import { prefixed } from '../reader.js';

/** (column, coefficient), columns ascending. */
export type Row = readonly (readonly [number, bigint])[];

export interface Shape {
  bits: number;
  amounts: number;
  counters: readonly Row[];
  equations: readonly (readonly [Row, bigint])[];
  digest: Bytes;
}

const SIZE_LIMIT = 2048;
const AMOUNT_LIMIT = 64;
const LARGEST_AMOUNT = 2n ** 32n - 1n;
const ROW_LIMIT = 2n ** 62n;

/** The shape, or what is wrong with it. */
export function makeShape(
  bits: number,
  amounts: number,
  counters: readonly Row[],
  equations: readonly (readonly [Row, bigint])[],
): Shape | string {
  const sizes = [
    ['bits', bits, SIZE_LIMIT],
    ['amounts', amounts, AMOUNT_LIMIT],
    ['counters', counters.length, SIZE_LIMIT],
    ['equations', equations.length, SIZE_LIMIT],
  ] as const;
  for (const [what, count, most] of sizes) if (count > most) return `a ballot cannot have ${count} ${what}`;
  if (bits + amounts === 0 || counters.length === 0) return 'a ballot needs a column and a counter';
  for (const row of counters) {
    if (!isSound(row, 0n, bits, amounts) || row.some(([, coefficient]) => coefficient < 0n))
      return 'a counter that cannot be';
  }
  for (const [row, value] of equations)
    if (!isSound(row, value, bits, amounts)) return 'an equation that cannot be';
  const digest = sha256(canonicalBytes(bits, amounts, counters, equations));
  return { bits, amounts, counters, equations, digest };
}

function isSound(row: Row, value: bigint, bits: number, amounts: number): boolean {
  let sum = value < 0n ? -value : value;
  let last = -1;
  for (const [column, coefficient] of row) {
    if (column <= last || column >= bits + amounts || coefficient === 0n) return false;
    last = column;
    sum += (coefficient < 0n ? -coefficient : coefficient) * (column < bits ? 1n : LARGEST_AMOUNT);
  }
  return sum < ROW_LIMIT;
}

/** 64 bits, two's complement. */
function int64(value: bigint): Bytes {
  return bigEndian(BigInt.asUintN(64, value), 8);
}

function rowBytes(row: Row): Bytes {
  return prefixed(3, ...row.flatMap(([column, coefficient]) => [bigEndian(column, 4), int64(coefficient)]));
}

function canonicalBytes(
  bits: number,
  amounts: number,
  counters: Shape['counters'],
  equations: Shape['equations'],
): Bytes {
  return concat(
    utf8('comitia/v1/shape'),
    bigEndian(bits, 4),
    bigEndian(amounts, 4),
    prefixed(4, ...counters.map(rowBytes)),
    prefixed(4, ...equations.flatMap(([row, value]) => [rowBytes(row), int64(value)])),
  );
}

/** The largest count of one ballot, for each counter. */
export function largestCounts(shape: Shape): bigint[] {
  const bounds = columnBounds(shape);
  return shape.counters.map((row) => row.reduce((sum, [column, c]) => sum + c * (bounds[column] ?? 0n), 0n));
}

function columnBounds({ bits, amounts, equations }: Shape): bigint[] {
  const bounds = new Array<bigint>(bits + amounts).fill(1n).fill(LARGEST_AMOUNT, bits);
  for (const [row, value] of equations) {
    if (row.some(([, coefficient]) => coefficient < 0n)) continue;
    const whole = value < 0n ? 0n : value;
    for (const [column, coefficient] of row) {
      const most = whole / coefficient;
      if (column >= bits && most < (bounds[column] ?? 0n)) bounds[column] = most;
    }
  }
  return bounds;
}
