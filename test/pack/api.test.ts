import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOptionsError, InvalidProblemError } from "../../bindings/errors.js";
import type { Packing, PackProblem } from "../../bindings/pack/model.js";
import type { PackOptions } from "../../bindings/pack/options.js";
import { verifyPacking } from "../../bindings/pack/verify.js";
import { packOptions, packProblems } from "../../bindings/testing/index.js";
import { backends } from "../backends.js";

const fleet: PackProblem = {
  items: [
    { id: "a", needs: { cpu: 4 }, gpus: { count: 2 } },
    { id: "b", needs: { cpu: 2 }, gpus: { share: 1 / 3 } },
    { id: "c", needs: { cpu: 2 }, gpus: { share: 1 / 3 } },
    { id: "d", needs: { cpu: 2 }, gpus: { share: 1 / 3 } },
  ],
  bins: [{ id: "node", count: 3, capacity: { cpu: 10 }, gpus: { model: "L4", count: 3 }, pricePerHour: 0.5 }],
};

const [reference, ...wasm] = backends;

describe.each(backends)("$name", ({ lehr }) => {
  test("three shares of a third fit one device", () => {
    const packing = lehr.pack(fleet);
    expect(packing).toMatchObject({ status: "complete", binsUsed: 1, cost: 0.5, lowerBound: 1, unplaced: [] });
    expect(packing.placed).toEqual([
      { item: "a", bin: "node", copy: 0, gpus: [0, 1].map((index) => ({ index, share: 1 })) },
      ...["b", "c", "d"].map((item) => ({ item, bin: "node", copy: 0, gpus: [{ index: 2, share: 1 / 3 }] })),
    ]);
  });

  test.each([
    ["0.1 + 0.2 in a bin of 0.3", [0.1, 0.2], 0.3],
    ["1.005 in a bin of 1.005", [1.005], 1.005],
    ["three thirds in a bin of 1", [1 / 3, 1 / 3, 1 / 3], 1],
    ["bytes and a fraction of a gigabyte", [17179869184, 0.5e9], 17679869184],
    ["ten tenths", Array<number>(10).fill(0.1), 1],
  ])("%s", (_, sizes, capacity) => {
    const items = sizes.map((size, i) => ({ id: `${i}`, needs: { memory: size } }));
    const packing = lehr.pack({ items, bins: [{ id: "bin", count: 3, capacity: { memory: capacity } }] });
    expect(packing.binsUsed).toBe(1);
  });

  test("just too much takes another bin", () => {
    const items = [0.1, 0.2000001].map((memory, i) => ({ id: `${i}`, needs: { memory } }));
    const packing = lehr.pack({ items, bins: [{ id: "bin", count: 3, capacity: { memory: 0.3 } }] });
    expect(packing.binsUsed).toBe(2);
  });

  test("says why items are left out", () => {
    const { unplaced, status } = lehr.pack({
      items: [
        { id: "huge", needs: { cpu: 11 } },
        { id: "foreign", needs: { quantum: 1 } },
        { id: "typed", gpus: { count: 1 }, models: ["H100"] },
        { id: "many", gpus: { count: 4 } },
        { id: "both", needs: { cpu: 1 }, group: "g" },
        { id: "sick", needs: { cpu: 12 }, group: "g" },
        ...["0", "1", "2", "3"].map((id) => ({ id, needs: { cpu: 9 } })),
      ],
      bins: fleet.bins,
    });
    expect(status).toBe("partial");
    expect(unplaced).toEqual([
      { item: "huge", reason: "it needs 11 of cpu; the most that a bin has free is 10", proven: true },
      { item: "foreign", reason: "no bin has quantum free", proven: true },
      { item: "typed", reason: "no bin has a GPU of H100", proven: true },
      { item: "many", reason: "it needs 4 free GPUs; the most that a bin has is 3", proven: true },
      {
        item: "both",
        reason: 'its gang "g" is placed whole or not at all, and "sick" fits nowhere',
        proven: true,
      },
      { item: "sick", reason: "it needs 12 of cpu; the most that a bin has free is 10", proven: true },
      { item: "3", reason: "of 3 bins, short of cpu on 3", proven: false },
    ]);
  });

  test("what is placed holds, and comes again from its run", () => {
    fc.assert(
      fc.property(packProblems(), packOptions(), (problem, options) => {
        const packing = lehr.pack(problem, options);
        expect(verifyPacking(problem, packing)).toEqual([]);
        expect(lehr.pack(problem, packing.run)).toEqual(packing);
      }),
      { numRuns: 200 },
    );
  });

  test("prepared and step by step it is the same", async () => {
    const search: PackOptions = { algorithm: "local-search", schedule: 60, objective: "cost" };
    await fc.assert(
      fc.asyncProperty(packProblems(), packOptions(), async (problem, options) => {
        const run = lehr.prepare.pack(problem).run(options);
        const packing = lehr.pack(problem, options);
        expect(run.toPacking()).toEqual(packing);
        expect(placesOf(problem, packing)).toEqual([...run.bin].map((bin, i) => [bin, run.copy[i], run.gpus[i]]));
        const { run: _, ...searched } = await lehr.search.pack(problem, search).run();
        expect(lehr.pack(problem, search)).toMatchObject(searched);
      }),
      { numRuns: 30 },
    );
  });

  test("a search needs no algorithm, nor one that is undefined, and no other", () => {
    for (const options of [undefined, {}, { algorithm: undefined, schedule: 5 }]) {
      expect(lehr.search.pack(fleet, options).best().status).toBe("complete");
    }
    expect(() => lehr.search.pack(fleet, { algorithm: "best" })).toThrow('must be "local-search"');
    expect(() => lehr.search.pack(fleet, null as unknown as PackOptions)).toThrow(InvalidOptionsError);
  });

  test("best is as good as any heuristic", () => {
    fc.assert(
      fc.property(packProblems(), packOptions(), (problem, options) => {
        fc.pre(options.algorithm !== "local-search" && typeof options.algorithm === "string");
        const outside = ({ unplaced }: Packing) =>
          unplaced.reduce((sum, { item }) => sum + (problem.items.find(({ id }) => id === item)!.value ?? 1), 0);
        const [best, other] = [lehr.pack(problem, { algorithm: "best" }), lehr.pack(problem, options)];
        expect(outside(best)).toBeLessThanOrEqual(outside(other));
        if (outside(best) === outside(other)) expect(best.cost).toBeLessThanOrEqual(other.cost);
      }),
      { numRuns: 100 },
    );
  });

  test.each<[unknown, string]>([
    [{ algoritm: "best" }, "algoritm"],
    [{ algorithm: "bset" }, "algorithm"],
    [{ algorithm: "best", seed: 1 }, "seed"],
    [{ algorithm: { order: "input" } }, "algorithm.choice"],
    [{ algorithm: { score: "cosine", weights: "unit", bins: "price", order: "l1" } }, "algorithm.order"],
    [{ algorithm: { order: "l1", choice: "best", weights: "remaining", bins: "input" } }, "algorithm.weights"],
    [{ algorithm: "local-search", schedule: 5, iterations: 6 }, "iterations"],
    [{ algorithm: "local-search", objective: "values" }, "objective"],
  ])("refuses %j", (options, option) => {
    const refusal = () => lehr.pack(fleet, options as PackOptions);
    expect(refusal).toThrow(InvalidOptionsError);
    expect(refusal).toThrow(option);
  });

  test("tells everything that is wrong at once", () => {
    const wrong = {
      items: [
        { id: "a", needs: { cpu: -1 }, gpus: { share: 2 } },
        { id: "a", models: ["L4"] },
        { id: "c", needs: { gpu: 1 } },
      ],
      bins: [{ id: "n", capacity: { cpu: 1 }, gpus: { model: "L4", count: 1 }, load: { needs: { cpu: 2 } }, speed: 2 }],
      bin: [],
    };
    const pointers = pointersOf(() => lehr.pack(wrong as unknown as PackProblem));
    expect(pointers.toSorted()).toEqual([
      "/bin",
      "/bins/0/load/needs/cpu",
      "/bins/0/speed",
      "/items/0/gpus/share",
      "/items/0/needs/cpu",
      "/items/1/id",
      "/items/1/models",
      "/items/2/needs/gpu",
    ]);
  });
});

test.each(wasm)("$name packs what the reference packs", ({ lehr }) => {
  fc.assert(
    fc.property(packProblems(), packOptions(), (problem, options) => {
      expect(lehr.pack(problem, options)).toEqual(reference!.lehr.pack(problem, options));
    }),
    { numRuns: 300 },
  );
});

function placesOf({ items, bins }: PackProblem, { placed }: Packing): (number | undefined)[][] {
  return items.map(({ id }) => {
    const place = placed.find(({ item }) => item === id);
    if (!place) return [-1, -1, 0];
    const set = place.gpus.reduce((set, { index }) => set | (1 << index), 0);
    return [bins.findIndex((bin) => bin.id === place.bin), place.copy, set];
  });
}

function pointersOf(refused: () => unknown): string[] {
  try {
    refused();
  } catch (error) {
    if (error instanceof InvalidProblemError) return error.problems.map(({ pointer }) => pointer);
  }
  return [];
}
