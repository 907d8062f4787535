import { describe, expect, test } from "vitest";
import type { PackInstance } from "../../bindings/pack/instance.js";
import { presets } from "../../bindings/pack/options.js";
import { packReference } from "../../bindings/pack/reference.js";
import { Random } from "../../bindings/random.js";
import { assemble, type BinRow, type GroupRow, type ItemRow, loadsOf, oneDimensional, vectors } from "./instances.js";
import { packBackends } from "./kernels.js";

describe.each(packBackends)("$name", ({ kernel }) => {
  test.each([
    { preset: "next-fit", bins: [0, 1, 1, 2, 2] },
    { preset: "first-fit", bins: [0, 1, 0, 1, 2] },
    { preset: "best-fit", bins: [0, 1, 1, 0, 2] },
    { preset: "worst-fit", bins: [0, 1, 0, 1, 2] },
    { preset: "first-fit-decreasing", bins: [2, 1, 1, 0, 0] },
  ] as const)("$preset: 5 6 4 3 7 into tens", ({ preset, bins }) => {
    expect([...kernel.construct(oneDimensional([5, 6, 4, 3, 7], 10), presets[preset]).bin]).toEqual(bins);
  });

  test("dot product prefers what is large where there is room", () => {
    const instance = vectors(
      [
        [6, 1],
        [4, 1],
        [1, 6],
      ],
      [10, 10],
    );
    expect([...kernel.construct(instance, presets.tetris).bin]).toEqual([0, 1, 0]);
  });

  test("minimum bin slack fills bins where decreasing fits leave gaps", () => {
    const instance = oneDimensional([4, 4, 3, 3, 3, 3], 10);
    expect(loadsOf(instance, kernel.construct(instance, presets["first-fit-decreasing"]))).toEqual([8, 9, 3]);
    expect(loadsOf(instance, kernel.construct(instance, presets["minimum-bin-slack"]))).toEqual([10, 10]);
  });

  test("by price, bins that cost least for what they hold are opened first", () => {
    const instance = packOf(
      [{ demand: [3] }, { demand: [3] }, { demand: [8] }],
      [
        { capacity: [10], cost: 5 },
        { capacity: [6], cost: 2 },
      ],
    );
    expect([...kernel.construct(instance, presets["cheapest-first-fit-decreasing"]).bin]).toEqual([1, 1, 0]);
  });

  test("shares go to the fullest device that has room, whole devices come from the lowest on", () => {
    const instance = packOf(
      [{ gpuShare: 4 }, { gpuShare: 3 }, { gpuShare: 2 }, { gpuCount: 1 }, { gpuShare: 3 }],
      [{ gpuFree: [6, 6, 6, 6], model: 0 }],
    );
    expect([...kernel.construct(instance, presets["first-fit"]).gpus]).toEqual([0b1, 0b10, 0b1, 0b100, 0b10]);
  });

  test("a gang that does not fit as a whole leaves no trace", () => {
    const instance = packOf(
      [
        { demand: [6], group: 0 },
        { demand: [6], group: 0 },
        { demand: [6], group: 0 },
        { demand: [5] },
        { demand: [5] },
      ],
      [{ capacity: [10], copies: 2 }],
      [{ level: -1, required: 1 }],
    );
    expect([...kernel.construct(instance, presets["first-fit"]).bin]).toEqual([-1, -1, -1, 0, 0]);
    expect([...kernel.construct(instance, presets["dot-product"]).bin]).toEqual([-1, -1, -1, 0, 0]);
  });

  test.each([
    { level: 3, required: 1, bins: [1, 2] },
    { level: -1, required: 1, bins: [0, 1] },
  ])("a gang shares a rack if it must: %o", ({ level, required, bins }) => {
    const instance = packOf(
      [
        { demand: [6], group: 0 },
        { demand: [6], group: 0 },
      ],
      [
        { capacity: [10], location: [0, 0, 0, 0] },
        { capacity: [10], copies: 2, location: [0, 0, 0, 1] },
      ],
      [{ level, required }],
    );
    expect([...kernel.construct(instance, presets["first-fit"]).bin]).toEqual(bins);
  });

  test("a gang that would rather share a rack goes elsewhere if no rack holds it", () => {
    const bins: Partial<BinRow>[] = [
      { capacity: [10], location: [0, 0, 0, 0] },
      { capacity: [10], location: [0, 0, 0, 1] },
    ];
    const items: Partial<ItemRow>[] = [
      { demand: [6], group: 0 },
      { demand: [6], group: 0 },
    ];
    expect([...kernel.construct(packOf(items, bins, [{ level: 3, required: 1 }]), presets["first-fit"]).bin]).toEqual([
      -1, -1,
    ]);
    expect([...kernel.construct(packOf(items, bins, [{ level: 3, required: 0 }]), presets["first-fit"]).bin]).toEqual([
      0, 1,
    ]);
  });

  test("separations and models", () => {
    const instance = packOf(
      [{ separate: 0 }, { separate: 0 }, { gpuCount: 1, models: 0b10 }],
      [
        { gpuFree: [6], model: 0, copies: 2 },
        { gpuFree: [6], model: 1 },
      ],
    );
    expect([...kernel.construct(instance, presets["first-fit"]).bin]).toEqual([0, 1, 2]);
  });

  test("a search for the least slack ends alike", () => {
    const random = new Random(3);
    const instance = oneDimensional(
      Array.from({ length: 60 }, () => 30_000 + random.below(170_000)),
      1_000_003,
    );
    const choices = presets["minimum-bin-slack"];
    expect(kernel.construct(instance, choices)).toEqual(packReference.construct(instance, choices));
  });

  test("hundreds of bins", () => {
    const random = new Random(7);
    const sizes = Array.from({ length: 700 }, () => [1 + random.below(100), 1 + random.below(100)]);
    const instance = vectors(sizes, [100, 120]);
    for (const preset of ["first-fit", "best-fit-decreasing", "next-fit", "cosine"] as const) {
      expect(kernel.construct(instance, presets[preset])).toEqual(packReference.construct(instance, presets[preset]));
    }
  });

  test("thousands of sizes that are all small beside one", () => {
    const random = new Random(8);
    const sizes = Array.from({ length: 3_000 }, () => [1 + random.below(50)]);
    const instance = vectors([...sizes, [25_000]], [25_000]);
    const preset = presets["first-fit-decreasing"];
    expect(kernel.construct(instance, preset)).toEqual(packReference.construct(instance, preset));
  });
});

/** Items and bins of at most one resource, of which only what matters is given. */
function packOf(
  items: readonly Partial<ItemRow>[],
  bins: readonly Partial<BinRow>[],
  groups: readonly GroupRow[] = [],
): PackInstance {
  const resources = bins[0]!.capacity ? 1 : 0;
  const item = { demand: [], gpuCount: 0, gpuShare: 0, models: -1, group: -1, separate: -1, value: 1 };
  const bin = { copies: 1, capacity: [], load: [], cost: 1, model: -1, gpuFree: [], location: [0, 0, 0, 0] };
  return assemble(
    resources,
    items.map((row) => ({ ...item, ...row })),
    bins.map((row) => ({ ...bin, ...row })),
    groups,
  );
}
