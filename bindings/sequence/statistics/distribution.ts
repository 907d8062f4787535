import type { Distribution } from "./model.js";

/** Undefined without values. */
export function distributionOf(values: readonly number[]): Distribution | undefined {
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  const percentile = (percent: number) => sorted[Math.ceil((percent * sorted.length) / 100) - 1]!;
  return {
    mean: sumOf(values) / values.length,
    p50: percentile(50),
    p90: percentile(90),
    p99: percentile(99),
    max: percentile(100),
  };
}

/** From the first to the last. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
