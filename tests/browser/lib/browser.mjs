// Debian's Chromium, driven by playwright-core, and pages that notice when something is wrong.

import { execFileSync } from 'node:child_process';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

/** @import { Browser, BrowserContextOptions, Page } from 'playwright-core' */

/** The flags that keep Chromium from talking to anybody but the pages under test. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns {string} */
function findChromium() {
  const names = [process.env['COMITIA_CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'];
  for (const name of names) {
    if (!name) continue;
    try {
      return execFileSync('/bin/sh', ['-c', 'command -v -- "$0"', name], { encoding: 'utf8' }).trim();
    } catch {
      // Not this one.
    }
  }
  throw new Error('no Chromium found: run scripts/setup --test, or set COMITIA_CHROMIUM');
}

/**
 * A browser with a profile of its own. Close it when the tests of the file are done.
 * @returns {Promise<Browser>}
 */
export function launch() {
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: findChromium(),
    chromiumSandbox: !asRoot,
    args: QUIET,
  });
}

/**
 * What went wrong in a page without anybody being told: script errors, console errors (a refusal by the content
 * security policy is one), failed requests, and requests to anybody but the origin under test.
 */
export class Watch {
  /** @type {string[]} */
  #complaints = [];
  /** @type {string[]} */
  requests = [];

  /**
   * @param {Page} page
   * @param {string} origin
   */
  constructor(page, origin) {
    page.on('pageerror', (error) => this.#complaints.push(`script error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(`console: ${message.text()}`);
    });
    page.on('requestfailed', (request) => {
      this.#complaints.push(`failed: ${request.url()} (${request.failure()?.errorText ?? 'no reason'})`);
    });
    page.on('request', (request) => {
      this.requests.push(request.url());
      const { protocol, origin: theirs } = new URL(request.url());
      if (protocol.startsWith('http') && theirs !== origin) {
        this.#complaints.push(`third party: ${request.url()}`);
      }
    });
  }

  /** The complaints so far, which are then forgotten: for a test that expects some. */
  take() {
    return this.#complaints.splice(0);
  }

  /** Fails the test if the page has complained. */
  assertQuiet() {
    assert.deepEqual(this.take(), [], 'the page complained');
  }
}

/**
 * A page in a fresh context (no cookies, no storage), watched.
 * @param {Browser} browser
 * @param {string} origin
 * @param {BrowserContextOptions} [options]
 * @returns {Promise<{ page: Page, watch: Watch }>}
 */
export async function openPage(browser, origin, options = {}) {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1280, height: 900 },
    serviceWorkers: 'block',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return { page, watch: new Watch(page, origin) };
}
