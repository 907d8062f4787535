import { MemoryInstance } from "./instance";

/**
 * Builds an allocation from the bottom up. What is placed is a skyline over time; a buffer lies on the highest of what is
 * below it, its floor. Of the buffers that are left, no end can be lower than the lowest floor + size; the next one is the
 * first in the order with a floor below that (any other would come later as well, at the same place: Moffitt, "MiniMalloc",
 * ASPLOS 2023, calls such allocations canonical).
 */
@final
export class Skyline {
  /** [buffers] Infinity for those that are placed. */
  private floor: StaticArray<f64>;
  /** Buffers that are left, in the order. */
  private rest: StaticArray<i32>;
  /** The buffer that could have the lowest end, and that end. */
  private lowest: i32 = -1;
  private lowestEnd: f64 = 0;

  constructor(private instance: MemoryInstance) {
    this.floor = new StaticArray<f64>(instance.buffers);
    this.rest = new StaticArray<i32>(instance.buffers);
  }

  /**
   * @param highest gives up as soon as the height must exceed it
   * @param offset [buffers] is filled
   * @returns the height, or Infinity when it gave up
   */
  place(order: StaticArray<i32>, highest: f64, offset: StaticArray<f64>): f64 {
    const instance = this.instance;
    const size = instance.size;
    const floor = this.floor;
    const rest = this.rest;
    let height: f64 = 0;
    this.lowest = -1;
    for (let i = 0; i < instance.buffers; i++) {
      floor[i] = 0;
      rest[i] = order[i];
      height = max(height, size[i]);
    }
    if (height > highest) return Infinity;
    for (let left = instance.buffers; left > 0; left--) {
      const i = this.takeNext(left);
      offset[i] = floor[i];
      floor[i] = Infinity;
      const top = offset[i] + size[i];
      for (let k = instance.first[i]; k < instance.first[i + 1]; k++) {
        const j = instance.neighbor[k];
        if (floor[j] >= top) continue;
        floor[j] = instance.aligned(j, top);
        height = max(height, floor[j] + size[j]);
      }
      if (height > highest) return Infinity;
    }
    return height;
  }

  private takeNext(left: i32): i32 {
    const rest = this.rest;
    const floor = this.floor;
    const lowestEnd = this.lowestEndOf(left);
    let k = 0;
    while (floor[rest[k]] >= lowestEnd) k++;
    const next = rest[k];
    for (; k + 1 < left; k++) rest[k] = rest[k + 1];
    return next;
  }

  /** Ends only rise: as long as the lowest has not, it is still the lowest. */
  private lowestEndOf(left: i32): f64 {
    const floor = this.floor;
    const size = this.instance.size;
    if (this.lowest >= 0 && floor[this.lowest] + size[this.lowest] == this.lowestEnd) return this.lowestEnd;
    let lowest = this.rest[0];
    let lowestEnd = floor[lowest] + size[lowest];
    for (let k = 1; k < left; k++) {
      const i = this.rest[k];
      const end = floor[i] + size[i];
      if (end >= lowestEnd) continue;
      lowest = i;
      lowestEnd = end;
    }
    this.lowest = lowest;
    this.lowestEnd = lowestEnd;
    return lowestEnd;
  }
}
