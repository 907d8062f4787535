import type { State } from "../verify/states.js";
import type { ResourceStatistics, Utilisation } from "./model.js";

/** Of every resource that bins have; states are in the order of the bins. */
export function resourceStatistics(states: readonly State[]): ResourceStatistics[] {
  const names = new Set<string>();
  for (const { kind } of states) for (const resource of kind.capacity.keys()) names.add(resource);
  if (states.some(({ devices }) => devices.length > 0)) names.add("gpu");
  return [...names].map((resource) => {
    const having = states.filter((state) => amounts(state, resource).capacity > 0);
    const used = having.filter(({ used }) => used);
    const shares = used.map((state) => utilisation([state], resource).share);
    return {
      resource,
      all: utilisation(having, resource),
      used: utilisation(used, resource),
      ...(shares.length > 0 && { balance: balanceOf(shares) }),
    };
  });
}

function utilisation(states: readonly State[], resource: string): Utilisation {
  let capacity = 0;
  let held = 0;
  for (const state of states) {
    const one = amounts(state, resource);
    capacity += state.copies * one.capacity;
    held += state.copies * one.held;
  }
  return { capacity, held, share: capacity > 0 ? held / capacity : 0 };
}

/** Of a single copy. A bin has `gpu` as devices or as a plain resource, never both. */
function amounts({ kind, held, devices }: State, resource: string): { capacity: number; held: number } {
  if (resource === "gpu" && devices.length > 0) {
    return { capacity: devices.length, held: devices.reduce((sum, share) => sum + share, 0) };
  }
  return { capacity: kind.capacity.get(resource) ?? 0, held: held.get(resource) ?? 0 };
}

function balanceOf(shares: readonly number[]) {
  return {
    min: shares.reduce((least, share) => Math.min(least, share)),
    mean: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    max: shares.reduce((most, share) => Math.max(most, share)),
  };
}
