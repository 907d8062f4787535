import type { Dollars, Seconds } from "../../cluster/model.js";
import type { Batch, Request, Server } from "../model.js";
import type { SequenceAlgorithm, SequenceOptions } from "../options.js";

/** Algorithms that a queue can go by: every one but the exhaustive search. */
export type SequencerAlgorithm = Exclude<SequenceAlgorithm, "exhaustive">;

/** The servers of a queue, and how it decides. */
export interface SequencerOptions extends Pick<SequenceOptions, "objective" | "seed" | "ageing" | "starvation"> {
  /** At least one. Here, their limits per minute are honoured. */
  servers: readonly Server[];
  /** @default "anneal" */
  algorithm?: SequencerAlgorithm;
  /** Of `anneal`: iterations of each planning. Positive integer. @default 2000 */
  schedule?: number;
  /**
   * A request is overdue when it has waited for so long and, if something is promised, could no longer keep the promise
   * on any server. Then nothing passes it where it would find room first, and with `anneal` and `moore-hodgson` it goes
   * before everything that is not overdue. Not negative.
   * @default 60
   */
  maxWait?: Seconds;
}

/** A request, whose arrival is the moment of adding it unless it is given. */
export type SequencerRequest = Omit<Request, "arrival"> & Partial<Pick<Request, "arrival">>;

/** What a server shall start now; `end` is a prediction. On a server with slots, each request ends on its own. */
export type Dispatch = Batch;

/** Since the first of the snapshots that a queue goes back to. */
export interface SequencerTotals {
  /** Requests. */
  completed: number;
  /** Of prompt and actual output, of completed requests. */
  tokens: number;
  /** Price of these tokens, and of the servers' busy time up to the end of each batch, or of each slot's request. */
  cost: Dollars;
}

/** All that a queue knows, as plain JSON. */
export interface SequencerSnapshot {
  version: 1;
  /** The last moment that the queue was told. */
  now: Seconds;
  /** Batches started, or on servers with slots, requests started. */
  decisions: number;
  /** Those that have arrived as they came, then the others as they were added. */
  waiting: WaitingState[];
  /** By server, as they started. */
  running: RunningState[];
  /** What counts against limits per minute: by server, as it was sent. */
  sends: SendState[];
  /** For `fair`. */
  service: ServiceState;
  plan: PlanState;
  totals: SequencerTotals;
}

/** A request that waits. */
export interface WaitingState {
  request: Request;
  /** Decisions before it arrived. */
  since: number;
}

/** A request that runs. */
export interface RunningState {
  request: Request;
  server: string;
  start: Seconds;
  /** Predicted. */
  end: Seconds;
}

/** A request that counts against limits per minute, with its tokens of prompt and output. */
export interface SendState {
  server: string;
  request: string;
  start: Seconds;
  tokens: number;
}

/** What each tenant has been served: prompt + 2 · output tokens. */
export interface ServiceState {
  /** What a tenant that comes back is lifted to. */
  floor: number;
  /** Requests without a tenant have one in common, whose name is null. */
  tenants: { tenant: string | null; served: number }[];
}

/** What a planning algorithm has decided and not yet carried out. */
export interface PlanState {
  /** Plans made so far; each has a seed of its own. */
  made: number;
  /** Whether it is to be made anew before it is used. */
  isStale: boolean;
  /** By server, in order; some of the requests may have left. */
  servers: { server: string; batches: string[][] }[];
}
