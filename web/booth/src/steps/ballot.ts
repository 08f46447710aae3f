// Step 2: the ballot. What is filled in stays in memory; the module says whether it follows the rules.

import type { Booth } from '../booth.js';
import { fill, on, onSubmit, slot } from '../dom.js';
import { enter, summarise, type Problem } from '../errors.js';
import { kindOf, status } from '../kinds/index.js';
import { candidates, labelAt, type Fault, type Sheet } from '../kinds/kind.js';
import { showCode } from './code.js';
import { showReview } from './review.js';

/** Shows the ballot as it is filled in; `at` is the contest that the voter wants to change. */
export function showBallot(booth: Booth, at?: number): void {
  const step = booth.page.show('ballot', 'ballot', (step) => {
    slot(step, 'contests').replaceChildren(...booth.sheets.map((sheet) => draw(sheet)));
    sayAgain(booth, step);
  });
  on(step, 'back', () => showCode(booth));
  onSubmit(step, () => proceed(booth, step));
  const wanted = at === undefined ? null : step.querySelector<HTMLElement>(`#contest-${at}`);
  if (wanted) enter(wanted);
}

function sayAgain(booth: Booth, step: HTMLElement): void {
  const before = booth.standing?.ballotsBefore() ?? 0;
  if (before === 0) return;
  const notice = booth.page.copy('part-again');
  fill(notice, 'when', booth.page.say('again-when', { n: booth.page.number(before) }));
  slot(step, 'again').replaceChildren(notice);
}

function draw(sheet: Sheet): DocumentFragment {
  const part = sheet.page.copy('part-contest');
  const set = part.querySelector('fieldset');
  if (!set) throw new Error('a contest is a set of fields');
  set.id = sheet.id;
  set.dataset['kind'] = sheet.contest.kind;
  fill(set, 'question', sheet.contest.question);
  const kind = kindOf(sheet.contest);
  fill(set, 'rule', kind.rule(sheet)).id = `${sheet.id}-rule`;
  slot(set, 'count').id = `${sheet.id}-count`;
  slot(set, 'error-line').id = `${sheet.id}-error`;
  set.setAttribute('aria-describedby', `${sheet.id}-rule`);
  slot(set, 'choices').replaceChildren(...kind.draw(sheet));
  const changed = ({ target }: Event) => {
    if (target instanceof HTMLElement) sheet.held = kind.read(sheet, set, target);
    refresh(sheet, set);
  };
  set.addEventListener('input', changed);
  set.addEventListener('change', (event) => {
    changed(event);
    announce(sheet);
  });
  refresh(sheet, set);
  return part;
}

/** How far one is, in words and, where there is something to spend, as a bar. */
function refresh(sheet: Sheet, set: HTMLElement): void {
  const kind = kindOf(sheet.contest);
  kind.refresh?.(sheet, set);
  const words = status(sheet);
  const line = fill(set, 'count', words ?? '');
  line.hidden = words === undefined;
  const { purse } = sheet.contest;
  const bar = slot(set, 'bar');
  bar.hidden = purse === null || !kind.spent;
  if (bar.hidden || !(bar instanceof HTMLProgressElement)) return;
  const spent = kind.spent?.(sheet) ?? 0;
  bar.max = purse ?? 0;
  bar.value = spent;
  bar.setAttribute('aria-labelledby', line.id);
  line.classList.toggle('contest-count-over', spent > (purse ?? 0));
}

function announce(sheet: Sheet): void {
  const words = status(sheet);
  if (words !== undefined) sheet.page.announce(words);
}

function proceed(booth: Booth, step: HTMLElement): void {
  const problems = booth.sheets.flatMap((_, place) => check(booth, step, place) ?? []);
  summarise(booth.page, step, problems);
  if (problems.length === 0) showReview(booth);
}

/** Shows beside the question what is wrong, or clears it. */
function check(booth: Booth, step: HTMLElement, place: number): Problem | undefined {
  const sheet = booth.sheets[place];
  const set = sheet && step.querySelector<HTMLElement>(`#${sheet.id}`);
  if (!sheet || !set) return undefined;
  const fault = faultOf(booth, sheet, place);
  const sentence = fault ? say(sheet, fault) : '';
  fill(set, 'error', sentence);
  slot(set, 'error-line').hidden = !fault;
  set.classList.toggle('field-wrong', fault !== undefined);
  const described = fault ? `${sheet.id}-rule ${sheet.id}-error` : `${sheet.id}-rule`;
  set.setAttribute('aria-describedby', described);
  const culprits = mark(sheet, set, fault);
  if (!fault) return undefined;
  const several = booth.sheets.length > 1;
  const { question } = sheet.contest;
  const whole = several ? booth.page.say('error-of', { question, label: sentence }) : sentence;
  return { field: culprits[0] ?? set, sentence: whole };
}

/** What is written and is no number never reaches the module. */
function faultOf(booth: Booth, sheet: Sheet, place: number): Fault | undefined {
  const noNumber = sheet.held.findIndex(Number.isNaN);
  if (noNumber >= 0) return { word: 'number', min: 0, max: sheet.contest.each, got: 0, option: noNumber };
  const selection = Uint32Array.from(kindOf(sheet.contest).selection(sheet));
  const fault = booth.paper.fault(place, selection);
  return fault === undefined ? undefined : (JSON.parse(fault) as Fault);
}

function say({ page, contest }: Sheet, { word, min, max, got, option }: Fault): string {
  const label = option === null ? '' : labelAt(contest, candidates(contest)[option] ?? -1);
  const [least, most] = [page.number(min), page.number(max)];
  const n = page.number(got < min ? min - got : got - max);
  return page.say(`choose-${word}`, { min: least, max: most, n, label });
}

/** Marks the fields that are concerned, and gives them. */
function mark(sheet: Sheet, set: HTMLElement, fault: Fault | undefined): HTMLElement[] {
  const concerned = fault ? (kindOf(sheet.contest).culprits?.(sheet, fault) ?? []) : [];
  const parts = [...set.querySelectorAll<HTMLElement>('[data-at]')];
  const wrong = (part: HTMLElement) => concerned.includes(Number(part.dataset['at']));
  parts.forEach((part) => complain(part, wrong(part) ? `${sheet.id}-error` : ''));
  return parts.filter(wrong).map((part) => part.querySelector<HTMLElement>('input, select') ?? part);
}

/** Marks one part, or clears it: a set of fields as a whole, else its field. */
function complain(part: HTMLElement, reason: string): void {
  part.classList.toggle('part-wrong', reason !== '');
  const field = part.matches('fieldset') ? part : part.querySelector('input, select');
  if (!field) return;
  if (reason) field.setAttribute('aria-describedby', reason);
  else field.removeAttribute('aria-describedby');
  if (field === part) return;
  if (reason) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
}
