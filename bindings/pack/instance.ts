import type { Combination, PackObjective } from "./options.js";

/**
 * A `pack` problem as flat arrays. Amounts are integer units, each resource on its own scale, exact as f64. Items by
 * position in the problem; bins are copies, all copies of the first bin first.
 */
export interface PackInstance {
  items: number;
  /** [items] Position of each item in the problem. Items that no bin could take are left out, with their gangs. */
  input: Int32Array;
  /** Different bins of the problem. */
  kinds: number;
  /** Copies of all kinds together. */
  bins: number;
  resources: number;
  /** [items × resources] Units. */
  demand: Float64Array;
  /** [kinds × resources] Units that a copy has free at the start. */
  free: Float64Array;
  /** [kinds × resources] Units that a copy has in all. */
  capacity: Float64Array;
  /** [bins] Kind of each copy. */
  kind: Int32Array;
  /** [kinds] Dollars. */
  cost: Float64Array;
  /** Units of a whole GPU. */
  gpuUnits: number;
  /** [items] Whole GPUs asked for, 0 for none or a share. */
  gpuCount: Int32Array;
  /** [items] Units of one GPU asked for, 0 for none or whole ones. */
  gpuShare: Int32Array;
  /** [items] Set of the models that will do, bit by model number (at most 32 models); all bits set: any. */
  models: Int32Array;
  /** [kinds] Number of the GPU model, −1 without GPUs. */
  model: Int32Array;
  /** [kinds + 1] Where each kind's devices begin in `gpuFree`; at most 32 of one bin. */
  firstGpu: Int32Array;
  /** Units of each device that are free at the start. */
  gpuFree: Int32Array;
  /** [items] Number of the gang, −1 for none. */
  group: Int32Array;
  groups: number;
  /** [groups] Level (0 cloud … 3 rack) that the gang shares, −1 for none. */
  groupLevel: Int32Array;
  /** [groups] 1 when required, 0 when preferred. */
  groupRequired: Int32Array;
  /** [kinds × 4] Number of the place at each level. */
  location: Int32Array;
  /** [items] Number of the separation, −1 for none. */
  separate: Int32Array;
  /** [items] */
  value: Float64Array;
}

/** Which bin holds each item. */
export interface PackSolution {
  /** [items] Number of the copy, −1 when it was not placed. */
  bin: Int32Array;
  /** [items] Set of the devices that it holds, bit by index in the bin; 0 without GPUs. */
  gpus: Int32Array;
}

export interface ImproveSettings {
  objective: PackObjective;
  seed: number;
  /** Planned iterations. */
  schedule: number;
}

export interface PackKernel {
  /** Builds a packing by a combination of choices. Items and gangs for which it finds no bin are left out. */
  construct(instance: PackInstance, combination: Combination): PackSolution;
  /** A number of bins that no packing of all items goes below. */
  bound(instance: PackInstance): number;
  /** Improves a packing. Ends early where nothing is left to gain. */
  improve(instance: PackInstance, start: PackSolution, settings: ImproveSettings, iterations: number): PackSolution;
  /** The same, step by step. */
  search(instance: PackInstance, start: PackSolution, settings: ImproveSettings): PackSearch;
}

export interface PackSearch {
  /** Goes on; false at the end of the schedule, or where nothing is left to gain. */
  step(iterations: number): boolean;
  readonly iterations: number;
  best(): PackSolution;
}
