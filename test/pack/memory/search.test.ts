import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOptionsError } from "../../../bindings/errors.js";
import { memoryVerb } from "../../../bindings/pack/memory/index.js";
import type { MemoryProblem } from "../../../bindings/pack/memory/model.js";
import type { MemoryOptions } from "../../../bindings/pack/memory/options.js";
import { verifyAllocation } from "../../../bindings/pack/memory/verify.js";
import type { SearchProgress } from "../../../bindings/search.js";
import { memoryProblem } from "./arbitraries.js";
import { kernels } from "./kernels.js";

/** Too tight for an annealing to end early. */
const tight = (problem: MemoryProblem): MemoryProblem => ({ ...problem, capacity: 1 });
const three: MemoryProblem = {
  capacity: 6,
  buffers: [
    { id: "a", size: 4, start: 0, end: 3 },
    { id: "b", size: 3, start: 2, end: 5 },
    { id: "c", size: 4, start: 4, end: 7 },
  ],
};

describe.each(kernels)("a search of the %s", (_, kernel) => {
  const { allocate, search } = memoryVerb(kernel);

  test("run to its end is what allocate gives, in whatever steps", () => {
    fc.assert(
      fc.property(memoryProblem, fc.nat(), fc.array(fc.nat(9), { maxLength: 9 }), (problem, seed, steps) => {
        const options: MemoryOptions = { algorithm: "anneal", seed, schedule: 40 };
        const searched = search(problem, options);
        for (const iterations of steps) searched.step(iterations);
        while (searched.step(7));
        const { run, ...found } = searched.best();
        expect(allocate(problem, options)).toEqual({ ...found, run: { ...run, iterations: 40 } });
        expect(allocate(problem, run)).toEqual({ ...found, run });
      }),
      { numRuns: 25 },
    );
  });

  test("is an allocation that holds after any step, never higher than before", () => {
    fc.assert(
      fc.property(memoryProblem.map(tight), (problem) => {
        const searched = search(problem, { schedule: 30 });
        let height = Infinity;
        do {
          const best = searched.best();
          expect(verifyAllocation(problem, best)).toEqual([]);
          expect(allocate(problem, best.run)).toEqual(best);
          expect(best.height).toBeLessThanOrEqual(height);
          height = best.height;
        } while (searched.step(3));
      }),
      { numRuns: 12 },
    );
  });

  test("runs by itself, tells how high it is, and ends where it fits", async () => {
    const progress: SearchProgress[] = [];
    const onProgress = (now: SearchProgress) => progress.push(now);
    const { height } = await search({ ...three, capacity: 7 }, { schedule: 50 }).run({ onProgress });
    expect(height).toBe(7);
    const partial = await search(three, { schedule: 50 }).run({ onProgress, maxIterations: 20 });
    expect(partial).toMatchObject({ status: "partial", height: 7, run: { schedule: 50 } });
    expect(progress.every(({ schedule, objective }) => schedule === 50 && objective === 7)).toBe(true);
  });

  test("a budget becomes a schedule that repeats", () => {
    // Too tight a capacity, so that it goes on.
    const buffers = Array.from({ length: 60 }, (_, i) => ({
      id: `${i}`,
      size: 1 + (i % 7),
      start: i % 11,
      end: 12 + (i % 5),
    }));
    const problem = {
      buffers: [...buffers, { id: "aligned", size: 3, start: 0, end: 20, alignment: 1000 }],
      capacity: 1,
    };
    const allocation = allocate(problem, { algorithm: "anneal", budgetMilliseconds: 3 });
    const { schedule, iterations } = allocation.run as { schedule: number; iterations: number };
    expect(schedule).toBeGreaterThanOrEqual(1);
    expect(iterations).toBe(schedule);
    expect(allocation.run).not.toHaveProperty("budgetMilliseconds");
    expect(allocate(problem, allocation.run)).toEqual(allocation);
  });

  test("needs no algorithm, nor one that is undefined, and takes no other", () => {
    for (const options of [undefined, {}, { algorithm: undefined, schedule: 5 }]) {
      expect(search(three, options).best().run).toMatchObject({ algorithm: "anneal", iterations: 0 });
    }
    expect(() => search(three, { algorithm: "best" })).toThrow('must be "anneal"');
    expect(() => search(three, null as unknown as MemoryOptions)).toThrow(InvalidOptionsError);
  });
});

test.each<[MemoryOptions, string]>([
  [{ algorithm: "best", budgetMilliseconds: 1 }, 'goes with algorithm "anneal" alone'],
  [{ algorithm: "anneal", budgetMilliseconds: 0 }, "must be above 0"],
  [{ algorithm: "anneal", budgetMilliseconds: 1, schedule: 5 }, "in the place of schedule"],
  [{ algorithm: "anneal", budgetMilliseconds: 1, iterations: 5 }, "in the place of iterations"],
])("refuses %j", (options, message) => {
  expect(() => memoryVerb(kernels[0]![1]).allocate(three, options)).toThrow(message);
});
