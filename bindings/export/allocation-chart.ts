import type { Allocation, MemoryBuffer, MemoryProblem } from "../pack/memory/model.js";
import { counted, grouped } from "./format.js";
import { type Hue, hues, otherHue } from "./palette.js";

/** What pictures of an allocation are drawn from: time to the right, addresses upwards. */
export interface AllocationChart {
  title: string;
  /** The answer in a line. */
  summary: string;
  /** In the order of the problem. */
  blocks: Block[];
  /** From the first start to the last end. */
  start: number;
  end: number;
  height: number;
  capacity: number;
}

/** A buffer where it lies. */
export interface Block extends MemoryBuffer {
  offset: number;
  hue: Hue;
  /** Whether it ends above the capacity. */
  isTooHigh: boolean;
}

export function allocationChart({ buffers, capacity }: MemoryProblem, allocation: Allocation): AllocationChart {
  const { placed, height } = allocation;
  const offsetOf = new Map(placed.map(({ buffer, offset }) => [buffer, offset]));
  const blocks = buffers.flatMap((buffer, index): Block[] => {
    const offset = offsetOf.get(buffer.id);
    if (offset === undefined) return [];
    return [{ ...buffer, offset, hue: hues[index % otherHue]!, isTooHigh: offset + buffer.size > capacity }];
  });
  const summary = [
    `${counted(placed.length, "buffer")} in ${grouped(height)} of ${grouped(capacity)}`,
    boundText(allocation),
    ...(height > capacity ? [`${percent((height - capacity) / capacity)} above the capacity`] : []),
  ];
  return {
    title: "Allocation",
    summary: summary.join(" · "),
    blocks,
    start: blocks.length === 0 ? 0 : blocks.reduce((least, { start }) => Math.min(least, start), Infinity),
    end: blocks.reduce((most, { end }) => Math.max(most, end), 0),
    height,
    capacity,
  };
}

/** `optimal`, or how far above the lowest it is at most. */
export function boundText({ height, lowerBound }: Pick<Allocation, "height" | "lowerBound">): string {
  return height <= lowerBound ? "optimal" : `at most ${percent((height - lowerBound) / lowerBound)} above the lowest`;
}

/** `9.9%` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
