// merlin, and the transcripts of the protocol's proofs (book: transcripts).

import { type Bytes, littleEndian, utf8 } from '../bytes.js';
import { scalarBytes, wide } from '../group/ristretto.js';
import { Strobe } from './strobe.js';

const MERLIN = utf8('Merlin v1.0');

/** What a transcript proves. */
export type ProofKind =
  'ballot' | 'audited-ballot' | 'ceremony-reveal' | 'trustee-enrolment' | 'decryption-share';

const labels = new Map<string, Bytes>();

function labelBytes(label: string): Bytes {
  let bytes = labels.get(label);
  if (bytes === undefined) {
    bytes = utf8(label);
    labels.set(label, bytes);
  }
  return bytes;
}

export class Transcript {
  private constructor(private readonly strobe: Strobe) {}

  /** A transcript for one proof of a kind in an election. */
  static begin(kind: ProofKind, election: Bytes): Transcript {
    const transcript = new Transcript(new Strobe(MERLIN));
    transcript.append('dom-sep', utf8('comitia/v1'));
    transcript.append('proof', utf8(kind));
    transcript.append('election', election);
    return transcript;
  }

  clone(): Transcript {
    return new Transcript(this.strobe.clone());
  }

  append(label: string, message: Bytes): void {
    this.strobe.metaAd(labelBytes(label), false);
    this.strobe.metaAd(littleEndian(message.length, 4), true);
    this.strobe.ad(message);
  }

  /** merlin's integers are little-endian. */
  appendU64(label: string, value: number): void {
    this.append(label, littleEndian(value, 8));
  }

  appendScalar(label: string, scalar: bigint): void {
    this.append(label, scalarBytes(scalar));
  }

  challenge(label: string): bigint {
    this.strobe.metaAd(labelBytes(label), false);
    this.strobe.metaAd(littleEndian(64, 4), true);
    return wide(this.strobe.prf(64));
  }
}
