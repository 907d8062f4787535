import { InvalidOptionsError } from "../errors.js";
import { affordableSchedule } from "../search.js";
import type { AnnealSettings, SequenceInstance, SequenceKernel } from "./instance.js";
import type { ObjectiveMix, ObjectiveName, SequenceRun } from "./options.js";
import type { ParsedSequenceProblem } from "./parse.js";
import { defaultSchedule } from "./schedule.js";
import { encodeObjective, type ResolvedAnnealing } from "./settings.js";
import { encodeWarmStart } from "./warm-start.js";

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
  if (budgetMilliseconds !== undefined) {
    const open = (schedule: number) => kernel.search(instance, { ...settings, schedule });
    settings.schedule = affordableSchedule(budgetMilliseconds, open, settings.schedule);
  }
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
