import type { Violation } from "../../violation.js";

/** Something that a sequence claims and its problem does not bear out. */
export type SequenceViolation = Violation<SequenceViolationCode>;

/** Stable names of what can be wrong with a sequence. */
export type SequenceViolationCode =
  /** A field is missing, unknown or not of its type. Nothing else is checked then. */
  | "malformed"
  /** The problem has no such request. */
  | "unknown-request"
  /** A request is listed twice, among the served or the unplaced. */
  | "duplicate-request"
  /** A request of the problem is listed nowhere. */
  | "missing-request"
  /** The problem has no such server. */
  | "unknown-server"
  /** A served request is not in exactly one batch, of its server; or a batch is empty or, on slots, not of one request. */
  | "wrong-batch"
  /** A batch does not start with its requests, or end with the last of them. */
  | "wrong-batch-times"
  /** `order` is not each served request once, by start. */
  | "wrong-order"
  /** A request starts before it has arrived. */
  | "before-arrival"
  /** A request starts before the problem's `now`. */
  | "before-now"
  /** A request starts before its server is available. */
  | "before-server-available"
  /** A static batch starts before the one before it has ended. */
  | "overlapping-batches"
  /** More requests run at once than their server takes. */
  | "over-max-batch"
  /** Requests that run at once hold more tokens than their server has room for. */
  | "over-kv-tokens"
  /** The first token is not there when the start and the latency model say. */
  | "wrong-first-token"
  /** End is not the start plus the execution that the latency model says. */
  | "wrong-end"
  /** `met` does not say whether the promise is kept, or is there without one. */
  | "wrong-met"
  /** `attained` is not the weight of the requests with `met`. */
  | "wrong-attained"
  /** `totalLatency` is not the sum of the latencies. */
  | "wrong-latency"
  /** `cost` is not the price of busy time and tokens. */
  | "wrong-cost"
  /** `objective` is not the value of `run.objective`. */
  | "wrong-objective"
  /** `status` disagrees with `unplaced`. */
  | "wrong-status"
  /** `proven` is claimed of a request that some server has room for. */
  | "wrong-proof";

/** Takes note of a violation. */
export type Report = (code: SequenceViolationCode, path: string, message: string) => void;
