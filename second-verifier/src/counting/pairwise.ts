// Options compared two by two (book: outcome-pairwise).

import { candidates, type Contest } from '../manifest/contests.js';
import { CountError, type Electorate, open, type Outcome, quorumsMet, VERDICT } from './outcome.js';
import { type Method } from './rule.js';
import { seat } from './seating.js';

/** d(a, b): how many rank a above b. */
type Pairs = (a: number, b: number) => bigint;

export function comparePairs(
  contest: Contest,
  electorate: Electorate,
  counts: readonly bigint[],
  rule: { method: Method; seats: bigint },
): Outcome {
  const k = candidates(contest).length;
  const d: Pairs = (a, b) => (a === b ? 0n : (counts[a * (k - 1) + b - (b > a ? 1 : 0)] ?? 0n));
  const blank = counts[k * (k - 1)] ?? 0n;
  const valid = electorate.turnout - blank;
  if (valid < 0n) throw new CountError('more blank ballots than ballots');
  const all = Array.from({ length: k }, (_, place) => place);
  if (all.some((a) => all.some((b) => d(a, b) + d(b, a) > valid)))
    throw new CountError('a pair above the turnout');
  const { front, ahead } = methods[rule.method](all, d, valid);
  const placed = (option: number): number => all.filter((other) => ahead(other, option)).length;
  const order = [...all].sort((a, b) => placed(a) - placed(b) || a - b);
  const { leading, tied, vacant } = seat(order, rule.seats, ahead);
  if (!quorumsMet(contest.outcome.quorums, electorate, valid)) return open(VERDICT.quorumMissed);
  if (valid === 0n) return open(VERDICT.noValidVotes);
  if (tied.length > 0) {
    const circle = front?.some((a) => front.some((b) => d(a, b) > d(b, a)));
    return circle ? open(VERDICT.noMajority) : { verdict: VERDICT.tie, winners: leading, tied };
  }
  return { verdict: vacant === 0n ? VERDICT.decided : VERDICT.vacant, winners: leading, tied: [] };
}

interface Order {
  /** Smith's set, for the method of Condorcet. */
  front: number[] | undefined;
  ahead: (a: number, b: number) => boolean;
}

const methods: Record<Method, (all: readonly number[], d: Pairs, valid: bigint) => Order> = {
  condorcet,
  schulze,
  borda,
};

function condorcet(all: readonly number[], d: Pairs): Order {
  const front = smithSet(all, d);
  return { front, ahead: (a, b) => front.includes(a) && !front.includes(b) };
}

/** The smallest set of options each of which beats every option outside: the smallest of those that each option needs. */
function smithSet(all: readonly number[], d: Pairs): number[] {
  const grown = all.map((start) => {
    const set = new Set([start]);
    for (let size = 0; size < set.size;) {
      size = set.size;
      for (const a of all)
        if (!set.has(a) && [...set].some((inside) => d(inside, a) <= d(a, inside))) set.add(a);
    }
    return [...set];
  });
  return grown.reduce((least, set) => (set.length < least.length ? set : least), [...all]);
}

function schulze(all: readonly number[], d: Pairs): Order {
  const paths = all.map((a) => all.map((b) => (d(a, b) > d(b, a) ? d(a, b) : 0n)));
  const strength = (a: number, b: number): bigint => paths[a]?.[b] ?? 0n;
  for (const via of all) {
    for (const from of all) {
      const row = paths[from];
      if (from === via || row === undefined) continue;
      for (const to of all) {
        const chain = strength(from, via) < strength(via, to) ? strength(from, via) : strength(via, to);
        if (to !== from && chain > strength(from, to)) row[to] = chain;
      }
    }
  }
  return { front: undefined, ahead: (a, b) => strength(a, b) > strength(b, a) };
}

function borda(all: readonly number[], d: Pairs, valid: bigint): Order {
  const points = all.map((a) =>
    all.filter((b) => b !== a).reduce((sum, b) => sum + valid + d(a, b) - d(b, a), 0n),
  );
  return { front: undefined, ahead: (a, b) => (points[a] ?? 0n) > (points[b] ?? 0n) };
}
