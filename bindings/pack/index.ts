import { withAlgorithm } from "../checks.js";
import { InvalidOptionsError } from "../errors.js";
import { type Search, searchOf } from "../search.js";
import { decodePacking, type Positions, positionsOf, usedBins } from "./decode.js";
import { type EncodedPackProblem, encodePackProblem } from "./encode.js";
import type { PackKernel, PackSolution } from "./instance.js";
import type { PackJudge } from "./judge.js";
import { planSearch } from "./local-search.js";
import type { PackedBins, Packing, PackProblem } from "./model.js";
import { isLess, objectiveValue, valueOutside } from "./objective.js";
import { type Combination, type PackOptions, type PackRun, type PresetName, presets } from "./options.js";
import { type ParsedPackProblem, parsePackProblem } from "./parse.js";
import { presetNames, type ResolvedOptions, type ResolvedSearch, resolvePackOptions } from "./settings.js";

export interface PackVerb {
  /**
   * Decides which items go into which bins. Items that cannot be placed are reported in the result.
   *
   * @throws InvalidProblemError with everything that is wrong with the problem
   * @throws InvalidOptionsError
   * @throws InvalidResultError for a warm start that does not hold
   * @throws KernelError
   */
  pack(problem: PackProblem, options?: PackOptions): Packing;
  /**
   * Validates and encodes a problem for many runs. Later changes to the objects handed in have no effect.
   *
   * @throws InvalidProblemError with everything that is wrong with the problem
   */
  prepare(problem: PackProblem): PreparedPacking;
  /**
   * The local search that `pack` runs to its end, step by step.
   *
   * @throws InvalidProblemError with everything that is wrong with the problem
   * @throws InvalidOptionsError also for algorithms other than `local-search`
   * @throws InvalidResultError for a warm start that does not hold
   * @throws KernelError
   */
  search(problem: PackProblem, options?: PackOptions): Search<Packing>;
}

/** A problem of `pack`, checked and encoded. */
export interface PreparedPacking {
  /**
   * @throws InvalidOptionsError
   * @throws InvalidResultError for a warm start that does not hold
   * @throws KernelError
   */
  run(options?: PackOptions): PreparedPackingRun;
}

/** Arrays are indexed by the item's position in the problem and owned by the caller. */
export interface PreparedPackingRun extends Positions, PackedBins {
  /** Proven: no packing of all items takes fewer bins. */
  lowerBound: number;
  /** The same as objects. */
  toPacking(): Packing;
}

export function packVerb(kernel: PackKernel, judge: PackJudge): PackVerb {
  return {
    pack(problem, options) {
      const encoded = encode(problem);
      const { packing, run } = solve(kernel, judge, encoded, resolvePackOptions(options));
      return decodePacking(encoded.parsed, encoded.instance, packing, kernel.bound(encoded.relaxed), run);
    },
    prepare(problem) {
      const encoded = encode(problem);
      const { parsed, instance } = encoded;
      const lowerBound = kernel.bound(encoded.relaxed);
      return {
        run(options) {
          const { packing, run } = solve(kernel, judge, encoded, resolvePackOptions(options));
          return {
            ...positionsOf(parsed, instance, packing),
            ...usedBins(instance, packing),
            lowerBound,
            toPacking: () => decodePacking(parsed, instance, packing, lowerBound, run),
          };
        },
      };
    },
    search(problem, options) {
      const { parsed, instance, relaxed } = encode(problem);
      const resolved = resolvePackOptions(withAlgorithm("local-search", options));
      if (!isSearch(resolved)) throw new InvalidOptionsError("algorithm", 'must be "local-search"');
      const { start, settings, iterations, runOf } = planSearch(kernel, judge, parsed, instance, resolved);
      const search = kernel.search(instance, start, settings);
      const lowerBound = kernel.bound(relaxed);
      return searchOf(
        search,
        { schedule: settings.schedule, end: iterations },
        (packing, done) => decodePacking(parsed, instance, packing, lowerBound, runOf(done)),
        (packing) => objectiveValue(settings.objective, parsed, packing, judge),
      );
    },
  };
}

interface Encoded extends EncodedPackProblem {
  parsed: ParsedPackProblem;
}

interface Solved {
  packing: PackSolution;
  run: PackRun;
}

function encode(problem: PackProblem): Encoded {
  const parsed = parsePackProblem(problem);
  return { parsed, ...encodePackProblem(parsed) };
}

function solve(kernel: PackKernel, judge: PackJudge, encoded: Encoded, options: ResolvedOptions): Solved {
  const { parsed, instance } = encoded;
  if (isSearch(options)) {
    const { start, settings, iterations, runOf } = planSearch(kernel, judge, parsed, instance, options);
    return { packing: kernel.improve(instance, start, settings, iterations), run: runOf(iterations) };
  }
  const { algorithm } = options;
  if (algorithm === "best") return best(kernel, encoded);
  return { packing: kernel.construct(instance, combinationOf(algorithm)), run: { algorithm } };
}

function isSearch(options: ResolvedOptions): options is ResolvedSearch {
  return options.algorithm === "local-search";
}

function combinationOf(algorithm: PresetName | Combination): Combination {
  return typeof algorithm === "string" ? presets[algorithm] : algorithm;
}

/** Leaves out least value, then costs least, then takes fewest bins; the first of equal ones. */
function best(kernel: PackKernel, { instance }: Encoded): Solved {
  let least: { packing: PackSolution; algorithm: PresetName; measures: number[] } | undefined;
  for (const algorithm of presetNames) {
    const packing = kernel.construct(instance, presets[algorithm]);
    const { binsUsed, cost } = usedBins(instance, packing);
    const measures = [valueOutside(instance, packing), cost, binsUsed];
    if (!least || isLess(measures, least.measures)) least = { packing, algorithm, measures };
  }
  return { packing: least!.packing, run: { algorithm: least!.algorithm } };
}
