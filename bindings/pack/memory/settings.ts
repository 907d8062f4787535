import { InvalidOptionsError } from "../../errors.js";
import { limits } from "../../limits.js";
import { suggestion } from "../../suggestion.js";
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
  if (!isRecord(options)) throw new InvalidOptionsError("options", "must be an object");
  refuseUnknown("", options, optionNames);
  const { seed, schedule, iterations, ...given } = options;
  const algorithm = resolveAlgorithm(given.algorithm);
  if (algorithm !== "anneal") {
    for (const [name, value] of Object.entries({ seed, schedule, iterations })) {
      if (value !== undefined) throw new InvalidOptionsError(name, 'goes with algorithm "anneal" alone');
    }
    return { algorithm };
  }
  const planned = integer("schedule", schedule ?? defaultSchedule, 1, limits.iterations);
  return {
    algorithm,
    seed: integer("seed", seed ?? 0, 0, 0xffffffff),
    schedule: planned,
    iterations: integer("iterations", iterations ?? planned, 0, planned),
  };
}

function resolveAlgorithm(algorithm: unknown = "best"): MemoryAlgorithm {
  if (algorithm === "best" || algorithm === "anneal") return algorithm;
  if (!isRecord(algorithm)) {
    throw new InvalidOptionsError("algorithm", 'must be "best", "anneal", or an object of order and choice');
  }
  refuseUnknown("algorithm.", algorithm, ["order", "choice"]);
  return {
    order: oneOf("algorithm.order", algorithm.order, bufferOrders),
    choice: oneOf("algorithm.choice", algorithm.choice, placeChoices),
  };
}

function oneOf<T extends string>(option: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value);
  if (found !== undefined) return found;
  const near = typeof value === "string" ? suggestion(value, allowed) : "";
  throw new InvalidOptionsError(option, `must be one of ${allowed.join(", ")}${near}`);
}

function integer(option: string, value: unknown, least: number, most: number): number {
  // Adding 0 turns −0 into +0.
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value + 0;
  throw new InvalidOptionsError(option, `must be an integer from ${least} to ${most}`);
}

function refuseUnknown(prefix: string, value: Record<string, unknown>, known: readonly string[]): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    throw new InvalidOptionsError(prefix + name, `is unknown${suggestion(name, known)}; known are ${known.join(", ")}`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
