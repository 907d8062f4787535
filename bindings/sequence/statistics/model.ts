import type { Dollars, Seconds } from "../../cluster/model.js";

/** How well a sequence serves, and what it costs. Plain data. What has no requests to speak of is absent. */
export interface SequenceStatistics {
  /** Requests that are served. */
  served: number;
  unplaced: number;
  /** Over all requests with a promise; those that are unplaced count as missed. */
  attainment: Attainment;
  /** By class, in the order of the problem; requests without one together, with `name` absent. */
  classes: RequestGroupStatistics[];
  /** By tenant, likewise. */
  tenants: RequestGroupStatistics[];
  /** Arrival to last token. */
  latency?: Distribution;
  /** Arrival to first token. */
  timeToFirstToken?: Distribution;
  /** Mean of each token after the first, of the requests that have such. */
  timePerOutputToken?: Distribution;
  /** Arrival to start. */
  wait?: Distribution;
  /** The longest wait; of equals, the first in the problem. */
  longestWait?: { request: string; seconds: Seconds };
  /** From the first moment at which a served request had arrived and could start (not before `now`) to the last end. */
  makespan: Seconds;
  /** Per second of the makespan; absent when that is 0. */
  throughput?: { requests: number; promptTokens: number; outputTokens: number };
  cost: { total: Dollars; busy: Dollars; tokens: Dollars };
  /** In the order of the problem. */
  servers: ServerStatistics[];
  /** Absent unless two tenants or more are served, and there is a time in which all of them wait. */
  fairness?: Fairness;
}

/** Promises kept. */
export interface Attainment {
  /** Requests with a promise. */
  promised: number;
  /** Those of them whose promise is kept. */
  kept: number;
  /** Weight of the promised. */
  promisedWeight: number;
  /** Weight of the kept. */
  keptWeight: number;
  /** Weight of the kept over weight of the promised, 0 to 1; absent when nothing is promised. */
  share?: number;
}

/** The requests of one class, or of one tenant. */
export interface RequestGroupStatistics {
  name?: string;
  /** Requests of the problem. */
  requests: number;
  served: number;
  attainment: Attainment;
  latency?: Distribution;
}

/**
 * Percentiles are nearest ranks: p90 is the least value that at least 90 % of the values do not exceed, so always one of
 * them.
 */
export interface Distribution {
  mean: Seconds;
  p50: Seconds;
  p90: Seconds;
  p99: Seconds;
  max: Seconds;
}

/** What one server does. */
export interface ServerStatistics {
  server: string;
  requests: number;
  /** Batches; on a server with slots, requests. */
  batches: number;
  /** Time in which at least one request runs. */
  busy: Seconds;
  /** Share of the makespan that it is busy, 0 to 1; with slots, the mean over its slots. */
  utilisation: number;
  /** Mean number of requests in a batch; on a server with slots, that run while it is busy. 0 without requests. */
  meanBatch: number;
  cost: Dollars;
}

/**
 * How alike tenants are served while they compete: from the moment at which each of those that are served at all has a
 * request that could start, to the moment at which the first of them has none left waiting. A request counts prompt + 2 · output
 * tokens, as in the virtual token counter (Sheng et al., OSDI 2024), evenly over its execution, divided by its weight.
 */
export interface Fairness {
  from: Seconds;
  until: Seconds;
  tenants: { name?: string; service: number }[];
  /** The most that a tenant is served over the least; 1: all alike. Absent when one gets nothing. */
  maxOverMin?: number;
  /** Jain's index: (Σ service)² ÷ (tenants · Σ service²), from 1 ÷ tenants to 1: all alike. Absent when nobody gets any. */
  jain?: number;
}
