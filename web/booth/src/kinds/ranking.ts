// An order of the options: a rank for each, chosen from a list, so that it needs no dragging. Where options may share
// a rank, those without one come last, level with each other.

import { candidates, choice, labelAt, name, pairs, where, type Kind, type Sheet } from './kind.js';

/** No rank has been chosen. */
const NONE = 0;

export const ranking: Kind = {
  empty: (contest) => candidates(contest).map(() => NONE),
  rule: ({ page, contest }) => page.say(contest.ties ? 'rule-ranking' : 'rule-ranking-strict'),
  draw(sheet) {
    const { contest, held } = sheet;
    const ranks = pairs(sheet).map(({ label, value }, at) => rankOf(sheet, label, value, at));
    const blank = contest.blank === null ? [] : [choice(sheet, 'part-choice-several', contest.blank, isBlank(held))];
    return [...ranks, ...blank];
  },
  read(_, set, changed) {
    const box = set.querySelector<HTMLInputElement>('input[type="checkbox"]');
    const fields = [...set.querySelectorAll('select')];
    // A blank vote ranks nothing: one clears the other.
    if (changed === box && box.checked) fields.forEach((field) => (field.value = String(NONE)));
    else if (box && changed !== box) box.checked = false;
    return box?.checked ? [] : fields.map((field) => Number(field.value));
  },
  progress({ page, contest, held }) {
    const n = held.filter((rank) => rank !== NONE).length;
    return page.say('count-ranks', { n, max: candidates(contest).length });
  },
  selection({ contest, held }) {
    const last = Math.max(NONE, ...held);
    return contest.ties && last > NONE ? held.map((rank) => (rank === NONE ? last + 1 : rank)) : held;
  },
  words(sheet) {
    const { page, contest, held } = sheet;
    if (isBlank(held)) return [labelAt(contest, contest.blank ?? -1)];
    const ranked = pairs(sheet).sort((a, b) => (a.value || Infinity) - (b.value || Infinity) || a.place - b.place);
    return ranked.map(({ label, value }) => page.say(value === NONE ? 'words-last' : 'words-rank', { option: label, n: value }));
  },
  culprits({ held }, { word }) {
    const twice = (rank: number) => rank !== NONE && held.filter((other) => other === rank).length > 1;
    return where(held, word === 'tie' ? twice : (rank) => rank === NONE);
  },
};

const isBlank = (held: readonly number[]) => held.length === 0;

function rankOf({ page, contest, id }: Sheet, label: string, held: number, at: number): Node {
  const part = page.copy('part-rank');
  const select = part.querySelector('select');
  if (!select) throw new Error('a rank is chosen from a list');
  name(part, `${id}-rank-${at}`, id, '', label);
  const offer = (rank: number) => {
    const words = rank === NONE ? page.say('rank-none') : page.say('rank', { n: rank });
    return new Option(words, String(rank), false, rank === held);
  };
  select.replaceChildren(offer(NONE), ...candidates(contest).map((_, rank) => offer(rank + 1)));
  part.querySelector<HTMLElement>('.rank')?.setAttribute('data-at', String(at));
  return part;
}
