import { affordableSchedule } from "../search.js";
import type { ImproveSettings, PackInstance, PackKernel, PackSolution } from "./instance.js";
import type { PackJudge } from "./judge.js";
import { isLess, measuresOf } from "./objective.js";
import { type PackObjective, type PackRun, presets } from "./options.js";
import type { ParsedPackProblem } from "./parse.js";
import { defaultSchedule, type ResolvedSearch } from "./settings.js";
import { encodeWarmStart } from "./warm-start.js";

/** Iterations that a millisecond is assumed to allow where no clock says more. */
const perMillisecond = 1_000;

/** What a local search is told. */
export interface LocalSearch {
  start: PackSolution;
  settings: ImproveSettings;
  iterations: number;
  /** The options that repeat it up to so many iterations. */
  runOf(iterations: number): PackRun;
}

/** @throws InvalidResultError for a warm start that does not hold */
export function planSearch(
  kernel: PackKernel,
  judge: PackJudge,
  parsed: ParsedPackProblem,
  instance: PackInstance,
  options: ResolvedSearch,
): LocalSearch {
  const { algorithm, objective, seed, budgetMilliseconds, warmStart } = options;
  const warm = warmStart && encodeWarmStart(warmStart, parsed, instance, judge);
  const start = startOf(kernel, instance, objective, warm);
  let { schedule = defaultSchedule } = options;
  if (budgetMilliseconds !== undefined) {
    const open = (schedule: number) => kernel.search(instance, start, { objective, seed, schedule });
    schedule = affordableSchedule(budgetMilliseconds, open, perMillisecond);
  }
  return {
    start,
    settings: { objective, seed, schedule },
    iterations: options.iterations ?? schedule,
    runOf: (iterations) => ({ algorithm, objective, seed, schedule, iterations, ...(warmStart && { warmStart }) }),
  };
}

/** The warm start, unless first fit decreasing is better. */
function startOf(kernel: PackKernel, instance: PackInstance, objective: PackObjective, warm?: PackSolution) {
  const first = kernel.construct(instance, presets["first-fit-decreasing"]);
  if (!warm) return first;
  const isBetter = isLess(measuresOf(objective, instance, first), measuresOf(objective, instance, warm));
  return isBetter ? first : warm;
}
