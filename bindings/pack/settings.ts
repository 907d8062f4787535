import {
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
import {
  binChoices,
  binOrders,
  type Combination,
  itemOrders,
  itemScores,
  type PackAlgorithm,
  type PackObjective,
  type PackOptions,
  type PackWarmStart,
  type PresetName,
  packObjectives,
  presets,
  weightings,
} from "./options.js";
import { resolveWarmStart } from "./warm-start.js";

/** Options that were checked: an own copy, with every default in place. */
export type ResolvedOptions = { algorithm: PresetName | Combination } | { algorithm: "best" } | ResolvedSearch;

/** How long a search goes on. */
type SearchLength = Pick<PackOptions, "schedule" | "iterations" | "budgetMilliseconds">;

export interface ResolvedSearch extends SearchLength {
  algorithm: "local-search";
  objective: PackObjective;
  seed: number;
  warmStart?: PackWarmStart;
}

export const presetNames = Object.keys(presets) as PresetName[];
const algorithmNames = [...presetNames, "best", "local-search"] as const;

export const defaultSchedule = 20_000;
const defaults = { algorithm: "first-fit-decreasing", objective: "bins", seed: 0 } as const;
/** Options of the search. */
const searchNames = [
  "objective",
  "seed",
  "schedule",
  "iterations",
  "budgetMilliseconds",
  "warmStart",
] as const satisfies (keyof PackOptions)[];
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
  const given: PackOptions = givenOptions(options, optionNames);
  const algorithm = resolveAlgorithm(given.algorithm ?? defaults.algorithm);
  if (algorithm === "local-search") return resolveSearch(given);
  for (const name of searchNames) {
    if (given[name] !== undefined) throw new InvalidOptionsError(name, 'goes with algorithm "local-search" alone');
  }
  return { algorithm };
}

function resolveAlgorithm(algorithm: unknown): PackAlgorithm {
  if (typeof algorithm === "string") return checkedChoice("algorithm", algorithm, algorithmNames);
  if (!isRecord(algorithm)) throw new InvalidOptionsError("algorithm", "must be a name or a combination of choices");
  // What is checked is the copy: nobody else can change it.
  const combination: Record<string, unknown> = { ...algorithm };
  const choices: Record<string, readonly string[]> = "score" in combination ? binByBin : itemByItem;
  refuseUnknown("algorithm.", combination, Object.keys(choices));
  for (const [name, allowed] of Object.entries(choices)) checkedChoice(`algorithm.${name}`, combination[name], allowed);
  return combination as unknown as Combination;
}

function resolveSearch(given: PackOptions): ResolvedSearch {
  const { objective = defaults.objective, seed = defaults.seed, warmStart } = given;
  return {
    algorithm: "local-search",
    objective: checkedChoice("objective", objective, packObjectives),
    seed: checkedSeed(seed),
    ...resolveLength(given),
    ...(warmStart !== undefined && { warmStart: resolveWarmStart(warmStart) }),
  };
}

function resolveLength({ schedule: given, iterations, budgetMilliseconds }: PackOptions): SearchLength {
  if (budgetMilliseconds !== undefined) {
    return { budgetMilliseconds: checkedBudget(budgetMilliseconds, { schedule: given, iterations }) };
  }
  const schedule = checkedInteger("schedule", given ?? defaultSchedule, 1, limits.iterations);
  return { schedule, iterations: checkedInteger("iterations", iterations ?? schedule, 0, schedule) };
}
