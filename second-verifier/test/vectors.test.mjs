// The protocol's test vectors: every one of them says the same here as where it was made.

import assert from 'node:assert/strict';
import { hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as own from '../dist/lib.mjs';

const folder = new URL('../../protocol-spec/vectors/', import.meta.url);
const vectors = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
const hex = (text) => own.fromHex(text);
const entries = (list) => list.map((text) => own.fromBase64(text));
const pointHex = (point) => own.toHex(point.toBytes());

const ground = vectors('ground');

test('points and scalars have one encoding', () => {
  ground.points.multiples_of_g.forEach((text, n) => {
    assert.equal(pointHex(own.timesBase(BigInt(n))), text);
    assert.equal(pointHex(own.decodePoint(hex(text))), text);
  });
  for (const text of ground.points.bad) assert.equal(own.decodePoint(hex(text)), undefined, text);
  assert.notEqual(own.decodeScalar(hex(ground.scalars.largest)), undefined);
  for (const text of ground.scalars.bad) assert.equal(own.decodeScalar(hex(text)), undefined, text);
});

test('generators follow from their labels', () => {
  assert.equal(pointHex(own.BLINDING), ground.generators.h);
  assert.deepEqual(own.columnGenerators(3).map(pointHex), ground.generators.g);
  assert.equal(pointHex(own.AMOUNT_BLINDING), ground.generators.b_tilde);
});

test('a transcript gives the same challenges', () => {
  const { kind, election, count, E, y, x } = ground.transcript;
  const transcript = own.Transcript.begin(kind, hex(election));
  transcript.appendU64('count', count);
  transcript.append('E', hex(E));
  assert.equal(own.toHex(own.scalarBytes(transcript.challenge('y'))), y);
  assert.equal(own.toHex(own.scalarBytes(transcript.challenge('x'))), x);
});

test('contexts begin with version, purpose and election', () => {
  const { election, ...purposes } = ground.contexts;
  for (const [purpose, text] of Object.entries(purposes))
    assert.equal(own.toHex(own.context(purpose, hex(election))), text);
});

test('signatures are verified strictly', () => {
  const { key, message, signature, bad_signatures, bad_keys } = ground.ed25519;
  assert.ok(own.verifiesEd25519(hex(key), hex(message), hex(signature)));
  for (const text of bad_signatures) assert.ok(!own.verifiesEd25519(hex(key), hex(message), hex(text)), text);
  for (const text of bad_keys) assert.ok(!own.isUsableKey(hex(text)), text);
});

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The 15 bytes of a code whose last symbol is a check. */
function codeBytes(code) {
  const symbols = [...code.replaceAll('-', '').replaceAll(' ', '')].map((symbol) => SYMBOLS.indexOf(symbol));
  const bits = symbols
    .slice(0, 24)
    .map((symbol) => symbol.toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g), (byte) => Number.parseInt(byte, 2));
}

test('a code gives its credential', () => {
  const { election, good } = vectors('voters');
  for (const { code, secret, credential } of good) {
    const wide = new Uint8Array(
      hkdfSync('sha256', codeBytes(code), hex(election), 'comitia/v1/credential', 64),
    );
    const scalar = own.wide(wide);
    assert.equal(own.toHex(own.scalarBytes(scalar)), secret);
    assert.equal(pointHex(own.timesBase(scalar)), credential);
  }
});

const contests = vectors('contests');

for (const { rule, manifest, election, ...expected } of contests.good) {
  test(`${JSON.stringify(rule)} compiles to the shape that it has, and a choice satisfies it`, () => {
    const { id, shape } = own.parseManifest(own.fromBase64(manifest));
    assert.equal(own.toHex(id), election);
    assert.equal(own.toHex(shape.digest), expected.shape);
    assert.deepEqual([shape.bits, shape.amounts], [expected.bits, expected.amounts]);
    assert.deepEqual(
      [shape.counters.length, shape.equations.length],
      [expected.counters, expected.equations],
    );
    assert.deepEqual(own.largestCounts(shape).map(Number), expected.largest_counts);
    const values = [...[...expected.plaintext.bits].map(Number), ...expected.plaintext.amounts].map(BigInt);
    const sum = (row) =>
      row.reduce((total, [column, coefficient]) => total + coefficient * values[column], 0n);
    assert.deepEqual(shape.counters.map(sum).map(Number), expected.counts);
    for (const [row, value] of shape.equations) assert.equal(sum(row), value);
  });
}

for (const { what, manifest } of contests.bad) {
  test(`a manifest is refused: ${what}`, () => {
    assert.throws(() => own.parseManifest(own.fromBase64(manifest)), { check: 'V05' });
  });
}

for (const { what, contest, registered, turnout, counts, verdict, winners, tied } of vectors('outcomes')) {
  test(`counts decide: ${what}`, () => {
    const read = own.readContest('', own.parseJson(own.utf8(JSON.stringify(contest))));
    const electorate = { registered: BigInt(registered), turnout: BigInt(turnout) };
    assert.deepEqual(own.decide(read, electorate, counts.map(BigInt)), { verdict, winners, tied });
  });
}

const log = vectors('log');

test('trees have these roots', () => {
  const tree = new own.Tree();
  for (const { size, root } of log.trees) {
    while (tree.size < size) tree.append(own.leafHash(Uint8Array.of(tree.size >> 8, tree.size & 255)));
    assert.equal(own.toHex(tree.root()), root, `of ${size}`);
  }
});

test('a log has the files of its size and no others, however large it says it is', () => {
  for (const [name, size, expected] of [
    ['tile/0/000.p/3', 3, true],
    ['tile/0/000.p/2', 3, false],
    ['tile/0/000', 256, true],
    ['tile/0/000', 255, false],
    ['tile/1/000.p/1', 256, true],
    ['tile/entries/001.p/44', 300, true],
    ['tile/entries/002', 300, false],
    ['tile/entries/x000/001.p/44', 300, false],
    ['tile/00/000.p/3', 3, false],
    ['tile/entries/000', 2 ** 62, true],
    ['checkpoint', 0, true],
    ['checkpoints', 0, false],
  ]) {
    assert.equal(own.hasFile(name, size), expected, `${name} of ${size}`);
  }
});

test('a checkpoint has one form', () => {
  const { key, good, bad } = log.checkpoints;
  const policy = { log: own.parseVerifierKey(key, 1), witnesses: [], quorum: 0 };
  own.verifyCheckpoint(own.parseCheckpoint(own.utf8(good)), policy);
  for (const { what, text } of bad) assert.throws(() => own.parseCheckpoint(own.utf8(text)), undefined, what);
});

test('a receipt proves its own entry', () => {
  const { entry, good, bad } = log.receipts;
  const proves = (text) => {
    const { index, proof, checkpoint } = own.parseReceipt(own.utf8(text));
    return own.isIncluded(
      own.leafHash(own.fromBase64(entry)),
      index,
      checkpoint.size,
      proof,
      checkpoint.root,
    );
  };
  assert.ok(proves(good));
  for (const text of bad) assert.ok(!proves(text));
});

const records = vectors('records');
const whole = new Map(records.records.map((record) => [record.name, entries(record.entries)]));

async function verdict(checkpoint, list) {
  const { checks } = await own.verify({ source: new own.Memory(checkpoint, list) });
  return checks.map(({ id, status, covered }) => [id, status, covered]);
}

for (const { name, about, checkpoint, checks } of records.records) {
  test(`a record verifies: ${about}`, async () => {
    assert.deepEqual(await verdict(checkpoint, whole.get(name)), checks);
  });
}

for (const { base, what, place, instead, size, checkpoint, checks } of records.changed) {
  test(`a changed record, ${base}: ${what}`, async () => {
    const before = whole.get(base);
    const list = instead
      ? [...before.slice(0, place), ...entries(instead), ...before.slice(place + 1)]
      : before.slice(0, size);
    assert.deepEqual(await verdict(checkpoint, list), checks);
  });
}
