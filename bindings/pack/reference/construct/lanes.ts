import type { PackInstance } from "../../instance.js";

/** Amounts by resource; the units of all GPUs together are one more, the last. */
export interface Lanes {
  /** [items][lanes] */
  demand: number[][];
  /** [kinds][lanes] */
  free: number[][];
  /** [kinds][lanes] */
  capacity: number[][];
  /** [lanes] The largest capacity of any kind. */
  largest: number[];
}

export function lanesOf(instance: PackInstance): Lanes {
  const { items, kinds, resources, gpuUnits, gpuCount, gpuShare, firstGpu, gpuFree } = instance;
  const row = (amounts: Float64Array, index: number) => [
    ...amounts.subarray(index * resources, (index + 1) * resources),
  ];
  const devices = (kind: number) => gpuFree.subarray(firstGpu[kind]!, firstGpu[kind + 1]!);
  const capacity = range(kinds).map((kind) => [...row(instance.capacity, kind), devices(kind).length * gpuUnits]);
  return {
    demand: range(items).map((item) => [...row(instance.demand, item), gpuCount[item]! * gpuUnits + gpuShare[item]!]),
    free: range(kinds).map((kind) => [
      ...row(instance.free, kind),
      devices(kind).reduce((sum, units) => sum + units, 0),
    ]),
    capacity,
    largest: range(resources + 1).map((lane) => greatest(capacity.map((amounts) => amounts[lane]!))),
  };
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Of values that are not negative; 0 if there are none. */
export function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** [lanes] */
export function sharesOf(amounts: readonly number[], whole: readonly number[]): number[] {
  return amounts.map((amount, lane) => (whole[lane]! > 0 ? amount / whole[lane]! : 0));
}

/** Σ weight · value, in the order of lanes. */
export function weighted(weights: readonly number[], values: readonly number[]): number {
  return weights.reduce((sum, weight, lane) => sum + weight * values[lane]!, 0);
}
