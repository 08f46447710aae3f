// All checks of a published log (book: verification).

import { type Bytes, compare, equal, fromUtf8Lossy, sha256, toHex } from './bytes.js';
import { Conclusion, type Counts, giveUp } from './election/conclusion.js';
import { type Election } from './election/election.js';
import { type BallotEntry, decodeEntry } from './election/entries.js';
import { type Judge, Observer } from './election/observer.js';
import { type Checkpoint, NoteError, parseCheckpoint, verifyCheckpoint } from './log/note.js';
import { parseReceipt, type Receipt } from './log/receipt.js';
import { isIncluded, leafHash, TILE_WIDTH, tileName, Tree, type Tile } from './log/tree.js';
import { logKeyOf, policyOf } from './manifest/manifest.js';
import { type Check, CHECK_IDS, type CheckId, Report } from './report.js';
import { entriesOf, readTile, type Source, SourceError } from './source/source.js';

const NOTE_LIMIT = 512 * 1024;
/** Seconds by which the clocks of a server and of a witness may differ. */
const CLOCK_TOLERANCE = 300n;

export interface Request {
  source: Source;
  /** The election that it must be, by its id. */
  election?: string | undefined;
  receipt?: Bytes | undefined;
  judge?: Judge | undefined;
  progress?: ((done: number, of: number) => void) | undefined;
}

export interface Verification {
  ok: boolean;
  checks: Check[];
  counts: Counts;
}

const inThisThread: Judge = async (election, items) => election.statement?.verify(items) ?? [];

export async function verify(request: Request): Promise<Verification> {
  const { source } = request;
  const bytes = await source.read('checkpoint', NOTE_LIMIT + 1);
  if (bytes === undefined) throw new SourceError('not a published log: there is no file `checkpoint`');
  let checkpoint: Checkpoint;
  try {
    checkpoint = parseCheckpoint(bytes);
  } catch (error) {
    if (!(error instanceof NoteError) || !resemblesCheckpoint(bytes))
      throw new SourceError(`not a published log: ${String(error)}`);
    return malformed(error.message);
  }
  return new Run(request, checkpoint).make();
}

/** Whether somebody meant this to be the checkpoint of an election. */
function resemblesCheckpoint(bytes: Bytes): boolean {
  const text = fromUtf8Lossy(bytes);
  return !text.trimStart().startsWith('<') && (text.includes('/elections/') || text.includes('\n\u2014 '));
}

function malformed(problem: string): Verification {
  const report = new Report();
  report.fail('V01', `checkpoint: ${problem}`);
  report.notReached(
    CHECK_IDS.filter((id) => id !== 'V01'),
    'V01',
  );
  return { ok: false, checks: report.all(), counts: {} };
}

/** One verification. */
class Run {
  readonly #tree = new Tree();
  readonly #bundles: Bytes[] = [];
  readonly #observer: Observer;
  readonly #report: Report;
  #tiles = 0;
  #problem: string | undefined;
  #receipt: Receipt | string | undefined;
  /** Root of the tree of the receipt's size. */
  #receiptRoot: Bytes | undefined;

  constructor(
    readonly request: Request,
    readonly checkpoint: Checkpoint,
  ) {
    this.#observer = new Observer(request.election ?? request.source.election, request.judge ?? inThisThread);
    this.#report = this.#observer.report;
    this.#receipt = request.receipt && readReceipt(request.receipt);
  }

  async make(): Promise<Verification> {
    await this.#read();
    await this.#observer.flush();
    const changed = await this.#retract();
    const conclusion = this.#conclude();
    this.#checkLog(changed);
    this.#checkSignatures();
    this.#report.cover('V22', this.#tiles);
    const unexpected = await this.request.source.unexpected(this.checkpoint.size);
    if (unexpected !== undefined) this.#report.fail('V22', unexpected);
    else if (!this.request.source.isComplete)
      this.#report.remark('V22', 'a server cannot be asked what else it has');
    await this.#checkReceipt();
    return { ok: this.#report.isOk(), checks: this.#report.all(), counts: conclusion?.counts() ?? {} };
  }

  /** Reads every entry in order, and every tile against the tree that the entries make. */
  async #read(): Promise<void> {
    const { size } = this.checkpoint;
    this.#noteRoot();
    for (let number = 0; number * TILE_WIDTH < size; number++) {
      const entries = await this.#bundle(number);
      if (typeof entries === 'string') return this.#note(entries);
      for (const raw of entries) {
        await this.#observer.feed(raw, this.#tree.size);
        for (const tile of this.#tree.append(leafHash(raw))) await this.#compare(tile);
        this.#noteRoot();
      }
      this.request.progress?.(this.#tree.size, size);
    }
    for (const tile of this.#tree.partialTiles()) await this.#compare(tile);
    return undefined;
  }

  #noteRoot(): void {
    if (typeof this.#receipt === 'object' && this.#receipt.checkpoint.size === this.#tree.size)
      this.#receiptRoot = this.#tree.root();
  }

  async #bundle(number: number): Promise<Bytes[] | string> {
    const width = Math.min(TILE_WIDTH, this.checkpoint.size - number * TILE_WIDTH);
    const name = tileName('entries', number, width);
    const bytes = await readTile(this.request.source, 'entries', number, width);
    if (bytes === undefined) return `${name} is missing`;
    const digest = sha256(bytes);
    const known = this.#bundles[number];
    if (known !== undefined && !equal(known, digest)) return `${name} changed while it was read`;
    const entries = entriesOf(bytes, width);
    if (typeof entries === 'string') return `${name}: ${entries}`;
    this.#bundles[number] = digest;
    return entries;
  }

  #note(problem: string): void {
    this.#problem ??= problem;
  }

  async #compare(tile: Tile): Promise<void> {
    this.#tiles += 1;
    const name = tileName(tile.level, tile.index, tile.width);
    const bytes = await readTile(this.request.source, tile.level, tile.index, tile.width);
    if (bytes === undefined) this.#note(`${name} is missing`);
    else if (compare(bytes, tile.bytes) !== 0) this.#note(`${name} is not the tree of the entries`);
  }

  /** Takes the ballots out of the sums that no longer count; says what changed between the two readings. */
  async #retract(): Promise<string | undefined> {
    const { election, stopped } = this.#observer;
    if (stopped !== undefined || election?.stage === 'Aborted') return undefined;
    const places = [...(election?.urn?.superseded ?? [])].sort((a, b) => a - b);
    let held: { number: number; entries: Bytes[] } | undefined;
    for (const place of places) {
      const number = Math.floor(place / TILE_WIDTH);
      if (held?.number !== number) {
        const entries = await this.#bundle(number);
        if (typeof entries === 'string') return entries;
        held = { number, entries };
      }
      this.#observer.retract(place, held.entries[place % TILE_WIDTH] ?? new Uint8Array(0));
    }
    return undefined;
  }

  #conclude(): Conclusion | undefined {
    const { election, stopped, sums } = this.#observer;
    if (election === undefined && stopped === undefined) this.#report.fail('V05', 'the log has no manifest');
    if (election === undefined || stopped !== undefined) {
      giveUp(this.#report, stopped ?? 'V05');
      return undefined;
    }
    const conclusion = new Conclusion(this.#report, election, sums);
    conclusion.make();
    return conclusion;
  }

  get #isComplete(): boolean {
    return this.#tree.size === this.checkpoint.size;
  }

  #checkLog(changed: string | undefined): void {
    const report = this.#report;
    report.cover('V01', this.#tree.size);
    const problem = this.#problem ?? changed;
    if (problem !== undefined) report.fail('V01', problem);
    if (!this.#isComplete)
      report.notReached(
        CHECK_IDS.filter((id) => id !== 'V01'),
        'V01',
      );
    else if (!equal(this.#tree.root(), this.checkpoint.root)) {
      report.fail(
        'V01',
        `the entries make a tree with the root ${toHex(this.#tree.root())}; the checkpoint says ${toHex(this.checkpoint.root)}`,
      );
    }
  }

  #checkSignatures(): void {
    const report = this.#report;
    const { election } = this.#observer;
    if (election === undefined) {
      // Nobody knows the keys of the log and of its witnesses.
      const because: CheckId = report.firstFailure() ?? 'V05';
      report.unfinished('V01', because);
      report.unfinished('V02', because);
      return;
    }
    const { manifest } = election;
    const log = logKeyOf(manifest);
    if (log === undefined) return report.fail('V01', 'the key of the log cannot be used under its origin');
    this.#try('V01', () => verifyCheckpoint(this.checkpoint, { log, witnesses: [], quorum: 0 }));
    const { quorum, keys } = manifest.witnesses;
    if (quorum === 0 && keys.length === 0) report.skip('V02', 'the manifest names no witnesses');
    const policy = policyOf(manifest, log);
    if (policy === undefined) return report.fail('V02', 'a witness has the key of another or of the log');
    const verified = this.#try('V02', () => verifyCheckpoint(this.checkpoint, policy));
    if (verified === undefined) return undefined;
    report.cover('V02', verified.times.length);
    if (verified.extra !== undefined) report.fail('V01', verified.extra);
    this.#checkTimes(verified.times, election);
    return undefined;
  }

  #try<T>(check: CheckId, make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      this.#report.fail(check, error.message);
      return undefined;
    }
  }

  /** A witness saw the whole log before it signed: no entry can be of a later time. */
  #checkTimes(times: readonly bigint[], election: Election): void {
    const [first, ...rest] = times;
    if (first === undefined) return;
    const seen = rest.reduce((a, b) => (b < a ? b : a), first);
    if (election.clock > seen + CLOCK_TOLERANCE) {
      this.#report.fail(
        'V03',
        `the log claims to reach ${election.clock}, but a witness had seen all of it at ${seen}`,
      );
    }
  }

  async #checkReceipt(): Promise<void> {
    const report = this.#report;
    const receipt = this.#receipt;
    if (receipt === undefined) return report.skip('V24', 'no receipt was given');
    if (typeof receipt === 'string') return report.fail('V24', receipt);
    const { election } = this.#observer;
    if (election === undefined) return report.notReached(['V24'], 'V05');
    const problem = await this.#fate(receipt, election);
    report.cover('V24');
    if (problem !== undefined) report.fail('V24', problem);
    return undefined;
  }

  /** Why the ballot of a receipt does not count; undefined if it does. */
  async #fate(receipt: Receipt, election: Election): Promise<string | undefined> {
    const { checkpoint, index, proof } = receipt;
    if (checkpoint.size > this.#tree.size)
      return `the receipt is of a log of ${checkpoint.size} entries; this one has ${this.#tree.size}`;
    if (index >= this.#tree.size) return `the log has no entry ${index}`;
    const entries = await this.#bundle(Math.floor(index / TILE_WIDTH));
    const raw = typeof entries === 'string' ? undefined : entries[index % TILE_WIDTH];
    if (raw === undefined) return String(entries);
    const log = logKeyOf(election.manifest);
    const policy = log && policyOf(election.manifest, log);
    if (policy === undefined) return 'the keys of the log and of its witnesses cannot be used';
    try {
      verifyCheckpoint(checkpoint, policy);
    } catch (error) {
      if (error instanceof NoteError) return error.message;
      throw error;
    }
    if (!isIncluded(leafHash(raw), index, checkpoint.size, proof, checkpoint.root))
      return 'the entry is not in the tree of the receipt';
    const root = this.#receiptRoot;
    if (root === undefined || !equal(root, checkpoint.root))
      return 'the log showed the voter another history';
    return fateOfEntry(raw, index, election);
  }
}

function readReceipt(bytes: Bytes): Receipt | string {
  try {
    return parseReceipt(bytes);
  } catch (error) {
    if (error instanceof NoteError) return error.message;
    throw error;
  }
}

function fateOfEntry(raw: Bytes, index: number, election: Election): string | undefined {
  let entry: BallotEntry;
  try {
    const decoded = decodeEntry(raw);
    if (decoded.what !== 'ballot') return `entry ${index} is not a ballot`;
    entry = decoded;
  } catch {
    return `entry ${index} is not a ballot`;
  }
  const voter = election.urn?.voter(entry.credential);
  if (voter === undefined) return 'its credential is not on the roll';
  if (voter.cancelled) return 'a vote on paper replaced the ballots of this credential';
  if (voter.last === undefined) return 'the log was not read as far';
  return voter.last.index === index ? undefined : `a later ballot replaced it, at entry ${voter.last.index}`;
}
