import fc from "fast-check";
import { describe, expect, it, test, vi } from "vitest";
import { InvalidOptionsError, InvalidProblemError } from "../../bindings/errors.js";
import { limits } from "../../bindings/limits.js";
import type { SearchProgress } from "../../bindings/search.js";
import { encodeSequenceProblem } from "../../bindings/sequence/encode.js";
import { sequenceVerb } from "../../bindings/sequence/index.js";
import type { AnnealSettings } from "../../bindings/sequence/instance.js";
import type { SequenceProblem } from "../../bindings/sequence/model.js";
import type { SequenceOptions, WarmStart } from "../../bindings/sequence/options.js";
import { parseSequenceProblem } from "../../bindings/sequence/parse.js";
import { verifySequence } from "../../bindings/sequence/verify.js";
import { encodeWarmStart } from "../../bindings/sequence/warm-start.js";
import { sequenceProblems } from "../../bindings/testing/index.js";
import { sequenceObjective, sequenceRuleOptions } from "../../bindings/testing/options.js";
import { backends } from "../backends.js";
import { drawingKernel, planFor } from "./plans.js";

/** Three seconds for each request, one at a time. */
const small: SequenceProblem = {
  requests: ["a", "b", "c", "d"].map((id, r) => ({
    id,
    arrival: r,
    promptTokens: 5,
    outputTokens: 1,
    slo: { endToEnd: 4 * (r + 1) },
  })),
  servers: [
    { id: "x", maxBatch: 2, latency: { prefill: [0, 1, 0, 2], decode: [0, 0, 0, 0] }, kvTokens: 12 },
    { id: "y", maxBatch: 2, latency: { prefill: [0, 0, 0, 3], decode: [0, 0, 0, 0] }, execution: "slots" },
  ],
};

const options = fc.oneof(
  sequenceRuleOptions(),
  fc.record({ objective: sequenceObjective(), seed: fc.nat(9), schedule: fc.constant(40), iterations: fc.nat(40) }),
);

describe.each([
  { name: "a kernel that draws plans", verb: sequenceVerb(drawingKernel) },
  ...backends.map(({ name, kernels }) => ({ name, verb: sequenceVerb(kernels.sequence) })),
])("$name", ({ verb }) => {
  test("a sequence holds, and its run given back as options yields the same bytes", () => {
    fc.assert(
      fc.property(sequenceProblems(), options, (any, some) => {
        const first = verb.sequence(any, some);
        expect(verifySequence(any, first)).toEqual([]);
        expect(JSON.stringify(verb.sequence(any, JSON.parse(JSON.stringify(first.run))))).toBe(JSON.stringify(first));
      }),
      { numRuns: 200 },
    );
  });

  test("a prepared problem answers as the problem does, run after run", () => {
    fc.assert(
      fc.property(sequenceProblems(), fc.array(options, { minLength: 1, maxLength: 3 }), (any, several) => {
        const prepared = verb.prepare(any);
        for (const some of several) expect(prepared.run(some).toSequence()).toEqual(verb.sequence(any, some));
      }),
      { numRuns: 50 },
    );
  });

  test("arrays say what objects say, by position in the problem", () => {
    fc.assert(
      fc.property(sequenceProblems(), options, (any, some) => {
        const { server, batch, start, end, attained, totalLatency, objective, toSequence } = verb
          .prepare(any)
          .run(some);
        const sequence = toSequence();
        expect({ attained, totalLatency, objective }).toEqual({
          attained: sequence.attained,
          totalLatency: sequence.totalLatency,
          objective: sequence.objective,
        });
        const told = new Map(sequence.requests.map((entry) => [entry.request, entry]));
        any.requests.forEach(({ id }, position) => {
          const entry = told.get(id);
          const expected = entry ? [entry.server, entry.start, entry.end] : [undefined, Infinity, Infinity];
          expect([any.servers[server[position]!]?.id, start[position], end[position]]).toEqual(expected);
          expect(batch[position]! < 0).toBe(entry === undefined);
        });
        any.servers.forEach(({ id }, s) => {
          const batches = sequence.batches.filter((batch) => batch.server === id);
          const numbered = batches.map((_, k) =>
            any.requests.filter((_, position) => server[position] === s && batch[position] === k).map(({ id }) => id),
          );
          expect(numbered).toEqual(batches.map(({ requests }) => requests));
        });
      }),
      { numRuns: 50 },
    );
  });

  test("a search ends where the verb does, whatever the steps", () => {
    fc.assert(
      fc.property(sequenceProblems(), fc.array(fc.nat(30), { maxLength: 5 }), fc.nat(9), (any, steps, seed) => {
        const search = verb.search(any, { seed, schedule: 50 });
        let done = 0;
        for (const iterations of steps) {
          done = Math.min(50, done + iterations);
          expect(search.step(iterations)).toBe(done < 50);
          expect(search.best()).toEqual(verb.sequence(any, { seed, schedule: 50, iterations: done }));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("a budget makes a schedule, and that repeats it", () => {
    const first = verb.sequence(small, { budgetMilliseconds: 2 });
    expect(Object.keys(first.run)).toEqual(["algorithm", "objective", "seed", "schedule", "iterations"]);
    expect(first.run.iterations).toBe(first.run.schedule);
    expect(verb.sequence(small, first.run)).toEqual(first);
  });

  test("nothing to do is done", async () => {
    const nothing = { ...small, requests: [] };
    expect(verb.sequence(nothing)).toMatchObject({ status: "complete", requests: [], objective: 0 });
    expect((await verb.search(nothing, { schedule: 10 }).run()).requests).toEqual([]);
    const unserved = { ...small, requests: [{ id: "r", arrival: 5, promptTokens: 50, outputTokens: 1 }] };
    const servers = [{ ...small.servers[0]! }];
    expect(verb.sequence({ ...unserved, servers })).toMatchObject({ status: "partial", unplaced: [{ request: "r" }] });
  });
});

const verb = sequenceVerb(drawingKernel);

describe("what the caller does with objects and arrays", () => {
  test("does not reach a prepared problem", () => {
    const changing = structuredClone(small);
    const prepared = verb.prepare(changing);
    (changing.requests[0] as { arrival: number }).arrival = 70;
    (changing.servers[0] as { maxBatch: number }).maxBatch = 1;
    expect(prepared.run({ algorithm: "fcfs" }).toSequence()).toEqual(verb.sequence(small, { algorithm: "fcfs" }));
  });

  test("does not reach the sequence", () => {
    const run = verb.prepare(small).run({ algorithm: "sjf" });
    const sequence = structuredClone(run.toSequence());
    run.server.fill(1);
    run.batch.fill(7);
    run.start.fill(-1);
    run.end.fill(0);
    expect(run.toSequence()).toEqual(sequence);
  });
});

describe("options that depend on the problem", () => {
  test.each<[SequenceOptions, string, string]>([
    [{ schedule: 10, iterations: 11 }, "iterations", "must not exceed the schedule, which is 10"],
  ])("%j are refused by name", (options, option, message) => {
    expect(() => verb.sequence(small, options)).toThrow(expect.objectContaining({ option }));
    expect(() => verb.sequence(small, options)).toThrow(message);
    expect(() => verb.search(small, options)).toThrow(message);
  });

  test("the problem comes first", () => {
    expect(() => verb.sequence({} as SequenceProblem, { algorithm: "x" } as never)).toThrow(InvalidProblemError);
  });

  test("an exhaustive search of many is refused", () => {
    const requests = Array.from({ length: 50 }, (_, r) => ({ ...small.requests[0]!, id: `${r}` }));
    expect(() => verb.sequence({ ...small, requests }, { algorithm: "exhaustive" })).toThrow(InvalidOptionsError);
  });
});

describe("budgetMilliseconds", () => {
  /** A clock by which each iteration takes `perIteration` milliseconds, and the start of a search `perStart`. */
  function scheduleFor(budgetMilliseconds: number, perIteration: number, perStart = 0): number {
    let now = 1_000;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
    const slow = sequenceVerb({
      ...drawingKernel,
      search(instance, settings) {
        now += perStart;
        const search = drawingKernel.search(instance, settings);
        return {
          get iterations() {
            return search.iterations;
          },
          best: () => search.best(),
          step(iterations) {
            now += perIteration * iterations;
            return search.step(iterations);
          },
        };
      },
      anneal: (instance) => drawingKernel.exhaust(instance, {} as never),
    });
    try {
      return slow.sequence(small, { budgetMilliseconds }).run.schedule!;
    } finally {
      clock.mockRestore();
    }
  }

  it("plans as many iterations as fit with the timing", () => {
    const schedule = scheduleFor(100, 0.5);
    expect(schedule).toBeLessThanOrEqual(200);
    expect(schedule).toBeGreaterThan(140);
    expect(scheduleFor(100, 0.5, 20)).toBeLessThanOrEqual(200 - 80);
    expect(scheduleFor(200, 0.5)).toBeGreaterThan(1.8 * schedule);
  });

  it("does one iteration at least", () => {
    expect(scheduleFor(1, 50)).toBe(1);
    expect(scheduleFor(1, 0.1, 50)).toBe(1);
  });

  it("does not trust a clock that stands still", () => {
    const { schedule } = sequenceVerb({
      ...drawingKernel,
      anneal: (i) => drawingKernel.exhaust(i, {} as never),
    }).sequence(small).run;
    expect(scheduleFor(3, 0)).toBe(3 * schedule!);
    expect(scheduleFor(1e9, 0)).toBe(limits.iterations);
  });
});

describe("warmStart", () => {
  const parsed = parseSequenceProblem(small);
  const instance = encodeSequenceProblem(parsed);
  const encoded = (...batches: WarmStart["batches"]) => {
    const { server, batch } = encodeWarmStart({ batches }, parsed, instance);
    return Array.from(server, (s, r) => [s, batch[r]]);
  };

  it("is taken as it is", () => {
    expect(
      encoded(
        { server: "x", requests: ["c", "a"] },
        { server: "y", requests: ["d"] },
        { server: "x", requests: ["b"] },
      ),
    ).toEqual([
      [0, 0],
      [0, 1],
      [0, 0],
      [1, 0],
    ]);
  });

  it("may name what is not there any more", () => {
    expect(encoded({ server: "gone", requests: ["a", "b"] }, { server: "x", requests: ["z", "c", "d"] })).toEqual([
      [1, 0],
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
  });

  it("is cut where a batch is too large", () => {
    expect(encoded({ server: "x", requests: ["d", "c", "b", "a"] })).toEqual([
      [0, 1],
      [0, 1],
      [0, 0],
      [0, 0],
    ]);
    expect(encoded({ server: "y", requests: ["d", "c", "b", "a"] })).toEqual([
      [1, 3],
      [1, 2],
      [1, 1],
      [1, 0],
    ]);
  });

  it("ends in a batch of its own for each request that it lacks, on the server with the fewest", () => {
    expect(encoded()).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    expect(
      encoded({ server: "x", requests: [] }, { server: "x", requests: ["b"] }, { server: "x", requests: [] }),
    ).toEqual([
      [1, 0],
      [0, 0],
      [0, 1],
      [1, 1],
    ]);
  });

  it("is a valid plan, and the plan that it was made from", () => {
    const id = fc.constantFrom("s0", "s1", "s2", "gone");
    const requests = fc.uniqueArray(fc.nat(13), { maxLength: 12 });
    fc.assert(
      fc.property(
        sequenceProblems(),
        fc.array(id, { minLength: 1, maxLength: 6 }),
        requests,
        fc.nat(11),
        (any, ids, order, choice) => {
          const batches = ids.map((server, k) => ({
            server,
            requests: order.filter((_, at) => at % ids.length === k).map((r) => `r${r}`),
          }));
          const parsed = parseSequenceProblem(any);
          const instance = encodeSequenceProblem(parsed);
          const options = { warmStart: { batches }, schedule: 5, iterations: 0 };
          expect(verifySequence(any, verb.sequence(any, options))).toEqual([]);
          const plan = planFor(instance, [choice, 5, 3, 1]);
          const settings: Partial<AnnealSettings> = {
            warmStart: { server: Int32Array.from(plan, ([s]) => s), batch: Int32Array.from(plan, ([, k]) => k) },
          };
          const kernel = {
            ...drawingKernel,
            dispatch: () => ({ ...settings.warmStart!, start: new Float64Array(plan.length) }),
          };
          const sequence = sequenceVerb(kernel).sequence(any, { algorithm: "fcfs" });
          expect(encodeWarmStart(sequence, parsed, instance)).toEqual(settings.warmStart);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("is repeated by the run", () => {
    const warmStart = verb.sequence(small, { algorithm: "edf" });
    const first = verb.sequence(small, { warmStart, schedule: 20, seed: 4 });
    expect(first.run.warmStart!.batches.map(Object.keys)).toContainEqual(["server", "requests"]);
    expect(verb.sequence(small, first.run)).toEqual(first);
  });
});

describe("a search", () => {
  const start = (options: SequenceOptions = { schedule: 500 }) => verb.search(small, options);

  it("is for annealing alone", () => {
    expect(() => start({ algorithm: "edf" })).toThrow('"edf" does not search step by step');
  });

  it("does as many iterations as it is told, and no more", () => {
    const search = start({ schedule: 10, iterations: 7 });
    expect(search.best().run).toMatchObject({ schedule: 10, iterations: 0 });
    expect(search.step(5)).toBe(true);
    expect(search.step(5)).toBe(false);
    expect(search.best().run).toMatchObject({ schedule: 10, iterations: 7 });
    expect(search.step(5)).toBe(false);
  });

  it("runs to its end, giving way to others", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++);
    const sequence = await start({ schedule: 20_000 }).run();
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
    expect(sequence).toEqual(verb.sequence(small, { schedule: 20_000 }));
  });

  it("runs for some iterations, and again", async () => {
    const search = start();
    expect((await search.run({ maxIterations: 120 })).run.iterations).toBe(120);
    expect((await search.run({ maxIterations: 0 })).run.iterations).toBe(120);
    expect(await search.run({ maxIterations: 1_000 })).toEqual(verb.sequence(small, { schedule: 500 }));
    expect((await search.run()).run.iterations).toBe(500);
  });

  it("keeps what it found when it is told to stop", async () => {
    const stop = new AbortController();
    const search = start({ schedule: 1_000_000_000 });
    const seen: SearchProgress[] = [];
    const sequence = await search.run({
      signal: stop.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (seen.length === 2) stop.abort();
      },
    });
    expect(seen).toHaveLength(2);
    expect(seen[1]!.iterations).toBeGreaterThan(seen[0]!.iterations);
    expect(seen[1]).toEqual({
      iterations: sequence.run.iterations,
      schedule: 1_000_000_000,
      objective: sequence.objective,
    });
    expect((await search.run({ signal: stop.signal })).run.iterations).toBe(sequence.run.iterations);
    expect((await search.run({ maxIterations: 3 })).run.iterations).toBe(sequence.run.iterations! + 3);
  });

  it("stops when the budget is spent", async () => {
    const sequence = await start({ schedule: 1_000_000_000 }).run({ budgetMilliseconds: 1 });
    expect(sequence.run.iterations).toBeLessThan(1_000_000_000);
  });

  it("goes on where the clock stands still", async () => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(5);
    const { run } = await start({ schedule: 300_000 }).run({ maxIterations: 2_000, budgetMilliseconds: 1 });
    clock.mockRestore();
    expect(run.iterations).toBe(2_000);
  });

  it.each<[unknown, string]>([
    [{ iterations: 5 }, "iterations"],
    [{ maxIterations: -1 }, "maxIterations"],
    [{ maxIterations: 1.5 }, "maxIterations"],
    [{ budgetMilliseconds: 0 }, "budgetMilliseconds"],
    [{ budgetMilliseconds: "5" }, "budgetMilliseconds"],
    [{ signal: true }, "signal"],
    [{ onProgress: 5 }, "onProgress"],
    [null, "options"],
  ])("refuses to run with %j", async (options, option) => {
    await expect(start().run(options as object)).rejects.toMatchObject({ code: "invalid-options", option });
  });

  it.each([-1, 0.5, NaN, "5", undefined])("refuses to step %s", (iterations) => {
    expect(() => start().step(iterations as number)).toThrow(InvalidOptionsError);
  });
});
