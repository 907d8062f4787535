import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../bindings/random.js";
import type { SequenceInstance } from "../../bindings/sequence/instance.js";
import { inputsOf } from "../../bindings/sequence/kernel.js";
import { type Assignment, type Evaluation, evaluate } from "../../bindings/sequence/reference/evaluate.js";
import { isBetter } from "../../bindings/sequence/reference/objective.js";
import { Host } from "../../bindings/wasm/host.js";
import { instance, instanceOf, objective } from "./instances.js";

const builds = ["release", "debug"].map((name) => {
  const bytes = readFileSync(new URL(`../../build/${name}.wasm`, import.meta.url));
  return { name, host: new Host(new WebAssembly.Module(bytes)) };
});

describe("a plan's starts and totals", () => {
  test("static batches wait for the previous one and for the last of their requests", () => {
    const requests = [
      { execution: 2, deadline: 3 },
      { execution: 5, arrival: 1, deadline: 5, weight: 4 },
      { execution: 1, deadline: 7, weight: 2 },
      { execution: 3, arrival: 9 },
    ];
    const plan = { server: Int32Array.of(0, 0, 0, 0), batch: Int32Array.of(0, 0, 1, 2) };
    expect(evaluate(instanceOf(requests, [{ maxBatch: 2, pricePerSecond: 2 }]), plan)).toEqual({
      start: Float64Array.of(1, 1, 6, 9),
      attained: 1 + 2,
      latency: 3 + 5 + 7 + 3,
      tardiness: 4 * 1,
      cost: 2 * (5 + 1 + 3),
    });
  });

  test("with slots, requests wait for those before them, for a slot and for room", () => {
    const requests = [
      { execution: 4, tokens: 6 },
      { execution: 2, tokens: 2 },
      { execution: 1, tokens: 4 },
      { execution: 1, tokens: 1 },
      { execution: 1, tokens: 1 },
      { execution: 1, tokens: 1 },
    ];
    const plan = { server: new Int32Array(6), batch: Int32Array.of(0, 1, 2, 3, 4, 5) };
    const server = { maxBatch: 2, kvTokens: 9, slots: true, available: 1, pricePerSecond: 0.5 };
    const { start, cost } = evaluate(instanceOf(requests, [server]), plan);
    // The third fits when the first has ended. Then there are two slots for three requests of a second.
    expect([...start]).toEqual([1, 1, 5, 5, 6, 6]);
    expect(cost).toBe(0.5 * 10);
  });

  test("batches larger than its limit break a promise, and tardiness is that of the promised moment", () => {
    const instance = instanceOf([{ deadline: 1 }, { deadline: 9 }], [{ maxBatch: 2 }]);
    const limited = { ...instance, batchLimit: Int32Array.of(1, 2), perRequest: Float64Array.of(2, 2) };
    const plan = { server: new Int32Array(2), batch: new Int32Array(2) };
    expect(evaluate(limited, plan)).toMatchObject({ attained: 1, latency: 2 * (1 + 2 * 2), tardiness: 0 });
  });
});

describe.each(builds)("the kernel's evaluation, $name", ({ host }) => {
  test("equals the reference's to the last bit", () => {
    fc.assert(
      fc.property(planned, ({ instance, plan }) => {
        expect(evaluateByKernel(host, instance, plan)).toEqual(evaluate(instance, plan));
      }),
      { numRuns: 500 },
    );
  });
});

test("of two plans at most one is better, and none is better than itself", () => {
  fc.assert(
    fc.property(planned, objective, fc.nat(), ({ instance, plan }, objective, seed) => {
      const a = evaluate(instance, plan);
      const b = evaluate(instance, planOf(instance, seed));
      expect(isBetter(objective, a, b) && isBetter(objective, b, a)).toBe(false);
      expect(isBetter(objective, a, a)).toBe(false);
    }),
  );
});

const planned = fc
  .tuple(instance({ maxRequests: 15 }), fc.nat())
  .map(([instance, seed]) => ({ instance, plan: planOf(instance, seed) }));

/** Any plan that keeps to the limits: with servers, an order and ends of batches drawn at random. */
function planOf(instance: SequenceInstance, seed: number): Assignment {
  const { requests, servers, base, slots, maxBatch, tokens, kvTokens } = instance;
  const random = new Random(seed);
  const plan = { server: new Int32Array(requests), batch: new Int32Array(requests) };
  const last = Array.from({ length: servers }, () => ({ number: -1, size: Infinity, tokens: 0 }));
  const left = Array.from({ length: requests }, (_, r) => r);
  while (left.length > 0) {
    const [r] = left.splice(random.below(left.length), 1) as [number];
    const able = last.map((_, s) => s).filter((s) => base[s * requests + r]! < Infinity);
    const s = able[random.below(able.length)]!;
    const batch = last[s]!;
    const isFull = slots[s] === 1 || batch.size >= maxBatch[s]! || batch.tokens + tokens[r]! > kvTokens[s]!;
    if (isFull || random.below(3) === 0) Object.assign(batch, { number: batch.number + 1, size: 0, tokens: 0 });
    batch.size += 1;
    batch.tokens += tokens[r]!;
    plan.server[r] = s;
    plan.batch[r] = batch.number;
  }
  return plan;
}

function evaluateByKernel(host: Host, instance: SequenceInstance, { server, batch }: Assignment): Evaluation {
  const { requests, servers } = instance;
  return host.call("evaluate", {}, [server, batch, ...inputsOf(instance)], (arena) => {
    const [serverAddress, batchAddress, ...inputs] = arena.inputs as [number, number, ...number[]];
    const start = arena.newFloat64(requests);
    const totals = arena.newFloat64(4);
    const kernelInstance = arena.exports.sequenceInstance(requests, servers, ...inputs);
    arena.exports.sequenceEvaluate(kernelInstance, serverAddress, batchAddress, start, totals);
    const [attained, latency, tardiness, cost] = arena.readFloat64(totals, 4) as unknown as Four;
    return { start: arena.readFloat64(start, requests), attained, latency, tardiness, cost };
  });
}

type Four = [number, number, number, number];
