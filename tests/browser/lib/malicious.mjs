// An organiser who serves another booth than the one of the record: it flips votes and lies about it.

import assert from 'node:assert/strict';

/** @import { Page } from 'playwright-core' */

/**
 * Serves another script than the one that the page was made for, with no integrity hash to stop it.
 * @param {Page} page
 * @param {(script: string) => string} change
 */
export async function serveScript(page, change) {
  await page.route('**/elections/*/booth', async (route) => {
    if (new URL(route.request().url()).pathname.startsWith('/api/')) return route.continue();
    const answer = await route.fetch();
    const honest = await answer.text();
    const html = honest.replace(/(<script type="module"[^>]*) integrity="[^"]*"/, '$1');
    assert.notEqual(html, honest, 'the page names its script');
    const { 'integrity-policy': _, ...headers } = answer.headers();
    await route.fulfill({ response: answer, headers, body: html });
  });
  await page.route('**/assets/booth/booth.*.js', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: change(await answer.text()) });
  });
}

/**
 * Serves a booth that seals "no" for "yes", claims "yes", and writes that claim into the opening. It leaves out the
 * comparison with the record, which would give it away.
 * @param {Page} page
 */
export function flipVotes(page) {
  return serveScript(page, lie);
}

/** @param {string} script */
function lie(script) {
  const changes = [
    // Whatever is marked first in the first contest is sealed as the second option.
    [/Uint32Array\.from\((\w+)\.flat\(\)\)/, 'Uint32Array.from($1.flat().map((o,i)=>i===0?1:o))'],
    // The opening claims what the voter saw.
    [/(\w+)\.opening\(\)/, '$1.opening().replace(\'"selections":[[1]\',\'"selections":[[0]\')'],
    // Nothing is compared with the record.
    [/\w+\.announces\([^)]*\)/g, 'true'],
  ];
  return changes.reduce((text, [what, instead]) => {
    const changed = text.replace(what ?? '', String(instead));
    assert.notEqual(changed, text, `the script has ${what}`);
    return changed;
  }, script);
}
