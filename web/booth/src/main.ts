// Starts the booth: the module first, then what the server says about the election, which the module verifies; only
// then is there something to fill in.

import type { Paper } from '../pkg/booth.js';
import { Booth, codeOf } from './booth.js';
import { loadBooth, type Booth as Module } from './module.js';
import { Page } from './page.js';
import { Refused, Server, Unreachable } from './server.js';
import { showCheck } from './steps/check.js';
import { showCode } from './steps/code.js';
import { showFailed } from './steps/ends.js';

/** The names under which the log announces the files of the booth. */
const SCRIPT = 'booth/booth.js';
const MODULE = 'booth/booth.wasm';

async function start(root: HTMLElement): Promise<void> {
  const page = new Page(root);
  const { module: address = '', moduleIntegrity = '' } = root.dataset;
  if (typeof WebAssembly !== 'object') return showFailed(page, 'browser', 'no_webassembly');
  let module: Module;
  try {
    module = await loadBooth(address, moduleIntegrity);
  } catch {
    return showFailed(page, 'module', 'wrong_module');
  }
  root.dataset['version'] = module.version();
  try {
    const packet = await new Server(page.address).packet();
    const paper = module.Paper.read(packet, page.address.election);
    // Votes are cast in the announced booth alone. A ballot may be looked up in a later one: nothing secret is asked.
    if (page.address.open && !isAnnounced(paper, moduleIntegrity)) {
      return showFailed(page, 'module', 'not_the_announced_booth');
    }
    ready(root, new Booth(page, module, paper));
  } catch (error) {
    const unanswered = error instanceof Unreachable || error instanceof Refused;
    showFailed(page, unanswered ? 'network' : 'manifest', codeOf(error));
  }
}

function isAnnounced(paper: Paper, moduleIntegrity: string): boolean {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"]')?.integrity ?? '';
  return paper.announces(SCRIPT, script) && paper.announces(MODULE, moduleIntegrity);
}

function ready(root: HTMLElement, booth: Booth): void {
  root.dataset['state'] = 'ready';
  const begin = () => {
    if (location.hash === '#check' || !booth.page.address.open) showCheck(booth);
    else showCode(booth);
  };
  addEventListener('hashchange', () => {
    if (location.hash === '#check') showCheck(booth);
  });
  // A page that comes back from the browser's memory has forgotten everything.
  addEventListener('pageshow', (event) => {
    if (event.persisted) begin();
  });
  begin();
}

const root = document.getElementById('booth');
if (root?.dataset['module'] && document.getElementById('booth-stage')) void start(root);
