// What every script here needs to measure something and to say so.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The release build of the server; the other programs lie beside it. */
export const comitia = process.env['COMITIA_BIN'] ?? 'target/release/comitia';

/** Cores and their model. */
export const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`;

/** Where and when, for the head of a table. */
export const occasion = `${new Date().toISOString().slice(0, 10)}, ${machine}, load ${(loadavg()[0] ?? 0).toFixed(2)} when it began`;

/** @param {number[]} numbers */
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

/** Prints Markdown, and writes it into the folder if there is one. @param {string} name @param {string} text @param {string | undefined} folder */
export async function publish(name, text, folder) {
  console.log(text);
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), `${text}\n`);
}

/** A table in Markdown. @param {string[]} headings @param {string[][]} rows */
export function table(headings, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(headings), `|---|${'---:|'.repeat(headings.length - 1)}`, ...rows.map(line)].join('\n');
}

/** Runs one of our programs; how long it took, and the most memory it had. @param {string} name @param {string[]} args */
export async function timed(name, args) {
  const begun = performance.now();
  const child = spawn(join(dirname(comitia), name), args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'close');
  let peak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    await Promise.race([ended, sleep(20)]);
  }
  if (child.exitCode !== 0) throw new Error(`${name} ended with ${child.exitCode}`);
  return { seconds: (performance.now() - begun) / 1000, mebibytes: peak / 1024 };
}
