import type { PlaceProblem } from "./model.js";
import type { PlacementViolation } from "./verify/codes.js";
import { violationsOf } from "./verify/examine.js";

export type { PlacementViolation, PlacementViolationCode } from "./verify/codes.js";

/**
 * Checks a placement against its problem alone: who may run where, durations, releases, arrival of data, capacity at
 * every instant, transfers, makespan, cost, deadlines. Works on anybody's placement; the order of its lists is free, and
 * `run`, which says how it was found, is not looked at.
 *
 * Times are equal within 1e-9 of the horizon, the latest end in the placement, but no more than the time of all work and
 * transfers of the problem one after another; amounts within 1e-9 of themselves.
 * O((tasks + dependencies) log tasks), plus the nodes for every task of which `proven` is claimed, and the pairs of nodes
 * for every predecessor that it has unplaced without proof.
 *
 * @param placement Any value; one that has not the form of a placement yields `malformed` violations.
 * @returns Everything that is wrong; empty when the placement holds.
 * @throws InvalidProblemError when the problem itself is invalid.
 */
export function verifyPlacement(problem: PlaceProblem, placement: unknown): PlacementViolation[] {
  return violationsOf(problem, placement);
}
