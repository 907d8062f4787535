/**
 * Seeded instances of one-dimensional bin packing in the manner of Falkenauer (1996): sizes of items for equal bins.
 */
import type { Random } from "../../bindings/random.js";

export interface SizedItems {
  capacity: number;
  sizes: number[];
}

/** Sizes of 20 to 100, evenly, for bins of 150. */
export function uniformItems(items: number, random: Random): SizedItems {
  return { capacity: 150, sizes: Array.from({ length: items }, () => between(20, 100, random)) };
}

/**
 * Three items fill a bin of 1,000 exactly, so the optimum is a third of the items: the largest 380 to 490, the second
 * from 250 to half of what remains. Shuffled.
 *
 * @param items a multiple of three
 */
export function tripletItems(items: number, random: Random): SizedItems {
  const sizes: number[] = [];
  while (sizes.length < items) {
    const first = between(380, 490, random);
    const rest = 1000 - first;
    const second = between(250, Math.floor(rest / 2), random);
    sizes.push(first, second, rest - second);
  }
  shuffle(sizes, random);
  return { capacity: 1000, sizes };
}

function between(low: number, high: number, random: Random): number {
  return low + random.below(high - low + 1);
}

function shuffle(values: number[], random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
}
