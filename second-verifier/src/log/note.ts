// Signed notes, their keys, and checkpoints (book: checkpoints).

import { type Bytes, equal, fromBase64, fromHex, fromUtf8, sha256, toHex, utf8 } from '../bytes.js';
import { isUsableKey, verifiesEd25519 } from '../group/ed25519.js';
import { isControl, isWhiteSpace } from '../text.js';
import { EMPTY_ROOT } from './tree.js';

const NOTE_LIMIT = 512 * 1024;
const SIGNATURE_LIMIT = 64;
const NUMBER_LIMIT = 2n ** 63n;

/** Bytes that are no note, or signatures that do not hold. */
export class NoteError extends Error {}

export type KeyType = 1 | 4;

export interface NoteKey {
  name: string;
  id: string;
  type: KeyType;
  public: Bytes;
}

export interface SignatureLine {
  name: string;
  id: string;
  signature: Bytes;
}

export interface Checkpoint {
  text: string;
  lines: SignatureLine[];
  origin: string;
  size: number;
  root: Bytes;
}

export function isKeyName(name: string): boolean {
  const length = utf8(name).length;
  if (length === 0 || length > 255) return false;
  for (const character of name) {
    if (character === '+' || isWhiteSpace(character) || isControl(character)) return false;
  }
  return true;
}

/** The key of a name, or undefined where name or key cannot be used. */
export function noteKey(name: string, type: KeyType, key: Bytes): NoteKey | undefined {
  if (!isKeyName(name) || key.length !== 32 || !isUsableKey(key)) return undefined;
  const hash = sha256(utf8(name), Uint8Array.of(0x0a, type), key);
  return { name, type, public: key, id: toHex(hash.subarray(0, 4)) };
}

/** Reads `name+id+base64(type ‖ key)`. */
export function parseVerifierKey(text: string, type: KeyType): NoteKey | undefined {
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (first < 0 || second < 0) return undefined;
  const id = text.slice(first + 1, second);
  const material = fromBase64(text.slice(second + 1));
  if (material === undefined || material[0] !== type || fromHex(id)?.length !== 4) return undefined;
  const key = noteKey(text.slice(0, first), type, material.subarray(1));
  return key?.id === id ? key : undefined;
}

function parseLine(line: string): SignatureLine {
  const parts = /^\u2014 ([^ ]*) (.*)$/su.exec(line);
  const [name, blob] = [parts?.[1], fromBase64(parts?.[2] ?? '')];
  if (name === undefined || !isKeyName(name) || blob === undefined || blob.length < 5) {
    throw new NoteError('not a line of signature');
  }
  return { name, id: toHex(blob.subarray(0, 4)), signature: blob.subarray(4) };
}

/** A decimal without sign and leading zeros, below 2⁶³. */
export function parseNumber(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]*)$/.test(text) || text.length > 19 || BigInt(text) >= NUMBER_LIMIT) return undefined;
  return Number(text);
}

/** Reads a checkpoint and verifies nothing. */
export function parseCheckpoint(bytes: Bytes): Checkpoint {
  const note = bytes.length > NOTE_LIMIT ? undefined : fromUtf8(bytes);
  if (note === undefined || /[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new NoteError('not a text');
  const end = note.lastIndexOf('\n\n');
  if (end < 0) throw new NoteError('no lines of signatures');
  const [text, rest] = [note.slice(0, end + 1), note.slice(end + 2)];
  if (!rest.endsWith('\n')) throw new NoteError('the last line is not finished');
  const lines = rest.slice(0, -1).split('\n');
  if (lines.length > SIGNATURE_LIMIT) throw new NoteError('too many signatures');
  return { text, lines: lines.map(parseLine), ...parseBody(text) };
}

function parseBody(text: string): Pick<Checkpoint, 'origin' | 'size' | 'root'> {
  const [origin, decimal, base64, ...more] = text.slice(0, -1).split('\n');
  if (origin === undefined || decimal === undefined || base64 === undefined || more.length > 0) {
    throw new NoteError('a checkpoint has three lines');
  }
  const [size, root] = [parseNumber(decimal), fromBase64(base64)];
  if (!isKeyName(origin) || size === undefined || root?.length !== 32)
    throw new NoteError('not a checkpoint');
  if (size === 0 && !equal(root, EMPTY_ROOT)) throw new NoteError('not the root of the empty tree');
  return { origin, size, root };
}

/** When a cosignature says it was made. */
function timestampOf(signature: Bytes): bigint | undefined {
  if (signature.length < 8) return undefined;
  const time = BigInt(`0x${toHex(signature.subarray(0, 8))}`);
  return time < NUMBER_LIMIT ? time : undefined;
}

function lineHolds(key: NoteKey, text: string, signature: Bytes): boolean {
  if (key.type === 1) return verifiesEd25519(key.public, utf8(text), signature);
  const time = timestampOf(signature);
  if (time === undefined) return false;
  const message = utf8(`cosignature/v1\ntime ${time}\n${text}`);
  return verifiesEd25519(key.public, message, signature.subarray(8));
}

export interface Policy {
  log: NoteKey;
  witnesses: NoteKey[];
  quorum: number;
}

export interface VerifiedCheckpoint {
  /** The earliest time of each witness that cosigned. */
  times: bigint[];
  /** A line that no key of the policy verifies, or a second one of a key. */
  extra: string | undefined;
}

/** Checks the lines of all keys of a policy. Lines of other keys are no error here, but are told. */
export function verifyCheckpoint(
  checkpoint: Checkpoint,
  { log, witnesses, quorum }: Policy,
): VerifiedCheckpoint {
  if (checkpoint.origin !== log.name)
    throw new NoteError(`the checkpoint is of the log ${checkpoint.origin}`);
  const keys = [log, ...witnesses];
  const signers = checkpoint.lines.map((line) => {
    const key = keys.find((one) => one.name === line.name && one.id === line.id);
    if (key !== undefined && !lineHolds(key, checkpoint.text, line.signature)) {
      throw new NoteError(`the signature by ${line.name} is wrong`);
    }
    return key;
  });
  if (!signers.includes(log)) throw new NoteError('the log has not signed');
  const times = witnesses.flatMap((witness) => {
    const own = checkpoint.lines.filter((_, place) => signers[place] === witness);
    const all = own.flatMap((line) => timestampOf(line.signature) ?? []);
    return all.length === 0 ? [] : [all.reduce((a, b) => (a < b ? a : b))];
  });
  if (times.length < quorum)
    throw new NoteError(`${times.length} witnesses have cosigned, ${quorum} are needed`);
  const extra = signers.findIndex((key, place) => key === undefined || signers.indexOf(key) < place);
  return { times, extra: extra < 0 ? undefined : `line ${extra + 1} of the signatures is one too many` };
}
