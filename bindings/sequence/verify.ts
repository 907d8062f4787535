import type { SequenceProblem } from "./model.js";
import type { SequenceViolation } from "./verify/codes.js";
import { violationsOf } from "./verify/examine.js";

export type { SequenceViolation, SequenceViolationCode } from "./verify/codes.js";

/**
 * Checks a sequence against its problem alone: every request once, batches and slots within their limits at every
 * instant, arrivals and availability, first tokens and ends by the latency model, promises, totals, proofs. Works on
 * anybody's sequence: it may idle where it need not, and the order of its lists is free but for `order`. Of `run`, only
 * the objective is looked at; without one, `objective` is that of "attainment-per-latency".
 *
 * Each time may be off by 1e-9 of what has passed since the first request could start; amounts by 1e-9 of themselves and
 * by what their times may be off. Where a promise is kept or missed by less than that, both answers are accepted.
 * O(requests log requests + servers), plus the servers for every request of which `proven` is claimed.
 *
 * @param sequence Any value; one that has not the form of a sequence yields `malformed` violations.
 * @returns Everything that is wrong; empty when the sequence holds.
 * @throws InvalidProblemError when the problem itself is invalid.
 */
export function verifySequence(problem: SequenceProblem, sequence: unknown): SequenceViolation[] {
  return violationsOf(problem, sequence);
}
