import { InvalidResultError } from "../../errors.js";
import type { Allocation, MemoryProblem } from "./model.js";
import { verifyAllocation } from "./verify.js";

/** Figures of an allocation. Shares are of 1. */
export interface AllocationStatistics {
  height: number;
  capacity: number;
  lowerBound: number;
  /** By how much the height exceeds the capacity, as a share of the capacity; 0 when everything fits. */
  overshoot: number;
  /** By how much the height exceeds the lower bound, as a share of the bound; 0 when no allocation is lower. */
  gap: number;
  /** Share of the space up to the height that is held, over the time from the first start to the last end. */
  utilisation: number;
  /** Buffers that end above the capacity, in the order of the problem. */
  tooHigh: string[];
}

/**
 * @param allocation anybody's, as `verifyAllocation` accepts it
 * @throws InvalidProblemError
 * @throws InvalidResultError when the allocation does not hold
 */
export function allocationStatistics(problem: MemoryProblem, allocation: Allocation): AllocationStatistics {
  const violations = verifyAllocation(problem, allocation);
  if (violations.length > 0) throw new InvalidResultError(violations);
  const { buffers, capacity } = problem;
  const { height, lowerBound, placed } = allocation;
  const offsetOf = new Map(placed.map(({ buffer, offset }) => [buffer, offset]));
  const held = buffers.reduce((sum, { size, start, end }) => sum + size * (end - start), 0);
  const first = buffers.reduce((least, { start }) => Math.min(least, start), Infinity);
  const last = buffers.reduce((most, { end }) => Math.max(most, end), 0);
  return {
    height,
    capacity,
    lowerBound,
    overshoot: Math.max(0, height - capacity) / capacity,
    gap: height === 0 ? 0 : (height - lowerBound) / lowerBound,
    utilisation: height === 0 ? 0 : held / (height * (last - first)),
    tooHigh: buffers.filter(({ id, size }) => offsetOf.get(id)! + size > capacity).map(({ id }) => id),
  };
}
