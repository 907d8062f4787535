import fc from "fast-check";

/** Picks a number from 0 to below. */
export type Draw = (below: number) => number;

/** What to draw from. It does not shrink: choices are many, and a smaller one means something else. */
export function choices(): fc.Arbitrary<number[]> {
  return fc.noShrink(fc.array(fc.nat(9_999), { minLength: 16, maxLength: 64 }));
}

export function drawing(choices: readonly number[]): Draw {
  let next = 0;
  return (below) => choices[next++ % choices.length]! % below;
}

export function oneOf<T>(items: readonly T[], draw: Draw): T {
  return items[draw(items.length)]!;
}
