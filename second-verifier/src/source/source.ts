// Where a published log comes from. Nothing that is read here is trusted.

import { type Bytes } from '../bytes.js';
import { TILE_WIDTH, tileName } from '../log/tree.js';

/** Nothing can be read: neither right nor wrong. */
export class SourceError extends Error {}

export interface Source {
  /** At most so many bytes of a file; undefined if there is none. */
  read(name: string, limit: number): Promise<Bytes | undefined>;
  /** The first thing that a log of this size does not have; undefined if there is nothing, or nobody can tell. */
  unexpected(size: number): Promise<string | undefined>;
  /** The election that the address itself names. */
  readonly election?: string | undefined;
  /** Whether everything in it can be listed. */
  readonly isComplete: boolean;
}

const HASH_BYTES = 32;
const ENTRY_BYTES = 2 + 65_535;

/** A tile of hashes or a bundle of entries in a log of a size. */
export async function readTile(
  source: Source,
  kind: number | 'entries',
  index: number,
  width: number,
): Promise<Bytes | undefined> {
  const item = kind === 'entries' ? ENTRY_BYTES : HASH_BYTES;
  const bytes = await source.read(tileName(kind, index, width), width * item + 1);
  if (bytes !== undefined || width === TILE_WIDTH || source.isComplete) return bytes;
  // A tile that was partial may since be kept in its full width alone.
  const full = await source.read(tileName(kind, index, TILE_WIDTH), TILE_WIDTH * item + 1);
  return full && beginning(full, kind, width);
}

function beginning(full: Bytes, kind: number | 'entries', width: number): Bytes | undefined {
  if (kind !== 'entries')
    return full.length < width * HASH_BYTES ? undefined : full.subarray(0, width * HASH_BYTES);
  let at = 0;
  for (let i = 0; i < width; i++) {
    const length = ((full[at] ?? 0) << 8) | (full[at + 1] ?? 0);
    at += 2 + length;
    if (at > full.length) return undefined;
  }
  return full.subarray(0, at);
}

/** The entries of a bundle, or what is wrong with it. */
export function entriesOf(bytes: Bytes, width: number): Bytes[] | string {
  const entries: Bytes[] = [];
  let at = 0;
  for (let i = 0; i < width; i++) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (at + 2 > bytes.length || at + 2 + length > bytes.length) return 'the bundle ends too early';
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return at === bytes.length ? entries : 'the bundle goes on after its entries';
}
