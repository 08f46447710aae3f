// A whole election on a real server, timed from outside: casting over HTTP on SQLite, receipts, a trustee's share,
// verification. Prints the rows of a table. Run after `make build`:
//   COMITIA_BIN=target/release/comitia node benches/election.mjs [ballots] [ballots on their way at once]
//
// The voters run on the same cores as the server; their ballots are sealed before casting is timed.

import { CONTESTS, openElection } from '../tests/browser/lib/election.mjs';
import { startComitia } from '../tests/browser/lib/server.mjs';
import { comitia, machine, timed } from './lib/measure.mjs';

const ballots = Number(process.argv[2] ?? 20_000);
const parallel = Number(process.argv[3] ?? 128);
process.env['COMITIA_BIN'] = comitia;
const command = `node benches/election.mjs ${ballots} ${parallel}`;

/** @param {string} what @param {string} value @param {string} target */
const row = (what, value, target) => console.log(`| ${[what, value, target, machine, command].join(' | ')} |`);

/** The slowest of a hundred, of how long each took. @param {() => Promise<unknown>} ask */
async function slowest(ask) {
  let worst = 0;
  for (let round = 0; round < 100; round += 1) {
    const begun = performance.now();
    await ask();
    worst = Math.max(worst, performance.now() - begun);
  }
  return worst;
}

const server = await startComitia();
console.log('| what | measured | target | machine | command |');
console.log('|---|---|---|---|---|');
try {
  const { election, remove } = await openElection(server, { voters: ballots, contests: CONTESTS.slice(0, 1) });
  const cast = await election.load(election.codes, parallel);
  const { p50, p99 } = cast.latency_ms;
  row(
    `casting ${cast.accepted} ballots, ${parallel} at once`,
    `${Math.round(cast.per_second)}/s, median ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
    '≥ 2,000/s, p99 < 250 ms',
  );
  const api = `${server.origin}/api/elections/${election.id}`;
  const size = Number((await (await fetch(api)).json()).size);
  const receipt = await slowest(async () => {
    const index = size - 1 - Math.floor(Math.random() * ballots);
    const answer = await fetch(`${api}/receipts/${index}`);
    if (!answer.ok) throw new Error(`no receipt for ${index}`);
    await answer.text();
  });
  row('a receipt, slowest of 100', `${receipt.toFixed(0)} ms`, '≤ 2 s after casting');
  await election.finish([0, 2]);
  const record = await election.copy('record');
  const verified = await timed('comitia-verify', [record]);
  row(
    `verifying a record of ${ballots} ballots, everything included`,
    `${verified.seconds.toFixed(2)} s, ${Math.round(ballots / verified.seconds)} ballots/s, ${Math.round(verified.mebibytes)} MiB`,
    '≥ 10,000 ballots/s',
  );
  await remove();
} finally {
  await server.stop();
}
