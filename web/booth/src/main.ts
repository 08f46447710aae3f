// Starts the booth on a page that holds
//   <… data-booth data-module="address" data-module-integrity="sha256-…"> with a [data-booth-status] inside.

import { loadBooth } from './module.js';

async function start(root: HTMLElement): Promise<void> {
  const status = root.querySelector<HTMLElement>('[data-booth-status]');
  const { module = '', moduleIntegrity = '' } = root.dataset;
  try {
    const booth = await loadBooth(module, moduleIntegrity);
    root.dataset['state'] = 'ready';
    if (status) status.textContent = booth.version();
  } catch (error) {
    root.dataset['state'] = 'failed';
    if (status) status.textContent = String(error);
  }
}

const root = document.querySelector<HTMLElement>('[data-booth]');
if (root) void start(root);
