import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { martelloTothBound, volumeBound } from "../../bindings/pack/reference/construct/lower-bounds.js";
import { packReference } from "../../bindings/pack/reference.js";
import { binsUsed, oneDimensional, packInstance, vectors } from "./instances.js";
import { packBackends, packKernels } from "./kernels.js";
import { optimum } from "./optimum.js";

const sized = fc.integer({ min: 1, max: 60 }).chain((capacity) =>
  fc.record({
    capacity: fc.constant(capacity),
    sizes: fc.array(fc.integer({ min: 1, max: capacity }), { maxLength: 9 }),
  }),
);

describe.each(packKernels)("$name", ({ kernel }) => {
  test("bounds are those of the reference", () => {
    fc.assert(
      fc.property(packInstance({ maxItems: 40 }), (instance) => {
        expect(kernel.bound(instance)).toBe(packReference.bound(instance));
      }),
      { numRuns: 500 },
    );
  });
});

describe.each(packBackends)("$name", ({ kernel }) => {
  test("a bound is never above the fewest bins", () => {
    fc.assert(
      fc.property(packInstance({ maxItems: 6, maxKinds: 2, maxCopies: 3 }), (instance) => {
        expect(kernel.bound(instance)).toBeLessThanOrEqual(optimum(instance));
      }),
      { numRuns: 300 },
    );
  });

  test("nor above what an algorithm finds that places all", () => {
    fc.assert(
      fc.property(packInstance({ maxItems: 30, maxCopies: 15, maxKinds: 1 }), (instance) => {
        const packing = kernel.construct(instance, { order: "l2", choice: "first", weights: "average", bins: "input" });
        if (!packing.bin.includes(-1)) expect(kernel.bound(instance)).toBeLessThanOrEqual(binsUsed(packing));
      }),
    );
  });

  test.each([
    { why: "no items", sizes: [], capacity: 10, bins: 0 },
    { why: "an item of size 0 takes a bin all the same", sizes: [0], capacity: 10, bins: 1 },
    { why: "volume", sizes: [4, 4, 4], capacity: 10, bins: 2 },
    { why: "each above one half", sizes: [6, 6, 6], capacity: 10, bins: 3 },
    { why: "thirds do not fit beside sixes", sizes: [6, 6, 5, 5, 5], capacity: 10, bins: 4 },
    { why: "what large items leave is too little for medium ones", sizes: [7, 7, 4, 4], capacity: 10, bins: 3 },
  ])("$why", ({ sizes, capacity, bins }) => {
    expect(kernel.bound(oneDimensional(sizes, capacity, 6))).toBe(bins);
  });

  test("of several resources the one that asks for most bins", () => {
    const sizes = [
      [1, 6],
      [1, 6],
      [1, 6],
      [9, 0],
    ];
    expect(kernel.bound(vectors(sizes, [10, 10], 6))).toBe(3);
  });

  test("large amounts are divided exactly", () => {
    const capacity = 2 ** 40 - 1;
    const sizes = [...Array<number>(4000).fill(capacity), 1];
    expect(kernel.bound(oneDimensional(sizes, capacity, 1))).toBe(4001);
  });

  test("items that are kept apart take a bin each", () => {
    const instance = vectors([[1], [1], [1], [1]], [10]);
    expect(kernel.bound({ ...instance, separate: Int32Array.of(1, 0, 1, 1) })).toBe(3);
  });
});

test("L2 is at least L1 and at most the optimum", () => {
  fc.assert(
    fc.property(sized, ({ sizes, capacity }) => {
      fc.pre(sizes.length > 0);
      const bound = martelloTothBound(sizes, capacity);
      expect(bound).toBeGreaterThanOrEqual(volumeBound(sizes, capacity));
      expect(bound).toBeLessThanOrEqual(optimum(oneDimensional(sizes, capacity)));
    }),
    { numRuns: 200 },
  );
});
