import type { Seconds } from "../../cluster/model.js";
import type { ServerState } from "./server-state.js";
import type { Waiting } from "./waiting.js";

/** Which server starts what in what order: the batches of each server, as ids. On a server with slots, batches of one. */
export type Plan = readonly (readonly (readonly string[])[])[];

/** What a plan is made for. */
export interface Situation {
  now: Seconds;
  /** Requests that have arrived and take part, at least one. */
  waiting: readonly Waiting[];
  states: readonly ServerState[];
  /** Some of its requests may have left, others may have come. */
  previous: Plan;
  seed: number;
}

export type Planner = (situation: Situation) => Plan;
