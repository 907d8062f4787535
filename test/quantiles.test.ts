import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { exponentialQuantiles } from "../bindings/quantiles.js";

test("are those of the exponential distribution, to seven digits", () => {
  expect(exponentialQuantiles).toHaveLength(1024);
  exponentialQuantiles.forEach((quantile, i) => {
    const exact = -Math.log(1 - (i + 0.5) / 1024);
    expect(Math.abs(quantile / exact - 1)).toBeLessThan(5.1e-7);
  });
});

test("are the same numbers in the kernels", () => {
  const source = readFileSync(new URL("../assembly/quantiles.ts", import.meta.url), "utf8");
  const literals = source.slice(source.indexOf("= [")).match(/\d+\.\d+/g) ?? [];
  expect(literals.map(Number)).toEqual(exponentialQuantiles);
});
