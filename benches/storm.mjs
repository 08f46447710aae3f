// Casting under load and under attack, on a real server, on both engines: the table of protocol-spec's targets.
// Prints Markdown. Run after `make build` and `scripts/setup --test`:
//   node benches/storm.mjs [--engine sqlite|postgres|both] [--quick] [--out FOLDER]
//   node benches/storm.mjs --soak SECONDS [--engine …] [--out FOLDER]
//
// The second form is one long run of voters, attackers and readers, and says what memory the server held meanwhile.
//
// Voters, attackers and readers run on the same cores as the server and the database; ballots are sealed before anything
// is timed. Every run looks afterwards whether all that was acknowledged is on the log.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CONTESTS, openElection } from '../tests/browser/lib/election.mjs';
import { startComitia } from '../tests/browser/lib/server.mjs';
import { comitia, occasion, publish, table } from './lib/measure.mjs';

/** @import { Election } from '../tests/browser/lib/election.mjs' */

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'both' },
    quick: { type: 'boolean', default: false },
    soak: { type: 'string', default: '0' },
    out: { type: 'string' },
  },
});
process.env['COMITIA_BIN'] = comitia;

/** Codes at the end of each file that belong to attackers. */
const ATTACKERS = 200;
const seconds = options.quick ? 4 : 12;
const soak = Number(options.soak);
const suffix = soak > 0 ? ` --soak ${soak}` : options.quick ? ' --quick' : '';

/** @typedef {{ sent: number, accepted: number, refused: number, repeated: number, per_second: number, waited_ms: { p50: number, p99: number, max: number }, longest_gap: number, others: Record<string, Record<string, number>>, memory: number[][], missing: number }} Report */

/** What is run: its name, its flags, and how many voters it needs. @type {[string, string[], number][]} */
const RUNS = [
  ['as many as it takes, 128 voters at once', ['--at-once', '128', '--seconds', String(seconds)], 2600 * seconds],
  ['2,000/s', rate(2000, seconds / 2), 1000 * seconds],
  ['200/s', rate(200, seconds), 200 * seconds],
  ['200/s, beside 2,000/s forged signatures', [...rate(200, seconds), '--forged', '2000'], 200 * seconds],
  ['200/s, beside 2,000/s replays', [...rate(200, seconds), '--replays', '2000'], 200 * seconds],
  ['200/s, beside 2,000/s false proofs', [...rate(200, seconds), '--false-proofs', '2000'], 200 * seconds],
  ['200/s, beside 2,000/s oversized bodies', [...rate(200, seconds), '--oversized', '2000'], 200 * seconds],
  ['200/s, beside 2,000/s bodies without sense', [...rate(200, seconds), '--nonsense', '2000'], 200 * seconds],
  ['200/s, beside 1,000/s receipts, tiles and checkpoints', [...rate(200, seconds), '--readers', '1000'], 200 * seconds],
];

/** @param {number} voters a second @param {number} time */
function rate(voters, time) {
  return ['--voters', String(voters), '--seconds', String(time)];
}

/** A PostgreSQL cluster of its own, gone when `stop` was called. */
async function cluster() {
  const child = spawn(join(dirname(comitia), 'comitia-postgres'), { stdio: ['pipe', 'pipe', 'inherit'] });
  const [address] = await once(child.stdout.setEncoding('utf8'), 'data');
  const stop = async () => {
    child.stdin.end();
    await once(child, 'close');
  };
  return { address: String(address).trim(), stop };
}

/** Runs the generator. @param {string[]} servers @param {Election} election @param {string[]} codes @param {string[]} flags @returns {Promise<Report>} */
async function load(servers, election, codes, flags) {
  await writeFile(election.file('load-codes'), codes.join('\n'), { mode: 0o600 });
  const where = servers.flatMap((server) => ['--server', server]);
  const args = [...where, '--election', election.id, '--codes', election.file('load-codes'), '--check', ...flags];
  const child = spawn(join(dirname(comitia), 'comitia-load'), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`comitia-load ended with ${code}: ${said}`);
  return JSON.parse(said);
}

const HEADINGS = ['voters', 'acknowledged/s', 'median', 'p99', 'slowest', 'acknowledged', 'missing', 'answers to others'];

/** @param {string} what @param {Report} report */
function row(what, { accepted, missing, per_second: perSecond, waited_ms: waited, others }) {
  const ms = (/** @type {number} */ number) => `${number.toFixed(0)} ms`;
  const streams = Object.values(others).flatMap((answers) => Object.entries(answers));
  const answers = streams.map(([answer, times]) => `${times} × ${answer}`).join(', ');
  const times = [waited.p50, waited.p99, waited.max].map(ms);
  return [what, perSecond.toFixed(0), ...times, String(accepted), String(missing), answers];
}

/** Takes codes off the front. @param {string[]} codes @param {number} voters */
function take(codes, voters) {
  const taken = codes.splice(0, voters + ATTACKERS);
  if (taken.length < voters + ATTACKERS) throw new Error('there are not enough voters');
  return taken;
}

/** One server on one engine. @param {'sqlite' | 'postgres'} engine */
async function alone(engine) {
  const database = engine === 'postgres' ? await cluster() : undefined;
  /** @type {Record<string, string>} */
  const env = database ? { COMITIA_DATABASE: database.address } : {};
  const server = await startComitia({ env: { ...env, RUST_LOG: 'warn' } });
  const runs = soak > 0 ? [] : RUNS;
  const voters = runs.reduce((sum, [, , needed]) => sum + needed + ATTACKERS, soak > 0 ? 100 * soak + ATTACKERS : 0);
  const { election, remove } = await openElection(server, { voters, contests: CONTESTS.slice(0, 1) });
  const codes = [...election.codes];
  const rows = [];
  const pid = ['--pid', String(server.program.process.pid)];
  try {
    for (const [what, flags, needed] of runs) {
      rows.push(row(what, await load([server.origin], election, take(codes, needed), [...flags, ...pid])));
      console.error(`${engine}: ${rows.at(-1)?.join(' | ')}`);
      await sleep(1000);
    }
    if (soak > 0) rows.push(await endure(server.origin, election, take(codes, 100 * soak), pid));
  } finally {
    await server.stop();
    await remove();
    await database?.stop();
  }
  return table(HEADINGS, rows);
}

/** Many minutes of voters, attackers and readers. @param {string} origin @param {Election} election @param {string[]} codes @param {string[]} pid */
async function endure(origin, election, codes, pid) {
  const others = ['--forged', '100', '--false-proofs', '50', '--nonsense', '50', '--readers', '100'];
  const report = await load([origin], election, codes, [...rate(100, soak), ...others, ...pid]);
  const memory = report.memory[0] ?? [];
  const at = (/** @type {number} */ share) => `${memory[Math.min(memory.length - 1, Math.floor(memory.length * share))]} MiB`;
  const held = `memory after a tenth, a half and all of it: ${at(0.1)}, ${at(0.5)}, ${at(1)}`;
  return row(`100/s for ${soak} s, beside attackers and readers; ${held}`, report);
}

/** Two servers on one database; the one that writes is killed in the middle. */
async function pair() {
  const database = await cluster();
  const env = { COMITIA_DATABASE: database.address, RUST_LOG: 'error' };
  const first = await startComitia({ env, peer: true });
  const second = await startComitia({ env, peer: true, host: new URL(first.origin).host, args: ['--keys', join(first.data, 'keys')] });
  const voters = 100 * seconds * 2;
  const { election, remove } = await openElection(first, { voters: voters + ATTACKERS, contests: CONTESTS.slice(0, 1) });
  try {
    await sleep(3000);
    const running = load([first.origin, second.origin], election, [...election.codes], rate(100, seconds * 2));
    await sleep(1000 * seconds);
    await first.program.kill();
    const report = await running;
    console.error(`two servers: ${JSON.stringify({ ...report, memory: [] })}`);
    const what = `100/s to two servers, the one that writes is killed; nobody was answered for ${report.longest_gap.toFixed(1)} s`;
    return table(HEADINGS, [row(what, report)]);
  } finally {
    await second.stop();
    await first.stop();
    await remove();
    await database.stop();
  }
}

const parts = [`${occasion}. \`node benches/storm.mjs${suffix}\`, release build.`];
for (const [engine, name] of /** @type {const} */ ([['sqlite', 'SQLite'], ['postgres', 'PostgreSQL']])) {
  if (options.engine === 'both' || options.engine === engine) parts.push(`### One server on ${name}`, await alone(engine));
}
if (soak === 0 && options.engine !== 'sqlite') parts.push('### Two servers on one PostgreSQL', await pair());
const title = soak > 0 ? 'Casting for a long time' : 'Casting under load and under attack';
await publish(soak > 0 ? 'soak.md' : 'storm.md', `## ${title}\n\n${parts.join('\n\n')}`, options.out);
