// A person in the booth: types, chooses, presses. Every step that is come by is looked at as every page must be.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { openPage } from './browser.mjs';
import { assertAccessible, assertFits, screenshot } from './checks.mjs';

/** @import { Browser, BrowserContextOptions, Page } from 'playwright-core' */
/** @import { Election } from './election.mjs' */
/** @import { Watch } from './browser.mjs' */

export class Voter {
  /** Everything that left the page: addresses, headers and bodies. @type {string[]} */
  sent = [];

  /**
   * @param {Page} page
   * @param {Watch} watch
   * @param {string} name begins the names of the pictures
   */
  constructor(page, watch, name) {
    this.page = page;
    this.watch = watch;
    this.name = name;
    page.on('request', (request) => {
      const body = request.postDataBuffer()?.toString('latin1') ?? '';
      this.sent.push(`${request.url()} ${JSON.stringify(request.headers())} ${body}`);
    });
  }

  /** @param {string} step */
  async at(step) {
    await this.page.locator(`#booth[data-step=${step}]`).waitFor();
    return this;
  }

  /** Looks at the step: rules of accessibility, a narrow window, a picture of each. @param {string} name */
  async look(name) {
    await assertAccessible(this.page);
    await assertFits(this.page);
    await screenshot(this.page, `booth-${this.name}-${name}`);
    const before = this.page.viewportSize();
    await this.page.setViewportSize({ width: 320, height: 640 });
    await screenshot(this.page, `booth-${this.name}-${name}-narrow`);
    if (before) await this.page.setViewportSize(before);
  }

  /** Tabs until the focus is where it should be. @param {string} selector */
  async tabTo(selector) {
    for (let presses = 0; presses < 100; presses += 1) {
      if (await this.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
      await this.page.keyboard.press('Tab');
    }
    assert.fail(`${selector} cannot be reached with the keyboard`);
  }

  /** The step has come, and its heading has the focus and is announced. @param {string} step */
  async arrives(step) {
    await this.at(step);
    assert.equal(await this.page.evaluate(() => document.activeElement?.tagName), 'H2');
  }

  /** @param {string} action */
  async press(action) {
    await this.page.locator(`#booth-stage [data-action=${action}]`).first().click();
  }

  /** @param {string} code */
  async enter(code) {
    await this.page.locator('#code').fill(code);
    await this.press('continue');
  }

  /** @param {string} label */
  async choose(label) {
    await this.page.getByLabel(label, { exact: true }).check();
  }

  /** From the ballot to the sealed ballot. @param {string[]} labels */
  async fillAndSeal(labels) {
    await this.at('ballot');
    for (const label of labels) await this.choose(label);
    await this.press('continue');
    await this.at('review');
    await this.press('seal');
    await this.at('sealed');
  }

  /** Casts, and waits for the proof. */
  async cast() {
    await this.press('cast');
    await this.at('receipt');
    await this.page.locator('[data-action=download]:enabled').waitFor();
  }

  /** The tracker as it is shown. */
  async tracker() {
    const text = await this.page.locator('[data-slot=tracker] .fingerprint').first().textContent();
    return (text ?? '').replaceAll(' ', '');
  }

  /** Presses a button that gives a file. @param {string} to */
  async download(to) {
    const [file] = await Promise.all([this.page.waitForEvent('download'), this.press('download')]);
    await file.saveAs(to);
    return { name: file.suggestedFilename(), text: await readFile(to, 'utf8') };
  }

  /** The sentence of the error summary, which has the focus. */
  async complaint() {
    const summary = this.page.locator('[data-part=error-summary]');
    await summary.waitFor();
    assert.ok(await summary.evaluate((element) => element === document.activeElement), 'the summary has the focus');
    return (await summary.textContent()) ?? '';
  }

  /** The code has left no trace outside of the module. @param {string} code */
  async assertDiscreet(code) {
    const forms = [code, code.replaceAll('-', ''), code.toLowerCase(), encodeURIComponent(code)];
    for (const form of forms) {
      assert.ok(!this.sent.some((request) => request.includes(form)), 'the code is in no request');
    }
    const kept = await this.page.evaluate(async () => ({
      address: location.href,
      storage: [Object.entries(localStorage), Object.entries(sessionStorage)],
      databases: await indexedDB.databases(),
      cookies: document.cookie,
      state: history.state,
      page: document.documentElement.outerHTML,
      fields: [...document.querySelectorAll('input')].map((field) => field.value),
    }));
    assert.ok(!forms.some((form) => JSON.stringify(kept).includes(form)), 'the code is nowhere in the page');
    assert.deepEqual(kept.storage, [[], []]);
    assert.deepEqual(kept.databases, []);
    assert.equal(kept.cookies, '');
    assert.equal(kept.state, null);
  }
}

/**
 * Opens the booth.
 * @param {Browser} browser
 * @param {Election} election
 * @param {{ language: 'fr' | 'en', name: string, options?: BrowserContextOptions, prepare?: (page: Page) => Promise<unknown> }} about
 */
export async function enterBooth(browser, election, { language, name, options, prepare }) {
  const { page, watch } = await openPage(browser, election.server.origin, options);
  await prepare?.(page);
  const voter = new Voter(page, watch, name);
  await page.goto(election.booth(language));
  await page.locator('#booth[data-state]').waitFor();
  return voter;
}
