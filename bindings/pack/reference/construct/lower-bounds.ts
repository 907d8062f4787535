import type { PackInstance } from "../../instance.js";
import { greatest, type Lanes } from "./lanes.js";

/**
 * Fewest bins that a packing of all items takes: the most that any resource alone asks for, if all bins had as much of it
 * free as the best has; GPUs count as one resource, the units of all devices together. What exceeds even that counts as a
 * full bin. Items that are kept apart take a bin each.
 */
export function fewestBins({ items, separate }: PackInstance, { demand, free, largest }: Lanes): number {
  if (items === 0) return 0;
  const byLane = largest.map((_, lane) => {
    const room = greatest(free.map((row) => row[lane]!));
    const sizes = demand.map((row) => Math.min(room, row[lane]!)).filter((units) => units > 0);
    return sizes.length === 0 ? 0 : martelloTothBound(sizes, room);
  });
  return Math.max(1, greatest(byLane), mostKeptApart(separate));
}

/** Items of the largest separation. */
function mostKeptApart(separate: Int32Array): number {
  const count = new Map<number, number>();
  for (const name of separate) if (name !== -1) count.set(name, (count.get(name) ?? 0) + 1);
  return greatest([...count.values()]);
}

/** L1 (Martello and Toth 1990): total size over capacity, rounded up. */
export function volumeBound(sizes: readonly number[], capacity: number): number {
  return ceilDivide(total(sizes), capacity);
}

/**
 * Fewest bins that items of one resource can take, by the definition of Martello and Toth (1990): L2, the best over all
 * thresholds a up to half the capacity of |J1| + |J2| + max(0, ⌈(Σ J3 − (|J2| · capacity − Σ J2)) ÷ capacity⌉), where
 * J1 are the sizes above capacity − a, J2 the others above capacity ÷ 2, J3 the rest of at least a.
 */
export function martelloTothBound(sizes: readonly number[], capacity: number): number {
  const thresholds = new Set([0, ...sizes.filter((size) => 2 * size <= capacity)]);
  return greatest(
    [...thresholds].map((threshold) => {
      const j1 = sizes.filter((size) => size > capacity - threshold);
      const j2 = sizes.filter((size) => size <= capacity - threshold && 2 * size > capacity);
      const j3 = sizes.filter((size) => 2 * size <= capacity && size >= threshold);
      const beyond = total(j3) - (j2.length * capacity - total(j2));
      return j1.length + j2.length + Math.max(0, ceilDivide(beyond, capacity));
    }),
  );
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Exact where a quotient would be rounded. */
function ceilDivide(a: number, b: number): number {
  const rest = a % b;
  return (a - rest) / b + (rest > 0 ? 1 : 0);
}
