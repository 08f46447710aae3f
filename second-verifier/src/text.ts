// Which characters a text may have, and what counts as white space: by Unicode's properties, not by JavaScript's.

/** General category Cc. */
export function isControl(character: string): boolean {
  return /^\p{Cc}$/u.test(character);
}

/** No control character but the line feed. */
export function isPrintable(text: string): boolean {
  for (const character of text) if (character !== '\n' && isControl(character)) return false;
  return true;
}

/** Unicode's property White_Space. */
export function isWhiteSpace(character: string): boolean {
  return /^\p{White_Space}$/u.test(character);
}

export function isBlank(text: string): boolean {
  for (const character of text) if (!isWhiteSpace(character)) return false;
  return true;
}
