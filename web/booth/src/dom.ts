// Small helpers for the contract of the templates: slots, actions, fields, lists.

const SVG = 'http://www.w3.org/2000/svg';

/** The place of a template with this name. */
export function slot(within: ParentNode, name: string): HTMLElement {
  const found = within.querySelector<HTMLElement>(`[data-slot="${name}"]`);
  if (!found) throw new Error(`no place for ${name}`);
  return found;
}

/** Puts a text into a place. */
export function fill(within: ParentNode, name: string, text: string): HTMLElement {
  const place = slot(within, name);
  place.textContent = text;
  return place;
}

/** The button with this action. */
export function button(within: ParentNode, action: string): HTMLButtonElement {
  const found = within.querySelector<HTMLButtonElement>(`[data-action="${action}"]`);
  if (!found) throw new Error(`no button for ${action}`);
  return found;
}

/** Does something when a button is pressed; once at a time. */
export function on(within: ParentNode, action: string, run: () => void | Promise<void>): void {
  button(within, action).addEventListener('click', once(run));
}

/** Does something when the form of a step is sent. Forms never leave the page. */
export function onSubmit(within: ParentNode, run: () => void | Promise<void>): void {
  const start = once(run);
  within.querySelector('form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    start();
  });
}

/** While it runs, pressing again does nothing. */
function once(run: () => void | Promise<void>): () => void {
  let running = false;
  return () => {
    if (running) return;
    running = true;
    void Promise.resolve(run()).finally(() => {
      running = false;
    });
  };
}

/** The input with this id. */
export function input(within: ParentNode, id: string): HTMLInputElement {
  const found = within.querySelector<HTMLInputElement>(`#${id}`);
  if (!found) throw new Error(`no field ${id}`);
  return found;
}

/** A list of texts as list items. */
export function items(place: HTMLElement, texts: readonly string[]): void {
  place.replaceChildren(
    ...texts.map((text) => {
      const item = document.createElement('li');
      item.textContent = text;
      return item;
    }),
  );
}

/** Hexadecimal digits in groups of four, one span each, so that an eye can compare them. */
export function fingerprint(place: HTMLElement, digits: string): void {
  const code = document.createElement('code');
  code.className = 'fingerprint';
  (digits.match(/.{1,4}/g) ?? []).forEach((group, at) => {
    const span = document.createElement('span');
    span.textContent = group;
    if (at > 0) code.append(' ');
    code.append(span);
  });
  place.replaceChildren(code);
}

/** Modules of light around a QR code, as the standard asks. */
const QUIET = 4;

/** A QR code from its modules, row by row; 1 is dark. */
export function drawQr(place: HTMLElement, modules: Uint8Array): void {
  const width = Math.sqrt(modules.length);
  const size = width + 2 * QUIET;
  let dark = '';
  modules.forEach((module, at) => {
    if (module === 1) dark += `M${(at % width) + QUIET} ${Math.floor(at / width) + QUIET}h1v1h-1z`;
  });
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('shape-rendering', 'crispEdges');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path(`M0 0h${size}v${size}H0z`, '#fff'), path(dark, '#000'));
  place.replaceChildren(svg);
}

function path(d: string, colour: string): SVGElement {
  const drawn = document.createElementNS(SVG, 'path');
  drawn.setAttribute('d', d);
  drawn.setAttribute('fill', colour);
  return drawn;
}

/** Gives a text to the voter as a file. */
export function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
