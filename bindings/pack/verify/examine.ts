import { InvalidResultError, printable } from "../../errors.js";
import type { PackProblem, UnplacedItem } from "../model.js";
import { parsePackProblem } from "../parse.js";
import { type Claims, claimsOf } from "./claims.js";
import type { PackingViolation, Report } from "./codes.js";
import { checkCopy } from "./copies.js";
import { checkGangs } from "./gangs.js";
import { checkItem } from "./items.js";
import { checkProofs } from "./proofs.js";
import { hasPackingForm } from "./read.js";
import { Rules } from "./rules.js";
import { checkTotals } from "./totals.js";

/** A packing that holds, tied back to its problem. */
export interface Plan extends Claims {
  rules: Rules;
  unplaced: UnplacedItem[];
}

/** Everything that is wrong with a packing. */
export function violationsOf(problem: PackProblem, packing: unknown): PackingViolation[] {
  return examine(problem, packing).violations;
}

/** The packing as a plan, or `InvalidResultError` when it does not hold. */
export function planOf(problem: PackProblem, packing: unknown): Plan {
  const { violations, plan } = examine(problem, packing);
  if (plan === undefined) throw new InvalidResultError(violations);
  return plan;
}

function examine(problem: PackProblem, packing: unknown): { violations: PackingViolation[]; plan?: Plan } {
  const rules = new Rules(parsePackProblem(problem));
  const violations: PackingViolation[] = [];
  const report: Report = (code, path, message) => violations.push({ code, path, message: printable(message, 400) });
  if (!hasPackingForm(packing, report)) return { violations };

  const claims = claimsOf(packing, rules, report);
  for (const claim of claims.placed.values()) checkItem(claim, report);
  for (const copy of claims.copies) checkCopy(copy, report);
  checkGangs(claims, rules, report);
  checkTotals(packing, claims, report);
  checkProofs(packing, claims, rules, report);

  if (violations.length > 0) return { violations };
  return { violations, plan: { rules, ...claims, unplaced: packing.unplaced } };
}
