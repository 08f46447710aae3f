// A grade for each option: a group of radio buttons for each, the best grade first.

import { fill, slot } from '../dom.js';
import { candidates, MISSING, name, pairs, where, type Kind, type Sheet } from './kind.js';

export const grades: Kind = {
  empty: (contest) => candidates(contest).map(() => MISSING),
  rule: ({ page }) => page.say('rule-grades'),
  draw: (sheet) => pairs(sheet).map(({ label, value }, at) => group(sheet, label, value, at)),
  read({ contest }, set) {
    const given = (_: unknown, at: number) =>
      set.querySelector<HTMLInputElement>(`[data-at="${at}"] input:checked`)?.value ?? MISSING;
    return candidates(contest).map(given).map(Number);
  },
  progress({ page, held }) {
    const n = held.filter((grade) => grade !== MISSING).length;
    return page.say('count-grades', { n, max: held.length });
  },
  // What is missing is left out, and the module says that there are too few.
  selection: ({ held }) => held.filter((grade) => grade !== MISSING),
  words: (sheet) =>
    pairs(sheet).map(({ label, value }) =>
      sheet.page.say('words-grade', { option: label, label: sheet.contest.grades[value] ?? '' }),
    ),
  culprits: ({ held }) => where(held, (grade) => grade === MISSING),
};

function group(sheet: Sheet, label: string, held: number, at: number): Node {
  const { page, contest, id } = sheet;
  const part = page.copy('part-grading');
  const set = part.querySelector('fieldset');
  if (!set) throw new Error('grades are a set of fields');
  set.dataset['at'] = String(at);
  set.id = `${id}-${at}`;
  fill(set, 'label', label);
  const fields = contest.grades.map((grade, value) => {
    const field = page.copy('part-grade');
    name(field, `${id}-${at}-${value}`, `${id}-${at}`, String(value), grade);
    const input = field.querySelector('input');
    if (input) input.checked = value === held;
    return field;
  });
  slot(set, 'choices').replaceChildren(...fields.reverse());
  return part;
}
