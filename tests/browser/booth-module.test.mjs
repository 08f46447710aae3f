// The booth's module as a real browser loads it: under the strictest policy, and only if it is the right one.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, openPage } from './lib/browser.mjs';
import { assertAccessible, assertFits } from './lib/checks.mjs';
import { serveFiles } from './lib/server.mjs';

const dist = fileURLToPath(new URL('../../web/booth/dist', import.meta.url));

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {Awaited<ReturnType<typeof serveFiles>>} */
let site;
/** @type {{ files: Record<string, { bytes: number, sha256: string, integrity: string }> }} */
let build;

/**
 * The smallest page that the script can work with.
 * @param {string} script
 * @param {string} module
 */
const page = (script, module) => `<!doctype html><html lang="en"><head><title>Booth</title>
  <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="/icon.svg">
  <script type="module" src="/booth.js" integrity="${script}"></script></head><body>
  <main id="booth" data-api="/api" data-record="/record/" data-election="" data-module="/booth_bg.wasm"
    data-module-integrity="${module}">
  <h1>Booth</h1><p id="booth-live" role="status"></p><div id="booth-stage"></div></main>
  <template id="step-failed"><h2 tabindex="-1">Failed</h2><p data-slot="reason"></p><p data-slot="code"></p></template>
  <script type="application/json" id="booth-messages">{"failed-module": "Wrong module"}</script></body></html>`;

const WRONG = `sha256-${createHash('sha256').update('another').digest('base64')}`;

before(async () => {
  build = JSON.parse(await readFile(`${dist}/build.json`, 'utf8'));
  const script = build.files['booth.js']?.integrity ?? '';
  const module = build.files['booth_bg.wasm']?.integrity ?? '';
  browser = await launch();
  site = await serveFiles({
    folder: dist,
    pages: {
      '/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '/right': page(script, module),
      '/wrong-module': page(script, WRONG),
      '/wrong-script': page(WRONG, module),
      '/no-integrity': page(script, ''),
    },
    headers: { 'content-security-policy': POLICY },
  });
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

test('build.json describes the files beside it', async () => {
  assert.deepEqual(Object.keys(build.files).sort(), ['booth.js', 'booth_bg.wasm']);
  for (const [name, described] of Object.entries(build.files)) {
    const bytes = await readFile(`${dist}/${name}`);
    const hash = createHash('sha256').update(bytes).digest();
    assert.deepEqual(described, {
      bytes: bytes.length,
      sha256: hash.toString('hex'),
      integrity: `sha256-${hash.toString('base64')}`,
    });
  }
});

test('the module starts under the strict policy and says its version', async () => {
  const { page, watch } = await openPage(browser, site.origin);
  await page.goto('/right');
  await page.locator('#booth[data-version]').waitFor();
  assert.match((await page.locator('#booth').getAttribute('data-version')) ?? '', /^\d+\.\d+\.\d+$/);
  // There is no election behind this page: the script says so and stops.
  await page.locator('#booth[data-state=failed]').waitFor();
  await assertAccessible(page);
  await assertFits(page);
  assert.deepEqual(watch.take().filter((complaint) => !/404/.test(complaint)), []);
});

test('w2 another module than the one that the page names is refused', async () => {
  for (const path of ['/wrong-module', '/no-integrity']) {
    const { page } = await openPage(browser, site.origin);
    await page.goto(path);
    await page.locator('#booth[data-state=failed]').waitFor();
    assert.equal(await page.locator('#booth[data-version]').count(), 0);
    assert.equal(await page.locator('[data-slot=code]').textContent(), 'wrong_module');
  }
});

test('w2 another script than the one that the page names never runs', async () => {
  const { page, watch } = await openPage(browser, site.origin);
  await page.goto('/wrong-script', { waitUntil: 'networkidle' });
  assert.equal(await page.locator('[data-state]').count(), 0);
  assert.match(watch.take().join('\n'), /integrity/);
});
