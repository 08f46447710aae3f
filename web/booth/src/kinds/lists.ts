// One list, and then any of the candidates on it. The candidates of a list show when it is chosen.

import { fill, slot } from '../dom.js';
import { checked, choice, labelAt, type Kind, type Sheet } from './kind.js';
import { inOrder, single } from './marks.js';

export const lists: Kind = {
  ...single,
  rule: ({ page }) => page.say('rule-lists'),
  draw(sheet) {
    const { options } = sheet.contest;
    const heads = options.flatMap(({ list }, place) => (list === place ? [place] : []));
    return heads.flatMap((list) => [
      choice(sheet, 'part-choice-one', list, sheet.held.includes(list)),
      ...people(sheet, list),
    ]);
  },
  read({ contest }, set, changed) {
    const list = Number(set.querySelector<HTMLInputElement>('input[type="radio"]:checked')?.value ?? -1);
    // Another list has been chosen: only its own candidates can be marked.
    if (changed instanceof HTMLInputElement && changed.type === 'radio') {
      for (const field of set.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')) {
        if (contest.options[Number(field.value)]?.list !== list) field.checked = false;
      }
    }
    return checked(set);
  },
  refresh({ held }, set) {
    for (const group of set.querySelectorAll<HTMLElement>('[data-list]')) {
      group.hidden = !held.includes(Number(group.dataset['list']));
    }
  },
  words({ contest, held }) {
    const isList = (place: number) => contest.options[place]?.list === place;
    const first = [...held.filter(isList), ...inOrder(held.filter((place) => !isList(place)))];
    return first.map((place) => labelAt(contest, place));
  },
};

/** The candidates of a list, as a group of its own. */
function people(sheet: Sheet, list: number): Node[] {
  const { page, contest, held } = sheet;
  const on = contest.options.flatMap((option, place) => (option.list === list && place !== list ? [place] : []));
  if (on.length === 0) return [];
  const part = page.copy('part-candidates');
  const group = part.querySelector('fieldset');
  if (!group) throw new Error('candidates are a set of fields');
  group.dataset['list'] = String(list);
  group.id = `${sheet.id}-${list}-people`;
  fill(group, 'label', page.say('candidates', { label: labelAt(contest, list) }));
  const fields = on.map((place) => choice(sheet, 'part-choice-several', place, held.includes(place)));
  slot(group, 'choices').replaceChildren(...fields);
  return [part];
}
