import type { MemoryInstance, MemoryKernel } from "./instance.js";
import type { Allocation, MemoryProblem } from "./model.js";
import { bufferOrders, type MemoryOptions, type MemoryRun, placeChoices } from "./options.js";
import { type ParsedMemoryProblem, parseMemoryProblem } from "./parse.js";
import { type ResolvedMemoryOptions, resolveMemoryOptions } from "./settings.js";

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
}

export function memoryVerb(kernel: MemoryKernel): MemoryVerb {
  return {
    allocate(problem, options) {
      const parsed = parseMemoryProblem(problem);
      const instance = encode(parsed);
      const { offset, height, run } = solve(kernel, instance, resolveMemoryOptions(options));
      return {
        status: height > parsed.capacity ? "partial" : "complete",
        placed: parsed.buffers.map(({ id }, i) => ({ buffer: id, offset: offset[i]! })),
        height,
        lowerBound: kernel.bound(instance),
        run,
      };
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

interface Solved {
  offset: Float64Array;
  height: number;
  run: MemoryRun;
}

function solve(kernel: MemoryKernel, instance: MemoryInstance, options: ResolvedMemoryOptions): Solved {
  const solved = (offset: Float64Array, run: MemoryRun) => ({ offset, height: heightOf(instance, offset), run });
  if (options.algorithm === "best") return best(kernel, instance);
  if (options.algorithm !== "anneal") {
    const { algorithm } = options;
    return solved(kernel.construct(instance, algorithm), { algorithm });
  }
  const { algorithm, seed, schedule, iterations } = options;
  const run: MemoryRun = { algorithm, seed, schedule, iterations };
  const annealed = solved(kernel.anneal(instance, { seed, schedule }, iterations), run);
  if (annealed.height <= instance.capacity) return annealed;
  const constructed = best(kernel, instance);
  return constructed.height < annealed.height ? { ...constructed, run } : annealed;
}

/** The lowest of all combinations, the first of equal ones. */
function best(kernel: MemoryKernel, instance: MemoryInstance): Solved {
  const combinations = bufferOrders.flatMap((order) => placeChoices.map((choice) => ({ order, choice })));
  return combinations
    .map((algorithm): Solved => {
      const offset = kernel.construct(instance, algorithm);
      return { offset, height: heightOf(instance, offset), run: { algorithm } };
    })
    .reduce((lowest, each) => (each.height < lowest.height ? each : lowest));
}

function heightOf({ size }: MemoryInstance, offset: Float64Array): number {
  return offset.reduce((highest, each, i) => Math.max(highest, each + size[i]!), 0);
}
