export function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** Added from left to right. */
export function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** 0 for an empty list. */
export function mean(values: number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

/** Of numbers that are not negative; 0 for an empty list. */
export function greatest(values: number[]): number {
  return values.reduce((best, value) => Math.max(best, value), 0);
}

/** Infinity for an empty list. */
export function least(values: number[]): number {
  return values.reduce((best, value) => Math.min(best, value), Infinity);
}

/**
 * The item that stands before all others in the order of `keys`, greatest first: keys are compared one after the other,
 * and the earlier item wins when all are equal. Undefined for an empty list.
 */
export function firstByGreatest<T>(items: T[], keys: (item: T) => number[]): T | undefined {
  let best: { item: T; keys: number[] } | undefined;
  for (const item of items) {
    const candidate = { item, keys: keys(item) };
    if (best === undefined || isGreater(candidate.keys, best.keys)) best = candidate;
  }
  return best?.item;
}

function isGreater(a: number[], b: number[]): boolean {
  const difference = a.findIndex((key, position) => key !== b[position]);
  return difference >= 0 && a[difference]! > b[difference]!;
}
