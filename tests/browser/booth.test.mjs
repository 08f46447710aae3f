// A local referendum with the real programs, from the keys to the verified result; its voters sit in a real browser.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { CONTESTS, openElection, run, succeed } from './lib/election.mjs';
import { startComitia } from './lib/server.mjs';
import { enterBooth } from './lib/voter.mjs';
import { flipVotes, serveScript } from './lib/malicious.mjs';

const VOTERS = 206;

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {Awaited<ReturnType<typeof startComitia>>} */
let server;
/** @type {Awaited<ReturnType<typeof openElection>>} */
let held;

/** What was cast, by contest and option. @type {Record<string, Record<string, number>>} */
const cast = {};
for (const { id, options } of CONTESTS) cast[id] = Object.fromEntries(options.map((option) => [option.id, 0]));

/** @param {string} contest @param {string} option @param {number} times */
function add(contest, option, times) {
  const counts = cast[contest] ?? {};
  counts[option] = (counts[option] ?? 0) + times;
}

/** @param {Record<string, string[]>} ballot */
function count(ballot) {
  for (const [contest, options] of Object.entries(ballot)) options.forEach((option) => add(contest, option, 1));
}

before(async () => {
  browser = await launch();
  server = await startComitia();
  held = await openElection(server, { voters: VOTERS });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await held?.remove();
});

/** @param {number} at */
const code = (at) => held.election.codes[at] ?? '';

test('a voter mistypes, checks the booth first, then votes and finds the ballot again, in French', async () => {
  const { election } = held;
  const voter = await enterBooth(browser, election, { language: 'fr', name: 'fr' });
  await voter.at('code');
  await voter.look('1-code');
  await voter.enter('');
  assert.match(await voter.complaint(), /Entrez votre code de vote/);
  const mistyped = code(0).endsWith('0') ? code(0).replace(/0$/, '1') : code(0).replace(/.$/, '0');
  await voter.enter(mistyped);
  assert.match(await voter.complaint(), /faute de frappe/);
  await voter.look('1-code-mistyped');

  await voter.enter(code(0).toLowerCase().replaceAll('-', ' '));
  await voter.at('ballot');
  await voter.assertDiscreet(code(0));
  await voter.look('2-ballot');
  await voter.press('continue');
  assert.match(await voter.complaint(), /Faut-il fermer le centre aux voitures/);
  await voter.look('2-ballot-wrong');
  await voter.choose('Oui');
  await voter.choose('Aucun');
  await voter.choose("Le jardin de l'école");
  assert.ok(!(await voter.page.getByLabel('Aucun', { exact: true }).isChecked()), 'a blank vote stands alone');
  await voter.press('continue');
  await voter.at('review');
  await voter.look('3-review');
  await voter.press('change');
  await voter.at('ballot');
  assert.ok(await voter.page.getByLabel('Oui', { exact: true }).isChecked(), 'what was marked is still marked');
  await voter.press('continue');
  await voter.at('review');
  await voter.press('seal');
  await voter.at('sealed');
  await voter.look('4-sealed');

  const opened = await voter.tracker();
  await voter.press('audit');
  await voter.at('audit');
  await voter.look('4-audit');
  const opening = election.file('opening.json');
  const given = await voter.download(opening);
  assert.equal(given.name, `comitia-opening-${opened.slice(0, 8)}.json`);
  const command = (await voter.page.locator('[data-slot=command]').textContent()) ?? '';
  assert.equal(command, `comitia-verify audit ${election.record}/ --opening ${given.name}`);
  const audit = await succeed('comitia-verify', ['audit', election.record, '--opening', opening]);
  assert.match(audit, new RegExp(`sealed in "cars": Yes[^]*The school garden[^]*${opened}[^]*it was not cast`));

  await voter.press('anew');
  await voter.fillAndSeal(['Non', 'Le square de la gare', 'Le parc de la rivière']);
  const tracker = await voter.tracker();
  assert.notEqual(tracker, opened);
  await voter.cast();
  count({ cars: ['no'], parks: ['station', 'river'] });
  assert.equal(await voter.tracker(), tracker);
  await voter.look('5-receipt');
  const receipt = election.file('receipt.txt');
  await voter.download(receipt);
  const found = await succeed('comitia-verify', [election.record, '--receipt', receipt]);
  assert.match(found, new RegExp(`V24 ok[^]*tracker ${tracker}`));

  await voter.press('check');
  await voter.at('check');
  await voter.page.locator('.notice-positive').waitFor();
  await voter.look('6-counted');
  await voter.press('back');
  await voter.at('receipt');
  await voter.press('forget');
  await voter.at('forgotten');
  await voter.look('7-forgotten');
  const page = await voter.page.content();
  assert.ok(!page.includes(tracker.slice(0, 8)), 'the receipt is gone');
  await voter.assertDiscreet(code(0));
  voter.watch.assertQuiet();
});

test('a voter on a phone, with the keyboard alone, votes twice; the first receipt says so, in English', async () => {
  const { election } = held;
  const options = { viewport: { width: 320, height: 640 } };
  const voter = await enterBooth(browser, election, { language: 'en', name: 'en', options });
  const { keyboard } = voter.page;
  /** @param {boolean} again */
  const vote = async (again) => {
    await voter.at('code');
    await voter.tabTo('#code');
    await keyboard.type(code(1));
    await keyboard.press('Enter');
    await voter.arrives('ballot');
    assert.match((await voter.page.locator('#booth-live').textContent()) ?? '', /Step 2 of 5: Ballot/);
    assert.equal(await voter.page.locator('[data-slot=again] .notice').count(), again ? 1 : 0);
    if (again) await voter.look('2-again');
    await voter.tabTo('#contest-0-0');
    await keyboard.press(again ? 'ArrowDown' : 'Space');
    await voter.tabTo('#contest-1-1');
    await keyboard.press('Space');
    await voter.tabTo('#booth-stage [data-action=continue]');
    await keyboard.press('Enter');
    await voter.arrives('review');
    await voter.tabTo('[data-action=seal]');
    await keyboard.press('Enter');
    await voter.arrives('sealed');
    await voter.tabTo('[data-action=cast]');
    await keyboard.press('Enter');
    await voter.arrives('receipt');
    await voter.page.locator('[data-action=download]:enabled').waitFor();
  };
  await vote(false);
  const first = election.file('first.txt');
  await voter.download(first);
  await voter.look('5-receipt');
  await voter.tabTo('[data-action=forget]');
  await keyboard.press('Enter');
  await voter.arrives('forgotten');
  await voter.page.goto(election.booth('en'));
  await vote(true);
  count({ cars: ['no'], parks: ['station'] });

  // The page still knows the second receipt and looks for it at once; a fresh page knows nothing.
  await voter.page.goto(`${election.booth('en')}#check`);
  await voter.page.locator('.notice-positive').waitFor();
  await voter.page.reload();
  await voter.at('check');
  await voter.look('6-check');
  await voter.press('check');
  assert.match(await voter.complaint(), /Choose your receipt or enter your tracker/);
  await voter.page.locator('#check-tracker').fill('123 xyz');
  await voter.press('check');
  assert.match(await voter.complaint(), /at least 32/);
  await voter.page.locator('#check-file').setInputFiles(first);
  await voter.press('check');
  await voter.page.getByText('A later ballot replaces this one').waitFor();
  await voter.look('6-replaced');
  voter.watch.assertQuiet();
});

test('a code of another vote is refused with words that a person understands', async () => {
  const { election } = held;
  const voter = await enterBooth(browser, election, { language: 'en', name: 'unknown' });
  await voter.enter('0000-0000-0000-0000-0000-0000-0');
  assert.match(await voter.complaint(), /not on the list of this vote/);
  await voter.look('1-code');
  // The server's 404 is what the console complains about, and nothing else.
  assert.deepEqual(voter.watch.take().filter((complaint) => !/404/.test(complaint)), []);
});

test('the urn does not answer: the same ballot is sent again and counts once', async () => {
  const { election } = held;
  const voter = await enterBooth(browser, election, { language: 'en', name: 'offline' });
  await voter.enter(code(2));
  await voter.fillAndSeal(['Blank vote', 'None of them']);
  const tracker = await voter.tracker();
  // The ballot arrives; its answer does not.
  let lost = 0;
  await voter.page.route('**/ballots', async (route) => {
    lost += 1;
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await voter.press('cast');
  await voter.at('cast-offline');
  await voter.look('5-offline');
  await voter.press('retry');
  await voter.at('receipt');
  await voter.page.locator('[data-action=download]:enabled').waitFor();
  assert.equal(lost, 1);
  assert.equal(await voter.tracker(), tracker);
  count({ cars: ['blank'], parks: ['none'] });
});

test('leaving in the middle is warned about, and a server that does not answer is told apart from a wrong code', async () => {
  const { election } = held;
  const voter = await enterBooth(browser, election, { language: 'en', name: 'leaving' });
  await voter.page.route('**/voters/*', (route) => route.abort(), { times: 1 });
  await voter.enter(code(2));
  assert.match(await voter.complaint(), /The server does not answer/);
  await voter.press('continue');
  await voter.at('ballot');
  const asked = new Promise((resolve) => voter.page.once('dialog', (dialog) => {
    resolve(dialog.type());
    void dialog.dismiss();
  }));
  await voter.choose('Yes');
  await voter.page.close({ runBeforeUnload: true });
  assert.equal(await asked, 'beforeunload');
  // The voter has stayed, and so has the ballot.
  assert.ok(await voter.page.getByLabel('Yes', { exact: true }).isChecked());
});

test('w2 a booth that the record does not announce takes no votes', async () => {
  const { election } = held;
  const voter = await enterBooth(browser, election, {
    language: 'en',
    name: 'unannounced',
    prepare: (page) => serveScript(page, (script) => `${script}\n// One line more than in the record.`),
  });
  await voter.at('failed');
  assert.equal(await voter.page.locator('[data-slot=code]').textContent(), 'not_the_announced_booth');
});

test('w5 a server that proves another ballot is caught by the page', async () => {
  const { election } = held;
  const voter = await enterBooth(browser, election, { language: 'en', name: 'swapped' });
  await voter.enter(code(3));
  await voter.fillAndSeal(['Yes', 'The square at the station']);
  const other = await fetch(`${server.origin}/api/elections/${election.id}/receipts/3`);
  const body = await other.text();
  await voter.page.route('**/receipts/*', (route) => route.fulfill({ contentType: 'text/plain', body }));
  await voter.press('cast');
  await voter.at('receipt');
  count({ cars: ['yes'], parks: ['station'] });
  await voter.page.getByText('The server proves another ballot than yours').waitFor();
  assert.ok(await voter.page.locator('[data-action=download]').isDisabled());
  await voter.look('5-receipt');
});

test('d6 an election that is not what the record says is not voted in', async () => {
  const { election } = held;
  const packet = await (await fetch(`${server.origin}/api/elections/${election.id}/booth`)).json();
  packet.accepts.pop();
  const voter = await enterBooth(browser, election, {
    language: 'en',
    name: 'parallel',
    prepare: (page) => page.route('**/api/elections/*/booth', (route) => route.fulfill({ json: packet })),
  });
  await voter.at('failed');
  assert.equal(await voter.page.locator('[data-slot=code]').textContent(), 'keys_not_accepted');
  await voter.look('failed');
});

test('b8 a booth that flips votes is exposed by the audit, from another program', async () => {
  const { election } = held;
  const voter = await enterBooth(browser, election, { language: 'en', name: 'malicious', prepare: flipVotes });
  await voter.enter(code(4));
  await voter.fillAndSeal(['Yes', 'The square at the station']);
  await voter.press('audit');
  await voter.at('audit');
  const said = (await voter.page.locator('#booth-stage [data-slot=choices]').textContent()) ?? '';
  assert.match(said, /Yes/, 'the booth claims what the voter chose');
  const opening = election.file('lie.json');
  await voter.download(opening);
  const { code: exit, out } = await run('comitia-verify', ['audit', election.record, '--opening', opening]);
  assert.equal(exit, 1);
  assert.match(out, /sealed in "cars": No/);
  assert.match(out, /THE BOOTH LIED: it said "cars": Yes/);
});

test('a voter without a page audits, then casts; the code is typed nowhere that others see', async () => {
  const { election } = held;
  const secret = election.file('my-code');
  await writeFile(secret, `${code(205)}\n`, { mode: 0o600 });
  /** @param {string[]} args */
  const vote = (...args) =>
    run('comitia', ['vote', `${server.origin}${election.booth('en')}`, '--code-file', secret, ...args]);
  const opening = election.file('native.json');
  const audited = await vote('--choose', 'cars=blank', '--choose', 'parks=river', '--audit', opening);
  assert.equal(audited.code, 0, audited.err);
  const found = await succeed('comitia-verify', ['audit', election.record, '--opening', opening]);
  assert.match(found, /that is what the booth said/);
  const receipt = election.file('native.txt');
  const ballot = ['--choose', 'cars=yes', '--choose', 'parks=school,river'];
  const given = await vote(...ballot, '--cast', '--receipt', receipt, '--json');
  assert.equal(given.code, 0, given.err);
  const answer = JSON.parse(given.out);
  count({ cars: ['yes'], parks: ['school', 'river'] });
  const verified = await succeed('comitia-verify', [election.record, '--receipt', receipt]);
  assert.match(verified, new RegExp(`V24 ok[^]*tracker ${answer.tracker}`));
  for (const [args, problem] of /** @type {[string[], RegExp][]} */ ([
    [['--choose', 'cars=maybe', '--choose', 'parks=river', '--cast'], /has no option "maybe"/],
    [['--choose', 'cars=yes', '--cast'], /nothing is chosen in "parks"/],
    [['--choose', 'cars=yes,no', '--choose', 'parks=river', '--cast'], /choose 1 to 1 options, not 2/],
  ])) {
    const refused = await vote(...args);
    assert.notEqual(refused.code, 0);
    assert.match(refused.err, problem);
  }
});

test('two hundred more vote without a page; the result is what was cast, and anybody verifies it', async () => {
  const { election } = held;
  const many = await election.load(election.codes.slice(5, 205));
  assert.deepEqual([many.accepted, many.refusals], [200, {}]);
  for (const [contest, options] of Object.entries(many.chosen)) {
    for (const [option, times] of Object.entries(options)) add(contest, option, times);
  }
  // Trustee 2 stays away.
  await election.finish([0, 2]);
  const verified = await run('comitia-verify', [election.record, '--json']);
  assert.equal(verified.code, 0, verified.out + verified.err);
  const report = JSON.parse(verified.out);
  assert.ok(report.ok);
  assert.deepEqual(report.counts, cast);
  const copied = await run('comitia-verify', [await election.copy('copy'), '--json']);
  assert.equal(copied.code, 0, copied.out + copied.err);
  assert.deepEqual(JSON.parse(copied.out).counts, cast);
  const receipt = await succeed('comitia-verify', [election.record, '--receipt', election.file('receipt.txt')]);
  assert.match(receipt, /V24 ok/);
});

test('after the close the booth looks ballots up and takes none', async () => {
  const { election } = held;
  const voter = await enterBooth(browser, election, { language: 'fr', name: 'closed' });
  await voter.at('check');
  await voter.look('6-check');
  await voter.page.locator('#check-file').setInputFiles(election.file('receipt.txt'));
  await voter.press('check');
  await voter.page.locator('.notice-positive').waitFor();
  voter.watch.assertQuiet();
});

test('w10 no code is in what the server wrote', () => {
  for (const one of held.election.codes) {
    assert.ok(!server.program.output.includes(one) && !server.program.output.includes(one.replaceAll('-', '')));
  }
});
