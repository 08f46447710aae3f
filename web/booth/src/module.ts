// The WASM module: loaded once, and only if it is the one that the page names.

import init, * as exports from '../pkg/booth.js';

export type Booth = typeof exports;

/**
 * Fetches the module at `address` and starts it.
 *
 * The browser itself compares it with `integrity`, and the promise is rejected when they differ: nothing of another
 * module ever runs.
 */
export async function loadBooth(address: string, integrity: string): Promise<Booth> {
  if (!integrity.startsWith('sha256-')) {
    throw new Error('the page does not say which module it wants');
  }
  const response = await fetch(address, { integrity, credentials: 'omit', redirect: 'error' });
  if (!response.ok) {
    throw new Error(`the module could not be loaded (${response.status})`);
  }
  await init({ module_or_path: await response.arrayBuffer() });
  return exports;
}
