/** In what order buffers are placed. Ties fall to the lower index. */
export const bufferOrders = [
  /** Largest first. */
  "size",
  /** Largest size × lifetime first. */
  "area",
  /** Longest first. */
  "lifetime",
  /** Those alive at the highest sum of sizes first; of equal ones, by area. */
  "contention",
  /** Earliest first. */
  "start",
] as const;
/**
 * In what order buffers are placed: the largest, the largest size × lifetime, the longest, those alive at the highest sum
 * of sizes, or the earliest first.
 */
export type BufferOrder = (typeof bufferOrders)[number];

/** Where a buffer goes. */
export const placeChoices = [
  /** Into the lowest gap between the placed buffers that are alive at the same time. */
  "first-fit",
  /** Into the gap of which it leaves least; the lowest of equal ones. */
  "best-fit",
  /**
   * On top of what is alive at the same time. Of the buffers that are left, the next is the first in the order with a
   * place below the lowest end that any of them could have.
   */
  "skyline",
] as const;
/** Where a buffer goes: into the lowest gap, into the tightest, or on top of what is alive at the same time. */
export type PlaceChoice = (typeof placeChoices)[number];

/** A heuristic of `allocate`. */
export interface MemoryCombination {
  order: BufferOrder;
  choice: PlaceChoice;
}

/**
 * A combination; `best`, the lowest of all, the first of equal ones, by order, then choice; or `anneal`, which improves
 * the order of a skyline until it fits; while it does not, it is never higher than `best`.
 */
export type MemoryAlgorithm = MemoryCombination | "best" | "anneal";

/** How `allocate` is to decide. */
export interface MemoryOptions {
  /** @default "best" */
  algorithm?: MemoryAlgorithm;
  /** Of `anneal`; from 0 to 2^32 − 1. @default 0 */
  seed?: number;
  /** Of `anneal`: planned iterations; cooling follows them. @default 10,000 */
  schedule?: number;
  /** Of `anneal`: iterations to do, at most the schedule. It ends early where it fits. @default the schedule */
  iterations?: number;
  /** Of `anneal`, instead of `schedule`: as many iterations as fit. `best`, with which the end is compared, is not counted. */
  budgetMilliseconds?: number;
}

/** The options that produced an allocation. */
export type MemoryRun =
  | { algorithm: MemoryCombination }
  | { algorithm: "anneal"; seed: number; schedule: number; iterations: number };
