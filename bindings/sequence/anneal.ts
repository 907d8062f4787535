import { InvalidOptionsError } from "../errors.js";
import { limits } from "../limits.js";
import type { AnnealSettings, SequenceInstance, SequenceKernel } from "./instance.js";
import type { ObjectiveMix, ObjectiveName, SequenceRun } from "./options.js";
import type { ParsedSequenceProblem } from "./parse.js";
import { defaultSchedule } from "./schedule.js";
import { encodeObjective, type ResolvedAnnealing } from "./settings.js";
import { encodeWarmStart } from "./warm-start.js";

const probeIterations = 1_000;

/** What an annealing is told. */
export interface Annealing {
  settings: AnnealSettings;
  iterations: number;
  /** The options that repeat it up to so many iterations. */
  runOf(iterations: number): SequenceRun;
}

/** @throws InvalidOptionsError */
export function planAnnealing(
  kernel: SequenceKernel,
  parsed: ParsedSequenceProblem,
  instance: SequenceInstance,
  options: ResolvedAnnealing & { objective: ObjectiveName | ObjectiveMix },
): Annealing {
  const { algorithm, objective, seed, budgetMilliseconds, warmStart } = options;
  const settings: AnnealSettings = {
    objective: encodeObjective(objective),
    seed,
    schedule: options.schedule ?? defaultSchedule(instance),
    warmStart: warmStart && encodeWarmStart(warmStart, parsed, instance),
  };
  if (budgetMilliseconds !== undefined) settings.schedule = affordable(kernel, instance, settings, budgetMilliseconds);
  const { schedule } = settings;
  const { iterations = schedule } = options;
  if (iterations > schedule) {
    throw new InvalidOptionsError("iterations", `must not exceed the schedule, which is ${schedule}`);
  }
  return {
    settings,
    iterations,
    runOf: (iterations) => ({ algorithm, objective, seed, schedule, iterations, ...(warmStart && { warmStart }) }),
  };
}

/**
 * Iterations that fit the budget, by timing a short search that is thrown away. Where the clock stands still while a
 * program computes, or is too coarse, the default takes the place of what a millisecond allows.
 */
function affordable(kernel: SequenceKernel, instance: SequenceInstance, settings: AnnealSettings, budget: number) {
  const begin = performance.now();
  const search = kernel.search(instance, { ...settings, schedule: probeIterations });
  const ready = performance.now();
  // To its end, for its phases cost differently; unless that takes much of the budget.
  for (let chunk = 1; search.step(chunk) && performance.now() - ready < budget / 8; chunk *= 2);
  const end = performance.now();
  // The search that counts has to be prepared as well.
  const left = budget - (end - begin) - (ready - begin);
  const perMillisecond = end > ready ? search.iterations / (end - ready) : defaultSchedule(instance);
  return Math.min(limits.iterations, Math.max(1, Math.floor(left * perMillisecond)));
}
