import { Instance } from "./instance";
import { Weighting } from "./rules";
import { strideOf } from "./vectors";

/**
 * Amounts by resource; if an item needs GPUs, the units of all devices together are one more, the last. Rows are padded
 * with zeros to `stride`.
 */
@final
export class Lanes {
  /** Lanes in use; at least 1. */
  readonly count: i32;
  readonly stride: i32;
  /** [items × stride] */
  readonly demand: StaticArray<f64>;
  /** [kinds × stride] */
  readonly free: StaticArray<f64>;
  /** [kinds × stride] */
  readonly capacity: StaticArray<f64>;
  /** [stride] The largest capacity of any kind. */
  readonly largest: StaticArray<f64>;

  constructor(instance: Instance) {
    const resources = instance.resources;
    const devices = needsGpus(instance);
    const stride = max(2, strideOf(resources + i32(devices)));
    const demand = rowsOf(instance.demand, instance.items, resources, stride);
    const free = rowsOf(instance.free, instance.kinds, resources, stride);
    const capacity = rowsOf(instance.capacity, instance.kinds, resources, stride);
    if (devices) {
      for (let i = 0; i < instance.items; i++) demand[i * stride + resources] = instance.gpuDemand(i);
      for (let k = 0; k < instance.kinds; k++) {
        free[k * stride + resources] = instance.gpuRoom(k);
        const count = instance.firstGpu[k + 1] - instance.firstGpu[k];
        capacity[k * stride + resources] = <f64>count * <f64>instance.gpuUnits;
      }
    }
    const largest = new StaticArray<f64>(stride);
    for (let k = 0; k < instance.kinds; k++) {
      for (let h = 0; h < stride; h++) largest[h] = max(largest[h], capacity[k * stride + h]);
    }
    this.count = max(1, resources + i32(devices));
    this.stride = stride;
    this.demand = demand;
    this.free = free;
    this.capacity = capacity;
    this.largest = largest;
  }

  /** [stride] Units that all items need together. */
  totals(): StaticArray<f64> {
    const stride = this.stride;
    const totals = new StaticArray<f64>(stride);
    for (let at = 0; at < this.demand.length; at += stride) {
      for (let h = 0; h < stride; h++) totals[h] += this.demand[at + h];
    }
    return totals;
  }

  /** Fills `weights`, what each lane weighs, by what some of the items need together. */
  weigh(totals: StaticArray<f64>, weighting: Weighting, weights: StaticArray<f64>): void {
    for (let h = 0; h < this.stride; h++) {
      const total = totals[h];
      const whole = this.largest[h];
      if (total == 0 || whole == 0) weights[h] = 0;
      else if (weighting == Weighting.Unit) weights[h] = 1;
      else weights[h] = weighting == Weighting.Reciprocal ? whole / total : total / whole;
    }
  }
}

// @ts-ignore: decorator
@inline
export function shareOf(amount: f64, whole: f64): f64 {
  return whole > 0 ? amount / whole : 0;
}

/** Σ weight · share, in the order of lanes. */
export function weightedShares(
  weights: StaticArray<f64>,
  rows: StaticArray<f64>,
  row: i32,
  whole: StaticArray<f64>,
  stride: i32,
): f64 {
  let sum: f64 = 0;
  for (let h = 0; h < stride; h++) sum += weights[h] * shareOf(rows[row * stride + h], whole[h]);
  return sum;
}

function needsGpus(instance: Instance): bool {
  for (let i = 0; i < instance.items; i++) if (instance.needsGpu(i)) return true;
  return false;
}

function rowsOf(amounts: StaticArray<f64>, count: i32, resources: i32, stride: i32): StaticArray<f64> {
  const rows = new StaticArray<f64>(count * stride);
  for (let row = 0; row < count; row++) {
    for (let h = 0; h < resources; h++) rows[row * stride + h] = amounts[row * resources + h];
  }
  return rows;
}
