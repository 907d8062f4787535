import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tripletItems, uniformItems } from "../../bench/pack/families.js";
import type { ImproveSettings, PackInstance, PackKernel, PackSolution } from "../../bindings/pack/instance.js";
import { packObjectives, presets } from "../../bindings/pack/options.js";
import { Packing } from "../../bindings/pack/reference/improve/packing.js";
import { packReference } from "../../bindings/pack/reference.js";
import { Random } from "../../bindings/random.js";
import { violationsOf } from "./constraints.js";
import { fromTheEnd, packInstance, vectors } from "./instances.js";
import { packBackends, packKernels } from "./kernels.js";

const settings: fc.Arbitrary<ImproveSettings> = fc.record({
  objective: fc.constantFrom(...packObjectives),
  seed: fc.nat(),
  schedule: fc.constantFrom(1, 200, 600),
});
const start = (instance: PackInstance) => packReference.construct(instance, presets["first-fit-decreasing"]);

/** Sizes of few or many to a bin, small and large capacities, some of them equal, some 0. */
const sized = fc
  .record({
    capacity: fc.oneof(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1000, max: 1e6 }), fc.constant(2 ** 40)),
    low: fc.integer({ min: 0, max: 60 }),
    spread: fc.integer({ min: 1, max: 60 }),
    items: fc.integer({ min: 0, max: 60 }),
    seed: fc.nat(),
  })
  .map(({ capacity, low, spread, items, seed }) => {
    const random = new Random(seed);
    const percent = () => Math.min(100, low + random.below(spread));
    const sizes = Array.from({ length: items }, () => Math.floor((capacity * percent()) / 100));
    return vectors(
      sizes.map((size) => [size]),
      [capacity],
    );
  });

/** Several resources, bins all alike. */
const vectorItems = fc
  .record({
    resources: fc.integer({ min: 1, max: 6 }),
    items: fc.integer({ min: 0, max: 30 }),
    most: fc.integer({ min: 1, max: 100 }),
    seed: fc.nat(),
  })
  .map(({ resources, items, most, seed }) => {
    const random = new Random(seed);
    const capacity = Array.from({ length: resources }, () => 1 + random.below(100));
    const row = () => capacity.map((units) => Math.floor((units * random.below(most + 1)) / 100));
    return vectors(Array.from({ length: items }, row), capacity);
  });

const instances = {
  "one resource": sized,
  "several resources": vectorItems,
  "all constraints": packInstance({ maxItems: 20, maxCopies: 6 }),
};

describe.each(packKernels)("$name", ({ kernel }) => {
  test.each(Object.keys(instances) as (keyof typeof instances)[])("%s: finds what the reference finds", (kind) => {
    fc.assert(
      fc.property(instances[kind], settings, (instance, how) => expectSameSearch(kernel, instance, how)),
      { numRuns: 250 },
    );
  });

  test.each([uniformItems, tripletItems])("%o: finds what the reference finds", (family) => {
    for (let seed = 1; seed <= 4; seed++) {
      const { sizes, capacity } = family(60, new Random(seed));
      const rows = sizes.map((size) => [size]);
      expectSameSearch(kernel, vectors(rows, [capacity]), { objective: "bins", seed, schedule: 400 });
    }
  });

  test("small items in bins that never get full", () => {
    for (let seed = 1; seed <= 12; seed++) {
      expectSameSearch(kernel, stubbornItems(seed), { objective: "bins", seed, schedule: 400 });
    }
  });

  test.each(["one resource", "several resources"] as const)("%s: bins of the start from the end", (kind) => {
    fc.assert(
      fc.property(instances[kind], settings, (instance, how) => {
        const from = fromTheEnd(instance, start(instance));
        expect(kernel.improve(instance, from, how, 100)).toEqual(packReference.improve(instance, from, how, 100));
      }),
      { numRuns: 100 },
    );
  });

  test("triplets: at the known optimum", () => {
    const { sizes, capacity } = tripletItems(60, new Random(7));
    const instance = vectors(
      sizes.map((size) => [size]),
      [capacity],
    );
    const how: ImproveSettings = { objective: "bins", seed: 1, schedule: 1_000_000 };
    expect(new Set(kernel.improve(instance, start(instance), how, how.schedule).bin).size).toBe(20);
  });
});

describe.each(packBackends)("$name", ({ kernel }) => {
  test.each(Object.keys(instances) as (keyof typeof instances)[])("%s: valid, never worse than the start", (kind) => {
    fc.assert(
      fc.property(instances[kind], settings, (instance, how) => {
        const before = start(instance);
        const after = kernel.improve(instance, before, how, 150);
        expect(violationsOf(instance, after)).toEqual([]);
        const [a, b] = [measuresOf(instance, after, how), measuresOf(instance, before, how)];
        expect(a.outside).toBeLessThanOrEqual(b.outside);
        if (a.outside === b.outside) expect(a.measure).toBeLessThanOrEqual(b.measure);
      }),
      { numRuns: 200 },
    );
  });

  test("step by step it is the same as at once", () => {
    fc.assert(
      fc.property(instances["all constraints"], settings, (instance, how) => {
        const search = kernel.search(instance, start(instance), how);
        for (const iterations of [1, 0, 7, 142]) search.step(iterations);
        expect(search.best()).toEqual(kernel.improve(instance, start(instance), how, 150));
      }),
      { numRuns: 50 },
    );
  });
});

function expectSameSearch(kernel: PackKernel, instance: PackInstance, how: ImproveSettings): void {
  const search = kernel.search(instance, start(instance), how);
  const twin = packReference.search(instance, start(instance), how);
  for (const iterations of [0, 1, 10, 100, 400]) {
    expect(search.step(iterations)).toBe(twin.step(iterations));
    expect(search.iterations).toBe(twin.iterations);
    expect(search.best()).toEqual(twin.best());
  }
}

/** Value outside, and the measure of the objective. */
function measuresOf(instance: PackInstance, { bin, gpus }: PackSolution, { objective }: ImproveSettings) {
  const used = [...instance.kind].filter((_, b) => bin.includes(b));
  const packing = new Packing(instance, [...instance.cost], 0, 1, { bin: [...bin], gpus: [...gpus] });
  const measures = {
    bins: used.length,
    cost: used.reduce((sum, kind) => sum + instance.cost[kind]!, 0),
    value: used.length,
    fragmentation: packing.fragmentation(),
  };
  return {
    outside: bin.reduce((sum, b, item) => (b === -1 ? sum + instance.value[item]! : sum), 0),
    measure: measures[objective],
  };
}

/** Even sizes that even bins of one unit less could not hold, in bins of an odd capacity: the bound is out of reach. */
function stubbornItems(seed: number): PackInstance {
  const random = new Random(seed);
  const most = 2 + random.below(8);
  const half = 20 + random.below(20);
  const bins = 4 + random.below(5);
  const sizes: number[] = [];
  let total = 0;
  while (total <= 2 * half * bins) {
    sizes.push(2 * (1 + random.below(most)));
    total += sizes.at(-1)!;
  }
  // No more than one unit for each bin.
  sizes[sizes.length - 1]! -= total - 2 * half * bins - 2;
  return vectors(
    sizes.map((size) => [size]),
    [2 * half + 1],
  );
}
