// After the last entry: what may be decrypted, whether it was, and what it decides (book: tally, verification).

import { equal } from '../bytes.js';
import { counterNames } from '../manifest/contests.js';
import { CountError, decide, type Outcome, VERDICT } from '../counting/outcome.js';
import { type Point, ZERO } from '../group/ristretto.js';
import { combine, shareHolds } from '../proofs/decryption.js';
import { CountTable } from '../proofs/dlog.js';
import { largestCounts } from '../proofs/shape.js';
import { type Encoded } from '../reader.js';
import { CHECK_IDS, type CheckId, type Report } from '../report.js';
import { type Election, type StageName } from './election.js';
import { aggregatesDigest, type Shares } from './objects.js';
import { ballotsOf, type Unit, weightOf } from './plan.js';

/** Checks that the files around the entries decide, or a receipt. */
const OF_THE_RECORD: readonly CheckId[] = ['V01', 'V02', 'V22', 'V24'];

export function giveUp(report: Report, because: CheckId): void {
  report.notReached(
    CHECK_IDS.filter((id) => !OF_THE_RECORD.includes(id)),
    because,
  );
}

interface SummedUnit extends Unit {
  sum: Encoded[];
}

/** Counts by contest and counter. */
export type Counts = Record<string, Record<string, number>>;

const from = (first: CheckId): CheckId[] =>
  CHECK_IDS.filter((id) => id >= first && !OF_THE_RECORD.includes(id));

/** What has not happened yet at a stage. */
const NOT_YET: Record<StageName, CheckId[]> = {
  Ceremony: from('V08'),
  KeyReady: from('V09'),
  RollCommitted: from('V10'),
  Open: from('V18'),
  Closed: [],
  Published: [],
  Aborted: from('V06'),
};

export class Conclusion {
  /** `counts[unit][counter]`, once there are any. */
  opened: bigint[][] | undefined;
  units: SummedUnit[] = [];

  constructor(
    readonly report: Report,
    readonly election: Election,
    readonly sums: readonly (readonly Point[])[],
  ) {}

  make(): void {
    const { election, report } = this;
    if (election.manifest.officers.length === 0) report.skip('V17', 'the manifest declares no paper channel');
    for (const id of NOT_YET[election.stage]) report.skip(id, `the election is in stage ${election.stage}`);
    if (election.close === undefined) return;
    this.units = election.close.plan.units.map((unit) => ({ ...unit, sum: this.#sumOf(unit) }));
    report.cover('V18', this.units.length);
    this.#remarkFloor();
    this.opened = this.#open();
    this.#checkResult();
  }

  #sumOf({ groups }: Unit): Encoded[] {
    const length = this.election.manifest.shape.counters.length + 1;
    return Array.from({ length }, (_, place) => {
      const point = groups.reduce((sum, group) => sum.add(this.sums[group]?.[place] ?? ZERO), ZERO);
      return { point, bytes: point.toBytes() };
    });
  }

  #remarkFloor(): void {
    const { floor } = this.election.manifest;
    const { underFloor } = this.election.close?.plan ?? {};
    const below = (unit: Unit): boolean => [...unit.weights.values()].some((ballots) => ballots < floor);
    if (underFloor !== undefined)
      this.report.remark('V18', `under the floor of ${floor}: nothing is decrypted`);
    else if (this.units.some(below))
      this.report.remark(
        'V18',
        `under the floor of ${floor}: decrypted all the same, because the manifest waives it`,
      );
  }

  #open(): bigint[][] | undefined {
    const { election, report } = this;
    if (this.units.length === 0) {
      for (const id of ['V19', 'V20'] as const) report.skip(id, 'there is nothing to decrypt');
      return [];
    }
    if (!election.hasQuorum) {
      for (const id of ['V19', 'V20', 'V21'] as const)
        report.skip(id, 'fewer decryption shares than the threshold so far');
      return undefined;
    }
    report.cover('V19', election.shares.size);
    const digest = aggregatesDigest(this.units);
    const trustees = [...election.shares.keys()].sort((a, b) => a - b);
    const good = trustees.filter((trustee) =>
      this.#sharesHold(trustee, election.shares.get(trustee), digest),
    );
    const bad = trustees.filter((trustee) => !good.includes(trustee));
    if (bad.length > 0) report.remark('V19', `the shares of trustees ${bad.join(', ')} are wrong`);
    if (good.length < election.manifest.threshold) return this.#tooFew(bad);
    return this.#counts(good.slice(0, election.manifest.threshold));
  }

  #sharesHold(trustee: number, shares: Shares | undefined, digest: Uint8Array): boolean {
    const { election, units } = this;
    const keys = election.keys?.verification[election.keys.qualified.indexOf(trustee)];
    if (shares === undefined || keys === undefined || election.close === undefined) return false;
    if (!equal(shares.aggregates, digest) || shares.shares.length !== units.length) return false;
    const { hash } = election.close;
    return units.every(({ groups, sum }, place) => {
      const share = shares.shares[place];
      return (
        share !== undefined &&
        shareHolds(share, { election: election.manifest.id, close: hash, groups, sum }, trustee, keys)
      );
    });
  }

  /** Bad shares are skipped as long as enough good ones can still come. */
  #tooFew(bad: readonly number[]): undefined {
    const { election, report } = this;
    const possible = (election.keys?.qualified.length ?? 0) - bad.length;
    if (election.stage !== 'Published' && possible >= election.manifest.threshold) {
      for (const id of ['V20', 'V21'] as const)
        report.skip(id, 'fewer good decryption shares than the threshold so far');
    } else {
      report.fail('V19', `the shares of trustees ${bad.join(', ')} are wrong`);
      report.notReached(['V20', 'V21', 'V23'], 'V19');
    }
    return undefined;
  }

  #counts(trustees: readonly number[]): bigint[][] | undefined {
    const { election, report } = this;
    const largest = largestCounts(election.manifest.shape);
    const all: bigint[][] = [];
    for (const [place, unit] of this.units.entries()) {
      const shares = trustees.flatMap((trustee) => {
        const share = election.shares.get(trustee)?.shares[place];
        return share === undefined ? [] : [{ trustee, share }];
      });
      const bounds = largest.map((one) => one * weightOf(unit));
      const most = bounds.reduce((a, b) => (a > b ? a : b), 0n);
      const table = new CountTable(most, largest.length);
      const counts = combine(unit.sum, shares).map((point) => table.find(point));
      const lost = counts.findIndex(
        (count, counter) => count === undefined || count > (bounds[counter] ?? 0n),
      );
      if (lost >= 0) {
        report.fail('V20', `counter ${lost} of unit ${place} opens to no count`);
        report.notReached(['V21', 'V23'], 'V20');
        return undefined;
      }
      all.push(counts.map((count) => count ?? 0n));
      report.cover('V20', counts.length);
    }
    return all;
  }

  #totals(): bigint[] {
    const totals = new Array<bigint>(this.election.manifest.shape.counters.length).fill(0n);
    for (const counts of this.opened ?? [])
      counts.forEach((count, place) => (totals[place] = (totals[place] ?? 0n) + count));
    return totals;
  }

  /** What the counts decide in each contest. */
  outcomes(): Outcome[] {
    const { contests, places } = this.election.manifest;
    const { units, underFloor } = this.election.close?.plan ?? { units: [] };
    if (underFloor !== undefined)
      return contests.map(() => ({ verdict: VERDICT.notCounted, winners: [], tied: [] }));
    const registered = (this.election.urn?.roll ?? []).reduce((sum, { weight }) => sum + BigInt(weight), 0n);
    const turnout = units.reduce((sum, unit) => sum + weightOf(unit), 0n);
    const totals = this.#totals();
    return contests.map((contest, i) =>
      decide(contest, { registered, turnout }, totals.slice(places[i], places[i + 1])),
    );
  }

  #checkResult(): void {
    const { election, report, opened } = this;
    const { result } = election;
    if (result === undefined) {
      for (const id of ['V21', 'V23'] as const) report.skip(id, 'no result is published yet');
      return;
    }
    if (opened === undefined) return;
    let outcomes: Outcome[];
    try {
      outcomes = this.outcomes();
    } catch (error) {
      if (!(error instanceof CountError)) throw error;
      report.fail('V21', error.message);
      return;
    }
    report.cover('V21', outcomes.length);
    report.cover('V23');
    const same = JSON.stringify(outcomes) === JSON.stringify(result.outcomes);
    if (!same) report.fail('V21', 'the published outcome is not what the rule says');
    const urn = election.urn;
    const counts =
      same && result.voters === urn?.counted && result.cancelled === urn.cancelled && this.#unitsAgree();
    if (!counts) report.fail('V23', 'the published result is not the recomputed one');
  }

  #unitsAgree(): boolean {
    const published = this.election.result?.units ?? [];
    if (published.length !== this.units.length) return false;
    return this.units.every((unit, place) => {
      const other = published[place];
      const counts = this.opened?.[place] ?? [];
      if (other === undefined) return false;
      const groups = other.groups.join() === unit.groups.join();
      return (
        groups &&
        other.ballots === ballotsOf(unit) &&
        other.weight === weightOf(unit) &&
        other.counts.join() === counts.join()
      );
    });
  }

  /** Counts over all groups; nothing while a check before V21 fails. */
  counts(): Counts {
    const before = this.report.all().filter(({ id }) => id < 'V21');
    const sound = before.every(({ status }) => status === 'passed' || status === 'skipped');
    if (!sound || this.opened === undefined || this.election.close?.plan.underFloor !== undefined) return {};
    const { contests, places } = this.election.manifest;
    const totals = this.#totals();
    const named = contests.map((contest, i) => {
      const own = totals.slice(places[i], places[i + 1]);
      return [
        contest.id,
        Object.fromEntries(counterNames(contest).map((name, counter) => [name, Number(own[counter] ?? 0n)])),
      ] as const;
    });
    return Object.fromEntries(named);
  }
}
