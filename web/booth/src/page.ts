// The page that the script finds: templates, sentences, the line of progress. Nodes are made by cloning and by
// textContent alone; no string ever becomes mark-up.

/** What the frame's data attributes say. */
export interface Address {
  readonly election: string;
  readonly api: string;
  /** The record as other programs are told it. */
  readonly record: string;
  /** The record as this page asks for it, from where the page itself comes. */
  readonly files: string;
  readonly locale: string;
  readonly zone: string;
  readonly open: boolean;
}

/** Steps of the line of progress. */
export type Place = 'code' | 'ballot' | 'review' | 'sealed' | 'receipt';

export type Values = Readonly<Record<string, string | number>>;

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

export class Page {
  readonly address: Address;
  readonly #messages: Readonly<Record<string, string>>;
  readonly #root: HTMLElement;

  constructor(root: HTMLElement) {
    this.#root = root;
    const data = root.dataset;
    const record = data['record'] ?? '';
    this.address = {
      election: data['election'] ?? '',
      api: data['api'] ?? '',
      record,
      files: new URL(record, location.href).pathname,
      locale: data['locale'] ?? 'en',
      zone: data['zone'] ?? 'UTC',
      open: data['open'] === 'true',
    };
    this.#messages = JSON.parse(element('booth-messages').textContent ?? '{}');
  }

  /** A sentence of the page, with values in its places. */
  say(name: string, values: Values = {}): string {
    const sentence = this.#messages[name] ?? name;
    return sentence.replace(/\{(\w+)\}/g, (place, key: string) => String(values[key] ?? place));
  }

  /** Whether the page has this sentence. */
  knows(name: string): boolean {
    return name in this.#messages;
  }

  /** Says something to those who do not see the page change. */
  announce(sentence: string): void {
    element('booth-live').textContent = sentence;
  }

  /** A copy of a step's or part's template. */
  copy(template: string): DocumentFragment {
    const found = element(template);
    if (!(found instanceof HTMLTemplateElement)) throw new Error(`#${template} is no template`);
    return document.importNode(found.content, true);
  }

  /**
   * Puts a step on the stage, marks its place and moves the focus to its heading. Nothing of the step before stays in
   * the document.
   */
  show(step: string, place: Place | undefined, fill?: (stage: HTMLElement) => void): HTMLElement {
    const stage = element('booth-stage');
    const first = stage.querySelector('[data-step-shown]') === null;
    const shown = document.createElement('div');
    shown.dataset['stepShown'] = step;
    shown.append(this.copy(`step-${step}`));
    stage.replaceChildren(shown);
    fill?.(shown);
    this.#mark(place);
    this.#root.dataset['step'] = step;
    const heading = shown.querySelector('h2');
    // Who has just come reads the page from its beginning.
    if (!first) {
      heading?.focus();
      shown.scrollIntoView({ block: 'nearest' });
    }
    return shown;
  }

  #mark(place: Place | undefined): void {
    const line = document.getElementById('booth-steps');
    if (!line) return;
    line.hidden = place === undefined;
    const steps = [...line.querySelectorAll<HTMLElement>('li[data-step]')];
    const current = steps.findIndex((step) => step.dataset['step'] === place);
    steps.forEach((step, at) => {
      step.classList.toggle('step-done', at < current);
      if (at === current) step.setAttribute('aria-current', 'step');
      else step.removeAttribute('aria-current');
    });
    const label = steps[current]?.querySelector('.step-name')?.textContent ?? '';
    if (label) this.announce(this.say('step-announced', { n: current + 1, total: steps.length, label }));
  }

  /** A date and time, in full, in the zone of the organisation. */
  moment(when: Date): string {
    const { zone } = this.address;
    // Day before month, as in everything else that the page says in English.
    const locale = this.address.locale === 'en' ? 'en-GB' : this.address.locale;
    const words = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long', timeZone: zone });
    return words.format(when);
  }

  /** A text of the election as the language is set: French does not let go of its marks. */
  set(text: string): string {
    return this.address.locale === 'fr' ? text.replace(/ (?=[?!:;»])/g, '\u00a0').replace(/« /g, '«\u00a0') : text;
  }

  /** A number, grouped as the language does. */
  number(value: number): string {
    return new Intl.NumberFormat(this.address.locale).format(value);
  }

  /** Lets the browser draw what has just changed, before something that takes long. */
  paint(): Promise<void> {
    return new Promise((resolve) => {
      // A page in the background draws no frames: then a moment must do.
      const timer = setTimeout(resolve, 200);
      requestAnimationFrame(() =>
        setTimeout(() => {
          clearTimeout(timer);
          resolve();
        }),
      );
    });
  }
}
