// Step 1: who is voting. The code goes from the field into the module and nowhere else.

import type { Booth } from '../booth.js';
import { fill, input, onSubmit, slot } from '../dom.js';
import { summarise } from '../errors.js';
import { Refused } from '../server.js';
import { showBallot } from './ballot.js';

export function showCode(booth: Booth): void {
  booth.forget();
  const step = booth.page.show('code', 'code');
  onSubmit(step, () => enter(booth, step));
}

async function enter(booth: Booth, step: HTMLElement): Promise<void> {
  const field = input(step, 'code');
  complain(booth, step, '');
  try {
    booth.voter = booth.module.Voter.enter(booth.paper, field.value);
  } catch (word) {
    return complain(booth, step, `code-${String(word)}`);
  }
  const wait = slot(step, 'wait');
  wait.hidden = false;
  try {
    const standing = await booth.askStanding();
    if (standing.cancelled()) throw new Refused('voted_on_paper');
    field.value = '';
    showBallot(booth);
  } catch (error) {
    booth.forget();
    complain(booth, step, complaint(error));
  } finally {
    wait.hidden = true;
  }
}

function complaint(error: unknown): string {
  if (!(error instanceof Refused)) return 'failed-network';
  return error.code === 'voted_on_paper' ? 'refused-cancelled' : 'code-unknown';
}

/** Beside the field and in the summary; an empty name clears both. */
function complain(booth: Booth, step: HTMLElement, name: string): void {
  const field = input(step, 'code');
  const wrong = name !== '';
  const sentence = wrong ? booth.page.say(name) : '';
  const line = fill(step, 'error', sentence).parentElement;
  if (line) line.hidden = !wrong;
  field.closest('.field')?.classList.toggle('field-wrong', wrong);
  field.toggleAttribute('aria-invalid', false);
  if (wrong) field.setAttribute('aria-invalid', 'true');
  summarise(booth.page, step, wrong ? [{ field, sentence }] : []);
}
