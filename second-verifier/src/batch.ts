// Verifies one folder after another, for whoever compares many verdicts: a JSON object on each line of standard input
// names a folder, and perhaps a receipt in hexadecimal; the verdict comes as a line on standard output.

import { createInterface } from 'node:readline';
import { fromHex } from './bytes.js';
import { Folder } from './source/folder.js';
import { SourceError } from './source/source.js';
import { verify } from './verify.js';

interface Asked {
  folder: string;
  receipt?: string;
}

async function answer({ folder, receipt }: Asked): Promise<object> {
  try {
    const { checks, counts } = await verify({ source: new Folder(folder), receipt: receipt === undefined ? undefined : fromHex(receipt) });
    return { checks: checks.map(({ id, status, covered }) => [id, status, covered]), counts };
  } catch (error) {
    if (error instanceof SourceError) return { unreadable: error.message };
    return { defect: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Asked))}\n`);
}
