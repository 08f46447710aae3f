// What is to be corrected: a summary that takes the focus, and a line beside each field.

import { slot } from './dom.js';
import type { Page } from './page.js';

/** A problem, and the field that it is about. */
export interface Problem {
  readonly field: HTMLElement;
  readonly sentence: string;
}

/** Shows the summary, or clears it when there is nothing to correct. */
export function summarise(page: Page, step: HTMLElement, problems: readonly Problem[]): void {
  const place = slot(step, 'summary');
  if (problems.length === 0) {
    place.replaceChildren();
    return;
  }
  const summary = page.copy('part-error-summary');
  const list = slot(summary, 'errors');
  list.replaceChildren(...problems.map((problem) => line(problem)));
  place.replaceChildren(summary);
  place.querySelector<HTMLElement>('[data-part="error-summary"]')?.focus();
}

function line({ field, sentence }: Problem): HTMLElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `#${field.id}`;
  link.textContent = sentence;
  link.addEventListener('click', (event) => {
    // The address stays as it is; a field set is entered by its first field.
    event.preventDefault();
    enter(field);
  });
  item.append(link);
  return item;
}

/** Puts the focus into a field, or into the first field of a set. */
export function enter(field: HTMLElement): void {
  const fields = 'input, select';
  (field.matches(fields) ? field : field.querySelector<HTMLElement>(fields))?.focus();
}
