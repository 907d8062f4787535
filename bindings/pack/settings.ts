import { InvalidOptionsError } from "../errors.js";
import { limits } from "../limits.js";
import { suggestion } from "../suggestion.js";
import {
  binChoices,
  binOrders,
  type Combination,
  itemOrders,
  itemScores,
  type PackAlgorithm,
  type PackObjective,
  type PackOptions,
  type PresetName,
  packObjectives,
  presets,
  weightings,
} from "./options.js";

/** Options that were checked: an own copy, with every default in place. */
export type ResolvedOptions = { algorithm: PresetName | Combination } | { algorithm: "best" } | ResolvedSearch;

export interface ResolvedSearch {
  algorithm: "local-search";
  objective: PackObjective;
  seed: number;
  schedule: number;
  iterations: number;
}

export const presetNames = Object.keys(presets) as PresetName[];
export const algorithmNames = [...presetNames, "best", "local-search"] as const;

const defaults = { algorithm: "first-fit-decreasing", objective: "bins", seed: 0, schedule: 20_000 } as const;
/** Options of the search. */
const searchNames = ["objective", "seed", "schedule", "iterations"] as const satisfies (keyof PackOptions)[];
const optionNames = ["algorithm", ...searchNames];

const itemByItem = {
  order: itemOrders,
  choice: binChoices,
  weights: weightings.filter((name) => name !== "remaining"),
  bins: binOrders,
} as const;
const binByBin = { score: itemScores, weights: weightings, bins: binOrders } as const;

/**
 * @param options of the caller, unchecked
 * @throws InvalidOptionsError for an option that is unknown or of another algorithm, or a value that is not allowed
 */
export function resolvePackOptions(options: unknown = {}): ResolvedOptions {
  if (!isRecord(options)) throw new InvalidOptionsError("options", "must be an object");
  refuseUnknown("", options, optionNames);
  // What is checked is the copy. An option that is undefined counts as not given.
  const given: PackOptions = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const algorithm = resolveAlgorithm(given.algorithm ?? defaults.algorithm);
  if (algorithm === "local-search") return resolveSearch(given);
  for (const name of searchNames) {
    if (given[name] !== undefined) throw new InvalidOptionsError(name, 'goes with algorithm "local-search" alone');
  }
  return { algorithm };
}

function resolveAlgorithm(algorithm: unknown): PackAlgorithm {
  if (typeof algorithm === "string") {
    checkChoice("algorithm", algorithm, algorithmNames);
    return algorithm as PackAlgorithm;
  }
  if (!isRecord(algorithm)) throw new InvalidOptionsError("algorithm", "must be a name or a combination of choices");
  // What is checked is the copy: nobody else can change it.
  const combination: Record<string, unknown> = { ...algorithm };
  const choices: Record<string, readonly string[]> = "score" in combination ? binByBin : itemByItem;
  refuseUnknown("algorithm.", combination, Object.keys(choices));
  for (const [name, allowed] of Object.entries(choices)) {
    checkChoice(`algorithm.${name}`, combination[name], allowed);
  }
  return combination as unknown as Combination;
}

function resolveSearch({
  objective = defaults.objective,
  seed = defaults.seed,
  ...given
}: PackOptions): ResolvedSearch {
  checkChoice("objective", objective, packObjectives);
  const schedule = integer("schedule", given.schedule ?? defaults.schedule, 1, limits.iterations);
  return {
    algorithm: "local-search",
    objective,
    seed: integer("seed", seed, 0, 0xffffffff),
    schedule,
    iterations: integer("iterations", given.iterations ?? schedule, 0, schedule),
  };
}

function integer(option: string, value: unknown, least: number, most: number): number {
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
    throw new InvalidOptionsError(option, `must be an integer from ${least} to ${most}`);
  }
  return value === 0 ? 0 : (value as number);
}

function refuseUnknown(prefix: string, value: Record<string, unknown>, known: readonly string[]): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    throw new InvalidOptionsError(prefix + name, `is unknown${suggestion(name, known)}; known are ${known.join(", ")}`);
  }
}

function checkChoice(option: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value === "string" && allowed.includes(value)) return;
  const found = typeof value === "string" ? `; found "${value}"${suggestion(value, allowed)}` : "";
  throw new InvalidOptionsError(option, `must be one of ${allowed.join(", ")}${found}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
