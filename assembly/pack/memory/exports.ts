import { MemoryAnnealing } from "./annealing";
import { constructAllocation, PlaceChoice } from "./construct";
import { MemoryInstance } from "./instance";
import { BufferOrder } from "./orders";

/** Buffers that share an address space, for the functions below. */
export function memoryInstance(
  buffers: i32,
  capacity: f64,
  size: StaticArray<f64>,
  start: StaticArray<f64>,
  end: StaticArray<f64>,
  alignment: StaticArray<f64>,
): MemoryInstance {
  return new MemoryInstance(buffers, capacity, size, start, end, alignment);
}

/** The largest sum of sizes that are alive at once. */
export function memoryBound(instance: MemoryInstance): f64 {
  return instance.lowerBound;
}

/** Allocates in an order. Fills `offset`. */
export function memoryConstruct(
  instance: MemoryInstance,
  order: BufferOrder,
  choice: PlaceChoice,
  offset: StaticArray<f64>,
): void {
  constructAllocation(instance, order, choice, offset);
}

/** Begins an annealing from the best of the orders. */
export function openMemorySearch(instance: MemoryInstance, seed: u32, schedule: i32): MemoryAnnealing {
  return new MemoryAnnealing(instance, seed, schedule);
}

/** Goes on for up to so many iterations; false when the schedule is at its end, or nothing is left to gain. */
export function stepMemorySearch(search: MemoryAnnealing, iterations: i32): bool {
  return search.step(iterations);
}

/** Fills `offset` with the lowest allocation so far. */
export function readMemorySearch(search: MemoryAnnealing, offset: StaticArray<f64>): void {
  for (let i = 0; i < offset.length; i++) offset[i] = search.bestOffset[i];
}
