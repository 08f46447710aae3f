// Servers under test: the real program, and a folder of files for what needs no program.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** @import { AddressInfo } from 'node:net' */

const DEFAULT_PROGRAM = fileURLToPath(new URL('../../../target/debug/comitia', import.meta.url));

/** A port of the loopback interface that nobody listens on at this moment. */
export async function freePort() {
  const socket = createSocket().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = /** @type {AddressInfo} */ (socket.address());
  socket.close();
  await once(socket, 'close');
  return port;
}

/** A folder that is gone after the tests. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'comitia-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A program that was started, and what it says. */
export class Program {
  /** @type {string[]} */
  #said = [];
  /** @type {Promise<unknown>} */
  #ended;

  /**
   * @param {string} file
   * @param {string[]} args
   * @param {Record<string, string>} [env]
   */
  constructor(file, args, env = {}) {
    this.name = [file, ...args].join(' ');
    this.process = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => this.#said.push(text));
    }
    this.#ended = new Promise((resolve) => {
      this.process.once('error', (error) => resolve(this.#said.push(`${error.message}\n`)));
      this.process.once('close', resolve);
    });
  }

  /** Everything that it has written so far. */
  get output() {
    return this.#said.join('');
  }

  get running() {
    return this.process.pid !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  /**
   * Waits until `ready` holds. Fails at once when the program ends before.
   * @param {() => Promise<boolean>} ready
   */
  async until(ready, milliseconds = 30_000) {
    const deadline = Date.now() + milliseconds;
    while (!(await ready())) {
      // A program that could not even start is reported a moment later.
      if (!this.running) await this.#ended;
      if (!this.running) throw new Error(`${this.name} ended too early:\n${this.output}`);
      if (Date.now() > deadline) throw new Error(`${this.name} was not ready in time:\n${this.output}`);
      await sleep(50);
    }
  }

  /** Asks it to end, and insists when it takes too long. */
  async stop(milliseconds = 5_000) {
    if (!this.running) return;
    this.process.kill('SIGTERM');
    const insist = setTimeout(() => this.process.kill('SIGKILL'), milliseconds);
    await this.#ended;
    clearTimeout(insist);
  }

  /** Ends it as a power cut would. */
  async kill() {
    this.process.kill('SIGKILL');
    await this.#ended;
  }
}

/**
 * The real server on SQLite, on a free port, with an empty folder for its data unless one is given.
 * COMITIA_BIN names the program; `args` come after `serve --data … --listen … --host …`. A peer tells the other servers
 * of its database where it is.
 * @param {{ args?: string[], env?: Record<string, string>, data?: string, peer?: boolean, host?: string }} [options]
 */
export async function startComitia({ args = [], env = {}, data, peer = false, host } = {}) {
  const folder = data === undefined ? await temporaryFolder() : undefined;
  const path = data ?? /** @type {{ path: string }} */ (folder).path;
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const file = process.env['COMITIA_BIN'] ?? DEFAULT_PROGRAM;
  const address = `127.0.0.1:${port}`;
  const place = ['--data', path, '--listen', address, '--host', host ?? address, ...(peer ? ['--peer-url', origin] : [])];
  const program = new Program(file, ['serve', ...place, ...args], env);
  await program.until(() => answers(origin));
  const stop = async () => {
    await program.stop();
    await folder?.remove();
  };
  return { origin, data: path, program, stop };
}

/** @param {string} address */
async function answers(address) {
  try {
    await (await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(2_000) })).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * Serves given pages, and files of one folder, with given headers.
 * @param {{ pages?: Record<string, string>, folder?: string, headers?: Record<string, string> }} site
 */
export async function serveFiles({ pages = {}, folder, headers = {} }) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    try {
      const page = pages[pathname];
      const body = page ?? (await readFile(inside(folder, pathname)));
      const type = TYPES[extname(pathname) || '.html'] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, ...headers }).end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {AddressInfo} */ (server.address());
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { origin: `http://127.0.0.1:${port}`, stop };
}

/**
 * @param {string | undefined} folder
 * @param {string} pathname
 */
function inside(folder, pathname) {
  if (folder === undefined || !/^\/[\w.-]+$/.test(pathname)) throw new Error('no such file');
  return join(folder, pathname);
}
