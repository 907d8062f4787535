import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSequence } from "../../bindings/sequence/decode.js";
import { encodeSequenceProblem } from "../../bindings/sequence/encode.js";
import type { LatencyModel, Request, Sequence, SequenceProblem } from "../../bindings/sequence/model.js";
import type { ObjectiveMix, ObjectiveName, SequenceRun } from "../../bindings/sequence/options.js";
import { parseSequenceProblem } from "../../bindings/sequence/parse.js";
import { evaluate } from "../../bindings/sequence/reference/evaluate.js";
import { encodeObjective } from "../../bindings/sequence/settings.js";
import { timelineOf } from "../../bindings/sequence/timeline.js";
import { verifySequence } from "../../bindings/sequence/verify.js";
import { sequenceProblems } from "../../bindings/testing/index.js";
import { sequenceObjective } from "../../bindings/testing/options.js";
import { planFor } from "./plans.js";

/** Decodes a plan that is given as [server, batch] for each request that some server can take. */
function decode(
  problem: SequenceProblem,
  plan: readonly (readonly [number, number])[],
  objective: ObjectiveName | ObjectiveMix = "attainment-per-latency",
): Sequence {
  const parsed = parseSequenceProblem(problem);
  const instance = encodeSequenceProblem(parsed);
  const solution = {
    server: Int32Array.from(plan, ([server]) => server),
    batch: Int32Array.from(plan, ([, batch]) => batch),
    start: new Float64Array(plan.length),
  };
  const run: SequenceRun = { algorithm: "fcfs", objective };
  const timeline = timelineOf(parsed, instance, solution);
  return decodeSequence(parsed, instance, solution, timeline, encodeObjective(objective), run);
}

/** One second for the prefill and one for each request in the batch; half a second for each further token. */
const latency: LatencyModel = { prefill: [0, 1, 0, 1], decode: [0, 0, 0, 0.5] };
const request = (id: string, rest: Partial<Request> = {}): Request => ({
  id,
  arrival: 100,
  promptTokens: 2,
  outputTokens: 3,
  ...rest,
});

describe("a sequence", () => {
  const problem: SequenceProblem = {
    requests: [
      request("a", { arrival: 103, slo: { endToEnd: 4 }, weight: 2 }),
      request("b", { slo: { timeToFirstToken: 3, timePerOutputToken: 0.5 } }),
      request("too large", { promptTokens: 1_000 }),
      request("c"),
      request("d", { outputTokens: 1, slo: { timeToFirstToken: 0.5 }, weight: 4 }),
      request("e", { arrival: 101, slo: { timePerOutputToken: 0.4 } }),
    ],
    servers: [
      { id: "static", maxBatch: 2, latency, kvTokens: 100, pricePerHour: 3600, pricePerToken: { input: 1, output: 2 } },
      { id: "slots", maxBatch: 2, latency, kvTokens: 50, execution: "slots", availableFrom: 100.5, pricePerHour: 7200 },
    ],
  };
  // static: b and c from 100 to 104, then a. slots: d first, then e.
  const plan = [
    [0, 1],
    [0, 0],
    [0, 0],
    [1, 0],
    [1, 1],
  ] as const;

  it("says where and when requests run", () => {
    expect(decode(problem, plan)).toEqual({
      status: "partial",
      order: ["b", "c", "d", "e", "a"],
      batches: [
        { server: "static", start: 100, end: 104, requests: ["b", "c"] },
        { server: "slots", start: 100.5, end: 103.5, requests: ["d"] },
        { server: "slots", start: 101, end: 105, requests: ["e"] },
        { server: "static", start: 104, end: 107, requests: ["a"] },
      ],
      requests: [
        { request: "a", server: "static", start: 104, firstToken: 106, end: 107, met: true },
        { request: "b", server: "static", start: 100, firstToken: 103, end: 104, met: true },
        { request: "c", server: "static", start: 100, firstToken: 103, end: 104 },
        { request: "d", server: "slots", start: 100.5, firstToken: 103.5, end: 103.5, met: false },
        { request: "e", server: "slots", start: 101, firstToken: 104, end: 105, met: false },
      ],
      unplaced: [
        {
          request: "too large",
          reason: "it holds 1003 tokens while it runs; the most that a server can hold is 100",
          proven: true,
        },
      ],
      attained: 3,
      totalLatency: 4 + 4 + 4 + 3.5 + 4,
      // static: 7 s at 1 $/s and three times 2 + 6 tokens' dollars; slots: 7 s at 1 $/s.
      cost: 7 + 24 + 7,
      objective: 3 / 19.5,
      run: { algorithm: "fcfs", objective: "attainment-per-latency" },
    });
  });

  it.each<[ObjectiveName | ObjectiveMix, number]>([
    ["attainment", 3],
    ["mean-latency", 19.5 / 5],
    // d has its first token at 103.5, promised by 100.5.
    ["weighted-tardiness", 4 * 3],
    ["cost", 38],
    [{ tardiness: 2, cost: 0.5 }, 24 + 19],
    [{ latency: 2 }, 39],
  ])("has the value of %j", (objective, value) => {
    expect(decode(problem, plan, objective).objective).toBe(value);
  });

  it("lists what starts together by server, then as in the problem", () => {
    const requests = ["a", "b", "c", "d"].map((id) => request(id));
    const servers = ["x", "y"].map((id) => ({ id, maxBatch: 4, latency }));
    const { order, batches } = decode({ requests, servers }, [
      [1, 0],
      [0, 0],
      [1, 0],
      [0, 0],
    ]);
    expect(order).toEqual(["b", "d", "a", "c"]);
    expect(batches.map(({ server }) => server)).toEqual(["x", "y"]);
  });

  it("tells times to the last digit, and keeps promises that are kept on paper", () => {
    const tenth: LatencyModel = { prefill: [0, 0, 0, 0.1], decode: [0, 0, 0, 0] };
    const requests = [1, 2, 3].map((k) => request(`${k}`, { arrival: 0, slo: { endToEnd: k / 10 } }));
    const { requests: told } = decode({ requests, servers: [{ id: "s", maxBatch: 1, latency: tenth }] }, [
      [0, 0],
      [0, 1],
      [0, 2],
    ]);
    expect(told.map(({ start, end, met }) => [start, end, met])).toEqual([
      [0, 0.1, true],
      [0.1, 0.2, true],
      [0.2, 0.2 + 0.1, true],
    ]);
  });

  it("is complete without requests", () => {
    expect(decode({ requests: [], servers: [{ id: "s", maxBatch: 1, latency }] }, [])).toMatchObject({
      status: "complete",
      order: [],
      batches: [],
      attained: 0,
      totalLatency: 0,
      cost: 0,
      objective: 0,
    });
  });
});

describe("a server with slots", () => {
  const one: LatencyModel = { prefill: [0, 0, 1, 0], decode: [0, 0, 0, 0] };
  const start = (maxBatch: number, kvTokens: number, seconds: number[], arrivals: number[] = []) =>
    decode(
      {
        requests: seconds.map((promptTokens, r) =>
          request(`${r}`, { arrival: arrivals[r] ?? 0, promptTokens, outputTokens: 1 }),
        ),
        servers: [{ id: "s", maxBatch, kvTokens, latency: one, execution: "slots" }],
      },
      seconds.map((_, r) => [0, r] as const),
    ).requests.map(({ start }) => start);

  it("starts each request, in order, when a slot is free", () => {
    expect(start(2, 1_000, [4, 1, 2, 3, 1])).toEqual([0, 0, 1, 3, 4]);
    expect(start(2, 1_000, [4, 1, 2], [0, 0, 9])).toEqual([0, 0, 9]);
    // Who comes later in the order waits for who comes before.
    expect(start(2, 1_000, [1, 1, 1], [5, 0, 0])).toEqual([5, 5, 6]);
  });

  it("waits until there is room for the tokens", () => {
    // Each holds one token more than it has seconds.
    expect(start(3, 8, [4, 1, 3, 1])).toEqual([0, 0, 4, 4]);
    expect(start(3, 9, [4, 1, 3, 1])).toEqual([0, 0, 1, 4]);
  });
});

const choices = fc.array(fc.nat(11), { minLength: 1, maxLength: 12 });

describe("any plan", () => {
  it("holds, with magnitudes that have nothing in common too", () => {
    fc.assert(
      fc.property(sequenceProblems(), choices, sequenceObjective(), (any, some, objective) => {
        const plan = planFor(encodeSequenceProblem(parseSequenceProblem(any)), some);
        expect(verifySequence(any, decode(any, plan, objective))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("amounts to what the kernels reckon", () => {
    fc.assert(
      fc.property(sequenceProblems({ numbers: "integers" }), choices, (any, some) => {
        const instance = encodeSequenceProblem(parseSequenceProblem(any));
        const plan = planFor(instance, some);
        const sequence = decode(any, plan, { tardiness: 1 });
        const totals = evaluate(instance, {
          server: Int32Array.from(plan, ([server]) => server),
          batch: Int32Array.from(plan, ([, batch]) => batch),
        });
        expect(sequence.requests.map(({ start }) => start - instance.origin)).toEqual([...totals.start]);
        expect(sequence.attained).toBe(totals.attained);
        expect(sequence.totalLatency).toBe(totals.latency);
        expect(sequence.objective).toBe(totals.tardiness);
        expect(sequence.cost).toBeCloseTo(totals.cost, 9);
      }),
      { numRuns: 300 },
    );
  });
});
