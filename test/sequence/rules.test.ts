import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../bindings/random.js";
import type { SequenceInstance } from "../../bindings/sequence/instance.js";
import { rules } from "../../bindings/sequence/options.js";
import { batchesOf, evaluate } from "../../bindings/sequence/reference/evaluate.js";
import { sequenceReference } from "../../bindings/sequence/reference.js";
import { backends, wasmBackends } from "../backends.js";
import { instance, instanceOf, ruleSettings, settingsOf } from "./instances.js";
import { permuted, scaled } from "./transformations.js";

describe.each(wasmBackends)("$name equals the reference to the last bit", ({ kernels: { sequence } }) => {
  test.each(rules)("%s", (rule) => {
    fc.assert(
      fc.property(instance(), ruleSettings(fc.constant(rule)), (instance, settings) => {
        expect(sequence.dispatch(instance, settings)).toEqual(sequenceReference.dispatch(instance, settings));
      }),
      { numRuns: 200 },
    );
  });

  test.each(rules)("%s on dozens of requests", (rule) => {
    const shape = { maxRequests: 80, maxServers: 4, maxBatch: 12 };
    fc.assert(
      fc.property(instance(shape), ruleSettings(fc.constant(rule)), (instance, settings) => {
        expect(sequence.dispatch(instance, settings)).toEqual(sequenceReference.dispatch(instance, settings));
      }),
      // Shrinking instances of this size takes minutes.
      { numRuns: 20, endOnFailure: true },
    );
  });

  test("moore-hodgson where much is late", () => {
    const job = fc.record({ execution: fc.integer({ min: 1, max: 9 }), deadline: fc.integer({ min: 1, max: 40 }) });
    const servers = fc.array(fc.record({ maxBatch: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(job, { maxLength: 40, size: "max" }), servers, (jobs, servers) => {
        const instance = instanceOf(jobs, servers);
        const settings = settingsOf("moore-hodgson");
        expect(sequence.dispatch(instance, settings)).toEqual(sequenceReference.dispatch(instance, settings));
      }),
      { numRuns: 300 },
    );
  });

  test.each(rules)("%s on 5,000 requests", (rule) => {
    const instance = manyRequests(5_000);
    const plan = sequence.dispatch(instance, settingsOf(rule));
    expect(evaluate(instance, plan).start).toEqual(plan.start);
    expectWithinLimits(instance, plan);
  });
});

test("the reference on a thousand requests", () => {
  const instance = manyRequests(1_000);
  for (const rule of ["sjf", "moore-hodgson"] as const) {
    const expected = sequenceReference.dispatch(instance, settingsOf(rule));
    for (const { kernels } of wasmBackends) {
      expect(kernels.sequence.dispatch(instance, settingsOf(rule))).toEqual(expected);
    }
  }
});

describe.each(backends)("$name", ({ kernels: { sequence } }) => {
  test("starts are those of the evaluation", () => {
    fc.assert(
      fc.property(instance(), ruleSettings(), (instance, settings) => {
        const plan = sequence.dispatch(instance, settings);
        expect(plan.start).toEqual(evaluate(instance, plan).start);
      }),
      { numRuns: 500 },
    );
  });

  test("batches are within the limits of their servers, and on a server with slots follow the starts", () => {
    fc.assert(
      fc.property(instance(), ruleSettings(), (instance, settings) => {
        expectWithinLimits(instance, sequence.dispatch(instance, settings));
      }),
      { numRuns: 500 },
    );
  });

  test("scaling times by a power of two scales the starts", () => {
    fc.assert(
      fc.property(instance(), ruleSettings(), fc.integer({ min: -4, max: 4 }), (instance, settings, exponent) => {
        const factor = 2 ** exponent;
        const { start, ...plan } = sequence.dispatch(instance, settings);
        const slower = { ...settings, ageing: settings.ageing / factor };
        expect(sequence.dispatch(scaled(instance, factor), slower)).toEqual({
          ...plan,
          start: start.map((time) => time * factor),
        });
      }),
    );
  });

  test("where nothing is equal, the order of the requests in the problem does not matter", () => {
    const different = fc
      .uniqueArray(fc.integer({ min: 1, max: 2 ** 30 }), { minLength: 1, maxLength: 12 })
      .chain((numbers) =>
        fc.tuple(fc.constant(numbers), fc.shuffledSubarray([...numbers.keys()], { minLength: numbers.length })),
      );
    fc.assert(
      fc.property(different, ruleSettings(), fc.boolean(), ([numbers, order], settings, slots) => {
        const servers = [
          { maxBatch: 3, slots },
          { maxBatch: 2, available: 2 ** 29 },
        ];
        const instance = instanceOf(numbers.map(allDifferent), servers);
        expect(sequence.dispatch(permuted(instance, order), settings)).toEqual(
          permutedPlan(sequence.dispatch(instance, settings), order),
        );
      }),
    );
  });

  test.each(rules)("%s without requests", (rule) => {
    expect(sequence.dispatch(instanceOf([]), settingsOf(rule))).toEqual({
      server: new Int32Array(),
      batch: new Int32Array(),
      start: new Float64Array(),
    });
  });

  test.each(rules)("%s of one request", (rule) => {
    const servers = [{ available: 9 }, { available: 3, slots: true }, { available: 3 }];
    const plan = sequence.dispatch(instanceOf([{ arrival: 5, deadline: 1 }], servers), settingsOf(rule));
    expect(plan).toEqual({ server: Int32Array.of(1), batch: Int32Array.of(0), start: Float64Array.of(5) });
  });
});

/** Numbers that are all different, whatever a rule makes of them. */
function allDifferent(number: number, index: number) {
  const mixed = (salt: number) => new Random(number ^ (salt << 28)).below(2 ** 30) + 1;
  return {
    arrival: mixed(1),
    execution: mixed(2),
    deadline: 2 ** 32 + mixed(3),
    weight: mixed(4) / 2 ** 20,
    score: mixed(5),
    service: mixed(6),
    tenant: index,
    stepsLeft: 1 + (number % 3),
  };
}

/** Seeded; they come over a while in which the servers are busy. */
function manyRequests(count: number): SequenceInstance {
  const random = new Random(1);
  const requests = Array.from({ length: count }, (_, r) => {
    return {
      arrival: random.below(count) / 4,
      execution: (1 + random.below(40)) / 4,
      deadline: random.below(count),
      weight: 1 + (r % 3),
      tokens: 1 + (r % 17),
      score: random.below(100),
      tenant: r % 7,
      service: 1 + (r % 11),
      stepsLeft: 1 + (r % 2),
    };
  });
  return instanceOf(requests, [
    { maxBatch: 16, kvTokens: 100 },
    { maxBatch: 8, kvTokens: 50, slots: true },
    { maxBatch: 1 },
  ]);
}

type Plan = ReturnType<typeof sequenceReference.dispatch>;

function expectWithinLimits(instance: SequenceInstance, plan: Plan): void {
  for (let s = 0; s < instance.servers; s++) {
    const batches = Array.from(batchesOf(plan, s));
    const starts = batches.map((batch) => plan.start[batch[0]!]!);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(batches.filter((batch) => !isWithinLimits(instance, s, batch))).toEqual([]);
  }
}

function isWithinLimits(
  { requests, slots, maxBatch, tokens, kvTokens, base }: SequenceInstance,
  s: number,
  batch: number[],
) {
  const most = slots[s] === 1 ? 1 : maxBatch[s]!;
  const held = batch.reduce((sum, r) => sum + tokens[r]!, 0);
  return batch.length <= most && held <= kvTokens[s]! && batch.every((r) => base[s * requests + r]! < Infinity);
}

function permutedPlan({ server, batch, start }: Plan, order: readonly number[]): Plan {
  return {
    server: Int32Array.from(order, (r) => server[r]!),
    batch: Int32Array.from(order, (r) => batch[r]!),
    start: Float64Array.from(order, (r) => start[r]!),
  };
}
