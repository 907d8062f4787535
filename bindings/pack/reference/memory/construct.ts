import type { PlaceChoice } from "../../memory/options.js";
import { aligned, type Buffers } from "./buffers.js";

/** Offsets of the buffers, placed in an order. */
export function place(buffers: Buffers, order: readonly number[], choice: PlaceChoice): Float64Array {
  return choice === "skyline" ? placeOnSkyline(buffers, order) : placeInGaps(buffers, order, choice === "best-fit");
}

function placeInGaps(buffers: Buffers, order: readonly number[], isBestFit: boolean): Float64Array {
  const offset = new Float64Array(buffers.buffers).fill(-1);
  for (const i of order) {
    const placed = buffers.neighbors[i]!.filter((j) => offset[j]! >= 0).sort((a, b) => offset[a]! - offset[b]!);
    offset[i] = gapFor(buffers, i, placed, offset, isBestFit);
  }
  return offset;
}

/** @param placed neighbours by offset */
function gapFor(
  buffers: Buffers,
  i: number,
  placed: readonly number[],
  offset: Float64Array,
  isBestFit: boolean,
): number {
  const { size } = buffers;
  let free = 0;
  const gaps: { at: number; left: number }[] = [];
  for (const j of placed) {
    const at = aligned(buffers, i, free);
    const left = offset[j]! - at - size[i]!;
    if (left >= 0) gaps.push({ at, left });
    free = Math.max(free, offset[j]! + size[j]!);
  }
  if (isBestFit) gaps.sort((a, b) => a.left - b.left);
  return gaps[0]?.at ?? aligned(buffers, i, free);
}

/** See `assembly/pack/memory/skyline.ts`. */
function placeOnSkyline(buffers: Buffers, order: readonly number[]): Float64Array {
  const { size, neighbors } = buffers;
  const offset = new Float64Array(buffers.buffers).fill(-1);
  const floor = new Float64Array(buffers.buffers);
  const rest = [...order];
  while (rest.length > 0) {
    const lowestEnd = rest.reduce((lowest, i) => Math.min(lowest, floor[i]! + size[i]!), Infinity);
    const [i] = rest.splice(
      rest.findIndex((i) => floor[i]! < lowestEnd),
      1,
    ) as [number];
    offset[i] = floor[i]!;
    for (const j of neighbors[i]!) floor[j] = Math.max(floor[j]!, aligned(buffers, j, offset[i]! + size[i]!));
  }
  return offset;
}
