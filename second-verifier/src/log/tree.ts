// The tree of RFC 6962, and its tiles (book: election-log).

import { type Bytes, concat, EMPTY, equal, sha256 } from '../bytes.js';

export const TILE_WIDTH = 256;

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const EMPTY_ROOT = sha256(EMPTY);

export function leafHash(entry: Bytes): Bytes {
  return sha256(LEAF, entry);
}

function nodeHash(left: Bytes, right: Bytes): Bytes {
  return sha256(NODE, left, right);
}

/** A tile of hashes, and where it lies. */
export interface Tile {
  level: number;
  index: number;
  bytes: Bytes;
  width: number;
}

/** A tree that grows leaf by leaf, with the last tile of each level. */
export class Tree {
  size = 0;
  /** Roots of complete subtrees, the largest first. */
  #peaks: Bytes[] = [];
  #rows: { done: number; hashes: Bytes[] }[] = [];

  /** Adds a leaf; gives the tiles that it fills. */
  append(leaf: Bytes): Tile[] {
    let hash = leaf;
    for (let rest = this.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      hash = nodeHash(this.#peaks.pop() ?? EMPTY, hash);
    }
    this.#peaks.push(hash);
    this.size += 1;
    return this.#write(0, leaf);
  }

  root(): Bytes {
    const [last, ...others] = [...this.#peaks].reverse();
    return last === undefined ? EMPTY_ROOT : others.reduce((right, left) => nodeHash(left, right), last);
  }

  /** The last tiles, which can still grow. */
  partialTiles(): Tile[] {
    const tiles = this.#rows.map((row, level) => tileOf(level, row.done, row.hashes));
    return tiles.filter((tile) => tile.width > 0);
  }

  #write(level: number, hash: Bytes): Tile[] {
    const row = (this.#rows[level] ??= { done: 0, hashes: [] });
    row.hashes.push(hash);
    if (row.hashes.length < TILE_WIDTH) return [];
    const tile = tileOf(level, row.done, row.hashes);
    let above = row.hashes;
    while (above.length > 1) above = pairs(above);
    this.#rows[level] = { done: row.done + 1, hashes: [] };
    return [tile, ...this.#write(level + 1, above[0] ?? EMPTY)];
  }
}

function pairs(hashes: readonly Bytes[]): Bytes[] {
  const above: Bytes[] = [];
  for (let i = 0; i < hashes.length; i += 2) above.push(nodeHash(hashes[i] ?? EMPTY, hashes[i + 1] ?? EMPTY));
  return above;
}

function tileOf(level: number, index: number, hashes: readonly Bytes[]): Tile {
  return { level, index, bytes: concat(...hashes), width: hashes.length };
}

/** The name of a tile or bundle; a full one has no width in it. */
export function tileName(kind: number | 'entries', index: number, width: number): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  const partial = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `tile/${kind}/${groups.join('/')}${partial}`;
}

const TILE_NAME = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/;

/** Whether a log of so many entries has a file of this name, exactly as wide. */
export function hasFile(name: string, size: number): boolean {
  const [, kind, groups, partial] = TILE_NAME.exec(name) ?? [];
  if (kind === undefined || groups === undefined) return name === 'checkpoint';
  const index = Number(groups.replace(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  const row = kind === 'entries' ? kind : Number(kind);
  const items = row === 'entries' ? size : Math.floor(size / TILE_WIDTH ** row);
  return (
    width === Math.min(TILE_WIDTH, items - index * TILE_WIDTH) &&
    width > 0 &&
    tileName(row, index, width) === name
  );
}

/** Whether a leaf is at a place of the tree with this root (RFC 9162 §2.1.3.2). */
export function isIncluded(
  leaf: Bytes,
  index: number,
  size: number,
  proof: readonly Bytes[],
  root: Bytes,
): boolean {
  if (index >= size) return false;
  let [own, last] = [BigInt(index), BigInt(size - 1)];
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0n) return false;
    if (own % 2n === 1n || own === last) {
      hash = nodeHash(sibling, hash);
      while (own % 2n === 0n && own !== 0n) [own, last] = [own >> 1n, last >> 1n];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [own, last] = [own >> 1n, last >> 1n];
  }
  return last === 0n && equal(hash, root);
}
