import type { TypicalItems } from "../../packer/instance.js";
import type { Free } from "./fragmentation.js";
import { freeGpu } from "./node.js";

/**
 * GPU capacity of a node that would be left over without the companion resource if it went on taking items of one typical
 * kind, whole units summed over the kinds times their weights: W = Σ w · max(0, g − ⌊c ÷ min(ρ, R)⌋), with g and c free,
 * ρ what such an item needs of the companion for a unit of GPU, and R what the node has.
 */
export function stranded(free: Free, nominal: number, typical: TypicalItems, gpuUnits: number): number {
  const gpu = freeGpu(free);
  let sum = 0;
  for (let t = 0; t < typical.items; t++) {
    const units = typical.gpuShare[t]! || typical.gpuCount[t]! * gpuUnits;
    const needed = typical.companion[t]!;
    if (units === 0 || needed === 0) continue;
    const usable = nominal === 0 ? 0 : Math.floor(free.companion / Math.min(needed / units, nominal));
    sum += typical.weight[t]! * Math.max(0, gpu - usable);
  }
  return sum;
}

/** What is left of a device counts as a sliver, of use to almost nothing, below the size that 5 % of typical shares reach. */
export function sliverLimit(typical: TypicalItems): number {
  const shares = Array.from({ length: typical.items }, (_, t) => t).filter((t) => typical.gpuShare[t]! > 0);
  const total = shares.reduce((sum, t) => sum + typical.weight[t]!, 0);
  const reach = (size: number) => {
    return shares.reduce((sum, t) => (typical.gpuShare[t]! <= size ? sum + typical.weight[t]! : sum), 0);
  };
  const sizes = shares.map((t) => typical.gpuShare[t]!).filter((size) => reach(size) * 20 >= total);
  return sizes.length === 0 ? 0 : Math.min(...sizes);
}

/**
 * Units of slivers that a share uses up on a device with so much free, less those that it makes; a sliver that it would
 * make of an idle device as well does not count.
 */
export function sliversSaved(share: number, free: number, limit: number, gpuUnits: number): number {
  const sliver = (units: number) => (units < limit ? units : 0);
  return sliver(free) - sliver(free - share) + sliver(gpuUnits - share);
}

/** Steps of a fifth of a GPU, so that nodes that are about as good fall to the first. */
export function strandedScore(saved: number, price: number, gpu: number, gpuUnits: number): number {
  return Math.floor((saved - price * gpu) / (gpuUnits / 5) + 0.5);
}

/**
 * Price of a GPU model: the share of the typical demand that insists on it over its share of the capacity; 0 while
 * nothing insists on a model. Demand for one of several models is split by their capacities.
 */
export function modelPrices(capacity: readonly number[], typical: TypicalItems, gpuUnits: number): number[] {
  const every = capacity.reduce((set, has, model) => (has > 0 ? set | (1 << model) : set), 0);
  const demand = capacity.map(() => 0);
  let total = 0;
  for (let t = 0; t < typical.items; t++) {
    const units = typical.weight[t]! * (typical.gpuShare[t]! || typical.gpuCount[t]! * gpuUnits);
    total += units;
    const allowed = typical.models[t]! & every;
    const among = capacity.reduce((sum, has, model) => (allowed & (1 << model) ? sum + has : sum), 0);
    if (allowed === every || among === 0) continue;
    capacity.forEach((has, model) => {
      if (allowed & (1 << model)) demand[model]! += (units * has) / among;
    });
  }
  const all = capacity.reduce((sum, has) => sum + has, 0);
  return capacity.map((has, model) => (has > 0 && total > 0 ? (demand[model]! / total) * (all / has) : 0));
}
