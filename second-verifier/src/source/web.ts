// A log behind an address. It cannot be asked what else it has.

import { type Bytes, concat } from '../bytes.js';
import { type Source, SourceError } from './source.js';

const ELECTION = /\/elections\/([0-9a-f]{64})\/?$/;

export class Web implements Source {
  readonly isComplete = false;
  readonly election: string | undefined;
  readonly #prefix: string;

  constructor(address: string) {
    this.#prefix = address.replace(/\/+$/, '');
    this.election = ELECTION.exec(this.#prefix)?.[1];
  }

  async read(name: string, limit: number): Promise<Bytes | undefined> {
    const url = `${this.#prefix}/${name}`;
    const answer = await fetch(url, { redirect: 'error' }).catch((error: unknown) => {
      throw new SourceError(`${url}: ${String(error)}`);
    });
    if (answer.status === 404 || answer.status === 410) return undefined;
    if (answer.status !== 200 || answer.body === null)
      throw new SourceError(`${url}: the server answers ${answer.status}`);
    return readAtMost(answer.body, limit);
  }

  async unexpected(): Promise<undefined> {
    return undefined;
  }
}

async function readAtMost(body: ReadableStream<Uint8Array>, limit: number): Promise<Bytes> {
  const reader = body.getReader();
  const parts: Bytes[] = [];
  let length = 0;
  while (length < limit) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  await reader.cancel();
  return concat(...parts).subarray(0, limit);
}
