// What the log holds (book: entries).

import { bigEndian, type Bytes, concat, equal, sha256, utf8 } from '../bytes.js';
import {
  type SealedBallot,
  readSealedBallot,
  readVoterSignature,
  type VoterSignature,
} from '../proofs/ballot.js';
import { decode, DecodeError, type Reader } from '../reader.js';
import { Refusal } from '../report.js';

export const KIND = {
  Manifest: 1,
  TrusteeEnrolment: 2,
  CeremonyCommit: 3,
  CeremonyReveal: 4,
  CeremonyComplaint: 5,
  CeremonyAnswer: 6,
  CeremonyAccept: 7,
  ElectionKey: 8,
  Roll: 9,
  BoothBuild: 10,
  Open: 11,
  Ballot: 12,
  AuditedBallot: 13,
  Cancellation: 14,
  Close: 15,
  DecryptionShare: 16,
  Result: 17,
  PhaseEnd: 18,
  Extension: 19,
  Abort: 20,
  Part: 21,
} as const;

const LAST_KIND = KIND.Part;

/** Role and number of whoever signs: 1 authority, 2 registrar, 3 trustee, 4 officer. */
export interface Author {
  role: number;
  number: number;
}

export const AUTHORITY: Author = { role: 1, number: 0 };
export const REGISTRAR: Author = { role: 2, number: 0 };

export interface Endorsement extends Author {
  signature: Bytes;
}

export interface SignedObject {
  what: 'object';
  kind: number;
  payload: Bytes;
  endorsements: Endorsement[];
  /** SHA-256 of the whole entry. */
  hash: Bytes;
}

export interface BallotEntry {
  what: 'ballot';
  body: Bytes;
  credential: Bytes;
  seq: number;
  prev: Bytes;
  sealed: SealedBallot;
  signature: VoterSignature;
  authentication: number;
}

export interface AuditedEntry {
  what: 'audited';
  credential: Bytes;
  tracker: Bytes;
  randomness: Bytes;
  signature: VoterSignature;
}

export interface Part {
  what: 'part';
  kind: number;
  object: Bytes;
  index: number;
  of: number;
  bytes: Bytes;
}

export type Entry = SignedObject | BallotEntry | AuditedEntry | Part;

/** Decodes one entry of the log; bytes that are none fail V22, a ballot's V11. */
export function decodeEntry(raw: Bytes): Entry {
  try {
    return decode(raw, (reader) => readEntry(reader, raw));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new Refusal(raw[1] === KIND.Ballot ? 'V11' : 'V22', `not a well-formed entry: ${error.message}`);
  }
}

function readKind(reader: Reader): number {
  const kind = reader.u8();
  return kind >= 1 && kind <= LAST_KIND ? kind : reader.fail('unknown kind of entry');
}

function readEntry(reader: Reader, raw: Bytes): Entry {
  if (reader.u8() !== 1) reader.fail('unknown version of the entry format');
  const kind = readKind(reader);
  switch (kind) {
    case KIND.Ballot:
      return readBallot(reader);
    case KIND.AuditedBallot:
      return {
        what: 'audited',
        credential: reader.encoding(),
        tracker: reader.digest(),
        randomness: reader.encoding(),
        signature: readVoterSignature(reader),
      };
    case KIND.Part:
      return {
        what: 'part',
        kind: readKind(reader),
        object: reader.digest(),
        index: reader.u16(),
        of: reader.u16(),
        bytes: reader.opaque(2),
      };
    default:
      return readObject(reader, kind, raw);
  }
}

function readObject(reader: Reader, kind: number, raw: Bytes): SignedObject {
  const payload = reader.opaque(4);
  const endorsements = reader.vector(2, readEndorsement);
  const order = endorsements.map(({ role, number }) => role * 65_536 + number);
  const ascending = order.every((own, place) => place === 0 || own > (order[place - 1] ?? 0));
  if (endorsements.length < 1 || endorsements.length > 2 || !ascending) {
    reader.fail('an object needs one or two signatures, authors ascending');
  }
  return { what: 'object', kind, payload, endorsements, hash: sha256(raw) };
}

function readEndorsement(reader: Reader): Endorsement {
  const [role, number] = [reader.u8(), reader.u16()];
  const known = role <= 2 ? role >= 1 && number === 0 : role <= 4 && number >= 1;
  if (!known) reader.fail('unknown author of an entry');
  return { role, number, signature: reader.take(64) };
}

function readBallot(reader: Reader): BallotEntry {
  const body = reader.opaque(2);
  const inner = decode(body, (own) => ({
    credential: own.encoding(),
    seq: own.u32(),
    prev: own.digest(),
    sealed: readSealedBallot(own),
  }));
  return {
    what: 'ballot',
    body,
    ...inner,
    signature: readVoterSignature(reader),
    authentication: reader.u8(),
  };
}

/** What authors of an object sign. */
export function signingInput(election: Bytes, { kind, payload }: SignedObject): Bytes {
  return concat(utf8('comitia/v1/entry'), election, bigEndian(kind, 1), payload);
}

const ENTRY_LIMIT = 65_535;
const OBJECT_LIMIT = 1 << 28;
const PART_SIZE = 65_000;

/** Puts consecutive parts together (book: parts). */
export class Assembler {
  #pending: { kind: number; object: Bytes; of: number; parts: Bytes[] } | undefined;

  get isWaiting(): boolean {
    return this.#pending !== undefined;
  }

  /** Takes the next part; gives the object with the last. */
  take(part: Part): SignedObject | undefined {
    const pending = this.#pending ?? { kind: part.kind, object: part.object, of: part.of, parts: [] };
    const expected =
      pending.kind === part.kind && equal(pending.object, part.object) && pending.of === part.of;
    if (!expected || part.index !== pending.parts.length || part.index >= part.of)
      refusePart('a part is missing, repeated or out of order');
    const last = part.index + 1 === part.of;
    const length = part.bytes.length;
    if (part.of < 2 || length === 0 || length > PART_SIZE || (!last && length !== PART_SIZE))
      refusePart('not cut as the protocol says');
    pending.parts.push(part.bytes);
    if (pending.parts.length * PART_SIZE - PART_SIZE + length > OBJECT_LIMIT)
      refusePart('the object is too large');
    this.#pending = last ? undefined : pending;
    return last ? finish(pending.kind, pending.object, concat(...pending.parts)) : undefined;
  }
}

function refusePart(problem: string): never {
  throw new Refusal('V22', problem);
}

function finish(kind: number, object: Bytes, bytes: Bytes): SignedObject {
  if (bytes.length <= ENTRY_LIMIT) refusePart('parts where none are needed');
  if (!equal(sha256(bytes), object)) refusePart('the parts are not the object that they name');
  let entry: Entry;
  try {
    entry = decode(bytes, (reader) => readEntry(reader, bytes));
  } catch (error) {
    if (error instanceof DecodeError) refusePart(error.message);
    throw error;
  }
  if (entry.what !== 'object' || entry.kind !== kind) refusePart('the parts hold another kind of entry');
  return entry;
}
