import type { EncodedObjective } from "../instance.js";
import type { Totals } from "./evaluate.js";

/** Whether plan a is better than plan b. Every criterion is greater-is-better; later ones decide between equals. */
export function isBetter(objective: EncodedObjective, a: Totals, b: Totals): boolean {
  const criteriaOfB = criteria(objective, b);
  for (const [k, value] of criteria(objective, a).entries()) {
    if (value !== criteriaOfB[k]) return value > criteriaOfB[k]!;
  }
  return false;
}

function criteria({ name, tardiness, latency, cost }: EncodedObjective, totals: Totals): number[] {
  switch (name) {
    case "attainment-per-latency":
      // Without requests there is no latency.
      return [totals.latency > 0 ? totals.attained / totals.latency : 0, -totals.latency];
    case "attainment":
      return [totals.attained, -totals.latency];
    case "weighted-tardiness":
      return [-totals.tardiness, -totals.latency];
    case "mean-latency":
      return [-totals.latency];
    case "cost":
      return [totals.attained, -totals.cost, -totals.latency];
    case "mix":
      return [-(tardiness * totals.tardiness + latency * totals.latency + cost * totals.cost)];
  }
}
