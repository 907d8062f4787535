import type { Draw } from "./anneal.js";

/** Weights are hundredths from 0.01 to 1, as small as they may become without being nothing. */
export function weight(draw: Draw): number {
  return (1 + draw(100)) / 100;
}

/** A weight up to a tenth larger or smaller. */
export function nudged(weight: number, draw: Draw): number {
  const hundredths = Math.round(weight * 100) + draw(21) - 10;
  return Math.min(100, Math.max(1, hundredths)) / 100;
}

/** A copy in which one entry is changed; none where there is none. */
export function withOne<T>(values: readonly T[], draw: Draw, change: (value: T) => T): T[] {
  const chosen = draw(Math.max(1, values.length));
  return values.map((value, i) => (i === chosen ? change(value) : value));
}

/** A copy without one entry. */
export function without<T>(values: readonly T[], draw: Draw): T[] {
  const chosen = draw(Math.max(1, values.length));
  return values.filter((_, i) => i !== chosen);
}

export function several<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** An id that is not in use. */
export function freshId(prefix: string, used: readonly { id: string }[]): string {
  let number = 1;
  while (used.some(({ id }) => id === `${prefix}${number}`)) number++;
  return `${prefix}${number}`;
}
