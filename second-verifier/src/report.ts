// The numbered checks and how each of them ended (book: verification).

export const CHECKS = {
  V01: 'log consistency and checkpoint signature',
  V02: 'witness quorum',
  V03: 'state machine and times',
  V04: 'entry signatures by pinned keys',
  V05: 'manifest well formed',
  V06: 'trustee enrolments',
  V07: 'key ceremony transcript',
  V08: 'election keys',
  V09: 'roll: unique, complete, within its limits',
  V10: 'opening and booth build',
  V11: 'ballot encodings',
  V12: 'ballot signatures by credentials on the roll',
  V13: 'ballot proofs',
  V14: 'no copied ciphertext',
  V15: 'revote chains',
  V16: 'audited ballots never cast',
  V17: 'cancellations',
  V18: 'aggregates and floor',
  V19: 'decryption shares',
  V20: 'counts',
  V21: 'outcome rule',
  V22: 'only declared objects in the record',
  V23: 'published result is the recomputed one',
  V24: 'my ballot is counted, and nothing later replaced it',
} as const;

export type CheckId = keyof typeof CHECKS;

export const CHECK_IDS = Object.keys(CHECKS) as CheckId[];

export type Status = 'passed' | 'failed' | 'skipped' | 'not-reached';

export interface Check {
  id: CheckId;
  title: string;
  status: Status;
  /** How many things were checked. */
  covered: number;
  /** Who or what is wrong, or why nothing was checked. */
  note?: string;
  /** What deserves attention although the check holds. */
  remark?: string;
}

/** An entry that is not admitted, and the check that it fails. */
export class Refusal extends Error {
  constructor(
    readonly check: CheckId,
    message: string,
  ) {
    super(message);
  }
}

export class Report {
  readonly #checks = new Map<CheckId, Check>(
    CHECK_IDS.map((id) => [id, { id, title: CHECKS[id], status: 'passed', covered: 0 }]),
  );

  get(id: CheckId): Check {
    const check = this.#checks.get(id);
    if (!check) throw new Error(`no check ${id}`);
    return check;
  }

  all(): Check[] {
    return [...this.#checks.values()];
  }

  isOk(): boolean {
    return this.all().every((check) => check.status === 'passed' || check.status === 'skipped');
  }

  firstFailure(): CheckId | undefined {
    return this.all().find((check) => check.status === 'failed')?.id;
  }

  cover(id: CheckId, count = 1): void {
    this.get(id).covered += count;
  }

  /** The first culprit of a check stays. */
  fail(id: CheckId, culprit: string): void {
    if (this.get(id).status !== 'failed') this.#settle(id, 'failed', culprit);
  }

  skip(id: CheckId, reason: string): void {
    if (this.get(id).status === 'passed') this.#settle(id, 'skipped', reason);
  }

  remark(id: CheckId, remark: string): void {
    this.get(id).remark = remark;
  }

  /** Checks that a failure made impossible, if nothing of them was made before. */
  notReached(ids: readonly CheckId[], because: CheckId): void {
    for (const id of ids) {
      const check = this.get(id);
      if (check.status === 'passed' && check.covered === 0) {
        this.#settle(id, 'not-reached', `not reached: ${because} failed`);
      }
    }
  }

  /** A check that was begun and cannot be finished. */
  unfinished(id: CheckId, because: CheckId): void {
    if (this.get(id).status === 'passed') this.#settle(id, 'not-reached', `not reached: ${because} failed`);
  }

  #settle(id: CheckId, status: Status, note: string): void {
    const check = this.get(id);
    check.status = status;
    check.note = note;
  }
}
