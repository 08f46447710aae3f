// Step 4: the ballot is sealed and its tracker is known. Only now is it decided: cast, or check.

import type { Booth } from '../booth.js';
import { button, download, fill, fingerprint, items, on, slot } from '../dom.js';
import { words } from '../kinds/index.js';
import { Refused, Unreachable } from '../server.js';
import { showBallot } from './ballot.js';
import { castIt, showOffline, showRefused } from './casting.js';

export function showSealed(booth: Booth): void {
  const step = booth.page.show('sealed', 'sealed', (step) => {
    fingerprint(slot(step, 'tracker'), booth.sealed?.tracker() ?? '');
  });
  const both = [button(step, 'cast'), button(step, 'audit')];
  const decide = (then: () => Promise<void>) => () => {
    // What was decided once cannot be decided otherwise: the sealed ballot is used up by it.
    both.forEach((one) => (one.disabled = true));
    return then();
  };
  on(step, 'cast', decide(() => cast(booth)));
  on(step, 'audit', decide(() => audit(booth)));
}

async function cast(booth: Booth): Promise<void> {
  const { sealed, voter } = booth;
  if (!sealed || !voter) return;
  booth.cast = sealed.cast(booth.paper, voter);
  booth.sealed = undefined;
  booth.clearChoice();
  await castIt(booth);
}

async function audit(booth: Booth): Promise<void> {
  const { sealed, voter } = booth;
  if (!sealed || !voter) return;
  booth.audited = sealed.audit(booth.paper, voter);
  booth.sealed = undefined;
  await giveUp(booth);
}

/** The ballot is blocked on the log first, and opened then. */
async function giveUp(booth: Booth): Promise<void> {
  if (!booth.audited) return;
  booth.page.show('casting', 'sealed');
  try {
    await booth.server.audit(booth.audited.entry());
  } catch (error) {
    if (error instanceof Unreachable) return showOffline(booth, () => giveUp(booth));
    const code = error instanceof Refused ? error.code : 'unexpected';
    // Sent twice: the first time has arrived.
    if (code !== 'randomness_audited') return showRefused(booth, code);
  }
  showAudited(booth);
}

function showAudited(booth: Booth): void {
  const { page, audited } = booth;
  if (!audited) return;
  const tracker = audited.tracker();
  const name = `comitia-opening-${tracker.slice(0, 8)}.json`;
  const step = page.show('audit', 'sealed', (step) => {
    fingerprint(slot(step, 'tracker'), tracker);
    items(slot(step, 'choices'), booth.sheets.flatMap(words));
    fill(step, 'command', `comitia-verify audit ${page.address.record} --opening ${name}`);
    slot(step, 'command-frame').hidden = false;
  });
  page.announce(page.say('audit-logged'));
  on(step, 'download', () => {
    download(name, 'application/json', audited.opening());
    page.announce(page.say('opening-downloaded'));
  });
  on(step, 'anew', () => {
    booth.dropBallot();
    showBallot(booth);
  });
}
