import type { PackInstance } from "../instance.js";
import type { PackerRule } from "./model.js";

/** A cluster as flat arrays. Its copies of bins, here called nodes, stand in the order in which ties fall. */
export interface PackerInstance
  extends Pick<
    PackInstance,
    "kinds" | "bins" | "resources" | "free" | "capacity" | "kind" | "gpuUnits" | "model" | "firstGpu" | "gpuFree"
  > {
  /** Number of the resource without which GPUs are of no use, −1 when no bin has it. */
  companion: number;
}

/** What decides. */
export interface PackerSettings {
  rule: PackerRule;
  /** From 0 to 2^32 − 1; of the rule `random`. */
  seed: number;
  /** [resources + 1] What each resource weighs, the last for GPUs; of the rules by allocation. Whole numbers. */
  weight: Int32Array;
  /** Utilisations of the shape, ascending, in percent; of `requested-to-capacity-ratio`. */
  shapeAt: Int32Array;
  /** Score at each. */
  shapeScore: Int32Array;
  typical: TypicalItems;
}

/** Kinds of items that are expected, each with how often. */
export interface TypicalItems {
  items: number;
  /** [items] How often. Whole numbers. */
  weight: Float64Array;
  /** [items] Units of the companion resource. */
  companion: Float64Array;
  /** [items] As in `PackInstance`. */
  gpuCount: Int32Array;
  gpuShare: Int32Array;
  models: Int32Array;
}

/** What is to be placed. */
export interface EncodedItem {
  /** [resources] Units. */
  demand: Float64Array;
  /** Whole GPUs, 0 for none or a share. */
  gpuCount: number;
  /** Units of one GPU, 0 for none or whole ones. */
  gpuShare: number;
  /** Set of the models that will do, bit by number; all bits set: any. */
  models: number;
}

export interface PackerKernel {
  open(instance: PackerInstance, settings: PackerSettings): PackerState;
}

/** What is free, and a rule that decides on it. */
export interface PackerState {
  /**
   * Decides where the item goes, and takes it there.
   *
   * @param decision number of decisions before this one: it seeds the rule `random`
   * @returns undefined when it fits on no node
   */
  place(item: EncodedItem, decision: number): Place | undefined;
  /** Takes what an item needs on a node. */
  add(item: EncodedItem, place: Place): void;
  /** Gives it back. */
  remove(item: EncodedItem, place: Place): void;
  /** What the rule makes of each node, undefined where the item does not fit. `random` scores all alike. */
  scores(item: EncodedItem): (number | undefined)[];
  /** [nodes] Σ weight × units of GPU that are free and of no use to such an item (published as F). */
  fragments(): Float64Array;
  /** What is free now. */
  free(): FreeUnits;
  /** From now on, other items are typical. */
  expect(typical: TypicalItems): void;
}

export interface Place {
  /** Number of the node. */
  bin: number;
  /** Set of its devices, bit by index. */
  gpus: number;
}

export interface FreeUnits {
  /** [nodes × resources] */
  amounts: Float64Array;
  /** Of each device, all of the first node first. */
  gpus: Int32Array;
}
