import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countPlans, type PlanSpace } from "../../bindings/sequence/plans.js";
import { type Assignment, evaluate } from "../../bindings/sequence/reference/evaluate.js";
import { plans } from "../../bindings/sequence/reference/exhaustive.js";
import { isBetter } from "../../bindings/sequence/reference/objective.js";
import { sequenceReference } from "../../bindings/sequence/reference.js";
import { backends, wasmBackends } from "../backends.js";
import { type InstanceShape, instance, instanceOf, objective, ruleSettings, type ServerRow } from "./instances.js";

const shapes: InstanceShape[] = [
  { maxRequests: 5, maxServers: 1 },
  { maxRequests: 4, maxServers: 3 },
  { maxRequests: 5, maxServers: 2, execution: "slots", maxBatch: 3 },
];

describe.each(wasmBackends)("$name equals the reference to the last bit", ({ kernels: { sequence } }) => {
  test.each(shapes)("%o", (shape) => {
    fc.assert(
      fc.property(instance(shape), objective, (instance, objective) => {
        expect(sequence.exhaust(instance, objective)).toEqual(sequenceReference.exhaust(instance, objective));
      }),
      { numRuns: 150 },
    );
  });
});

describe.each(backends)("the best of all plans, $name", ({ kernels: { sequence } }) => {
  test("no rule finds a better one", () => {
    fc.assert(
      fc.property(instance({ maxRequests: 4 }), objective, ruleSettings(), (instance, objective, settings) => {
        const best = evaluate(instance, sequence.exhaust(instance, objective));
        const ruled = evaluate(instance, sequence.dispatch(instance, settings));
        expect(isBetter(objective, ruled, best)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test("of equal plans it is the first", () => {
    const equal = instanceOf([{}, {}, {}], [{ maxBatch: 2 }, { maxBatch: 1, slots: true }]);
    const { server, batch } = sequence.exhaust(equal, { name: "attainment", tardiness: 0, latency: 0, cost: 0 });
    // All start at 0: {0, 1} on the first server is the first set of two.
    expect([...server]).toEqual([0, 0, 1]);
    expect([...batch]).toEqual([0, 0, 0]);
  });

  test("without requests", () => {
    const { start } = sequence.exhaust(instanceOf([]), { name: "mix", tardiness: 1, latency: 0, cost: 0 });
    expect(start).toEqual(new Float64Array());
  });
});

test("the kernel goes through seven requests in batches of up to four", () => {
  const requests = [5, 1, 4, 2, 8, 3, 6].map((execution, r) => ({ execution, deadline: 9 + ((r * 5) % 7) }));
  const instance = instanceOf(requests, [{ maxBatch: 4 }]);
  const objective = { name: "attainment-per-latency", tardiness: 0, latency: 0, cost: 0 } as const;
  const expected = sequenceReference.exhaust(instance, objective);
  for (const { kernels } of wasmBackends) expect(kernels.sequence.exhaust(instance, objective)).toEqual(expected);
});

describe("plans", () => {
  const problem = (requests: number, servers: Partial<ServerRow>[]) => {
    return instanceOf(
      Array.from({ length: requests }, () => ({})),
      servers,
    );
  };

  test("are ordered set partitions, as many as Fubini numbers say", () => {
    const counts = [0, 1, 2, 3, 4, 5, 6].map((n) => seen(problem(n, [{ maxBatch: 6 }])));
    expect(counts).toEqual([1, 1, 3, 13, 75, 541, 4683]);
  });

  test("are permutations with slots", () => {
    expect(seen(problem(5, [{ maxBatch: 3, slots: true }]))).toBe(120);
  });

  test("are each gone through once, as many as are counted", () => {
    const server = fc.record({ maxBatch: fc.integer({ min: 1, max: 4 }), slots: fc.boolean() });
    fc.assert(
      fc.property(fc.nat(4), fc.array(server, { minLength: 1, maxLength: 3 }), (requests, servers) => {
        const instance = problem(requests, servers);
        expect(seen(instance)).toBe(countPlans(instance));
      }),
    );
  });

  test("leave out what does not fit", () => {
    const tokens = [{ tokens: 3 }, { tokens: 4 }, { tokens: 5 }];
    // Of the pairs, {0, 1} alone.
    const instance = instanceOf(tokens, [{ maxBatch: 3, kvTokens: 7 }]);
    expect(seen(instance)).toBe(6 + 2);
  });

  test("are counted without going through them", () => {
    const count = (requests: number, maxBatch: number[], slots: number[]) => {
      const space: PlanSpace = {
        requests,
        servers: maxBatch.length,
        maxBatch: Int32Array.from(maxBatch),
        slots: Int32Array.from(slots),
      };
      return countPlans(space);
    };
    expect(count(7, [7], [0])).toBe(47_293);
    expect(count(7, [4], [0])).toBe(47_110);
    expect(count(7, [4], [1])).toBe(5_040);
    expect(count(0, [4], [1])).toBe(1);
    expect(count(21, [1], [1])).toBe(Infinity);
  });
});

/** Plans gone through; all different. */
function seen(instance: Parameters<typeof plans>[0]): number {
  const all = Array.from(plans(instance), ({ server, batch }: Assignment) => `${server} / ${batch}`);
  expect(new Set(all).size).toBe(all.length);
  return all.length;
}
