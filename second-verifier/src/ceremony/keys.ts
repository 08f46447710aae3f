// The keys that a ceremony gives (book: ceremony-keys).

import { type Bytes, concat, sha256 } from '../bytes.js';
import { type Point, ZERO } from '../group/ristretto.js';
import { type Encoded, prefixed } from '../reader.js';
import { context, parameterBytes } from '../transcript/domain.js';
import { type Dealing, evaluate, type Params, rowOf } from './messages.js';

export interface Keys {
  /** Trustees that may decrypt. */
  qualified: number[];
  /** Y₁ … Yₚ. */
  election: Encoded[];
  /** Y_{j,1} … Y_{j,p} of each qualified trustee. */
  verification: Encoded[][];
}

/** The keys to which qualified dealers contributed; undefined if one of them is the identity. */
export function keysOf(
  params: Params,
  dealings: ReadonlyMap<number, Dealing>,
  qualified: number[],
): Keys | undefined {
  const sums = Array.from({ length: params.p }, (_, counter) => {
    const rows = qualified.map((dealer) => rowOf(params, dealings.get(dealer)?.commitments ?? [], counter));
    return Array.from({ length: params.t }, (_, k) =>
      rows.reduce((sum, row) => sum.add(row[k] ?? ZERO), ZERO),
    );
  });
  const own = (row: readonly Point[]): Point => row[0] ?? ZERO;
  const leading = sums.map((row) => row.at(-1) ?? ZERO);
  const election = sums.map(own);
  const verification = qualified.map((trustee) => sums.map((row) => evaluate(row, trustee)));
  if ([...leading, ...election, ...verification.flat()].some((key) => key.is0())) return undefined;
  const encoded = (point: Point): Encoded => ({ point, bytes: point.toBytes() });
  return {
    qualified,
    election: election.map(encoded),
    verification: verification.map((row) => row.map(encoded)),
  };
}

/** The payload of `ElectionKey`. */
export function keysBytes({ qualified, election, verification }: Keys): Bytes {
  const bytes = (keys: readonly Encoded[]): Bytes => prefixed(3, ...keys.map((key) => key.bytes));
  return concat(prefixed(1, Uint8Array.from(qualified)), bytes(election), bytes(verification.flat()));
}

/** What trustees sign when they accept these keys. */
export function acceptanceDigest(params: Params, commits: Bytes, keys: Keys): Bytes {
  const own = parameterBytes(params.n, params.t, params.p);
  return sha256(context('ceremony-keys', params.election), own, commits, keysBytes(keys));
}
