// The open urn (book: casting, audited-entry): who voted, and what may come next.

import { type Bytes, equal, toHex } from '../bytes.js';
import { IDENTITY_BYTES } from '../group/ristretto.js';
import { auditVerdict, type Item } from '../proofs/ballot.js';
import { Refusal } from '../report.js';
import { type AuditedEntry, type BallotEntry } from './entries.js';
import { type Open, type RollEntry } from './objects.js';

const AUDIT_LIMIT = 64;
const NO_BALLOT: Bytes = new Uint8Array(32);

interface Voter extends RollEntry {
  last: { seq: number; hash: Bytes; index: number } | undefined;
  audits: number;
  cancelled: boolean;
}

/** What is remembered of an E₀: its first 16 bytes. */
function short(point: Bytes): string {
  return toHex(point.subarray(0, 16));
}

export class Urn {
  readonly #voters: Map<string, Voter>;
  readonly #cast = new Set<string>();
  readonly #audited = new Set<string>();
  /** Places of ballots that no longer count. */
  readonly superseded: number[] = [];
  counted = 0;
  cancelled = 0;

  constructor(
    readonly election: Bytes,
    readonly open: Open,
    readonly openHash: Bytes,
    readonly roll: readonly RollEntry[],
  ) {
    const voter = (entry: RollEntry): [string, Voter] => [
      toHex(entry.credential),
      { ...entry, last: undefined, audits: 0, cancelled: false },
    ];
    this.#voters = new Map(roll.map(voter));
  }

  voter(credential: Bytes): Voter | undefined {
    return this.#voters.get(toHex(credential));
  }

  /** Who counts, by group and weight. */
  histograms(groups: number): Map<number, number>[] {
    const all = Array.from({ length: groups }, () => new Map<number, number>());
    for (const { group, weight, last, cancelled } of this.#voters.values()) {
      const own = all[group];
      if (own !== undefined && last !== undefined && !cancelled) own.set(weight, (own.get(weight) ?? 0) + 1);
    }
    return all;
  }

  #locate(credential: Bytes): Voter {
    const voter = this.voter(credential);
    if (voter === undefined) throw new Refusal('V12', 'this credential is not on the roll');
    if (voter.cancelled) throw new Refusal('V17', 'this credential has voted on paper');
    return voter;
  }

  /** Puts a ballot in; gives it with its voter as the proof sees it. */
  put(ballot: BallotEntry, hash: Bytes, index: number): Item {
    const voter = this.#locate(ballot.credential);
    if (ballot.authentication !== 0)
      throw new Refusal('V12', 'the voter is not authenticated as the manifest says');
    if (ballot.seq !== (voter.last === undefined ? 0 : voter.last.seq + 1))
      throw new Refusal('V15', 'not the next ballot of this voter');
    if (!equal(ballot.prev, voter.last?.hash ?? NO_BALLOT))
      throw new Refusal('V15', "the ballot does not continue the voter's last one");
    const randomness = ballot.sealed.ciphertext[0] ?? IDENTITY_BYTES;
    this.#checkRandomness(randomness, 'V14');
    this.#cast.add(short(randomness));
    if (voter.last === undefined) this.counted += 1;
    else this.superseded.push(voter.last.index);
    voter.last = { seq: ballot.seq, hash, index };
    const { credential, seq, prev } = ballot;
    const context = { credential, seq, prev, group: voter.group, weight: voter.weight };
    return { index, voter: context, ballot: ballot.sealed, signature: ballot.signature };
  }

  #checkRandomness(point: Bytes, castBefore: 'V14' | 'V16'): void {
    if (equal(point, IDENTITY_BYTES)) throw new Refusal('V11', 'E0 is the identity');
    if (this.#audited.has(short(point))) throw new Refusal('V16', 'a ballot with the same E0 was audited');
    if (this.#cast.has(short(point)))
      throw new Refusal(castBefore, 'a ballot with the same E0 was cast before');
  }

  audit(audited: AuditedEntry): void {
    const voter = this.#locate(audited.credential);
    if (voter.audits >= AUDIT_LIMIT) throw new Refusal('V12', 'too many audits by one voter');
    this.#checkRandomness(audited.randomness, 'V16');
    const verdict = auditVerdict(this.election, audited, audited.signature);
    if (verdict !== undefined) throw new Refusal(verdict.check, verdict.problem);
    this.#audited.add(short(audited.randomness));
    voter.audits += 1;
  }

  cancel(credential: Bytes): void {
    const voter = this.voter(credential);
    if (voter === undefined) throw new Refusal('V17', 'this credential is not on the roll');
    if (voter.cancelled) throw new Refusal('V17', 'this credential is cancelled already');
    voter.cancelled = true;
    this.cancelled += 1;
    if (voter.last !== undefined) {
      this.counted -= 1;
      this.superseded.push(voter.last.index);
    }
  }
}
