import { describe, expect, test } from "vitest";
import { InvalidProblemError, InvalidResultError } from "../../bindings/errors.js";
import { createLehrSync } from "../../bindings/index.js";
import { decodePacking } from "../../bindings/pack/decode.js";
import { encodePackProblem } from "../../bindings/pack/encode.js";
import type { Bin, Item, Packing, PackProblem } from "../../bindings/pack/model.js";
import { presets } from "../../bindings/pack/options.js";
import { parsePackProblem } from "../../bindings/pack/parse.js";
import { Packing as SearchedPacking } from "../../bindings/pack/reference/improve/packing.js";
import { packReference } from "../../bindings/pack/reference.js";
import { packingStatistics } from "../../bindings/pack/statistics.js";
import { Random } from "../../bindings/random.js";
import { reference } from "../../bindings/reference.js";
import { packing, problem } from "./verify-example.js";

const lehr = createLehrSync({ backend: reference });

describe("the example made by hand", () => {
  const statistics = packingStatistics(problem, packing);

  test("items, their value, bins and cost", () => {
    expect(statistics).toMatchObject({
      items: { placed: 8, unplaced: 2 },
      value: { placed: 10, unplaced: 3 },
      bins: { used: 3, total: 6, lowerBound: 3 },
      cost: 25,
    });
  });

  test("utilisation and balance, with what was held before", () => {
    const [cpu, memory, gpu, ...others] = statistics.resources;
    expect(others).toEqual([]);
    expect(cpu!.resource).toBe("cpu");
    expect(cpu!.all.capacity).toBeCloseTo(40.9, 9);
    expect(cpu!.all.held).toBeCloseTo(24.3, 9);
    expect(cpu!.all.share).toBeCloseTo(24.3 / 40.9, 9);
    expect(cpu!.used.share).toBeCloseTo(24.3 / 32.3, 9);
    expect(cpu!.balance!.min).toBe(11 / 16);
    expect(cpu!.balance!.mean).toBeCloseTo((13 / 16 + 11 / 16 + 1) / 3, 9);
    expect(cpu!.balance!.max).toBeCloseTo(1, 9);
    expect(memory!.resource).toBe("memory");
    expect(memory!.all.share).toBeCloseTo(1 / 3, 9);
    expect(memory!.used.share).toBeCloseTo(1, 9);
    expect(gpu).toMatchObject({ resource: "gpu", all: { capacity: 10 }, used: { capacity: 8 } });
    expect(gpu!.all.held).toBeCloseTo(6 + 1 / 3, 9);
    expect(gpu!.balance!.min).toBeCloseTo((2 + 1 / 3 + 1 / 2) / 4, 9);
  });

  test("GPUs: those that are broken, and those that are whole", () => {
    const { gpus } = statistics;
    expect(gpus).toMatchObject({ total: 10, freeWhole: 2, stranded: 0 });
    expect(gpus!.used).toBeCloseTo(6 + 1 / 3, 9);
    expect(gpus!.free).toBeCloseTo(3 + 2 / 3, 9);
    expect(gpus!.freeBroken).toBeCloseTo(5 / 3, 9);
    expect(gpus!.fragmentation).toBeCloseTo(5 / 11, 9);
  });
});

describe("stranded GPUs", () => {
  const bins: Bin[] = [
    {
      id: "short of cpu",
      count: 2,
      capacity: { cpu: 4 },
      gpus: { model: "A", count: 2 },
      load: { needs: { cpu: 2.5 } },
    },
    { id: "just enough", capacity: { cpu: 2 }, gpus: { model: "A", count: 4 } },
    { id: "without memory", capacity: { cpu: 8 }, gpus: { model: "A", count: 1 } },
  ];
  const strandedOf = (items: Item[]) => {
    const unplaced = items.map(({ id }) => ({ item: id, reason: "", proven: false }));
    return packingStatistics({ items, bins }, { ...nothing, unplaced }).gpus!.stranded;
  };

  test("are those that not even the most modest item with GPUs can use", () => {
    const gpus = { count: 1 };
    expect(strandedOf([{ id: "a", needs: { cpu: 2 }, gpus }])).toBe(4);
    expect(
      strandedOf([
        { id: "a", needs: { cpu: 2 }, gpus },
        { id: "b", needs: { cpu: 1.5 }, gpus },
      ]),
    ).toBe(0);
    expect(
      strandedOf([
        { id: "a", needs: { cpu: 2 }, gpus },
        { id: "b", gpus },
      ]),
    ).toBe(0);
    expect(strandedOf([{ id: "a", needs: { cpu: 0.5, memory: 1 }, gpus }])).toBe(9);
  });

  test("are not for want of a rounding error", () => {
    const bins: Bin[] = [
      { id: "bin", capacity: { cpu: 0.3 }, load: { needs: { cpu: 0.1 } }, gpus: { model: "A", count: 1 } },
    ];
    const items: Item[] = [{ id: "a", needs: { cpu: 0.2 }, gpus: { count: 1 } }];
    const unplaced = [{ item: "a", reason: "", proven: false }];
    expect(packingStatistics({ items, bins }, { ...nothing, unplaced }).gpus!.stranded).toBe(0);
  });

  test("have nothing to do with items without GPUs", () => {
    expect(
      strandedOf([
        { id: "a", needs: { cpu: 0.1 } },
        { id: "b", needs: { cpu: 2 }, gpus: { share: 0.5 } },
      ]),
    ).toBe(4);
    expect(strandedOf([{ id: "a", needs: { cpu: 7 } }])).toBe(0);
  });
});

describe("fragmentation", () => {
  const gpus = { model: "A", count: 2 };
  const fragmentationOf = (problem: PackProblem, packing = lehr.pack(problem, { algorithm: "first-fit" })) =>
    packingStatistics(problem, packing).fragmentation;

  test("of devices: those with the share that an item needs, or the idle ones, in bins that can take it", () => {
    const items: Item[] = [
      { id: "half", needs: { cpu: 1 }, gpus: { share: 0.5 } },
      { id: "whole", needs: { cpu: 2 }, gpus: { count: 1 } },
      { id: "pair", needs: { cpu: 4 }, gpus: { count: 2 } },
      { id: "plain", needs: { cpu: 1 } },
      { id: "never", needs: { cpu: 9 }, gpus: { count: 1 } },
    ];
    const packing = (copies: number[]): Packing => {
      const placed = copies.map((copy, i) => ({ item: items[i]!.id, bin: "bin", copy, gpus: held[i]! }));
      const unplaced = items.slice(copies.length).map(({ id }) => ({ item: id, reason: "", proven: false }));
      return { ...nothing, placed, unplaced, binsUsed: new Set(copies).size, cost: new Set(copies).size };
    };
    const held = [[{ index: 0, share: 0.5 }], [{ index: 1, share: 1 }]];
    const problem = { items, bins: [{ id: "bin", count: 2, capacity: { cpu: 5 }, gpus }] };
    expect(fragmentationOf(problem, packing([]))).toBe(0);
    // Half a device is left, of use to the first; the other bin is whole.
    expect(fragmentationOf(problem, packing([0, 0]))).toBeCloseTo(1 / (3 * 2.5), 12);
    // 1.5 devices of use to the first, 1 to the second; then 1 to the first two.
    expect(fragmentationOf(problem, packing([0, 1]))).toBeCloseTo((0.5 + 1.5 + 1) / (3 * 2.5), 12);
  });

  test("of amounts without items that need GPUs, each weighing its share of the demand", () => {
    const items: Item[] = [
      { id: "large", needs: { cpu: 6, memory: 1 } },
      { id: "small", needs: { cpu: 2, memory: 3 } },
    ];
    const bins: Bin[] = [{ id: "bin", count: 2, capacity: { cpu: 8, memory: 8 }, gpus }];
    // Weights 2/3 and 1/3. Together they leave half of the memory, which is of no use.
    expect(fragmentationOf({ items, bins })).toBeCloseTo(1 / 6 / (1 / 6 + 1), 12);
    const apart = items.map((item) => ({ ...item, separate: "x" }));
    // One leaves 1/4 of the CPU and 7/8 of the memory, of use to the small one; the other 3/4 and 5/8, to both.
    const [first, second] = [(2 / 3) * (1 / 4) + (1 / 3) * (7 / 8), (2 / 3) * (3 / 4) + (1 / 3) * (5 / 8)];
    expect(fragmentationOf({ items: apart, bins })).toBeCloseTo(first / (2 * (first + second)), 12);
  });

  test.each([true, false])("is what the search measures, with GPUs: %s", (withGpus) => {
    for (let seed = 1; seed <= 8; seed++) {
      const problem = roomyProblem(new Random(seed), withGpus);
      const parsed = parsePackProblem(problem);
      const { instance } = encodePackProblem(parsed);
      const start = packReference.construct(instance, presets["first-fit"]);
      const how = { objective: "fragmentation", seed, schedule: 200 } as const;
      const better = packReference.improve(instance, start, how, how.schedule);
      const [before, after] = [start, better].map((solution) => {
        const { bin, gpus } = solution;
        const measured = new SearchedPacking(instance, [], 0, 1, { bin: [...bin], gpus: [...gpus] });
        const packing = decodePacking(parsed, instance, solution, 0, { algorithm: "first-fit" });
        expect(packing.status).toBe("complete");
        return { reported: fragmentationOf(problem, packing), measured: measured.fragmentation() };
      }) as [Measures, Measures];
      // As much is free in both.
      expect(after.reported).toBeLessThan(before.reported);
      expect(after.measured / before.measured).toBeCloseTo(after.reported / before.reported, 4);
    }
  });

  test("of many kinds of items, looks at some", () => {
    const items = Array.from({ length: 512 }, (_, i) => ({ id: `${i}`, needs: { cpu: 1 + (i % 2) * 9 + i / 1000 } }));
    const bins: Bin[] = [
      { id: "bin", capacity: { cpu: 20 }, load: { needs: { cpu: 15 } } },
      { id: "other", capacity: { cpu: 20 } },
    ];
    const unplaced = items.map(({ id }) => ({ item: id, reason: "", proven: false }));
    // Every second kind, all of which fit both.
    expect(fragmentationOf({ items, bins }, { ...nothing, unplaced })).toBe(0);
    const reversed = { items: items.toReversed(), bins };
    expect(fragmentationOf(reversed, { ...nothing, unplaced })).toBe(5 / 25);
  });
});

describe("what is not there", () => {
  test("devices", () => {
    const bins: Bin[] = [{ id: "bin", capacity: { gpu: 4 } }];
    const statistics = packingStatistics({ items: [], bins }, { ...nothing, status: "complete" });
    expect(statistics.gpus).toBeUndefined();
    expect(statistics.resources).toEqual([
      { resource: "gpu", all: { capacity: 4, held: 0, share: 0 }, used: { capacity: 0, held: 0, share: 0 } },
    ]);
  });

  test("free devices: nothing is fragmented, and rounding errors are not free", () => {
    const bins: Bin[] = [{ id: "bin", gpus: { model: "A", count: 1 } }];
    const items: Item[] = Array.from({ length: 7 }, (_, index) => ({ id: `${index}`, gpus: { share: 1 / 7 } }));
    const placed = items.map(({ id }) => ({ item: id, bin: "bin", copy: 0, gpus: [{ index: 0, share: 1 / 7 }] }));
    const full: Packing = { ...nothing, status: "complete", placed, binsUsed: 1, cost: 1 };
    expect(packingStatistics({ items, bins }, full).gpus).toEqual({
      total: 1,
      used: 1,
      free: 0,
      freeWhole: 0,
      freeBroken: 0,
      fragmentation: 0,
      stranded: 0,
    });
  });

  test("a packing that holds, or a problem", () => {
    expect(() => packingStatistics(problem, { ...packing, cost: 1 })).toThrow(InvalidResultError);
    expect(() => packingStatistics({ ...problem, bins: [] }, packing)).toThrow(InvalidProblemError);
  });
});

interface Measures {
  reported: number;
  measured: number;
}

/** More room than items need, in bins of two kinds. */
function roomyProblem(random: Random, withGpus: boolean): PackProblem {
  const items = Array.from({ length: 14 }, (_, i): Item => {
    const needs = { cpu: 1 + random.below(6), memory: 1 + random.below(9) };
    const gpus = random.below(2) === 0 ? { share: (1 + random.below(9)) / 10 } : { count: 1 + random.below(2) };
    return { id: `${i}`, needs, ...(withGpus && i > 2 && { gpus }) };
  });
  const bin = { capacity: { cpu: 16, memory: 20 }, gpus: { model: "A", count: 4 } };
  return {
    items,
    bins: [
      { ...bin, id: "a", count: 6 },
      { ...bin, id: "b", count: 6, load: { needs: { cpu: 8 } } },
    ],
  };
}

const nothing: Packing = {
  status: "partial",
  placed: [],
  unplaced: [],
  binsUsed: 0,
  cost: 0,
  lowerBound: 0,
  run: { algorithm: "first-fit" },
};
