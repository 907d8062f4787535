import { expect, test } from "vitest";
import { InvalidResultError } from "../../../bindings/errors.js";
import type { Allocation, MemoryProblem } from "../../../bindings/pack/memory/model.js";
import { allocationStatistics } from "../../../bindings/pack/memory/statistics.js";

const problem: MemoryProblem = {
  capacity: 8,
  buffers: [
    { id: "a", size: 4, start: 10, end: 13 },
    { id: "b", size: 2, start: 12, end: 15 },
    { id: "c", size: 4, start: 14, end: 18 },
  ],
};
const allocation: Allocation = {
  status: "partial",
  placed: [
    { buffer: "c", offset: 6 },
    { buffer: "a", offset: 0 },
    { buffer: "b", offset: 4 },
  ],
  height: 10,
  lowerBound: 6,
  run: { algorithm: { order: "size", choice: "skyline" } },
};

test("how far above capacity and bound, how full over time, and what is too high", () => {
  expect(allocationStatistics(problem, allocation)).toEqual({
    height: 10,
    capacity: 8,
    lowerBound: 6,
    overshoot: 2 / 8,
    gap: 4 / 6,
    utilisation: (4 * 3 + 2 * 3 + 4 * 4) / (10 * 8),
    tooHigh: ["c"],
  });
});

test("of what fits, and of nothing", () => {
  const complete: Allocation = { ...allocation, status: "complete" };
  expect(allocationStatistics({ ...problem, capacity: 10 }, complete)).toMatchObject({ overshoot: 0, tooHigh: [] });
  const nothing: Allocation = { ...complete, placed: [], height: 0, lowerBound: 0 };
  expect(allocationStatistics({ capacity: 1, buffers: [] }, nothing)).toMatchObject({ gap: 0, utilisation: 0 });
});

test("of what does not hold there are none", () => {
  expect(() => allocationStatistics(problem, { ...allocation, height: 9 })).toThrow(InvalidResultError);
});
