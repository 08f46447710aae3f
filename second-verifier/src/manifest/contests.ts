// The ten kinds of contests (book: contests): their fields, limits, and rows.

import { type Rule } from '../counting/rule.js';
import { isBlank, isPrintable } from '../text.js';
import { utf8 } from '../bytes.js';
import { digitWeights } from './digits.js';
import { asText, Fields, type Json, refuse } from './json.js';
import { ones, Rows, type Term } from './rows.js';

export interface Option {
  id: string;
  cost: bigint | undefined;
}

export interface Contest {
  id: string;
  options: Option[];
  kind: Kind;
  blank: number | undefined;
  outcome: Rule;
}

/** What its counts are like. */
export type Form = 'options' | 'grades' | 'pairs';

export interface Kind {
  name: string;
  form: Form;
  /** Id of the blank option. */
  blank: string | undefined;
  /** The largest count that one ballot of weight 1 gives one option. */
  most: bigint;
  /** Ids of the options that can win, where not all but the blank one can. */
  contenders?: string[];
  grades?: string[];
  check(contest: Contest, path: string): void;
  rows(contest: Contest): Rows;
}

const U32 = 2n ** 32n - 1n;
const U64 = 2n ** 64n - 1n;
const MOST_OPTIONS = 2048;
const MOST_MONEY = 2n ** 50n;

/** Places of the options besides the blank one. */
export function candidates(contest: Contest): number[] {
  return contest.options.map((_, place) => place).filter((place) => place !== contest.blank);
}

export function isId(id: string): boolean {
  return !isBlank(id) && utf8(id).length <= 200 && isPrintable(id) && !id.includes('\n');
}

function within(path: string, value: bigint, least: bigint, most: bigint): void {
  if (value < least || value > most) refuse(path, `${value} is not between ${least} and ${most}`);
}

function optionsWithin(contest: Contest, path: string, least: number, most: number): void {
  const got = candidates(contest).length;
  if (got < least || got > most)
    refuse(`${path}.options`, `${got} options; ${least} to ${most} are possible`);
}

function placeOf(contest: Contest, id: string): number {
  return contest.options.findIndex((option) => option.id === id);
}

/** Reads the rule of a contest. */
export function readKind(path: string, value: Json): Kind {
  const fields = new Fields(path, value);
  const name = fields.text('kind');
  const read = KINDS.get(name) ?? refuse(`${path}.kind`, `${name} is no kind of contest`);
  const kind = read(fields, name);
  fields.end();
  return kind;
}

function readBlank(fields: Fields): string | undefined {
  const blank = fields.optional('blank');
  return blank === undefined ? undefined : asText(fields.at('blank'), blank);
}

const KINDS = new Map<string, (fields: Fields, name: string) => Kind>(
  Object.entries({ single, choose, lists, score, points, quadratic, grades, budget, ranking, allocation }),
);

function single(fields: Fields, name: string): Kind {
  return {
    name,
    form: 'options',
    blank: readBlank(fields),
    most: 1n,
    check: (contest, path) => optionsWithin(contest, path, 2, MOST_OPTIONS),
    rows: ({ options }) => {
      const rows = new Rows();
      const bits = rows.add(options.length);
      rows.countEach(bits);
      rows.equation(ones(bits), 1n);
      return rows;
    },
  };
}

function choose(fields: Fields, name: string): Kind {
  const [min, max] = [fields.integer('min', U32), fields.integer('max', U32)];
  return {
    name,
    form: 'options',
    blank: readBlank(fields),
    most: 1n,
    check: (contest, path) => {
      optionsWithin(contest, path, 1, MOST_OPTIONS);
      within(`${path}.rule.max`, max, 1n, BigInt(candidates(contest).length));
      within(`${path}.rule.min`, min, 0n, max);
    },
    rows: ({ options, blank }) => {
      const rows = new Rows();
      rows.countEach(rows.add(options.length));
      rows.add(Number(max - min));
      const all = Array.from({ length: rows.bits }, (_, bit): Term => [bit, bit === blank ? max : 1n]);
      rows.equation(all, max);
      return rows;
    },
  };
}

interface List {
  list: string;
  candidates: string[];
}

function readList(path: string, value: Json): List {
  const fields = new Fields(path, value);
  const list = { list: fields.text('list'), candidates: fields.list('candidates', asText) };
  fields.end();
  return list;
}

function lists(fields: Fields, name: string): Kind {
  const all = fields.list('lists', readList);
  const blank = readBlank(fields);
  /** For each option the places of the lists that name it. */
  const listsOf = (contest: Contest): number[][] =>
    contest.options.map(({ id }) => {
      const naming = all.flatMap(({ list, candidates }) =>
        [list, ...candidates].filter((one) => one === id).map(() => list),
      );
      return (id === blank ? [...naming, id] : naming).map((list) => placeOf(contest, list));
    });
  return {
    name,
    form: 'options',
    blank,
    most: 1n,
    contenders: all.map(({ list }) => list),
    check: (contest, path) => {
      if (all.length < (blank === undefined ? 2 : 1)) refuse(`${path}.rule.lists`, 'too few lists');
      const named = all.flatMap(({ list, candidates }) => [list, ...candidates]);
      for (const id of named)
        if (placeOf(contest, id) < 0) refuse(`${path}.rule.lists`, `${id} is no option`);
      if (listsOf(contest).some((own) => own.length !== 1))
        refuse(`${path}.rule.lists`, 'an option that is not on one list');
    },
    rows: (contest) => {
      const rows = new Rows();
      rows.countEach(rows.add(contest.options.length));
      const heads = all.map(({ list }) => placeOf(contest, list));
      rows.equation(ones(contest.blank === undefined ? heads : [...heads, contest.blank]), 1n);
      listsOf(contest).forEach(([list = -1], option) => {
        if (list === option) return;
        const [slack = 0] = rows.add(1);
        rows.equation(
          [
            [list, 1n],
            [option, -1n],
            [slack, -1n],
          ],
          0n,
        );
      });
      return rows;
    },
  };
}

function score(fields: Fields, name: string): Kind {
  const max = fields.integer('max', U32);
  return {
    name,
    form: 'options',
    blank: undefined,
    most: max,
    check: (contest, path) => {
      optionsWithin(contest, path, 1, MOST_OPTIONS);
      within(`${path}.rule.max`, max, 1n, U32);
    },
    rows: ({ options }) => {
      const rows = new Rows();
      for (const _ of options) rows.count(rows.digits(digitWeights(max)));
      return rows;
    },
  };
}

function points(fields: Fields, name: string): Kind {
  const [min, max, each] = [
    fields.integer('min', U32),
    fields.integer('max', U32),
    fields.integer('each', U32),
  ];
  return {
    name,
    form: 'options',
    blank: undefined,
    most: each,
    check: (contest, path) => {
      optionsWithin(contest, path, 1, MOST_OPTIONS);
      within(`${path}.rule.max`, max, 1n, U32);
      within(`${path}.rule.each`, each, 1n, max);
      const possible = each * BigInt(contest.options.length);
      within(`${path}.rule.min`, min, 0n, possible < max ? possible : max);
    },
    rows: ({ options }) => {
      const rows = new Rows();
      for (const _ of options) rows.count(rows.digits(digitWeights(each)));
      const slack = rows.digits(digitWeights(max - min));
      rows.equation([...rows.counters.flat(), ...slack], max);
      return rows;
    },
  };
}

function squareRoot(value: bigint): bigint {
  let root = 0n;
  while ((root + 1n) * (root + 1n) <= value) root += 1n;
  return root;
}

function quadratic(fields: Fields, name: string): Kind {
  const credits = fields.integer('credits', U32);
  const highest = credits <= 1n << 16n ? squareRoot(credits) : 0n;
  return {
    name,
    form: 'options',
    blank: undefined,
    most: highest,
    check: (contest, path) => {
      optionsWithin(contest, path, 1, MOST_OPTIONS);
      within(`${path}.rule.credits`, credits, 1n, 1n << 16n);
    },
    rows: ({ options }) => {
      const rows = new Rows();
      const cost: Term[] = [];
      for (const _ of options) {
        const levels = rows.add(Number(highest) + 1).map((bit, level) => [bit, BigInt(level)] as const);
        rows.equation(
          levels.map(([bit]) => [bit, 1n]),
          1n,
        );
        rows.count(levels.slice(1));
        cost.push(...levels.map(([bit, level]) => [bit, level * level] as const));
      }
      cost.push(...rows.digits(digitWeights(credits)));
      rows.equation(cost, credits);
      return rows;
    },
  };
}

function grades(fields: Fields, name: string): Kind {
  const all = fields.list('grades', (path, value) => {
    const grade = new Fields(path, value);
    const id = grade.text('id');
    asTranslated(grade.at('title'), grade.take('title'));
    grade.end();
    return id;
  });
  return {
    name,
    form: 'grades',
    blank: undefined,
    most: 1n,
    grades: all,
    check: (contest, path) => {
      optionsWithin(contest, path, 1, MOST_OPTIONS);
      within(`${path}.rule.grades`, BigInt(all.length), 2n, 32n);
      const sound = (id: string): boolean =>
        id !== '' && utf8(id).length <= 200 && isPrintable(id) && !id.includes('\n');
      if (!all.every(sound) || new Set(all).size < all.length)
        refuse(`${path}.rule.grades`, 'an id of a grade');
    },
    rows: ({ options }) => {
      const rows = new Rows();
      for (const _ of options) {
        const bits = rows.add(all.length);
        rows.countEach(bits);
        rows.equation(ones(bits), 1n);
      }
      return rows;
    },
  };
}

function budget(fields: Fields, name: string): Kind {
  const envelope = fields.integer('envelope', U64);
  const number = (field: string): bigint | undefined => {
    const value = fields.optional(field);
    if (value === undefined) return undefined;
    return typeof value === 'bigint' && value <= U32 ? value : refuse(fields.at(field), 'a number is needed');
  };
  const [min, max] = [number('min') ?? 0n, number('max')];
  return {
    name,
    form: 'options',
    blank: undefined,
    most: 1n,
    check: (contest, path) => {
      optionsWithin(contest, path, 1, MOST_OPTIONS);
      within(`${path}.rule.envelope`, envelope, 1n, MOST_MONEY);
      const projects = BigInt(contest.options.length);
      within(`${path}.rule.max`, max ?? projects, 1n, projects);
      within(`${path}.rule.min`, min, 0n, max ?? projects);
      for (const { cost } of contest.options) {
        if (cost === undefined || cost > MOST_MONEY)
          refuse(`${path}.options`, `a cost up to ${MOST_MONEY} is needed`);
      }
    },
    rows: ({ options }) => {
      const rows = new Rows();
      const projects = rows.add(options.length);
      rows.countEach(projects);
      const slack = rows.digits(digitWeights(envelope));
      rows.equation([...projects.map((bit): Term => [bit, options[bit]?.cost ?? 0n]), ...slack], envelope);
      if (min > 0n || max !== undefined) {
        const most = max ?? BigInt(options.length);
        rows.equation([...ones(projects), ...rows.digits(digitWeights(most - min))], most);
      }
      return rows;
    },
  };
}

/** Ordered pairs of different numbers below k. */
export function orderedPairs(k: number): [number, number][] {
  const all = Array.from({ length: k }, (_, i) => i);
  return all.flatMap((i) => all.filter((j) => j !== i).map((j): [number, number] => [i, j]));
}

function ranking(fields: Fields, name: string): Kind {
  const ties = fields.take('ties');
  if (typeof ties !== 'boolean') refuse(fields.at('ties'), 'true or false');
  const blank = readBlank(fields);
  return {
    name,
    form: 'pairs',
    blank,
    most: 1n,
    check: (contest, path) => {
      optionsWithin(contest, path, 2, 10);
      if (contest.blank !== undefined && contest.blank + 1 < contest.options.length)
        refuse(`${path}.rule.blank`, 'not the last');
    },
    rows: (contest) => {
      const k = candidates(contest).length;
      const rows = new Rows();
      const above = new Map(orderedPairs(k).map(([i, j], place) => [`${i},${j}`, place]));
      const column = (i: number, j: number): number => above.get(`${i},${j}`) ?? -1;
      const pairs = rows.add(k * (k - 1));
      const nothing = blank === undefined ? [] : rows.add(1);
      rows.countEach([...pairs, ...nothing]);
      for (const [i, j] of orderedPairs(k).filter(([i, j]) => i < j)) {
        const tied = ties ? rows.add(1) : [];
        rows.equation(ones([column(i, j), column(j, i), ...tied, ...nothing]), 1n);
      }
      for (const [i, j] of orderedPairs(k)) {
        for (let l = 0; l < k; l++) {
          if (l === i || l === j) continue;
          const [slack = 0] = rows.add(1);
          rows.equation(
            [
              [column(i, j), 1n],
              [column(j, l), 1n],
              [column(i, l), -1n],
              [slack, -1n],
            ],
            0n,
          );
        }
      }
      return rows;
    },
  };
}

function allocation(fields: Fields, name: string): Kind {
  const amount = fields.integer('amount', U32);
  return {
    name,
    form: 'options',
    blank: undefined,
    most: amount,
    check: (contest, path) => {
      optionsWithin(contest, path, 1, 64);
      within(`${path}.rule.amount`, amount, 1n, U32);
    },
    rows: ({ options }) => {
      const rows = new Rows();
      rows.amounts = options.length;
      const columns = options.map((_, place) => place);
      rows.countEach(columns);
      rows.equation(ones(columns), amount);
      return rows;
    },
  };
}

/** A text by language. */
export function asTranslated(path: string, value: Json): void {
  if (!(value instanceof Map) || value.size === 0) refuse(path, 'a text by language is needed');
  for (const [language, text] of value) {
    if (!/^[0-9A-Za-z-]{1,20}$/.test(language)) refuse(path, `${language} is no language tag`);
    if (typeof text !== 'string' || isBlank(text) || utf8(text).length > 10_000 || !isPrintable(text)) {
      refuse(path, `not a text in ${language}`);
    }
  }
}

/** The name of each counter of a contest (book: counter-names). */
export function counterNames(contest: Contest): string[] {
  const id = (place: number): string => contest.options[place]?.id ?? '';
  if (contest.kind.form === 'grades') {
    return contest.options.flatMap((option) =>
      (contest.kind.grades ?? []).map((grade) => `${option.id}/${grade}`),
    );
  }
  if (contest.kind.form === 'options') return contest.options.map((option) => option.id);
  const places = candidates(contest);
  const pairs = orderedPairs(places.length).map(([i, j]) => `${id(places[i] ?? 0)}>${id(places[j] ?? 0)}`);
  return contest.blank === undefined ? pairs : [...pairs, id(contest.blank)];
}
