// The manifest: everything that defines an election (book: manifest).

import { type Bytes, equal, fromHex, sha256, toHex, utf8 } from '../bytes.js';
import { readRule, type Rule } from '../counting/rule.js';
import { isUsableKey } from '../group/ed25519.js';
import { type NoteKey, noteKey, parseVerifierKey, type Policy } from '../log/note.js';
import { sealedLength } from '../proofs/ballot.js';
import { largestCounts, makeShape, type Row, type Shape } from '../proofs/shape.js';
import { isBlank, isPrintable } from '../text.js';
import { asTranslated, candidates, type Contest, isId, type Option, readKind } from './contests.js';
import { asText, Fields, type Json, parseJson, refuse } from './json.js';
import { asTime } from './times.js';

const MANIFEST_LIMIT = 1 << 20;
const ENTRY_LIMIT = 65_535;
const COUNT_LIMIT = 1n << 40n;
const [U16, U32, U64] = [2n ** 16n - 1n, 2n ** 32n - 1n, 2n ** 64n - 1n];

export interface Times {
  /** Deadlines of the six phases of the ceremony, in order. */
  phases: bigint[];
  opensAt: bigint;
  closesAt: bigint;
  checkingSeconds: bigint;
}

export interface Manifest {
  id: Bytes;
  origin: string;
  authority: Bytes;
  logKey: Bytes;
  registrar: Bytes;
  trustees: Bytes[];
  threshold: number;
  officers: Bytes[];
  witnesses: { quorum: number; keys: NoteKey[] };
  webBooth: boolean;
  times: Times;
  groups: string[];
  floor: number;
  waivers: { floor: boolean; trustees: boolean; earlyClose: boolean };
  contests: Contest[];
  shape: Shape;
  /** For each contest the first of its counters, and behind the last contest their number. */
  places: number[];
}

/** Bytes of every ballot entry under a shape. */
export function ballotLength(shape: Shape): number {
  return 2 + 2 + 32 + 4 + 32 + sealedLength(shape) + 64 + 1;
}

export function parseManifest(bytes: Bytes): Manifest {
  if (bytes.length > MANIFEST_LIMIT) refuse('.', `more than ${MANIFEST_LIMIT} bytes`);
  const fields = new Fields('', parseJson(bytes));
  if (fields.integer('comitia', U32) !== 1n) refuse('comitia', 'an unknown version');
  const id = sha256(bytes);
  const host = readHost(fields);
  if (!/^[0-9a-f]{64}$/.test(fields.text('nonce'))) refuse('nonce', '64 hexadecimal digits are needed');
  asTranslated('title', fields.take('title'));
  readDescription(fields);
  const [authority, logKey, registrar] = [
    readParty('authority', fields.take('authority')),
    readKey('log_key', fields.take('log_key')),
    readParty('registrar', fields.take('registrar')),
  ];
  const trustees = fields.list('trustees', readParty);
  const threshold = fields.number('threshold', U16);
  const officers = readOfficers(fields);
  const witnesses = readWitnesses(fields);
  readWord(fields, 'authentication', ['none']);
  readWord(fields, 'credentials', ['registrar-codes']);
  const webBooth = readWord(fields, 'booth', ['web', 'native']) === 'web';
  const times = readTimes(fields.take('times'));
  const groups = fields.list('groups', readGroup);
  const floor = readFloor(fields);
  const waivers = readWaivers(fields);
  const contests = fields.list('contests', readContest);
  fields.end();
  checkKeys([logKey, authority, registrar, ...trustees, ...officers]);
  checkThreshold(trustees.length, threshold, waivers.trustees);
  checkTimes(times);
  if (groups.length === 0 || groups.length > 1000) refuse('groups', '1 to 1000 groups');
  checkIds('groups', groups);
  const { shape, places } = compileAll(contests);
  const origin = `${host}/elections/${toHex(id)}`;
  return {
    id,
    origin,
    authority,
    logKey,
    registrar,
    trustees,
    threshold,
    officers,
    witnesses,
    webBooth,
    times,
    groups,
    floor,
    waivers,
    contests,
    shape,
    places,
  };
}

function readHost(fields: Fields): string {
  const host = fields.text('host');
  if (!/^[a-z0-9.:[\]-]{1,255}$/.test(host)) refuse('host', 'a host name in lower case is needed');
  return host;
}

function readDescription(fields: Fields): void {
  const description = fields.optional('description');
  if (description !== undefined) asTranslated(fields.at('description'), description);
}

function readWord(fields: Fields, name: string, words: readonly string[]): string {
  const word = fields.text(name);
  return words.includes(word) ? word : refuse(fields.at(name), `one of ${words.join(', ')} is needed`);
}

function readKey(path: string, value: Json): Bytes {
  const key = fromHex(asText(path, value));
  return key?.length === 32 && isUsableKey(key) ? key : refuse(path, 'not an Ed25519 public key');
}

function readParty(path: string, value: Json): Bytes {
  const fields = new Fields(path, value);
  const name = fields.text('name');
  const key = readKey(fields.at('key'), fields.take('key'));
  fields.end();
  if (isBlank(name) || utf8(name).length > 200 || !isPrintable(name))
    refuse(fields.at('name'), 'a name is needed');
  return key;
}

function readOfficers(fields: Fields): Bytes[] {
  const officers = fields.optional('officers');
  if (officers === undefined) return [];
  if (!Array.isArray(officers)) refuse('officers', 'a list is needed');
  return officers.map((one, place) => readParty(`officers[${place}]`, one));
}

function readWitnesses(fields: Fields): Manifest['witnesses'] {
  const value = fields.optional('witnesses');
  if (value === undefined) return { quorum: 0, keys: [] };
  const own = new Fields('witnesses', value);
  const quorum = own.number('quorum', U16);
  const list = own.optional('keys') ?? [];
  own.end();
  if (!Array.isArray(list)) refuse('witnesses.keys', 'a list is needed');
  const texts = list.map((one, place) => asText(`witnesses.keys[${place}]`, one));
  if (quorum > texts.length) refuse('witnesses.quorum', 'more than there are witnesses');
  if (new Set(texts).size < texts.length) refuse('witnesses.keys', 'a witness stands here twice');
  const keys = texts.map(
    (text, place) =>
      parseVerifierKey(text, 4) ?? refuse(`witnesses.keys[${place}]`, 'not the key of a witness'),
  );
  return { quorum, keys };
}

function readTimes(value: Json): Times {
  const fields = new Fields('times', value);
  const ceremony = new Fields('times.ceremony', fields.take('ceremony'));
  const phases = ['enrol', 'commit', 'reveal', 'complain', 'answer', 'accept'].map((name) =>
    asTime(ceremony.at(name), ceremony.take(name)),
  );
  ceremony.end();
  const opensAt = asTime('times.opens_at', fields.take('opens_at'));
  const closesAt = asTime('times.closes_at', fields.take('closes_at'));
  const checking = fields.optional('checking_seconds') ?? 0n;
  fields.end();
  if (typeof checking !== 'bigint' || checking > U32) refuse('times.checking_seconds', 'a number is needed');
  return { phases, opensAt, closesAt, checkingSeconds: checking };
}

function readGroup(path: string, value: Json): string {
  const fields = new Fields(path, value);
  const id = fields.text('id');
  asTranslated(fields.at('title'), fields.take('title'));
  fields.end();
  return id;
}

function readFloor(fields: Fields): number {
  const floor = fields.optional('floor') ?? 10n;
  if (typeof floor !== 'bigint' || floor > U32 || floor === 0n)
    refuse('floor', 'a number from 1 on is needed');
  return Number(floor);
}

function readWaivers(fields: Fields): Manifest['waivers'] {
  const value = fields.optional('waivers');
  const own = new Fields('waivers', value ?? new Map());
  const has = (name: string): boolean => {
    const reason = own.optional(name);
    if (reason !== undefined) asTranslated(own.at(name), reason);
    return reason !== undefined;
  };
  const waivers = { floor: has('floor'), trustees: has('trustees'), earlyClose: has('early_close') };
  own.end();
  return waivers;
}

function readOption(path: string, value: Json): Option {
  const fields = new Fields(path, value);
  const id = fields.text('id');
  asTranslated(fields.at('title'), fields.take('title'));
  readDescription(fields);
  const cost = fields.optional('cost');
  fields.end();
  if (cost !== undefined && (typeof cost !== 'bigint' || cost > U64))
    refuse(fields.at('cost'), 'a number is needed');
  return { id, cost: cost as bigint | undefined };
}

export function readContest(path: string, value: Json): Contest {
  const fields = new Fields(path, value);
  const id = fields.text('id');
  asTranslated(fields.at('title'), fields.take('title'));
  readDescription(fields);
  const options = fields.list('options', readOption);
  const kind = readKind(fields.at('rule'), fields.take('rule'));
  const outcome = readRule(fields.at('outcome'), fields.take('outcome'));
  fields.end();
  const blank = kind.blank === undefined ? -1 : options.findIndex((option) => option.id === kind.blank);
  if (kind.blank !== undefined && blank < 0) refuse(`${path}.rule.blank`, 'not among the options');
  return { id, options, kind, outcome, blank: blank < 0 ? undefined : blank };
}

function checkIds(path: string, ids: readonly string[]): void {
  if (!ids.every(isId)) refuse(path, 'an id of 1 to 200 bytes without control characters is needed');
  if (new Set(ids).size < ids.length) refuse(path, 'an id stands here twice');
}

function checkKeys(keys: readonly Bytes[]): void {
  if (new Set(keys.map(toHex)).size < keys.length) refuse('.', 'a key is pinned twice');
}

function checkThreshold(n: number, t: number, waived: boolean): void {
  if (n === 0 || n > 32) refuse('trustees', '1 to 32 trustees');
  if (t === 0 || t > n) refuse('threshold', `between 1 and ${n}`);
  if ((n < 3 || t * 2 <= n) && !waived) refuse('threshold', 'needs waivers.trustees');
}

function checkTimes({ phases, opensAt, closesAt }: Times): void {
  const inOrder = phases.every((time, place) => place === 0 || time >= (phases[place - 1] ?? 0n));
  if (!inOrder) refuse('times.ceremony', 'earlier than the phase before it');
  if (opensAt < (phases[5] ?? 0n)) refuse('times.opens_at', 'earlier than the end of the key ceremony');
  if (closesAt <= opensAt) refuse('times.closes_at', 'not later than times.opens_at');
}

const needsCosts = (outcome: Rule): boolean => outcome.name === 'budget';

function checkContest(contest: Contest, path: string): void {
  checkIds(
    `${path}.options`,
    contest.options.map((option) => option.id),
  );
  if (contest.options.length > 2048) refuse(`${path}.options`, 'too many options');
  contest.kind.check(contest, path);
  if (contest.outcome.form !== contest.kind.form) refuse(`${path}.outcome`, 'not of the counts of this kind');
  if (
    contest.outcome.name === 'pairwise' &&
    contest.outcome.method === 'condorcet' &&
    contest.outcome.seats > 1n
  ) {
    refuse(`${path}.outcome`, 'the condorcet method fills one seat');
  }
  if (
    needsCosts(contest.outcome) &&
    candidates(contest).some((place) => contest.options[place]?.cost === undefined)
  ) {
    refuse(`${path}.options`, 'a cost is needed');
  }
  compile([contest], `${path}.rule`);
}

function compileAll(contests: readonly Contest[]): { shape: Shape; places: number[] } {
  if (contests.length === 0) refuse('contests', 'at least one');
  checkIds(
    'contests',
    contests.map((contest) => contest.id),
  );
  contests.forEach((contest, place) => checkContest(contest, `contests[${place}]`));
  return compile(contests, 'contests');
}

/** All contests side by side: the bits of all, then the amounts of all. */
function compile(contests: readonly Contest[], path: string): { shape: Shape; places: number[] } {
  const parts = contests.map((contest) => contest.kind.rows(contest));
  const bits = parts.reduce((sum, rows) => sum + rows.bits, 0);
  const counters: Row[] = [];
  const equations: (readonly [Row, bigint])[] = [];
  const places: number[] = [];
  let [firstBit, firstAmount] = [0, bits];
  for (const rows of parts) {
    const [own, bit, amount] = [rows.bits, firstBit, firstAmount];
    const shift = (row: Row): Row =>
      row.map(([column, c]) => [column < own ? column + bit : column - own + amount, c]);
    places.push(counters.length);
    counters.push(...rows.counters.map(shift));
    equations.push(...rows.equations.map(([row, value]) => [shift(row), value] as const));
    [firstBit, firstAmount] = [firstBit + rows.bits, firstAmount + rows.amounts];
  }
  const shape = makeShape(bits, firstAmount - bits, counters, equations);
  if (typeof shape === 'string') refuse(path, shape);
  if (ballotLength(shape) > ENTRY_LIMIT) refuse(path, 'a ballot would not fit');
  if (largestCounts(shape).some((count) => count > COUNT_LIMIT))
    refuse(path, 'one ballot could count too much');
  return { shape, places: [...places, counters.length] };
}

/** The key of the log under the election's origin, and the witnesses; undefined where a key cannot be used. */
export function logKeyOf(manifest: Manifest): NoteKey | undefined {
  return noteKey(manifest.origin, 1, manifest.logKey);
}

export function policyOf(manifest: Manifest, log: NoteKey): Policy | undefined {
  const { keys, quorum } = manifest.witnesses;
  const shared = keys.some(
    (key, place) =>
      equal(key.public, log.public) || keys.slice(0, place).some((other) => equal(other.public, key.public)),
  );
  return shared ? undefined : { log, witnesses: keys, quorum };
}
