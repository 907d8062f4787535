import type { Bin, DeviceShare, Item } from "../model.js";

/** The nodes of a packer, with what already sits there. */
export interface PackerBins {
  bins: readonly Bin[];
}

/** How a stream of items is placed. Ties fall to the first bin in an order shuffled once, by the seed. */
export const packerRules = [
  /** Any bin, any device. */
  "random",
  /** The first bin, in the shuffled order. */
  "random-first-fit",
  /** Least room left. */
  "best-fit",
  /** Free room and need point in different directions (Grandl et al. 2014, as in Weng et al. 2023). */
  "dot-product",
  /** Devices in use before free ones, bins in use before idle ones. */
  "packing",
  /** Beside items that ask for as many devices (Xiao et al. 2018). */
  "clustering",
  /** Most allocated in percent, as in Kubernetes. */
  "most-allocated",
  /** Least allocated in percent, as in Kubernetes. */
  "least-allocated",
  /** A function of the allocation in percent, as in Kubernetes. */
  "requested-to-capacity-ratio",
  /** Makes the fewest free GPUs useless for typical items (Weng et al. 2023). */
  "fragmentation-gradient-descent",
  /** Leaves the fewest GPUs without the CPU that typical items need beside them. */
  "stranded-gpu",
] as const;
/** How a stream of items is placed; what the rules are for is said in docs/pack.md. */
export type PackerRule = (typeof packerRules)[number];

/** How a packer decides. */
export interface PackerOptions {
  /** @default "stranded-gpu" */
  rule?: PackerRule;
  /** From 0 to 2^32 − 1. @default 0 */
  seed?: number;
  /**
   * A sample of the items to come, for `fragmentation-gradient-descent`, `stranded-gpu` and `fragmentation()`. The most
   * frequent kinds, up to 95 % of it, count as typical. Absent: learned from the items placed or refused so far, anew
   * whenever their number has doubled.
   */
  typical?: readonly Item[];
  /** The resource that GPUs are of no use without. @default "cpu" */
  companion?: string;
  /**
   * Of the rules by allocation: what each resource weighs, `gpu` for devices. Whole numbers, from 0 to 100.
   * @default 1 for every resource
   */
  weights?: Readonly<Record<string, number>>;
  /**
   * Of `requested-to-capacity-ratio`: score at an allocation in percent, straight in between. Ascending whole numbers from
   * 0 to 100, and so are the scores.
   * @default [{ utilization: 0, score: 0 }, { utilization: 100, score: 100 }]
   */
  shape?: readonly ShapePoint[];
}

/** A point of the function from allocation to score, both whole percents. */
export interface ShapePoint {
  utilization: number;
  score: number;
}

/** Where an item went. */
export interface PackerPlace {
  bin: string;
  /** Number of the copy, from 0. */
  copy: number;
  /** Devices that it holds, by index; empty without GPUs. */
  gpus: DeviceShare[];
}

/** Where it went, or why it went nowhere. `proven`: no bin could hold it even when empty. */
export type PackerDecision = (PackerPlace & { placed: true }) | { placed: false; reason: string; proven: boolean };

/** How much of the free GPUs is of no use to typical items. */
export interface Fragmentation {
  /** Whole GPUs, in sum. */
  free: number;
  /** Of these: expected to be of no use for the next typical item where they are (Weng et al. 2023). */
  fragmented: number;
  /** fragmented ÷ free, 0 when nothing is free. */
  share: number;
}

/** What the rule thinks of the bins. */
export interface PackerExplanation {
  item: string;
  /** Where it is, if it is placed. */
  place?: PackerPlace;
  /** How many copies could take one more such item now. */
  fits: number;
  /** The best of these, best first, at most 5. */
  best: { bin: string; copy: number; score: number }[];
  /**
   * Why the others could not: number of copies by what is short, a copy may be short of several. `gpu`: no device, or
   * too few, with enough room; `model`: not of a model that will do.
   */
  short: Record<string, number>;
}

/** All that a packer knows, as plain JSON. */
export interface PackerSnapshot {
  version: 1;
  /** Items that were placed or refused. */
  decisions: number;
  /** In the order in which they were placed. */
  placed: PackedItem[];
  /** Kinds of items seen, for learning; empty when `typical` was given. */
  seen: CountedItem[];
  /** What is held to be typical; empty when `typical` was given. */
  typical: CountedItem[];
}

/** A kind of items, and how many of it. */
export interface CountedItem {
  item: Pick<Item, "needs" | "gpus" | "models">;
  count: number;
}

/** An item and where it is. */
export interface PackedItem extends PackerPlace {
  item: Item;
}
