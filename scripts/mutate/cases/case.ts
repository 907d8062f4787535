import fc from "fast-check";
import type { Kernels } from "../../../bindings/lehr.js";

/** A problem that both backends are given. */
export interface Case {
  name: string;
  /** What the kernels answer: plain data and typed arrays. */
  run(kernels: Kernels): unknown;
}

/** Cases drawn at random, the same in every process. */
export function drawn<T>(
  name: string,
  count: number,
  arbitrary: fc.Arbitrary<T>,
  run: (kernels: Kernels, drawn: T) => unknown,
): Case[] {
  return fc
    .sample(arbitrary, { numRuns: count, seed: 1 })
    .map((problem, number) => ({ name: `${name} ${number}`, run: (kernels) => run(kernels, problem) }));
}
