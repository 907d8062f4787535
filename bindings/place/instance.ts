import type { Combination } from "./options.js";

/**
 * A `place` problem as flat arrays. Tasks are numbered in topological order (Kahn's algorithm, first in first out,
 * sources and released successors by input index), nodes in the order of the problem. Rows over nodes are `stride` long:
 * the number of nodes rounded up to a multiple of 8.
 */
export interface PlaceInstance {
  tasks: number;
  nodes: number;
  stride: number;
  /** Resources per row of `demand` and `capacity`, rounded up to a multiple of 4; 0 when every node is exclusive. */
  lanes: number;
  /** [tasks] Position of each task in the problem. */
  input: Int32Array;
  /** [tasks × stride] Seconds; Infinity where the node cannot run the task, and in the padding. */
  duration: Float64Array;
  /** [tasks] Earliest start, seconds. */
  release: Float64Array;
  /** [tasks + 1] Where the predecessors of each task begin in `predecessor` and `data`. */
  firstPredecessor: Int32Array;
  /** [edges] Task number of the predecessor. */
  predecessor: Int32Array;
  /** [edges] Gigabytes handed over; 0 is order alone and takes no time even without a link. */
  data: Float64Array;
  /** [stride] When the node becomes available, seconds; padding 0. */
  available: Float64Array;
  /** [nodes × stride] Seconds before the first byte, from row to column; the diagonal is the local disk's, or 0. */
  latency: Float64Array;
  /** [nodes × stride] Seconds per gigabyte, from row to column; Infinity without a link; padding 0. */
  secondsPerGigabyte: Float64Array;
  /** Mean of `latency` and `secondsPerGigabyte` over node pairs, by the option `averageCommunication`. */
  mean: Record<"linked-pairs" | "all-pairs", MeanCommunication>;
  /** [tasks × lanes] Integer units of each resource; a row of WHOLE_NODE takes all the node has. */
  demand: Int32Array;
  /** [nodes × lanes] Integer units of each resource; a row of zeros is an exclusive node: one task at a time. */
  capacity: Int32Array;
}

export interface MeanCommunication {
  latency: number;
  secondsPerGigabyte: number;
}

/** Demand of a task without needs. */
export const WHOLE_NODE = -1;

/** What a kernel is told beside the instance. */
export interface PlaceSettings {
  combination: Combination;
  averageCommunication: "linked-pairs" | "all-pairs";
  seed: number;
}

/** Arrays are indexed by position in the problem. */
export interface PlaceSolution {
  /** [tasks] Node of each task, -1 when it was not placed. */
  node: Int32Array;
  /** [tasks] Seconds; Infinity when it was not placed. */
  start: Float64Array;
  /** [tasks] Seconds; Infinity when it was not placed. */
  finish: Float64Array;
  /** Latest finish of a placed task, seconds; 0 when there is none. */
  makespan: number;
}

export type PlaceKernel = (instance: PlaceInstance, settings: PlaceSettings) => PlaceSolution;
