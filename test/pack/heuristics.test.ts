import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PackInstance, PackKernel } from "../../bindings/pack/instance.js";
import { type PresetName, presets } from "../../bindings/pack/options.js";
import { lanesOf } from "../../bindings/pack/reference/construct/lanes.js";
import { Packing } from "../../bindings/pack/reference/construct/packing.js";
import { packReference } from "../../bindings/pack/reference.js";
import { packCombinations } from "../../bindings/testing/options.js";
import { violationsOf } from "./constraints.js";
import { binsUsed, oneDimensional, packInstance } from "./instances.js";
import { packBackends, packKernels } from "./kernels.js";
import { optimum } from "./optimum.js";

const presetNames = Object.keys(presets) as PresetName[];

describe.each(packKernels)("$name", ({ kernel }) => {
  test("any combination packs what the reference packs", () => {
    fc.assert(
      fc.property(packInstance(), packCombinations(), (instance, choices) => {
        expect(kernel.construct(instance, choices)).toEqual(packReference.construct(instance, choices));
      }),
      { numRuns: 2000 },
    );
  });

  test.each(presetNames)("%s packs what the reference packs", (name) => {
    fc.assert(
      fc.property(packInstance({ maxItems: 40, maxCopies: 12 }), (instance) => {
        expect(kernel.construct(instance, presets[name])).toEqual(packReference.construct(instance, presets[name]));
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(packBackends)("$name", ({ kernel }) => {
  test("all constraints are kept", () => {
    fc.assert(
      fc.property(packInstance(), packCombinations(), (instance, choices) => {
        expect(violationsOf(instance, kernel.construct(instance, choices))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("first fit takes the first open bin that fits, and opens none while there is one", () => {
    forEachStep(kernel, "first-fit", (packing, open, chosen) => {
      const fitting = open.filter((bin) => bin.fits);
      if (fitting.length > 0) expect(chosen).toBe(fitting[0]!.bin);
      else expect(packing.held[chosen]).toEqual([]);
    });
  });

  test("best fit leaves no more than any other open bin would", () => {
    forEachStep(kernel, "best-fit", (packing, open, chosen) => {
      const rooms = open.filter((bin) => bin.fits).map(({ bin }) => packing.room[bin]![0]!);
      if (rooms.length > 0) expect(packing.room[chosen]![0]).toBe(Math.min(...rooms));
    });
  });

  test("worst fit leaves no less than any other open bin would", () => {
    forEachStep(kernel, "worst-fit", (packing, open, chosen) => {
      const rooms = open.filter((bin) => bin.fits).map(({ bin }) => packing.room[bin]![0]!);
      if (rooms.length > 0) expect(packing.room[chosen]![0]).toBe(Math.max(...rooms));
    });
  });

  test("first fit decreasing takes at most 11/9 of the fewest bins and 6/9 more (Dósa 2007)", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 9 }), (sizes) => {
        const instance = oneDimensional(sizes, 30);
        const bins = binsUsed(kernel.construct(instance, presets["first-fit-decreasing"]));
        expect(9 * bins).toBeLessThanOrEqual(11 * optimum(instance) + 6);
      }),
      { numRuns: 200 },
    );
  });

  test("a resource that nobody needs changes nothing", () => {
    fc.assert(
      fc.property(packInstance(), packCombinations(), (instance, choices) => {
        expect(kernel.construct(withIdleResource(instance), choices)).toEqual(kernel.construct(instance, choices));
      }),
      { numRuns: 500 },
    );
  });

  test("nor do other units of a resource", () => {
    fc.assert(
      fc.property(packInstance(), packCombinations(), fc.constantFrom(2, 3, 10, 997), (instance, choices, factor) => {
        expect(kernel.construct(scaled(instance, factor), choices)).toEqual(kernel.construct(instance, choices));
      }),
      { numRuns: 500 },
    );
  });
});

interface OpenBin {
  bin: number;
  fits: boolean;
}

/** Packs items of one resource in their order, and shows each step what was open then and what was chosen. */
function forEachStep(
  kernel: PackKernel,
  preset: PresetName,
  check: (packing: Packing, open: OpenBin[], chosen: number) => void,
): void {
  fc.assert(
    fc.property(packInstance({ maxItems: 30, maxCopies: 12, maxResources: 1, constraints: false }), (instance) => {
      fc.pre(instance.resources === 1);
      const { bin } = kernel.construct(instance, presets[preset]);
      const packing = new Packing(instance, lanesOf(instance));
      bin.forEach((chosen, item) => {
        const open = [...packing.opened].sort((a, b) => a - b).map((b) => ({ bin: b, fits: packing.fits(item, b) }));
        if (chosen === -1) return;
        check(packing, open, chosen);
        packing.place(item, chosen);
      });
    }),
    { numRuns: 200 },
  );
}

/** Between the others, so that lanes pair up differently. */
function withIdleResource(instance: PackInstance): PackInstance {
  const { resources } = instance;
  const widened = (rows: Float64Array, value: number) => {
    const wide: number[] = [];
    for (let at = 0; at < rows.length; at += resources) wide.push(value, ...rows.subarray(at, at + resources));
    return Float64Array.from(wide);
  };
  // Without resources the rows are empty, and their number is not told by them.
  const rowsOf = (count: number, value: number) => new Float64Array(count).fill(value);
  return {
    ...instance,
    resources: resources + 1,
    demand: resources > 0 ? widened(instance.demand, 0) : rowsOf(instance.items, 0),
    free: resources > 0 ? widened(instance.free, 5) : rowsOf(instance.kinds, 5),
    capacity: resources > 0 ? widened(instance.capacity, 7) : rowsOf(instance.kinds, 7),
  };
}

function scaled(instance: PackInstance, factor: number): PackInstance {
  const { resources } = instance;
  const scaleFirst = (rows: Float64Array) => rows.map((units, at) => (at % resources === 0 ? units * factor : units));
  return {
    ...instance,
    demand: scaleFirst(instance.demand),
    free: scaleFirst(instance.free),
    capacity: scaleFirst(instance.capacity),
  };
}
