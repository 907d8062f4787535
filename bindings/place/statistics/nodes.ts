import type { Claim } from "../verify/claims.js";
import type { Plan } from "../verify/examine.js";
import { groupBy } from "../verify/group.js";
import { busySeconds } from "../verify/occupancy.js";
import { capacityOf, needsOf } from "../verify/rules.js";
import type { NodeStatistics } from "./model.js";

/** What each node of the cluster does until `makespan`. */
export function nodeStatistics({ rules, placed }: Plan, makespan: number): NodeStatistics[] {
  const placedByNode = groupBy(placed.values(), ({ node }) => node);
  return [...rules.nodes.values()].map((node) => {
    const claims = placedByNode.get(node) ?? [];
    const busy = busySeconds(claims);
    const statistics: NodeStatistics = {
      node: node.id,
      tasks: claims.length,
      busy,
      idle: Math.max(0, makespan - busy),
      utilisation: share(busy, makespan),
      cost: (busy * (node.pricePerHour ?? 0)) / 3600,
    };
    const capacity = capacityOf(node);
    return capacity ? { ...statistics, resources: resourceShares(capacity, claims, makespan) } : statistics;
  });
}

function resourceShares(capacity: Map<string, number>, claims: Claim[], makespan: number): Record<string, number> {
  const held = new Map<string, number>();
  for (const { task, start, end } of claims) {
    for (const [resource, amount] of needsOf(task) ?? capacity) {
      held.set(resource, (held.get(resource) ?? 0) + amount * (end - start));
    }
  }
  const shares = [...capacity].map(([resource, has]) => [resource, share(held.get(resource) ?? 0, has * makespan)]);
  return Object.fromEntries(shares);
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}
