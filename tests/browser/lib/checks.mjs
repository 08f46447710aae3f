// What every page must pass, whatever it says.

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** @import { Page } from 'playwright-core' */

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const screenshots =
  process.env['COMITIA_SCREENSHOTS'] ?? fileURLToPath(new URL('../../../target/screenshots', import.meta.url));

/**
 * WCAG 2.2 AA and the usual good practice, as far as a machine can tell.
 * @param {Page} page
 * @param {{ within?: string }} [options]
 */
export async function assertAccessible(page, { within } = {}) {
  // Evaluated by the debugger, so that the page's own policy needs no hole for it.
  await page.evaluate(await axeSource);
  /** @type {{ id: string, impact: string, help: string, nodes: { target: string[], failureSummary: string }[] }[]} */
  const violations = await page.evaluate(
    async ([tags, selector]) => {
      const axe = /** @type {any} */ (globalThis).axe;
      const result = await axe.run(selector ?? document, { runOnly: { type: 'tag', values: tags } });
      return result.violations;
    },
    /** @type {const} */ ([RULES, within]),
  );
  const report = violations.map(({ id, impact, help, nodes }) => {
    const places = nodes.map((node) => `    ${node.target.join(' ')}: ${node.failureSummary}`);
    return [`${id} (${impact}): ${help}`, ...places].join('\n');
  });
  assert.equal(report.length, 0, `${page.url()} is not accessible:\n${report.join('\n')}`);
}

/**
 * Nothing wider than the window: people hold a phone upright, or read at 400 %.
 * @param {Page} page
 * @param {{ width?: number, height?: number }} [size]
 */
export async function assertFits(page, { width = 320, height = 640 } = {}) {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height });
  const overflowing = await page.evaluate((limit) => {
    const pageWidth = document.scrollingElement?.scrollWidth ?? 0;
    if (pageWidth <= limit) return [];
    /** @param {Element} element */
    const reach = (element) => {
      const { left, right } = element.getBoundingClientRect();
      return Math.max(right, left + element.scrollWidth);
    };
    /** @param {Element} element */
    const scrollsByItself = (element) => getComputedStyle(element).overflowX !== 'visible';
    /** @type {Element[]} */
    const wide = [];
    /** @param {Element} element */
    const descend = (element) => {
      if (reach(element) <= limit + 0.5 || scrollsByItself(element)) return;
      const found = wide.length;
      [...element.children].forEach(descend);
      if (wide.length === found) wide.push(element);
    };
    [...document.body.children].forEach(descend);
    const name = (/** @type {Element} */ { tagName, id, classList }) =>
      [tagName.toLowerCase(), id && `#${id}`, ...[...classList].map((each) => `.${each}`)].join('');
    return [`the page itself: ${pageWidth} px`, ...wide.map(name)];
  }, width);
  if (before) await page.setViewportSize(before);
  assert.deepEqual(overflowing, [], `${page.url()} is wider than ${width} px`);
}

/**
 * Keeps a picture, for somebody to look at.
 * @param {Page} page
 * @param {string} name
 */
export async function screenshot(page, name) {
  assert.match(name, /^[a-z0-9-]+$/);
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true, animations: 'disabled' });
}
