// Points of which nobody knows a relation (book: generators).

import { ristretto255_hasher } from '@noble/curves/ed25519.js';
import { sha3_512, shake256 } from '@noble/hashes/sha3.js';
import { bigEndian, type Bytes, concat, littleEndian, utf8 } from '../bytes.js';
import { BASE, type Point } from './ristretto.js';

const DST = 'COMITIA-V1-GENERATORS-ristretto255_XMD:SHA-512_R255MAP_RO_';

function hashToGroup(message: Bytes): Point {
  return ristretto255_hasher.hashToCurve(message, { DST }) as Point;
}

/** 64 uniform bytes to a point (RFC 9496 §4.3.4). */
function map(bytes: Bytes): Point {
  const derive = ristretto255_hasher.deriveToCurve;
  if (derive === undefined) throw new Error('the library has no one-way map');
  return derive(bytes) as Point;
}

/** H. */
export const BLINDING = hashToGroup(utf8('H'));

const columns: Point[] = [];

/** G₁ … of so many columns. */
export function columnGenerators(count: number): readonly Point[] {
  while (columns.length < count) {
    columns.push(hashToGroup(concat(utf8('G'), bigEndian(columns.length + 1, 4))));
  }
  return columns.slice(0, count);
}

/** B̃. */
export const AMOUNT_BLINDING = map(sha3_512(BASE.toBytes()));

/** The vectors of a range proof: so many points for each party, side by side. */
export function rangeGenerators(letter: 'G' | 'H', parties: number, each: number): Point[] {
  const points: Point[] = [];
  for (let party = 0; party < parties; party++) {
    const label = concat(utf8('GeneratorsChain'), utf8(letter), littleEndian(party, 4));
    const stream = shake256.create({}).update(label);
    for (let i = 0; i < each; i++) points.push(map(stream.xof(64)));
  }
  return points;
}
