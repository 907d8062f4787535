import {
  checkedAmount,
  checkedBudget,
  checkedChoice,
  checkedInteger,
  checkedSeed,
  givenOptions,
  isRecord,
  refuseUnknown,
} from "../checks.js";
import { InvalidOptionsError } from "../errors.js";
import { limits } from "../limits.js";
import type { EncodedObjective } from "./instance.js";
import {
  algorithms,
  type ObjectiveMix,
  type ObjectiveName,
  objectives,
  type SequenceAlgorithm,
  type SequenceOptions,
  type SequenceRule,
  type Starvation,
  type WarmStart,
} from "./options.js";
import { resolveWarmStart } from "./warm-start.js";

/** Options that were checked: an own copy. What has no default but by the problem is left out. */
export type ResolvedOptions = { objective: ObjectiveName | ObjectiveMix } & (
  | { algorithm: SequenceRule; ageing?: number; starvation?: Starvation }
  | { algorithm: "exhaustive" }
  | ResolvedAnnealing
);

export interface ResolvedAnnealing {
  algorithm: "anneal";
  seed: number;
  schedule?: number;
  iterations?: number;
  budgetMilliseconds?: number;
  warmStart?: WarmStart;
}

/** Of options that only some rules look at. */
export const ruleDefaults = { ageing: 0.1, starvation: { threshold: 200, quantum: 10 } };

/** The algorithm that each option belongs to; the others go with all. */
const owners: Partial<Record<keyof SequenceOptions, SequenceAlgorithm>> = {
  seed: "anneal",
  schedule: "anneal",
  iterations: "anneal",
  budgetMilliseconds: "anneal",
  warmStart: "anneal",
  ageing: "priority",
  starvation: "learned-rank",
};
const optionNames = ["algorithm", "objective", ...Object.keys(owners)];
const mixNames = ["tardiness", "latency", "cost"] as const satisfies (keyof ObjectiveMix)[];

/**
 * @param options of the caller, unchecked
 * @throws InvalidOptionsError for an option that is unknown or of another algorithm, or a value that is not allowed
 */
export function resolveSequenceOptions(options: unknown = {}): ResolvedOptions {
  const given: SequenceOptions = givenOptions(options, optionNames);
  const algorithm = resolveAlgorithm(given.algorithm);
  refuseStrangers(given, algorithm);
  const objective = resolveObjective(given.objective);
  switch (algorithm) {
    case "anneal":
      return { algorithm, objective, ...resolveAnnealing(given) };
    case "priority":
      return { algorithm, objective, ageing: resolveAgeing(given.ageing) };
    case "learned-rank":
      return { algorithm, objective, starvation: resolveStarvation(given.starvation) };
    default:
      return { algorithm, objective };
  }
}

export function encodeObjective(objective: ObjectiveName | ObjectiveMix): EncodedObjective {
  if (typeof objective === "string") return { name: objective, tardiness: 0, latency: 0, cost: 0 };
  const { tardiness = 0, latency = 0, cost = 0 } = objective;
  return { name: "mix", tardiness, latency, cost };
}

function resolveAlgorithm(algorithm: unknown = "anneal"): SequenceAlgorithm {
  return checkedChoice("algorithm", algorithm, algorithms);
}

function refuseStrangers(given: SequenceOptions, algorithm: SequenceAlgorithm): void {
  for (const name of Object.keys(given) as (keyof SequenceOptions)[]) {
    const owner = owners[name];
    if (owner === undefined || owner === algorithm) continue;
    throw new InvalidOptionsError(name, `goes with algorithm "${owner}" alone, not with "${algorithm}"`);
  }
}

function resolveObjective(objective: unknown = "attainment-per-latency"): ObjectiveName | ObjectiveMix {
  if (typeof objective === "string") return checkedChoice("objective", objective, objectives);
  if (!isRecord(objective)) throw new InvalidOptionsError("objective", "must be a name or a mix of weights");
  const copy: Record<string, unknown> = { ...objective };
  refuseUnknown("objective.", copy, mixNames);
  const mix: ObjectiveMix = {};
  for (const name of mixNames) if (copy[name] !== undefined) mix[name] = checkedAmount(`objective.${name}`, copy[name]);
  if (!Object.values(mix).some((weight) => weight > 0)) {
    throw new InvalidOptionsError("objective", `must have a positive weight for one of ${mixNames.join(", ")}`);
  }
  return mix;
}

function resolveAnnealing(given: SequenceOptions): Omit<ResolvedAnnealing, "algorithm"> {
  const resolved: Omit<ResolvedAnnealing, "algorithm"> = { seed: checkedSeed(given.seed ?? 1) };
  const { schedule, iterations, budgetMilliseconds, warmStart } = given;
  if (schedule !== undefined) resolved.schedule = checkedInteger("schedule", schedule, 1, limits.iterations);
  if (iterations !== undefined) resolved.iterations = checkedInteger("iterations", iterations, 0, limits.iterations);
  if (budgetMilliseconds !== undefined) {
    resolved.budgetMilliseconds = checkedBudget(budgetMilliseconds, { schedule, iterations });
  }
  if (warmStart !== undefined) resolved.warmStart = resolveWarmStart(warmStart);
  return resolved;
}

function resolveAgeing(ageing: unknown = ruleDefaults.ageing): number {
  return checkedAmount("ageing", ageing);
}

function resolveStarvation(starvation: unknown = ruleDefaults.starvation): Starvation {
  if (!isRecord(starvation)) throw new InvalidOptionsError("starvation", "must be an object");
  const copy: Record<string, unknown> = { ...starvation };
  refuseUnknown("starvation.", copy, ["threshold", "quantum"]);
  return {
    threshold: checkedInteger("starvation.threshold", copy.threshold, 1, limits.iterations),
    quantum: checkedInteger("starvation.quantum", copy.quantum, 1, limits.iterations),
  };
}
