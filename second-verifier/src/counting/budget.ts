// Projects bought from an envelope (book: outcome-budget).

import { type Contest } from '../manifest/contests.js';
import { contendersOf, type Electorate, open, type Outcome, quorumsMet, VERDICT } from './outcome.js';

interface Offer {
  option: number;
  votes: bigint;
  cost: bigint;
}

interface BudgetRule {
  envelope: bigint;
  perCost: boolean;
  skip: boolean;
  threshold: bigint;
}

/** Below zero if `a` is looked at before `b`. */
function before(rule: BudgetRule, a: Offer, b: Offer): number {
  const sign = (difference: bigint): number => (difference > 0n ? -1 : difference < 0n ? 1 : 0);
  if (!rule.perCost) return sign(a.votes - b.votes);
  if (a.votes === 0n || b.votes === 0n) return Number(b.votes > 0n) - Number(a.votes > 0n);
  return sign(a.votes * b.cost - b.votes * a.cost);
}

function inLevels(rule: BudgetRule, offers: readonly Offer[]): Offer[][] {
  const sorted = [...offers].sort((a, b) => before(rule, a, b) || a.option - b.option);
  const levels: Offer[][] = [];
  for (const offer of sorted) {
    const [last] = levels.at(-1) ?? [];
    if (last !== undefined && before(rule, last, offer) === 0) levels.at(-1)?.push(offer);
    else levels.push([offer]);
  }
  return levels;
}

/** What is bought in the order of the purchase, and what is tied. */
function purchase(rule: BudgetRule, levels: readonly Offer[][]): { bought: Offer[]; tied: Offer[] } {
  const bought: Offer[] = [];
  let left = rule.envelope;
  for (const level of levels) {
    const wanted = level.filter(({ votes }) => votes > 0n && votes >= rule.threshold);
    const affordable = wanted.filter(({ cost }) => cost <= left);
    const dear = wanted.length - affordable.length;
    const together = affordable.reduce((sum, { cost }) => sum + cost, 0n);
    if (together > left || (dear > 0 && affordable.length > 0 && !rule.skip)) {
      return { bought, tied: rule.skip ? affordable : wanted };
    }
    bought.push(...affordable);
    left -= together;
    if (dear > 0 && !rule.skip) break;
  }
  return { bought, tied: [] };
}

export function buy(
  contest: Contest,
  electorate: Electorate,
  counts: readonly bigint[],
  rule: BudgetRule,
): Outcome {
  const { all, blank } = contendersOf(contest, electorate, counts);
  const offers = all.map(({ option, votes }) => ({
    option,
    votes,
    cost: contest.options[option]?.cost ?? 0n,
  }));
  const { bought, tied } = purchase(rule, inLevels(rule, offers));
  const winners = bought.map(({ option }) => option);
  if (!quorumsMet(contest.outcome.quorums, electorate, electorate.turnout - blank))
    return open(VERDICT.quorumMissed);
  if (offers.every(({ votes }) => votes === 0n)) return open(VERDICT.noValidVotes);
  if (tied.length > 0) return { verdict: VERDICT.tie, winners, tied: tied.map(({ option }) => option) };
  return winners.length > 0 ? { verdict: VERDICT.decided, winners, tied: [] } : open(VERDICT.vacant);
}
