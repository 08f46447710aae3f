// Makes dist/: the programs for Node, and the script and worker for a browser.

import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

await rm(`${here}dist`, { recursive: true, force: true });
const common = {
  absWorkingDir: here,
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};
await esbuild.build({
  ...common,
  entryPoints: { cli: 'src/cli.ts', batch: 'src/batch.ts', lib: 'src/lib.ts' },
  outExtension: { '.js': '.mjs' },
  platform: 'node',
  target: 'node20',
});
await esbuild.build({
  ...common,
  entryPoints: { page: 'src/page.ts', worker: 'src/worker.ts' },
  platform: 'browser',
  target: 'es2022',
  minify: true,
});
