// A log of entries that are at hand: its tiles follow from them.

import { type Bytes, bigEndian, concat, utf8 } from '../bytes.js';
import { leafHash, TILE_WIDTH, tileName, Tree } from '../log/tree.js';
import { type Source } from './source.js';

export class Memory implements Source {
  readonly isComplete = true;
  readonly #files = new Map<string, Bytes>();

  constructor(checkpoint: string, entries: readonly Bytes[]) {
    this.#files.set('checkpoint', utf8(checkpoint));
    const tree = new Tree();
    const tiles = entries.flatMap((entry) => tree.append(leafHash(entry)));
    for (const { level, index, width, bytes } of [...tiles, ...tree.partialTiles()]) {
      this.#files.set(tileName(level, index, width), bytes);
    }
    for (let first = 0; first < entries.length; first += TILE_WIDTH) {
      const own = entries.slice(first, first + TILE_WIDTH);
      const bundle = concat(...own.flatMap((entry) => [bigEndian(entry.length, 2), entry]));
      this.#files.set(tileName('entries', first / TILE_WIDTH, own.length), bundle);
    }
  }

  async read(name: string, limit: number): Promise<Bytes | undefined> {
    return this.#files.get(name)?.subarray(0, limit);
  }

  async unexpected(): Promise<undefined> {
    return undefined;
  }
}
