// Receipts: that an entry is in the tree of a checkpoint (book: receipt).

import { type Bytes, fromBase64, fromUtf8, utf8 } from '../bytes.js';
import { type Checkpoint, NoteError, parseCheckpoint, parseNumber } from './note.js';

const HEADER = 'c2sp.org/tlog-proof@v1';
const RECEIPT_LIMIT = 512 * 1024 + 128 * 1024;
const HASH_LIMIT = 63;
const EXTRA_LIMIT = 64 * 1024;

export interface Receipt {
  index: number;
  proof: Bytes[];
  checkpoint: Checkpoint;
}

/** Reads a receipt and verifies nothing. */
export function parseReceipt(bytes: Bytes): Receipt {
  const text = bytes.length > RECEIPT_LIMIT ? undefined : fromUtf8(bytes);
  if (text === undefined) throw new NoteError('the receipt is not a text');
  const end = text.indexOf('\n\n');
  const [header, ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  if (header !== HEADER) throw new NoteError('not the header of a receipt');
  const extra = lines[0]?.startsWith('extra ')
    ? fromBase64(lines.shift()?.slice(6) ?? '')
    : new Uint8Array(0);
  if (extra === undefined || extra.length > EXTRA_LIMIT) throw new NoteError('not extra data');
  const first = lines.shift();
  const index = first?.startsWith('index ') ? parseNumber(first.slice(6)) : undefined;
  const proof = lines.map(fromBase64);
  const isHash = (hash: Bytes | undefined): hash is Bytes => hash?.length === 32;
  if (index === undefined || !proof.every(isHash) || proof.length > HASH_LIMIT)
    throw new NoteError('not a proof');
  return { index, proof, checkpoint: parseCheckpoint(utf8(text.slice(end + 2))) };
}
