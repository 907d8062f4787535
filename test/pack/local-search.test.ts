import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOptionsError, InvalidResultError } from "../../bindings/errors.js";
import type { Packing, PackProblem, PlacedItem } from "../../bindings/pack/model.js";
import { type PackObjective, type PackOptions, packObjectives } from "../../bindings/pack/options.js";
import { packingStatistics } from "../../bindings/pack/statistics.js";
import { Random } from "../../bindings/random.js";
import { backends } from "../backends.js";
import { answered } from "./verify-arbitraries.js";

/** Two of 6, two of 4, in bins of 10: first fit in this order takes three. */
const pairs: PackProblem = {
  items: [6, 4, 4, 6].map((cpu, i) => ({ id: `${i}`, needs: { cpu } })),
  bins: [{ id: "bin", count: 4, capacity: { cpu: 10 } }],
};
const at = (item: string, copy: number, bin = "bin"): PlacedItem => ({ item, bin, copy, gpus: [] });
const paired = { placed: [at("0", 2), at("1", 2), at("2", 3), at("3", 3)] };
const search = (options: PackOptions): PackOptions => ({ algorithm: "local-search", ...options });

describe.each(backends)("$name", ({ lehr }) => {
  describe("a warm start", () => {
    test("is what comes back if nothing is done, and if nothing is better", () => {
      const packing = lehr.pack(pairs, search({ objective: "value", warmStart: paired, iterations: 0 }));
      expect(packing).toMatchObject({ ...paired, binsUsed: 2, run: { warmStart: paired } });
      const spread = { placed: ["0", "1", "2", "3"].map((item, copy) => at(item, copy)) };
      expect(lehr.pack(pairs, search({ warmStart: spread, iterations: 0 })).binsUsed).toBe(2);
      // By fragmentation, nothing but value stands against it.
      const kept = lehr.pack(pairs, search({ objective: "fragmentation", warmStart: spread, iterations: 0 }));
      expect(kept.placed).toEqual(spread.placed);
    });

    test("may be a whole packing, and is improved: never worse, and again the same from its run", () => {
      fc.assert(
        fc.property(answered(), fc.constantFrom(...packObjectives), ({ problem, packing }, objective) => {
          const found = lehr.pack(problem, search({ objective, warmStart: packing, schedule: 40 }));
          const [a, b] = [measuresOf(problem, found, objective), measuresOf(problem, packing, objective)];
          expect(a.outside).toBeLessThanOrEqual(b.outside);
          const itemsOf = ({ placed }: Packing) => placed.map(({ item }) => item).sort();
          // As much is free only then.
          const isComparable = objective !== "fragmentation" || itemsOf(found).join() === itemsOf(packing).join();
          if (a.outside === b.outside && isComparable) expect(a.measure).toBeLessThanOrEqual(b.measure + 1e-5);
          expect(lehr.pack(problem, found.run)).toEqual(found);
        }),
        { numRuns: 40 },
      );
    });

    test("of another time: what the problem lacks is passed over, what the start lacks comes in", () => {
      const items = [...pairs.items, { id: "new", needs: { cpu: 1 } }, { id: "a", needs: { cpu: 1 }, group: "gang" }];
      const problem = { ...pairs, items: [...items, { id: "b", needs: { cpu: 1 }, group: "gang" }] };
      const placed = [...paired.placed, at("gone", 2), at("a", 0)];
      const warmStart = { placed: [...placed.filter(({ item }) => item !== "0"), at("0", 2, "gone")] };
      const before = lehr.search.pack(problem, search({ warmStart: { placed: [] } })).best();
      expect(before.status).toBe("complete");
      const all = lehr.pack(problem, search({ warmStart, schedule: 200 }));
      expect(all.status).toBe("complete");
      const value = { ...problem, items: problem.items.map((item) => ({ ...item, value: 0 })) };
      const none = lehr.pack(value, search({ objective: "fragmentation", warmStart, iterations: 0 }));
      expect(none.placed).toEqual([at("1", 2), at("2", 3), at("3", 3)]);
    });

    test("that does not hold is refused, with pointers", () => {
      const crowded = { placed: [...paired.placed.slice(0, 2), at("3", 2)] };
      expect(violationsOf(() => lehr.pack(pairs, search({ warmStart: crowded })))).toEqual([
        "over-capacity /warmStart/placed/2",
      ]);
      const held = { placed: [{ ...at("0", 0), gpus: [{ index: 0, share: 1 }] }] };
      expect(violationsOf(() => lehr.pack(pairs, search({ warmStart: held })))).toEqual([
        "wrong-device-count /warmStart/placed/0/gpus",
        "unknown-device /warmStart/placed/0/gpus/0/index",
      ]);
    });
  });

  test("a budget is turned into a schedule, by which it can be repeated", () => {
    const random = new Random(1);
    const items = Array.from({ length: 40 }, (_, i) => ({
      id: `${i}`,
      needs: { cpu: 1 + random.below(9), memory: 1 + random.below(9) },
    }));
    const problem = { items, bins: [{ id: "bin", count: 9, capacity: { cpu: 12, memory: 14 } }] };
    for (const budgetMilliseconds of [0.001, 5]) {
      const packing = lehr.pack(problem, search({ budgetMilliseconds, objective: "value" }));
      const { run } = packing;
      if (run.algorithm !== "local-search") throw new Error("another algorithm");
      expect(run).toEqual({
        algorithm: "local-search",
        objective: "value",
        seed: 0,
        schedule: run.schedule,
        iterations: run.schedule,
      });
      expect(run.schedule).toBeGreaterThanOrEqual(1);
      expect(lehr.pack(problem, run)).toEqual(packing);
    }
    const short = lehr.search.pack(problem, { budgetMilliseconds: 0.001 });
    expect(short.step(1)).toBe(false);
  });

  test("tells its progress by the objective", async () => {
    const problem = { ...pairs, items: pairs.items.map((item, i) => ({ ...item, value: i })) };
    for (const [objective, expected] of [
      ["bins", 2],
      ["cost", 2],
      ["value", 6],
      ["fragmentation", 0],
    ] as const) {
      const told: number[] = [];
      const packing = await lehr.search
        .pack(problem, { objective, schedule: 50 })
        .run({ onProgress: ({ objective }) => told.push(objective) });
      expect(packing.status).toBe("complete");
      if (told.length > 0) expect(told.at(-1)).toBe(expected);
    }
  });

  test("value: finds the best that there is", () => {
    for (let seed = 1; seed <= 4; seed++) {
      const random = new Random(seed);
      const items = Array.from({ length: 9 }, (_, i) => ({
        id: `${i}`,
        needs: { cpu: 2 + random.below(9), memory: 2 + random.below(9) },
        value: 1 + random.below(20),
      }));
      const problem = { items, bins: [{ id: "bin", count: 2, capacity: { cpu: 15, memory: 15 } }] };
      const packing = lehr.pack(problem, search({ objective: "value", schedule: 4000 }));
      expect(packingStatistics(problem, packing).value.placed).toBe(mostValue(items, 15));
    }
  });

  test("value: ends when everything is placed", () => {
    expect(lehr.search.pack(pairs, { objective: "value" }).step(1)).toBe(false);
  });

  test("fragmentation: finds a packing in which everything that is free is of use", () => {
    const items = [
      ...Array.from({ length: 4 }, (_, i) => ({ id: `half ${i}`, needs: { cpu: 4 }, gpus: { share: 0.5 } })),
      ...Array.from({ length: 4 }, (_, i) => ({ id: `whole ${i}`, needs: { cpu: 2 }, gpus: { count: 1 } })),
    ];
    const bins = [{ id: "node", count: 4, capacity: { cpu: 16 }, gpus: { model: "A", count: 4 } }];
    const problem = { items, bins };
    const first = packingStatistics(problem, lehr.pack(problem));
    const best = packingStatistics(problem, lehr.pack(problem, search({ objective: "fragmentation", schedule: 2000 })));
    expect(first.fragmentation).toBeGreaterThan(0);
    expect(best.fragmentation).toBe(0);
    expect(best.items).toEqual({ placed: 8, unplaced: 0 });
  });
});

const [{ lehr }] = backends as [(typeof backends)[0]];

test.each<[PackOptions, string, string]>([
  [{ budgetMilliseconds: 0 }, "budgetMilliseconds", "above 0"],
  [{ budgetMilliseconds: NaN }, "budgetMilliseconds", "from 0"],
  [{ budgetMilliseconds: 1, schedule: 5 }, "budgetMilliseconds", "in the place of schedule"],
  [{ budgetMilliseconds: 1, iterations: 5 }, "budgetMilliseconds", "in the place of iterations"],
  [{ warmStart: null as never }, "warmStart", "array of placed"],
  [{ warmStart: { placed: new Array(1_000_001) } }, "warmStart", "at most 1000000"],
  [{ warmStart: { placed: [null as never] } }, "warmStart.placed[0].item", "id of an item"],
  [
    { warmStart: { placed: [at("0", 0), { ...at("1", 0), bin: 3 as never }] } },
    "warmStart.placed[1].bin",
    "id of a bin",
  ],
  [{ warmStart: { placed: [at("0", -1)] } }, "warmStart.placed[0].copy", "from 0"],
  [{ warmStart: { placed: [at("0", 0), at("0", 1)] } }, "warmStart.placed[1].item", "a second time"],
  [{ warmStart: { placed: [{ ...at("0", 0), gpus: 1 as never }] } }, "warmStart.placed[0].gpus", "array of devices"],
  [
    { warmStart: { placed: [{ ...at("0", 0), gpus: [{ index: 0.5, share: 1 }] }] } },
    "warmStart.placed[0].gpus[0].index",
    "from 0",
  ],
  [
    { warmStart: { placed: [{ ...at("0", 0), gpus: [{ index: 0, share: 2 }] }] } },
    "warmStart.placed[0].gpus[0].share",
    "at most 1",
  ],
])("refuses %j", (options, option, message) => {
  const refusal = () => lehr.pack(pairs, search(options));
  expect(refusal).toThrow(InvalidOptionsError);
  expect(refusal).toThrow(`"${option}"`);
  expect(refusal).toThrow(message);
});

function measuresOf(problem: PackProblem, packing: Packing, objective: PackObjective) {
  const { value, bins, cost, fragmentation } = packingStatistics(problem, packing);
  return { outside: value.unplaced, measure: { bins: bins.used, cost, value: bins.used, fragmentation }[objective] };
}

function violationsOf(refused: () => unknown): string[] {
  try {
    refused();
  } catch (error) {
    if (error instanceof InvalidResultError) return error.violations.map(({ code, path }) => `${code} ${path}`);
  }
  return [];
}

/** Of all ways to put items into one of two bins, or into none. */
function mostValue(
  items: readonly { needs: { cpu: number; memory: number }; value: number }[],
  capacity: number,
): number {
  let most = 0;
  for (let way = 0; way < 3 ** items.length; way++) {
    const sideOf = (i: number) => Math.floor(way / 3 ** i) % 3;
    const fits = [0, 1].every((side) => {
      const here = items.filter((_, i) => sideOf(i) === side);
      return (["cpu", "memory"] as const).every((h) => here.reduce((sum, { needs }) => sum + needs[h], 0) <= capacity);
    });
    if (!fits) continue;
    most = Math.max(
      most,
      items.reduce((sum, { value }, i) => (sideOf(i) < 2 ? sum + value : sum), 0),
    );
  }
  return most;
}
