import type { EncodedObjective, SequenceInstance } from "../instance.js";
import type { Totals } from "./evaluate.js";

/** Where later criteria decide between equals, all of the later one is worth this share of all of the first. */
const latencyOfAttained = 0.2;
const costOfAttained = 0.5;
const latencyOfTardiness = 0.02;

/** An objective as a weighted sum of differences. */
export interface Gain {
  attained: number;
  tardiness: number;
  latency: number;
  cost: number;
}

/** At a plan: for the ratio of attainment to latency, to first order. */
export function gainAt(instance: SequenceInstance, objective: EncodedObjective, plan: Totals): Gain {
  const nothing = { attained: 0, tardiness: 0, latency: 0, cost: 0 };
  const attained = Math.max(plan.attained, leastPromise(instance));
  switch (objective.name) {
    case "attainment-per-latency":
      return { ...nothing, attained: 1, latency: share(attained, plan.latency) };
    case "attainment":
      return { ...nothing, attained: 1, latency: share(attained, plan.latency) * latencyOfAttained };
    case "cost": {
      const latency = share(attained, plan.latency) * latencyOfAttained;
      return { ...nothing, attained: 1, latency, cost: costOfAttained * share(attained, plan.cost) };
    }
    case "weighted-tardiness":
      return { ...nothing, tardiness: 1, latency: latencyOfTardiness * share(plan.tardiness, plan.latency) };
    case "mean-latency":
      return { ...nothing, latency: 1 };
    case "mix":
      return { ...nothing, tardiness: objective.tardiness, latency: objective.latency, cost: objective.cost };
  }
}

/** What a request is worth at a plan. */
export function worthOfRequest(instance: SequenceInstance, objective: EncodedObjective, plan: Totals): number {
  const { tardiness, latency, cost } = objective;
  switch (objective.name) {
    case "weighted-tardiness":
      return plan.tardiness / instance.requests;
    case "mean-latency":
      return plan.latency / instance.requests;
    case "mix":
      return (tardiness * plan.tardiness + latency * plan.latency + cost * plan.cost) / instance.requests;
    default:
      return Math.max(plan.attained, leastPromise(instance)) / instance.requests;
  }
}

export function gainOf(gain: Gain, from: Totals, to: Totals): number {
  const promises = gain.attained * (to.attained - from.attained) - gain.tardiness * (to.tardiness - from.tardiness);
  return promises - gain.latency * (to.latency - from.latency) - gain.cost * (to.cost - from.cost);
}

/** The least weight of a promise; 1 where nothing is promised. */
function leastPromise({ promised, weight }: SequenceInstance): number {
  const weights = weight.filter((_, r) => promised[r] === 1);
  return weights.length > 0 ? Math.min(...weights) : 1;
}

function share(part: number, all: number): number {
  return all > 0 ? part / all : 1;
}
