import { withAlgorithm } from "../../checks.js";
import { InvalidOptionsError } from "../../errors.js";
import { affordableSchedule, type Search, searchOf } from "../../search.js";
import type { MemoryInstance, MemoryKernel } from "./instance.js";
import type { Allocation, MemoryProblem } from "./model.js";
import { bufferOrders, type MemoryOptions, type MemoryRun, placeChoices } from "./options.js";
import { type ParsedMemoryProblem, parseMemoryProblem } from "./parse.js";
import { type ResolvedMemoryOptions, type ResolvedMemorySearch, resolveMemoryOptions } from "./settings.js";

export interface MemoryVerb {
  /**
   * Gives buffers with known lifetimes their places in one address space, as low as it can: static allocation, as for the
   * tensors of a compiled model.
   *
   * @throws InvalidProblemError with everything that is wrong with the problem
   * @throws InvalidOptionsError
   * @throws KernelError
   */
  allocate(problem: MemoryProblem, options?: MemoryOptions): Allocation;
  /**
   * The annealing that `allocate` runs to its end, step by step. Progress is told by the height.
   *
   * @throws InvalidProblemError with everything that is wrong with the problem
   * @throws InvalidOptionsError also for algorithms other than `anneal`, which need not be named
   * @throws KernelError
   */
  search(problem: MemoryProblem, options?: MemoryOptions): Search<Allocation>;
}

/** Of about 150 buffers, for engines that cannot time it. */
const iterationsPerMillisecond = 10;

export function memoryVerb(kernel: MemoryKernel): MemoryVerb {
  return {
    allocate(problem, options) {
      const parsed = parseMemoryProblem(problem);
      const instance = encode(parsed);
      return decode(parsed, solve(kernel, instance, resolveMemoryOptions(options)), kernel.bound(instance));
    },
    search(problem, options) {
      const parsed = parseMemoryProblem(problem);
      const instance = encode(parsed);
      const resolved = resolveMemoryOptions(withAlgorithm("anneal", options));
      if (resolved.algorithm !== "anneal") throw new InvalidOptionsError("algorithm", 'must be "anneal"');
      const { run, lowest } = planAnnealing(kernel, instance, resolved);
      const lowerBound = kernel.bound(instance);
      return searchOf(
        kernel.search(instance, run),
        { schedule: run.schedule, end: run.iterations },
        (offset, iterations) => decode(parsed, lowest(offset, iterations), lowerBound),
        ({ height }) => height,
      );
    },
  };
}

function encode({ buffers, capacity }: ParsedMemoryProblem): MemoryInstance {
  return {
    buffers: buffers.length,
    capacity,
    size: Float64Array.from(buffers, ({ size }) => size),
    start: Float64Array.from(buffers, ({ start }) => start),
    end: Float64Array.from(buffers, ({ end }) => end),
    alignment: Float64Array.from(buffers, ({ alignment }) => alignment),
  };
}

function decode({ buffers, capacity }: ParsedMemoryProblem, solved: Solved, lowerBound: number): Allocation {
  const { offset, height, run } = solved;
  return {
    status: height > capacity ? "partial" : "complete",
    placed: buffers.map(({ id }, i) => ({ buffer: id, offset: offset[i]! })),
    height,
    lowerBound,
    run,
  };
}

interface Solved {
  offset: Float64Array;
  height: number;
  run: MemoryRun;
}

function solve(kernel: MemoryKernel, instance: MemoryInstance, options: ResolvedMemoryOptions): Solved {
  if (options.algorithm === "best") return best(kernel, instance);
  if (options.algorithm === "anneal") {
    const { run, lowest } = planAnnealing(kernel, instance, options);
    return lowest(kernel.anneal(instance, run, run.iterations), run.iterations);
  }
  const { algorithm } = options;
  return solved(instance, kernel.construct(instance, algorithm), { algorithm });
}

function planAnnealing(
  kernel: MemoryKernel,
  instance: MemoryInstance,
  { budgetMilliseconds, ...run }: ResolvedMemorySearch,
) {
  if (budgetMilliseconds !== undefined) {
    const open = (schedule: number) => kernel.search(instance, { seed: run.seed, schedule });
    run.schedule = affordableSchedule(budgetMilliseconds, open, iterationsPerMillisecond);
    run.iterations = run.schedule;
  }
  let constructed: Solved | undefined;
  return {
    run,
    /** What was annealed; or constructed, where it does not fit and that is lower. */
    lowest(offset: Float64Array, iterations: number): Solved {
      const annealed = solved(instance, offset, { ...run, iterations });
      if (annealed.height <= instance.capacity) return annealed;
      constructed ??= best(kernel, instance);
      return constructed.height < annealed.height ? { ...constructed, run: annealed.run } : annealed;
    },
  };
}

/** The lowest of all combinations, the first of equal ones. */
function best(kernel: MemoryKernel, instance: MemoryInstance): Solved {
  const combinations = bufferOrders.flatMap((order) => placeChoices.map((choice) => ({ order, choice })));
  return combinations
    .map((algorithm) => solved(instance, kernel.construct(instance, algorithm), { algorithm }))
    .reduce((lowest, each) => (each.height < lowest.height ? each : lowest));
}

function solved(instance: MemoryInstance, offset: Float64Array, run: MemoryRun): Solved {
  return { offset, height: heightOf(instance, offset), run };
}

function heightOf({ size }: MemoryInstance, offset: Float64Array): number {
  return offset.reduce((highest, each, i) => Math.max(highest, each + size[i]!), 0);
}
