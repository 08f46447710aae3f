// An organiser who serves another booth than the one of the record: it flips votes and lies about it.

import assert from 'node:assert/strict';

/** @import { Page } from 'playwright-core' */

/**
 * Serves a booth that seals "no" for "yes", claims "yes", and writes that claim into the opening. It leaves out what
 * would give it away in the page: integrity hashes and the comparison with the record.
 * @param {Page} page
 */
export async function flipVotes(page) {
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
    const honest = await answer.text();
    const script = lie(honest);
    await route.fulfill({ response: answer, body: script });
  });
}

/** @param {string} script */
function lie(script) {
  const changes = [
    // Whatever is marked first in the first contest is sealed as the second option.
    [/Uint32Array\.from\((\w+)\.flat\(\)\)/, 'Uint32Array.from($1.flat().map((o,i)=>i===0?1:o))'],
    // The opening claims what the voter saw.
    [/(\w+)\.opening\(\)/, '$1.opening().replace(\'"selections":[[1]\',\'"selections":[[0]\')'],
    // Nothing is compared with the record.
    [/!\w+\.announces\(\w+,\w+\)/g, 'false'],
  ];
  return changes.reduce((text, [what, instead]) => {
    const changed = text.replace(what ?? '', String(instead));
    assert.notEqual(changed, text, `the script has ${what}`);
    return changed;
  }, script);
}
