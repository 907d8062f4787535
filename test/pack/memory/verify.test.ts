import { describe, expect, test } from "vitest";
import type { Allocation, MemoryProblem } from "../../../bindings/pack/memory/model.js";
import { verifyAllocation } from "../../../bindings/pack/memory/verify.js";

const problem: MemoryProblem = {
  capacity: 8,
  buffers: [
    { id: "a", size: 4, start: 0, end: 3 },
    { id: "b", size: 2, start: 2, end: 5, alignment: 2 },
    { id: "c", size: 4, start: 3, end: 6 },
  ],
};
const allocation: Allocation = {
  status: "complete",
  placed: [
    { buffer: "a", offset: 0 },
    { buffer: "b", offset: 4 },
    { buffer: "c", offset: 0 },
  ],
  height: 6,
  lowerBound: 6,
  run: { algorithm: { order: "size", choice: "first-fit" } },
};
const codes = (changes: object) => verifyAllocation(problem, { ...allocation, ...changes }).map(({ code }) => code);
const withOffsets = (...offsets: number[]) => ({
  placed: offsets.map((offset, i) => ({ buffer: "abc"[i]!, offset })),
});

describe("an allocation", () => {
  test("that holds, in any order and without its run", () => {
    expect(codes({})).toEqual([]);
    expect(codes({ placed: allocation.placed.toReversed(), run: undefined })).toEqual([]);
  });

  test("of which overlap is said at the buffer", () => {
    expect(verifyAllocation(problem, { ...allocation, ...withOffsets(0, 2, 0), height: 4 })).toEqual([
      { code: "overlap", path: "/placed/1", message: 'buffers "a" and "b" overlap, from time 2 on' },
      { code: "overlap", path: "/placed/2", message: 'buffers "b" and "c" overlap, from time 3 on' },
    ]);
  });

  test.each([
    ["malformed", { height: "6" }],
    ["malformed", { placed: [{ buffer: "a" }] }],
    ["malformed", { colour: 1 }],
    ["wrong-height", { height: 7 }],
    ["wrong-bound", { lowerBound: 5 }],
    ["wrong-status", { status: "partial" }],
    ["wrong-status", { ...withOffsets(0, 8, 0), height: 10 }],
    ["misaligned", { ...withOffsets(0, 5, 0), height: 7 }],
    ["wrong-offset", { ...withOffsets(0, 4, -1) }],
    ["wrong-offset", { ...withOffsets(0, 4, 0.5) }],
    ["missing-buffer", withOffsets(0, 4)],
    ["duplicate-buffer", { placed: [...allocation.placed, { buffer: "a", offset: 0 }] }],
    ["unknown-buffer", { placed: [...allocation.placed, { buffer: "d", offset: 0 }] }],
  ])("%s: %j", (code, changes) => {
    expect(codes(changes)).toEqual([code]);
  });
});
