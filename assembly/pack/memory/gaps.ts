import { MemoryInstance } from "./instance";

/**
 * Places buffers one by one, each into a gap between those of its neighbours that are placed: the lowest that takes it, or
 * that which it leaves the least of, the lowest of equal ones. Above all of them is where it goes if there is no such gap.
 *
 * @param offset [buffers] is filled
 * @returns the height
 */
export function placeInGaps(
  instance: MemoryInstance,
  order: StaticArray<i32>,
  isBestFit: bool,
  offset: StaticArray<f64>,
): f64 {
  const placed = new StaticArray<i32>(instance.buffers);
  for (let i = 0; i < instance.buffers; i++) offset[i] = -1;
  let height: f64 = 0;
  for (let k = 0; k < instance.buffers; k++) {
    const i = order[k];
    const count = placedNeighbors(instance, i, offset, placed);
    offset[i] = lowestGap(instance, i, isBestFit, offset, placed, count);
    height = max(height, offset[i] + instance.size[i]);
  }
  return height;
}

/** By offset, into `placed`; returns how many. */
function placedNeighbors(
  instance: MemoryInstance,
  i: i32,
  offset: StaticArray<f64>,
  placed: StaticArray<i32>,
): i32 {
  let count = 0;
  for (let k = instance.first[i]; k < instance.first[i + 1]; k++) {
    const j = instance.neighbor[k];
    if (offset[j] < 0) continue;
    let at = count++;
    for (; at > 0 && offset[placed[at - 1]] > offset[j]; at--) placed[at] = placed[at - 1];
    placed[at] = j;
  }
  return count;
}

function lowestGap(
  instance: MemoryInstance,
  i: i32,
  isBestFit: bool,
  offset: StaticArray<f64>,
  placed: StaticArray<i32>,
  count: i32,
): f64 {
  let free: f64 = 0;
  let least = Infinity;
  let found: f64 = -1;
  for (let k = 0; k < count; k++) {
    const j = placed[k];
    const candidate = instance.aligned(i, free);
    const left = offset[j] - candidate - instance.size[i];
    if (left >= 0 && left < least) {
      if (!isBestFit) return candidate;
      least = left;
      found = candidate;
    }
    free = max(free, offset[j] + instance.size[j]);
  }
  return found >= 0 ? found : instance.aligned(i, free);
}
