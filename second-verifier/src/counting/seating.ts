// Seats for options of which some are ahead of others (book: outcome-seats).

export interface Seating {
  leading: number[];
  tied: number[];
  vacant: bigint;
}

/** `order` is by what is ahead; whoever has a seat in every order of level ones leads. */
export function seat(
  order: readonly number[],
  seats: bigint,
  ahead: (a: number, b: number) => boolean,
): Seating {
  const others = (option: number): number[] => order.filter((other) => other !== option);
  const certain = (option: number): boolean =>
    BigInt(others(option).filter((other) => !ahead(option, other)).length) < seats;
  const possible = (option: number): boolean =>
    BigInt(others(option).filter((other) => ahead(other, option)).length) < seats;
  const leading = order.filter(certain);
  const tied = order.filter((option) => possible(option) && !certain(option)).sort((a, b) => a - b);
  const left = seats - BigInt(leading.length);
  return { leading, tied, vacant: tied.length === 0 && left > 0n ? left : 0n };
}
