// Answers one question after another, for whoever compares many answers: a JSON object on each line of standard input
// names a folder, and perhaps a receipt in hexadecimal, or has the bytes of a manifest; the answer comes as a line on
// standard output.

import { createInterface } from 'node:readline';
import { fromHex, toHex } from './bytes.js';
import { rememberPoints } from './group/ristretto.js';
import { parseManifest } from './manifest/manifest.js';
import { Refusal } from './report.js';
import { Folder } from './source/folder.js';
import { SourceError } from './source/source.js';
import { verify } from './verify.js';

interface Asked {
  folder: string;
  receipt?: string;
  manifest?: string;
}

/** The digest of the shape to which a manifest compiles, or why it is none. */
function shapeOf(manifest: string): object {
  try {
    return { shape: toHex(parseManifest(fromHex(manifest) ?? new Uint8Array(0)).shape.digest) };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  }
}

async function answer({ folder, receipt, manifest }: Asked): Promise<object> {
  try {
    if (manifest !== undefined) return shapeOf(manifest);
    const { checks, counts } = await verify({
      source: new Folder(folder),
      receipt: receipt === undefined ? undefined : fromHex(receipt),
    });
    return { checks: checks.map(({ id, status, covered }) => [id, status, covered]), counts };
  } catch (error) {
    if (error instanceof SourceError) return { unreadable: error.message };
    return { defect: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

rememberPoints();
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Asked))}\n`);
}
