import { describe, expect, test } from "vitest";
import { presets } from "../../bindings/pack/options.js";
import { packReference } from "../../bindings/pack/reference.js";
import { Random } from "../../bindings/random.js";
import { assemble, vectors } from "./instances.js";
import { packKernels } from "./kernels.js";

/**
 * Items that fill bins to the last unit, which the search finds out late: another limit of its, by one, takes it another
 * way to another packing. Chosen by trying each limit with both values. What a split in two may cost is reached too rarely
 * to find by trial, and the weight of a full bin scales all alike.
 */
const limits = {
  "triples of a bin of five": { each: 5, bins: 16, capacity: 2000, seed: 3, schedule: 600 },
  "patience before kicks": { each: 3, bins: 20, capacity: 1000, seed: 7, schedule: 3000 },
  "pools whose split is in the table": { each: 4, bins: 14, capacity: 1500, seed: 1, schedule: 1500 },
  "nodes of minimum bin slack": { each: 8, bins: 12, capacity: 100_000, seed: 237, schedule: 1 },
};

describe.each(packKernels)("$name", ({ kernel }) => {
  test.each(Object.entries(limits))("%s", (_, { each, bins, capacity, seed, schedule }) => {
    const sizes = fillingSizes(bins, each, capacity, new Random(seed));
    const instance = vectors(
      sizes.map((size) => [size]),
      [capacity],
    );
    const start = packReference.construct(instance, presets["first-fit-decreasing"]);
    const how = { objective: "bins", seed, schedule } as const;
    expect(kernel.improve(instance, start, how, schedule)).toEqual(
      packReference.improve(instance, start, how, schedule),
    );
  });

  test("items of a bin that is emptied: 24 move to a cheaper one together", () => {
    const item = { demand: [1], gpuCount: 0, gpuShare: 0, models: -1, group: -1, separate: -1, value: 1 };
    const bin = { copies: 2, capacity: [24], load: [], model: -1, gpuFree: [], location: [0, 0, 0, 0] };
    const kinds = [10, 1].map((cost) => ({ ...bin, cost }));
    const instance = assemble(1, Array<typeof item>(48).fill(item), kinds, []);
    const start = packReference.construct(instance, presets["first-fit-decreasing"]);
    const how = { objective: "cost", seed: 1, schedule: 300 } as const;
    const found = kernel.improve(instance, start, how, how.schedule);
    expect(found).toEqual(packReference.improve(instance, start, how, how.schedule));
    expect(found.bin.every((b) => b >= 2)).toBe(true);
  });
});

/** Bins of so many items each. */
function fillingSizes(bins: number, each: number, capacity: number, random: Random): number[] {
  const mean = Math.floor(capacity / each);
  const sizes: number[] = [];
  while (sizes.length < bins * each) {
    const some = Array.from({ length: each - 1 }, () => Math.floor(mean / 2) + random.below(mean));
    const left = capacity - some.reduce((sum, size) => sum + size, 0);
    if (left > 0) sizes.push(...some, left);
  }
  return sizes;
}
