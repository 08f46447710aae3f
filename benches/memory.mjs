// How much memory and time a verifier needs, against the number of ballots. Run after `make build`:
//   node benches/memory.mjs [--out FOLDER] [ballots …]
//
// Each record is rehearsed first, which takes several times as long as verifying it. A million ballots need 0.7 GB in the
// temporary folder, and 2 GB of memory to be rehearsed.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { occasion, publish, table, timed } from './lib/measure.mjs';

const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true });
const sizes = (positionals.length > 0 ? positionals : ['10000', '100000']).map(Number);
if (sizes.some((size) => !Number.isSafeInteger(size) || size < 1)) throw new Error('ballots are whole numbers from 1');

/** Rehearses a referendum and verifies its record. @param {number} ballots */
async function measure(ballots) {
  const folder = await mkdtemp(join(tmpdir(), 'comitia-memory-'));
  try {
    const [no, blank] = [Math.floor(ballots / 3), Math.floor(ballots / 10)];
    const file = join(folder, 'referendum.csv');
    await writeFile(file, `option,count\nyes,${ballots - no - blank}\nno,${no}\nblank,${blank}\n`);
    const record = join(folder, 'record');
    await timed('comitia', ['rehearse', '--ballots', file, '--trustees', '3', '--threshold', '2', '--out', record]);
    return { ballots, ...(await timed('comitia-verify', [record])) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const rows = [];
let before;
for (const size of sizes) {
  const now = await measure(size);
  // What each ballot more has cost, its line on the roll included.
  const slope = before ? ((now.mebibytes - before.mebibytes) * 1024 * 1024) / (now.ballots - before.ballots) : undefined;
  rows.push([
    String(now.ballots),
    `${now.seconds.toFixed(1)} s`,
    String(Math.round(now.ballots / now.seconds)),
    `${now.mebibytes.toFixed(1)} MiB`,
    slope === undefined ? '–' : `${slope.toFixed(0)} bytes`,
  ]);
  before = now;
}
const text = [
  '## Memory of a verifier',
  '',
  `${occasion}. \`node benches/memory.mjs ${sizes.join(' ')}\`, release build. Everything is verified, from the first entry`,
  'to the result; memory is the most that was resident at once. Each ballot is one of yes, no and blank, and the only one',
  'of its voter, whose line on the roll is in memory as well.',
  '',
  table(['ballots', 'time', 'ballots/s', 'memory', 'for each ballot more'], rows),
];
await publish('memory.md', text.join('\n'), values.out);
