// The state machine (book: state-machine): which entry the log admits at which place.

import { type Bytes, equal, fromHex } from '../bytes.js';
import { Ceremony, phaseNumber } from '../ceremony/machine.js';
import { type Keys, keysBytes } from '../ceremony/keys.js';
import { readAccept, readAnswer, readComplaint, readEnrolment, readReveal } from '../ceremony/messages.js';
import { verifiesEd25519 } from '../group/ed25519.js';
import { ballotLength, type Manifest, parseManifest } from '../manifest/manifest.js';
import { BallotStatement, type Item } from '../proofs/ballot.js';
import { largestCounts } from '../proofs/shape.js';
import { decode, DecodeError, type Reader } from '../reader.js';
import { type CheckId, Refusal } from '../report.js';
import { AUTHORITY, type Author, KIND, REGISTRAR, type SignedObject, signingInput } from './entries.js';
import {
  type Close,
  type Open,
  readAbort,
  readBoothBuild,
  readCancellation,
  readClose,
  readExtension,
  readOpen,
  readPhaseEnd,
  readResult,
  readRoll,
  readShares,
  type RollEntry,
  type Shares,
  type TallyResult,
} from './objects.js';
import { type Plan, plan } from './plan.js';
import { Urn } from './urn.js';

export type StageName =
  'Ceremony' | 'KeyReady' | 'RollCommitted' | 'Open' | 'Closed' | 'Published' | 'Aborted';

/** What an entry was, once taken. */
export type Admitted =
  | { what: 'part' }
  | { what: 'object'; kind: number; covered: number }
  | { what: 'audited' }
  | { what: 'ballot'; item: Item };

/** Size and root of the log with the entries before. */
export interface Position {
  size: number;
  root: () => Bytes;
}

const COUNT_BOUND = 1n << 40n;

function refuse(check: CheckId, problem: string): never {
  throw new Refusal(check, problem);
}

/** The payload of an object, or the check that it fails. */
function payload<T>(check: CheckId, object: SignedObject, read: (reader: Reader) => T): T {
  try {
    return decode(object.payload, read);
  } catch (error) {
    if (error instanceof DecodeError) refuse(check, `not a well-formed object: ${error.message}`);
    throw error;
  }
}

function kindName(kind: number): string {
  return Object.entries(KIND).find(([, number]) => number === kind)?.[0] ?? String(kind);
}

const CEREMONY_KINDS: readonly number[] = [
  KIND.TrusteeEnrolment,
  KIND.CeremonyCommit,
  KIND.CeremonyReveal,
  KIND.CeremonyComplaint,
  KIND.CeremonyAnswer,
  KIND.CeremonyAccept,
];

export class Election {
  stage: StageName = 'Ceremony';
  /** Latest time on the log: times never go back. */
  clock = 0n;
  closesAt: bigint;
  keys: Keys | undefined;
  urn: Urn | undefined;
  statement: BallotStatement | undefined;
  close: { object: Close; hash: Bytes; plan: Plan } | undefined;
  readonly shares = new Map<number, Shares>();
  result: TallyResult | undefined;
  readonly ceremony: Ceremony;
  #acceptPrefix: { size: bigint; root: Bytes } | undefined;
  #keyHash: Bytes | undefined;
  #roll: { entries: RollEntry[]; hash: Bytes } | undefined;
  #booth: Bytes | undefined;

  constructor(readonly manifest: Manifest) {
    this.closesAt = manifest.times.closesAt;
    const { id, trustees, threshold, shape } = manifest;
    this.ceremony = new Ceremony({
      election: id,
      n: trustees.length,
      t: threshold,
      p: shape.counters.length,
    });
  }

  /** The first object of a log. */
  static begin(object: SignedObject): Election {
    if (object.kind !== KIND.Manifest)
      refuse('V03', `${kindName(object.kind)} is not admitted in stage Draft`);
    const election = new Election(parseManifest(object.payload));
    election.#checkSignatures(object, [AUTHORITY]);
    return election;
  }

  #notAdmitted(kind: number): never {
    refuse('V03', `${kindName(kind)} is not admitted in stage ${this.stage}`);
  }

  #keyOf({ role, number }: Author): Bytes | undefined {
    const { manifest } = this;
    return role === 1
      ? manifest.authority
      : role === 2
        ? manifest.registrar
        : (role === 3 ? manifest.trustees : manifest.officers)[number - 1];
  }

  #checkSignatures(object: SignedObject, authors: readonly Author[]): void {
    const { endorsements } = object;
    const same =
      endorsements.length === authors.length &&
      authors.every(
        ({ role, number }, i) => endorsements[i]?.role === role && endorsements[i]?.number === number,
      );
    if (!same) refuse('V04', `${kindName(object.kind)} is not signed by whom it must be`);
    const input = signingInput(this.manifest.id, object);
    for (const endorsement of endorsements) {
      const key = this.#keyOf(endorsement);
      if (key === undefined || !verifiesEd25519(key, input, endorsement.signature))
        refuse('V04', `${kindName(object.kind)}: a signature does not verify under the pinned key`);
    }
  }

  /** Whose signatures an object must bear, no more and no fewer. */
  #authorsOf({ kind, endorsements }: SignedObject): Author[] {
    const [first] = endorsements;
    if (CEREMONY_KINDS.includes(kind) || kind === KIND.DecryptionShare)
      return [first?.role === 3 ? first : { role: 3, number: 1 }];
    if (kind === KIND.Roll) return [AUTHORITY, REGISTRAR];
    if (kind !== KIND.Cancellation) return [AUTHORITY];
    const last = endorsements.at(-1);
    return [AUTHORITY, last?.role === 4 ? last : { role: 4, number: 1 }];
  }

  /** Takes a ballot: its cheap checks. */
  takeBallot(raw: Bytes, entry: Parameters<Urn['put']>[0], hash: Bytes, index: number): Item {
    const expected = ballotLength(this.manifest.shape);
    if (raw.length !== expected)
      refuse('V11', `a ballot of this election has ${expected} bytes, not ${raw.length}`);
    if (this.stage !== 'Open' || this.urn === undefined) this.#notAdmitted(KIND.Ballot);
    return this.urn.put(entry, hash, index);
  }

  takeAudit(entry: Parameters<Urn['audit']>[0]): void {
    if (this.stage !== 'Open' || this.urn === undefined) this.#notAdmitted(KIND.AuditedBallot);
    this.urn.audit(entry);
  }

  /** Takes an object; how many things its check covers. */
  takeObject(object: SignedObject, before: Position, after: () => Position): number {
    this.#checkSignatures(object, this.#authorsOf(object));
    const at = this.#step(object, before);
    if (at !== undefined) this.clock = at;
    if (this.stage === 'Ceremony' && this.ceremony.phase === 'accept' && this.#acceptPrefix === undefined) {
      const { size, root } = after();
      this.#acceptPrefix = { size: BigInt(size), root: root() };
    }
    return object.kind === KIND.Roll ? (this.#roll?.entries.length ?? 0) : 1;
  }

  /** Checks a step and makes it; the time that the object claims. */
  #step(object: SignedObject, before: Position): bigint | undefined {
    if (object.kind === KIND.Abort) return this.#abort(object);
    switch (this.stage) {
      case 'Ceremony':
        return this.#ceremonyStep(object);
      case 'KeyReady':
        return this.#commitRoll(object);
      case 'RollCommitted':
        return this.#openingStep(object);
      case 'Open':
        return this.#votingStep(object, before);
      case 'Closed':
        return this.#tallyStep(object);
      default:
        return this.#notAdmitted(object.kind);
    }
  }

  #notBefore(what: string, at: bigint, bound: bigint): void {
    if (at < bound) refuse('V03', `${what}: ${at} is before ${bound}`);
  }

  #abort(object: SignedObject): bigint {
    if (['Closed', 'Published', 'Aborted'].includes(this.stage)) this.#notAdmitted(object.kind);
    const { at } = payload('V03', object, readAbort);
    this.#notBefore('Abort', at, this.clock);
    this.stage = 'Aborted';
    return at;
  }

  #ceremonyStep(object: SignedObject): bigint | undefined {
    const { ceremony } = this;
    if (ceremony.phase === 'aborted')
      refuse('V03', `the key ceremony has failed (${ceremony.abort}); only Abort is admitted`);
    if (object.kind === KIND.PhaseEnd) return this.#endPhase(object);
    if (object.kind === KIND.ElectionKey) {
      if (ceremony.phase !== 'complete' || ceremony.keys === undefined) this.#notAdmitted(object.kind);
      if (!equal(keysBytes(ceremony.keys), object.payload))
        refuse('V08', 'the election keys are not those that the ceremony made');
      this.keys = ceremony.keys;
      this.#keyHash = object.hash;
      this.stage = 'KeyReady';
      return undefined;
    }
    const [author] = object.endorsements;
    if (author?.role !== 3 || author.number > 32) this.#notAdmitted(object.kind);
    this.#message(object, author.number);
    return undefined;
  }

  #message(object: SignedObject, from: number): void {
    const { ceremony } = this;
    switch (object.kind) {
      case KIND.TrusteeEnrolment:
        return ceremony.enrol(from, payload('V06', object, readEnrolment));
      case KIND.CeremonyCommit:
        return ceremony.commit(
          from,
          payload('V07', object, (reader) => reader.digest()),
        );
      case KIND.CeremonyReveal:
        return ceremony.reveal(from, payload('V07', object, readReveal));
      case KIND.CeremonyComplaint:
        return ceremony.complain(from, payload('V07', object, readComplaint));
      case KIND.CeremonyAnswer:
        return ceremony.answer(from, payload('V07', object, readAnswer));
      case KIND.CeremonyAccept: {
        const accept = payload('V07', object, readAccept);
        const prefix = this.#acceptPrefix;
        const same = prefix !== undefined && accept.size === prefix.size && equal(accept.root, prefix.root);
        if (ceremony.phase === 'accept' && !same)
          refuse('V07', `trustee ${from} accepts another log prefix than this log has`);
        return ceremony.accept(from, accept);
      }
      default:
        return this.#notAdmitted(object.kind);
    }
  }

  #endPhase(object: SignedObject): bigint {
    const { at, phase } = payload('V03', object, readPhaseEnd);
    const current = phaseNumber(this.ceremony.phase);
    const deadline = this.manifest.times.phases[current - 1];
    if (current === 0 || phase !== current || deadline === undefined) this.#notAdmitted(object.kind);
    this.#notBefore('PhaseEnd', at, deadline);
    this.#notBefore('PhaseEnd', at, this.clock);
    this.ceremony.endPhase();
    return at;
  }

  #commitRoll(object: SignedObject): undefined {
    if (object.kind !== KIND.Roll) this.#notAdmitted(object.kind);
    const entries = payload('V09', object, readRoll);
    if (entries.length === 0) refuse('V09', 'roll: nobody is on it');
    if (entries.some(({ group }) => group >= this.manifest.groups.length))
      refuse('V09', 'roll: a group that the manifest does not have');
    const total = entries.reduce((sum, { weight }) => sum + BigInt(weight), 0n);
    const largest = largestCounts(this.manifest.shape).reduce(
      (most, count) => (count > most ? count : most),
      0n,
    );
    if (total * largest >= COUNT_BOUND) refuse('V09', 'roll: counts could reach 2^40');
    this.#roll = { entries, hash: object.hash };
    this.stage = 'RollCommitted';
    return undefined;
  }

  #openingStep(object: SignedObject): bigint | undefined {
    switch (object.kind) {
      case KIND.BoothBuild:
        payload('V10', object, readBoothBuild);
        if (this.#booth !== undefined) refuse('V10', 'the booth is already on the log');
        this.#booth = object.hash;
        return undefined;
      case KIND.Open:
        return this.#open(object, payload('V10', object, readOpen));
      case KIND.Extension:
        return this.#extend(object);
      default:
        return this.#notAdmitted(object.kind);
    }
  }

  #open(object: SignedObject, open: Open): bigint {
    const { manifest } = this;
    this.#notBefore('Open', open.at, manifest.times.opensAt);
    if (open.at >= this.closesAt) refuse('V03', 'Open is after the close');
    const [roll, keyHash, keys] = [this.#roll, this.#keyHash, this.keys];
    if (roll === undefined || keys === undefined || keyHash === undefined || !equal(open.key, keyHash))
      refuse('V10', 'Open fixes another election key');
    if (!equal(open.roll, roll.hash) || open.voters !== roll.entries.length)
      refuse('V10', 'Open fixes another roll');
    const [named, own] = [open.booth, this.#booth];
    const same = named === undefined || own === undefined ? named === own : equal(named, own);
    if (!same) refuse('V10', 'Open fixes another booth');
    if (manifest.webBooth && named === undefined)
      refuse('V10', 'the hashes of the web booth are not on the log');
    this.#notBefore('Open', open.at, this.clock);
    this.statement = new BallotStatement(manifest.id, object.hash, manifest.shape, keys.election);
    this.urn = new Urn(manifest.id, open, object.hash, roll.entries);
    this.stage = 'Open';
    return open.at;
  }

  #extend(object: SignedObject): bigint {
    const { at, closesAt } = payload('V03', object, readExtension);
    if (at >= this.closesAt) refuse('V03', 'Extension is after the close');
    if (closesAt <= this.closesAt) refuse('V03', 'the extended close is before the close');
    this.#notBefore('Extension', at, this.clock);
    this.closesAt = closesAt;
    return at;
  }

  #votingStep(object: SignedObject, before: Position): bigint | undefined {
    switch (object.kind) {
      case KIND.Extension:
        return this.#extend(object);
      case KIND.Cancellation:
        this.urn?.cancel(payload('V17', object, readCancellation).credential);
        return undefined;
      case KIND.Close:
        return this.#closeUrn(object, payload('V03', object, readClose), before);
      default:
        return this.#notAdmitted(object.kind);
    }
  }

  #closeUrn(object: SignedObject, close: Close, before: Position): bigint {
    const { manifest } = this;
    if (!manifest.waivers.earlyClose) this.#notBefore('Close', close.at, this.closesAt);
    if (close.treeSize !== BigInt(before.size))
      refuse('V03', `Close names ${close.treeSize} entries before it; there are ${before.size}`);
    if (!equal(close.root, before.root())) refuse('V03', 'Close names another root of the tree before it');
    this.#notBefore('Close', close.at, this.clock);
    const histograms = this.urn?.histograms(manifest.groups.length) ?? [];
    this.close = {
      object: close,
      hash: object.hash,
      plan: plan(histograms, manifest.floor, manifest.waivers.floor),
    };
    this.stage = 'Closed';
    return close.at;
  }

  #tallyStep(object: SignedObject): bigint | undefined {
    const [author] = object.endorsements;
    if (object.kind === KIND.DecryptionShare && author?.role === 3) return this.#share(object, author.number);
    if (object.kind === KIND.Result) return this.#publish(object);
    return this.#notAdmitted(object.kind);
  }

  #share(object: SignedObject, trustee: number): undefined {
    const shares = payload('V19', object, readShares);
    const { close, keys } = this;
    if (close === undefined || keys === undefined) this.#notAdmitted(object.kind);
    this.#notBefore('DecryptionShare', shares.at, close.object.at + this.manifest.times.checkingSeconds);
    const units = close.plan.units.length;
    const refuseShare = (problem: string): never =>
      refuse('V19', `decryption share of trustee ${trustee}: ${problem}`);
    if (!keys.qualified.includes(trustee)) refuseShare('it is not a qualified trustee');
    if (!equal(shares.close, close.hash)) refuseShare('it names another Close');
    if (shares.shares.length !== units || units === 0)
      refuseShare('another number of aggregates than may be decrypted');
    if (this.shares.has(trustee)) refuseShare('it has given its shares before');
    this.shares.set(trustee, shares);
    // Shares come in any order of their times.
    if (shares.at > this.clock) this.clock = shares.at;
    return undefined;
  }

  /** Whether there are as many shares as are needed, or nothing to decrypt. */
  get hasQuorum(): boolean {
    return (
      this.close !== undefined &&
      (this.close.plan.units.length === 0 || this.shares.size >= this.manifest.threshold)
    );
  }

  #publish(object: SignedObject): bigint {
    const result = payload('V23', object, readResult);
    if (!this.hasQuorum) refuse('V23', 'fewer decryption shares than the threshold');
    if (this.close === undefined || !equal(result.close, this.close.hash))
      refuse('V23', 'the result names another Close');
    this.#notBefore('Result', result.at, this.clock);
    this.result = result;
    this.stage = 'Published';
    return result.at;
  }
}

/** The id of an election as people write it. */
export function parseElectionId(text: string): Bytes | undefined {
  const id = fromHex(text);
  return id?.length === 32 ? id : undefined;
}
