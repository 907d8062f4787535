import { expect, test } from "vitest";
import type { Combination } from "../../bindings/pack/options.js";
import { describeWithSharedData, readShared } from "../shared-data.js";
import { binsUsed, vectors } from "./instances.js";
import { packKernels } from "./kernels.js";

interface Published {
  instances: { name: string; cap: number[]; items: number[][]; best: number; alg: Record<string, number> }[];
}

const decreasing = { choice: "first", weights: "average", bins: "input" } as const;
const binCentric = { weights: "average", bins: "input" } as const;

/** Combinations by the names of the publication (Mommessin et al. 2024). */
const algorithms: [name: string, combination: Combination][] = [
  ["FFD-L1-Avg", { ...decreasing, order: "l1" }],
  ["FFD-L2-Avg", { ...decreasing, order: "l2" }],
  ["BCS-L2Norm-Avg", { ...binCentric, score: "l2-norm" }],
  ["BCS-DP1-Avg", { ...binCentric, score: "dot-product" }],
];

describeWithSharedData("vector packing, set New", () => {
  const { kernel } = packKernels[0]!;
  const { instances } = readShared<Published>("pack/vbp-new.json.gz");

  test.each(algorithms)("%s takes as many bins as published", (name, combination) => {
    const different = instances.filter(({ cap, items, alg }) => {
      return binsUsed(kernel.construct(vectors(items, cap), combination)) !== alg[name];
    });
    expect(different.map((instance) => instance.name)).toEqual([]);
  });
});
