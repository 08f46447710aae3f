#!/usr/bin/env node
// The second verifier as a program: the same exit codes as the first, the same numbered report.

import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Check } from './report.js';
import { Folder } from './source/folder.js';
import { type Source, SourceError } from './source/source.js';
import { Web } from './source/web.js';
import { type Verification, verify } from './verify.js';

const HELP = `comitia-second-verifier [--election ID] [--receipt FILE] [--json] URL|FOLDER

Verifies a published election, from its first entry to its result: written from the protocol's book alone, it shares
no code with comitia-verify.

Exit codes: 0, every check holds; 1, a check failed; 2, the log cannot be read.
`;

async function open(place: string): Promise<Source> {
  if (/^https?:\/\//.test(place)) return new Web(place);
  const found = await stat(place).catch(() => undefined);
  if (found?.isDirectory() !== true) throw new SourceError(`${place}: not a folder`);
  return new Folder(place);
}

const MARKS = { passed: 'ok', failed: 'FAILED', skipped: 'skipped', 'not-reached': 'not reached' } as const;

function line({ id, title, status, covered, note, remark }: Check): string {
  const more = [note, remark].filter((text) => text !== undefined).map((text) => `\n       ${escape(text)}`);
  return `${id}  ${MARKS[status].padEnd(11)} ${String(covered).padStart(8)}  ${title}${more.join('')}`;
}

/** Control characters, and those that change the direction of a line, as numbers: a log must not write the report. */
function escape(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

function show({ ok, checks, counts }: Verification): string {
  const contests = Object.entries(counts).flatMap(([contest, own]) => [
    `\n${escape(contest)}`,
    ...Object.entries(own).map(([name, count]) => `  ${String(count).padStart(10)}  ${escape(name)}`),
  ]);
  return [...checks.map(line), ...contests, '', ok ? 'Every check holds.' : 'A check FAILED.', ''].join('\n');
}

function progressBar(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} entries${done === of ? '\n' : ''}`);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      election: { type: 'string' },
      receipt: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [place, more] = positionals;
  if (values.help === true || place === undefined || more !== undefined) {
    process.stdout.write(HELP);
    return values.help === true ? 0 : 2;
  }
  const receipt = values.receipt === undefined ? undefined : new Uint8Array(await readFile(values.receipt));
  const verification = await verify({
    source: await open(place),
    election: values.election,
    receipt,
    progress: progressBar,
  });
  process.stdout.write(
    values.json === true ? `${JSON.stringify(verification, undefined, 2)}\n` : show(verification),
  );
  return verification.ok ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`error: ${escape(error instanceof Error ? error.message : String(error))}\n`);
  process.exitCode = 2;
}
