import type { Dollars, DollarsPerHour, Seconds } from "../cluster/model.js";
import type { SequenceRun } from "./options.js";

/** What `sequence` is asked: the requests that wait, and the servers that can take them. */
export interface SequenceProblem {
  requests: readonly Request[];
  servers: readonly Server[];
  /**
   * Nothing starts earlier.
   * @default 0
   */
  now?: Seconds;
}

/** A request of a language model. It has `outputTokens`, `predictedOutputTokens` or both. */
export interface Request {
  id: string;
  /** When it came, or will come. It starts no earlier, and its latency counts from here. */
  arrival: Seconds;
  /** Positive integer. */
  promptTokens: number;
  /** Positive integer. What is planned with, unless there is a prediction. */
  outputTokens?: number;
  /** Positive integer. What is planned with, also for whether the promise is kept. */
  predictedOutputTokens?: number;
  /** The promise. A request without one counts in latency, not in attainment. */
  slo?: Slo;
  /**
   * How much it matters; higher is more important. Positive.
   * @default 1
   */
  weight?: number;
  /** A label; attainment is reported by class. */
  class?: string;
  /** Who sends it: algorithm `fair` serves tenants alike, and reports are by tenant. */
  tenant?: string;
  /** For algorithm `learned-rank`: the lower is served the earlier. Finite, of either sign. */
  score?: number;
  /**
   * For algorithm `urgency`: how many steps of a workflow remain, this request included, that share the time left until
   * the promise. Positive integer.
   * @default 1
   */
  stepsLeft?: number;
  /** Not honoured yet: refused. */
  prefix?: string;
}

/** Within how many seconds of its arrival a request ends, or how fast its tokens come. */
export type Slo = EndToEndSlo | InteractiveSlo;

/** A promise about the whole answer. */
export interface EndToEndSlo {
  /** From arrival to the last token. Positive. */
  endToEnd: Seconds;
}

/** At least one of the two; kept when all that are given are kept. */
export interface InteractiveSlo {
  /** From arrival to the first token. Positive. */
  timeToFirstToken?: Seconds;
  /** Mean of each token after the first. Positive. */
  timePerOutputToken?: Seconds;
}

/** A model on its hardware, or a hosted API, that takes requests. */
export interface Server {
  id: string;
  /** Most requests that run at once. Positive integer. */
  maxBatch: number;
  /**
   * How the server batches. `static`: a batch starts together, and the next one when the last of it has ended. `slots`:
   * continuous batching seen from outside; each of `maxBatch` slots takes the next request as soon as it is free, and
   * everything runs at the pace of a full batch.
   * @default "static"
   */
  execution?: Execution;
  /** Tokens, of prompt and output, that requests running at once may hold together. Positive integer. Absent: no limit. */
  kvTokens?: number;
  latency: LatencyModel;
  /**
   * The server starts nothing earlier.
   * @default 0
   */
  availableFrom?: Seconds;
  /**
   * Paid while a batch runs; on a server with slots, each busy slot pays its share of `maxBatch`.
   * @default 0
   */
  pricePerHour?: DollarsPerHour;
  /** Paid for each token. Absent: nothing. */
  pricePerToken?: PricePerToken;
  limits?: Limits;
}

/** The ways in which servers batch. */
export const executions = ["static", "slots"] as const;
/** How a server batches. */
export type Execution = (typeof executions)[number];

/**
 * Seconds that the steps of inference take, by b = requests in the batch and l = tokens of context of the request:
 * `x[0]·b·l + x[1]·b + x[2]·l + x[3]`. No coefficient is negative; at least one of `prefill` is positive.
 */
export interface LatencyModel {
  /** The whole prompt (l = its tokens), which yields the first output token. */
  prefill: Coefficients;
  /** One further output token; l = tokens so far. */
  decode: Coefficients;
}

/** Seconds by request and token, by request, by token, and constant. */
export type Coefficients = readonly [number, number, number, number];

/** Of a hosted API; US dollars for one token. */
export interface PricePerToken {
  input: Dollars;
  output: Dollars;
}

/** What a hosted API allows. Absent: no limit. */
export interface Limits {
  /** Within any 60 seconds. Positive integer. For `sequencer` alone: `sequence` refuses it. */
  requestsPerMinute?: number;
  /** Of prompt and output, within any 60 seconds. Positive integer. For `sequencer` alone: `sequence` refuses it. */
  tokensPerMinute?: number;
  /** Requests that run at once; with `maxBatch`, the lower counts. Positive integer. */
  concurrency?: number;
}

/** What `sequence` answers. */
export interface Sequence {
  /** `partial` when some request fits on no server. */
  status: "complete" | "partial";
  /** Ids of the requests by start; those that start together by server, then as in the problem. */
  order: string[];
  /** By start, then by server. On a server with slots, each request is a batch of its own. */
  batches: Batch[];
  /** Requests that are served, in the order of the problem. */
  requests: SequencedRequest[];
  /** Requests that are not, in the order of the problem. */
  unplaced: UnplacedRequest[];
  /** Sum of the weights of the requests whose promise is kept; with weights of 1, their number. */
  attained: number;
  /** Sum of the latencies, arrival to end, of the requests that are served. */
  totalLatency: Seconds;
  /** Price of the servers' busy time and of the tokens. */
  cost: Dollars;
  /** Value of the objective that was asked for. */
  objective: number;
  /** Given back as options, it yields the same sequence. */
  run: SequenceRun;
}

/** Requests that a server takes together. */
export interface Batch {
  server: string;
  start: Seconds;
  /** When the last of its requests ends. */
  end: Seconds;
  /** Ids, as in the problem. */
  requests: string[];
}

/** Where and when a request is served. */
export interface SequencedRequest {
  request: string;
  server: string;
  start: Seconds;
  /** When its first token is there. */
  firstToken: Seconds;
  end: Seconds;
  /** For requests with a promise: whether it is kept. */
  met?: boolean;
}

/** A request that is not served, and why. */
export interface UnplacedRequest {
  request: string;
  reason: string;
  /** True: no schedule could have served it. */
  proven: boolean;
}
