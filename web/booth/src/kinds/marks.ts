// One option, some options, or projects that an envelope pays for: options are marked.

import { slot } from '../dom.js';
import { checked, choice, labelAt, type Kind, type Sheet } from './kind.js';

/** A blank vote stands alone: marking it clears the others, and the other way round. */
export function clearOthers({ contest }: Sheet, set: HTMLElement, changed: HTMLElement): void {
  if (!(changed instanceof HTMLInputElement) || !changed.checked || contest.blank === null) return;
  const blank = Number(changed.value) === contest.blank;
  for (const field of set.querySelectorAll<HTMLInputElement>('input')) {
    if ((Number(field.value) === contest.blank) !== blank) field.checked = false;
  }
}

export const single: Kind = {
  empty: () => [],
  rule: ({ page }) => page.say('rule-one'),
  draw: (sheet) => sheet.contest.options.map((_, place) => drawn(sheet, 'part-choice-one', place)),
  read: (_, set) => checked(set),
  selection: ({ held }) => held,
  words: ({ contest, held }) => inOrder(held).map((place) => labelAt(contest, place)),
};

export const choose: Kind = {
  ...single,
  rule: ({ page, contest }) => howMany(page.say.bind(page), contest.min, contest.max),
  draw: (sheet) => sheet.contest.options.map((_, place) => drawn(sheet, 'part-choice-several', place)),
  read(sheet, set, changed) {
    clearOthers(sheet, set, changed);
    return checked(set);
  },
  progress({ page, contest, held }) {
    const chosen = held.filter((place) => place !== contest.blank);
    return page.say('count', { n: chosen.length, max: contest.max });
  },
};

export const budget: Kind = {
  ...choose,
  rule({ page, contest }) {
    const { min, max, options, purse } = contest;
    const money = page.say('rule-budget', { max: page.number(purse ?? 0) });
    const limited = min > 0 || max < options.length;
    return limited ? `${money} ${howMany(page.say.bind(page), min, max)}` : money;
  },
  spent: ({ contest, held }) => held.reduce((sum, place) => sum + costOf(contest, place), 0),
  refresh(sheet, set) {
    const { page, contest, held } = sheet;
    const left = (contest.purse ?? 0) - (budget.spent?.(sheet) ?? 0);
    for (const field of set.querySelectorAll<HTMLInputElement>('input')) {
      const place = Number(field.value);
      const cost = costOf(contest, place);
      const missing = held.includes(place) ? 0 : Math.max(0, cost - Math.max(0, left));
      const values = { n: page.number(cost), max: page.number(missing) };
      const note = slot(field.closest('.choice') ?? set, 'note');
      note.textContent = page.say(missing > 0 ? 'note-too-dear' : 'note-cost', values);
      note.hidden = false;
      field.closest('.choice')?.classList.toggle('choice-too-dear', missing > 0);
    }
  },
  words({ page, contest, held }) {
    const words = (place: number) => {
      const values = { option: labelAt(contest, place), n: page.number(costOf(contest, place)) };
      return page.say('words-cost', values);
    };
    return inOrder(held).map(words);
  },
};

function drawn(sheet: Sheet, template: 'part-choice-one' | 'part-choice-several', place: number): Node {
  return choice(sheet, template, place, sheet.held.includes(place));
}

function howMany(say: Sheet['page']['say'], min: number, max: number): string {
  if (min === max) return say('rule-exactly', { min, max });
  return say(min === 0 ? 'rule-up-to' : 'rule-several', { min, max });
}

function costOf({ options }: Sheet['contest'], place: number): number {
  return options[place]?.cost ?? 0;
}

/** In the order of the ballot. */
export function inOrder(places: readonly number[]): number[] {
  return [...places].sort((a, b) => a - b);
}
