// The kinds by their names, and what is the same for all of them.

import type { Contest } from '../booth.js';
import { grades } from './grades.js';
import type { Kind, Sheet } from './kind.js';
import { lists } from './lists.js';
import { budget, choose, single } from './marks.js';
import { allocation, points, quadratic, score } from './numbers.js';
import { ranking } from './ranking.js';

const KINDS = { single, choose, lists, score, points, quadratic, grades, budget, ranking, allocation };

/** The name of a kind, as the manifest writes it. */
export type KindName = keyof typeof KINDS;

export function kindOf({ kind }: Contest): Kind {
  return KINDS[kind];
}

/** The vote in words, one line for each thing that it says. */
export function words(sheet: Sheet): string[] {
  const said = kindOf(sheet.contest).words(sheet);
  return said.length > 0 ? said : [sheet.page.say('nothing-chosen')];
}

/** How far one is, in words; nothing where there is nothing to count. */
export function status(sheet: Sheet): string | undefined {
  const { page, contest } = sheet;
  const kind = kindOf(contest);
  const { purse } = contest;
  if (purse === null || !kind.spent) return kind.progress?.(sheet);
  const left = purse - kind.spent(sheet);
  const values = { n: page.number(Math.abs(left)), max: page.number(purse) };
  return page.say(left < 0 ? 'count-over' : 'count-left', values);
}
