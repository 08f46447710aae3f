// The ballot on its way: it is sent as often as needed, and it is in the urn only when the log proves that very
// ballot.

import type { Booth } from '../booth.js';
import { refusalMessage } from '../booth.js';
import { fill, on } from '../dom.js';
import { Refused, Unreachable } from '../server.js';
import { showBallot } from './ballot.js';
import { showReceipt } from './receipt.js';

/** Sends the ballot, the same one however often it is called. */
export async function castIt(booth: Booth): Promise<void> {
  const { cast, page } = booth;
  if (!cast) return;
  page.show('casting', 'sealed');
  page.announce(page.say('casting'));
  try {
    keep(booth, await booth.server.cast(cast.entry()));
  } catch (error) {
    if (error instanceof Refused) return settle(booth, error.code);
    return showOffline(booth, () => castIt(booth));
  }
  showReceipt(booth);
}

/** A no to a ballot that has arrived before is no no: the log says which it is. */
async function settle(booth: Booth, code: string): Promise<void> {
  if (/^(wrong_sequence|wrong_previous|randomness_used)$/.test(code)) {
    try {
      const index = (await booth.askStanding()).lastIndex();
      if (index !== undefined && (await booth.proofAt(index)).right) {
        keep(booth, index);
        return showReceipt(booth);
      }
    } catch (error) {
      if (error instanceof Unreachable) return showOffline(booth, () => castIt(booth));
    }
  }
  showRefused(booth, code);
}

function keep(booth: Booth, index: number): void {
  const { cast } = booth;
  if (cast) booth.kept = { pseudonym: cast.pseudonym(), tracker: cast.tracker(), at: new Date(), index };
}

/** No answer: the same ballot can be sent again. */
export function showOffline(booth: Booth, again: () => Promise<void>): void {
  const step = booth.page.show('cast-offline', 'sealed');
  on(step, 'retry', again);
}

/** The urn said no, and why. */
export function showRefused(booth: Booth, code: string): void {
  const step = booth.page.show('cast-refused', 'sealed', (step) => {
    fill(step, 'reason', booth.page.say(refusalMessage(code)));
    fill(step, 'code', code);
  });
  on(step, 'anew', () => {
    booth.dropBallot();
    showBallot(booth);
  });
}
