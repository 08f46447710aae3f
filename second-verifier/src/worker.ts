// The verifier in a browser, away from the page: one verification, with progress.

import { SourceError } from './source/source.js';
import { Web } from './source/web.js';
import { type Verification, verify } from './verify.js';

/** What the page asks. */
export interface Question {
  /** The address of the record. */
  address: string;
  receipt: Uint8Array | undefined;
}

/** What the page is told. */
export type Answer = { done: number; of: number } | { verification: Verification } | { unreadable: string };

const page = self as unknown as {
  postMessage(answer: Answer): void;
  onmessage: (event: MessageEvent<Question>) => void;
};

page.onmessage = ({ data: { address, receipt } }) => {
  const progress = (done: number, of: number): void => page.postMessage({ done, of });
  verify({ source: new Web(address), receipt, progress }).then(
    (verification) => page.postMessage({ verification }),
    (error: unknown) =>
      page.postMessage({ unreadable: error instanceof SourceError ? error.message : String(error) }),
  );
};
