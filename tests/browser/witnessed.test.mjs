// A whole referendum whose log is witnessed: server, witnesses, trustees, a voter in a real browser, observers.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, openPage } from './lib/browser.mjs';
import { assertAccessible, assertFits, screenshot } from './lib/checks.mjs';
import { CONTESTS, openElection, run, succeed } from './lib/election.mjs';
import { startComitia, temporaryFolder } from './lib/server.mjs';
import { enterBooth } from './lib/voter.mjs';
import { book, startWitness } from './lib/witness.mjs';

/** @import { Witness } from './lib/witness.mjs' */

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {Awaited<ReturnType<typeof startComitia>>} */
let server;
/** @type {Awaited<ReturnType<typeof openElection>>} */
let held;
/** @type {Witness[]} */
let witnesses = [];
/** @type {Awaited<ReturnType<typeof temporaryFolder>>} */
let desk;

before(async () => {
  browser = await launch();
  desk = await temporaryFolder();
  witnesses = await Promise.all(['one.example', 'two.example', 'three.example'].map(startWitness));
  const file = join(desk.path, 'witnesses');
  await writeFile(file, book(witnesses));
  server = await startComitia({ args: ['--witnesses', file] });
  held = await openElection(server, { voters: 12, contests: CONTESTS.slice(0, 1), witnesses, quorum: 2 });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await Promise.all(witnesses.map((witness) => witness.stop()));
  await held?.remove();
  await desk?.remove();
});

/** One look of an observer who remembers, and asks these witnesses. @param {Witness[]} asked */
const look = (asked) => {
  const all = asked.flatMap((witness) => ['--witness', witness.origin]);
  return run('comitia-verify', ['watch', held.election.record, '--once', '--state', join(desk.path, 'watch'), ...all]);
};

test('t5 a voter gets a receipt that witnesses have signed, also when one of them is away', async () => {
  const { election } = held;
  const cosigners = async (/** @type {number} */ at) => {
    const voter = await enterBooth(browser, election, { language: 'en', name: `witnessed-${at}` });
    await voter.at('code');
    await voter.enter(election.codes[at] ?? '');
    await voter.fillAndSeal(['Yes']);
    await voter.cast();
    const receipt = election.file(`receipt-${at}.txt`);
    await voter.download(receipt);
    const found = await succeed('comitia-verify', [election.record, '--receipt', receipt]);
    assert.match(found, /V24 ok/);
    return ((await readFile(receipt, 'utf8')).match(/^\u2014 (one|two|three)\.example/gm) ?? []).length;
  };
  assert.ok((await cosigners(0)) >= 2);
  await witnesses[0]?.program.stop();
  assert.equal(await cosigners(1), 2);
});

test('everybody sees on a page whether the urn is intact, and which witness is away', async () => {
  const { page, watch } = await openPage(browser, server.origin, { javaScriptEnabled: false });
  for (const [language, verdict, away] of [
    ['fr', "L’urne est intacte", 'Ne répond pas'],
    ['en', 'The ballot box is intact', 'Does not answer'],
  ]) {
    await page.goto(`/${language}/elections/${held.election.id}/urn`);
    await page.getByText(verdict ?? '').first().waitFor();
    await page.getByRole('listitem').filter({ hasText: 'one.example' }).getByText(away ?? '').waitFor();
    await screenshot(page, `witnessed-${language}-urn`);
  }
  watch.assertQuiet();
  const { page: scripted } = await openPage(browser, server.origin);
  await scripted.goto(`/fr/elections/${held.election.id}/urn`);
  await assertAccessible(scripted);
  await assertFits(scripted);
});

test('the trustees decrypt, and the record verifies with its witnesses; a watcher finds everything in order', async () => {
  const { election } = held;
  const before = await look([]);
  assert.equal(before.code, 0, before.out + before.err);
  await election.load(election.codes.slice(2), 4);
  await election.finish([0, 2]);
  const report = JSON.parse(await succeed('comitia-verify', [election.record, '--json']));
  assert.equal(report.ok, true);
  // The witness that is away cannot be asked; the others agree.
  const after = await look(witnesses.slice(1));
  assert.equal(after.code, 0, after.out + after.err);
  assert.match(after.out, /in order/);
});
