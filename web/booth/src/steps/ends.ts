// The ends: all is forgotten, or the booth cannot be used.

import type { Booth } from '../booth.js';
import { fill } from '../dom.js';
import type { Page } from '../page.js';

/** The booth cannot be used: why, and what else one can do. */
export function showFailed(page: Page, kind: 'browser' | 'module' | 'manifest' | 'network', code: string): void {
  const root = document.getElementById('booth');
  if (root) root.dataset['state'] = 'failed';
  page.show('failed', undefined, (step) => {
    fill(step, 'reason', page.say(`failed-${kind}`));
    fill(step, 'code', code);
  });
  page.announce(page.say(`failed-${kind}`));
}

/** Erases everything and says so. */
export function showForgotten(booth: Booth): void {
  booth.forget();
  booth.page.show('forgotten', undefined);
  booth.page.announce(booth.page.say('forgotten'));
}
