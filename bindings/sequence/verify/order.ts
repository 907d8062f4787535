import type { Claim } from "./claims.js";
import type { Report } from "./codes.js";
import type { CheckedSequence } from "./read.js";
import type { Rules } from "./rules.js";
import { timeTolerance } from "./tolerance.js";

/** Checks that `order` has each served request once, by start; those that start together may be in any order. */
export function checkOrder(
  { order, requests }: CheckedSequence,
  served: Map<string, Claim>,
  rules: Rules,
  report: Report,
) {
  const listed = new Set(requests.map(({ request }) => request));
  const seen = new Set<string>();
  let before: Claim | undefined;
  for (const [index, id] of order.entries()) {
    const path = `/order/${index}`;
    if (!rules.requests.has(id)) {
      report("unknown-request", path, `the problem has no request "${id}"`);
    } else if (!listed.has(id)) {
      report("wrong-order", path, `request "${id}" is not among the served`);
    } else if (seen.has(id)) {
      report("wrong-order", path, `request "${id}" is in the order before`);
    }
    seen.add(id);
    const claim = served.get(id);
    if (claim === undefined) continue;
    if (before !== undefined && claim.start < before.start - timeTolerance(before.start, rules.origin)) {
      const fact = `request "${id}" starts at ${claim.start}, before "${before.request.id}" at ${before.start}`;
      report("wrong-order", path, fact);
    }
    before = claim;
  }
  for (const id of served.keys()) {
    if (!seen.has(id)) report("wrong-order", "/order", `request "${id}" is served and not in the order`);
  }
}
