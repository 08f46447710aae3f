// Numbers from 0 to N, and no others, as bits (book: digits).

/** 1, 2, 4, …, and what is missing to N. */
export function digitWeights(most: bigint): bigint[] {
  if (most === 0n) return [];
  const weights: bigint[] = [];
  let power = 1n;
  for (; power * 2n <= most; power *= 2n) weights.push(power);
  return [...weights, most - power + 1n];
}
