import type { PackProblem } from "./model.js";
import type { PackingViolation } from "./verify/codes.js";
import { violationsOf } from "./verify/examine.js";

export type { PackingViolation, PackingViolationCode } from "./verify/codes.js";

/**
 * Checks a packing against its problem alone: every item once, room for each resource and on each device beside what the
 * bins already hold, models, gangs, separation, totals, proofs. Works on anybody's packing; the order of its lists is
 * free, and nothing is asked of `run`.
 *
 * Amounts may be off by 1e-9 of a capacity or of themselves. O(items · (needs + devices) + bins), plus the bins for every
 * item of which `proven` is claimed.
 *
 * @param packing Any value; one that has not the form of a packing yields `malformed` violations.
 * @returns Everything that is wrong; empty when the packing holds.
 * @throws InvalidProblemError when the problem itself is invalid.
 */
export function verifyPacking(problem: PackProblem, packing: unknown): PackingViolation[] {
  return violationsOf(problem, packing);
}
