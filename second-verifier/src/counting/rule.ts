// Rules of outcomes as a manifest names them (book: outcome, manifest-outcomes).

import { type Form } from '../manifest/contests.js';
import { asInteger, Fields, type Json, refuse } from '../manifest/json.js';

export interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

export interface Quorums {
  turnout: Fraction | undefined;
  validVotes: Fraction | undefined;
}

export type Rule = { form: Form; quorums: Quorums } & (
  | { name: 'majority'; absolute: boolean }
  | { name: 'top'; seats: bigint }
  | { name: 'judgement'; seats: bigint }
  | { name: 'pairwise'; method: Method; seats: bigint }
  | { name: 'budget'; envelope: bigint; perCost: boolean; skip: boolean; threshold: bigint }
);

export type Method = 'condorcet' | 'schulze' | 'borda';

const [U32, U64] = [2n ** 32n - 1n, 2n ** 64n - 1n];

/** An object with the name of a rule as its only key. */
export function readRule(path: string, value: Json): Rule {
  const [name, more] = value instanceof Map ? [...value.keys()] : [];
  if (name === undefined || more !== undefined || !(value instanceof Map)) refuse(path, 'one rule is needed');
  const fields = new Fields(`${path}.${name}`, value.get(name) ?? '');
  const rule = readNamed(name, fields);
  fields.end();
  return rule;
}

function readNamed(name: string, fields: Fields): Rule {
  const quorums = readQuorums(fields);
  switch (name) {
    case 'majority':
      return {
        name,
        form: 'options',
        quorums,
        absolute: word(fields, 'kind', ['simple', 'absolute']) === 'absolute',
      };
    case 'top':
      return { name, form: 'options', quorums, seats: seats(fields.at('seats'), fields.take('seats')) };
    case 'judgement':
      return { name, form: 'grades', quorums, seats: seats(fields.at('seats'), fields.take('seats')) };
    case 'pairwise':
      return {
        name,
        form: 'pairs',
        quorums,
        method: word(fields, 'method', ['condorcet', 'schulze', 'borda']),
        seats: seats(fields.at('seats'), fields.optional('seats') ?? 1n),
      };
    case 'budget':
      return { name, form: 'options', quorums, ...readBudget(fields) };
    default:
      refuse(fields.path, 'no rule has this name');
  }
}

function readBudget(fields: Fields): {
  envelope: bigint;
  perCost: boolean;
  skip: boolean;
  threshold: bigint;
} {
  const envelope = fields.integer('envelope', U64);
  const perCost = word(fields, 'order', ['votes', 'votes_per_cost']) === 'votes_per_cost';
  const skip = fields.take('skip');
  if (typeof skip !== 'boolean') refuse(fields.at('skip'), 'true or false');
  const threshold = asInteger(fields.at('threshold'), fields.optional('threshold') ?? 0n, U64);
  return { envelope, perCost, skip, threshold };
}

function word<T extends string>(fields: Fields, name: string, words: readonly T[]): T {
  const found = fields.text(name);
  return (
    words.find((one) => one === found) ?? refuse(fields.at(name), `one of ${words.join(', ')} is needed`)
  );
}

function seats(path: string, value: Json): bigint {
  const count = asInteger(path, value, U32);
  return count > 0n ? count : refuse(path, 'at least one seat');
}

function readQuorums(fields: Fields): Quorums {
  const own = new Fields(fields.at('quorums'), fields.optional('quorums') ?? new Map());
  const quorums = { turnout: readFraction(own, 'turnout'), validVotes: readFraction(own, 'valid_votes') };
  own.end();
  return quorums;
}

function readFraction(fields: Fields, name: string): Fraction | undefined {
  const value = fields.optional(name);
  if (value === undefined) return undefined;
  const own = new Fields(fields.at(name), value);
  const [numerator, denominator] = [own.integer('numerator', U64), own.integer('denominator', U64)];
  own.end();
  if (denominator === 0n || numerator > denominator) refuse(own.path, 'no share of a whole');
  return { numerator, denominator };
}
