import type { Claim } from "../verify/claims.js";
import type { Plan } from "../verify/examine.js";
import type { CriticalStep, PlacementStatistics } from "./model.js";
import { Waits } from "./waits.js";

/** Walks back from the task that ends last, from each task to the one that it waited for. */
export function criticalPath(plan: Plan): CriticalStep[] {
  const { placed } = plan;
  const waits = new Waits(plan);
  const steps: CriticalStep[] = [];
  const walked = new Set<Claim>();
  let claim = lastToEnd(placed.values());
  // Tasks shorter than the tolerance may seem to wait for each other.
  while (claim !== undefined && !walked.has(claim)) {
    walked.add(claim);
    const { task, node, start, end } = claim;
    const waited = waits.of(claim);
    steps.push({ task: task.id, node: node.id, start, end, ...waited });
    claim = "task" in waited.waitedFor ? placed.get(waited.waitedFor.task) : undefined;
  }
  return steps.reverse();
}

export function criticalTime(path: CriticalStep[], makespan: number): PlacementStatistics["criticalTime"] {
  let computing = 0;
  let transferring = 0;
  for (const { start, end, waitedFor } of path) {
    computing += end - start;
    if (waitedFor.for === "transfer") transferring += waitedFor.seconds;
  }
  return { computing, transferring, waiting: Math.max(0, makespan - computing - transferring) };
}

function lastToEnd(claims: Iterable<Claim>): Claim | undefined {
  let last: Claim | undefined;
  for (const claim of claims) {
    if (last === undefined || claim.end > last.end) last = claim;
  }
  return last;
}
