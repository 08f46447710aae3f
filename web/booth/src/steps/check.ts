// Is my ballot counted? The log's own files are read and recomputed here; the receipt stays on the device.

import type { Finding, Search } from '../../pkg/booth.js';
import type { Booth } from '../booth.js';
import { button, fill, input, on, onSubmit, slot } from '../dom.js';
import { summarise } from '../errors.js';
import { Refused, Unreachable } from '../server.js';
import { showReceipt } from './receipt.js';

/** What the voter kept. */
type Wanted = { readonly receipt: Uint8Array } | { readonly tracker: string };

export function showCheck(booth: Booth): void {
  const step = booth.page.show('check', undefined);
  onSubmit(step, () => submitted(booth, step));
  const { kept } = booth;
  const back = button(step, 'back');
  back.hidden = kept === undefined;
  on(step, 'back', () => showReceipt(booth));
  if (kept) void look(booth, step, kept.proof ? { receipt: kept.proof } : { tracker: kept.tracker });
}

async function submitted(booth: Booth, step: HTMLElement): Promise<void> {
  const file = input(step, 'check-file').files?.[0];
  const tracker = input(step, 'check-tracker').value;
  if (file) return look(booth, step, { receipt: new Uint8Array(await file.arrayBuffer()) });
  if (tracker.trim() === '') return complain(booth, step, 'check-empty');
  return look(booth, step, { tracker });
}

async function look(booth: Booth, step: HTMLElement, wanted: Wanted): Promise<void> {
  complain(booth, step, '');
  const place = slot(step, 'outcome');
  place.textContent = booth.page.say('checking');
  let search: Search | undefined;
  try {
    const checkpoint = await booth.server.file('checkpoint');
    const { Search: log } = booth.module;
    search =
      'receipt' in wanted
        ? log.forReceipt(booth.paper, checkpoint, wanted.receipt)
        : log.forTracker(booth.paper, checkpoint, wanted.tracker);
    await read(booth, search, place);
    // Taken before it is used up.
    const log_ = { size: search.size(), cosigned: search.cosigned(), at: search.signedAt() };
    const finding = search.finish();
    search = undefined;
    showOutcome(booth, place, finding.outcome(), log_, finding);
    finding.free();
  } catch (error) {
    const log_ = search && { size: search.size(), cosigned: search.cosigned(), at: search.signedAt() };
    search?.free();
    wentWrong(booth, step, place, error, log_);
  }
}

/** One file after the other, so that a log of any size is read in little memory. */
async function read(booth: Booth, search: Search, place: HTMLElement): Promise<void> {
  let files = 0;
  for (let path = search.nextFile(); path !== undefined; path = search.nextFile()) {
    search.take(await booth.server.file(path));
    files += 1;
    if (files % 16 === 0) {
      place.textContent = `${booth.page.say('checking')} ${booth.page.number(files * 256)}`;
      await booth.page.paint();
    }
  }
}

interface LogFacts {
  readonly size: number;
  readonly cosigned: number;
  readonly at: number | undefined;
}

function wentWrong(
  booth: Booth,
  step: HTMLElement,
  place: HTMLElement,
  error: unknown,
  log: LogFacts | undefined,
): void {
  place.replaceChildren();
  if (error instanceof Unreachable || error instanceof Refused) return complain(booth, step, 'failed-network');
  if (error === 'tracker' || error === 'file') return complain(booth, step, `check-bad-${error}`);
  showOutcome(booth, place, 'broken', log);
}

function showOutcome(
  booth: Booth,
  place: HTMLElement,
  outcome: string,
  log: LogFacts | undefined,
  finding?: Finding,
): void {
  const { page } = booth;
  const part = page.copy(`part-check-${outcome}`);
  const index = finding?.index();
  if (index !== undefined) fill(part, 'index', page.number(index));
  known(part, 'size', log && page.number(log.size));
  known(part, 'signed-at', log?.at === undefined ? undefined : page.moment(new Date(log.at * 1000)));
  const asked = booth.paper.witnesses() > 0;
  const values = { n: log?.cosigned ?? 0, total: booth.paper.witnesses(), min: booth.paper.quorum() };
  known(part, 'witnesses', log && asked ? page.say('witnesses', values) : undefined);
  place.replaceChildren(part);
  place.querySelector('h3')?.scrollIntoView({ block: 'nearest' });
}

/** A fact, or nothing where it is not known. */
function known(part: ParentNode, name: string, text: string | undefined): void {
  const place = fill(part, name, text ?? '');
  if (text === undefined && place.parentElement) place.parentElement.hidden = true;
}

function complain(booth: Booth, step: HTMLElement, name: string): void {
  const field = input(step, 'check-tracker');
  const wrong = name !== '';
  const sentence = wrong ? booth.page.say(name) : '';
  const line = fill(step, 'error', sentence).parentElement;
  if (line) line.hidden = !wrong;
  field.closest('.field')?.classList.toggle('field-wrong', wrong);
  if (wrong) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
  summarise(booth.page, step, wrong ? [{ field, sentence }] : []);
}
