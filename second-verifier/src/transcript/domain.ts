// What a digest or a sealed message of an election is for (book: domains).

import { bigEndian, type Bytes, concat, utf8 } from '../bytes.js';
import { prefixed } from '../reader.js';

export type Domain =
  'ceremony-sealed-shares' | 'ceremony-enrolments' | 'ceremony-commit' | 'ceremony-commits' | 'ceremony-keys';

/** The version and the purpose, each behind its length in a byte, and the election. */
export function context(domain: Domain, election: Bytes): Bytes {
  return concat(prefixed(1, utf8('comitia/v1')), prefixed(1, utf8(domain)), election);
}

/** n, t and p as they are hashed. */
export function parameterBytes(trustees: number, threshold: number, counters: number): Bytes {
  return concat(bigEndian(trustees, 1), bigEndian(threshold, 1), bigEndian(counters, 2));
}
