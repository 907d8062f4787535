import type { Item } from "../model.js";
import { needsOf } from "../verify/rules.js";
import { freeDevices, freeOf, type State } from "../verify/states.js";
import type { GpuStatistics } from "./model.js";

/** Undefined when no bin has devices. */
export function gpuStatistics(items: readonly Item[], states: readonly State[]): GpuStatistics | undefined {
  const least = leastNeeds(items.filter(({ gpus }) => gpus));
  let total = 0;
  let freeBroken = 0;
  let freeWhole = 0;
  let stranded = 0;
  for (const state of states) {
    const devices = freeDevices(state);
    const freeHere = devices.reduce((sum, share) => sum + share, 0);
    total += state.copies * devices.length;
    for (const share of devices) {
      if (share === 1) freeWhole += state.copies;
      else freeBroken += state.copies * share;
    }
    if (isStranded(state, least)) stranded += state.copies * freeHere;
  }
  if (total === 0) return undefined;
  const free = freeWhole + freeBroken;
  return {
    total,
    used: total - free,
    free,
    freeWhole,
    freeBroken,
    fragmentation: free > 0 ? freeBroken / free : 0,
    stranded,
  };
}

/** What every one of the items needs at least. */
function leastNeeds(items: readonly Item[]): Map<string, number> {
  const [first, ...others] = items.map((item) => new Map(needsOf(item)));
  const least = first ?? new Map<string, number>();
  for (const needs of others) {
    for (const [resource, amount] of least) {
      const other = needs.get(resource);
      if (other === undefined) least.delete(resource);
      else least.set(resource, Math.min(amount, other));
    }
  }
  return least;
}

function isStranded(state: State, least: ReadonlyMap<string, number>): boolean {
  return [...least].some(([resource, amount]) => freeOf(state, resource) < amount * (1 - 1e-9));
}
