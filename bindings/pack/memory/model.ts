import type { MemoryRun } from "./options.js";

/** What `allocate` is asked: buffers, each alive for a while, that share one address space. */
export interface MemoryProblem {
  buffers: readonly MemoryBuffer[];
  /** Units of the address space. Positive integer. */
  capacity: number;
}

/** Sizes and alignments are in units of the address space, such as bytes; they add up to at most 2^50. */
export interface MemoryBuffer {
  id: string;
  /** Positive integer. */
  size: number;
  /** From when it is alive. Integer of at least 0. */
  start: number;
  /** Until just before when. Integer above `start`. */
  end: number;
  /** Its offset is a multiple of it. Positive integer. @default 1 */
  alignment?: number;
}

/** What `allocate` answers. Buffers that are alive at the same time do not overlap. */
export interface Allocation {
  /** `partial` when the height exceeds the capacity. */
  status: "complete" | "partial";
  /** All buffers, in the order of the problem; those that end above the capacity too. */
  placed: PlacedBuffer[];
  /** The highest end of a buffer. */
  height: number;
  /** The largest sum of sizes that are alive at once; no allocation is lower. */
  lowerBound: number;
  /** Given back as options, it yields the same allocation. */
  run: MemoryRun;
}

/** A buffer, and the unit of the address space that it begins at. */
export interface PlacedBuffer {
  buffer: string;
  offset: number;
}
