import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PackerInstance, PackerSettings, PackerState } from "../../../bindings/pack/packer/instance.js";
import { packerRules } from "../../../bindings/pack/packer/model.js";
import { packerReference } from "../../../bindings/pack/reference/packer.js";
import { packerKernels } from "./kernels.js";
import { answersIn, gpuUnits, scenario } from "./scenarios.js";

describe.each(packerRules)("%s", (rule) => {
  for (const { name, kernel } of packerKernels.slice(0, 2)) {
    test(`the ${name} build decides as the reference`, () => {
      fc.assert(
        fc.property(scenario, (scenario) => {
          expect(answersIn(kernel, rule, scenario)).toEqual(answersIn(packerReference, rule, scenario));
        }),
        { numRuns: 60 },
      );
    });
  }
});

test("more different items than slots", () => {
  const instance: PackerInstance = {
    kinds: 1,
    bins: 5,
    resources: 1,
    free: Float64Array.of(100_000),
    capacity: Float64Array.of(100_000),
    kind: new Int32Array(5),
    gpuUnits,
    model: Int32Array.of(-1),
    firstGpu: Int32Array.of(0, 0),
    gpuFree: new Int32Array(),
    companion: 0,
  };
  const nothing = { weight: new Float64Array(), companion: new Float64Array(), gpuCount: new Int32Array() };
  const settings: PackerSettings = {
    rule: "best-fit",
    seed: 0,
    weight: Int32Array.of(1, 1),
    shapeAt: Int32Array.of(0),
    shapeScore: Int32Array.of(0),
    typical: { items: 0, ...nothing, gpuShare: new Int32Array(), models: new Int32Array() },
  };
  const items = Array.from({ length: 900 }, (_, i) => ({
    demand: Float64Array.of(1 + ((i * 37) % 600)),
    gpuCount: 0,
    gpuShare: 0,
    models: -1,
  }));
  const run = (state: PackerState) => items.map((item, i) => state.place(item, i));
  const expected = run(packerReference.open(instance, settings));
  for (const { kernel } of packerKernels) expect(run(kernel.open(instance, settings))).toEqual(expected);
});
