import { printable } from "../errors.js";
import type { Violation } from "../violation.js";
import type { Packing, PlacedItem } from "./model.js";
import type { ParsedPackProblem } from "./parse.js";
import { fragmentationOf } from "./statistics/fragmentation.js";
import { claimsOf } from "./verify/claims.js";
import type { PackingViolationCode, Report } from "./verify/codes.js";
import { checkCopy } from "./verify/copies.js";
import { checkGangs } from "./verify/gangs.js";
import { checkItem } from "./verify/items.js";
import { Rules } from "./verify/rules.js";
import { statesOf } from "./verify/states.js";

/** What the verb asks of verification and statistics. It is handed in, for they share no code with what makes results. */
export interface PackJudge {
  /** What is wrong with items in bins, those aside that the problem lacks; paths begin at `/placed`. */
  violationsOf(placed: readonly PlacedItem[], parsed: ParsedPackProblem): Violation[];
  /** As the statistics report it. */
  fragmentationOf(packing: Packing, parsed: ParsedPackProblem): number;
}

/** What may be missing, for items and bins come and go. */
const missing: readonly PackingViolationCode[] = [
  "unknown-item",
  "missing-item",
  "unknown-bin",
  "unknown-copy",
  "torn-gang",
];

export const packJudge: PackJudge = {
  violationsOf(placed, parsed) {
    const violations: Violation[] = [];
    const report: Report = (code, path, message) => {
      if (!missing.includes(code)) violations.push({ code, path, message: printable(message, 400) });
    };
    const rules = new Rules(parsed);
    const claims = claimsOf({ placed: [...placed], unplaced: [] }, rules, report);
    for (const claim of claims.placed.values()) checkItem(claim, report);
    for (const copy of claims.copies) checkCopy(copy, report);
    checkGangs(claims, rules, report);
    return violations;
  },
  fragmentationOf(packing, parsed) {
    const rules = new Rules(parsed);
    const claims = claimsOf(packing, rules, () => {});
    return fragmentationOf(rules, statesOf({ rules, ...claims, unplaced: packing.unplaced }));
  },
};
