import { limits } from "../../bindings/limits.js";
import { encodePackProblem } from "../../bindings/pack/encode.js";
import type { PackInstance } from "../../bindings/pack/instance.js";
import type { PackProblem } from "../../bindings/pack/model.js";
import { parsePackProblem } from "../../bindings/pack/parse.js";
import type { Random } from "../../bindings/random.js";

/** Items of these sizes, by resource, and as many equal bins, as far as so many are allowed. */
export function vectorProblem(sizes: readonly (readonly number[])[], capacity: readonly number[]): PackProblem {
  const amounts = (values: readonly number[]) => Object.fromEntries(values.map((value, h) => [`r${h}`, value]));
  return {
    items: sizes.map((row, i) => ({ id: `i${i}`, needs: amounts(row) })),
    bins: [{ id: "bin", count: Math.max(1, Math.min(limits.copies, sizes.length)), capacity: amounts(capacity) }],
  };
}

export function encoded(problem: PackProblem): PackInstance {
  return encodePackProblem(parsePackProblem(problem)).instance;
}

/** Sizes of 1 to 700 for bins of 1,000. */
export function mixedSizes(items: number, random: Random): number[] {
  return Array.from({ length: items }, () => 1 + random.below(700));
}

/** Sizes of 1 to 350 in each resource for bins of 1,000. */
export function mixedVectors(items: number, resources: number, random: Random): number[][] {
  return Array.from({ length: items }, () => Array.from({ length: resources }, () => 1 + random.below(350)));
}
