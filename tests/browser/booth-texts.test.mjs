// Whatever the texts of an election hold, the booth shows it as text: mark-up, other scripts, endless words, many options.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { openElection } from './lib/election.mjs';
import { startComitia } from './lib/server.mjs';
import { enterBooth } from './lib/voter.mjs';

/** Texts that would be more than text if anybody let them. */
const EVIL = [
  '<img src=x onerror="window.caught=1">',
  '<script>window.caught=1</script>',
  '"><svg onload=window.caught=1>',
  "' onmouseover='window.caught=1",
  'javascript:window.caught=1',
  '{{constructor.constructor("window.caught=1")()}}',
  '</template></script><script>window.caught=1</script>',
  '{n} {question} {label}',
  '&lt;b&gt; &amp; &#60;',
  'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(3),
  'هل يجب إغلاق المركز أمام السيارات؟',
  '\u202egnorw\u202c',
];

/** @param {string} text */
const both = (text) => ({ fr: text, en: text });

const options = (/** @type {number} */ number) =>
  Array.from({ length: number }, (_, at) => ({ id: `o${at}`, title: both(EVIL[at % EVIL.length] + ` (${at})`) }));

const CONTESTS = [
  { id: 'evil', title: both(EVIL[0] ?? ''), options: options(EVIL.length), rule: { kind: 'single' }, outcome: { majority: { kind: 'simple' } } },
  { id: 'many', title: both(EVIL[1] ?? ''), options: options(100), rule: { kind: 'choose', min: 0, max: 100 }, outcome: { top: { seats: 3 } } },
];

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {Awaited<ReturnType<typeof startComitia>>} */
let server;
/** @type {Awaited<ReturnType<typeof openElection>>} */
let held;

before(async () => {
  browser = await launch();
  server = await startComitia();
  held = await openElection(server, { voters: 1, contests: CONTESTS });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await held?.remove();
});

test('w1 no text of an election becomes more than text, on any step', async () => {
  const voter = await enterBooth(browser, held.election, { language: 'en', name: 'texts' });
  /** @param {string} where */
  const harmless = async (where) => {
    assert.equal(await voter.page.evaluate(() => /** @type {any} */ (window).caught), undefined, where);
    assert.equal(await voter.page.locator('#booth-stage :is(img, script)').count(), 0, where);
  };
  await voter.enter(held.election.codes[0] ?? '');
  await voter.at('ballot');
  for (const [at, text] of EVIL.entries()) {
    const shown = await voter.page.locator(`label[for=contest-0-${at}] [data-slot=label]`).textContent();
    assert.equal(shown, `${text} (${at})`);
  }
  await harmless('ballot');
  await voter.look('2-ballot');
  await voter.press('continue');
  await voter.complaint();
  await harmless('summary');
  for (let at = 0; at < 100; at += 3) await voter.page.locator(`#contest-1-${at}`).check();
  assert.match((await voter.page.locator('#contest-1 [data-slot=count]').textContent()) ?? '', /34 of 100/);
  await voter.page.locator('#contest-0-5').check();
  await voter.press('continue');
  await voter.at('review');
  await harmless('review');
  await voter.look('3-review');
  await voter.press('seal');
  await voter.at('sealed');
  await voter.press('audit');
  await voter.at('audit');
  await harmless('audit');
  await voter.press('anew');
  await voter.at('ballot');
  await voter.page.locator('#contest-0-8').check();
  await voter.press('continue');
  await voter.at('review');
  await voter.press('seal');
  await voter.at('sealed');
  await voter.cast();
  await harmless('receipt');
  voter.watch.assertQuiet();
});
