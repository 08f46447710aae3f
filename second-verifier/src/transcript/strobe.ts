// STROBE-128 as merlin uses it (book: transcripts): absorbing, absorbing about what follows, and squeezing. Computers
// that count from the other end of a word are not served: the state is read as little-endian words.

import { keccakP } from '@noble/hashes/sha3.js';
import { type Bytes, EMPTY, utf8 } from '../bytes.js';

const RATE = 166;
const [I, A, C, M] = [1, 2, 4, 16];

export class Strobe {
  #bytes = new Uint8Array(200);
  #position = 0;
  #begin = 0;

  constructor(protocol: Bytes) {
    this.#bytes.set([1, RATE + 2, 1, 0, 1, 96]);
    this.#bytes.set(utf8('STROBEv1.0.2'), 6);
    this.#permute();
    this.metaAd(protocol, false);
  }

  clone(): Strobe {
    const copy = new Strobe(EMPTY);
    copy.#bytes.set(this.#bytes);
    copy.#position = this.#position;
    copy.#begin = this.#begin;
    return copy;
  }

  metaAd(data: Bytes, more: boolean): void {
    if (!more) this.#operation(M | A);
    this.#absorb(data);
  }

  ad(data: Bytes): void {
    this.#operation(A);
    this.#absorb(data);
  }

  prf(length: number): Bytes {
    this.#operation(I | A | C);
    const out = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      out[i] = this.#bytes[this.#position] ?? 0;
      this.#bytes[this.#position] = 0;
      this.#advance();
    }
    return out;
  }

  #operation(flags: number): void {
    const before = this.#begin;
    this.#begin = this.#position + 1;
    this.#absorb(Uint8Array.of(before, flags));
    if ((flags & C) !== 0 && this.#position !== 0) this.#run();
  }

  #absorb(data: Bytes): void {
    for (const byte of data) {
      this.#mix(this.#position, byte);
      this.#advance();
    }
  }

  #advance(): void {
    this.#position += 1;
    if (this.#position === RATE) this.#run();
  }

  #run(): void {
    this.#mix(this.#position, this.#begin);
    this.#mix(this.#position + 1, 0x04);
    this.#mix(RATE + 1, 0x80);
    this.#permute();
    this.#position = 0;
    this.#begin = 0;
  }

  #mix(at: number, byte: number): void {
    this.#bytes[at] = (this.#bytes[at] ?? 0) ^ byte;
  }

  #permute(): void {
    keccakP(new Uint32Array(this.#bytes.buffer));
  }
}
