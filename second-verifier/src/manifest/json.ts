// JSON as a manifest may use it (book: manifest-json): no key twice, no null, integers only, and no surrogate alone.

import { type Bytes, fromUtf8 } from '../bytes.js';
import { Refusal } from '../report.js';

export type Json = string | bigint | boolean | Json[] | Map<string, Json>;

/** Refuses a manifest. */
export function refuse(path: string, problem: string): never {
  throw new Refusal('V05', `manifest: ${path}: ${problem}`);
}

export function parseJson(bytes: Bytes): Json {
  const text = fromUtf8(bytes);
  if (text === undefined) refuse('.', 'not UTF-8');
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

const DEPTH = 100;
const ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Parser {
  #at = 0;

  constructor(readonly text: string) {}

  value(depth: number): Json {
    if (depth > DEPTH) this.#fail('nested too deeply');
    switch (this.#peek()) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      default:
        return this.#word();
    }
  }

  end(): void {
    if (this.#peek() !== undefined) this.#fail('something after the end');
  }

  #peek(): string | undefined {
    while (' \n\r\t'.includes(this.text[this.#at] ?? '.')) this.#at += 1;
    return this.text[this.#at];
  }

  #expect(character: string): void {
    if (this.#peek() !== character) this.#fail(`${character} expected`);
    this.#at += 1;
  }

  #object(depth: number): Map<string, Json> {
    const fields = new Map<string, Json>();
    this.#expect('{');
    while (this.#peek() !== '}') {
      if (fields.size > 0) this.#expect(',');
      if (this.#peek() !== '"') this.#fail('a key expected');
      const key = this.#string();
      if (fields.has(key)) this.#fail(`${key} stands here twice`);
      this.#expect(':');
      fields.set(key, this.value(depth + 1));
    }
    this.#at += 1;
    return fields;
  }

  #array(depth: number): Json[] {
    const items: Json[] = [];
    this.#expect('[');
    while (this.#peek() !== ']') {
      if (items.length > 0) this.#expect(',');
      items.push(this.value(depth + 1));
    }
    this.#at += 1;
    return items;
  }

  #word(): Json {
    const rest = this.text.slice(this.#at, this.#at + 32);
    const word = /^(true|false|(?:0|[1-9][0-9]*)(?![0-9.eE]))/.exec(rest)?.[0];
    if (word === undefined) this.#fail('no value');
    this.#at += word.length;
    return word === 'true' || word === 'false' ? word === 'true' : BigInt(word);
  }

  #string(): string {
    this.#at += 1;
    let out = '';
    for (;;) {
      const character = this.text[this.#at];
      if (character === undefined || character < ' ') this.#fail('a text that does not end');
      this.#at += 1;
      if (character === '"') break;
      out += character === '\\' ? this.#escape() : character;
    }
    if (!out.isWellFormed()) this.#fail('half of a surrogate pair');
    return out;
  }

  #escape(): string {
    const letter = this.text[this.#at] ?? '';
    this.#at += 1;
    if (letter !== 'u') return ESCAPES[letter] ?? this.#fail('an unknown escape');
    const digits = this.text.slice(this.#at, this.#at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail('an unknown escape');
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #fail(problem: string): never {
    refuse('.', `${problem} at character ${this.#at}`);
  }
}

/** The fields of an object, each taken once. */
export class Fields {
  readonly #left: Map<string, Json>;

  constructor(
    readonly path: string,
    value: Json,
  ) {
    if (!(value instanceof Map)) refuse(path, 'an object is needed');
    this.#left = new Map(value);
  }

  take(name: string): Json {
    return this.optional(name) ?? refuse(this.at(name), 'missing');
  }

  optional(name: string): Json | undefined {
    const value = this.#left.get(name);
    this.#left.delete(name);
    return value;
  }

  text(name: string): string {
    return asText(this.at(name), this.take(name));
  }

  integer(name: string, most: bigint): bigint {
    return asInteger(this.at(name), this.take(name), most);
  }

  number(name: string, most: bigint): number {
    return Number(this.integer(name, most));
  }

  list<T>(name: string, item: (path: string, value: Json) => T): T[] {
    return asList(this.at(name), this.take(name), item);
  }

  at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  /** Refuses fields that nobody asked for. */
  end(): void {
    for (const name of this.#left.keys()) refuse(this.at(name), 'unknown field');
  }
}

export function asText(path: string, value: Json): string {
  return typeof value === 'string' ? value : refuse(path, 'a text is needed');
}

export function asInteger(path: string, value: Json, most: bigint): bigint {
  return typeof value === 'bigint' && value <= most
    ? value
    : refuse(path, `a number up to ${most} is needed`);
}

export function asList<T>(path: string, value: Json, item: (path: string, value: Json) => T): T[] {
  if (!Array.isArray(value)) refuse(path, 'a list is needed');
  return value.map((one, place) => item(`${path}[${place}]`, one));
}
