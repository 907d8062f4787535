import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLehr, createLehrSync, InvalidOptionsError, type PlaceOptions } from "../../bindings/index.js";
import { contests, presets } from "../../bindings/place/options.js";
import { algorithmNames } from "../../bindings/place/settings.js";
import { reference } from "../../bindings/reference.js";
import { placeProblems } from "../../bindings/testing/index.js";
import { backends } from "../backends.js";

const lehr = createLehrSync();
const unplacedOf = ({ unplaced }: { unplaced: unknown[] }) => unplaced.length;

describe("contests", () => {
  test.each(Object.entries(contests))("%s returns the first of the best of its members", (algorithm, members) => {
    fc.assert(
      fc.property(placeProblems(), (any) => {
        const placements = members.map((member) => lehr.place(any, { algorithm: member }));
        const ranked = placements.toSorted((a, b) => unplacedOf(a) - unplacedOf(b) || a.makespan - b.makespan);
        expect(lehr.place(any, { algorithm: algorithm as "best" | "duplex" })).toEqual(ranked[0]);
      }),
    );
  });

  test("the best of all leaves out chance alone", () => {
    expect([...contests.best, "random"].sort()).toEqual(Object.keys(presets).sort());
  });
});

describe.each(backends)("$name", ({ lehr }) => {
  test("a run given back as options yields the same bytes", () => {
    const options = fc.record<PlaceOptions>(
      {
        algorithm: fc.constantFrom(...algorithmNames),
        averageCommunication: fc.constantFrom("linked-pairs", "all-pairs"),
        seed: fc.integer({ min: 0, max: 0xffffffff }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(placeProblems(), options, (any, some) => {
        const first = lehr.place(any, some);
        expect(JSON.stringify(lehr.place(any, first.run))).toBe(JSON.stringify(first));
      }),
      { numRuns: 50 },
    );
  });

  test("a prepared problem answers as the problem does, run after run", () => {
    fc.assert(
      fc.property(placeProblems(), (any) => {
        const prepared = lehr.prepare.place(any);
        for (const algorithm of ["heft", "peft", "heft", "etf"] as const) {
          expect(prepared.run({ algorithm }).toPlacement()).toEqual(lehr.place(any, { algorithm }));
        }
      }),
      { numRuns: 50 },
    );
  });

  test("a prepared problem does not see later changes", () => {
    const changing = { cluster: { nodes: [{ id: "n", speed: 1 }] }, workflow: { tasks: [{ id: "t", work: 1 }] } };
    const prepared = lehr.prepare.place(changing);
    changing.workflow.tasks[0]!.work = 9;
    changing.cluster.nodes[0]!.speed = 3;
    expect(prepared.run().makespan).toBe(1);
    expect(prepared.run().toPlacement().tasks).toEqual([{ task: "t", nodes: ["n"], start: 0, end: 1 }]);
  });
});

describe("what the caller does with arrays and objects", () => {
  const problem = {
    cluster: { nodes: [{ id: "n" }] },
    workflow: { tasks: [{ id: "t", work: 1 }] },
  } as const;

  test("does not reach the placement", () => {
    const run = lehr.prepare.place(problem).run();
    const placement = run.toPlacement();
    run.node[0] = 99;
    run.start.fill(7);
    run.finish.fill(-1);
    expect(run.toPlacement()).toEqual(placement);
  });

  test("does not get an unchecked rule through", () => {
    const answers = ["fastest", "bogus"];
    const shifty = {
      ...presets.heft,
      get node() {
        return answers.shift() as "fastest";
      },
    };
    expect(lehr.place(problem, { algorithm: shifty }).run.algorithm).toEqual({ ...presets.heft, node: "fastest" });
    const inherited = Object.create(presets.heft);
    expect(() => lehr.place(problem, { algorithm: inherited })).toThrow(InvalidOptionsError);
  });
});

describe("createLehr", () => {
  test.each([{ bakcend: reference }, { backend: "reference" }, { backend: null }, null, 5, "reference"])(
    "refuses %j",
    async (options) => {
      expect(() => createLehrSync(options as object)).toThrow(InvalidOptionsError);
      await expect(createLehr(options as object)).rejects.toThrow(InvalidOptionsError);
    },
  );
});

describe("backends are values", () => {
  test("by default the kernels", () => expect(createLehrSync().backend).toBe("wasm"));
  test("or the reference, loaded either way", async () => {
    expect(createLehrSync({ backend: reference }).backend).toBe("reference");
    expect((await createLehr({ backend: reference })).backend).toBe("reference");
  });
});

describe("options", () => {
  const small = { cluster: { nodes: [{ id: "n" }] }, workflow: { tasks: [] } };
  const place = (options: unknown) => lehr.place(small, options as PlaceOptions);

  test("that are undefined count as not given", () => {
    expect(place({ algorithm: undefined, seed: undefined }).run).toEqual({
      algorithm: "heft",
      averageCommunication: "linked-pairs",
      seed: 1,
    });
  });

  test.each([
    [{ algoritm: "heft" }, "algoritm", 'did you mean "algorithm"'],
    [{ algorithm: "hefty" }, "algorithm", 'did you mean "heft"'],
    [{ algorithm: 7 }, "algorithm", "a name or a combination"],
    [{ algorithm: null }, "algorithm", "a name or a combination"],
    [{ algorithm: "constructor" }, "algorithm", "must be one of"],
    [{ algorithm: { ...presets.heft, node: "fastes" } }, "algorithm.node", 'did you mean "fastest"'],
    [{ algorithm: { ...presets.heft, ready: undefined } }, "algorithm.ready", "must be one of list, batch"],
    [{ algorithm: { ...presets.heft, order: 1 } }, "algorithm.order", "is unknown"],
    [{ algorithm: { ...presets["min-min"], node: "random" } }, "algorithm.node", "has no score"],
    [{ averageCommunication: "all" }, "averageCommunication", "linked-pairs, all-pairs"],
    [{ seed: -1 }, "seed", "from 0 to 4294967295"],
    [{ seed: 0.5 }, "seed", "from 0 to 4294967295"],
    [{ seed: 2 ** 32 }, "seed", "from 0 to 4294967295"],
    [{ seed: "1" }, "seed", "from 0 to 4294967295"],
    [null, "options", "must be an object"],
    [[], "options", "must be an object"],
    ["heft", "options", "must be an object"],
  ])("%j is refused by name", (options, option, message) => {
    const error = refusal(() => place(options));
    expect(error).toMatchObject({ code: "invalid-options", option });
    expect(error.message).toContain(message);
  });
});

function refusal(action: () => unknown): InvalidOptionsError {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidOptionsError) return error;
    throw error;
  }
  throw new Error("not refused");
}
