// A whole election with the real programs: server, organiser's commands, registrar, trustees, observer.

import { execFile } from 'node:child_process';
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './server.mjs';

const COMITIA = process.env['COMITIA_BIN'] ?? fileURLToPath(new URL('../../../target/debug/comitia', import.meta.url));

/** The program of this name, beside the server's. @param {string} name */
const program = (name) => (name === 'comitia' ? COMITIA : join(dirname(COMITIA), name));

/**
 * Runs a program to its end.
 * @param {string} name
 * @param {string[]} args
 * @param {{ cwd?: string, milliseconds?: number }} [options]
 * @returns {Promise<{ code: number, out: string, err: string }>}
 */
export function run(name, args, { cwd, milliseconds = 120_000 } = {}) {
  return new Promise((resolve) => {
    const options = { cwd, timeout: milliseconds, maxBuffer: 64 << 20 };
    execFile(program(name), args, options, (error, out, err) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 99) : 0;
      resolve({ code, out, err: error && code === 99 ? `${err}\n${error.message}` : err });
    });
  });
}

/**
 * Runs a program that must succeed; gives what it says.
 * @param {string} name
 * @param {string[]} args
 * @param {{ cwd?: string, milliseconds?: number }} [options]
 */
export async function succeed(name, args, options) {
  const { code, out, err } = await run(name, args, options);
  assert.equal(code, 0, `${name} ${args.join(' ')}:\n${out}${err}`);
  return out;
}

/** @typedef {{ id: string, title: Record<string, string>, options: { id: string, title: Record<string, string>, cost?: number }[], rule: object, outcome: object }} Contest */

/** One question with three answers, and one with several. @type {Contest[]} */
export const CONTESTS = [
  {
    id: 'cars',
    title: { fr: 'Faut-il fermer le centre aux voitures ?', en: 'Should the centre be closed to cars?' },
    options: [
      { id: 'yes', title: { fr: 'Oui', en: 'Yes' } },
      { id: 'no', title: { fr: 'Non', en: 'No' } },
      { id: 'blank', title: { fr: 'Vote blanc', en: 'Blank vote' } },
    ],
    rule: { kind: 'single', blank: 'blank' },
    outcome: { majority: { kind: 'simple' } },
  },
  {
    id: 'parks',
    title: { fr: 'Quels parcs agrandir ?', en: 'Which parks should grow?' },
    options: [
      { id: 'river', title: { fr: 'Le parc de la rivière', en: 'The park by the river' } },
      { id: 'station', title: { fr: 'Le square de la gare', en: 'The square at the station' } },
      { id: 'school', title: { fr: "Le jardin de l'école", en: 'The school garden' } },
      { id: 'none', title: { fr: 'Aucun', en: 'None of them' } },
    ],
    rule: { kind: 'choose', min: 1, max: 2, blank: 'none' },
    outcome: { top: { seats: 1 } },
  },
];

const TRUSTEES = ['Ada', 'Blaise', 'Chen'];

/** @param {number} seconds from now */
const moment = (seconds) => new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

export class Election {
  /** @type {string} */
  id = '';
  /** The voters' codes, as the letters print them. @type {string[]} */
  codes = [];

  /**
   * @param {{ origin: string, data: string }} server
   * @param {string} desk folder of everybody's files
   */
  constructor(server, desk) {
    this.server = server;
    this.desk = desk;
  }

  get record() {
    return `${this.server.origin}/elections/${this.id}`;
  }

  /** @param {'fr' | 'en'} language */
  booth(language) {
    return `/${language}/elections/${this.id}/booth`;
  }

  /** @param {string} name */
  file(name) {
    return join(this.desk, name);
  }

  /** The organiser's command. @param {string} command @param {string[]} args */
  office(command, ...args) {
    const token = join(this.server.data, 'keys', 'admin.token');
    const options = ['--server', this.server.origin, '--token-file', token];
    return succeed('comitia', ['election', command, ...args, ...options]);
  }

  /** @param {number} trustee from 0 */
  #keystore(trustee) {
    return ['--keystore', this.file(`trustee-${trustee}`), '--passphrase-file', this.file('passphrase')];
  }

  async #parties() {
    await writeFile(this.file('passphrase'), 'correct horse battery staple\n', { mode: 0o600 });
    const registrar = ['init', '--key', this.file('registrar.key'), '--passphrase-file', this.file('passphrase')];
    const key = (await succeed('comitia-registrar', registrar)).trim();
    const trustees = TRUSTEES.map(async (name, at) => {
      const said = await succeed('comitia-trustee', ['init', '--name', name, ...this.#keystore(at)]);
      return JSON.parse(said.trim().split('\n')[1] ?? '');
    });
    return { registrar: { name: 'Registre', key }, trustees: await Promise.all(trustees) };
  }

  /** @param {Contest[]} contests @param {Record<string, Record<string, string>>} waivers @param {{ quorum: number, keys: string[] }} witnesses */
  async create(contests, waivers, witnesses) {
    const draft = {
      title: { fr: 'Votation de Port-Sainte-Anne', en: 'Vote of Port-Sainte-Anne' },
      authority: { name: 'Port-Sainte-Anne' },
      ...(await this.#parties()),
      threshold: 2,
      authentication: 'none',
      credentials: 'registrar-codes',
      booth: 'web',
      times: { opens_at: moment(2), closes_at: moment(86_400) },
      groups: [{ id: 'all', title: { fr: 'Tout le monde', en: 'Everybody' } }],
      waivers: { early_close: { fr: 'La séance ferme le vote.', en: 'The meeting closes the vote.' }, ...waivers },
      witnesses,
      contests,
    };
    await writeFile(this.file('draft.json'), JSON.stringify(draft));
    this.id = (await this.office('create', this.file('draft.json'))).trim();
    assert.match(this.id, /^[0-9a-f]{64}$/);
  }

  /** The key of the log, as witnesses are told it. */
  async logKey() {
    const logs = await succeed('comitia', ['board', 'logs', '--data', this.server.data]);
    return new RegExp(`key (\\S*${this.id}\\S+)`).exec(logs)?.[1] ?? assert.fail(logs);
  }

  /** All trustees at once, each for itself, until the keys are accepted. */
  async ceremony() {
    const watch = (/** @type {string} */ _, /** @type {number} */ at) =>
      succeed('comitia-trustee', ['ceremony', this.record, ...this.#keystore(at), '--yes', '--watch', '--every', '1']);
    await Promise.all(TRUSTEES.map(watch));
  }

  /** Codes, letters and roll. @param {number} voters */
  async enrol(voters) {
    const lines = Array.from({ length: voters }, (_, at) => `Citoyenne ${at + 1};1;`);
    await writeFile(this.file('voters.csv'), `name;weight;contact\n${lines.join('\n')}\n`);
    const paths = ['--voters', this.file('voters.csv'), '--key', this.file('registrar.key'), '--out', this.file('out')];
    const secret = ['--time-zone', 'Europe/Paris', '--passphrase-file', this.file('passphrase')];
    await succeed('comitia-registrar', ['codes', '--election', this.record, ...paths, ...secret]);
    this.codes = [];
    for (const name of (await readdir(this.file('out'))).filter((name) => name.startsWith('letters')).sort()) {
      const letters = await readFile(this.file(`out/${name}`), 'utf8');
      for (const match of letters.matchAll(/<p class="code"[^>]*>([^<]+)</g)) this.codes.push((match[1] ?? '').trim());
    }
    assert.equal(this.codes.length, voters);
    await this.office('roll', this.id, this.file('out/roll.bin'));
  }

  /** Opens voting as soon as the manifest allows it. */
  async open() {
    const { opens_at: opens } = await this.describe();
    await sleep(Math.max(0, Date.parse(String(opens)) - Date.now()) + 1_100);
    await this.office('open', this.id);
  }

  /** What the server says about it. @returns {Promise<Record<string, unknown>>} */
  async describe() {
    const answer = await fetch(`${this.server.origin}/api/elections/${this.id}`);
    return /** @type {Promise<Record<string, unknown>>} */ (answer.json());
  }

  /** Casts one ballot for each code, by `comitia vote`. @param {string[]} codes @param {number} [parallel] */
  async load(codes, parallel = 4) {
    await writeFile(this.file('codes'), codes.join('\n'), { mode: 0o600 });
    const many = ['--codes-file', this.file('codes'), '--random', '--parallel', String(parallel), '--json'];
    const place = `${this.server.origin}${this.booth('fr')}`;
    return JSON.parse(await succeed('comitia', ['vote', place, ...many], { milliseconds: 600_000 }));
  }

  /** Closes; these trustees decrypt; the result is published. @param {number[]} present */
  async finish(present) {
    await this.office('close', this.id);
    for (const at of present) {
      await succeed('comitia-trustee', ['decrypt', this.record, ...this.#keystore(at)]);
    }
    await this.office('publish', this.id);
  }

  /** A copy of the log's static files, made from its checkpoint as any web client could. @param {string} name */
  async copy(name) {
    const folder = this.file(name);
    const keep = async (/** @type {string} */ path) => {
      const answer = await fetch(`${this.record}/${path}`);
      assert.equal(answer.status, 200, path);
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), new Uint8Array(await answer.arrayBuffer()));
    };
    await keep('checkpoint');
    const size = Number((await readFile(join(folder, 'checkpoint'), 'utf8')).split('\n')[1]);
    for (const path of tiles(size)) await keep(path);
    return folder;
  }
}

/** The files of a log of so many entries (C2SP tlog-tiles). @param {number} size */
function* tiles(size) {
  /** @param {string} row @param {number} items */
  function* row(row, items) {
    for (let at = 0; at < Math.floor(items / 256); at += 1) yield `tile/${row}/${number(at)}`;
    if (items % 256 > 0) yield `tile/${row}/${number(Math.floor(items / 256))}.p/${items % 256}`;
  }
  for (let level = 0, items = size; items > 0; level += 1, items = Math.floor(items / 256)) {
    yield* row(String(level), items);
  }
  yield* row('entries', size);
}

/** @param {number} at below 1,000,000 */
function number(at) {
  const digits = (/** @type {number} */ n) => String(n).padStart(3, '0');
  return at < 1000 ? digits(at) : `x${digits(Math.floor(at / 1000))}/${digits(at % 1000)}`;
}

/**
 * An open election. Witnesses that its log has are told so before anything else is.
 * @param {{ origin: string, data: string }} server
 * @param {{ voters: number, contests?: Contest[], waivers?: Record<string, Record<string, string>>, witnesses?: import('./witness.mjs').Witness[], quorum?: number }} options
 */
export async function openElection(server, { voters, contests = CONTESTS, waivers = {}, witnesses = [], quorum = 0 }) {
  const folder = await temporaryFolder();
  const election = new Election(server, folder.path);
  await election.create(contests, waivers, { quorum, keys: witnesses.map((witness) => witness.key) });
  for (const witness of witnesses) await witness.watch(await election.logKey());
  await election.ceremony();
  await election.enrol(voters);
  await election.open();
  return { election, remove: folder.remove };
}
