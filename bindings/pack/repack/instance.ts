import type { PackInstance, PackSolution } from "../instance.js";

export const goals = [
  /** Bins that hold nothing. */
  "bins",
  /** Whole GPUs of which nothing is taken. */
  "gpus",
] as const;
/** What `repack` frees: bins that hold nothing, or whole GPUs of which nothing is taken. */
export type RepackGoal = (typeof goals)[number];

/** Bins by number of the copy, devices as a set, bit by index. */
export interface InstanceMove {
  item: number;
  fromBin: number;
  fromGpus: number;
  toBin: number;
  toGpus: number;
}

export interface RepackKernel {
  /** Moves that free bins or devices, in order; `packing` is valid. */
  repack(instance: PackInstance, packing: PackSolution, goal: RepackGoal, maxMoves: number): InstanceMove[];
}
