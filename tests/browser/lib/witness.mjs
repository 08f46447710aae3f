// Witnesses: the real program, on a folder of its own.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { succeed } from './election.mjs';
import { freePort, Program, temporaryFolder } from './server.mjs';

const COMITIA = process.env['COMITIA_BIN'] ?? fileURLToPath(new URL('../../../target/debug/comitia', import.meta.url));

export class Witness {
  /** @param {{ path: string, remove: () => Promise<void> }} folder @param {string} key @param {string} origin @param {Program} program */
  constructor(folder, key, origin, program) {
    this.folder = folder;
    this.key = key;
    this.origin = origin;
    this.program = program;
  }

  /** Watches a log. @param {string} key */
  async watch(key) {
    await succeed('comitia-witness', ['add-log', '--folder', this.folder.path, key]);
  }

  async stop() {
    await this.program.stop();
    await this.folder.remove();
  }
}

/** A witness that answers. @param {string} name */
export async function startWitness(name) {
  const folder = await temporaryFolder();
  const key = (await succeed('comitia-witness', ['init', '--name', name, '--folder', folder.path])).trim();
  const address = `127.0.0.1:${await freePort()}`;
  const serve = ['serve', '--folder', folder.path, '--listen', address];
  const program = new Program(join(dirname(COMITIA), 'comitia-witness'), serve);
  await program.until(async () => program.output.includes('listening on'));
  return new Witness(folder, key, `http://${address}`, program);
}

/** The file that tells a server where they are. @param {Witness[]} witnesses */
export const book = (witnesses) =>
  [...witnesses.map(({ key, origin }, at) => `witness W${at} ${key} ${origin}`), 'quorum none', ''].join('\n');
