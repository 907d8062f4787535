/**
 * A `place` algorithm is a combination of four choices; the named algorithms are presets of it.
 */
export interface Combination {
  /** Which of the ready tasks is placed next. */
  priority: PriorityRule;
  /** Which node it gets. */
  node: NodeRule;
  /**
   * `insertion`: the task may start in any gap of the node that it fits in. `append`: only at a moment from which the
   * node has room for good.
   */
  timeline: "insertion" | "append";
  /** `list`: a task is a candidate once its predecessors are placed. `batch`: newly ready tasks wait until all
   * candidates are placed. */
  ready: "list" | "batch";
}

/**
 * Static rules order the candidates by a number of the task alone, the greatest first; ties fall to the earlier task in
 * topological order (of the optimistic rank, which is 0 for every exit: to the lower input index).
 */
const staticPriorityRules = [
  /** Kahn's order, first in first out. */
  "topological",
  /** Mean length of the longest path from the task to an exit, communication included. */
  "upward-rank",
  /** Mean length of the longest path through the task. */
  "upward-downward-rank",
  /** Mean optimistic cost: what is still to come if every later task gets the node that suits it best. */
  "optimistic-rank",
  /** The upward rank without communication. */
  "static-level",
] as const;

/**
 * Dynamic rules look at the score that the node rule gives each candidate on its chosen node; ties fall to the lower
 * input index.
 */
export const dynamicPriorityRules = [
  /** The least score. */
  "least-score",
  /** The least score; ties fall to the greater static level first. */
  "least-score-by-level",
  /** The greatest score. */
  "greatest-score",
  /** The greatest distance between the second-best node's score and the best's; no second node: infinite. */
  "sufferage",
] as const;
export const priorityRules = [...staticPriorityRules, ...dynamicPriorityRules] as const;
/** Which of the candidates is placed next; what each rule compares is said in docs/place.md. */
export type PriorityRule = (typeof priorityRules)[number];

/** Rules that score every node that can take the task, and choose the least; ties fall to the lower node index. */
export const scoringNodeRules = [
  /** When the task would end. */
  "earliest-finish",
  /** When the task would start. */
  "earliest-start",
  /** When the task would end, plus its optimistic cost on the node. */
  "optimistic-finish",
  /** From when on the node would have room for good, were the data there. */
  "earliest-idle",
  /** How long the task takes. */
  "fastest",
] as const;

/** Rules without a score; a dynamic priority cannot use them. */
export const otherNodeRules = [
  /**
   * The tasks of the critical path go to the node that can run most of them, then runs them in the least time; the
   * others, and those it cannot take, by earliest finish.
   */
  "critical-path",
  /** The same as if all tasks were critical. */
  "fastest-node",
  /** The next node, in cyclic order, that can take the task. */
  "round-robin",
  /** Any node that can take the task, with equal probability; one draw for each task placed. */
  "random",
] as const;
export const nodeRules = [...scoringNodeRules, ...otherNodeRules] as const;
/** Which node a task gets; what each rule compares is said in docs/place.md. */
export type NodeRule = (typeof nodeRules)[number];

/** The named algorithms that are one combination each. */
export const presets = {
  heft: { priority: "upward-rank", node: "earliest-finish", timeline: "insertion", ready: "list" },
  cpop: { priority: "upward-downward-rank", node: "critical-path", timeline: "insertion", ready: "list" },
  peft: { priority: "optimistic-rank", node: "optimistic-finish", timeline: "insertion", ready: "list" },
  olb: { priority: "topological", node: "earliest-idle", timeline: "append", ready: "list" },
  met: { priority: "topological", node: "fastest", timeline: "append", ready: "list" },
  mct: { priority: "topological", node: "earliest-finish", timeline: "append", ready: "list" },
  "min-min": { priority: "least-score", node: "earliest-finish", timeline: "append", ready: "batch" },
  "max-min": { priority: "greatest-score", node: "earliest-finish", timeline: "append", ready: "batch" },
  sufferage: { priority: "sufferage", node: "earliest-finish", timeline: "append", ready: "list" },
  etf: { priority: "least-score-by-level", node: "earliest-start", timeline: "append", ready: "list" },
  "fastest-node": { priority: "topological", node: "fastest-node", timeline: "append", ready: "list" },
  "round-robin": { priority: "topological", node: "round-robin", timeline: "append", ready: "list" },
  random: { priority: "topological", node: "random", timeline: "append", ready: "list" },
} as const satisfies Record<string, Combination>;
/** A named algorithm that is one combination of choices; by which paper is said in docs/place.md. */
export type PresetName = keyof typeof presets;

/** Algorithms that run several presets and keep the best placement; ties fall to the first listed. */
export const contests = {
  duplex: ["min-min", "max-min"],
  best: [
    "heft",
    "cpop",
    "peft",
    "olb",
    "met",
    "mct",
    "min-min",
    "max-min",
    "sufferage",
    "etf",
    "fastest-node",
    "round-robin",
  ],
} as const satisfies Record<string, readonly PresetName[]>;
/**
 * An algorithm that runs several named ones and keeps the shortest placement: `duplex` those of Min-Min and Max-Min, `best`
 * all but `random`.
 */
export type ContestName = keyof typeof contests;

/** A named algorithm of `place`. */
export type AlgorithmName = PresetName | ContestName;

/** How `place` is to decide. */
export interface PlaceOptions {
  /** @default "heft" */
  algorithm?: AlgorithmName | Combination;
  /**
   * What "mean communication" in ranks and optimistic costs averages over: the linked ordered pairs of distinct nodes,
   * or all unordered pairs with a node's link to itself counted as zero (as some other libraries do).
   * @default "linked-pairs"
   */
  averageCommunication?: "linked-pairs" | "all-pairs";
  /**
   * Seed of the `random` node rule, an integer from 0 to 2^32 − 1.
   * @default 1
   */
  seed?: number;
}

/** The options that produced a placement; of a contest, the algorithm that won. Given back, they yield the same bytes. */
export interface Run {
  algorithm: PresetName | Combination;
  averageCommunication: "linked-pairs" | "all-pairs";
  seed: number;
}
