import type { Arena } from "../wasm/arena.js";
import type { Host, Session } from "../wasm/host.js";
import type { ImproveSettings, PackInstance, PackKernel, PackSearch, PackSolution } from "./instance.js";
import {
  binChoices,
  binOrders,
  type Combination,
  itemOrders,
  itemScores,
  packObjectives,
  weightings,
} from "./options.js";

/** `pack` by the Wasm kernels. */
export function packKernel(host: Host): PackKernel {
  return {
    construct: (instance, combination) =>
      host.call("pack", instance, inputsOf(instance), (arena) => {
        const packing = newSolution(arena, instance.items);
        construct(arena, kernelInstanceOf(arena, instance), combination, packing);
        return readSolution(arena, packing, instance.items);
      }),
    bound: (instance) =>
      host.call("pack", instance, inputsOf(instance), (arena) =>
        arena.exports.packBound(kernelInstanceOf(arena, instance)),
      ),
    improve: (instance, start, settings, iterations) =>
      host.call("pack", instance, inputsOf(instance), (arena) => {
        const search = open(arena, instance, start, settings);
        // In steps, so that the engine can put optimised code in place.
        for (let done = 0; done < iterations; done += stepIterations) {
          if (!arena.exports.stepPackSearch(search, Math.min(stepIterations, iterations - done))) break;
        }
        const packing = newSolution(arena, instance.items);
        arena.exports.readPackSearch(search, ...packing);
        return readSolution(arena, packing, instance.items);
      }),
    search: (instance, start, settings) =>
      searchIn(host.session("pack", inputsOf(instance)), instance, start, settings),
  };
}

const stepIterations = 1024;

/** Addresses of bin and devices of each item. */
type SolutionAddresses = readonly [bin: number, gpus: number];

function newSolution(arena: Arena, items: number): SolutionAddresses {
  return [arena.newInt32(items), arena.newInt32(items)];
}

function readSolution(arena: Arena, [bin, gpus]: SolutionAddresses, items: number): PackSolution {
  return { bin: arena.readInt32(bin, items), gpus: arena.readInt32(gpus, items) };
}

/** Opens a search; returns its address. */
function open(arena: Arena, instance: PackInstance, start: PackSolution, settings: ImproveSettings): number {
  return arena.exports.openPackSearch(
    kernelInstanceOf(arena, instance),
    arena.copyIn(start.bin),
    arena.copyIn(start.gpus),
    packObjectives.indexOf(settings.objective),
    settings.seed,
    settings.schedule,
  );
}

function searchIn(
  session: Session,
  instance: PackInstance,
  start: PackSolution,
  settings: ImproveSettings,
): PackSearch {
  const { search, packing } = session.call((arena) => ({
    search: open(arena, instance, start, settings),
    packing: newSolution(arena, instance.items),
  }));
  return {
    step: (iterations) => session.call(({ exports }) => exports.stepPackSearch(search, iterations) === 1),
    get iterations() {
      return session.call(({ exports }) => exports.packSearchIterations(search));
    },
    best: () =>
      session.call((arena) => {
        arena.exports.readPackSearch(search, ...packing);
        return readSolution(arena, packing, instance.items);
      }),
  };
}

function construct(arena: Arena, instance: number, combination: Combination, packing: SolutionAddresses): void {
  const weighting = weightings.indexOf(combination.weights);
  const bins = binOrders.indexOf(combination.bins);
  if ("score" in combination) {
    arena.exports.packByBin(instance, itemScores.indexOf(combination.score), weighting, bins, ...packing);
  } else {
    const order = itemOrders.indexOf(combination.order);
    arena.exports.packByItem(instance, order, binChoices.indexOf(combination.choice), weighting, bins, ...packing);
  }
}

/** Address of the kernel's instance. */
export function kernelInstanceOf(
  arena: Arena,
  { items, kinds, bins, resources, gpuUnits, groups }: PackInstance,
): number {
  return arena.exports.packInstance(items, kinds, bins, resources, gpuUnits, groups, ...arena.inputs);
}

/** In the order of the kernel's parameters. */
export function inputsOf(instance: PackInstance) {
  return [
    instance.demand,
    instance.free,
    instance.capacity,
    instance.kind,
    instance.cost,
    instance.gpuCount,
    instance.gpuShare,
    instance.models,
    instance.model,
    instance.firstGpu,
    instance.gpuFree,
    instance.group,
    instance.groupLevel,
    instance.groupRequired,
    instance.location,
    instance.separate,
    instance.value,
  ];
}
