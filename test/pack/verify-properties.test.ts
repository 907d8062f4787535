import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLehrSync } from "../../bindings/index.js";
import { explainItem } from "../../bindings/pack/explain.js";
import type { Item, Packing, PackProblem } from "../../bindings/pack/model.js";
import { type PackOptions, packObjectives } from "../../bindings/pack/options.js";
import { packingStatistics } from "../../bindings/pack/statistics.js";
import { type PackingViolationCode, verifyPacking } from "../../bindings/pack/verify.js";
import { reference } from "../../bindings/reference.js";
import { packProblems } from "../../bindings/testing/index.js";
import { choices, type Draw, drawing, oneOf } from "../drawing.js";
import { pathsIn, replaced, valueAt } from "../json-paths.js";
import { type Answered, answered } from "./verify-arbitraries.js";
import { packing as example, problem as exampleProblem } from "./verify-example.js";

describe("foreign values", () => {
  test("any JSON but a packing is malformed", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const codes = verifyPacking(exampleProblem, value).map(({ code }) => code);
        expect(new Set(codes)).toEqual(new Set(["malformed"]));
      }),
    );
  });

  test("a packing with any JSON in any place is looked through without an error", () => {
    const places = pathsIn(example as unknown as fc.JsonValue);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
        expect(verifyPacking(exampleProblem, replaced(example, path, value))).toBeInstanceOf(Array);
      }),
      { numRuns: 500 },
    );
  });
});

test("what was drawn so that it holds, holds", () => {
  fc.assert(
    fc.property(answered(), ({ problem, packing }) => {
      expect(verifyPacking(problem, packing)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

describe("what is packed holds", () => {
  const { pack } = createLehrSync({ backend: reference });
  const algorithms = fc.constantFrom<PackOptions["algorithm"]>(
    "next-fit",
    "best-fit-decreasing",
    "cheapest-dot-product",
    "minimum-bin-slack",
    "best",
  );

  test("by every way of building it", () => {
    fc.assert(
      fc.property(packProblems(), algorithms, (problem, algorithm) => {
        expect(verifyPacking(problem, pack(problem, { algorithm }))).toEqual([]);
      }),
    );
  });

  test("with amounts of any digits", () => {
    fc.assert(
      fc.property(
        packProblems({ numbers: "tenths" }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        algorithms,
        (problem, factor, algorithm) => {
          const scaled = scaledBy(problem, factor);
          expect(verifyPacking(scaled, pack(scaled, { algorithm }))).toEqual([]);
        },
      ),
    );
  });

  test("after a search", () => {
    const objectives = fc.constantFrom(...packObjectives);
    fc.assert(
      fc.property(packProblems(), objectives, (problem, objective) => {
        const packing = pack(problem, { algorithm: "local-search", objective, schedule: 100 });
        expect(verifyPacking(problem, packing)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe("corruptions of any packing are found", () => {
  /** Runs until the corruption has been possible often enough. */
  const corruption = (
    code: PackingViolationCode,
    corrupt: (answered: Answered, draw: Draw) => { problem?: PackProblem; packing: Packing } | undefined,
  ) =>
    fc.assert(
      fc.property(answered(), choices(), ({ problem, packing }, choices) => {
        const corrupted = corrupt({ problem, packing: structuredClone(packing) }, drawing(choices));
        fc.pre(corrupted !== undefined);
        const codes = verifyPacking(corrupted.problem ?? problem, corrupted.packing).map(({ code }) => code);
        expect(codes).toContain(code);
      }),
      { numRuns: 100, maxSkipsPerRun: 1000 },
    );

  test("an item dropped", () => {
    corruption("missing-item", ({ packing }, draw) => {
      const lists = [packing.placed, packing.unplaced].filter((list) => list.length > 0);
      if (lists.length === 0) return undefined;
      const list = oneOf<unknown[]>(lists, draw);
      list.splice(draw(list.length), 1);
      return { packing };
    });
  });

  test("an item given twice", () => {
    corruption("duplicate-item", ({ packing }, draw) => {
      const { placed, unplaced } = packing;
      if (placed.length === 0) return undefined;
      const twice = oneOf(placed, draw);
      if (draw(2) === 0) placed.push(twice);
      else unplaced.push({ item: twice.item, reason: "", proven: false });
      return { packing };
    });
  });

  test("an item renamed, or in a bin or a copy that is not there", () => {
    for (const [field, value, code] of [
      ["item", "nobody", "unknown-item"],
      ["bin", "nowhere", "unknown-bin"],
      ["copy", 3, "unknown-copy"],
    ] as const) {
      corruption(code, ({ packing }, draw) => {
        if (packing.placed.length === 0) return undefined;
        Object.assign(oneOf(packing.placed, draw), { [field]: value });
        return { packing };
      });
    }
  });

  test("an item that needs what is not there", () => {
    corruption("missing-resource", (answered, draw) => changedItem(answered, draw, { needs: { disk: 1 } }));
  });

  test("an item that needs too much", () => {
    corruption("over-capacity", (answered, draw) => changedItem(answered, draw, { needs: { cpu: 0.91 } }));
  });

  test("devices more, fewer, others or held twice", () => {
    const corrupted = (code: PackingViolationCode, change: (gpus: Packing["placed"][number]["gpus"]) => void) =>
      corruption(code, ({ packing }, draw) => {
        const holders = packing.placed.filter(({ gpus }) => gpus.length > 0);
        if (holders.length === 0) return undefined;
        change(oneOf(holders, draw).gpus);
        return { packing };
      });
    corrupted("wrong-device-count", (gpus) => gpus.pop());
    corrupted("wrong-device-count", (gpus) => gpus.push({ index: 2, share: 1 }));
    corrupted("duplicate-device", (gpus) => gpus.push(gpus[0]!));
    corrupted("unknown-device", (gpus) => Object.assign(gpus[0]!, { index: 3 }));
    corrupted("wrong-share", (gpus) => Object.assign(gpus[0]!, { share: gpus[0]!.share * 0.999 }));
  });

  test("a device that another item holds whole", () => {
    corruption("over-device", ({ packing }) => {
      const { placed } = packing;
      const victim = placed.find(({ gpus }) => gpus[0]?.share === 1);
      const thief = placed.find((entry) => entry !== victim && entry.gpus.length === 1);
      if (!victim || !thief) return undefined;
      Object.assign(thief, {
        ...victim,
        item: thief.item,
        gpus: [{ ...thief.gpus[0]!, index: victim.gpus[0]!.index }],
      });
      return { packing };
    });
  });

  test("a model that will not do", () => {
    corruption("wrong-model", (answered, draw) => {
      const holders = answered.packing.placed.filter(({ gpus }) => gpus.length > 0).map(({ item }) => item);
      return changedItem(answered, draw, { models: ["none"] }, holders);
    });
  });

  test("items to keep apart in one copy", () => {
    corruption("not-separate", ({ problem, packing }) => {
      const [first, second] = packing.placed;
      if (!first || !second) return undefined;
      Object.assign(second, { bin: first.bin, copy: first.copy });
      const items = problem.items.map((item) => ({ ...item, separate: "all" }));
      return { problem: { ...problem, items }, packing };
    });
  });

  test("a torn gang", () => {
    corruption("torn-gang", ({ problem, packing }) => {
      const ids = problem.items.filter(({ group }) => group === "gang").map(({ id }) => id);
      const index = packing.placed.findIndex(({ item }) => ids.includes(item));
      if (index === -1 || ids.length < 2) return undefined;
      const [{ item }] = packing.placed.splice(index, 1) as [Packing["placed"][number]];
      packing.unplaced.push({ item, reason: "", proven: false });
      return { packing };
    });
  });

  test("a gang apart", () => {
    corruption("gang-apart", ({ problem, packing }) => {
      const [one, two] = packing.placed;
      if (!one || !two || one.bin === two.bin) return undefined;
      const group = ({ id }: Item) => (id === one.item || id === two.item ? { group: "new" } : {});
      const items = problem.items.map((item) => ({ ...item, ...group(item) }));
      const bins = problem.bins.map((bin) => ({ ...bin, location: { zone: bin.id } }));
      const groups = [{ id: "new", within: "zone" as const }];
      return { problem: { ...problem, items, bins, groups }, packing };
    });
  });

  test("totals", () => {
    const changed = (code: PackingViolationCode, change: (packing: Packing) => Partial<Packing>) =>
      corruption(code, ({ packing }) => ({ packing: { ...packing, ...change(packing) } }));
    changed("wrong-bins-used", ({ binsUsed }) => ({ binsUsed: binsUsed + 1 }));
    changed("wrong-cost", ({ cost }) => ({ cost: cost + 0.001 }));
    changed("wrong-status", ({ status }) => ({ status: status === "complete" ? "partial" : "complete" }));
    changed("wrong-lower-bound", () => ({ lowerBound: -1 }));
    corruption("wrong-lower-bound", ({ packing }) => {
      if (packing.status === "partial") return undefined;
      return { packing: { ...packing, lowerBound: packing.binsUsed + 1 } };
    });
  });

  test("a proof of what can be placed", () => {
    corruption("wrong-proof", ({ packing }, draw) => {
      if (packing.placed.length === 0) return undefined;
      const gone = packing.placed.splice(0).map(({ item }) => item);
      for (const item of gone) packing.unplaced.push({ item, reason: "", proven: false });
      oneOf(packing.unplaced.slice(-gone.length), draw).proven = true;
      return { packing: { ...packing, status: "partial", binsUsed: 0, cost: 0 } };
    });
  });

  test("a field left out", () => {
    corruption("malformed", ({ packing }, draw) => {
      const { run, ...claims } = packing;
      const fields = pathsIn(claims as unknown as fc.JsonValue).filter((path) => /\D/.test(path.at(-1) ?? "0"));
      const path = oneOf(fields, draw);
      Reflect.deleteProperty(valueAt(packing, path.slice(0, -1)) as object, path.at(-1)!);
      return { packing };
    });
  });
});

describe("statistics and explanations of any packing", () => {
  test("figures add up", () => {
    fc.assert(
      fc.property(answered(), ({ problem, packing }) => {
        const { items, bins, cost, resources, gpus } = packingStatistics(problem, packing);
        expect(items).toEqual({ placed: packing.placed.length, unplaced: packing.unplaced.length });
        expect([bins.used, cost]).toEqual([packing.binsUsed, packing.cost]);
        for (const { all, used, balance } of resources) {
          expect(used.held).toBeLessThanOrEqual(all.held + 1e-9);
          expect(all.share).toBeLessThanOrEqual(1 + 1e-9);
          if (balance === undefined) continue;
          expect(balance.min).toBeLessThanOrEqual(balance.mean + 1e-9);
          expect(balance.mean).toBeLessThanOrEqual(balance.max + 1e-9);
        }
        if (gpus === undefined) return;
        expect(gpus.used + gpus.freeWhole + gpus.freeBroken).toBeCloseTo(gpus.total, 9);
        expect(gpus.used).toBeCloseTo(resources.find(({ resource }) => resource === "gpu")!.all.held, 9);
        expect(gpus.stranded).toBeLessThanOrEqual(gpus.free + 1e-9);
      }),
    );
  });

  test("an item by itself goes exactly where the explanation says", () => {
    fc.assert(
      fc.property(answered(), ({ problem, packing }) => {
        for (const { item: id } of packing.unplaced) {
          const { unplaced } = explainItem(problem, packing, id);
          const item = problem.items.find((item) => item.id === id)!;
          if (item.group !== undefined) continue;
          expect(unplaced!.takers).toBe(takersOf(problem, packing, item));
        }
      }),
    );
  });

  test("every item is explained by a sentence of its own", () => {
    fc.assert(
      fc.property(answered(), ({ problem, packing }) => {
        for (const { id } of problem.items) {
          const { sentence, placed, unplaced } = explainItem(problem, packing, id);
          expect(sentence).toMatch(new RegExp(`^Item "${id}" .*\\.$`));
          expect([placed, unplaced].filter(Boolean)).toHaveLength(1);
        }
      }),
    );
  });
});

function scaledBy(problem: PackProblem, factor: number): PackProblem {
  const scaled = (amounts: Readonly<Record<string, number>> = {}) =>
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount * factor]));
  return {
    ...problem,
    items: problem.items.map((item) => ({ ...item, needs: scaled(item.needs) })),
    bins: problem.bins.map((bin) => ({
      ...bin,
      capacity: scaled(bin.capacity),
      ...(bin.load && { load: { ...bin.load, needs: scaled(bin.load.needs) } }),
    })),
  };
}

/** How many copies take an unplaced item, by trying each with all sets of devices. */
function takersOf(problem: PackProblem, packing: Packing, item: Item): number {
  const share = item.gpus && "share" in item.gpus ? item.gpus.share : 1;
  const wanted = !item.gpus ? 0 : "count" in item.gpus ? item.gpus.count : 1;
  const sets = [0, 1, 2, 3, 4, 5, 6, 7]
    .map((set) => [0, 1, 2].filter((index) => (set >> index) & 1).map((index) => ({ index, share })))
    .filter(({ length }) => length === wanted);
  const spots = problem.bins.flatMap(({ id, count = 1 }) =>
    Array.from({ length: count }, (_, copy) => ({ bin: id, copy })),
  );
  const ignored = new Set<PackingViolationCode>(["wrong-bins-used", "wrong-cost", "wrong-status", "wrong-lower-bound"]);
  const unplaced = packing.unplaced.filter((entry) => entry.item !== item.id);
  return spots.filter((spot) =>
    sets.some((gpus) => {
      const placed = [...packing.placed, { item: item.id, ...spot, gpus }];
      return verifyPacking(problem, { ...packing, placed, unplaced }).every(({ code }) => ignored.has(code));
    }),
  ).length;
}

/** Another problem, in which one of the placed items, or of those named, is changed. */
function changedItem({ problem, packing }: Answered, draw: Draw, change: Partial<Item>, among?: readonly string[]) {
  const ids = among ?? packing.placed.map(({ item }) => item);
  if (ids.length === 0) return undefined;
  const chosen = oneOf(ids, draw);
  const items = problem.items.map((item) => {
    if (item.id !== chosen) return item;
    const { models, ...rest } = { ...item, ...change };
    return models && rest.gpus ? { ...rest, models } : rest;
  });
  return { problem: { ...problem, items }, packing };
}
