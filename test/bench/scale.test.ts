import { describe, expect, test } from "vitest";
import { readKernels } from "../../bench/place/start-up.js";
import { exponentOf } from "../../bench/scale/fit.js";
import { meteredLehr } from "../../bench/scale/metered.js";
import { createLehrSync } from "../../bindings/index.js";

describe("exponents", () => {
  const sizes = [1, 10, 100, 1000];

  test.each([0.5, 1, 2, -1])("of x to the %d", (exponent) => {
    expect(exponentOf(sizes.map((x) => [x, 3 * x ** exponent]))).toBeCloseTo(exponent, 12);
  });

  test("lie between those of two halves", () => {
    const bent = [
      [1, 1],
      [10, 10],
      [100, 1000],
    ] as const;
    expect(exponentOf(bent)).toBeCloseTo(1.5, 12);
  });
});

test("the meter changes no result and counts all arrays of a call", () => {
  const lehr = meteredLehr(new WebAssembly.Module(readKernels()));
  const problem = (items: number) => ({
    items: Array.from({ length: items }, (_, i) => ({ id: `${i}`, needs: { memory: 1 + (i % 7) } })),
    bins: [{ id: "bin", count: items, capacity: { memory: 10 } }],
  });
  const bytesOf = (items: number) => {
    expect(lehr.pack(problem(items))).toEqual(createLehrSync().pack(problem(items)));
    return lehr.arenaBytes();
  };
  const [small, large] = [bytesOf(100), bytesOf(1_000)];
  // At least an amount in and a bin out, 8 and 4 bytes.
  expect(small).toBeGreaterThan(12 * 100);
  expect(large / small).toBeGreaterThan(6);
  expect(large / small).toBeLessThan(11);
  expect(bytesOf(100)).toBe(small);
});
