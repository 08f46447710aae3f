// Which groups are decrypted together (book: floor).

/** Counted ballots by weight. */
export type Histogram = ReadonlyMap<number, number>;

export interface Unit {
  groups: number[];
  weights: Map<number, number>;
}

export type Plan = { units: Unit[]; underFloor?: undefined } | { units: []; underFloor: Unit };

export function ballotsOf({ weights }: Unit): number {
  return [...weights.values()].reduce((sum, ballots) => sum + ballots, 0);
}

export function weightOf({ weights }: Unit): bigint {
  return [...weights].reduce((sum, [weight, ballots]) => sum + BigInt(weight) * BigInt(ballots), 0n);
}

function passes({ weights }: Unit, floor: number): boolean {
  return [...weights.values()].every((ballots) => ballots >= floor);
}

function join(a: Unit, b: Unit): Unit {
  const weights = new Map(a.weights);
  for (const [weight, ballots] of b.weights) weights.set(weight, (weights.get(weight) ?? 0) + ballots);
  return { groups: [...a.groups, ...b.groups], weights };
}

export function plan(histograms: readonly Histogram[], floor: number, waived: boolean): Plan {
  const units: Unit[] = [];
  let rest: Unit | undefined;
  histograms.forEach((histogram, group) => {
    if (histogram.size === 0) return;
    const own = { groups: [group], weights: new Map(histogram) };
    const unit: Unit = rest === undefined ? own : join(rest, own);
    rest = passes(unit, floor) ? undefined : unit;
    if (rest === undefined) units.push(unit);
  });
  while (rest !== undefined) {
    const before = units.pop();
    if (before === undefined) return waived ? { units: [rest] } : { units: [], underFloor: rest };
    const unit = join(before, rest);
    rest = passes(unit, floor) ? undefined : unit;
    if (rest === undefined) units.push(unit);
  }
  return { units };
}
