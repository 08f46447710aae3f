// What the booth knows while somebody votes. All of it is in memory; secrets are behind handles of the module and are
// erased when a handle is freed or used up.

import type { AuditedBallot, CastBallot, Paper, Sealed, Standing, Voter } from '../pkg/booth.js';
import { kindOf, type KindName } from './kinds/index.js';
import type { Sheet } from './kinds/kind.js';
import type { Booth as Module } from './module.js';
import type { Page } from './page.js';
import { Refused, Server, Unreachable } from './server.js';

/** A contest as the ballot shows it: what the module says of it. */
export interface Contest {
  readonly question: string;
  readonly kind: KindName;
  /** Fewest options, or the least to be given in all. */
  readonly min: number;
  /** Most options, or the most that may be given in all. */
  readonly max: number;
  /** Most for one option, where options get numbers. */
  readonly each: number;
  /** What can be given, spent or split in all. */
  readonly purse: number | null;
  /** Whether options may share a rank. */
  readonly ties: boolean;
  readonly blank: number | null;
  /** The worst first. */
  readonly grades: readonly string[];
  readonly options: readonly Option[];
}

export interface Option {
  readonly label: string;
  readonly cost: number | null;
  /** Place of the list that it stands on; its own, if it is a list. */
  readonly list: number | null;
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
  /** The contests, and what is filled in. */
  readonly sheets: readonly Sheet[];
  voter: Voter | undefined;
  standing: Standing | undefined;
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
    this.sheets = contests.map((contest, place) => {
      const words = set(contest, page);
      return { page, contest: words, id: `contest-${place}`, held: kindOf(words).empty(words) };
    });
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
    for (const sheet of this.sheets) sheet.held = kindOf(sheet.contest).empty(sheet.contest);
  }

  /** What is filled in, as the module takes it. */
  selections(): number[][] {
    return this.sheets.map((sheet) => kindOf(sheet.contest).selection(sheet));
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

/** A contest with its words as the language sets them. */
function set(contest: Contest, page: Page): Contest {
  const options = contest.options.map((option) => ({ ...option, label: page.set(option.label) }));
  const grades = contest.grades.map((grade) => page.set(grade));
  return { ...contest, question: page.set(contest.question), options, grades };
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
