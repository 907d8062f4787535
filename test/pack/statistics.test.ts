import { describe, expect, test } from "vitest";
import { InvalidProblemError, InvalidResultError } from "../../bindings/errors.js";
import type { Bin, Item, Packing } from "../../bindings/pack/model.js";
import { packingStatistics } from "../../bindings/pack/statistics.js";
import { packing, problem } from "./verify-example.js";

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

const nothing: Packing = {
  status: "partial",
  placed: [],
  unplaced: [],
  binsUsed: 0,
  cost: 0,
  lowerBound: 0,
  run: { algorithm: "first-fit" },
};
