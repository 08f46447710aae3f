// What the booth knows while somebody votes. All of it is in memory; secrets are behind handles of the module and are
// erased when a handle is freed or used up.

import type { AuditedBallot, CastBallot, Paper, Sealed, Standing, Voter } from '../pkg/booth.js';
import type { Booth as Module } from './module.js';
import type { Page } from './page.js';
import { Refused, Server, Unreachable } from './server.js';

/** A contest as the ballot shows it. */
export interface Contest {
  readonly question: string;
  readonly kind: 'single' | 'choose';
  readonly min: number;
  readonly max: number;
  readonly blank: number | null;
  readonly options: readonly string[];
}

/** A ballot in the urn, and its proof once that has been checked. */
export interface Kept {
  readonly pseudonym: string;
  readonly tracker: string;
  readonly at: Date;
  readonly index: number;
  proof?: Uint8Array;
}

interface Freed {
  free(): void;
}

export class Booth {
  readonly page: Page;
  readonly module: Module;
  readonly paper: Paper;
  readonly server: Server;
  readonly contests: readonly Contest[];
  voter: Voter | undefined;
  standing: Standing | undefined;
  /** What is marked, by contest: places of options. */
  selections: number[][] = [];
  sealed: Sealed | undefined;
  audited: AuditedBallot | undefined;
  cast: CastBallot | undefined;
  kept: Kept | undefined;

  constructor(page: Page, module: Module, paper: Paper) {
    this.page = page;
    this.module = module;
    this.paper = paper;
    this.server = new Server(page.address);
    const contests = JSON.parse(paper.contests(page.address.locale)) as Contest[];
    this.contests = contests.map((contest) => ({
      ...contest,
      question: page.set(contest.question),
      options: contest.options.map((option) => page.set(option)),
    }));
    this.clearChoice();
    addEventListener('beforeunload', (event) => {
      if (!this.atWork) return;
      event.preventDefault();
      // For browsers that show the sentence.
      event.returnValue = page.say('leave-warning');
    });
    addEventListener('pagehide', () => this.forget());
  }

  /** Whether leaving now would lose something. */
  get atWork(): boolean {
    return this.voter !== undefined && this.kept === undefined;
  }

  /** Asks where the voter stands, before a ballot is sealed. */
  async askStanding(): Promise<Standing> {
    if (!this.voter) throw new Error('nobody is voting');
    const answer = await this.server.voter(this.voter.credential());
    free(this.standing);
    this.standing = this.module.Standing.read(answer);
    return this.standing;
  }

  /** The proof of the ballot that is being cast, if there is one at this place and it is of this very ballot. */
  async proofAt(index: number): Promise<{ right: boolean; bytes: Uint8Array }> {
    const bytes = await this.server.receipt(index);
    return { right: this.cast?.isProvedBy(this.paper, bytes) ?? false, bytes };
  }

  clearChoice(): void {
    this.selections = this.contests.map(() => []);
  }

  /** Back to an empty ballot, with the same voter. */
  dropBallot(): void {
    free(this.sealed);
    free(this.audited);
    free(this.cast);
    this.sealed = this.audited = this.cast = undefined;
    this.kept = undefined;
    this.clearChoice();
  }

  /** Nothing of the voter stays: code, choice and receipt. */
  forget(): void {
    this.dropBallot();
    free(this.standing);
    free(this.voter);
    this.voter = this.standing = undefined;
  }
}

function free(handle: Freed | undefined): void {
  handle?.free();
}

/** The sentence for a clear no of the urn. */
export function refusalMessage(code: string): string {
  const names: Readonly<Record<string, string>> = {
    unknown_credential: 'unknown_credential',
    election_not_open: 'election_not_open',
    wrong_sequence: 'chain',
    wrong_previous: 'chain',
    randomness_used: 'duplicate',
    randomness_audited: 'duplicate',
    voted_on_paper: 'cancelled',
    too_many_audits: 'too_many_audits',
  };
  const invalid = /^(malformed|too_large|wrong_length|not_canonical|identity_point|wrong_signature|wrong_proof)$/;
  return `refused-${names[code] ?? (invalid.test(code) ? 'invalid' : 'other')}`;
}

/** The code of what went wrong, for people who ask for help. */
export function codeOf(error: unknown): string {
  if (error instanceof Refused) return error.code;
  if (error instanceof Unreachable) return 'no_answer';
  return typeof error === 'string' ? error : 'unexpected';
}
