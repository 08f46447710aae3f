// Ballots of Debian's `belenios-tool` beside ours, in one run. Nothing here installs it:
//   apt-get install belenios-tool
//   cargo build --release -p comitia-benches
//   node benches/belenios.mjs [--ballots N] [--quick] [--out FOLDER]
//
// A program is timed from its start to its end. So that its start does not count, and the reading of its files neither,
// what is shown is always the difference of two sizes: elections of one question and of five, archives of few ballots
// and of many. It is skipped, by name, where it is not installed or does not know a group.

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { comitia, median, occasion, publish, table } from './lib/measure.mjs';

const { values } = parseArgs({
  options: { ballots: { type: 'string' }, quick: { type: 'boolean' }, out: { type: 'string' } },
});
const many = Number(values.ballots ?? 100);
if (!Number.isSafeInteger(many) || many < 20) throw new Error('--ballots is a whole number from 20');
const GROUPS = ['Ed25519', 'BELENIOS-2048'];
/** One of k: yes, no and blank, and ten options. */
const OPTIONS = values.quick ? [3] : [3, 10];
/** Questions of the larger election. */
const QUESTIONS = 5;
/** Ballots of the smaller archive. */
const FEW = 10;
const UUID = 'AbCdEfGhJkLmNp';
const env = { ...process.env, BELENIOS_USE_URANDOM: '1' };

/** The tool in a folder; what it prints. @param {string} dir @param {string[]} args @param {string} [input] @returns {Promise<string>} */
function tool(dir, args, input = '') {
  return new Promise((resolve, reject) => {
    const child = spawn('belenios-tool', args, { cwd: dir, env, stdio: ['pipe', 'pipe', 'pipe'] });
    /** @type {[string, string]} */
    const said = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (said[0] += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (said[1] += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(said[0]);
      else reject(new Error(`belenios-tool ${args.join(' ')}: ${said[1].trim()}`));
    });
    // Whoever ends before it has read its input says why with its code.
    child.stdin.on('error', () => {}).end(input);
  });
}

/** How long something took, in milliseconds, and what came of it. @template T @param {() => Promise<T>} work */
async function clock(work) {
  const begun = performance.now();
  const value = await work();
  return { value, took: performance.now() - begun };
}

/** The file in a folder whose name ends so. @param {string} dir @param {string} end */
async function ending(dir, end) {
  const name = (await readdir(dir)).find((name) => name.endsWith(end));
  if (name === undefined) throw new Error(`no ${end} in ${dir}`);
  return join(dir, name);
}

/** Questions of one of k. Of three, the last is blank, which Belenios puts first. @param {number} k @param {number} count */
function template(k, count) {
  const blank = k === 3;
  const answers = Array.from({ length: blank ? k - 1 : k }, (_, at) => `Answer ${at}`);
  const question = { answers, min: 1, max: 1, question: 'Which?', ...(blank && { blank }) };
  return { description: '-', name: '-', questions: Array(count).fill(question), administrator: '-', credential_authority: '-' };
}

/** An election that is open, in a folder; the credentials of its voters. @param {string} group @param {number} k @param {number} questions @param {number} voters */
async function open(group, k, questions, voters) {
  const dir = await mkdtemp(join(tmpdir(), 'comitia-belenios-'));
  const common = ['--uuid', UUID, '--group', group];
  await tool(dir, ['setup', 'generate-credentials', ...common, '--count', String(voters)]);
  await rename(await ending(dir, '.pubcreds'), join(dir, 'public_creds.json'));
  const lines = (await readFile(await ending(dir, '.privcreds'), 'utf8')).trim();
  await tool(dir, ['setup', 'generate-trustee-key', '--group', group]);
  await rename(await ending(dir, '.pubkey'), join(dir, 'public_keys.jsons'));
  await tool(dir, ['setup', 'make-trustees']);
  await writeFile(join(dir, 'template.json'), JSON.stringify(template(k, questions)));
  await tool(dir, ['setup', 'make-election', ...common, '--template', 'template.json']);
  await tool(dir, ['archive', 'init']);
  const choice = Array(questions).fill(Array.from({ length: k }, (_, at) => (at === 1 ? 1 : 0)));
  await writeFile(join(dir, 'choice.json'), JSON.stringify(choice));
  return { dir, credentials: credentials(lines) };
}

/** From a file of them: an object of credentials by voter, or a line for each. @param {string} text */
function credentials(text) {
  if (text.startsWith('{')) return Object.values(/** @type {Record<string, string>} */ (JSON.parse(text)));
  return text.split('\n').map((line) => line.trim().split(/\s+/).pop() ?? '');
}

/** A voter makes a ballot. @param {string} dir @param {string} credential */
async function generate(dir, credential) {
  await writeFile(join(dir, 'credential'), `${credential}\n`);
  return clock(() => tool(dir, ['election', 'generate-ballot', '--privcred', 'credential', '--ballot', 'choice.json']));
}

/** Three times. @param {string} dir */
async function verify(dir) {
  const took = [];
  for (let round = 0; round < 3; round += 1) took.push((await clock(() => tool(dir, ['election', 'verify']))).took);
  return median(took);
}

/** Milliseconds of one ballot of one of k. @param {string} group @param {number} k */
async function measure(group, k) {
  const election = await open(group, k, 1, many);
  const larger = await open(group, k, QUESTIONS, FEW);
  try {
    const { dir } = election;
    const [made, size] = [/** @type {number[]} */ ([]), { bytes: 0 }];
    let few = NaN;
    for (const [at, credential] of election.credentials.entries()) {
      const { value, took } = await generate(dir, credential);
      made.push(took);
      size.bytes = value.trim().length;
      await tool(dir, ['archive', 'add-event', '--type=Ballot'], value);
      if (at + 1 === FEW) few = await verify(dir);
    }
    const all = await verify(dir);
    const wide = [];
    for (const credential of larger.credentials) wide.push((await generate(larger.dir, credential)).took);
    return {
      bytes: size.bytes,
      seal: (median(wide) - median(made)) / (QUESTIONS - 1),
      whole: median(made),
      verify: (all - few) / (many - FEW),
    };
  } finally {
    for (const { dir } of [election, larger]) await rm(dir, { recursive: true, force: true });
  }
}

/** Ours, for the same choice. @returns {Promise<{ options: number, bytes: number, seal: number, verify: number, batch: number }[]>} */
async function ours() {
  const program = join(dirname(comitia), 'comitia-tables');
  const args = ['--json', OPTIONS.join(','), ...(values.quick ? ['--quick'] : [])];
  return JSON.parse((await promisify(execFile)(program, args)).stdout);
}

/** @param {number} milliseconds */
const shown = (milliseconds) => milliseconds.toFixed(milliseconds < 1 ? 3 : milliseconds < 10 ? 2 : 1);

const version = await tool('.', ['--version']).catch(() => undefined);
if (version === undefined) {
  console.log('skipped: no belenios-tool (apt-get install belenios-tool)');
} else {
  // Ours first: a program that was not built is missed before minutes are spent.
  const own = await ours();
  const rows = [];
  const skipped = [];
  for (const group of GROUPS) {
    for (const k of OPTIONS) {
      try {
        const { bytes, seal, whole, verify } = await measure(group, k);
        rows.push([`belenios-tool, ${group}, one of ${k}`, String(bytes), shown(seal), shown(whole), shown(verify), '–']);
      } catch (error) {
        if (!(error instanceof Error && error.message.includes('unknown group'))) throw error;
        skipped.push(group);
      }
    }
  }
  for (const { options, bytes, seal, verify, batch } of own) {
    rows.push([`Comitia, ristretto255, one of ${options}`, String(bytes), shown(seal), '–', shown(verify), shown(batch)]);
  }
  const named = [...new Set(skipped)].map((group) => `Skipped: this belenios-tool does not know the group ${group}.\n`);
  const text = [
    '## Ballots, beside Belenios',
    '',
    `${occasion}. \`node benches/belenios.mjs --ballots ${many}${values.quick ? ' --quick' : ''}\`, belenios-tool ${version.trim()}. Milliseconds, one core; one of 3 is yes, no or blank.`,
    '',
    table(['ballot', 'bytes', 'seal', 'program that seals one', 'verify', 'verify, 512 together'], rows),
    '',
    ...named,
    `Of belenios-tool, sealing is a quarter of what an election of ${QUESTIONS} questions takes longer than one of a single question,`,
    `without the voter's signature; verifying is what an archive of ${many} ballots takes longer than one of ${FEW}, for each ballot,`,
    "signatures and the reading of JSON included. Belenios' bytes are JSON. Ours are measured inside a program, with the voter's",
    'signature in every figure. A Belenios ballot of this group is made of 2048-bit integers, ours of points of a curve.',
  ];
  await publish('belenios.md', text.join('\n'), values.out);
}
