import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importMinimalloc } from "../../../bindings/import/minimalloc.js";
import { memoryVerb } from "../../../bindings/pack/memory/index.js";
import type { MemoryProblem } from "../../../bindings/pack/memory/model.js";
import {
  type BufferOrder,
  bufferOrders,
  type MemoryCombination,
  type MemoryOptions,
  placeChoices,
} from "../../../bindings/pack/memory/options.js";
import { verifyAllocation } from "../../../bindings/pack/memory/verify.js";
import { memoryReference } from "../../../bindings/pack/reference/memory/index.js";
import { describeWithSharedData, readSharedText } from "../../shared-data.js";
import { memoryProblem as problems } from "./arbitraries.js";
import { kernels, wasmKernels } from "./kernels.js";

const combinations = bufferOrders.flatMap((order) => placeChoices.map((choice) => ({ order, choice })));
const annealing = (seed: number): MemoryOptions => ({ algorithm: "anneal", seed, schedule: 60 });

const { allocate } = memoryVerb(memoryReference);

describe.each(wasmKernels)("%s and the reference agree", (_, kernel) => {
  const verb = memoryVerb(kernel);

  test.each(combinations)("on $order, $choice", (algorithm) => {
    fc.assert(
      fc.property(problems, (problem) => {
        expect(verb.allocate(problem, { algorithm })).toEqual(allocate(problem, { algorithm }));
      }),
    );
  });

  test("on annealing, to its end and not", () => {
    fc.assert(
      fc.property(problems, fc.nat(), fc.nat(60), (problem, seed, iterations) => {
        const options = { ...annealing(seed), iterations };
        expect(verb.allocate(problem, options)).toEqual(allocate(problem, options));
      }),
    );
  });

  test("beyond 32 bits", () => {
    const large = (problem: MemoryProblem, by: number): MemoryProblem => ({
      capacity: problem.capacity * by,
      buffers: problem.buffers.map((each) => ({ ...each, size: each.size * by + 1, alignment: each.alignment! * 3 })),
    });
    fc.assert(
      fc.property(problems, (problem) => {
        const scaled = large(problem, 2 ** 40);
        expect(verb.allocate(scaled, annealing(1))).toEqual(allocate(scaled, annealing(1)));
      }),
    );
  });
});

test("every allocation holds, and none is below the bound", () => {
  const algorithms: MemoryOptions[] = [...combinations.map((algorithm) => ({ algorithm })), annealing(2)];
  fc.assert(
    fc.property(problems, fc.constantFrom(...algorithms), (problem, options) => {
      const allocation = allocate(problem, options);
      expect(verifyAllocation(problem, allocation)).toEqual([]);
      expect(allocation.height).toBeGreaterThanOrEqual(allocation.lowerBound);
      expect(allocate(problem, allocation.run)).toEqual(allocation);
    }),
  );
});

test("annealing is never above the best of all combinations, and that above none", () => {
  fc.assert(
    fc.property(problems, (problem) => {
      const best = allocate(problem);
      for (const algorithm of combinations) {
        expect(best.height).toBeLessThanOrEqual(allocate(problem, { algorithm }).height);
      }
      const annealed = allocate(problem, annealing(3));
      if (best.status === "complete") expect(annealed.status).toBe("complete");
      else expect(annealed.height).toBeLessThanOrEqual(best.height);
    }),
  );
});

describe("by hand", () => {
  const offsets = (problem: MemoryProblem, options?: MemoryOptions) =>
    allocate(problem, options).placed.map(({ offset }) => offset);
  /** a, b and c are stacked; then a gap of 4 and one of 2 are left for d. */
  const gaps: MemoryProblem = {
    capacity: 16,
    buffers: [
      { id: "a", size: 4, start: 0, end: 3 },
      { id: "b", size: 1, start: 0, end: 9 },
      { id: "c", size: 2, start: 0, end: 3 },
      { id: "e", size: 1, start: 0, end: 9 },
      { id: "d", size: 2, start: 3, end: 9 },
    ],
  };

  test("first fit takes the lowest gap, best fit the tightest", () => {
    expect(offsets(gaps, { algorithm: { order: "start", choice: "first-fit" } })).toEqual([0, 4, 5, 7, 0]);
    expect(offsets(gaps, { algorithm: { order: "start", choice: "best-fit" } })).toEqual([0, 4, 5, 7, 5]);
  });

  test("a skyline takes first what can only lie lower, and leaves a gap for good", () => {
    const low: MemoryProblem = {
      capacity: 16,
      buffers: [
        { id: "a", size: 4, start: 0, end: 2 },
        { id: "b", size: 2, start: 0, end: 6 },
        { id: "c", size: 2, start: 2, end: 6 },
        { id: "d", size: 7, start: 6, end: 9 },
      ],
    };
    const algorithm: MemoryCombination = { order: "start", choice: "skyline" };
    expect(offsets(low, { algorithm })).toEqual([0, 4, 0, 0]);
    const high = { ...low, buffers: low.buffers.map((each) => (each.id === "c" ? { ...each, size: 7 } : each)) };
    expect(offsets(high, { algorithm })).toEqual([0, 4, 6, 0]);
  });

  test("an offset is a multiple of the alignment", () => {
    const problem: MemoryProblem = {
      capacity: 16,
      buffers: [
        { id: "a", size: 5, start: 0, end: 2 },
        { id: "b", size: 4, start: 0, end: 2, alignment: 4 },
      ],
    };
    for (const choice of placeChoices)
      expect(offsets(problem, { algorithm: { order: "size", choice } })).toEqual([0, 8]);
  });

  test("buffers share a place when one ends as the other starts", () => {
    const problem: MemoryProblem = {
      capacity: 4,
      buffers: [
        { id: "a", size: 4, start: 0, end: 2 },
        { id: "b", size: 4, start: 2, end: 3 },
      ],
    };
    expect(allocate(problem)).toMatchObject({ status: "complete", height: 4, lowerBound: 4 });
  });

  test("annealing that finds nothing lower gives the best of all combinations", () => {
    const lifetimes = [
      [2, 4, 5],
      [1, 0, 4],
      [4, 4, 8],
      [2, 2, 4],
      [4, 2, 6],
      [3, 3, 4],
    ] as const;
    const buffers = lifetimes.map(([size, start, end], i) => ({ id: String(i), size, start, end }));
    const problem = { buffers, capacity: 1 };
    // None of these skylines is below 11.
    for (const order of bufferOrders) {
      expect(allocate(problem, { algorithm: { order, choice: "skyline" } }).height).toBeGreaterThanOrEqual(11);
    }
    expect(allocate(problem).height).toBe(10);
    expect(allocate(problem, { algorithm: "anneal", iterations: 0 }).height).toBe(10);
  });

  test("what does not fit is allocated nonetheless", () => {
    const problem = { capacity: 3, buffers: [{ id: "a", size: 4, start: 0, end: 2 }] };
    for (const [, kernel] of kernels) {
      expect(memoryVerb(kernel).allocate(problem, { algorithm: "anneal" })).toMatchObject({
        status: "partial",
        placed: [{ buffer: "a", offset: 0 }],
        height: 4,
      });
    }
  });

  test("no buffers", () => {
    for (const [, kernel] of kernels) {
      const allocation = memoryVerb(kernel).allocate({ buffers: [], capacity: 1 }, { algorithm: "anneal" });
      expect(allocation).toMatchObject({ status: "complete", placed: [], height: 0, lowerBound: 0 });
    }
  });
});

describeWithSharedData("MiniMalloc's hard instances", () => {
  const read = (name: string) =>
    importMinimalloc({ name, text: readSharedText(`pack/minimalloc/${name}.1048576.csv`) }, 1_048_576);

  test.each([
    ["A", 1_048_576],
    ["C", 1_039_360],
    ["D", 986_112],
    ["J", 989_184],
    ["K", 1_048_576],
  ])("%s has the bound %d", (name, lowerBound) => {
    for (const [, kernel] of kernels) expect(memoryVerb(kernel).allocate(read(name))).toMatchObject({ lowerBound });
  });

  test("first fit is as high as found elsewhere", () => {
    for (const [, kernel] of kernels) {
      const { allocate } = memoryVerb(kernel);
      const heightBy = (order: BufferOrder) =>
        allocate(read("A"), { algorithm: { order, choice: "first-fit" } }).height;
      expect([heightBy("size"), heightBy("lifetime")]).toEqual([1_352_704, 1_526_784]);
    }
  });

  test("annealing agrees and beats every combination", () => {
    const problem = read("A");
    const options: MemoryOptions = { algorithm: "anneal", schedule: 100 };
    const expected = allocate(problem, options);
    for (const [, kernel] of wasmKernels) expect(memoryVerb(kernel).allocate(problem, options)).toEqual(expected);
    expect(expected.height).toBeLessThan(allocate(problem).height);
    expect(verifyAllocation(problem, expected)).toEqual([]);
  });
});
