// The checks that the other tests lean on must be able to fail.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openPage } from './lib/browser.mjs';
import { assertAccessible, assertFits, screenshot } from './lib/checks.mjs';
import { Program, serveFiles, startComitia } from './lib/server.mjs';

/** @param {string} body */
const page = (body) => `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="/icon.svg">
  <meta name="viewport" content="width=device-width, initial-scale=1"></head>
  <body><main><h1>A page</h1>${body}</main></body></html>`;

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {Awaited<ReturnType<typeof serveFiles>>} */
let site;

before(async () => {
  browser = await launch();
  site = await serveFiles({
    pages: {
      '/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '/good': page('<p>Nothing is wrong with this page.</p>'),
      '/unlabelled': page('<input name="code">'),
      '/wide': page('<p id="long">Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz</p>'),
      '/table': page('<div style="overflow-x: auto" tabindex="0"><table style="width: 900px"><tr><td>1</td></tr></table></div>'),
      '/inline-script': page('<script>document.title = "changed"</script>'),
      '/third-party': page('<img alt="" src="http://localhost:9/pixel.png">'),
      '/throws': page('<script src="/throws.js"></script>'),
    },
    headers: { 'content-security-policy': "default-src 'self'; style-src 'unsafe-inline'; img-src *" },
  });
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

/** @param {string} path */
async function visit(path) {
  const opened = await openPage(browser, site.origin);
  await opened.page.goto(path);
  return opened;
}

test('a page without fault passes every check', async () => {
  const { page, watch } = await visit('/good');
  await assertAccessible(page);
  await assertFits(page);
  await screenshot(page, 'harness-good');
  watch.assertQuiet();
});

test('a field without a label is found', async () => {
  const { page } = await visit('/unlabelled');
  await assert.rejects(assertAccessible(page), /label \(critical\)/);
});

test('a page wider than a phone is found, and a table that scrolls by itself is not', async () => {
  const { page } = await visit('/wide');
  await assert.rejects(assertFits(page), /p#long/);
  await page.goto('/table');
  await assertFits(page);
});

test('an inline script, a third party and a missing file are found', async () => {
  const inline = await visit('/inline-script');
  assert.match(inline.watch.take().join('\n'), /Content Security Policy/);
  const third = await visit('/third-party');
  assert.match(third.watch.take().join('\n'), /third party: http:\/\/localhost:9\/pixel\.png/);
  const missing = await visit('/throws');
  assert.match(missing.watch.take().join('\n'), /404/);
});

test('a server that ends at once is reported with what it said', async () => {
  const program = new Program(process.execPath, ['-e', 'console.error("no such folder"); process.exit(3)']);
  await assert.rejects(program.until(async () => false), /ended too early:\nno such folder/);
});

test('a server that is not there is reported by name', async () => {
  const given = process.env['COMITIA_BIN'];
  process.env['COMITIA_BIN'] = '/nonexistent/comitia';
  try {
    await assert.rejects(startComitia(), /nonexistent\/comitia serve .* ended too early:\n.*ENOENT/s);
  } finally {
    if (given === undefined) delete process.env['COMITIA_BIN'];
    else process.env['COMITIA_BIN'] = given;
  }
});

test('a server that does not stop when asked is killed', async () => {
  const stubborn = 'process.on("SIGTERM", () => console.log("no")); console.log("up"); setInterval(() => {}, 1000)';
  const program = new Program(process.execPath, ['-e', stubborn]);
  await program.until(async () => program.output.includes('up'));
  await program.stop(300);
  assert.equal(program.running, false);
  assert.match(program.output, /no/);
});
