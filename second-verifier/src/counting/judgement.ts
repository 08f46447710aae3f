// Majority judgement (book: outcome-judgement): the middle grade; of equal ones it is taken away, and again.

import { type Contest } from '../manifest/contests.js';
import { CountError, type Electorate, open, type Outcome, quorumsMet, VERDICT } from './outcome.js';
import { seat } from './seating.js';

/** Grades in ascending order as (grade, how many). */
type Grades = readonly bigint[];

/** The grade with a number in ascending order, from 1. */
function gradeAt(grades: Grades, number: bigint): number {
  let sum = 0n;
  for (let grade = 0; grade < grades.length; grade++) {
    sum += grades[grade] ?? 0n;
    if (sum >= number) return grade;
  }
  return -1;
}

/**
 * Above zero if `a` is ahead. Middle grades are taken away in blocks: as long as both have the same one, as many as
 * the block of either has in a row on both sides of the middle.
 */
function compareGrades(a: Grades, b: Grades): number {
  const [first, second] = [[...a], [...b]];
  let left = first.reduce((sum, count) => sum + count, 0n);
  while (left > 0n) {
    const middle = (left + 1n) / 2n;
    const [one, other] = [gradeAt(first, middle), gradeAt(second, middle)];
    if (one !== other) return one - other;
    const removed = smaller(runs(first, one, middle, left), runs(second, one, middle, left));
    first[one] = (first[one] ?? 0n) - removed;
    second[one] = (second[one] ?? 0n) - removed;
    left -= removed;
  }
  return 0;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** How many middle grades in a row are this grade; at least one. */
function runs(grades: Grades, grade: number, middle: bigint, left: bigint): bigint {
  const worse = grades.slice(0, grade).reduce((sum, count) => sum + count, 0n);
  const upTo = worse + (grades[grade] ?? 0n);
  // Grades are taken from places middle, then outwards; the block covers places worse + 1 … upTo.
  const [down, up] = [middle - worse, upTo - middle];
  const even = left % 2n === 0n;
  // Even: middle, +1, −1, +2, −2 …; odd: middle, −1, +1, −2, +2 …
  return even ? smaller(2n * down, 2n * up + 1n) : smaller(2n * down - 1n, 2n * up + 2n);
}

export function judge(
  contest: Contest,
  electorate: Electorate,
  counts: readonly bigint[],
  seats: bigint,
): Outcome {
  const each = contest.kind.grades?.length ?? 1;
  const rows = contest.options.map((_, option) => counts.slice(option * each, (option + 1) * each));
  for (const row of rows) {
    if (row.reduce((sum, count) => sum + count, 0n) !== electorate.turnout)
      throw new CountError('grades and turnout differ');
  }
  if (!quorumsMet(contest.outcome.quorums, electorate, electorate.turnout)) return open(VERDICT.quorumMissed);
  if (electorate.turnout === 0n) return open(VERDICT.noValidVotes);
  const ahead = (a: number, b: number): boolean => compareGrades(rows[a] ?? [], rows[b] ?? []) > 0;
  const order = contest.options
    .map((_, place) => place)
    .sort((a, b) => (ahead(a, b) ? -1 : ahead(b, a) ? 1 : a - b));
  const { leading, tied, vacant } = seat(order, seats, ahead);
  if (tied.length > 0) return { verdict: VERDICT.tie, winners: leading, tied };
  return { verdict: vacant === 0n ? VERDICT.decided : VERDICT.vacant, winners: leading, tied: [] };
}
