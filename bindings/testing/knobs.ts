/** What can be turned at the arbitraries. Every knob is optional: without one, everything is drawn that it could say. */

/** Where the numbers of a problem come from. */
export const numberKinds = [
  /** Small integers: many times, ranks and sizes are equal, and nothing is rounded. */
  "integers",
  /** Tenths, whose sums are equal on paper and differ in the last bit. */
  "tenths",
  /** Magnitudes so far apart that adding the small ones to the large ones changes nothing. */
  "magnitudes",
  /** Ordinary measurements, all different. */
  "measurements",
] as const;
/** Name of a source of numbers. */
export type NumberKind = (typeof numberKinds)[number];

/** How machines differ: the P, Q and R of Graham et al. 1979. */
export const heterogeneities = [
  /** All alike. Bins are copies of one. */
  "identical",
  /** One speed each, whatever runs there. Bins differ in size. */
  "related",
  /** Each as fast as it likes for each task, or kind of task. */
  "unrelated",
] as const;
/** Name of a way in which machines differ. */
export type Heterogeneity = (typeof heterogeneities)[number];

/** How the tasks of a workflow depend on one another. */
export const workflowShapes = [
  /** Any acyclic graph, in no order. */
  "random",
  /** One after the other. */
  "chain",
  /** One, then all others at once, then one. */
  "fork-join",
  /** Layers; what depends on something depends on the layer before. */
  "layered",
  /** Every task but one hands over to one. */
  "in-tree",
  /** Every task but one waits for one. */
  "out-tree",
  /** No dependencies at all. */
  "wide",
] as const;
/** Name of a shape of workflows. */
export type WorkflowShape = (typeof workflowShapes)[number];

/** How requests arrive, and how long they are. */
export const requestShapes = [
  /** Any arrivals and lengths. */
  "random",
  /** They arrive at a few moments, many at once. */
  "bursts",
  /** One long request comes before many short ones: the convoy effect. */
  "convoy",
] as const;
/** Name of a shape of requests. */
export type RequestShape = (typeof requestShapes)[number];

/** Needs, as shares of a bin without load. */
export const itemShapes = [
  /** Any amounts. */
  "random",
  /** Just over or just under a half. */
  "halves",
  /** Of each resource, every three fill a bin exactly (Falkenauer 1996). */
  "triplets",
  /** A third, also of a GPU. */
  "thirds",
] as const;
/** Name of a shape of items. */
export type ItemShape = (typeof itemShapes)[number];

/** Of everything that has numbers. */
export interface NumberKnobs {
  /** All numbers of a problem are of one kind. */
  numbers?: NumberKind;
}

interface MachineKnobs extends NumberKnobs {
  heterogeneity?: Heterogeneity;
}

interface BasicKnobs {
  /**
   * Only what every scheduler knows. `place`: tasks with work on nodes with one speed that run one task at a time, and one
   * kind of link. `sequence`: prompts, outputs and promises, batch sizes and latency. `pack`: needs, capacities and GPUs.
   * With `heterogeneity: "unrelated"`, tasks have durations by node.
   * @default false
   */
  basic?: boolean;
}

interface TightnessKnobs {
  /**
   * From 0 (exclusive) to 1. At 1, a promise or a capacity leaves nothing to spare even if all else were ideal; at 0.5
   * there is twice of it.
   */
  tightness?: number;
}

/** Of `clusters`. */
export interface ClusterKnobs extends MachineKnobs {
  /** At least 1. @default 10; in one cluster of 13, up to 140 */
  maxNodes?: number;
}

/** Of `workflows`. */
export interface WorkflowKnobs extends NumberKnobs {
  /** @default 40 */
  maxTasks?: number;
  workflow?: WorkflowShape;
}

/** `tightness`: every task has a deadline, the earliest end on an idle cluster without transfers ÷ tightness. */
export interface PlaceKnobs extends ClusterKnobs, WorkflowKnobs, TightnessKnobs, BasicKnobs {
  /**
   * Mean seconds of a hand-over between nodes ÷ mean seconds of a task, latency aside, to the nearest power of two: data is
   * scaled without being rounded. All nodes are linked then. Positive.
   */
  communicationToComputation?: number;
}

/** Of `requests`. */
export interface RequestKnobs extends NumberKnobs {
  /** @default 12 */
  maxRequests?: number;
  requests?: RequestShape;
}

/** Of `servers`. */
export interface ServerKnobs extends MachineKnobs {
  /** At least 1. @default 3 */
  maxServers?: number;
}

/** `tightness`: every request promises its end, its seconds alone on the fastest server ÷ tightness after arrival. */
export interface SequenceKnobs extends RequestKnobs, ServerKnobs, TightnessKnobs, BasicKnobs {}

/** Of `items`. */
export interface ItemKnobs extends NumberKnobs {
  /** @default 10 */
  maxItems?: number;
  items?: ItemShape;
}

/** Of `bins`. */
export interface BinKnobs extends MachineKnobs {
  /** Kinds of bins, at least 1; there are up to 3 copies of each. @default 3 */
  maxBins?: number;
}

/** `tightness`: there are so many copies that the scarcest resource is needed to that share, at most 1,000 of each kind. */
export interface PackKnobs extends ItemKnobs, BinKnobs, TightnessKnobs, BasicKnobs {}

/** `tightness`: the largest sum of sizes alive at once ÷ capacity. */
export interface MemoryKnobs extends NumberKnobs, TightnessKnobs {
  /** @default 24 */
  maxBuffers?: number;
}

export interface Knobs extends PlaceKnobs, SequenceKnobs, PackKnobs, MemoryKnobs {}
