// Step 5: the receipt. It is complete once the log has proved the very ballot that was made here.

import type { Booth, Kept } from '../booth.js';
import { button, download, drawQr, fill, fingerprint, on, slot } from '../dom.js';
import { Refused, Unreachable } from '../server.js';
import { showCheck } from './check.js';
import { showForgotten } from './ends.js';

/** Pauses between two questions for the proof, in milliseconds: half a minute in all. */
const PAUSES = [0, 500, 1000, 1000, 2000, 2000, 3000, 5000, 5000, 10_000];

export function showReceipt(booth: Booth): void {
  const { page, kept } = booth;
  if (!kept) return;
  const step = page.show('receipt', 'receipt', (step) => {
    fill(step, 'pseudonym', kept.pseudonym);
    fill(step, 'cast-at', page.moment(kept.at));
    fill(step, 'status', page.say(kept.proof ? 'status-in' : 'status-pending'));
    fingerprint(slot(step, 'tracker'), kept.tracker);
    drawQr(slot(step, 'qr'), booth.module.trackerQr(kept.tracker));
    button(step, 'download').disabled = kept.proof === undefined;
  });
  on(step, 'download', () => {
    const { proof } = kept;
    if (!proof) return;
    // Exactly what comitia-verify --receipt reads.
    download(`comitia-receipt-${kept.tracker.slice(0, 8)}.txt`, 'text/plain', new TextDecoder().decode(proof));
    page.announce(page.say('downloaded'));
  });
  on(step, 'print', () => print());
  on(step, 'check', () => showCheck(booth));
  on(step, 'forget', () => showForgotten(booth));
  if (!kept.proof) void waitForProof(booth, kept, step);
}

async function waitForProof(booth: Booth, kept: Kept, step: HTMLElement): Promise<void> {
  for (const pause of PAUSES) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (booth.kept !== kept) return;
    const word = await tryProof(booth, kept);
    if (word === 'pending') continue;
    return say(booth, step, word);
  }
  say(booth, step, 'late');
}

/** What the server gives is compared with the ballot that was made here, not with what the server says of it. */
async function tryProof(booth: Booth, kept: Kept): Promise<'in' | 'wrong' | 'pending'> {
  try {
    const { right, bytes } = await booth.proofAt(kept.index);
    if (!right) return 'wrong';
    kept.proof = bytes;
    return 'in';
  } catch (error) {
    if (error instanceof Unreachable || error instanceof Refused) return 'pending';
    throw error;
  }
}

function say(booth: Booth, step: HTMLElement, word: 'in' | 'wrong' | 'late'): void {
  const place = fill(step, 'status', booth.page.say(`status-${word}`));
  place.classList.toggle('receipt-wrong', word === 'wrong');
  button(step, 'download').disabled = word !== 'in';
}
