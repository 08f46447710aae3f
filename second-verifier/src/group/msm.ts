// Sums of many multiples: the bucket method. Everything here is public, and takes variable time.

import { type Point, ZERO } from './ristretto.js';

const BITS = 253;

/** Bits of a window for which the additions are fewest. */
function windowOf(count: number): number {
  const cost = (c: number): number => Math.ceil(BITS / c) * (count + 2 ** (c + 1));
  let best = 1;
  for (let c = 2; c <= 16; c++) if (cost(c) < cost(best)) best = c;
  return best;
}

/** The window of a scalar's bits, for each window from the lowest. */
function digits(scalar: bigint, c: number, windows: number): Uint32Array {
  const out = new Uint32Array(windows);
  const hex = scalar.toString(16).padStart(64, '0');
  const words = new Uint32Array(9);
  for (let i = 0; i < 8; i++) words[i] = Number.parseInt(hex.slice(64 - 8 * (i + 1), 64 - 8 * i), 16);
  const mask = 2 ** c - 1;
  for (let w = 0; w < windows; w++) {
    const bit = w * c;
    const [word, shift] = [bit >>> 5, bit & 31];
    const low = (words[word] ?? 0) >>> shift;
    const high = shift === 0 ? 0 : (words[word + 1] ?? 0) << (32 - shift);
    out[w] = (low | high) & mask;
  }
  return out;
}

/** Σ scalar·point. */
export function sumOfMultiples(scalars: readonly bigint[], points: readonly Point[]): Point {
  if (scalars.length !== points.length) throw new Error('a scalar for each point');
  const c = windowOf(points.length);
  const windows = Math.ceil(BITS / c);
  const all = scalars.map((scalar) => digits(scalar, c, windows));
  let sum = ZERO;
  for (let w = windows - 1; w >= 0; w--) {
    for (let i = 0; i < c && !sum.is0(); i++) sum = sum.double();
    sum = sum.add(windowSum(all, points, w, c));
  }
  return sum;
}

function windowSum(all: Uint32Array[], points: readonly Point[], w: number, c: number): Point {
  const buckets: (Point | undefined)[] = new Array(2 ** c);
  for (let i = 0; i < points.length; i++) {
    const digit = all[i]?.[w] ?? 0;
    const point = points[i];
    if (digit === 0 || point === undefined) continue;
    const held = buckets[digit];
    buckets[digit] = held === undefined ? point : held.add(point);
  }
  let running = ZERO;
  let sum = ZERO;
  let begun = false;
  for (let digit = buckets.length - 1; digit > 0; digit--) {
    const held = buckets[digit];
    if (held !== undefined) {
      running = begun ? running.add(held) : held;
      begun = true;
    }
    if (begun) sum = sum.add(running);
  }
  return sum;
}
