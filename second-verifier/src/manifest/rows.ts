// The rows of one contest over its own columns: its bits, and behind them its amounts.

import { type Row } from '../proofs/shape.js';

export type Term = readonly [number, bigint];

export class Rows {
  bits = 0;
  amounts = 0;
  readonly counters: Row[] = [];
  readonly equations: (readonly [Row, bigint])[] = [];

  /** More bits; their columns. */
  add(count: number): number[] {
    const first = this.bits;
    this.bits += count;
    return Array.from({ length: count }, (_, place) => first + place);
  }

  /** Bits with these weights: their terms. */
  digits(weights: readonly bigint[]): Term[] {
    const columns = this.add(weights.length);
    return weights.map((weight, place) => [columns[place] ?? 0, weight]);
  }

  count(terms: readonly Term[]): void {
    this.counters.push([...terms]);
  }

  countEach(columns: readonly number[]): void {
    for (const column of columns) this.count([[column, 1n]]);
  }

  /** Σ terms = value; terms of coefficient zero are none. */
  equation(terms: readonly Term[], value: bigint): void {
    const row = terms.filter(([, coefficient]) => coefficient !== 0n).sort(([a], [b]) => a - b);
    this.equations.push([row, value]);
  }
}

export function ones(columns: readonly number[]): Term[] {
  return columns.map((column) => [column, 1n]);
}
