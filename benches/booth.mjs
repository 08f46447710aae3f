// How long a browser seals: medians in headless Chromium, as rows of a table. Run after scripts/build-booth:
//   node benches/booth.mjs [times]
//
// The module itself is called as the page calls it, with the packet of a real server, for two elections: one question
// with yes, no and blank, and a choice of up to 10 of 100 projects.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch, openPage } from '../tests/browser/lib/browser.mjs';
import { CONTESTS, openElection } from '../tests/browser/lib/election.mjs';
import { serveFiles, startComitia } from '../tests/browser/lib/server.mjs';
import { machine, median } from './lib/measure.mjs';

const times = Number(process.argv[2] ?? 50);
const dist = fileURLToPath(new URL('../web/booth/dist', import.meta.url));
const pkg = fileURLToPath(new URL('../web/booth/pkg', import.meta.url));

const title = (/** @type {string} */ text) => ({ en: text });
const projects = Array.from({ length: 100 }, (_, at) => ({ id: `p${at}`, title: title(`Project ${at}`) }));
const ELECTIONS = [
  { name: 'yes, no or blank', contests: CONTESTS.slice(0, 1), selection: [1] },
  {
    name: 'up to 10 of 100 projects',
    contests: [
      {
        id: 'budget',
        title: title('Which projects?'),
        options: projects,
        rule: { kind: 'choose', min: 0, max: 10 },
        outcome: { top: { seats: 3 } },
      },
    ],
    selection: [3, 14, 15, 92, 65],
  },
];

/** In the page: seals so often, and says how long each took. @param {{ packet: number[], standing: string, election: string, code: string, selection: number[], times: number }} about */
async function seal({ packet, standing, election, code, selection, times }) {
  const address = '/booth.js';
  const booth = await import(address);
  await booth.default({ module_or_path: await (await fetch('/booth_bg.wasm')).arrayBuffer() });
  const begun = performance.now();
  const paper = booth.Paper.read(Uint8Array.from(packet), election);
  const verified = performance.now() - begun;
  const voter = booth.Voter.enter(paper, code);
  const place = booth.Standing.read(new TextEncoder().encode(standing));
  const took = [];
  for (let round = 0; round < times + 5; round += 1) {
    const start = performance.now();
    const sealed = booth.Sealed.seal(paper, voter, place, Uint32Array.of(selection.length), Uint32Array.from(selection));
    took.push(performance.now() - start);
    sealed.free();
  }
  return { verified, took: took.slice(5) };
}

const browser = await launch();
const server = await startComitia();
const site = await serveFiles({
  pages: { '/': '<!doctype html><title>Bench</title>', '/booth.js': await readFile(`${pkg}/booth.js`, 'utf8') },
  folder: dist,
});
console.log('| sealing in WASM | median | slowest | packet verified in | machine | command |');
console.log('|---|---|---|---|---|---|');
try {
  for (const { name, contests, selection } of ELECTIONS) {
    const { election, remove } = await openElection(server, { voters: 1, contests });
    const api = `${server.origin}/api/elections/${election.id}`;
    const packet = [...new Uint8Array(await (await fetch(`${api}/booth`)).arrayBuffer())];
    const { page } = await openPage(browser, site.origin);
    await page.goto('/');
    // Nobody has voted yet: the place of the first ballot.
    const standing = JSON.stringify({
      group: 0, weight: 1, seq: 0, prev: '0'.repeat(64), last_index: null, cancelled: false,
    });
    const about = { packet, standing, election: election.id, code: election.codes[0] ?? '', selection, times };
    const { verified, took } = await page.evaluate(seal, about);
    const cells = [name, `${median(took).toFixed(1)} ms`, `${Math.max(...took).toFixed(1)} ms`, `${verified.toFixed(0)} ms`];
    console.log(`| ${[...cells, machine, `node benches/booth.mjs ${times}`].join(' | ')} |`);
    await remove();
  }
} finally {
  await browser.close();
  await site.stop();
  await server.stop();
}
