// The page "verify in your browser": it has every word and every row already; this fills in what was found.

import type { Check } from './report.js';
import type { Verification } from './verify.js';
import type { Answer, Question } from './worker.js';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

function find<T extends Element>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}

const root = find<HTMLElement>('[data-verifier]');
const button = find<HTMLButtonElement>('[data-verify]');
const bar = find<HTMLProgressElement>('[data-progress]');
const status = find<HTMLElement>('[data-status]');
const file = find<HTMLInputElement>('[data-receipt]');

function word(name: string): string {
  return root.dataset[name] ?? name;
}

/** The one script that this page may start. */
function workerUrl(): string {
  const own = root.dataset['worker'] ?? '';
  const types = (globalThis as unknown as { trustedTypes?: TrustedTypes }).trustedTypes;
  const policy = types?.createPolicy('comitia-verifier', {
    createScriptURL: (url) => {
      if (url !== own) throw new TypeError('another script');
      return url;
    },
  });
  return policy?.createScriptURL(own) ?? own;
}

const WORDS = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  'not-reached': 'notReached',
} as const;

function showCheck(check: Check): void {
  const row = find<HTMLElement>(`[data-check="${check.id}"]`);
  row.dataset['status'] = check.status;
  const [state, covered, note] = ['state', 'covered', 'note'].map((part) =>
    row.querySelector(`[data-${part}]`),
  );
  if (state) state.textContent = word(WORDS[check.status]);
  if (covered) covered.textContent = String(check.covered);
  if (note) note.textContent = [check.note, check.remark].filter(Boolean).join(' – ');
}

function showCounts(counts: Verification['counts']): void {
  const body = find<HTMLElement>('[data-counts] tbody');
  const template = find<HTMLTemplateElement>('[data-counts] template');
  body.replaceChildren(template);
  for (const [contest, own] of Object.entries(counts)) {
    for (const [name, count] of Object.entries(own)) {
      const row = template.content.cloneNode(true) as DocumentFragment;
      [...row.querySelectorAll('th, td')].forEach((cell, place) => {
        cell.textContent = [contest, name, String(count)][place] ?? '';
      });
      body.append(row);
    }
  }
  find<HTMLElement>('[data-counts]').hidden = body.childElementCount === 1;
}

function show(verification: Verification): void {
  verification.checks.forEach(showCheck);
  showCounts(verification.counts);
  end(word(verification.ok ? 'holds' : 'fails'));
  root.dataset['outcome'] = verification.ok ? 'holds' : 'fails';
}

function end(text: string): void {
  status.textContent = text;
  button.disabled = false;
  bar.hidden = true;
}

async function start(): Promise<void> {
  const [receipt] = file.files ?? [];
  const question: Question = {
    address: new URL(root.dataset['record'] ?? '', location.href).href,
    receipt: receipt && new Uint8Array(await receipt.arrayBuffer()),
  };
  button.disabled = true;
  bar.hidden = false;
  bar.removeAttribute('value');
  status.textContent = word('running');
  delete root.dataset['outcome'];
  const worker = new Worker(workerAddress, { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    if ('done' in data) {
      bar.max = data.of;
      bar.value = data.done;
      return;
    }
    worker.terminate();
    if ('verification' in data) show(data.verification);
    else end(`${word('unreadable')} ${data.unreadable}`);
  };
  worker.onerror = (event) => {
    worker.terminate();
    end(`${word('unreadable')} ${event.message}`);
  };
  worker.postMessage(question);
}

const workerAddress = workerUrl();
button.hidden = false;
button.addEventListener('click', () => void start());
