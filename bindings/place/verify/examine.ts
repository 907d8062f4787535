import type { Node } from "../../cluster/model.js";
import { InvalidResultError, printable } from "../../errors.js";
import type { Placement, PlaceProblem } from "../model.js";
import { parsePlaceProblem } from "../parse.js";
import { type Claim, claimsOf } from "./claims.js";
import type { PlacementViolation, Report } from "./codes.js";
import { groupBy } from "./group.js";
import { capacityExcesses } from "./occupancy.js";
import { hasPlacementForm } from "./read.js";
import { Rules } from "./rules.js";
import { checkDependencies, checkTask, type Delivery } from "./tasks.js";
import { timeTolerance } from "./tolerance.js";
import { checkTotals } from "./totals.js";
import { checkTransfers } from "./transfers.js";
import { checkProofs } from "./unplaced.js";

/** A placement that holds, tied back to its problem. */
export interface Plan {
  rules: Rules;
  placement: Placement;
  /** By task id, in the order of the placement. */
  placed: Map<string, Claim>;
  deliveries: Delivery[];
  /** Times that differ by no more are equal. */
  tolerance: number;
}

/** Everything that is wrong with a placement. */
export function violationsOf(problem: PlaceProblem, placement: unknown): PlacementViolation[] {
  return examine(problem, placement).violations;
}

/** The placement as a plan, or `InvalidResultError` when it does not hold. */
export function planOf(problem: PlaceProblem, placement: unknown): Plan {
  const { violations, plan } = examine(problem, placement);
  if (plan === undefined) throw new InvalidResultError(violations);
  return plan;
}

function examine(problem: PlaceProblem, placement: unknown): { violations: PlacementViolation[]; plan?: Plan } {
  const parsed = parsePlaceProblem(problem).problem;
  const rules = new Rules(parsed);
  const violations: PlacementViolation[] = [];
  const report: Report = (code, path, message) => violations.push({ code, path, message: printable(message, 400) });
  if (!hasPlacementForm(placement, report)) return { violations };

  const tolerance = timeTolerance(placement, parsed);
  const claims = claimsOf(placement, rules, report);
  const { placed } = claims;
  const placedByNode = groupBy(placed.values(), ({ node }) => node);
  for (const claim of placed.values()) checkTask(claim, tolerance, report);
  for (const [node, onNode] of placedByNode) checkCapacity(node, onNode, tolerance, report);
  const deliveries = checkDependencies(claims, rules, tolerance, report);
  checkTransfers(placement.transfers, deliveries, tolerance, report);
  checkTotals(placement, placedByNode, deliveries, tolerance, report);
  checkProofs(placement, placed, rules, report);

  if (violations.length > 0) return { violations };
  return { violations, plan: { rules, placement, placed, deliveries, tolerance } };
}

function checkCapacity(node: Node, claims: Claim[], tolerance: number, report: Report): void {
  // Tasks that may not be there at all have been reported and hold nothing that could be counted.
  const fit = claims.filter(({ unfit }) => unfit === undefined);
  for (const { occupant, message } of capacityExcesses(node, fit, tolerance)) {
    report("over-capacity", `${occupant.path}/start`, message);
  }
}
