// Runs the mutants that cargo-mutants lists, all of them in one build: every function that has mutants gets one body
// for each, and an environment variable says which of them runs. One build for each mutant, as cargo-mutants does it,
// would take days here: a change in the state machine is linked into whole elections.
//
// A mutant that does not compile is found by the compiler's messages and left out. The rest run against the tests of
// their crate, quick ones first; the first failure kills a mutant and ends its run.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const SWITCH = 'COMITIA_MUTANT';
const WORK = 'target/mutants';
const TREE = join(WORK, 'tree');
const KNOWN = join(WORK, 'known.json');
const { values: options } = parseArgs({
  options: {
    file: { type: 'string', multiple: true, default: [] },
    shard: { type: 'string', default: '1/1' },
  },
});

// Where the tests are that kill: [program, filters of tests], in the order that they are tried.
const ELECTIONS = ['elections', ['honest', 'tamper', 'shares', 'witnessed', 'readers', 'kinds', 'limits']];
// Verdicts, and how much each check covered, of records in every state.
const VECTORS = ['book', ['vectors']];
const STAGES = [
  ['crates/crypto/src/ballot/', [['comitia_crypto', ['ballot']], VECTORS, ELECTIONS]],
  ['crates/crypto/src/decryption', [['comitia_crypto', ['decryption']], VECTORS, ELECTIONS]],
  ['crates/crypto/src/ceremony/', [['comitia_crypto', ['ceremony::tests::honest', 'attacks']], ['comitia_crypto', ['ceremony']], VECTORS]],
  ['crates/election/', [['comitia_election', []], VECTORS, ELECTIONS, ['verifier/suite', []]]],
  ['crates/tlog/', [['tlog/formats', []], ['comitia_tlog', []], VECTORS]],
  ['crates/verifier/', [['verifier/suite', []], VECTORS, ELECTIONS]],
];

/** Items by a key, in the order of their first. */
function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const stagesOf = (file) => STAGES.find(([prefix]) => file.startsWith(prefix))[1];

/** The mutants of the files whose paths begin as asked, and whether each can run here: it must be in a function. */
function list() {
  const json = execFileSync('cargo', ['mutants', '--list', '--json'], { maxBuffer: 1 << 28 });
  const wanted = ({ file }) => options.file.length === 0 || options.file.some((start) => file.startsWith(start));
  const numbered = JSON.parse(json).map((mutant, at) => ({ ...mutant, number: at + 1 })).filter(wanted);
  const outside = numbered.filter((mutant) => !mutant.function);
  for (const { name } of outside) console.log(`not run, outside of functions: ${name}`);
  return numbered.filter((mutant) => mutant.function);
}

// --- One source file with all its mutants

/** Places in a text by line and column, both from 1, in code points. */
class Text {
  constructor(text) {
    this.lines = text.split('\n').map((line) => [...line]);
  }
  between(from, to) {
    const lines = this.lines.slice(from.line - 1, to.line);
    return lines
      .map((line, at) => {
        const start = at === 0 ? from.column - 1 : 0;
        const end = at === lines.length - 1 ? to.column - 1 : line.length;
        return line.slice(start, end).join('');
      })
      .join('\n');
  }
}

/** Where the body of a function begins: the first brace that is in no comment. */
function openingBrace(text, span) {
  for (let line = span.start.line; line <= span.end.line; line++) {
    const letters = text.lines[line - 1];
    const trimmed = letters.join('').trim();
    if (trimmed.startsWith('//') || trimmed.startsWith('#[')) continue;
    const column = letters.indexOf('{', line === span.start.line ? span.start.column - 1 : 0);
    if (column >= 0) return { line, column: column + 2 };
  }
  throw new Error(`no body at line ${span.start.line}`);
}

/** The file with every mutant in it; where each of them stands is noted in the mutants. */
function woven(source, mutants) {
  const text = new Text(source);
  const functions = groupBy(mutants, ({ function: { span } }) => `${span.start.line}:${span.start.column}`);
  const places = [...functions.values()].sort((a, b) => a[0].function.span.start.line - b[0].function.span.start.line);
  let out = '';
  let at = { line: 1, column: 1 };
  for (const group of places) {
    const { span } = group[0].function;
    const body = openingBrace(text, span);
    const end = { line: span.end.line, column: span.end.column - 1 };
    // The switch reads the environment, which no constant function can.
    out += text.between(at, span.start) + text.between(span.start, body).replace(/\bconst fn\b/, 'fn');
    out += ' match crate::mutant_that_runs() {\n';
    for (const mutant of group) {
      const { start, end: stop } = mutant.span;
      mutant.from = out.split('\n').length;
      out += `${mutant.number} => { ${text.between(body, start)} ${mutant.replacement} ${text.between(stop, end)} }\n`;
      mutant.to = out.split('\n').length - 1;
    }
    out += `_ => { ${text.between(body, end)} } } }`;
    at = span.end;
  }
  const last = text.lines.length;
  return out + text.between(at, { line: last, column: text.lines[last - 1].length + 1 });
}

const SWITCHBOARD = `
/// The mutant that runs; 0 for none.
pub(crate) fn mutant_that_runs() -> u32 {
    static NUMBER: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    *NUMBER.get_or_init(|| std::env::var("${SWITCH}").ok().and_then(|text| text.parse().ok()).unwrap_or(0))
}
`;

/** Writes a file only if that changes it, so that nothing is built twice. */
function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path) || readFileSync(path, 'utf8') !== content) writeFileSync(path, content);
}

/** The files that get mutants, and the roots of their crates. */
function mutatedFiles(mutants) {
  const files = mutants.map(({ file }) => file);
  return new Set(files.flatMap((file) => [file, rootOf(file)]));
}

const rootOf = (file) => join(file.split('/src/')[0], 'src/lib.rs');

function weave(mutants) {
  const byFile = groupBy(mutants, ({ file }) => file);
  for (const [file, group] of byFile) {
    const viable = group.filter(({ outcome }) => outcome !== 'unviable');
    write(join(TREE, file), woven(readFileSync(file, 'utf8'), viable));
  }
  for (const root of new Set([...byFile.keys()].map(rootOf))) {
    write(join(TREE, root), readFileSync(root, 'utf8') + SWITCHBOARD);
  }
}

// --- The build

/** The source beside us, but for the files that get mutants. */
function copyTree(mutated) {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { encoding: 'utf8' });
  for (const file of listed.split('\0').filter((name) => name && existsSync(name) && !mutated.has(name))) {
    const target = join(TREE, file);
    if (existsSync(target) && readFileSync(target).equals(readFileSync(file))) continue;
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target);
  }
}

/** Builds the tests; the programs by name, or the mutants that the compiler refuses. */
function build(mutants) {
  const targets = ['--lib', '--test', 'elections', '--test', 'book', '--test', 'suite', '--test', 'formats'];
  const { stdout, status } = spawnSync(
    'cargo',
    ['test', '--workspace', '--no-run', '--message-format=json', ...targets],
    {
      cwd: TREE,
      env: { ...process.env, CARGO_TARGET_DIR: join(process.cwd(), WORK, 'build'), CARGO_INCREMENTAL: '0' },
      maxBuffer: 1 << 30,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const messages = stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  const errors = messages.filter(({ reason, message }) => reason === 'compiler-message' && message.level === 'error');
  const programs = new Map();
  for (const { reason, executable, target } of messages) {
    if (reason !== 'compiler-artifact' || !executable) continue;
    const room = /([^/]+)\/tests\/suite/.exec(target.src_path) ?? /([^/]+)\/tests\/formats/.exec(target.src_path);
    programs.set(room ? `${room[1]}/${target.name}` : target.name, executable);
  }
  return { programs, refused: blame(errors, mutants), errors, status };
}

function blame(errors, mutants) {
  const refused = new Set();
  for (const { message } of errors) {
    for (const span of message.spans) {
      const hit = ({ file, from, to }) => file === span.file_name && from <= span.line_start && span.line_end <= to;
      mutants.filter(hit).forEach((mutant) => refused.add(mutant));
    }
  }
  return refused;
}

// --- What is known

/** What became of mutants before, for as long as their file is the same. Survivors are tried again. */
class Memory {
  constructor() {
    this.known = new Map(existsSync(KNOWN) ? Object.entries(JSON.parse(readFileSync(KNOWN, 'utf8'))) : []);
  }
  static key({ file, name }) {
    return `${createHash('sha256').update(readFileSync(file)).digest('hex')} ${name}`;
  }
  recall(mutant) {
    mutant.outcome = this.known.get(Memory.key(mutant));
  }
  keep(mutant, outcome) {
    mutant.outcome = outcome;
    if (outcome !== 'survived') this.known.set(Memory.key(mutant), outcome);
    write(KNOWN, JSON.stringify(Object.fromEntries(this.known)));
  }
}

/** A function with a switch in it is not constant, and neither is whoever calls it: the files and names of those. */
function callersThatWereConstant(errors) {
  const callers = new Map();
  for (const { message } of errors.filter(({ message }) => message.code?.code === 'E0015')) {
    const [{ file_name: file, line_start: line }] = message.spans;
    const before = readFileSync(join(TREE, file), 'utf8').split('\n').slice(0, line).reverse();
    const name = before.map((text) => /const fn (\w+)/.exec(text)?.[1]).find(Boolean);
    if (name) callers.set(`${file} ${name}`, { file, name });
  }
  return [...callers.values()];
}

function loosen({ file, name }) {
  const target = join(TREE, file);
  write(target, readFileSync(target, 'utf8').replaceAll(`const fn ${name}`, `fn ${name}`));
}

function buildViable(mutants, memory) {
  const loosened = [];
  for (;;) {
    const viable = mutants.filter(({ outcome }) => outcome !== 'unviable');
    weave(mutants);
    loosened.forEach(loosen);
    const { programs, refused, errors, status } = build(viable);
    const callers = refused.size === 0 ? callersThatWereConstant(errors) : [];
    loosened.push(...callers);
    if (callers.length > 0) continue;
    if (refused.size === 0 && status !== 0) {
      throw new Error(errors.map(({ message }) => message.rendered).join('\n'));
    }
    if (refused.size === 0) return programs;
    refused.forEach((mutant) => memory.keep(mutant, 'unviable'));
    console.error(`${refused.size} mutants do not compile`);
  }
}

// --- The runs

/** Runs tests until the first one fails: 'passed', 'failed' or 'late', and the test that failed. */
function run(program, filters, number, seconds) {
  return new Promise((done) => {
    const child = spawn(program, filters, {
      cwd: join(TREE, 'tests'),
      env: { ...process.env, [SWITCH]: String(number), RUST_BACKTRACE: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let out = '';
    let verdict;
    const end = (found) => {
      verdict ??= found;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const late = setTimeout(() => end(['late', '']), seconds * 1000);
    child.stdout.on('data', (bytes) => {
      out += bytes;
      const failed = /^test (\S+).*FAILED$/m.exec(out);
      if (failed) end(['failed', failed[1]]);
    });
    child.on('close', (code) => {
      clearTimeout(late);
      done(verdict ?? (code === 0 ? ['passed', ''] : ['failed', 'the program itself']));
    });
  });
}

/** How long the tests of a stage may take: five times what they take without a mutant. */
async function limits(stages, programs) {
  const limits = new Map();
  for (const [name, filters] of stages) {
    const key = JSON.stringify([name, filters]);
    if (limits.has(key)) continue;
    const begun = Date.now();
    const [verdict, test] = await run(programs.get(name), filters, 0, 1200);
    if (verdict !== 'passed') throw new Error(`${name} ${filters} without a mutant: ${verdict} ${test}`);
    const seconds = (Date.now() - begun) / 1000;
    console.error(`${name} ${filters.join(' ')}: ${seconds.toFixed(1)} s`);
    limits.set(key, Math.max(20, 5 * seconds));
  }
  return limits;
}

async function judge(mutant, programs, limits) {
  for (const [name, filters] of stagesOf(mutant.file)) {
    const seconds = limits.get(JSON.stringify([name, filters]));
    const [verdict, test] = await run(programs.get(name), filters, mutant.number, seconds);
    if (verdict === 'late') return { outcome: 'timeout', by: name };
    if (verdict === 'failed') return { outcome: 'killed', by: `${name} ${test}` };
  }
  return { outcome: 'survived' };
}

function table(mutants) {
  const columns = ['killed', 'timeout', 'unviable', 'survived', undefined];
  console.log('| file | mutants | killed | timed out | unviable | survived | not run |\n|---|---:|---:|---:|---:|---:|---:|');
  for (const [file, group] of groupBy(mutants, ({ file }) => file)) {
    const count = (outcome) => group.filter((mutant) => mutant.outcome === outcome).length;
    console.log(`| ${file} | ${group.length} | ${columns.map(count).join(' | ')} |`);
  }
  for (const { outcome, name } of mutants) if (outcome === 'survived') console.log(`survived: ${name}`);
}

/** In an order that has nothing to do with the source: a run that is stopped has tried something everywhere. */
function shuffled(mutants) {
  const lot = ({ name }) => createHash('sha256').update(name).digest('hex');
  return mutants.toSorted((a, b) => (lot(a) < lot(b) ? -1 : 1));
}

const [shard, of] = options.shard.split('/').map(Number);
const memory = new Memory();
const mutants = list().filter(({ number }) => number % of === shard % of);
mutants.forEach((mutant) => memory.recall(mutant));
console.error(`${mutants.length} mutants`);
copyTree(mutatedFiles(mutants));
const programs = buildViable(mutants, memory);
const waiting = shuffled(mutants.filter(({ outcome }) => outcome === undefined));
const allowed = await limits(waiting.flatMap(({ file }) => stagesOf(file)), programs);
let stopped = false;
process.on('SIGINT', () => (stopped = true));
for (const mutant of waiting) {
  if (stopped) break;
  const { outcome, by = '' } = await judge(mutant, programs, allowed);
  memory.keep(mutant, outcome);
  console.error(`${outcome.padEnd(8)} ${mutant.name}  ${by}`);
}
table(mutants);
