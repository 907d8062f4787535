import type { ObjectiveMix, ObjectiveName } from "../options.js";
import { endOf } from "./batches.js";
import type { BatchClaim, Claim, Claims } from "./claims.js";
import type { Report } from "./codes.js";
import { momentOf, promisedMoment } from "./promise.js";
import type { CheckedSequence } from "./read.js";
import { hasSlots, pricePerSecond, type Rules, tokenCost } from "./rules.js";
import { differ, timeTolerance } from "./tolerance.js";

/** Checks what a sequence says of itself as a whole. */
export function checkTotals(sequence: CheckedSequence, claims: Claims, rules: Rules, report: Report): void {
  const { status, unplaced } = sequence;
  const due = unplaced.length === 0 ? "complete" : "partial";
  if (status !== due) {
    report("wrong-status", "/status", `with ${unplaced.length} unplaced requests the status is "${due}"`);
  }

  const totals = totalsOf(claims, rules);
  const check = (
    code: Parameters<Report>[0],
    field: "attained" | "totalLatency" | "cost" | "objective",
    due: Amount,
  ) => {
    if (!differ(sequence[field], due.value, due.tolerance)) return;
    report(code, `/${field}`, `${field} is ${sequence[field]}; what the sequence says makes it ${due.value}`);
  };
  check("wrong-attained", "attained", totals.attained);
  check("wrong-latency", "totalLatency", totals.latency);
  check("wrong-cost", "cost", totals.cost);
  check("wrong-objective", "objective", objectiveOf(sequence.run?.objective, totals));
}

/** What times that may be off by their tolerances add up to, and by how much that may be off. */
interface Amount {
  value: number;
  tolerance: number;
}

interface Totals {
  served: number;
  attained: Amount;
  latency: Amount;
  tardiness: Amount;
  cost: Amount;
}

function totalsOf({ served, batches }: Claims, rules: Rules): Totals {
  const claims = [...served.values()];
  return {
    served: claims.length,
    attained: sum(claims.map(({ request: { weight = 1 }, met }) => exactly(met ? weight : 0))),
    latency: sum(claims.map(({ request, end }) => times(1, end - request.arrival, timeTolerance(end, rules.origin)))),
    tardiness: sum(claims.map((claim) => tardinessOf(claim, rules))),
    cost: sum([
      ...batches.map((batch) => costOf(batch, rules)),
      ...claims.map(({ server, request }) => exactly(tokenCost(server, request))),
    ]),
  };
}

function tardinessOf(claim: Claim, { origin }: Rules): Amount {
  const { request } = claim;
  const moment = promisedMoment(request);
  if (moment === undefined) return exactly(0);
  const at = momentOf(moment, claim);
  return times(request.weight ?? 1, Math.max(0, at - moment.by), timeTolerance(at, origin));
}

/** Of the time in which a batch, or each slot that its requests are in, is busy. */
function costOf(batch: BatchClaim, { origin }: Rules): Amount {
  const { server, start, members } = batch;
  const price = pricePerSecond(server);
  const spans = hasSlots(server) || members.length === 0 ? members : [{ start, end: endOf(batch) }];
  return sum(spans.map(({ start, end }) => times(price, end - start, timeTolerance(end, origin))));
}

/** The value of an objective; the default one's when none is given. */
function objectiveOf(objective: ObjectiveName | ObjectiveMix = "attainment-per-latency", totals: Totals): Amount {
  const { served, attained, latency, tardiness, cost } = totals;
  switch (objective) {
    case "attainment-per-latency":
      return served > 0 ? quotient(attained, latency) : exactly(0);
    case "attainment":
      return attained;
    case "weighted-tardiness":
      return tardiness;
    case "mean-latency":
      return served > 0 ? quotient(latency, exactly(served)) : exactly(0);
    case "cost":
      return cost;
    default:
      return sum([
        times(objective.tardiness ?? 0, tardiness.value, tardiness.tolerance),
        times(objective.latency ?? 0, latency.value, latency.tolerance),
        times(objective.cost ?? 0, cost.value, cost.tolerance),
      ]);
  }
}

function exactly(value: number): Amount {
  return { value, tolerance: 0 };
}

function times(factor: number, value: number, tolerance: number): Amount {
  return { value: factor * value, tolerance: factor * tolerance };
}

function quotient(a: Amount, b: Amount): Amount {
  // Where the divisor may be nothing, such as latencies that are lost in the digits of late times, all is possible.
  if (b.value <= b.tolerance) return { value: 0, tolerance: Number.MAX_VALUE };
  const value = a.value / b.value;
  return { value, tolerance: (a.tolerance + value * b.tolerance) / b.value };
}

/** Sums may be off by 1e-9 of themselves. */
function sum(amounts: Amount[]): Amount {
  const total = { value: 0, tolerance: 0 };
  for (const { value, tolerance } of amounts) {
    total.value += value;
    total.tolerance += tolerance + 1e-9 * Math.abs(value);
  }
  return total;
}
