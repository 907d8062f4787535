import { InvalidOptionsError } from "../errors.js";
import { limits } from "../limits.js";
import type { Search, SearchProgress, SearchRunOptions } from "../search.js";
import { suggestion } from "../suggestion.js";
import type { SequenceSearch, SequenceSolution } from "./instance.js";

/** After so long, other work of the program has its turn. */
const sliceMilliseconds = 8;
/** The same, counted, for engines whose clock stands still while a program computes. */
const sliceIterations = 2 ** 17;

const runOptionNames = ["maxIterations", "budgetMilliseconds", "signal", "onProgress"];

/**
 * The search of a kernel as one whose results are sequences.
 * @param end iterations after which it ends
 */
export function searchOf<R extends { objective: number }>(
  kernelSearch: SequenceSearch,
  { schedule, end }: { schedule: number; end: number },
  decode: (solution: SequenceSolution, iterations: number) => R,
): Search<R> {
  const done = () => kernelSearch.iterations;
  const best = () => decode(kernelSearch.best(), done());
  const step = (iterations: number) => {
    kernelSearch.step(Math.min(iterations, end - done()));
    return done() < end;
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
      const goesOn = () => done() < last && performance.now() < deadline;
      const report = (progress: SearchProgress) => onProgress?.(progress);
      while (goesOn() && !signal?.aborted) {
        const sliceEnd = performance.now() + sliceMilliseconds;
        for (let chunk = 1; chunk < sliceIterations && goesOn() && performance.now() < sliceEnd; chunk *= 2) {
          step(Math.min(chunk, last - done()));
        }
        if (onProgress) report({ iterations: done(), schedule, objective: best().objective });
        await new Promise((resolve) => setTimeout(resolve));
      }
      return best();
    },
  };
}

function checked(options: SearchRunOptions): { maxIterations: number; budgetMilliseconds: number } & SearchRunOptions {
  if (typeof options !== "object" || options === null) throw new InvalidOptionsError("options", "must be an object");
  for (const name of Object.keys(options)) {
    if (runOptionNames.includes(name)) continue;
    const known = `known are ${runOptionNames.join(", ")}`;
    throw new InvalidOptionsError(name, `is unknown${suggestion(name, runOptionNames)}; ${known}`);
  }
  const { maxIterations = limits.iterations, budgetMilliseconds = Infinity, signal, onProgress } = options;
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
