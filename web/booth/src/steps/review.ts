// Step 3: what will be sealed, to read once more; then the sealing itself.

import type { Booth } from '../booth.js';
import { fill, items, on, onSubmit, slot } from '../dom.js';
import { words } from '../kinds/index.js';
import { Refused } from '../server.js';
import { showBallot } from './ballot.js';
import { showRefused } from './casting.js';
import { showSealed } from './fork.js';

export function showReview(booth: Booth): void {
  const step = booth.page.show('review', 'review', (step) => {
    slot(step, 'rows').replaceChildren(...booth.sheets.map((_, place) => row(booth, place)));
  });
  onSubmit(step, () => seal(booth));
}

function row(booth: Booth, place: number): DocumentFragment {
  const part = booth.page.copy('part-review-row');
  const sheet = booth.sheets[place];
  if (!sheet) return part;
  fill(part, 'question', sheet.contest.question);
  fill(part, 'question-again', sheet.contest.question);
  items(slot(part, 'choices'), words(sheet));
  on(part, 'change', () => showBallot(booth, place));
  return part;
}

/** The module works in one go of a few milliseconds; the page is drawn before and after it. */
async function seal(booth: Booth): Promise<void> {
  const { page } = booth;
  const step = page.show('sealing', 'review');
  const bar = step.querySelector('progress');
  const stage = async (name: string, done: number) => {
    if (bar) bar.value = done;
    fill(step, 'phase', page.say(`sealing-${name}`));
    await page.paint();
  };
  await stage('start', 10);
  try {
    await refresh(booth);
  } catch (error) {
    if (error instanceof Refused) return showRefused(booth, error.code);
  }
  await stage('prove', 40);
  const { voter, standing } = booth;
  if (!voter || !standing) return;
  const selections = booth.selections();
  const counts = Uint32Array.from(selections.map((one) => one.length));
  booth.sealed = booth.module.Sealed.seal(booth.paper, voter, standing, counts, Uint32Array.from(selections.flat()));
  await stage('done', 100);
  showSealed(booth);
}

/** Somebody with the same code may have voted meanwhile. Without an answer, what is known must do. */
async function refresh(booth: Booth): Promise<void> {
  const standing = await booth.askStanding();
  if (standing.cancelled()) throw new Refused('voted_on_paper');
}
