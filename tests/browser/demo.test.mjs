// The demonstration as a newcomer meets it: what is printed works, and every page is looked at.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, openPage } from './lib/browser.mjs';
import { assertAccessible, assertFits, screenshot } from './lib/checks.mjs';
import { run, succeed } from './lib/election.mjs';
import { freePort, Program, temporaryFolder } from './lib/server.mjs';

const comitia = process.env['COMITIA_BIN'] ?? fileURLToPath(new URL('../../target/debug/comitia', import.meta.url));
const booth = fileURLToPath(new URL('../../web/booth/dist', import.meta.url));

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {Awaited<ReturnType<typeof temporaryFolder>>} */
let folder;
/** @type {Program} */
let demo;
let origin = '';

async function start() {
  const port = await freePort();
  const args = ['demo', '--data', `${folder.path}/demo`, '--booth', booth, '--listen', `127.0.0.1:${port}`];
  demo = new Program(comitia, args);
  origin = `http://localhost:${port}`;
  await demo.until(async () => demo.output.includes('Stop with Ctrl-C'), 120_000);
}

/** A part of what the demonstration printed. @param {RegExp} pattern */
function printed(pattern) {
  const [, found = ''] = pattern.exec(demo.output) ?? [];
  assert.notEqual(found, '', `the demonstration does not say ${pattern}:\n${demo.output}`);
  return found;
}

const openId = () => printed(/\/en\/elections\/([0-9a-f]{64})\n/);
const finishedId = () => printed(/\/en\/elections\/([0-9a-f]{64})\/result\n/);

before(async () => {
  browser = await launch();
  folder = await temporaryFolder();
  await start();
});

after(async () => {
  await demo?.stop();
  await browser?.close();
  await folder?.remove();
});

test('every page is accessible, fits a phone, and complains about nothing, in French and in English', async () => {
  const [open, finished] = [openId(), finishedId()];
  const pages = {
    home: '/',
    votations: '/elections',
    open: `/elections/${open}`,
    'open-trustees': `/elections/${open}/trustees`,
    'open-urn': `/elections/${open}/urn`,
    'finished-urn': `/elections/${finished}/urn`,
    finished: `/elections/${finished}`,
    'finished-result': `/elections/${finished}/result`,
    'finished-trustees': `/elections/${finished}/trustees`,
    'finished-booth': `/elections/${finished}/booth`,
    'finished-verify': `/elections/${finished}/verify`,
    how: '/how-it-works',
    'guide-voter': '/guides/voter',
    'guide-trustee': '/guides/trustee',
    'guide-registrar': '/guides/registrar',
    'guide-board': '/guides/board',
    'guide-observer': '/guides/observer',
    'protocol-ballots': '/protocol/ballots',
    'protocol-ceremony': '/protocol/ceremony',
    'protocol-log': '/protocol/log',
    accessibility: '/accessibility',
    privacy: '/privacy',
    legal: '/legal',
    version: '/version',
  };
  const { page, watch } = await openPage(browser, origin);
  const titles = new Set();
  for (const language of ['fr', 'en']) {
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(`/${language}${path}`);
      titles.add(await page.title());
      assert.equal(await page.locator('h1').count(), 1, `${language}${path} has one h1`);
      await assertAccessible(page);
      await assertFits(page);
      await screenshot(page, `demo-${language}-${name}`);
    }
  }
  assert.equal(titles.size, 2 * Object.keys(pages).length, 'every page has a title of its own');
  watch.assertQuiet();
});

test('pages say the same without JavaScript', async () => {
  const { page, watch } = await openPage(browser, origin, { javaScriptEnabled: false });
  await page.goto(`/en/elections/${finishedId()}/result`);
  const figures = page.getByRole('row', { name: /Yes/ });
  assert.match((await figures.textContent()) ?? '', /440\s*65\.5%/);
  assert.match((await page.locator('svg title').allTextContents()).join(' '), /\S/);
  await page.goto(`/en/elections/${openId()}`);
  await page.getByText('40', { exact: true }).first().waitFor();
  watch.assertQuiet();
});

test('the finished referendum has the counts of the real one, and verifies with the printed command', async () => {
  const report = await succeed('comitia-verify', [`${origin}/elections/${finishedId()}`, '--json']);
  const { ok, counts } = JSON.parse(report);
  assert.equal(ok, true);
  assert.deepEqual(counts, { renseignement: { yes: 440, no: 232, blank: 7 } });
});

test('the second verifier finds in the browser what the first finds outside', async () => {
  const { page, watch } = await openPage(browser, origin);
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto(`/fr/elections/${finishedId()}/verify`);
  await page.getByRole('button', { name: 'Vérifier maintenant' }).press('Enter');
  await page.getByText('Tous les contrôles sont bons.').waitFor({ timeout: 60_000 });
  const found = page.locator('[data-check]');
  assert.equal(await found.count(), 24);
  assert.deepEqual(await page.locator('[data-status="failed"]').count(), 0);
  assert.match((await page.locator('[data-check="V13"]').textContent()) ?? '', /bon\d{3}$/);
  const counts = await page.locator('[data-counts] tbody tr').allTextContents();
  assert.deepEqual(counts, ['renseignementyes440', 'renseignementno232', 'renseignementblank7']);
  await assertAccessible(page);
  await assertFits(page);
  await screenshot(page, 'demo-fr-verified');
  watch.assertQuiet();
});

test('a record that was changed on its way is refused in the browser', async () => {
  const { page } = await openPage(browser, origin);
  await page.context().route('**/tile/entries/000', async (route) => {
    const answer = await route.fetch();
    const body = await answer.body();
    const last = body.length - 1;
    body[last] = (body[last] ?? 0) ^ 1;
    await route.fulfill({ response: answer, body });
  });
  await page.goto(`/en/elections/${finishedId()}/verify`);
  await page.getByRole('button', { name: 'Verify now' }).click();
  await page.getByText('A check FAILED.').waitFor({ timeout: 60_000 });
  assert.equal(await page.locator('[data-check="V01"]').getAttribute('data-status'), 'failed');
});

test('a printed code votes; then the printed commands close, decrypt and publish', async () => {
  const open = openId();
  const code = printed(/Codes to vote with[^\n]*\n\s+(\S+)\n/);
  const { page } = await openPage(browser, origin);
  await page.goto(`/fr/elections/${open}`);
  const scheduled = await page.getByText('Vous pouvez voter jusqu’au').locator('time').getAttribute('datetime');
  assert.match(scheduled ?? '', /^20/);
  await page.goto(`/en/elections/${open}/booth`);
  await page.getByLabel('Voting code').fill(code);
  await page.getByRole('button', { name: 'Continue to the ballot' }).click();
  await page.getByLabel('No', { exact: true }).check();
  await page.getByRole('button', { name: 'Review my ballot' }).click();
  await page.getByRole('button', { name: 'Seal my ballot' }).click();
  await page.getByRole('button', { name: 'Cast my ballot' }).click();
  await page.getByText('Yes, proof checked by your browser.').waitFor();

  const commands = demo.output.matchAll(/^ {2}\S*\/(comitia\S*) ((?:election|decrypt) .*)$/gm);
  const names = [];
  for (const [, name = '', args = ''] of commands) {
    await succeed(name, args.split(' '));
    names.push(args.split(' ').slice(0, 2).join(' ').replace(/ http.*/, ''));
  }
  assert.deepEqual(names, ['election close', 'decrypt', 'decrypt', 'election publish']);
  const { counts } = JSON.parse(await succeed('comitia-verify', [`${origin}/elections/${open}`, '--json']));
  assert.deepEqual(counts, { samedis: { yes: 20, no: 16, blank: 5 } });
  await page.goto(`/fr/elections/${open}/result`);
  assert.equal(await page.locator(`time[datetime="${scheduled}"]`).count(), 0, 'voting ended before it was due');
  await assertAccessible(page);
  await screenshot(page, 'demo-fr-open-result');
});

test('a second start is quick, keeps everything, and another folder is not overwritten', async () => {
  const open = openId();
  await demo.stop();
  await start();
  assert.equal(openId(), open);
  assert.doesNotMatch(demo.output, /Filling/);
  const refused = await run('comitia', ['demo', '--data', folder.path, '--booth', booth, '--listen', '127.0.0.1:0']);
  assert.notEqual(refused.code, 0);
  assert.match(refused.err, /is not empty, and not the folder of a demonstration/);
});
