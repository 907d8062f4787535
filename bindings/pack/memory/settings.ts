import {
  checkedBudget,
  checkedChoice,
  checkedInteger,
  checkedSeed,
  givenOptions,
  isRecord,
  refuseUnknown,
} from "../../checks.js";
import { InvalidOptionsError } from "../../errors.js";
import { limits } from "../../limits.js";
import { bufferOrders, type MemoryAlgorithm, type MemoryCombination, placeChoices } from "./options.js";

const defaultSchedule = 10_000;
const searchNames = ["seed", "schedule", "iterations", "budgetMilliseconds"];

/** Options that were checked: an own copy. */
export type ResolvedMemoryOptions = { algorithm: MemoryCombination | "best" } | ResolvedMemorySearch;

export interface ResolvedMemorySearch {
  algorithm: "anneal";
  seed: number;
  schedule: number;
  iterations: number;
  /** Takes the place of `schedule` and `iterations`. */
  budgetMilliseconds?: number;
}

/**
 * @param options of the caller, unchecked
 * @throws InvalidOptionsError for an option that is unknown or of another algorithm, or a value that is not allowed
 */
export function resolveMemoryOptions(options: unknown = {}): ResolvedMemoryOptions {
  const given = givenOptions(options, ["algorithm", ...searchNames]);
  const algorithm = resolveAlgorithm(given.algorithm);
  if (algorithm === "anneal") return resolveSearch(given);
  for (const name of searchNames) {
    if (given[name] !== undefined) throw new InvalidOptionsError(name, 'goes with algorithm "anneal" alone');
  }
  return { algorithm };
}

function resolveSearch({ seed = 0, schedule, iterations, budgetMilliseconds }: Record<string, unknown>) {
  const planned = checkedInteger("schedule", schedule ?? defaultSchedule, 1, limits.iterations);
  const resolved: ResolvedMemorySearch = {
    algorithm: "anneal",
    seed: checkedSeed(seed),
    schedule: planned,
    iterations: checkedInteger("iterations", iterations ?? planned, 0, planned),
  };
  if (budgetMilliseconds === undefined) return resolved;
  return { ...resolved, budgetMilliseconds: checkedBudget(budgetMilliseconds, { schedule, iterations }) };
}

function resolveAlgorithm(algorithm: unknown = "best"): MemoryAlgorithm {
  if (algorithm === "best" || algorithm === "anneal") return algorithm;
  if (!isRecord(algorithm)) {
    throw new InvalidOptionsError("algorithm", 'must be "best", "anneal", or an object of order and choice');
  }
  refuseUnknown("algorithm.", algorithm, ["order", "choice"]);
  return {
    order: checkedChoice("algorithm.order", algorithm.order, bufferOrders),
    choice: checkedChoice("algorithm.choice", algorithm.choice, placeChoices),
  };
}
