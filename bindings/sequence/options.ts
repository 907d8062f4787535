/**
 * Rules: whenever a server can start something, it takes, of the requests that have arrived, those with the least key;
 * ties fall to the lower index. Execution times in keys are those of the server at a full batch.
 */
export const rules = [
  /** First come, first served: by arrival. */
  "fcfs",
  /** Shortest job first: by execution time. */
  "sjf",
  /** Longest job first. */
  "ljf",
  /** Earliest deadline first; requests without a promise last. */
  "edf",
  /** By the latest start that keeps the promise. */
  "least-slack",
  /** The greatest weight, which grows with waiting (option `ageing`). */
  "priority",
  /** Smith's rule (1956): by execution time ÷ weight. */
  "weighted-sjf",
  /** Moore and Hodgson (1968): in order of deadlines, dropping the longest whenever one is late; the dropped last. */
  "moore-hodgson",
  /** Virtual token counter (Sheng et al., OSDI 2024): the tenant that has been served the least. */
  "fair",
  /** Learning to rank (Fu et al. 2024): by the caller's score, those that starve first (option `starvation`). */
  "learned-rank",
  /** HexGen-Flow (2025): execution time less the step's share of the time left until the promise; the greatest first. */
  "urgency",
] as const;
/** What is served first; what each rule compares is said in docs/sequence.md. */
export type SequenceRule = (typeof rules)[number];

export const algorithms = [
  ...rules,
  /** Every order, batching and choice of servers: the proof, for a handful of requests. */
  "exhaustive",
  /** Simulated annealing from the best of several starts. */
  "anneal",
] as const;
/** A rule, the proof by trying everything, or simulated annealing. */
export type SequenceAlgorithm = (typeof algorithms)[number];

export const objectives = [
  /** The greatest Σ weight · kept ÷ Σ latency (arXiv 2504.14966). */
  "attainment-per-latency",
  /** The greatest Σ weight · kept; of equals, the least Σ latency. */
  "attainment",
  /** The least Σ weight · seconds by which the promised moment is missed; of equals, the least Σ latency. */
  "weighted-tardiness",
  /** The least mean latency. */
  "mean-latency",
  /** The greatest Σ weight · kept; of equals, the lowest cost; of these, the least Σ latency. */
  "cost",
] as const;
/** What makes one sequence better than another; what each means is said in docs/sequence.md. */
export type ObjectiveName = (typeof objectives)[number];

/** The least weighted sum. Of weights that are not given, 0 is assumed; one at least is positive, none negative. */
export interface ObjectiveMix {
  /** Per second of Σ weight · tardiness. */
  tardiness?: number;
  /** Per second of Σ latency. */
  latency?: number;
  /** Per dollar. */
  cost?: number;
}

/** How `sequence` is to decide. Options of another algorithm than the chosen one are refused. */
export interface SequenceOptions {
  /** @default "anneal" */
  algorithm?: SequenceAlgorithm;
  /** What `anneal` and `exhaustive` seek, and every sequence reports. @default "attainment-per-latency" */
  objective?: ObjectiveName | ObjectiveMix;
  /** Of `anneal`: an integer from 0 to 2^32 − 1. @default 1 */
  seed?: number;
  /**
   * Of `anneal`: the number of iterations that its cooling is planned for. Positive integer.
   * Default: about what a millisecond allows.
   */
  schedule?: number;
  /** Of `anneal`: how many of them to do. @default all */
  iterations?: number;
  /** Of `anneal`, instead of `schedule`: as many iterations as fit. Positive. */
  budgetMilliseconds?: number;
  /** Of `anneal`: one more start to improve on, such as the sequence before. Requests that it lacks follow at its end. */
  warmStart?: WarmStart;
  /** Of `priority`: weight that a request gains per second of waiting. Not negative. @default 0.1 */
  ageing?: number;
  /** Of `learned-rank`. @default { threshold: 200, quantum: 10 } */
  starvation?: Starvation;
}

/** Batches by server, in order; a `Sequence` is one. Ids that the problem lacks are passed over. */
export interface WarmStart {
  batches: readonly { server: string; requests: readonly string[] }[];
}

/** Counted in decisions: batches started, or on servers with slots, requests started. */
export interface Starvation {
  /** Decisions without the request after which it is promoted to the front. Positive integer. */
  threshold: number;
  /** Decisions after which a promoted request that still waits is demoted again. Positive integer. */
  quantum: number;
}

/** The options that produced a sequence. Given back, they yield the same bytes. */
export interface SequenceRun {
  algorithm: SequenceAlgorithm;
  objective: ObjectiveName | ObjectiveMix;
  /** With `anneal`. */
  seed?: number;
  /** With `anneal`: planned iterations. */
  schedule?: number;
  /** With `anneal`: iterations done. */
  iterations?: number;
  /** With `anneal`, when one was given. */
  warmStart?: WarmStart;
  /** With `priority`. */
  ageing?: number;
  /** With `learned-rank`. */
  starvation?: Starvation;
}
