import { describe, expect, it, test } from "vitest";
import { InvalidOptionsError } from "../../bindings/errors.js";
import { algorithms } from "../../bindings/sequence/options.js";
import { encodeObjective, resolveSequenceOptions } from "../../bindings/sequence/settings.js";

describe("defaults", () => {
  test.each([undefined, {}, { algorithm: undefined, seed: undefined, objective: undefined }])("of %j", (options) => {
    expect(resolveSequenceOptions(options)).toEqual({
      algorithm: "anneal",
      objective: "attainment-per-latency",
      seed: 1,
    });
  });

  test.each([
    ["fcfs", {}],
    ["exhaustive", {}],
    ["priority", { ageing: 0.1 }],
    ["learned-rank", { starvation: { threshold: 200, quantum: 10 } }],
    ["anneal", { seed: 1 }],
  ] as const)("of %s hold what it looks at", (algorithm, options) => {
    expect(resolveSequenceOptions({ algorithm })).toEqual({
      algorithm,
      objective: "attainment-per-latency",
      ...options,
    });
  });

  test("exist for every algorithm", () => {
    for (const algorithm of algorithms) expect(resolveSequenceOptions({ algorithm }).algorithm).toBe(algorithm);
  });
});

describe("what is given", () => {
  it("is taken over as own copies", () => {
    const objective = { latency: 2, cost: 0 };
    const starvation = { threshold: 3, quantum: 1 };
    const options = resolveSequenceOptions({ algorithm: "learned-rank", objective, starvation });
    objective.latency = 5;
    starvation.quantum = 9;
    expect(options).toEqual({
      algorithm: "learned-rank",
      objective: { latency: 2, cost: 0 },
      starvation: { threshold: 3, quantum: 1 },
    });
  });

  it("has no −0", () => {
    const options = resolveSequenceOptions({ seed: -0, iterations: -0, objective: { cost: 1, latency: -0 } });
    expect(options).toEqual({ algorithm: "anneal", seed: 0, iterations: 0, objective: { cost: 1, latency: 0 } });
  });

  it("comes back as it is when it is resolved again", () => {
    for (const options of [
      { seed: 7, schedule: 100, iterations: 0, objective: "cost" },
      { algorithm: "priority", ageing: 0 },
      { objective: { tardiness: 0.5 }, warmStart: { batches: [{ server: "s", requests: ["a", "b"] }] } },
    ]) {
      const resolved = resolveSequenceOptions(options);
      expect(resolveSequenceOptions(resolved)).toEqual(resolved);
      expect(resolved).toMatchObject(options);
    }
  });

  it("may be a whole sequence as warm start, of which the batches are kept", () => {
    const batch = { server: "s", start: 0, end: 1, requests: ["a"] };
    expect(resolveSequenceOptions({ warmStart: { status: "complete", batches: [batch] } })).toMatchObject({
      warmStart: { batches: [{ server: "s", requests: ["a"] }] },
    });
  });
});

test("an objective is encoded with its weights", () => {
  expect(encodeObjective("cost")).toEqual({ name: "cost", tardiness: 0, latency: 0, cost: 0 });
  expect(encodeObjective({ cost: 2, latency: 0.5 })).toEqual({ name: "mix", tardiness: 0, latency: 0.5, cost: 2 });
});

describe("refused by name", () => {
  test.each<[unknown, string, string]>([
    [null, "options", "must be an object"],
    [[], "options", "must be an object"],
    ["edf", "options", "must be an object"],
    [{ algoritm: "edf" }, "algoritm", 'did you mean "algorithm"'],
    [{ algorithm: "efd" }, "algorithm", 'did you mean "edf"'],
    [{ algorithm: null }, "algorithm", "must be one of"],
    [{ algorithm: "constructor" }, "algorithm", "must be one of"],
    [{ objective: "latency" }, "objective", "must be one of"],
    [{ objective: 5 }, "objective", "a name or a mix"],
    [{ objective: {} }, "objective", "positive weight"],
    [{ objective: { tardiness: 0, cost: 0 } }, "objective", "positive weight"],
    [{ objective: { latency: -1, cost: 1 } }, "objective.latency", "from 0"],
    [{ objective: { latency: Infinity } }, "objective.latency", "from 0"],
    [{ objective: { latncy: 1 } }, "objective.latncy", 'did you mean "latency"'],
    [{ seed: -1 }, "seed", "from 0 to 4294967295"],
    [{ seed: 2 ** 32 }, "seed", "from 0 to 4294967295"],
    [{ seed: "1" }, "seed", "from 0 to 4294967295"],
    [{ schedule: 0 }, "schedule", "from 1 to 1000000000"],
    [{ schedule: 2.5 }, "schedule", "from 1 to 1000000000"],
    [{ iterations: -1 }, "iterations", "from 0 to 1000000000"],
    [{ budgetMilliseconds: 0 }, "budgetMilliseconds", "above 0"],
    [{ budgetMilliseconds: NaN }, "budgetMilliseconds", "from 0"],
    [{ budgetMilliseconds: 1, schedule: 10 }, "budgetMilliseconds", "in the place of schedule"],
    [{ budgetMilliseconds: 1, iterations: 10 }, "budgetMilliseconds", "in the place of iterations"],
    [{ algorithm: "edf", seed: 1 }, "seed", 'goes with algorithm "anneal" alone, not with "edf"'],
    [{ ageing: 1 }, "ageing", 'goes with algorithm "priority" alone, not with "anneal"'],
    [{ algorithm: "exhaustive", warmStart: { batches: [] } }, "warmStart", "goes with"],
    [{ algorithm: "priority", ageing: -0.1 }, "ageing", "from 0"],
    [{ algorithm: "learned-rank", starvation: 5 }, "starvation", "must be an object"],
    [{ algorithm: "learned-rank", starvation: { threshold: 5 } }, "starvation.quantum", "from 1"],
    [{ algorithm: "learned-rank", starvation: { threshold: 0, quantum: 1 } }, "starvation.threshold", "from 1"],
    [{ algorithm: "learned-rank", starvation: { treshold: 1 } }, "starvation.treshold", 'did you mean "threshold"'],
    [{ warmStart: null }, "warmStart", "array of batches"],
    [{ warmStart: [] }, "warmStart", "array of batches"],
    [{ warmStart: { batches: new Array(100_001) } }, "warmStart", "at most 100000"],
    [{ warmStart: { batches: [null] } }, "warmStart.batches[0].server", "id of a server"],
    [{ warmStart: { batches: [{ server: "s" }] } }, "warmStart.batches[0].requests", "array of ids"],
    [{ warmStart: { batches: [{ server: "s", requests: [5] }] } }, "warmStart.batches[0].requests", "array of ids"],
    [
      {
        warmStart: {
          batches: [
            { server: "s", requests: ["a", "b"] },
            { server: "t", requests: ["a"] },
          ],
        },
      },
      "warmStart",
      'has the request "a" twice',
    ],
  ])("%j", (options, option, message) => {
    const error = refusal(() => resolveSequenceOptions(options));
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
