// A log in a folder. Links are not followed.

import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bytes } from '../bytes.js';
import { hasFile } from '../log/tree.js';
import { type Source, SourceError } from './source.js';

function isMissing(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export class Folder implements Source {
  readonly isComplete = true;

  constructor(readonly root: string) {}

  async read(name: string, limit: number): Promise<Bytes | undefined> {
    const path = join(this.root, name);
    try {
      if (!(await lstat(path)).isFile()) return undefined;
      return await readAtMost(path, limit);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new SourceError(`${path}: ${String(error)}`);
    }
  }

  async unexpected(size: number): Promise<string | undefined> {
    return this.#look('', size);
  }

  async #look(prefix: string, size: number): Promise<string | undefined> {
    const found = await readdir(join(this.root, prefix), { withFileTypes: true });
    if (found.length === 0 && prefix !== '') return `${prefix} is an empty folder`;
    for (const entry of found) {
      const name = prefix + entry.name;
      if (entry.isDirectory()) {
        const inside = await this.#look(`${name}/`, size);
        if (inside !== undefined) return inside;
      } else if (!entry.isFile() || !hasFile(name, size)) {
        return `${name} does not belong to the record`;
      }
    }
    return undefined;
  }
}

async function readAtMost(path: string, limit: number): Promise<Bytes> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(Math.min(size, limit));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
