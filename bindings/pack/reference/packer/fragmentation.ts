import type { TypicalItems } from "../../packer/instance.js";
import { freeGpu, isModel, type Node } from "./node.js";
import { percentOfSigmoid } from "./sigmoid.js";

/** What the measures look at, of a node as it is or as it would be. */
export type Free = Pick<Node, "model" | "gpus"> & { companion: number };

/**
 * Fragmentation of a node, F_n(M) of Weng et al. (2023, section 3), times the sum of the typical items' weights: units of
 * its GPUs that are free, but of no use to a typical item.
 */
export function fragments(free: Free, typical: TypicalItems, gpuUnits: number): number {
  let sum = 0;
  for (let t = 0; t < typical.items; t++) sum += typical.weight[t]! * fragmentsFor(free, typical, t, gpuUnits);
  return sum;
}

function fragmentsFor(free: Free, typical: TypicalItems, t: number, gpuUnits: number): number {
  const count = typical.gpuCount[t]!;
  const needed = typical.gpuShare[t]! || gpuUnits;
  const usable = free.gpus.filter((gpu) => gpu >= needed).reduce((sum, gpu) => sum + gpu, 0);
  const devices = free.gpus.filter((gpu) => gpu >= needed).length;
  const wants = count + typical.gpuShare[t]! > 0;
  const canRun =
    wants &&
    isModel(typical.models[t]!, free.model) &&
    free.companion >= typical.companion[t]! &&
    devices >= Math.max(1, count);
  return freeGpu(free) - (canRun ? usable : 0);
}

/** The published score: how little the fragmentation grows, from 0 to 99. */
export function gradientScore(before: number, after: number, totalWeight: number, gpuUnits: number): number {
  return totalWeight === 0 ? 50 : percentOfSigmoid((before - after) / (totalWeight * gpuUnits));
}
