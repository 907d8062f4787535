import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../bindings/random.js";
import type { EncodedObjective, SequenceInstance } from "../../bindings/sequence/instance.js";
import { objectives } from "../../bindings/sequence/options.js";
import { evaluate } from "../../bindings/sequence/reference/evaluate.js";
import { Exchange } from "../../bindings/sequence/reference/exchange.js";
import { assignmentOf, evaluateLines, linesOf } from "../../bindings/sequence/reference/lines.js";
import { Proposals } from "../../bindings/sequence/reference/proposals.js";
import { sequenceReference } from "../../bindings/sequence/reference.js";
import { wasmBackends } from "../backends.js";
import { instance, objective } from "./instances.js";
import { planFor } from "./plans.js";

const seed = fc.nat(0xffffffff);
const named = objectives.map((name): EncodedObjective => ({ name, tardiness: 0, latency: 0, cost: 0 }));
const mix: EncodedObjective = { name: "mix", tardiness: 1, latency: 0.3, cost: 50 };

/** Every plan of the reference is evaluated in full: were a sum of the kernel off by a bit, the two would soon part. */
describe.each(wasmBackends)("exchanges, $name, equal the reference to the last bit", ({ kernels: { sequence } }) => {
  const expectEqual = (instance: SequenceInstance, objective: EncodedObjective, seed: number, schedule: number) => {
    const settings = { objective, seed, schedule, warmStart: startOf(instance, seed) };
    const expected = sequenceReference.anneal(instance, settings, schedule);
    expect(sequence.anneal(instance, settings, schedule)).toEqual(expected);
  };

  test.each([...named, mix])("on every kind of server, $name", (objective) => {
    fc.assert(
      fc.property(instance({ maxRequests: 16 }), seed, (instance, seed) => {
        expectEqual(instance, objective, seed, 400);
      }),
      { numRuns: 60 },
    );
  });

  test.each([...named, mix])("when everything has arrived, $name", (objective) => {
    fc.assert(
      fc.property(instance({ maxRequests: 16 }).map(present), seed, (instance, seed) => {
        expectEqual(instance, objective, seed, 400);
      }),
      { numRuns: 60 },
    );
  });

  test("over a long run on requests that all wait", () => {
    const waiting = instance({ maxRequests: 40, maxServers: 2, maxBatch: 4, execution: "static" }).map(present);
    fc.assert(
      fc.property(waiting, objective, seed, (instance, objective, seed) => {
        expectEqual(instance, objective, seed, 2_000);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  test("in large batches", () => {
    const large = instance({ maxRequests: 40, maxServers: 2, maxBatch: 20, execution: "static" });
    fc.assert(
      fc.property(large, objective, seed, (instance, objective, seed) => {
        expectEqual(instance, objective, seed, 300);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});

describe("the exchanges of the reference", () => {
  test("never lose to the plan that they start from, nor to a shorter run", () => {
    fc.assert(
      fc.property(instance({ execution: "static" }), objective, seed, (instance, objective, seed) => {
        fc.pre(instance.requests > 0);
        const exchange = new Exchange(instance, objective, new Random(seed), 120, startOf(instance, seed));
        let best = criterion(objective, instance, exchange);
        for (let k = 0; k < 6; k++) {
          exchange.step(20);
          const next = criterion(objective, instance, exchange);
          expect(next).toBeGreaterThanOrEqual(best);
          best = next;
        }
      }),
    );
  });

  test("each leave a plan of the same requests, within the limits of the servers", () => {
    fc.assert(
      fc.property(instance(), seed, (instance, seed) => {
        fc.pre(instance.requests > 0);
        const lines = linesOf(instance, startOf(instance, seed));
        const proposals = new Proposals(instance, new Random(seed));
        for (let iteration = 0; iteration < 64; iteration++) proposals.apply(lines, iteration);
        const planned = lines.flatMap(({ batches }) => batches.flat()).sort((a, b) => a - b);
        expect(planned).toEqual(Array.from({ length: instance.requests }, (_, r) => r));
        for (const { server, kind, batches } of lines) {
          for (const batch of batches) {
            expect(batch.length).toBeGreaterThan(0);
            expect(batch.length).toBeLessThanOrEqual(kind === "static" ? instance.maxBatch[server]! : 1);
            const tokens = batch.reduce((sum, r) => sum + instance.tokens[r]!, 0);
            expect(tokens).toBeLessThanOrEqual(instance.kvTokens[server]!);
            for (const r of batch) expect(instance.base[server * instance.requests + r]).toBeLessThan(Infinity);
          }
        }
      }),
    );
  });
});

describe("plans as lines", () => {
  test("of static servers amount to the same", () => {
    fc.assert(
      fc.property(instance({ execution: "static" }), seed, (instance, seed) => {
        const plan = startOf(instance, seed);
        const lines = linesOf(instance, plan);
        const { start: _, ...totals } = evaluate(instance, plan);
        expect(assignmentOf(instance, lines)).toEqual(plan);
        expect(evaluateLines(instance, lines)).toEqual(totals);
      }),
    );
  });

  test("of slots start nothing later when they share their requests in the order of the starts", () => {
    fc.assert(
      fc.property(instance({ execution: "slots" }), seed, (instance, seed) => {
        fc.pre(instance.requests > 0);
        const lines = linesOf(instance, startOf(instance, seed));
        const proposals = new Proposals(instance, new Random(seed));
        for (let iteration = 0; iteration < 32; iteration++) proposals.apply(lines, iteration);
        const shared = evaluate(instance, assignmentOf(instance, lines));
        const apart = evaluateLines(instance, lines);
        expect(shared.latency).toBeLessThanOrEqual(apart.latency);
        expect(shared.tardiness).toBeLessThanOrEqual(apart.tardiness);
        expect(shared.attained).toBeGreaterThanOrEqual(apart.attained);
        expect(shared.cost).toBe(apart.cost);
      }),
    );
  });
});

/** A plan with gaps and odd batches, unlike those of the rules. */
function startOf(instance: SequenceInstance, seed: number) {
  const random = new Random(seed);
  const plan = planFor(
    instance,
    Array.from({ length: instance.requests + 1 }, () => random.below(60)),
  );
  return {
    server: Int32Array.from(plan, ([server]) => server),
    batch: Int32Array.from(plan, ([, batch]) => batch),
  };
}

/** With all requests there before any server is. */
function present(instance: SequenceInstance): SequenceInstance {
  return { ...instance, arrival: instance.arrival.map(() => 0) };
}

/** The first criterion of an objective, greater-is-better. */
function criterion(objective: EncodedObjective, instance: SequenceInstance, exchange: Exchange): number {
  const { attained, latency, tardiness, cost } = evaluate(instance, exchange.best());
  switch (objective.name) {
    case "attainment-per-latency":
      return attained / latency;
    case "attainment":
    case "cost":
      return attained;
    case "weighted-tardiness":
      return -tardiness;
    case "mean-latency":
      return -latency;
    case "mix":
      return -(objective.tardiness * tardiness + objective.latency * latency + objective.cost * cost);
  }
}
