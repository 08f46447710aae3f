// Reading a whole log and checking everything on it (book: verification).

import { type Bytes, sha256, toHex } from '../bytes.js';
import { decodePoint, type Point, times, ZERO } from '../group/ristretto.js';
import { leafHash, Tree } from '../log/tree.js';
import { type Item, type Verdict } from '../proofs/ballot.js';
import { type CheckId, Refusal, Report } from '../report.js';
import { Election, type Position } from './election.js';
import { Assembler, type BallotEntry, decodeEntry, type Entry, KIND, type SignedObject } from './entries.js';

/** Points of ballots that are verified together. */
const BATCH_POINTS = 20_000;

/** The check that an object of this kind passes when it is admitted. */
const CHECK_OF_KIND = new Map<number, CheckId>([
  [KIND.TrusteeEnrolment, 'V06'],
  [KIND.CeremonyCommit, 'V07'],
  [KIND.CeremonyReveal, 'V07'],
  [KIND.CeremonyComplaint, 'V07'],
  [KIND.CeremonyAnswer, 'V07'],
  [KIND.CeremonyAccept, 'V07'],
  [KIND.ElectionKey, 'V08'],
  [KIND.Roll, 'V09'],
  [KIND.BoothBuild, 'V10'],
  [KIND.Open, 'V10'],
  [KIND.Cancellation, 'V17'],
]);

/** Verifies ballots somewhere. */
export type Judge = (election: Election, items: readonly Item[]) => Promise<Verdict[]>;

export class Observer {
  readonly report = new Report();
  election: Election | undefined;
  /** The check that made the rest of the log unreadable. */
  stopped: CheckId | undefined;
  /** Sums of ballots that count, by group. */
  readonly sums: Point[][] = [];
  readonly #assembler = new Assembler();
  readonly #log = new Tree();
  #pending: Item[] = [];

  constructor(
    readonly expected: string | undefined,
    readonly judge: Judge,
  ) {}

  /** Takes the next entry. */
  async feed(raw: Bytes, index: number): Promise<void> {
    if (this.stopped === undefined) {
      try {
        await this.#take(raw);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.report.fail(error.check, `entry ${index}: ${error.message}`);
        this.stopped = error.check;
      }
    }
  }

  #position(): Position {
    const { size } = this.#log;
    return { size, root: () => this.#log.root() };
  }

  async #take(raw: Bytes): Promise<void> {
    const entry = decodeEntry(raw);
    const whole = this.#assemble(entry);
    if (whole === undefined) this.#log.append(leafHash(raw));
    else if (this.election === undefined) this.#begin(whole, raw);
    else await this.#admit(this.election, whole, raw);
    this.report.cover('V03');
  }

  /** The entry, or the object that a part completes. */
  #assemble(entry: Entry): Exclude<Entry, { what: 'part' }> | undefined {
    if (entry.what === 'part') return this.#assembler.take(entry);
    if (this.#assembler.isWaiting) throw new Refusal('V22', 'a part is missing');
    return entry;
  }

  #begin(entry: Exclude<Entry, { what: 'part' }>, raw: Bytes): void {
    if (entry.what !== 'object') throw new Refusal('V03', 'a ballot is not admitted in stage Draft');
    const election = Election.begin(entry);
    this.#log.append(leafHash(raw));
    this.report.cover('V04');
    this.report.cover('V05');
    const id = toHex(election.manifest.id);
    if (this.expected !== undefined && this.expected !== id)
      this.report.fail('V05', `this is election ${id}, not ${this.expected}`);
    const { groups, shape } = election.manifest;
    for (const _ of groups) this.sums.push(new Array<Point>(shape.counters.length + 1).fill(ZERO));
    this.election = election;
  }

  async #admit(election: Election, entry: Exclude<Entry, { what: 'part' }>, raw: Bytes): Promise<void> {
    if (entry.what === 'object') return this.#admitObject(election, entry, raw);
    if (entry.what === 'audited') {
      election.takeAudit(entry);
      this.report.cover('V16');
    } else {
      this.#pending.push(election.takeBallot(raw, entry, sha256(raw), this.#log.size));
      this.report.cover('V14');
      this.report.cover('V15');
      if (this.#pending.length * (election.manifest.shape.counters.length + 9) > BATCH_POINTS)
        await this.flush();
    }
    this.#log.append(leafHash(raw));
    return undefined;
  }

  async #admitObject(election: Election, object: SignedObject, raw: Bytes): Promise<void> {
    // An urn that is given up is not verified afterwards.
    if (object.kind === KIND.Abort || object.kind === KIND.Close) await this.flush();
    const after = (): Position => {
      this.#log.append(leafHash(raw));
      return this.#position();
    };
    const { size } = this.#log;
    const covered = election.takeObject(object, this.#position(), after);
    if (this.#log.size === size) this.#log.append(leafHash(raw));
    this.report.cover('V04', object.kind === KIND.Roll || object.kind === KIND.Cancellation ? 2 : 1);
    const check = CHECK_OF_KIND.get(object.kind);
    if (check !== undefined) this.report.cover(check, covered);
    if (election.stage === 'Ceremony' && election.ceremony.faults.size > 0) {
      const named = [...election.ceremony.faults].map(([trustee, fault]) => `trustee ${trustee}: ${fault}`);
      this.report.remark('V07', named.join('; '));
    }
  }

  /** Verifies the ballots gathered so far and adds them up. */
  async flush(): Promise<void> {
    const { election } = this;
    const pending = this.#pending;
    this.#pending = [];
    if (election?.statement === undefined || pending.length === 0) return;
    const verdicts = await this.judge(election, pending);
    pending.forEach((item, place) => {
      const verdict = verdicts[place];
      for (const check of ['V11', 'V12', 'V13'] as const) this.report.cover(check);
      if (verdict === undefined) this.report.fail('V13', 'ballots were not verified to the end');
      else if ('check' in verdict)
        this.report.fail(verdict.check, `ballot at entry ${item.index}: ${verdict.problem}`);
      else this.#add(item, verdict.ciphertext);
    });
  }

  #add({ voter: { group, weight } }: Item, ciphertext: readonly Point[]): void {
    const sum = this.sums[group];
    sum?.forEach((component, place) => {
      sum[place] = component.add(times(BigInt(weight), ciphertext[place] ?? ZERO));
    });
  }

  /** Takes a ballot out of the sum that no longer counts. */
  retract(index: number, raw: Bytes): void {
    const entry = decodeEntry(raw) as BallotEntry;
    const voter = this.election?.urn?.voter(entry.credential);
    const points = entry.sealed.ciphertext.map(decodePoint);
    const sum = this.sums[voter?.group ?? -1];
    if (voter === undefined || sum === undefined || points.includes(undefined)) {
      this.report.fail('V18', `entry ${index} cannot be taken out of the sum`);
      return;
    }
    sum.forEach((component, place) => {
      sum[place] = component.subtract(times(BigInt(voter.weight), points[place] ?? ZERO));
    });
  }
}
