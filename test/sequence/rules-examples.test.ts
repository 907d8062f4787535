import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RuleSettings, SequenceInstance, SequenceKernel } from "../../bindings/sequence/instance.js";
import type { SequenceRule } from "../../bindings/sequence/options.js";
import { evaluate } from "../../bindings/sequence/reference/evaluate.js";
import { backends } from "../backends.js";
import { instanceOf, type RequestRow, settingsOf } from "./instances.js";

/** Requests in the order in which they start. */
function orderOf({ dispatch }: SequenceKernel, instance: SequenceInstance, settings: RuleSettings): number[] {
  const { start } = dispatch(instance, settings);
  return [...start.keys()].sort((a, b) => start[a]! - start[b]!);
}

/** One after the other on one server. */
describe.each(backends)("order on one server, $name", ({ kernels: { sequence } }) => {
  const waiting = instanceOf(
    [
      { arrival: 0, execution: 4, deadline: 30, weight: 4, score: 2, stepsLeft: 4, tenant: 0, service: 5 },
      { arrival: 1, execution: 3, deadline: 13, weight: 1, score: 1, stepsLeft: 1, tenant: 0, service: 5 },
      { arrival: 2, execution: 6, deadline: 14, weight: 2, score: 3, stepsLeft: 2, tenant: 1, service: 2 },
      { arrival: 3, execution: 2, weight: 1.5, score: 0, tenant: 1, service: 2 },
    ],
    [{ available: 5 }],
  );
  const expected: [SequenceRule, number[]][] = [
    ["fcfs", [0, 1, 2, 3]],
    ["sjf", [3, 1, 0, 2]],
    ["ljf", [2, 0, 1, 3]],
    ["edf", [1, 2, 0, 3]],
    // Latest starts 26, 10, 8.
    ["least-slack", [2, 1, 0, 3]],
    ["priority", [0, 2, 3, 1]],
    // 1, 3, 3, 1.33.
    ["weighted-sjf", [0, 3, 1, 2]],
    // At 5 + 3 = 8, request 2 ends at 14; request 0 at 18.
    ["moore-hodgson", [1, 2, 0, 3]],
    // Tenant 0 at 5, tenant 1 at 2 and 4, tenant 0 again.
    ["fair", [0, 2, 3, 1]],
    ["learned-rank", [3, 1, 0, 2]],
    // At 5: 6.25 − 4, 8 − 3, 4.5 − 6. At 11: 4.75 − 4, 2 − 3.
    ["urgency", [2, 1, 0, 3]],
  ];

  test.each(expected)("%s", (rule, order) => {
    expect(orderOf(sequence, waiting, settingsOf(rule))).toEqual(order);
  });

  test("what has not arrived waits its turn", () => {
    const requests = [{ execution: 5 }, { arrival: 1, execution: 4 }, { arrival: 5, execution: 1 }, { arrival: 5.5 }];
    expect(orderOf(sequence, instanceOf(requests), settingsOf("sjf"))).toEqual([0, 2, 3, 1]);
  });
});

describe.each(backends)("batches, $name", ({ kernels: { sequence } }) => {
  test("a static batch is filled past what does not fit, and executes as its size says", () => {
    const requests = [4, 7, 5, 1].map((tokens) => ({ tokens }));
    const { batch, start } = sequence.dispatch(
      instanceOf(requests, [{ maxBatch: 3, kvTokens: 10 }]),
      settingsOf("fcfs"),
    );
    expect([...batch]).toEqual([0, 1, 0, 0]);
    expect([...start]).toEqual([0, 1, 0, 0]);
  });

  test("with slots, a request that waits for room holds up those behind it", () => {
    const requests = [
      { execution: 4, tokens: 6 },
      { execution: 1, tokens: 4 },
      { execution: 1, tokens: 5 },
      { execution: 1, tokens: 1 },
    ];
    const server = { maxBatch: 3, kvTokens: 10, slots: true };
    const { batch, start } = sequence.dispatch(instanceOf(requests, [server]), settingsOf("fcfs"));
    expect([...batch]).toEqual([0, 1, 2, 3]);
    expect([...start]).toEqual([0, 0, 4, 4]);
  });

  test("the server that can begin first acts, of equals the lower one", () => {
    const servers = [{ available: 2 }, { available: 1 }, { available: 1 }];
    const { server, start } = sequence.dispatch(instanceOf([{}, {}, {}, {}, {}], servers), settingsOf("fcfs"));
    expect([...server]).toEqual([1, 2, 0, 1, 2]);
    expect([...start]).toEqual([1, 1, 2, 2, 2]);
  });
});

describe.each(backends)("priority, $name", ({ kernels: { sequence } }) => {
  /** One request of weight 1 among ever new ones of weight 5 that keep the server busy. */
  const stream = instanceOf([{}, ...Array.from({ length: 100 }, (_, k) => ({ arrival: k, weight: 5 }))]);

  test("without ageing, the important come first however many they are", () => {
    expect(sequence.dispatch(stream, { ...settingsOf("priority"), ageing: 0 }).start[0]).toBe(100);
  });

  test("with ageing, nothing waits for what came later than it takes to make up for the weight", () => {
    for (const ageing of [0.25, 0.5, 1, 4]) {
      const settings = { ...settingsOf("priority"), ageing };
      // Those that came up to (5 − 1) / ageing seconds later are ahead or, at the last moment, equal.
      expect(sequence.dispatch(stream, settings).start[0]).toBe(4 / ageing);
    }
  });
});

describe.each(backends)("fair, $name", ({ kernels: { sequence } }) => {
  const request = fc.record({ tenant: fc.nat(1), service: fc.integer({ min: 1, max: 9 }) });

  test("tenants that wait are within the service of one request of each other", () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 30 }), (requests) => {
        const order = orderOf(sequence, instanceOf(requests), settingsOf("fair"));
        const waiting = [0, 1].map((tenant) => requests.filter((request) => request.tenant === tenant).length);
        const served = [0, 0];
        const largest = Math.max(...requests.map(({ service }) => service));
        for (const r of order) {
          const { tenant, service } = requests[r]!;
          waiting[tenant]! -= 1;
          served[tenant]! += service;
          if (waiting.includes(0)) break;
          expect(Math.abs(served[0]! - served[1]!)).toBeLessThanOrEqual(largest);
        }
      }),
    );
  });

  test("a tenant that had nothing waiting has saved up nothing", () => {
    // Tenant 0 was served 20 by the time that tenant 1 comes; from then on they take turns.
    const early = Array.from({ length: 26 }, () => ({ tenant: 0 }));
    const late = Array.from({ length: 6 }, () => ({ tenant: 1, arrival: 20 }));
    const { start } = sequence.dispatch(instanceOf([...early, ...late]), settingsOf("fair"));
    expect([...start.slice(26)]).toEqual([21, 23, 25, 27, 29, 31]);
  });

  test("who comes to an empty queue starts level with who was served last", () => {
    const requests: Partial<RequestRow>[] = [
      { tenant: 0, service: 10 },
      { tenant: 1, arrival: 5 },
      { tenant: 1, arrival: 5 },
      { tenant: 0, arrival: 5.5 },
    ];
    // At 6, tenant 1 stands at 10 + 1 and tenant 0 at 10, lifted to 11: a tie.
    const { start } = sequence.dispatch(instanceOf(requests), settingsOf("fair"));
    expect([...start]).toEqual([0, 5, 7, 6]);
  });
});

describe.each(backends)("learned-rank, $name", ({ kernels: { sequence } }) => {
  test("a request starves for no longer than the threshold", () => {
    const better = Array.from({ length: 50 }, (_, k) => ({ arrival: k, score: 1 }));
    const stream = instanceOf([{ score: 2 }, ...better]);
    for (const threshold of [1, 3, 20]) {
      const settings = { ...settingsOf("learned-rank"), starvation: { threshold, quantum: 1 } };
      expect(sequence.dispatch(stream, settings).start[0]).toBe(threshold);
    }
  });

  test("a promotion lasts for so many decisions", () => {
    // Promoted together after two decisions, those with the better scores go first. The last is demoted after two more,
    // when request 5 comes.
    const requests = [3, 4, 5, 1, 2].map((score) => ({ score }));
    const instance = instanceOf([...requests, { arrival: 4, score: 0 }]);
    const of = (quantum: number) => ({ ...settingsOf("learned-rank"), starvation: { threshold: 2, quantum } });
    expect(orderOf(sequence, instance, of(2))).toEqual([3, 4, 0, 1, 5, 2]);
    expect(orderOf(sequence, instance, of(3))).toEqual([3, 4, 0, 1, 2, 5]);
  });
});

describe.each(backends)("proven on one server that takes one request at a time, $name", ({ kernels: { sequence } }) => {
  const job = fc.record({
    execution: fc.integer({ min: 1, max: 9 }),
    deadline: fc.integer({ min: 1, max: 30 }),
    weight: fc.integer({ min: 1, max: 5 }),
  });
  const jobs = fc.array(job, { maxLength: 6 });
  const best = (instance: SequenceInstance, name: "attainment" | "mean-latency") => {
    return evaluate(instance, sequence.exhaust(instance, { name, tardiness: 0, latency: 0, cost: 0 }));
  };
  const by = (rule: SequenceRule, instance: SequenceInstance) => {
    return evaluate(instance, sequence.dispatch(instance, settingsOf(rule)));
  };

  test("moore-hodgson keeps as many promises as can be kept", () => {
    fc.assert(
      fc.property(jobs, fc.boolean(), fc.nat(5), (jobs, slots, available) => {
        const instance = instanceOf(
          jobs.map(({ weight: _, ...job }) => job),
          [{ slots, available }],
        );
        expect(by("moore-hodgson", instance).attained).toBe(best(instance, "attainment").attained);
      }),
      { numRuns: 200 },
    );
  });

  test("sjf has the least latency", () => {
    fc.assert(
      fc.property(jobs, (jobs) => {
        const instance = instanceOf(jobs);
        expect(by("sjf", instance).latency).toBe(best(instance, "mean-latency").latency);
      }),
    );
  });

  test("edf keeps all promises when they can all be kept", () => {
    fc.assert(
      fc.property(jobs, (jobs) => {
        const instance = instanceOf(jobs);
        const all = jobs.reduce((sum, { weight }) => sum + weight, 0);
        fc.pre(best(instance, "attainment").attained === all);
        expect(by("edf", instance).attained).toBe(all);
      }),
    );
  });

  test("weighted-sjf has the least weighted latency", () => {
    fc.assert(
      fc.property(jobs, (jobs) => {
        // With deadlines at 0, tardiness is when a request ends.
        const instance = instanceOf(jobs.map((job) => ({ ...job, deadline: 0 })));
        const objective = { name: "weighted-tardiness", tardiness: 0, latency: 0, cost: 0 } as const;
        const least = evaluate(instance, sequence.exhaust(instance, objective)).tardiness;
        expect(by("weighted-sjf", instance).tardiness).toBe(least);
      }),
    );
  });
});
