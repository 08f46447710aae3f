// What a kind of contest has to say about itself: its file in this folder says nothing else. The module decides what
// is a vote; here is how it is filled in, counted along and read back.

import type { Contest } from '../booth.js';
import type { Page } from '../page.js';

/** A contest on the ballot, and what its fields hold. */
export interface Sheet {
  readonly page: Page;
  readonly contest: Contest;
  /** Begins the ids of its fields. */
  readonly id: string;
  /**
   * What the fields hold. Where options are marked: their places. Else one number for each candidate: NaN where
   * something is written that is no number, MISSING where nothing is chosen yet; nothing at all for a blank vote.
   */
  held: number[];
}

/** What the module finds wrong, with its numbers. */
export interface Fault {
  readonly word: string;
  readonly min: number;
  readonly max: number;
  readonly got: number;
  /** Place among the candidates. */
  readonly option: number | null;
}

export interface Kind {
  /** What the fields hold before anybody touches them. */
  empty(contest: Contest): number[];
  /** What may be filled in, in words. */
  rule(sheet: Sheet): string;
  /** The fields. */
  draw(sheet: Sheet): Node[];
  /** What the fields hold after one of them has changed. */
  read(sheet: Sheet, set: HTMLElement, changed: HTMLElement): number[];
  /** Brings what is written beside the fields up to date. */
  refresh?(sheet: Sheet, set: HTMLElement): void;
  /** What is used of that which there is to spend, give or split. */
  spent?(sheet: Sheet): number;
  /** How far one is, where there is nothing to spend. */
  progress?(sheet: Sheet): string;
  /** The vote as the module takes it. */
  selection(sheet: Sheet): number[];
  /** The vote in words. */
  words(sheet: Sheet): string[];
  /** The fields that are concerned by what is wrong; all of the contest, if there is none. */
  culprits?(sheet: Sheet, fault: Fault): number[];
}

/** No grade yet. */
export const MISSING = -1;

/** Places of the options besides the blank one. */
export function candidates({ options, blank }: Contest): number[] {
  return options.map((_, place) => place).filter((place) => place !== blank);
}

/** The name of the option at a place. */
export function labelAt({ options }: Contest, place: number): string {
  return options[place]?.label ?? '';
}

/** Every candidate with what is held for it, in the order of the ballot. */
export function pairs({ contest, held }: Sheet): { place: number; label: string; value: number }[] {
  return candidates(contest).map((place, at) => ({ place, label: labelAt(contest, place), value: held[at] ?? 0 }));
}

/** The places among the candidates where `wrong` holds. */
export function where(held: readonly number[], wrong: (value: number) => boolean): number[] {
  return held.flatMap((value, at) => (wrong(value) ? [at] : []));
}

/** A radio button or a check box with its label; the group is the name that radio buttons share. */
export function choice(
  { page, contest, id }: Sheet,
  template: 'part-choice-one' | 'part-choice-several',
  place: number,
  marked: boolean,
): DocumentFragment {
  const part = page.copy(template);
  name(part, `${id}-${place}`, id, String(place), labelAt(contest, place));
  const field = part.querySelector('input');
  if (field) field.checked = marked;
  if (place === contest.blank) part.querySelector('.choice')?.classList.add('choice-blank');
  return part;
}

/** Gives the one field of a part its id, its name, its value and its label. */
export function name(part: ParentNode, id: string, group: string, value: string, label: string): void {
  const field = part.querySelector<HTMLInputElement | HTMLSelectElement>('input, select');
  const caption = part.querySelector('label');
  if (!field || !caption) throw new Error('a part is a field and its label');
  field.id = id;
  field.name = group;
  if (field instanceof HTMLInputElement) field.value = value;
  caption.htmlFor = id;
  const words = caption.querySelector('[data-slot="label"]') ?? caption;
  words.textContent = label;
}

/** The values of what is checked. */
export function checked(set: ParentNode): number[] {
  const fields = [...set.querySelectorAll<HTMLInputElement>('input:checked')];
  return fields.map((field) => Number(field.value));
}
