// One ballot with a contest of every kind: filled in on a phone's screen with the keyboard alone, opened by another
// program, cast, and counted together with the same vote from a terminal.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch, openPage } from './lib/browser.mjs';
import { assertAccessible, assertFits, screenshot } from './lib/checks.mjs';
import { openElection, run, succeed } from './lib/election.mjs';
import { CHOSEN, COUNTS, KEYS, KINDS, WORDS } from './lib/kinds.mjs';
import { startComitia } from './lib/server.mjs';
import { enterBooth, Voter } from './lib/voter.mjs';

/** @import { Locator } from 'playwright-core' */

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {Awaited<ReturnType<typeof startComitia>>} */
let server;
/** @type {Awaited<ReturnType<typeof openElection>>} */
let held;

before(async () => {
  browser = await launch();
  server = await startComitia();
  const floor = { fr: 'Une répétition à deux.', en: 'A rehearsal for two.' };
  held = await openElection(server, { voters: 2, contests: KINDS, waivers: { floor } });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await held?.remove();
});

/** @param {number} at */
const code = (at) => held.election.codes[at] ?? '';

/** With the keyboard alone. @param {Voter} voter */
async function fill(voter) {
  for (const [field, keys] of KEYS) {
    await voter.tabTo(field);
    // What a number field holds is replaced, as people do it.
    if (await voter.page.evaluate(() => /** @type {any} */ (document.activeElement).type === 'text')) {
      await voter.page.keyboard.press('Control+A');
    }
    for (const key of keys) await voter.page.keyboard.press(key);
  }
}

/** @param {Voter} voter @param {string} step */
async function proceed(voter, step) {
  await voter.tabTo(`#booth-stage [data-action=${step === 'review' ? 'continue' : 'seal'}]`);
  await voter.page.keyboard.press('Enter');
  await voter.arrives(step);
}

test('every kind is filled in with the keyboard on a narrow screen; the opened ballot says what was filled in', async () => {
  const { election } = held;
  const options = { viewport: { width: 320, height: 640 } };
  const voter = await enterBooth(browser, election, { language: 'en', name: 'kinds', options });
  await voter.enter(code(0));
  await voter.at('ballot');
  await voter.look('2-empty');
  await voter.press('continue');
  const missing = await voter.complaint();
  for (const words of [
    /closed to cars\?” Choose an answer/,
    /planted\?” Choose more/,
    /council\?” Choose one list/,
    /points” Give 1 more/,
    /these places\?” Give a grade to every option: 2/,
    /Rank these places” Give ranks/,
    /Split 1,000” Give 1,000 more/,
  ]) assert.match(missing, words);
  await voter.look('2-missing');

  await fill(voter);
  await proceed(voter, 'review');
  await voter.look('3-review');
  const rows = voter.page.locator('.review-row');
  for (const [at, words] of WORDS.entries()) {
    assert.deepEqual(await rows.nth(at).locator('li').allTextContents(), words);
  }
  await proceed(voter, 'sealed');
  const tracker = await voter.tracker();
  await voter.press('audit');
  await voter.at('audit');
  assert.deepEqual(await voter.page.locator('[data-slot=choices] li').allTextContents(), WORDS.flat());
  await voter.look('4-audit');
  const opening = election.file('kinds.json');
  await voter.download(opening);
  const audit = await succeed('comitia-verify', ['audit', election.record, '--opening', opening]);
  assert.match(audit, /that is what the booth said/);
  assert.match(audit, new RegExp(tracker));

  await voter.press('anew');
  await voter.at('ballot');
  await fill(voter);
  await proceed(voter, 'review');
  await proceed(voter, 'sealed');
  await voter.cast();
  voter.watch.assertQuiet();
});

/** Its text with the spaces and the apostrophes of a typewriter. @param {Locator} place */
async function plain(place) {
  return ((await place.textContent()) ?? '').replace(/\s/g, ' ').replaceAll('’', "'");
}

test('what does not fit is said before it is refused, where it is, and what was typed stays', async () => {
  const { election } = held;
  const voter = await enterBooth(browser, election, { language: 'fr', name: 'kinds-limits' });
  await voter.enter(code(1));
  await voter.at('ballot');
  const { page } = voter;
  const contest = (/** @type {number} */ at) => page.locator(`#contest-${at}`);
  const count = (/** @type {number} */ at) => plain(contest(at).locator('[data-slot=count]'));
  const said = () => plain(page.locator('#booth-live'));

  await page.getByLabel('Un verger partagé').check();
  assert.match(await said(), /Reste : 40 000 sur 100 000/);
  const benches = contest(7).locator('.choice', { hasText: 'Des bancs' });
  assert.match(await plain(benches), /Coûte 50 000 : 10 000 de plus que ce qui vous reste/);
  await benches.locator('input').check();
  assert.match(await count(7), /Trop : 10 000 au-delà de 100 000/);
  await voter.look('2-over');

  // The candidates of the chosen list show, and only they can be marked.
  await page.getByLabel('Ensemble pour les Hauts').check();
  await page.getByLabel('Maëlle Tanguy').check();
  assert.ok(await page.getByLabel('Goulven Kerdoncuff').isHidden());
  await page.getByLabel('Le moulin et la rivière').check();
  assert.ok(await page.getByLabel('Maëlle Tanguy').isHidden());
  assert.ok(!(await page.locator('#contest-2-1').isChecked()));

  // The buttons stop at the limits; what is typed may be wrong and stays.
  const more = contest(3).locator('[data-action=more]').first();
  for (let times = 0; times < 5; times += 1) await more.click();
  assert.ok(await more.isDisabled());
  await page.locator('#contest-3-1').fill('9');
  await page.locator('#contest-3-2').fill('1,5');
  for (const [at, text] of ['4', '4', '0'].entries()) await page.locator(`#contest-4-${at}`).fill(text);
  await page.locator('#contest-5-0').fill('4');
  await page.locator('#contest-5-1').fill('4');
  await page.locator('#contest-9-0').fill('4294968296');
  assert.match(await count(4), /Trop : 2 au-delà de 6/);
  await voter.press('continue');
  await voter.complaint();
  const complaint = await plain(page.locator('[data-part=error-summary]'));
  for (const words of [
    /Notez ces lieux » Écrivez un nombre entier de 0 à 5 pour « La cour de l'école »/,
    /vos points » Donnez 2 de moins/,
    /compte le plus \? » Écrivez un nombre entier de 0 à 3/,
    /financer \? » Retirez quelque chose : cela coûte 10 000 de plus/,
    /Répartissez 1 000 » Écrivez un nombre entier/,
  ]) assert.match(complaint, words);
  assert.equal(await page.locator('#contest-3-1').inputValue(), '9');
  assert.equal(await page.locator('#contest-3-2').getAttribute('aria-invalid'), 'true');
  await voter.look('2-wrong');
  await page.getByRole('link', { name: /Notez ces lieux/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'contest-3-1');

  // A blank vote ranks nothing, and a rank is no blank vote.
  await page.locator('#contest-8-rank-0').selectOption('2');
  await contest(8).getByLabel('Vote blanc').check();
  assert.equal(await page.locator('#contest-8-rank-0').inputValue(), '0');
  await page.locator('#contest-8-rank-1').selectOption('1');
  assert.ok(!(await contest(8).getByLabel('Vote blanc').isChecked()));
  voter.watch.assertQuiet();
});

test('the same vote from a terminal adds up with it, the record verifies, and every result has its page', async () => {
  const { election } = held;
  const secret = election.file('my-code');
  await writeFile(secret, `${code(1)}\n`, { mode: 0o600 });
  const chosen = CHOSEN.flatMap((one) => ['--choose', one]);
  const place = `${server.origin}${election.booth('en')}`;
  const given = await run('comitia', ['vote', place, '--code-file', secret, ...chosen, '--cast', '--json']);
  assert.equal(given.code, 0, given.err);
  await election.finish([0, 1]);
  const verified = await run('comitia-verify', [election.record, '--json']);
  assert.equal(verified.code, 0, verified.out + verified.err);
  const twice = Object.entries(COUNTS).map(([contest, counts]) => {
    const doubled = Object.entries(counts).map(([counter, count]) => [counter, 2 * count]);
    return [contest, Object.fromEntries(doubled)];
  });
  assert.deepEqual(JSON.parse(verified.out).counts, Object.fromEntries(twice));

  const { page, watch } = await openPage(browser, server.origin);
  for (const language of ['fr', 'en']) {
    for (const [name, path] of [['page', ''], ['result', '/result']]) {
      await page.goto(`/${language}/elections/${election.id}${path}`);
      await assertAccessible(page);
      await assertFits(page);
      await screenshot(page, `kinds-${language}-${name}`);
    }
  }
  watch.assertQuiet();
});
