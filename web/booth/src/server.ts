// Talking to the server: the election's API and the files of its log, and nothing else. Nothing is kept by the
// browser, no cookie is sent, nothing is followed elsewhere.

import type { Address } from './page.js';

/** No answer, or none that could be used: asking again makes sense. */
export class Unreachable extends Error {}

/** A clear no, with its stable code. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** How long an answer may take. */
const PATIENCE = 20_000;

async function ask(address: string, options: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(address, {
      ...options,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Unreachable();
  }
}

async function bytes(answer: Response): Promise<Uint8Array> {
  if (!answer.ok) throw await refusal(answer);
  try {
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw new Unreachable();
  }
}

async function refusal(answer: Response): Promise<Error> {
  if (answer.status >= 500 || answer.status === 429) return new Unreachable();
  try {
    const { error } = (await answer.json()) as { error: { code: string } };
    return new Refused(error.code);
  } catch {
    return new Refused(`http_${answer.status}`);
  }
}

export class Server {
  readonly #address: Address;

  constructor(address: Address) {
    this.#address = address;
  }

  async #api(path: string, options?: RequestInit): Promise<Uint8Array> {
    return bytes(await ask(this.#address.api + path, options));
  }

  /** Everything about the election that a booth must verify. */
  packet(): Promise<Uint8Array> {
    return this.#api('/booth');
  }

  /** Where the owner of a credential stands. */
  voter(credential: string): Promise<Uint8Array> {
    return this.#api(`/voters/${credential}`);
  }

  /** Casts a ballot; gives its place on the log. */
  async cast(entry: Uint8Array): Promise<number> {
    return this.#send('/ballots', entry);
  }

  /** Gives a ballot up. */
  async audit(entry: Uint8Array): Promise<number> {
    return this.#send('/audits', entry);
  }

  async #send(path: string, entry: Uint8Array): Promise<number> {
    const answer = await this.#api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: entry.slice(),
    });
    const { index } = JSON.parse(new TextDecoder().decode(answer)) as { index: number };
    return index;
  }

  /** The proof that an entry is on the log. */
  receipt(index: number): Promise<Uint8Array> {
    return this.#api(`/receipts/${index}`);
  }

  /** A file of the log. */
  async file(path: string): Promise<Uint8Array> {
    return bytes(await ask(this.#address.files + path));
  }
}
