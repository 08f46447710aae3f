// What counts decide (book: outcome). Integers and fractions of integers only; a tie is reported as a tie.

import { type Contest, candidates } from '../manifest/contests.js';
import { buy } from './budget.js';
import { judge } from './judgement.js';
import { comparePairs } from './pairwise.js';
import { type Fraction, type Quorums } from './rule.js';

/** Counts to which a rule cannot be applied. */
export class CountError extends Error {}

/** Numbers of the verdicts on the wire (book: verdicts). */
export const VERDICT = {
  notCounted: 0,
  decided: 1,
  quorumMissed: 2,
  noValidVotes: 3,
  tie: 4,
  noMajority: 5,
  vacant: 6,
} as const;

export interface Outcome {
  verdict: number;
  /** Places of options. */
  winners: number[];
  tied: number[];
}

export interface Electorate {
  registered: bigint;
  turnout: bigint;
}

/** Applies a contest's rule to its counts. */
export function decide(contest: Contest, electorate: Electorate, counts: readonly bigint[]): Outcome {
  if (electorate.turnout > electorate.registered) throw new CountError('more voted than are registered');
  const { outcome } = contest;
  switch (outcome.name) {
    case 'majority':
      return majority(contest, electorate, counts, outcome.absolute);
    case 'top':
      return top(contest, electorate, counts, outcome.seats);
    case 'judgement':
      return judge(contest, electorate, counts, outcome.seats);
    case 'pairwise':
      return comparePairs(contest, electorate, counts, outcome);
    case 'budget':
      return buy(contest, electorate, counts, outcome);
  }
}

/** ⌈share of the whole⌉ is reached or passed. */
function reaches(share: Fraction | undefined, whole: bigint, reached: bigint): boolean {
  return share === undefined || reached * share.denominator >= share.numerator * whole;
}

export function quorumsMet(quorums: Quorums, { registered, turnout }: Electorate, valid: bigint): boolean {
  return reaches(quorums.turnout, registered, turnout) && reaches(quorums.validVotes, registered, valid);
}

export function open(verdict: number): Outcome {
  return { verdict, winners: [], tied: [] };
}

/** An option that can win, and its votes. */
export interface Contender {
  option: number;
  votes: bigint;
}

/** The options that can win, and the blank votes; refuses counts that no ballots can add up to. */
export function contendersOf(
  contest: Contest,
  { turnout }: Electorate,
  counts: readonly bigint[],
): { all: Contender[]; blank: bigint } {
  const blank = contest.blank === undefined ? 0n : (counts[contest.blank] ?? 0n);
  if (blank > turnout) throw new CountError('more blank ballots than ballots');
  const named = contest.kind.contenders;
  const options = candidates(contest).filter(
    (place) => !named || named.includes(contest.options[place]?.id ?? ''),
  );
  const all = options.map((option) => ({ option, votes: counts[option] ?? 0n }));
  const bound = turnout * contest.kind.most;
  if (candidates(contest).some((place) => (counts[place] ?? 0n) > bound)) {
    throw new CountError('more votes than the voters could give');
  }
  return { all, blank };
}

function majority(
  contest: Contest,
  electorate: Electorate,
  counts: readonly bigint[],
  absolute: boolean,
): Outcome {
  const { all, blank } = contendersOf(contest, electorate, counts);
  const valid = all.reduce((sum, { votes }) => sum + votes, 0n);
  if (valid + blank > electorate.turnout) throw new CountError('more votes than voters');
  if (!quorumsMet(contest.outcome.quorums, electorate, valid)) return open(VERDICT.quorumMissed);
  const most = all.reduce((best, { votes }) => (votes > best ? votes : best), 0n);
  if (most === 0n) return open(VERDICT.noValidVotes);
  const front = all.filter(({ votes }) => votes === most).map(({ option }) => option);
  if (front.length > 1) return { verdict: VERDICT.tie, winners: [], tied: front };
  if (absolute && most < valid / 2n + 1n) return open(VERDICT.noMajority);
  return { verdict: VERDICT.decided, winners: front, tied: [] };
}

function top(contest: Contest, electorate: Electorate, counts: readonly bigint[], seats: bigint): Outcome {
  const { all, blank } = contendersOf(contest, electorate, counts);
  if (!quorumsMet(contest.outcome.quorums, electorate, electorate.turnout - blank))
    return open(VERDICT.quorumMissed);
  const levels = [...new Set(all.map(({ votes }) => votes))]
    .filter((votes) => votes > 0n)
    .sort((a, b) => (a < b ? 1 : -1));
  const winners: number[] = [];
  let left = seats;
  for (const level of levels) {
    if (left === 0n) break;
    const options = all.filter(({ votes }) => votes === level).map(({ option }) => option);
    if (BigInt(options.length) > left) return { verdict: VERDICT.tie, winners, tied: options };
    winners.push(...options);
    left -= BigInt(options.length);
  }
  if (winners.length === 0) return open(VERDICT.noValidVotes);
  return { verdict: left === 0n ? VERDICT.decided : VERDICT.vacant, winners, tied: [] };
}
