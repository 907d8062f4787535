import { decodePlacement } from "./decode.js";
import { encodePlaceProblem } from "./encode.js";
import type { PlaceInstance, PlaceKernel, PlaceSolution } from "./instance.js";
import type { Placement, PlaceProblem } from "./model.js";
import { contests, type PlaceOptions, presets, type Run } from "./options.js";
import { parsePlaceProblem } from "./parse.js";
import { type ResolvedOptions, resolvePlaceOptions } from "./settings.js";

export interface PlaceVerb {
  /**
   * Decides which node runs which task, and when. Tasks that cannot be placed are reported in the result.
   *
   * @throws InvalidProblemError with everything that is wrong with the problem
   * @throws InvalidOptionsError
   * @throws KernelError
   */
  place(problem: PlaceProblem, options?: PlaceOptions): Placement;
  /**
   * Validates and encodes a problem for many runs. Later changes to the objects handed in have no effect.
   *
   * @throws InvalidProblemError with everything that is wrong with the problem
   */
  prepare(problem: PlaceProblem): PreparedPlacement;
}

/** A problem of `place`, checked and encoded. */
export interface PreparedPlacement {
  /**
   * @throws InvalidOptionsError
   * @throws KernelError
   */
  run(options?: PlaceOptions): PreparedRun;
}

/** Arrays are indexed by the task's position in the problem and owned by the caller. */
export interface PreparedRun extends PlaceSolution {
  /** The same as objects. */
  toPlacement(): Placement;
}

export function placeVerb(kernel: PlaceKernel): PlaceVerb {
  return {
    place(problem, options) {
      const parsed = parsePlaceProblem(problem);
      const { solution, run } = solve(kernel, encodePlaceProblem(parsed), resolvePlaceOptions(options));
      return decodePlacement(parsed, solution, run);
    },
    prepare(problem) {
      const parsed = parsePlaceProblem(problem);
      const instance = encodePlaceProblem(parsed);
      return {
        run(options) {
          const { solution, run } = solve(kernel, instance, resolvePlaceOptions(options));
          // The caller may change the arrays it gets; the placement is made from these.
          const { node, start, finish, makespan } = solution;
          return {
            node: node.slice(),
            start: start.slice(),
            finish: finish.slice(),
            makespan,
            toPlacement: () => decodePlacement(parsed, solution, run),
          };
        },
      };
    },
  };
}

/** Runs the algorithm; of a contest every member, to return the first among the best. */
function solve(kernel: PlaceKernel, instance: PlaceInstance, options: ResolvedOptions) {
  let best: { solution: PlaceSolution; run: Run } | undefined;
  for (const algorithm of contestants(options.algorithm)) {
    const combination = typeof algorithm === "string" ? presets[algorithm] : algorithm;
    const solution = kernel(instance, { ...options, combination });
    if (!best || isBetter(solution, best.solution)) best = { solution, run: { ...options, algorithm } };
  }
  return best!;
}

function contestants(algorithm: ResolvedOptions["algorithm"]): readonly Run["algorithm"][] {
  return algorithm === "best" || algorithm === "duplex" ? contests[algorithm] : [algorithm];
}

/** More tasks placed, or as many in less time. */
function isBetter(a: PlaceSolution, b: PlaceSolution): boolean {
  const missing = unplaced(a) - unplaced(b);
  return missing < 0 || (missing === 0 && a.makespan < b.makespan);
}

function unplaced({ node }: PlaceSolution): number {
  return node.reduce((count, at) => count + Number(at < 0), 0);
}
