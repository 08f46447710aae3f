// The ceremony as a log tells it (book: ceremony): six phases, each closed when all messages are in or at its end.

import { type Bytes, EMPTY, equal } from '../bytes.js';
import { Refusal } from '../report.js';
import { acceptanceDigest, type Keys, keysOf } from './keys.js';
import {
  type Accept,
  type Answer,
  areShares,
  commitOf,
  commitsDigest,
  type Dealing,
  type Enrolment,
  enrolmentsDigest,
  type Params,
  provesKnowledge,
  provesPossession,
  type Reveal,
} from './messages.js';

export type Phase =
  'enrolment' | 'commit' | 'reveal' | 'complaint' | 'answer' | 'accept' | 'complete' | 'aborted';

const PHASES: readonly Phase[] = ['enrolment', 'commit', 'reveal', 'complaint', 'answer', 'accept'];

/** Number of a phase in `PhaseEnd`, 1 to 6; 0 when nothing is left to end. */
export function phaseNumber(phase: Phase): number {
  return PHASES.indexOf(phase) + 1;
}

function refuse(problem: string): never {
  throw new Refusal('V07', `key ceremony: ${problem}`);
}

export class Ceremony {
  phase: Phase = 'enrolment';
  /** Why there are no keys. */
  abort = '';
  /** The disqualified, with the reason. */
  readonly faults = new Map<number, string>();
  keys: Keys | undefined;
  /** H(all commits), once they are in. */
  commits: Bytes | undefined;
  #missing: Set<number>;
  readonly #enrolments = new Map<number, Enrolment>();
  #enrolled: Bytes = EMPTY;
  readonly #commits = new Map<number, Bytes>();
  readonly #dealings = new Map<number, Dealing>();
  readonly #accusations = new Map<number, Set<number>>();
  readonly #answers = new Map<number, Answer>();
  #accepted: Bytes = EMPTY;

  constructor(readonly params: Params) {
    this.#missing = new Set(this.#all());
  }

  #all(): number[] {
    return Array.from({ length: this.params.n }, (_, place) => place + 1);
  }

  get hasEnded(): boolean {
    return this.phase === 'complete' || this.phase === 'aborted';
  }

  /** Whether this trustee may send a message of this phase now. */
  #admit(phase: Phase, from: number): void {
    if (this.phase !== phase) refuse(`${phase} of trustee ${from} in phase ${this.phase}`);
    if (from > this.params.n) refuse(`trustee ${from} does not exist`);
    if (!this.#missing.has(from)) refuse(`${phase}: trustee ${from} has no message to send`);
  }

  #received(from: number): void {
    this.#missing.delete(from);
    this.#closeWhileComplete();
  }

  enrol(from: number, enrolment: Enrolment): void {
    this.#admit('enrolment', from);
    if (!provesPossession(this.params, from, enrolment))
      throw new Refusal('V06', `trustee ${from} does not prove possession of its key`);
    for (const [of, other] of this.#enrolments) {
      if (equal(other.key, enrolment.key))
        throw new Refusal('V06', `trustee ${from} enrols the key of trustee ${of}`);
    }
    this.#enrolments.set(from, enrolment);
    this.#received(from);
  }

  commit(from: number, digest: Bytes): void {
    this.#admit('commit', from);
    this.#commits.set(from, digest);
    this.#received(from);
  }

  reveal(from: number, { dealing, sealed }: Reveal): void {
    this.#admit('reveal', from);
    const { n, t, p } = this.params;
    if (dealing.commitments.length !== t * p) refuse(`reveal of trustee ${from}: not t·p commitments`);
    if (sealed.length !== n - 1) refuse(`reveal of trustee ${from}: not one sealed message for each other`);
    if (sealed.some(({ ciphertext }) => ciphertext.length !== 32 * p + 16))
      refuse(`reveal of trustee ${from}: a sealed message has another length`);
    const committed = this.#commits.get(from);
    if (committed === undefined || !equal(commitOf(this.params, this.#enrolled, from, dealing), committed)) {
      this.faults.set(from, 'revealed something else than it was committed to');
    } else if (!provesKnowledge(this.params, this.#enrolled, from, dealing)) {
      this.faults.set(from, 'does not prove that it knows its coefficients');
    } else {
      this.#dealings.set(from, dealing);
    }
    this.#received(from);
  }

  complain(from: number, dealers: readonly number[]): void {
    this.#admit('complaint', from);
    const wrong = dealers.find((dealer) => dealer === from || !this.#dealings.has(dealer));
    if (wrong !== undefined) refuse(`complaint of trustee ${from}: trustee ${wrong} cannot be accused`);
    for (const dealer of dealers)
      this.#accusations.set(dealer, (this.#accusations.get(dealer) ?? new Set()).add(from));
    this.#received(from);
  }

  answer(from: number, answer: Answer): void {
    this.#admit('answer', from);
    const accusers = [...(this.#accusations.get(from) ?? [])].sort((a, b) => a - b);
    const recipients = answer.map(({ recipient }) => recipient);
    if (accusers.join() !== recipients.join())
      refuse(`answer of trustee ${from}: not to those who complained`);
    if (answer.some(({ shares }) => shares.length !== this.params.p))
      refuse(`answer of trustee ${from}: not p shares`);
    const dealing = this.#dealings.get(from);
    const wrong = answer.find(
      ({ recipient, shares }) => dealing === undefined || !areShares(this.params, dealing, recipient, shares),
    );
    if (wrong === undefined) this.#answers.set(from, answer);
    else this.faults.set(from, `published a wrong share for trustee ${wrong.recipient}`);
    this.#received(from);
  }

  accept(from: number, accept: Accept): void {
    this.#admit('accept', from);
    if (!equal(accept.keys, this.#accepted)) refuse(`trustee ${from} accepts other keys than these`);
    this.#received(from);
  }

  /** Closes the phase though messages are missing. */
  endPhase(): void {
    if (this.hasEnded) refuse('it has ended');
    this.#close();
    this.#closeWhileComplete();
  }

  #closeWhileComplete(): void {
    while (!this.hasEnded && this.#missing.size === 0) this.#close();
  }

  #close(): void {
    const silent = [...this.#missing];
    switch (this.phase) {
      case 'enrolment':
        return this.#closeEnrolment(silent);
      case 'commit':
        return this.#closeCommit(silent);
      case 'reveal':
        return this.#closeReveal(silent);
      case 'complaint':
        return this.#closeComplaint();
      case 'answer':
        return this.#closeAnswer(silent);
      case 'accept':
        return silent.length > 0
          ? this.#giveUp(`no accept of trustees ${silent}`)
          : this.#enter('complete', []);
      default:
        return undefined;
    }
  }

  #enter(phase: Phase, expected: readonly number[]): void {
    this.phase = phase;
    this.#missing = new Set(expected);
  }

  #giveUp(reason: string): void {
    this.abort = reason;
    this.keys = undefined;
    this.#enter('aborted', []);
  }

  #inOrder<T>(messages: ReadonlyMap<number, T>): T[] {
    return this.#all().flatMap((trustee) => messages.get(trustee) ?? []);
  }

  #closeEnrolment(silent: readonly number[]): void {
    if (silent.length > 0) return this.#giveUp(`no enrolment of trustees ${silent}`);
    this.#enrolled = enrolmentsDigest(this.params, this.#inOrder(this.#enrolments));
    return this.#enter('commit', this.#all());
  }

  #closeCommit(silent: readonly number[]): void {
    if (silent.length > 0) return this.#giveUp(`no commit of trustees ${silent}`);
    this.commits = commitsDigest(this.params, this.#enrolled, this.#inOrder(this.#commits));
    return this.#enter('reveal', this.#all());
  }

  #qualified(): number[] {
    return this.#all().filter((trustee) => !this.faults.has(trustee));
  }

  /** Gives up unless t trustees are left. */
  #hasEnough(): boolean {
    const enough = this.#qualified().length >= this.params.t;
    if (!enough) this.#giveUp('too few trustees are left');
    return enough;
  }

  #closeReveal(silent: readonly number[]): void {
    for (const trustee of silent) this.faults.set(trustee, 'revealed nothing');
    if (this.#hasEnough()) this.#enter('complaint', this.#qualified());
  }

  #closeComplaint(): void {
    for (const [dealer, accusers] of this.#accusations) {
      if (accusers.size >= this.params.t)
        this.faults.set(dealer, `dealt wrong shares to trustees ${[...accusers]}`);
    }
    if (!this.#hasEnough()) return;
    for (const dealer of this.faults.keys()) this.#accusations.delete(dealer);
    this.#enter('answer', [...this.#accusations.keys()]);
  }

  #closeAnswer(silent: readonly number[]): void {
    for (const trustee of silent) this.faults.set(trustee, 'did not answer');
    if (!this.#hasEnough()) return;
    const qualified = this.#qualified();
    if (this.#all().some((trustee) => this.#isExposed(trustee, qualified)))
      return this.#giveUp('every share of a trustee was published');
    this.keys = keysOf(this.params, this.#dealings, qualified);
    if (this.keys === undefined || this.commits === undefined)
      return this.#giveUp('the sum of all contributions is no key');
    this.#accepted = acceptanceDigest(this.params, this.commits, this.keys);
    return this.#enter('accept', qualified);
  }

  /** Whether all that other qualified dealers gave a trustee is public. */
  #isExposed(trustee: number, qualified: readonly number[]): boolean {
    const others = qualified.filter((dealer) => dealer !== trustee);
    const published = (dealer: number): boolean =>
      this.#answers.get(dealer)?.some(({ recipient }) => recipient === trustee) ?? false;
    return others.length > 0 && others.every(published);
  }
}
