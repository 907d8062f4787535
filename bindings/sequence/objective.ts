import type { EncodedObjective } from "./instance.js";
import type { Timeline } from "./timeline.js";

/** What a plan is worth by an objective; of those without requests, 0. */
export function objectiveValue({ name, ...weights }: EncodedObjective, timeline: Timeline): number {
  const { attained, latency, tardiness, cost, start } = timeline;
  switch (name) {
    case "attainment-per-latency":
      return latency > 0 ? attained / latency : 0;
    case "attainment":
      return attained;
    case "weighted-tardiness":
      return tardiness;
    case "mean-latency":
      return start.length > 0 ? latency / start.length : 0;
    case "cost":
      return cost;
    case "mix":
      return weights.tardiness * tardiness + weights.latency * latency + weights.cost * cost;
  }
}
