import { givenOptions } from "./checks.js";
import { InvalidOptionsError } from "./errors.js";
import { limits } from "./limits.js";

/** A search that can be stopped at any time and gone on with; it gets better the longer it runs. */
export interface Search<R> {
  /**
   * Goes on for up to so many iterations; false when the schedule is at its end.
   *
   * @throws KernelError
   */
  step(iterations: number): boolean;
  /** The best found so far. */
  best(): R;
  /**
   * Goes on until the schedule, the iterations or the budget are at their end or the signal says so, giving way to
   * other work of the program every few milliseconds. What is found does not depend on these pauses. A signal loses
   * nothing: the promise is kept with the best found so far, and the search can be gone on with.
   */
  run(options?: SearchRunOptions): Promise<R>;
}

/** How long a search is to go on. */
export interface SearchRunOptions {
  /** Of this run. Not negative. @default what is left of the schedule */
  maxIterations?: number;
  /** Of this run, pauses included. Positive. @default without limit */
  budgetMilliseconds?: number;
  signal?: AbortSignal;
  /** Told before every pause, and at the end. */
  onProgress?: (progress: SearchProgress) => void;
}

/** How far a search has come. */
export interface SearchProgress {
  /** Done so far. */
  iterations: number;
  /** Planned. */
  schedule: number;
  /** Value of the objective of the best found so far. */
  objective: number;
}

/** After so long, other work of the program has its turn. */
const sliceMilliseconds = 8;
/** The same, counted, for engines whose clock stands still while a program computes. */
const sliceIterations = 2 ** 17;

const runOptionNames = ["maxIterations", "budgetMilliseconds", "signal", "onProgress"];

/** The search of a kernel, whose results are arrays. */
export interface KernelSearch<S> {
  /** Goes on; false when it is at its end. */
  step(iterations: number): boolean;
  readonly iterations: number;
  best(): S;
}

/**
 * The search of a kernel as one whose results are objects.
 * @param end iterations after which it ends
 * @param objectiveOf what progress is told by
 */
export function searchOf<S, R>(
  kernelSearch: KernelSearch<S>,
  { schedule, end }: { schedule: number; end: number },
  decode: (solution: S, iterations: number) => R,
  objectiveOf: (result: R) => number,
): Search<R> {
  let isOpen = true;
  const done = () => kernelSearch.iterations;
  const best = () => decode(kernelSearch.best(), done());
  const step = (iterations: number) => {
    isOpen = kernelSearch.step(Math.min(iterations, end - done())) && done() < end;
    return isOpen;
  };
  return {
    step(iterations) {
      if (!Number.isInteger(iterations) || iterations < 0) {
        throw new InvalidOptionsError("iterations", "must be a whole number of at least 0");
      }
      return step(iterations);
    },
    best,
    async run(options = {}) {
      const { maxIterations, budgetMilliseconds, signal, onProgress } = checked(options);
      const last = Math.min(end, done() + maxIterations);
      const deadline = performance.now() + budgetMilliseconds;
      const goesOn = () => isOpen && done() < last && performance.now() < deadline;
      const report = (progress: SearchProgress) => onProgress?.(progress);
      while (goesOn() && !signal?.aborted) {
        const sliceEnd = performance.now() + sliceMilliseconds;
        for (let chunk = 1; chunk < sliceIterations && goesOn() && performance.now() < sliceEnd; chunk *= 2) {
          step(Math.min(chunk, last - done()));
        }
        if (onProgress) report({ iterations: done(), schedule, objective: objectiveOf(best()) });
        await new Promise((resolve) => setTimeout(resolve));
      }
      return best();
    },
  };
}

const probeIterations = 1_000;

/**
 * Iterations that fit a budget, by timing a short search that is thrown away.
 *
 * @param open a search of so many planned iterations
 * @param perMillisecond takes the place of what was timed where the clock is too coarse, or stands still while a program
 *   computes
 */
export function affordableSchedule(
  budgetMilliseconds: number,
  open: (schedule: number) => Pick<KernelSearch<unknown>, "step" | "iterations">,
  perMillisecond: number,
): number {
  const begin = performance.now();
  const search = open(probeIterations);
  const ready = performance.now();
  // To its end, for its phases cost differently; unless that takes much of the budget.
  for (let chunk = 1; search.step(chunk) && performance.now() - ready < budgetMilliseconds / 8; chunk *= 2);
  const end = performance.now();
  // The search that counts has to be prepared as well.
  const left = budgetMilliseconds - (end - begin) - (ready - begin);
  const pace = end > ready ? search.iterations / (end - ready) : perMillisecond;
  return Math.min(limits.iterations, Math.max(1, Math.floor(left * pace)));
}

function checked(options: SearchRunOptions): { maxIterations: number; budgetMilliseconds: number } & SearchRunOptions {
  const given: SearchRunOptions = givenOptions(options, runOptionNames);
  const { maxIterations = limits.iterations, budgetMilliseconds = Infinity, signal, onProgress } = given;
  if (!Number.isInteger(maxIterations) || maxIterations < 0) {
    throw new InvalidOptionsError("maxIterations", "must be a whole number of at least 0");
  }
  if (!(typeof budgetMilliseconds === "number" && budgetMilliseconds > 0)) {
    throw new InvalidOptionsError("budgetMilliseconds", "must be a number above 0");
  }
  if (signal !== undefined && typeof signal?.aborted !== "boolean") {
    throw new InvalidOptionsError("signal", "must be the signal of an AbortController");
  }
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new InvalidOptionsError("onProgress", "must be a function");
  }
  return { maxIterations, budgetMilliseconds, signal, onProgress };
}
