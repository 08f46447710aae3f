// Step 2: the ballot. What is marked stays in memory; the module says whether it follows the rules.

import type { Booth, Contest } from '../booth.js';
import { fill, on, onSubmit, slot } from '../dom.js';
import { summarise, type Problem } from '../errors.js';
import { showCode } from './code.js';
import { showReview } from './review.js';

/** Shows the ballot as it is marked; `at` is the contest that the voter wants to change. */
export function showBallot(booth: Booth, at?: number): void {
  const step = booth.page.show('ballot', 'ballot', (step) => {
    const contests = booth.contests.map((contest, place) => draw(booth, contest, place));
    slot(step, 'contests').replaceChildren(...contests);
    sayAgain(booth, step);
  });
  on(step, 'back', () => showCode(booth));
  onSubmit(step, () => proceed(booth, step));
  if (at !== undefined) step.querySelector<HTMLInputElement>(`#contest-${at} input`)?.focus();
}

function sayAgain(booth: Booth, step: HTMLElement): void {
  const before = booth.standing?.ballotsBefore() ?? 0;
  if (before === 0) return;
  const notice = booth.page.copy('part-again');
  fill(notice, 'when', booth.page.say('again-when', { n: booth.page.number(before) }));
  slot(step, 'again').replaceChildren(notice);
}

function draw(booth: Booth, contest: Contest, place: number): DocumentFragment {
  const part = booth.page.copy('part-contest');
  const set = part.querySelector('fieldset');
  if (!set) throw new Error('a contest is a set of fields');
  const id = `contest-${place}`;
  set.id = id;
  fill(set, 'question', contest.question);
  fill(set, 'rule', rule(booth, contest)).id = `${id}-rule`;
  slot(set, 'error-line').id = `${id}-error`;
  set.setAttribute('aria-describedby', `${id}-rule`);
  const choices = contest.options.map((label, option) => drawChoice(booth, contest, place, option, label));
  slot(set, 'choices').replaceChildren(...choices);
  set.addEventListener('change', (event) => marked(booth, contest, place, set, event.target));
  count(booth, contest, place, set);
  return part;
}

function rule(booth: Booth, { kind, min, max }: Contest): string {
  const say = (name: string) => booth.page.say(`rule-${name}`, { min, max });
  if (kind === 'single') return say('one');
  if (min === max) return say('exactly');
  return say(min === 0 ? 'up-to' : 'several');
}

function drawChoice(
  booth: Booth,
  contest: Contest,
  place: number,
  option: number,
  label: string,
): DocumentFragment {
  const part = booth.page.copy(contest.kind === 'single' ? 'part-choice-one' : 'part-choice-several');
  const field = part.querySelector('input');
  const caption = part.querySelector('label');
  if (!field || !caption) throw new Error('a choice is a field and its label');
  field.id = `contest-${place}-${option}`;
  field.name = `contest-${place}`;
  field.value = String(option);
  field.checked = booth.selections[place]?.includes(option) ?? false;
  caption.htmlFor = field.id;
  fill(part, 'label', label);
  if (option === contest.blank) part.querySelector('.choice')?.classList.add('choice-blank');
  return part;
}

/** Notes what is marked. A blank vote stands alone. */
function marked(
  booth: Booth,
  contest: Contest,
  place: number,
  set: HTMLElement,
  target: EventTarget | null,
): void {
  const fields = [...set.querySelectorAll<HTMLInputElement>('input')];
  if (target instanceof HTMLInputElement && target.checked && contest.blank !== null) {
    const blank = Number(target.value) === contest.blank;
    for (const field of fields) {
      if ((Number(field.value) === contest.blank) !== blank) field.checked = false;
    }
  }
  booth.selections[place] = fields.filter((field) => field.checked).map((field) => Number(field.value));
  count(booth, contest, place, set);
}

function count(booth: Booth, contest: Contest, place: number, set: HTMLElement): void {
  if (contest.kind === 'single') return;
  const chosen = (booth.selections[place] ?? []).filter((option) => option !== contest.blank);
  const line = fill(set, 'count', booth.page.say('count', { n: chosen.length, max: contest.max }));
  line.hidden = false;
}

function proceed(booth: Booth, step: HTMLElement): void {
  const problems = booth.contests.flatMap((contest, place) => check(booth, step, contest, place) ?? []);
  summarise(booth.page, step, problems);
  if (problems.length === 0) showReview(booth);
}

/** Shows beside the question what is wrong, or clears it. */
function check(booth: Booth, step: HTMLElement, contest: Contest, place: number): Problem | undefined {
  const set = step.querySelector<HTMLElement>(`#contest-${place}`);
  if (!set) return undefined;
  const chosen = Uint32Array.from(booth.selections[place] ?? []);
  const fault = booth.paper.fault(place, chosen);
  const sentence = fault ? booth.page.say(`choose-${fault}`, { min: contest.min, max: contest.max }) : '';
  fill(set, 'error', sentence);
  slot(set, 'error-line').hidden = !fault;
  set.classList.toggle('field-wrong', fault !== undefined);
  const described = fault ? `contest-${place}-rule contest-${place}-error` : `contest-${place}-rule`;
  set.setAttribute('aria-describedby', described);
  if (!fault) return undefined;
  const several = booth.contests.length > 1;
  const whole = several ? booth.page.say('error-of', { question: contest.question, label: sentence }) : sentence;
  return { field: set, sentence: whole };
}
