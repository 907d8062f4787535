import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnnealSettings, EncodedObjective, SequenceInstance } from "../../bindings/sequence/instance.js";
import { evaluate } from "../../bindings/sequence/reference/evaluate.js";
import { isBetter } from "../../bindings/sequence/reference/objective.js";
import { planByRule, startingRules } from "../../bindings/sequence/reference/starts.js";
import { sequenceReference } from "../../bindings/sequence/reference.js";
import { backends } from "../backends.js";
import { instance, objective } from "./instances.js";

const others = backends.filter(({ kernels }) => kernels.sequence !== sequenceReference);
const seed = fc.nat(0xffffffff);

describe.each(others)("$name equals the reference to the last bit", ({ kernels }) => {
  const expectEqual = (instance: SequenceInstance, settings: AnnealSettings, iterations: number): void => {
    const expected = sequenceReference.anneal(instance, settings, iterations);
    expect(kernels.sequence.anneal(instance, settings, iterations)).toEqual(expected);
  };

  test("on instances of every kind, for every objective, after any number of iterations", () => {
    fc.assert(
      fc.property(
        instance(),
        objective,
        seed,
        fc.nat(150),
        warmStarts,
        (instance, objective, seed, iterations, warm) => {
          expectEqual(instance, { objective, seed, schedule: 150, warmStart: warm(instance) }, iterations);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("while it searches over skeletons", () => {
    fc.assert(
      fc.property(
        waiting({ maxRequests: 24 }),
        promises,
        seed,
        fc.nat(400),
        (instance, objective, seed, iterations) => {
          expectEqual(instance, { objective, seed, schedule: 6000, warmStart: undefined }, iterations);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("on more requests than a word of a set holds", () => {
    fc.assert(
      fc.property(waiting({ minRequests: 65, maxRequests: 100 }), promises, seed, (instance, objective, seed) => {
        expectEqual(instance, { objective, seed, schedule: 200, warmStart: undefined }, 60);
      }),
      { numRuns: 8 },
    );
  });

  test("through both phases, where exchanges start no hotter for want of requests", () => {
    fc.assert(
      fc.property(waiting({ minRequests: 100, maxRequests: 110 }), promises, seed, (instance, objective, seed) => {
        expectEqual(instance, { objective, seed, schedule: 600, warmStart: undefined }, 600);
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});

describe.each(backends)("annealing, $name", ({ kernels }) => {
  test("is never worse than a plan it starts from", () => {
    fc.assert(
      fc.property(
        instance(),
        objective,
        seed,
        fc.nat(100),
        warmStarts,
        (instance, objective, seed, iterations, warm) => {
          fc.pre(instance.requests > 0);
          const warmStart = warm(instance);
          const settings = { objective, seed, schedule: 100, warmStart };
          const found = evaluate(instance, kernels.sequence.anneal(instance, settings, iterations));
          const starts = startingRules(instance, objective).map((rule) => planByRule(instance, rule));
          for (const start of warmStart ? [...starts, warmStart] : starts) {
            expect(isBetter(objective, evaluate(instance, start), found)).toBe(false);
          }
        },
      ),
    );
  });

  test("returns a complete plan with the starts that follow from it", () => {
    fc.assert(
      fc.property(instance(), objective, seed, (instance, objective, seed) => {
        const { server, batch, start } = kernels.sequence.anneal(instance, settingsOf(objective, seed), 100);
        expect(start).toEqual(evaluate(instance, { server, batch }).start);
        for (let r = 0; r < instance.requests; r++) {
          expect(instance.base[server[r]! * instance.requests + r]).toBeLessThan(Infinity);
        }
        expectWithinLimits(instance, server, batch);
      }),
    );
  });

  test("step by step gives the same as in one go, whatever the steps and however often one looks", () => {
    const steps = fc.array(fc.tuple(fc.nat(40), fc.boolean()), { maxLength: 6 });
    fc.assert(
      fc.property(instance(), objective, seed, steps, (instance, objective, seed, steps) => {
        const settings = settingsOf(objective, seed);
        const search = kernels.sequence.search(instance, settings);
        let done = 0;
        for (const [iterations, looks] of steps) {
          done = Math.min(100, done + iterations);
          expect(search.step(iterations)).toBe(done < 100);
          expect(search.iterations).toBe(done);
          if (looks) search.best();
        }
        expect(search.best()).toEqual(kernels.sequence.anneal(instance, settings, done));
      }),
      { numRuns: 50 },
    );
  });

  test("finds the best of all plans of a few requests", () => {
    const few = instance({ maxRequests: 4, maxServers: 2, maxBatch: 3, execution: "static" });
    fc.assert(
      fc.property(few, objective, (instance, objective) => {
        const settings = { objective, seed: 1, schedule: 2000, warmStart: undefined };
        const found = evaluate(instance, kernels.sequence.anneal(instance, settings, 2000));
        const best = evaluate(instance, kernels.sequence.exhaust(instance, objective));
        expect(isBetter(objective, best, found)).toBe(false);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});

/** Instances whose requests all wait, some with a promise, on static servers that tokens do not limit. */
function waiting({ minRequests = 1, maxRequests }: { minRequests?: number; maxRequests: number }) {
  return instance({ maxRequests, maxServers: 3, maxBatch: 5, execution: "static" })
    .filter(({ requests }) => requests >= minRequests)
    .map((drawn) => ({
      ...drawn,
      arrival: drawn.arrival.map(() => 0),
      kvTokens: drawn.kvTokens.map(() => Infinity),
      promised: drawn.promised.map((promised, r) => (r === 0 ? 1 : promised)),
    }));
}

const promises: fc.Arbitrary<EncodedObjective> = fc
  .constantFrom("attainment-per-latency", "attainment", "cost")
  .map((name) => ({ name, tardiness: 0, latency: 0, cost: 0 }) as const);

/** None, or the plan of a rule that no search starts from. */
const warmStarts = fc
  .boolean()
  .map((given) => (instance: SequenceInstance) => (given ? planByRule(instance, "ljf") : undefined));

function settingsOf(objective: EncodedObjective, seed: number): AnnealSettings {
  return { objective, seed, schedule: 100, warmStart: undefined };
}

function expectWithinLimits(instance: SequenceInstance, server: Int32Array, batch: Int32Array): void {
  const members = new Map<string, number[]>();
  server.forEach((s, r) => {
    const key = `${s}/${batch[r]}`;
    members.set(key, [...(members.get(key) ?? []), r]);
  });
  for (const [key, requests] of members) {
    const s = Number(key.split("/")[0]);
    expect(requests.length).toBeLessThanOrEqual(instance.slots[s] === 1 ? 1 : instance.maxBatch[s]!);
    const tokens = requests.reduce((sum, r) => sum + instance.tokens[r]!, 0);
    expect(tokens).toBeLessThanOrEqual(instance.kvTokens[s]!);
  }
}
