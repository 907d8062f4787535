import type { KernelSearch } from "../../search.js";
import type { MemoryCombination } from "./options.js";

/** Buffers as flat arrays, by position in the problem. Integers, exact as f64. */
export interface MemoryInstance {
  buffers: number;
  capacity: number;
  /** [buffers] */
  size: Float64Array;
  /** [buffers] */
  start: Float64Array;
  /** [buffers] */
  end: Float64Array;
  /** [buffers] */
  alignment: Float64Array;
}

export interface MemorySettings {
  seed: number;
  /** Planned iterations. */
  schedule: number;
}

/** Allocations are the offset of each buffer. */
export interface MemoryKernel {
  /** The largest sum of sizes that are alive at once. */
  bound(instance: MemoryInstance): number;
  construct(instance: MemoryInstance, combination: MemoryCombination): Float64Array;
  /** The lowest found in so many iterations; ends early where nothing is left to gain. */
  anneal(instance: MemoryInstance, settings: MemorySettings, iterations: number): Float64Array;
  /** The same, step by step. */
  search(instance: MemoryInstance, settings: MemorySettings): KernelSearch<Float64Array>;
}
