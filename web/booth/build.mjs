// Makes dist/: the one script and the one module that a booth page loads, and build.json, which says what they are
// and what made them. Called by scripts/build-booth, which says by which tools.

import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = `${here}dist/`;

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await esbuild.build({
  absWorkingDir: here,
  entryPoints: ['src/main.ts'],
  outfile: `${dist}booth.js`,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});
await copyFile(`${here}pkg/booth_bg.wasm`, `${dist}booth_bg.wasm`);

async function describe(name) {
  const bytes = await readFile(dist + name);
  const hash = createHash('sha256').update(bytes).digest();
  return {
    bytes: bytes.length,
    sha256: hash.toString('hex'),
    integrity: `sha256-${hash.toString('base64')}`,
  };
}

function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run scripts/build-booth`);
  return value;
}

const build = {
  toolchain: given('BOOTH_TOOLCHAIN'),
  rustc: given('BOOTH_RUSTC'),
  wasm_bindgen: given('BOOTH_WASM_BINDGEN'),
  esbuild: esbuild.version,
  files: {
    'booth.js': await describe('booth.js'),
    'booth_bg.wasm': await describe('booth_bg.wasm'),
  },
};
await writeFile(`${dist}build.json`, `${JSON.stringify(build, null, 2)}\n`);
