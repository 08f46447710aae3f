// What the tests of the vectors ask: pieces of the verifier, each by itself.

export { fromBase64, fromHex, littleEndian, toHex, utf8 } from './bytes.js';
export { decide } from './counting/outcome.js';
export { verifiesEd25519, isUsableKey } from './group/ed25519.js';
export { AMOUNT_BLINDING, BLINDING, columnGenerators } from './group/generators.js';
export { decodePoint, decodeScalar, scalarBytes, timesBase, wide } from './group/ristretto.js';
export { parseCheckpoint, parseVerifierKey, verifyCheckpoint } from './log/note.js';
export { parseReceipt } from './log/receipt.js';
export { hasFile, isIncluded, leafHash, Tree } from './log/tree.js';
export { readContest } from './manifest/manifest.js';
export { parseJson } from './manifest/json.js';
export { parseManifest } from './manifest/manifest.js';
export { largestCounts } from './proofs/shape.js';
export { Memory } from './source/memory.js';
export { context } from './transcript/domain.js';
export { Transcript } from './transcript/transcript.js';
export { verify } from './verify.js';
