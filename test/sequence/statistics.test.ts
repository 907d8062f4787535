import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidResultError } from "../../bindings/errors.js";
import type { Request, Sequence, SequenceProblem, Server } from "../../bindings/sequence/model.js";
import { distributionOf } from "../../bindings/sequence/statistics/distribution.js";
import { sequenceStatistics } from "../../bindings/sequence/statistics.js";
import { answered } from "./verify-arbitraries.js";
import { problem, sequence } from "./verify-example.js";

describe("the example made by hand", () => {
  const statistics = sequenceStatistics(problem, sequence);

  test("attainment, by weight", () => {
    expect(statistics).toMatchObject({ served: 6, unplaced: 1 });
    expect(statistics.attainment).toEqual({ promised: 6, kept: 3, promisedWeight: 7, keptWeight: 4, share: 4 / 7 });
  });

  test("classes, with the requests of none between them", () => {
    expect(statistics.classes).toEqual([
      {
        name: "interactive",
        requests: 2,
        served: 2,
        attainment: { promised: 2, kept: 1, promisedWeight: 3, keptWeight: 2, share: 2 / 3 },
        latency: { mean: 9.75, p50: 8, p90: 11.5, p99: 11.5, max: 11.5 },
      },
      {
        requests: 3,
        served: 2,
        attainment: { promised: 2, kept: 1, promisedWeight: 2, keptWeight: 1, share: 0.5 },
        latency: { mean: 11.75, p50: 10.5, p90: 13, p99: 13, max: 13 },
      },
      {
        name: "batch",
        requests: 2,
        served: 2,
        attainment: { promised: 2, kept: 1, promisedWeight: 2, keptWeight: 1, share: 0.5 },
        latency: { mean: 17.5, p50: 12, p90: 23, p99: 23, max: 23 },
      },
    ]);
  });

  test("tenants; an unplaced request has a promise that is missed", () => {
    expect(statistics.tenants.map(({ name, requests, served }) => [name, requests, served])).toEqual([
      ["acme", 3, 3],
      ["blue", 3, 3],
      [undefined, 1, 0],
    ]);
    expect(statistics.tenants[2]).toEqual({
      requests: 1,
      served: 0,
      attainment: { promised: 1, kept: 0, promisedWeight: 1, keptWeight: 0, share: 0 },
    });
  });

  test("times", () => {
    // 8, 11.5, 10.5, 12, 23, 13 and so on.
    expect(statistics.latency).toEqual({ mean: 13, p50: 11.5, p90: 23, p99: 23, max: 23 });
    expect(statistics.timeToFirstToken).toEqual({ mean: 41 / 6, p50: 4, p90: 13, p99: 13, max: 13 });
    expect(statistics.timePerOutputToken).toEqual({ mean: 1.125, p50: 1, p90: 1.5, p99: 1.5, max: 1.5 });
    expect(statistics.wait).toEqual({ mean: 26 / 6, p50: 2, p90: 11, p99: 11, max: 11 });
    expect(statistics.longestWait).toEqual({ request: "title", seconds: 11 });
  });

  test("makespan from now, as the first had arrived before; throughput", () => {
    expect(statistics.makespan).toBe(26);
    expect(statistics.throughput).toEqual({ requests: 6 / 26, promptTokens: 80 / 26, outputTokens: 42 / 26 });
  });

  test("servers and cost", () => {
    expect(statistics.servers).toEqual([
      {
        server: "batches",
        requests: 3,
        batches: 2,
        busy: 12.5,
        utilisation: 12.5 / 26,
        meanBatch: 1.5,
        cost: 13.8,
      },
      // 12, 23 and 2 s in two slots, over 23 s.
      {
        server: "slots",
        requests: 3,
        batches: 3,
        busy: 23,
        utilisation: 37 / 2 / 26,
        meanBatch: 37 / 23,
        cost: 37,
      },
    ]);
    expect(statistics.cost).toEqual({ total: 50.8, busy: 49.5, tokens: 1.3 });
  });

  test("fairness from the arrival of the last tenant to the last start of the first", () => {
    const { from, until, tenants, maxOverMin, jain } = statistics.fairness!;
    // "acme" has no request waiting after 8 s, when "label" starts.
    expect({ from, until }).toEqual({ from: 3, until: 8 });
    // "draft" with weight 2 for 5 of its 6 s, "essay" for 4 of its 23 s; "agent" for 4 of its 12 s.
    const acme = (20 / 2) * (5 / 6) + 62 * (4 / 23);
    const blue = 32 * (4 / 12);
    expect(tenants).toEqual([
      { name: "acme", service: acme },
      { name: "blue", service: blue },
    ]);
    expect(maxOverMin).toBe(acme / blue);
    expect(jain).toBe((acme + blue) ** 2 / (2 * (acme * acme + blue * blue)));
  });
});

describe("fairness", () => {
  const latency = { prefill: [0, 0, 0, 1], decode: [0, 0, 0, 0] } as const;
  const one: Server = { id: "one", maxBatch: 1, latency };

  /** Requests of a second each, one after another. */
  function fairnessOf(tenants: (string | undefined)[], more: Partial<Request> = {}) {
    const requests = tenants.map((tenant, index): Request => {
      return { id: `${index}`, arrival: 0, promptTokens: 8, outputTokens: 1, tenant, ...more };
    });
    const entries = requests.map(({ id }, index) => {
      return { request: id, server: "one", start: index, firstToken: index + 1, end: index + 1 };
    });
    const n = requests.length;
    const sequence: Sequence = {
      status: "complete",
      order: requests.map(({ id }) => id),
      batches: entries.map(({ request, start, end }) => ({ server: "one", start, end, requests: [request] })),
      requests: entries,
      unplaced: [],
      attained: 0,
      totalLatency: (n * (n + 1)) / 2,
      cost: 0,
      objective: 0,
      run: { algorithm: "fcfs", objective: "attainment" },
    };
    return sequenceStatistics({ requests, servers: [one] }, sequence).fairness;
  }

  test("one tenant that comes first takes all", () => {
    expect(fairnessOf(["a", "a", "a", "b"])).toEqual({
      from: 0,
      until: 2,
      tenants: [
        { name: "a", service: 20 },
        { name: "b", service: 0 },
      ],
      jain: 0.5,
    });
  });

  test("turn by turn", () => {
    expect(fairnessOf(["a", "b", "a", "b", "a", "b"])).toMatchObject({ from: 0, until: 4, maxOverMin: 1, jain: 1 });
  });

  test("service is divided by weight", () => {
    const tenants = fairnessOf(["a", "b", "a", "b"], { weight: 4 })!.tenants.map(({ service }) => service);
    expect(tenants).toEqual([2.5, 2.5]);
  });

  test("requests without a tenant are a tenant", () => {
    expect(fairnessOf(["a", undefined, "a", undefined])!.tenants).toEqual([
      { name: "a", service: 10 },
      { service: 10 },
    ]);
  });

  test("nobody competes", () => {
    expect(fairnessOf(["a", "a"])).toBeUndefined();
    expect(fairnessOf(["a", "b"])).toBeUndefined();
  });
});

test("no requests", () => {
  const nothing: SequenceProblem = { ...problem, requests: [] };
  const { order, ...empty } = { ...sequence, order: [], batches: [], requests: [], unplaced: [] };
  const totals = { status: "complete" as const, attained: 0, totalLatency: 0, cost: 0, objective: 0 };
  expect(sequenceStatistics(nothing, { ...empty, order, ...totals })).toEqual({
    served: 0,
    unplaced: 0,
    attainment: { promised: 0, kept: 0, promisedWeight: 0, keptWeight: 0 },
    classes: [],
    tenants: [],
    makespan: 0,
    cost: { total: 0, busy: 0, tokens: 0 },
    servers: ["batches", "slots"].map((server) => {
      return { server, requests: 0, batches: 0, busy: 0, utilisation: 0, meanBatch: 0, cost: 0 };
    }),
  });
});

test("no such sequence", () => {
  expect(() => sequenceStatistics(problem, { ...sequence, cost: 0 })).toThrow(InvalidResultError);
});

test("percentiles are the least value that so many do not exceed", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 99 }), { minLength: 1, maxLength: 300 }), (values) => {
      const distribution = distributionOf(values)!;
      for (const [name, percent] of [
        ["p50", 50],
        ["p90", 90],
        ["p99", 99],
        ["max", 100],
      ] as const) {
        const enough = values.filter((value) => {
          return values.filter((other) => other <= value).length * 100 >= percent * values.length;
        });
        expect(distribution[name]).toBe(Math.min(...enough));
      }
    }),
  );
});

describe("of any sequence", () => {
  const each = (check: (answered: { problem: SequenceProblem; sequence: Sequence }) => void) =>
    fc.assert(fc.property(answered(), check), { numRuns: 300 });

  test("totals are those of the sequence", () => {
    each(({ problem, sequence }) => {
      const { attainment, latency, cost, served, unplaced, servers } = sequenceStatistics(problem, sequence);
      expect(attainment.keptWeight).toBe(sequence.attained);
      expect((latency?.mean ?? 0) * served).toBeCloseTo(sequence.totalLatency, 6);
      expect(cost.total).toBeCloseTo(sequence.cost, 6);
      expect(servers.reduce((sum, server) => sum + server.cost, 0)).toBeCloseTo(sequence.cost, 6);
      expect(servers.reduce((sum, { requests }) => sum + requests, 0)).toBe(served);
      expect(served + unplaced).toBe(problem.requests.length);
    });
  });

  test("groups add up to the whole", () => {
    each(({ problem, sequence }) => {
      const { attainment, classes, tenants, served } = sequenceStatistics(problem, sequence);
      for (const groups of [classes, tenants]) {
        const sum = (count: (group: (typeof groups)[number]) => number) => groups.map(count).reduce((a, b) => a + b, 0);
        expect(sum(({ requests }) => requests)).toBe(problem.requests.length);
        expect(sum((group) => group.served)).toBe(served);
        for (const count of ["promised", "kept", "promisedWeight", "keptWeight"] as const) {
          expect(sum((group) => group.attainment[count])).toBe(attainment[count]);
        }
      }
    });
  });

  test("shares lie where they can", () => {
    each(({ problem, sequence }) => {
      const { servers, fairness, makespan, longestWait, wait } = sequenceStatistics(problem, sequence);
      for (const { server, busy, utilisation, meanBatch, requests } of servers) {
        const { maxBatch } = problem.servers.find(({ id }) => id === server)!;
        expect(busy).toBeLessThanOrEqual(makespan);
        expect(utilisation).toBeLessThanOrEqual(1 + 1e-9);
        expect(utilisation * makespan).toBeLessThanOrEqual(busy * (1 + 1e-9));
        expect(meanBatch).toBeGreaterThanOrEqual(requests > 0 ? 1 - 1e-9 : 0);
        expect(meanBatch).toBeLessThanOrEqual(maxBatch * (1 + 1e-9));
      }
      expect(longestWait?.seconds).toBe(wait?.max);
      if (fairness?.jain === undefined) return;
      expect(fairness.jain).toBeGreaterThanOrEqual((1 - 1e-9) / fairness.tenants.length);
      expect(fairness.jain).toBeLessThanOrEqual(1 + 1e-9);
    });
  });

  test("the order of its lists changes nothing", () => {
    each(({ problem, sequence }) => {
      const { batches, requests, unplaced } = sequence;
      const reversed = {
        batches: batches.toReversed(),
        requests: requests.toReversed(),
        unplaced: unplaced.toReversed(),
      };
      const statistics = sequenceStatistics(problem, sequence);
      expect(sequenceStatistics(problem, { ...sequence, ...reversed })).toEqual(statistics);
    });
  });
});
