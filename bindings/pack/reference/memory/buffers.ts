import type { MemoryInstance } from "../../memory/instance.js";

/** What of an instance the parts of the reference look at. */
export interface Buffers extends MemoryInstance {
  /** [buffers] Those alive at the same time as each. */
  neighbors: readonly (readonly number[])[];
  /** The largest sum of sizes that are alive at once. */
  lowerBound: number;
  /** [buffers] The same, while each is alive. */
  contention: readonly number[];
}

export function buffersOf(instance: MemoryInstance): Buffers {
  const { size, start, end } = instance;
  const all = Array.from(size.keys());
  const neighbors = all.map((i) => all.filter((j) => j !== i && start[i]! < end[j]! && start[j]! < end[i]!));
  /** Alive when each starts. */
  const load = all.map((i) =>
    neighbors[i]!.filter((j) => start[j]! <= start[i]!).reduce((sum, j) => sum + size[j]!, size[i]!),
  );
  const contention = all.map((i) =>
    neighbors[i]!.filter((j) => start[j]! > start[i]!).reduce((most, j) => Math.max(most, load[j]!), load[i]!),
  );
  return { ...instance, neighbors, contention, lowerBound: load.reduce((most, each) => Math.max(most, each), 0) };
}

/** The least allowed offset at or above an address. */
export function aligned({ alignment }: Buffers, i: number, address: number): number {
  return Math.ceil(address / alignment[i]!) * alignment[i]!;
}

export function heightOf({ size }: MemoryInstance, offset: Float64Array): number {
  return offset.reduce((highest, each, i) => Math.max(highest, each + size[i]!), 0);
}
