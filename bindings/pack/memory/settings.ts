import { checkedChoice, checkedInteger, checkedSeed, givenOptions, isRecord, refuseUnknown } from "../../checks.js";
import { InvalidOptionsError } from "../../errors.js";
import { limits } from "../../limits.js";
import { bufferOrders, type MemoryAlgorithm, type MemoryCombination, placeChoices } from "./options.js";

const defaultSchedule = 10_000;
const optionNames = ["algorithm", "seed", "schedule", "iterations"];

/** Options that were checked: an own copy. */
export type ResolvedMemoryOptions =
  | { algorithm: MemoryCombination | "best" }
  | { algorithm: "anneal"; seed: number; schedule: number; iterations: number };

/**
 * @param options of the caller, unchecked
 * @throws InvalidOptionsError for an option that is unknown or of another algorithm, or a value that is not allowed
 */
export function resolveMemoryOptions(options: unknown = {}): ResolvedMemoryOptions {
  const { seed, schedule, iterations, ...given } = givenOptions(options, optionNames);
  const algorithm = resolveAlgorithm(given.algorithm);
  if (algorithm !== "anneal") {
    for (const [name, value] of Object.entries({ seed, schedule, iterations })) {
      if (value !== undefined) throw new InvalidOptionsError(name, 'goes with algorithm "anneal" alone');
    }
    return { algorithm };
  }
  const planned = checkedInteger("schedule", schedule ?? defaultSchedule, 1, limits.iterations);
  return {
    algorithm,
    seed: checkedSeed(seed ?? 0),
    schedule: planned,
    iterations: checkedInteger("iterations", iterations ?? planned, 0, planned),
  };
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
