// A number for each option: a score, points, a level that costs its square, an amount.

import { button, fill } from '../dom.js';
import { candidates, name, pairs, where, type Kind, type Sheet } from './kind.js';

/** The largest number that the module takes: a larger one is no number for the page. */
const LARGEST = 0xffff_ffff;

/** What is written: digits, with spaces between them as people group them. */
function numberIn(text: string): number {
  const digits = text.replace(/\s/g, '');
  if (digits === '') return 0;
  const value = /^\d{1,10}$/.test(digits) ? Number(digits) : NaN;
  return value <= LARGEST ? value : NaN;
}

const sum = (held: readonly number[]) => held.reduce((all, value) => all + (value || 0), 0);

export const score: Kind = {
  empty: (contest) => candidates(contest).map(() => 0),
  rule: ({ page, contest }) => page.say('rule-score', { max: page.number(contest.each) }),
  draw: (sheet) => pairs(sheet).map((pair, at) => drawn(sheet, pair.label, pair.value, at)),
  read: (_, set) => fieldsOf(set).map((field) => numberIn(field.value)),
  refresh({ page, contest, held }, set) {
    for (const part of set.querySelectorAll<HTMLElement>('.number')) {
      const value = held[Number(part.dataset['at'])] ?? 0;
      button(part, 'less').disabled = value <= 0;
      button(part, 'more').disabled = value >= contest.each;
      if (contest.kind === 'quadratic') {
        const note = fill(part, 'note', page.say('note-level', { n: page.number((value || 0) ** 2) }));
        note.hidden = false;
      }
    }
  },
  selection: ({ held }) => held,
  words: (sheet) =>
    pairs(sheet).map(({ label, value }) =>
      sheet.page.say('words-number', { option: label, n: sheet.page.number(value) }),
    ),
  culprits: ({ contest, held }) => where(held, (value) => !(value <= contest.each)),
};

export const points: Kind = {
  ...score,
  rule({ page, contest }) {
    const [min, max] = [page.number(contest.min), page.number(contest.max)];
    const given = page.say(contest.min > 0 ? 'rule-points-min' : 'rule-points', { min, max });
    return contest.each < contest.max ? `${given} ${page.say('rule-each', { max: page.number(contest.each) })}` : given;
  },
  spent: ({ held }) => sum(held),
};

export const quadratic: Kind = {
  ...score,
  rule: ({ page, contest }) => page.say('rule-quadratic', { max: page.number(contest.max) }),
  spent: ({ held }) => sum(held.map((level) => level * level)),
  words: (sheet) =>
    pairs(sheet).map(({ label, value }) => {
      const [n, total] = [sheet.page.number(value), sheet.page.number(value * value)];
      return sheet.page.say('words-level', { option: label, n, total });
    }),
};

export const allocation: Kind = {
  ...points,
  rule: ({ page, contest }) => page.say('rule-allocation', { max: page.number(contest.max) }),
};

function fieldsOf(set: ParentNode): HTMLInputElement[] {
  return [...set.querySelectorAll<HTMLInputElement>('.number input')];
}

function drawn({ page, contest, id }: Sheet, label: string, value: number, at: number): Node {
  const part = page.copy('part-number');
  const frame = part.querySelector<HTMLElement>('.number');
  const field = part.querySelector('input');
  if (!frame || !field) throw new Error('a number is a field in its frame');
  frame.dataset['at'] = String(at);
  name(part, `${id}-${at}`, id, String(value), label);
  for (const [action, step] of [['less', -1], ['more', 1]] as const) {
    const stepper = button(part, action);
    fill(stepper, 'label-again', label);
    stepper.addEventListener('click', () => change(field, step, contest.each));
  }
  field.addEventListener('keydown', (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    change(field, step, contest.each);
  });
  return part;
}

/** One more or one less, within what the option may have. */
function change(field: HTMLInputElement, step: number, most: number): void {
  const value = numberIn(field.value) || 0;
  field.value = String(Math.min(most, Math.max(0, value + step)));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
