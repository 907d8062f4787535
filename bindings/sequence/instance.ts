import type { ObjectiveName, SequenceRule, Starvation } from "./options.js";

/**
 * A `sequence` problem as flat arrays. Requests are numbered as in the problem, without those that no server can take.
 * Rows by server are `requests` long.
 *
 * Times are seconds since `origin`, snapped to integer multiples of one power of two; weights and costs of tokens to
 * multiples of their own. Every sum of them is exact, in any order, and so is Σ weight · tardiness.
 *
 * On server s a request r in a batch of b executes for `base + b · perRequest` seconds, and reaches its promised moment
 * `promiseBase + b · promisePerRequest` seconds after its start. Its promise is kept iff that moment is no later than
 * `deadline` and b no greater than `batchLimit`.
 */
export interface SequenceInstance {
  requests: number;
  servers: number;
  /** [requests] Position of each request in the problem. */
  input: Int32Array;
  /** Seconds; what time 0 of the arrays stands for. */
  origin: number;
  /** [requests] Seconds. */
  arrival: Float64Array;
  /** [requests] Positive. */
  weight: Float64Array;
  /** [requests] The promised moment, seconds; Infinity without a promise or when only the pace of tokens is promised. */
  deadline: Float64Array;
  /** [requests] 1 for a request with a promise, else 0. */
  promised: Int32Array;
  /** [requests] Tokens of prompt and planned output, which it holds while it runs. */
  tokens: Float64Array;
  /** [servers × requests] Seconds; Infinity where the server cannot take the request. `base + perRequest` is positive. */
  base: Float64Array;
  /** [servers × requests] Seconds per request in the batch. */
  perRequest: Float64Array;
  /** [servers × requests] Seconds; Infinity where `base` is. */
  promiseBase: Float64Array;
  /** [servers × requests] Seconds per request in the batch. */
  promisePerRequest: Float64Array;
  /** [servers × requests] Largest batch in which its tokens come as fast as promised, at most `maxBatch`; 0: in none. */
  batchLimit: Int32Array;
  /** [servers × requests] Dollars for the tokens. */
  tokenCost: Float64Array;
  /** [servers] Seconds. */
  available: Float64Array;
  /** [servers] */
  maxBatch: Int32Array;
  /** [servers] Infinity without a limit. */
  kvTokens: Float64Array;
  /** [servers] 1 for slots, 0 for static batches. */
  slots: Int32Array;
  /** [servers] Dollars per second of a batch, or of a slot. */
  pricePerSecond: Float64Array;
  /** [requests] Score of the caller, for `learned-rank`. */
  score: Float64Array;
  /** [requests] Number of the tenant, for `fair`. */
  tenant: Int32Array;
  /** [requests] What serving it adds to its tenant's counter, for `fair`: prompt tokens + 2 · output tokens. */
  service: Float64Array;
  /** [requests] For `urgency`. */
  stepsLeft: Int32Array;
}

/** An objective as the kernels take it: `mix` with its three weights, which are 0 for the named ones. */
export interface EncodedObjective {
  name: ObjectiveName | "mix";
  tardiness: number;
  latency: number;
  cost: number;
}

/** Which server runs each request, in which batch. */
export interface SequenceSolution {
  /** [requests] */
  server: Int32Array;
  /** [requests] Number of its batch on its server, from 0, by start; on a server with slots, its place in the order. */
  batch: Int32Array;
  /** [requests] When it starts, seconds since `origin`. */
  start: Float64Array;
}

/** What decides a plan besides the instance. */
export type RuleSettings = {
  rule: SequenceRule;
  ageing: number;
  starvation: Starvation;
};

export interface AnnealSettings {
  objective: EncodedObjective;
  seed: number;
  /** Planned iterations. */
  schedule: number;
  /** One more start: servers and batches, complete. */
  warmStart: Pick<SequenceSolution, "server" | "batch"> | undefined;
}

/** A search under way. */
export interface SequenceSearch {
  /** Goes on for up to so many iterations; false when the schedule is at its end. */
  step(iterations: number): boolean;
  /** Iterations done. */
  readonly iterations: number;
  /** The best so far; of equals, the first found. */
  best(): SequenceSolution;
}

export interface SequenceKernel {
  dispatch(instance: SequenceInstance, settings: RuleSettings): SequenceSolution;
  exhaust(instance: SequenceInstance, objective: EncodedObjective): SequenceSolution;
  /** The best after `iterations`, in one go. */
  anneal(instance: SequenceInstance, settings: AnnealSettings, iterations: number): SequenceSolution;
  /** The same step by step, in memory of its own. */
  search(instance: SequenceInstance, settings: AnnealSettings): SequenceSearch;
}
