import type { Node } from "../../cluster/model.js";
import type { Placement } from "../model.js";
import type { Claim } from "./claims.js";
import type { Report } from "./codes.js";
import { busySeconds } from "./occupancy.js";
import type { Delivery } from "./tasks.js";

/** Checks what a placement says of itself as a whole: status, makespan and cost. */
export function checkTotals(
  placement: Placement,
  claimsByNode: Map<Node, Claim[]>,
  deliveries: Delivery[],
  tolerance: number,
  report: Report,
): void {
  const status = placement.unplaced.length === 0 ? "complete" : "partial";
  if (placement.status !== status) {
    report("wrong-status", "/status", `with ${placement.unplaced.length} unplaced tasks the status is "${status}"`);
  }

  let makespan = 0;
  for (const { end } of [...claimsByNode.values()].flat()) makespan = Math.max(makespan, end);
  if (Math.abs(placement.makespan - makespan) > tolerance) {
    report("wrong-makespan", "/makespan", `makespan is ${placement.makespan}, and the latest end is ${makespan}`);
  }

  let cost = 0;
  // What all priced nodes together would cost for as long as two times may differ.
  let costTolerance = 0;
  for (const [node, claims] of claimsByNode) {
    const pricePerSecond = (node.pricePerHour ?? 0) / 3600;
    cost += pricePerSecond * busySeconds(claims);
    costTolerance += pricePerSecond * tolerance;
  }
  for (const { handOver } of deliveries) cost += handOver.cost;
  costTolerance += 1e-9 * cost;
  if (Math.abs(placement.cost - cost) > costTolerance) {
    report("wrong-cost", "/cost", `cost is ${placement.cost}; busy nodes and moved data make it ${cost}`);
  }
}
