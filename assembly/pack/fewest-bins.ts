import { Instance } from "./instance";
import { Lanes } from "./lanes";
import { martelloTothBound } from "./lower-bounds";
import { Sizes } from "./sizes";

/**
 * Fewest bins that a packing of all items takes: the most that any resource alone asks for, if all bins had as much of it
 * free as the best has; GPUs count as one resource, the units of all devices together. What exceeds even that counts as a
 * full bin. Items that are kept apart take a bin each.
 */
export function fewestBins(instance: Instance): i32 {
  if (instance.items == 0) return 0;
  const lanes = new Lanes(instance);
  let bound = max(1, mostKeptApart(instance));
  for (let h = 0; h < lanes.stride; h++) bound = max(bound, boundOf(lanes, instance, h));
  return bound;
}

/** Of one lane alone. */
function boundOf(lanes: Lanes, instance: Instance, lane: i32): i32 {
  let room: f64 = 0;
  for (let k = 0; k < instance.kinds; k++) room = max(room, lanes.free[k * lanes.stride + lane]);
  if (room == 0) return 0;
  const demand = new StaticArray<f64>(instance.items);
  for (let i = 0; i < instance.items; i++) demand[i] = min(room, lanes.demand[i * lanes.stride + lane]);
  return martelloTothBound(new Sizes(demand, <i64>room));
}

/** Items of the largest separation. Its names are numbered below the number of items. */
function mostKeptApart(instance: Instance): i32 {
  const count = new StaticArray<i32>(instance.items);
  let most = 0;
  for (let i = 0; i < instance.items; i++) {
    if (instance.separate[i] >= 0) most = max(most, ++count[instance.separate[i]]);
  }
  return most;
}
