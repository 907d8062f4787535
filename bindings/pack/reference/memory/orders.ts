import type { BufferOrder } from "../../memory/options.js";
import type { Buffers } from "./buffers.js";

/** Buffers in the order in which they are placed. */
export function orderOf(buffers: Buffers, order: BufferOrder): number[] {
  const { size, start, end, contention } = buffers;
  const area = (i: number) => size[i]! * (end[i]! - start[i]!);
  const comparisons: Record<BufferOrder, (i: number, j: number) => number> = {
    size: (i, j) => size[j]! - size[i]!,
    area: (i, j) => area(j) - area(i),
    lifetime: (i, j) => end[j]! - start[j]! - (end[i]! - start[i]!),
    contention: (i, j) => contention[j]! - contention[i]! || area(j) - area(i),
    start: (i, j) => start[i]! - start[j]!,
  };
  return Array.from(size.keys()).sort(comparisons[order]);
}
