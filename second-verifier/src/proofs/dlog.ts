// Counts from mG (book: dlog): baby steps and giant steps. A point of ristretto255 is a class of four points of the
// curve; four times any of them is the same, so the steps are made with fourfold points and compared by coordinates.

import { ed25519, ristretto255 } from '@noble/curves/ed25519.js';
import { equal } from '../bytes.js';
import { type EdwardsPoint } from '../group/ed25519.js';
import { type Point, timesBase } from '../group/ristretto.js';

const Fp = ed25519.Point.Fp;
const SOME = 1024;

/** Four times the class. The library keeps a point of the class; any of them will do. */
function fourfold(point: Point): EdwardsPoint {
  return (point as unknown as { ep: EdwardsPoint }).ep.double().double();
}

/** `start`, `start + step`, …, by their affine coordinates. */
function* walk(start: EdwardsPoint, step: EdwardsPoint, count: number): Generator<bigint> {
  let at = start;
  for (let done = 0; done < count; done += SOME) {
    const points: EdwardsPoint[] = [];
    for (let i = 0; i < SOME && done + i < count; i++) {
      points.push(at);
      at = at.add(step);
    }
    for (const { x, y } of normalize(points)) yield y * 2n + (x & 1n);
  }
}

function normalize(points: readonly EdwardsPoint[]): { x: bigint; y: bigint }[] {
  const inverses = Fp.invertBatch(points.map(({ Z }) => Z));
  return points.map(({ X, Y }, i) => ({ x: Fp.mul(X, inverses[i] ?? 0n), y: Fp.mul(Y, inverses[i] ?? 0n) }));
}

export class CountTable {
  readonly #babySteps: number;
  readonly #places = new Map<bigint, number>();
  readonly #giantStep: EdwardsPoint;

  /** For counts up to a bound; `counters` of them will be looked for. */
  constructor(
    readonly bound: bigint,
    counters: number,
  ) {
    this.#babySteps = Math.max(16, Math.ceil(Math.sqrt(Number(bound) * Math.max(1, counters))));
    this.#babySteps = Math.min(this.#babySteps, 2 ** 20, Number(bound) + 1);
    const base = fourfold(ristretto255.Point.BASE);
    let place = 0;
    for (const key of walk(ed25519.Point.ZERO, base, this.#babySteps)) this.#places.set(key, place++);
    this.#giantStep = base.multiplyUnsafe(BigInt(this.#babySteps)).negate();
  }

  find(point: Point): bigint | undefined {
    const steps = Number(this.bound / BigInt(this.#babySteps)) + 1;
    let giant = 0n;
    for (const key of walk(fourfold(point), this.#giantStep, steps)) {
      const baby = this.#places.get(key);
      if (baby !== undefined) {
        const count = giant * BigInt(this.#babySteps) + BigInt(baby);
        return count <= this.bound && equal(timesBase(count).toBytes(), point.toBytes()) ? count : undefined;
      }
      giant += 1n;
    }
    return undefined;
  }
}
