import { InvalidResultError, printable } from "../../errors.js";
import type { SequenceProblem, Server, UnplacedRequest } from "../model.js";
import { parseSequenceProblem } from "../parse.js";
import { checkBatch, checkSlots, checkStaticServer } from "./batches.js";
import { type BatchClaim, type Claims, claimsOf } from "./claims.js";
import type { Report, SequenceViolation } from "./codes.js";
import { checkOrder } from "./order.js";
import { hasSequenceForm } from "./read.js";
import { checkRequest } from "./requests.js";
import { hasSlots, Rules } from "./rules.js";
import { checkTotals } from "./totals.js";
import { checkProofs } from "./unplaced.js";

/** A sequence that holds, tied back to its problem. Of static batches, `batches` has every served request in one. */
export interface Plan extends Claims {
  rules: Rules;
  unplaced: UnplacedRequest[];
}

/** Everything that is wrong with a sequence. */
export function violationsOf(problem: SequenceProblem, sequence: unknown): SequenceViolation[] {
  return examine(problem, sequence).violations;
}

/** The sequence as a plan, or `InvalidResultError` when it does not hold. */
export function planOf(problem: SequenceProblem, sequence: unknown): Plan {
  const { violations, plan } = examine(problem, sequence);
  if (plan === undefined) throw new InvalidResultError(violations);
  return plan;
}

function examine(problem: SequenceProblem, sequence: unknown): { violations: SequenceViolation[]; plan?: Plan } {
  const rules = new Rules(parseSequenceProblem(problem));
  const violations: SequenceViolation[] = [];
  const report: Report = (code, path, message) => violations.push({ code, path, message: printable(message, 400) });
  if (!hasSequenceForm(sequence, report)) return { violations };

  const claims = claimsOf(sequence, rules, report);
  for (const claim of claims.served.values()) checkRequest(claim, rules, report);
  for (const batch of claims.batches) checkBatch(batch, rules, report);
  checkServers(claims, rules, report);
  checkOrder(sequence, claims.served, rules, report);
  checkTotals(sequence, claims, rules, report);
  checkProofs(sequence, claims, rules, report);

  if (violations.length > 0) return { violations };
  return { violations, plan: { rules, ...claims, unplaced: sequence.unplaced } };
}

function checkServers({ batches }: Claims, rules: Rules, report: Report): void {
  const byServer = new Map<Server, BatchClaim[]>();
  for (const server of rules.servers.values()) byServer.set(server, []);
  for (const batch of batches) byServer.get(batch.server)!.push(batch);
  for (const [server, onServer] of byServer) {
    if (hasSlots(server)) {
      const claims = onServer.flatMap(({ members }) => members);
      checkSlots(server, claims, rules, report);
    } else {
      // An empty batch has been reported, and takes no time.
      const filled = onServer.filter(({ members }) => members.length > 0);
      checkStaticServer(server, filled, rules, report);
    }
  }
}
