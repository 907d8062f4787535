import type { PlacedItem } from "./model.js";

/**
 * A construction heuristic of `pack` is a combination of choices; the named algorithms are presets of it.
 *
 * Sizes are shares of the largest capacity that any bin has of the resource; GPUs count as one more resource, the units
 * of all devices together. A resource that no item needs weighs nothing. An open bin is one that holds an item.
 */
export type Combination = ItemByItem | BinByBin;

/**
 * One item after the other into one of the open bins; if none takes it, into the first unopened one that does. A gang
 * takes its turn when its first item does. One that shares a place goes to the first place that takes all of it, in the
 * order of bins, and a preferred one anywhere if there is none.
 */
export interface ItemByItem {
  order: ItemOrder;
  choice: BinChoice;
  /** Of resources, in the order, in best and worst fit, and in the order of bins by price. */
  weights: Weighting;
  bins: BinOrder;
}

/**
 * One bin after the other takes items until none of them fits. Gangs come first, in the order of the problem, by first
 * fit; then the bins that these have opened are filled, then the others. Each takes, one by one, the fitting item of the
 * highest score; ties fall to the lower index.
 */
export interface BinByBin {
  score: ItemScore;
  /** Of resources, in scores, and in the order of bins by price. */
  weights: Weighting | "remaining";
  bins: BinOrder;
}

/** In what order items are taken. Ties fall to the lower index. */
export const itemOrders = [
  /** As in the problem. */
  "input",
  /** Largest first, by Σ weight · size. */
  "l1",
  /** Largest first, by Σ weight · size². */
  "l2",
  /** Largest first, by the greatest weight · size. */
  "linf",
] as const;
/**
 * In what order items are taken: as in the problem, or the largest first by Σ weight · size, Σ weight · size², or the
 * greatest weight · size.
 */
export type ItemOrder = (typeof itemOrders)[number];

/** Which of the open bins that can take it an item gets. Ties fall to the first in the order of bins. */
export const binChoices = [
  /** The one opened last; the others are closed for good. */
  "next",
  /** The first in the order of bins. */
  "first",
  /** Of the least room, Σ weight · room as a share of the largest capacity. */
  "best",
  /** Of the most room. */
  "worst",
] as const;
/** Which open bin an item gets: the one opened last, the first, the one of least room, the one of most room. */
export type BinChoice = (typeof binChoices)[number];

/** What an item is worth to the bin that is being filled. Sizes and room are shares of the capacity of this bin. */
export const itemScores = [
  /** Σ weight · size · room (Panigrahy et al. 2011); with unit weights the alignment of Tetris (Grandl et al. 2014). */
  "dot-product",
  /** −Σ weight · (room − size)² (Panigrahy et al. 2011). */
  "l2-norm",
  /** Cosine of the angle between size and room, weighted. */
  "cosine",
  /**
   * No score of single items: the largest item that fits (by Σ weight · size, as a share of the largest capacity), then
   * the set of items that adds most to it, by a depth-first search of up to 10,000 tries (MBS', Fleszar and Hindi 2002).
   */
  "minimum-slack",
] as const;
/** What an item is worth to the bin that is being filled; the formulas are in docs/pack.md. */
export type ItemScore = (typeof itemScores)[number];

/** What a resource weighs. */
export const weightings = [
  /** 1. */
  "unit",
  /** Σ of its sizes: what is scarce weighs more. */
  "average",
  /** 1 ÷ that. */
  "reciprocal",
  /** As average, over the items that are left, anew for each choice. In sizes and by price: average. */
  "remaining",
] as const;
/** What a resource weighs: 1, Σ of its sizes, or 1 ÷ that. */
export type Weighting = Exclude<(typeof weightings)[number], "remaining">;

/** In what order bins are opened. */
export const binOrders = [
  /** As in the problem. */
  "input",
  /** The least cost ÷ Σ weight · free share of the largest capacity first; ties fall to the lower index. */
  "price",
] as const;
/** In what order bins are opened: as in the problem, or by price per free capacity. */
export type BinOrder = (typeof binOrders)[number];

/** The named algorithms that are one combination each. */
export const presets = {
  "next-fit": { order: "input", choice: "next", weights: "average", bins: "input" },
  "first-fit": { order: "input", choice: "first", weights: "average", bins: "input" },
  "best-fit": { order: "input", choice: "best", weights: "average", bins: "input" },
  "worst-fit": { order: "input", choice: "worst", weights: "average", bins: "input" },
  "next-fit-decreasing": { order: "l2", choice: "next", weights: "average", bins: "input" },
  "first-fit-decreasing": { order: "l2", choice: "first", weights: "average", bins: "input" },
  "best-fit-decreasing": { order: "l2", choice: "best", weights: "average", bins: "input" },
  "worst-fit-decreasing": { order: "l2", choice: "worst", weights: "average", bins: "input" },
  "cheapest-first-fit-decreasing": { order: "l2", choice: "first", weights: "average", bins: "price" },
  "dot-product": { score: "dot-product", weights: "average", bins: "input" },
  "dot-product-dynamic": { score: "dot-product", weights: "remaining", bins: "input" },
  "l2-norm": { score: "l2-norm", weights: "average", bins: "input" },
  cosine: { score: "cosine", weights: "average", bins: "input" },
  tetris: { score: "dot-product", weights: "unit", bins: "input" },
  "minimum-bin-slack": { score: "minimum-slack", weights: "average", bins: "input" },
  "cheapest-dot-product": { score: "dot-product", weights: "average", bins: "price" },
} as const satisfies Record<string, Combination>;
/** A named heuristic that is one combination of choices. */
export type PresetName = keyof typeof presets;

/** What `local-search` looks for. The value of the items placed comes first in each of them; of equals, */
export const packObjectives = [
  /** the fewest bins. */
  "bins",
  /** the least cost of the bins used. */
  "cost",
  /** the fewest bins; but the search goes for value alone, and ends when every item is placed. */
  "value",
  /** the least fragmentation, as `packingStatistics` reports it. */
  "fragmentation",
] as const;
/** What `local-search` looks for, once no more value can be placed. */
export type PackObjective = (typeof packObjectives)[number];

/**
 * A construction heuristic by name or as a combination; `best`, of all the named ones the packing that leaves out least
 * value, then costs least, then uses fewest bins (the first of equal ones); or `local-search`, which improves the packing
 * of `first-fit-decreasing`.
 */
export type PackAlgorithm = PresetName | Combination | "best" | "local-search";

/** How `pack` is to decide. Options of another algorithm than the chosen one are refused. */
export interface PackOptions {
  /** @default "first-fit-decreasing" */
  algorithm?: PackAlgorithm;
  /** Of `local-search`. @default "bins" */
  objective?: PackObjective;
  /** Of `local-search`; from 0 to 2^32 − 1. @default 0 */
  seed?: number;
  /** Of `local-search`: planned iterations; cooling follows them. @default 20,000 */
  schedule?: number;
  /** Of `local-search`: iterations to do, at most the schedule. @default the schedule */
  iterations?: number;
  /** Of `local-search`, instead of `schedule`: as many iterations as fit. Positive. */
  budgetMilliseconds?: number;
  /**
   * Of `local-search`: one more start to improve on, such as the packing before. Items that it lacks begin outside. It has
   * to hold: what breaks the problem's constraints is refused. Copies of a bin may be numbered anew.
   */
  warmStart?: PackWarmStart;
}

/**
 * What is where; a `Packing` is one. Items, bins and copies that the problem lacks are passed over, and so are gangs of
 * which not all items are there.
 */
export interface PackWarmStart {
  placed: readonly PlacedItem[];
}

/** The options that produced a packing. Given back, they yield the same bytes. */
export type PackRun =
  | { algorithm: PresetName | Combination }
  | {
      algorithm: "local-search";
      objective: PackObjective;
      seed: number;
      schedule: number;
      iterations: number;
      /** When one was given. */
      warmStart?: PackWarmStart;
    };
