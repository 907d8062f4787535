import { describe, expect, test } from "vitest";
import type { PackerInstance, PackerSettings, TypicalItems } from "../../../bindings/pack/packer/instance.js";
import type { PackerRule } from "../../../bindings/pack/packer/model.js";
import { packerKernels } from "./kernels.js";

/** One node with a single device. */
function nodeOf(cpu: number, gpuUnits: number, gpuFree: number): PackerInstance {
  return {
    kinds: 1,
    bins: 1,
    resources: 1,
    free: Float64Array.of(cpu),
    capacity: Float64Array.of(cpu),
    kind: Int32Array.of(0),
    gpuUnits,
    model: Int32Array.of(0),
    firstGpu: Int32Array.of(0, 1),
    gpuFree: Int32Array.of(gpuFree),
    companion: 0,
  };
}

/** Shares that are expected. */
function expecting(shares: { share: number; cpu: number; weight: number }[]): TypicalItems {
  return {
    items: shares.length,
    weight: Float64Array.from(shares, ({ weight }) => weight),
    companion: Float64Array.from(shares, ({ cpu }) => cpu),
    gpuCount: new Int32Array(shares.length),
    gpuShare: Int32Array.from(shares, ({ share }) => share),
    models: new Int32Array(shares.length).fill(-1),
  };
}

function settingsOf(rule: PackerRule, typical: TypicalItems): PackerSettings {
  const [weight, shapeAt, shapeScore] = [Int32Array.of(1, 1), Int32Array.of(0), Int32Array.of(0)];
  return { rule, seed: 0, weight, shapeAt, shapeScore, typical };
}

describe.each(packerKernels)("$name", ({ kernel }) => {
  test("a gradient that is exactly where a whole number is passed has that number", () => {
    // 18952278 ÷ 473743769, rounded, is the point between 49 and 48 %.
    const score = (fragments: number) => {
      const without = { share: 1, cpu: 0, weight: 473_743_769 - fragments };
      const typical = expecting([{ share: 1, cpu: 1, weight: fragments }, without]);
      const state = kernel.open(nodeOf(1, 1, 1), settingsOf("fragmentation-gradient-descent", typical));
      return state.scores({ demand: Float64Array.of(1), gpuCount: 0, gpuShare: 0, models: -1 })[0];
    };
    expect([18_952_277, 18_952_278, 18_952_279].map(score)).toEqual([49, 49, 48]);
  });

  test("what is left of a device is a sliver if fewer than 5 % of the shares fit into it", () => {
    // Of 7 units, 4 leave 3: room for the smaller of the typical shares.
    const score = (small: number) => {
      const typical = expecting([2, 6].map((share) => ({ share, cpu: 0, weight: share === 2 ? small : 200 - small })));
      const state = kernel.open(nodeOf(0, 12, 7), settingsOf("stranded-gpu", typical));
      return state.scores({ demand: Float64Array.of(0), gpuCount: 0, gpuShare: 4, models: -1 })[0];
    };
    expect([9, 10].map(score)).toEqual([-1, 0]);
  });
});
