import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidResultError, LehrError } from "../../bindings/errors.js";
import { explainRequest, type RequestExplanation } from "../../bindings/sequence/explain.js";
import type { Request, Sequence, SequenceProblem, Server } from "../../bindings/sequence/model.js";
import { answered } from "./verify-arbitraries.js";
import { problem, sequence, withRequest, withServer } from "./verify-example.js";

test("a request that waits behind a batch", () => {
  expect(explainRequest(problem, sequence, "chat")).toEqual({
    request: "chat",
    served: {
      server: "batches",
      start: 8,
      firstToken: 11.5,
      end: 14.5,
      batch: { requests: ["chat", "label"], end: 14.5, longest: "chat" },
      wait: 5,
      waitedFor: { for: "batch", request: "draft", until: 8 },
      idle: 0,
      ahead: [{ requests: ["draft"], start: 2, end: 8, seconds: 5 }],
    },
    promise: {
      kept: false,
      hopeless: false,
      moment: { token: "first", by: 7, at: 11.5, slack: -4.5 },
      pace: { promised: 2, actual: 1.5 },
      latestStart: 3.5,
      largestBatch: 0,
      change: { to: "earlier", startBy: 3.5, overtaking: [["draft"]] },
    },
    servers: [
      { server: "batches", possible: true, start: 3, firstToken: 6, end: 8, kept: true },
      { server: "slots", possible: true, start: 3, firstToken: 6, end: 8, kept: true },
    ],
    sentence:
      'Request "chat" runs on server "batches" from 8 to 14.5 s together with "label". ' +
      'It waited 5 s, for the batch before to end, and last in it "draft". ' +
      "Its first token, promised by 7 s, is there 4.5 s late. " +
      "Its tokens take 1.5 s each, and 2 s are promised. " +
      'To keep its promise, it would have to start by 3.5 s, ahead of "draft".',
  });
});

test("a request without a promise", () => {
  const label = explainRequest(problem, sequence, "label");
  expect(label).not.toHaveProperty("promise");
  expect(label.served!.batch).toEqual({ requests: ["chat", "label"], end: 14.5, longest: "chat" });
  expect(label.servers[0]).toEqual({ server: "batches", possible: true, start: 2, firstToken: 4, end: 4 });
});

test("a promise that is kept", () => {
  const { promise, sentence } = explainRequest(problem, sequence, "draft");
  expect(promise).toEqual({
    kept: true,
    hopeless: false,
    moment: { token: "last", by: 10, at: 8, slack: 2 },
    latestStart: 4,
    largestBatch: 1,
  });
  expect(sentence).toContain("It waited 2 s, for its server to become available. Its last token");
  expect(sentence).toContain("promised by 10 s, is there 2 s early.");
});

test("a promise of pace alone has no latest start", () => {
  const { promise } = explainRequest(problem, sequence, "agent");
  expect(promise).toEqual({ kept: true, hopeless: false, pace: { promised: 1.25, actual: 1 } });
});

test("a hopeless promise", () => {
  const { promise, sentence } = explainRequest(problem, sequence, "essay");
  expect(promise).toEqual({
    kept: false,
    hopeless: true,
    moment: { token: "last", by: 24, at: 27, slack: -3 },
    latestStart: 1,
  });
  expect(sentence).toContain("Not even first and alone on the best server would its promise be kept.");
});

test("a request that waits for a slot", () => {
  const { served, sentence } = explainRequest(problem, sequence, "title");
  expect(served).toMatchObject({ wait: 11, waitedFor: { for: "slot", request: "agent", until: 16 }, idle: 0 });
  expect(served!.ahead).toEqual([
    { requests: ["agent"], start: 4, end: 16, seconds: 11 },
    { requests: ["essay"], start: 4, end: 27, seconds: 11 },
  ]);
  expect(sentence).toContain('It waited 11 s, until request "agent" made room.');
});

describe("a request without a place", () => {
  test("that fits nowhere", () => {
    const { promise, servers, unplaced, sentence } = explainRequest(problem, sequence, "novel");
    expect(unplaced).toEqual(sequence.unplaced[0]);
    expect(promise).toEqual({ kept: false, hopeless: true, moment: { token: "last", by: 1000 } });
    expect(servers).toEqual([
      { server: "batches", possible: false, reason: "has room for 100 tokens, and the request holds 110" },
      { server: "slots", possible: false, reason: "has room for 70 tokens, and the request holds 110" },
    ]);
    expect(sentence).toBe('Request "novel" is not served: it holds 110 tokens.');
  });

  test("that would fit", () => {
    const unproven = { ...sequence, unplaced: [{ ...sequence.unplaced[0]!, proven: false }] };
    const { promise, sentence } = explainRequest(withServer("slots", { kvTokens: 110 }), unproven, "novel");
    // 10 s to the first token and 19 for the others, of 1000.
    expect(promise!.change).toEqual({ to: "server", server: "slots", startBy: 971 });
    expect(sentence).toBe(
      'Request "novel" is not served: it holds 110 tokens; another sequence might have served it. ' +
        'Alone on server "slots", started by 971 s, its promise would be kept.',
    );
  });
});

describe("on a server of static batches, of 1 s and 1 s more for each request", () => {
  const latency = { prefill: [0, 1, 0, 1], decode: [0, 1, 0, 0] } as const;
  const one: Server = { id: "one", maxBatch: 4, latency };
  const request = (id: string, more: Partial<Request> = {}): Request => {
    return { id, arrival: 0, promptTokens: 8, outputTokens: 1, ...more };
  };

  /** The last of the requests, batches given by what they start with. */
  function explained(requests: Request[], batches: [start: number, ids: string[]][], more: Partial<Server>[] = [{}]) {
    const servers = more.map((properties) => ({ ...one, ...properties }));
    const problem = { requests, servers };
    return explainRequest(problem, sequenceOf(problem, batches), requests.at(-1)!.id);
  }

  test("a smaller batch", () => {
    const x = request("x", { slo: { endToEnd: 3.5 } });
    const { promise, sentence } = explained([request("a"), request("b"), x], [[0, ["a", "b", "x"]]]);
    expect(promise).toMatchObject({ latestStart: -0.5, largestBatch: 2, change: { to: "smaller-batch", size: 2 } });
    expect(sentence).toContain('together with "a" and "b". It waited 0 s. Its last token');
    expect(sentence).toContain("In a batch of at most 2, its promise would be kept.");
  });

  test("a smaller batch, for the pace", () => {
    const x = request("x", { outputTokens: 3, slo: { timePerOutputToken: 1.5 } });
    const { promise } = explained([request("a"), x], [[0, ["a", "x"]]]);
    expect(promise).toEqual({
      kept: false,
      hopeless: false,
      pace: { promised: 1.5, actual: 2 },
      largestBatch: 1,
      change: { to: "smaller-batch", size: 1 },
    });
  });

  test("as few batches to overtake as possible", () => {
    const x = request("x", { slo: { endToEnd: 5 } });
    const before = ["a", "b", "c"].map((id) => request(id));
    const batches: [number, string[]][] = [
      [0, ["a"]],
      [2, ["b"]],
      [4, ["c"]],
      [6, ["x"]],
    ];
    const { promise, served } = explained([...before, x], batches);
    expect(promise!.change).toEqual({ to: "earlier", startBy: 3, overtaking: [["b"], ["c"]] });
    expect(served!.ahead.map(({ requests, seconds }) => [requests, seconds])).toEqual([
      [["a"], 2],
      [["b"], 2],
      [["c"], 2],
    ]);
  });

  test("nothing to overtake but idle time", () => {
    const x = request("x", { slo: { endToEnd: 5 } });
    const { promise, served, sentence } = explained(
      [request("a"), x],
      [
        [0, ["a"]],
        [6, ["x"]],
      ],
    );
    expect(served).toMatchObject({ waitedFor: { for: "batch", request: "a", until: 2 }, idle: 4 });
    expect(promise!.change).toEqual({ to: "earlier", startBy: 3, overtaking: [] });
    expect(sentence).toContain('last in it "a", then 4 s for no reason that the problem gives.');
    expect(sentence).toContain("it would have to start by 3 s.");
  });

  test("alone, where a companion comes late", () => {
    const x = request("x", { slo: { endToEnd: 5 } });
    const { promise, served, sentence } = explained(
      [request("a"), request("late", { arrival: 4 }), x],
      [
        [0, ["a"]],
        [4, ["late", "x"]],
      ],
    );
    expect(served).toMatchObject({ waitedFor: { for: "companion", request: "late", until: 4 }, idle: 0 });
    expect(promise!.change).toEqual({ to: "earlier-alone", startBy: 3, overtaking: [] });
    expect(sentence).toContain('It waited 4 s, for request "late" of its batch to arrive.');
    expect(sentence).toContain("To keep its promise, it would have to run alone and start by 3 s.");
  });

  test("another server, the one that ends it first", () => {
    const x = request("x", { slo: { endToEnd: 1.5 } });
    const faster = (id: string, seconds: number) => {
      return { id, latency: { prefill: [0, 0, 0, seconds], decode: [0, 0, 0, 0] } } as const;
    };
    const { promise, sentence } = explained([x], [[0, ["x"]]], [{}, faster("fast", 1), faster("fastest", 0.5)]);
    expect(promise!.change).toEqual({ to: "server", server: "fastest", startBy: 1 });
    expect(sentence).toContain('Alone on server "fastest", started by 1 s, its promise would be kept.');
  });

  test("many names are cut short", () => {
    const others = Array.from({ length: 7 }, (_, index) => request(`r${index}`));
    const x = request("x", { slo: { endToEnd: 2 } });
    const batches = others.map(({ id }, index): [number, string[]] => [2 * index, [id]]);
    const { sentence } = explained([...others, x], [...batches, [14, ["x"]]]);
    expect(sentence).toContain('ahead of "r0", "r1", "r2", "r3" and 3 others.');
  });

  test("seconds since 1970 keep the digits that matter", () => {
    const since = 1_763_000_000.25;
    const x = request("x", { arrival: since, slo: { endToEnd: 5 } });
    const { sentence } = explained(
      [request("a", { arrival: since }), x],
      [
        [since, ["a"]],
        [since + 6, ["x"]],
      ],
    );
    expect(sentence).toContain("from 1763000006.25 to 1763000008.25 s. It waited 6 s, for the batch before");
    expect(sentence).toContain("promised by 1763000005.25 s, is there 3 s late.");
  });

  test("now", () => {
    const problem = { requests: [request("x")], servers: [one], now: 3 };
    const { served, sentence } = explainRequest(problem, sequenceOf(problem, [[3, ["x"]]]), "x");
    expect(served).toMatchObject({ wait: 3, waitedFor: { for: "now", until: 3 }, idle: 0 });
    expect(sentence).toContain("It waited 3 s, until 3 s, which is now.");
  });

  /** Batches on the first server, timed by hand: 1 s, 1 s more for each request, and as much for each further token. */
  function sequenceOf({ requests }: SequenceProblem, batches: [start: number, ids: string[]][]): Sequence {
    const byId = new Map(requests.map((request) => [request.id, request]));
    const entries = batches.flatMap(([start, ids]) => {
      return ids.map((id) => {
        const { arrival, outputTokens, slo } = byId.get(id)!;
        const firstToken = start + 1 + ids.length;
        const end = firstToken + (outputTokens! - 1) * ids.length;
        return {
          request: id,
          server: "one",
          start,
          firstToken,
          end,
          latency: end - arrival,
          ...(slo && { met: false }),
        };
      });
    });
    const totalLatency = entries.reduce((sum, { latency }) => sum + latency, 0);
    return {
      status: "complete",
      order: entries.map(({ request }) => request),
      batches: batches.map(([start, ids]) => {
        const ends = entries.filter(({ request }) => ids.includes(request)).map(({ end }) => end);
        return { server: "one", start, end: Math.max(...ends), requests: ids };
      }),
      requests: entries.map(({ latency, ...entry }) => entry),
      unplaced: [],
      attained: 0,
      totalLatency,
      cost: 0,
      objective: 0,
      run: { algorithm: "fcfs", objective: "attainment" },
    };
  }
});

describe("on a server with slots, where a request takes a second for each token of its prompt", () => {
  const latency = { prefill: [0, 0, 1, 0], decode: [0, 0, 0, 0] } as const;

  /** The last of the requests, each given by when it starts and how long it takes. */
  function explained(slots: number, times: [id: string, start: number, seconds: number][], more: Partial<Request>) {
    const requests = times.map(([id, , promptTokens]): Request => {
      return { id, arrival: 0, promptTokens, outputTokens: 1, ...(id === "x" && more) };
    });
    const entries = times.map(([request, start, seconds]) => {
      const end = start + seconds;
      return { request, server: "slots", start, firstToken: end, end, ...(request === "x" && { met: false }) };
    });
    const sequence: Sequence = {
      status: "complete",
      order: entries.map(({ request }) => request),
      batches: entries.map(({ request, server, start, end }) => ({ server, start, end, requests: [request] })),
      requests: entries,
      unplaced: [],
      attained: 0,
      totalLatency: entries.reduce((sum, { end }) => sum + end, 0),
      cost: 0,
      objective: 0,
      run: { algorithm: "fcfs", objective: "attainment" },
    };
    const servers: Server[] = [{ id: "slots", execution: "slots", maxBatch: slots, latency }];
    return explainRequest({ requests, servers }, sequence, "x").promise!.change;
  }

  test("one slot is enough; what starts together with it is not ahead", () => {
    const times: Parameters<typeof explained>[1] = [
      ["a", 0, 4],
      ["b", 0, 4],
      ["c", 4, 4],
      ["x", 4, 4],
    ];
    expect(explained(2, times, { slo: { endToEnd: 6 } })).toEqual({ to: "earlier", startBy: 2, overtaking: [["b"]] });
  });

  test("requests start in order: behind one that starts late, a free slot is of no use", () => {
    const times: Parameters<typeof explained>[1] = [
      ["a", 0, 9],
      ["b", 5, 1],
      ["x", 6, 4],
    ];
    expect(explained(3, times, { slo: { endToEnd: 6 } })).toEqual({ to: "earlier", startBy: 2, overtaking: [["b"]] });
  });
});

test("a pace that is just fast enough does not rule out an earlier start", () => {
  const slo = { timeToFirstToken: 4, timePerOutputToken: 1.5 };
  const { promise } = explainRequest(withRequest("chat", { slo }), sequence, "chat");
  expect(promise).toMatchObject({ kept: false, pace: { promised: 1.5, actual: 1.5 }, latestStart: 3.5 });
  const slower = explainRequest(withRequest("chat", { slo: { ...slo, timePerOutputToken: 1.4 } }), sequence, "chat");
  expect(slower.promise).not.toHaveProperty("latestStart");
});

test("no such request", () => {
  const explain = () => explainRequest(problem, sequence, "tilte");
  expect(explain).toThrow(LehrError);
  expect(explain).toThrow('the problem has no request "tilte"; did you mean "title"?');
});

test("no such sequence", () => {
  expect(() => explainRequest(problem, { ...sequence, cost: 0 }, "chat")).toThrow(InvalidResultError);
});

describe("of any sequence", () => {
  const each = (
    check: (explanation: RequestExplanation, answered: { problem: SequenceProblem; sequence: Sequence }) => void,
  ) =>
    fc.assert(
      fc.property(answered(), fc.nat(), (given, index) => {
        const { requests } = given.problem;
        fc.pre(requests.length > 0);
        check(explainRequest(given.problem, given.sequence, requests[index % requests.length]!.id), given);
      }),
      { numRuns: 400 },
    );

  test("no request starts before, or ends before, what its server could do for it alone", () => {
    each(({ served, unplaced, servers }) => {
      expect((served === undefined) === (unplaced === undefined)).toBe(false);
      if (!served) return;
      const own = servers.find(({ server }) => server === served.server)!;
      if (!own.possible) throw new Error(own.reason);
      expect(served.start).toBeGreaterThanOrEqual(own.start);
      expect(served.end).toBeGreaterThanOrEqual(own.end);
      expect(served.waitedFor.until + served.idle).toBe(served.start);
    });
  });

  test("what is kept is not hopeless, and starts in time, in a batch that is not too large", () => {
    each(({ request, served, promise }, { problem, sequence }) => {
      const entry = sequence.requests.find((entry) => entry.request === request);
      const { slo } = problem.requests.find(({ id }) => id === request)!;
      expect(promise === undefined).toBe(slo === undefined);
      if (!promise || !served) return;
      const { kept, hopeless, latestStart, largestBatch, change } = promise;
      expect(kept).toBe(entry!.met);
      if (latestStart !== undefined && promise.pace === undefined) expect(kept).toBe(served.start <= latestStart);
      if (largestBatch !== undefined) expect(kept).toBe(served.batch.requests.length <= largestBatch);
      expect(change === undefined).toBe(kept || hopeless);
      if (kept) expect(hopeless).toBe(false);
    });
  });

  test("overtaking helps, and overtaking one batch less does not", () => {
    each(({ request, served, promise }, { problem, sequence }) => {
      const change = promise?.change;
      if (change?.to !== "earlier" && change?.to !== "earlier-alone") return;
      const server = problem.servers.find(({ id }) => id === served!.server)!;
      const members = change.to === "earlier" ? served!.batch.requests : [request];
      const before = sequence.batches
        .filter((batch) => batch.server === server.id && batch.start < served!.start)
        .sort((a, b) => a.start - b.start);
      const requestOf = (id: string) => problem.requests.find((request) => request.id === id)!;
      const staying = before.length - change.overtaking.length;
      expect(change.overtaking).toEqual(before.slice(staying).map(({ requests }) => requests));
      expect(startAfter(before.slice(0, staying))).toBeLessThanOrEqual(change.startBy);
      if (staying < before.length) expect(startAfter(before.slice(0, staying + 1))).toBeGreaterThan(change.startBy);

      /** The first moment of all at which something ends that has room, and nothing that stays starts later. */
      function startAfter(others: Sequence["batches"]): number {
        const able = members.map((id) => requestOf(id).arrival);
        const ready = Math.max(
          problem.now ?? 0,
          server.availableFrom ?? 0,
          ...able,
          ...others.map(({ start }) => start),
        );
        const moments = [ready, ...others.map(({ end }) => end)].filter((at) => at >= ready).sort((a, b) => a - b);
        return moments.find((at) => {
          const running = others.filter(({ end }) => end > at).flatMap(({ requests }) => requests);
          if (server.execution !== "slots") return running.length === 0;
          const held = [...running, request].map(requestOf).reduce((sum, request) => sum + tokensOf(request), 0);
          return running.length < Math.min(server.maxBatch, server.limits?.concurrency ?? 9) && held <= roomOf(server);
        })!;
      }
    });
  });
});

function roomOf({ kvTokens = Infinity }: Server): number {
  return kvTokens;
}

function tokensOf({ promptTokens, outputTokens, predictedOutputTokens }: Request): number {
  return promptTokens + (predictedOutputTokens ?? outputTokens!);
}
