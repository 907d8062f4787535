import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Door } from "../../bindings/door.js";
import { InvalidProblemError } from "../../bindings/errors.js";
import { parseSequenceProblem } from "../../bindings/sequence/parse.js";
import { parseServers } from "../../bindings/sequence/parse-servers.js";
import { sequenceProblems } from "../../bindings/testing/index.js";
import { refusals, request, server, withRequests, withServers } from "./refusals.js";

describe("parseSequenceProblem", () => {
  it("copies everything that is valid", () => {
    const given = {
      requests: [
        {
          id: "chat",
          arrival: 3,
          promptTokens: 100,
          outputTokens: 20,
          predictedOutputTokens: 25,
          slo: { timeToFirstToken: 0.2, timePerOutputToken: 0.05 },
          weight: 2,
          class: "interactive",
          tenant: "premium",
          score: -1.5,
          stepsLeft: 3,
        },
        { id: "batch", arrival: 0, promptTokens: 1, predictedOutputTokens: 1, slo: { endToEnd: 86_400 } },
      ],
      servers: [
        {
          id: "a100",
          maxBatch: 32,
          execution: "slots",
          kvTokens: 400_000,
          latency: { prefill: [1e-7, 0.001, 1e-5, 0.02], decode: [0, 0, 0, 0.03] },
          availableFrom: 1,
          pricePerHour: 2.5,
          pricePerToken: { input: 1e-6, output: 2e-6 },
          limits: { concurrency: 8 },
        },
      ],
      now: 4,
    };
    const { requestIndex, serverIndex, ...parsed } = parseSequenceProblem(given);
    expect(parsed).toEqual(given);
    expect([...requestIndex]).toEqual([
      ["chat", 0],
      ["batch", 1],
    ]);
    expect([...serverIndex]).toEqual([["a100", 0]]);
  });

  it("does not share anything with the input", () => {
    const given = structuredClone(withRequests({ ...request, slo: { endToEnd: 1 } }));
    const parsed = parseSequenceProblem(given);
    const copy = structuredClone(parsed);
    (given.requests[0] as { slo: { endToEnd: number } }).slo.endToEnd = 2;
    given.servers[0]!.latency.prefill[3] = 7;
    given.servers.pop();
    expect(parsed).toEqual(copy);
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(sequenceProblems(), (any) => {
        const { requests, servers, now } = parseSequenceProblem(any);
        expect(parseSequenceProblem({ requests, servers, now })).toMatchObject({ requests, servers, now });
      }),
    );
  });

  it("takes no requests, and what is undefined as not given", () => {
    expect(parseSequenceProblem({ requests: [], servers: [server], now: undefined })).toMatchObject({
      requests: [],
      now: 0,
    });
    const [parsed] = parseSequenceProblem(withRequests({ ...request, slo: undefined, weight: undefined })).requests;
    expect(Object.keys(parsed!)).toEqual(Object.keys(request));
  });

  it("makes −0 a plain 0", () => {
    const { requests, now } = parseSequenceProblem({
      ...withRequests({ ...request, arrival: -0, score: -0 }),
      now: -0,
    });
    expect([requests[0]!.arrival, requests[0]!.score, now].map((number) => Object.is(number, 0))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each<[unknown, string[]]>([
    [undefined, [": must be an object, not undefined"]],
    [[], [": must be an object, not an array"]],
    [{}, ["/requests: must be an array, not undefined", "/servers: must be an array, not undefined"]],
    [{ requests: [], servers: [] }, ["/servers: is empty; give at least one server"]],
    [{ requests: [], servers: [server], reqests: 1 }, ['/reqests: unknown key "reqests"; did you mean "requests"?']],
    [{ requests: [], servers: [server], now: -1 }, ["/now: must be a number of at least 0, not -1"]],
    [JSON.parse('{"__proto__": 1}'), ['/__proto__: "__proto__" is not allowed as a name']],
  ])("refuses the problem %j", (value, expected) => {
    expect(refusals(value)).toEqual(expect.arrayContaining(expected));
  });

  it.each<[object, string]>([
    [{ id: "" }, '/id: must be a string that is not empty, not ""'],
    [{ id: undefined }, ': "id" is missing; give every request a name of its own'],
    [{ arrival: -1 }, "/arrival: must be a number of at least 0, not -1"],
    [{ arrival: undefined }, ': "arrival" is missing; say when it came, in seconds'],
    [{ promptTokens: undefined }, ': "promptTokens" is missing; say how many tokens its prompt has'],
    [{ promptTokens: 0 }, "/promptTokens: must be a number that is whole and at least 1, not 0"],
    [{ promptTokens: 1_000_000_001 }, "/promptTokens: is 1000000001; at most 1000000000 are allowed"],
    [{ outputTokens: 1.5 }, "/outputTokens: must be a number that is whole and at least 1, not 1.5"],
    [
      { outputTokens: undefined },
      ': needs "outputTokens" or "predictedOutputTokens"; say how many tokens to plan with',
    ],
    [{ slo: 5 }, "/slo: must be an object, not 5"],
    [
      { slo: {} },
      "/slo: promises nothing; give one of endToEnd, timeToFirstToken, timePerOutputToken, or leave it out",
    ],
    [{ slo: { endToEnd: 0 } }, "/slo/endToEnd: must be a number above 0, not 0"],
    [{ slo: { endtoEnd: 1 } }, '/slo/endtoEnd: unknown key "endtoEnd"; did you mean "endToEnd"?'],
    [
      { slo: { endToEnd: 1, timePerOutputToken: 1 } },
      '/slo: has "endToEnd" beside the promises of an interactive request; leave one kind out',
    ],
    [{ weight: 0 }, "/weight: must be a number above 0, not 0"],
    [{ class: "" }, '/class: must be a string that is not empty, not ""'],
    [{ tenant: 7 }, "/tenant: must be a string that is not empty, not 7"],
    [{ score: NaN }, "/score: must be a number between -1e+15 and 1e+15, not NaN"],
    [{ score: "1" }, '/score: must be a number between -1e+15 and 1e+15, not "1"'],
    [{ stepsLeft: 0 }, "/stepsLeft: must be a number that is whole and at least 1, not 0"],
    [{ prefix: "system" }, "/prefix: is not honoured yet; leave it out"],
    [{ promtTokens: 3 }, '/promtTokens: unknown key "promtTokens"; did you mean "promptTokens"?'],
  ])("refuses the request %j", (fields, refusal) => {
    const found = refusals(withRequests({ ...request, ...fields }, { ...request, id: "other" }));
    expect(found).toContain(`/requests/0${refusal}`);
    // An empty promise is also one that a misspelt name leaves.
    expect(found.length).toBeLessThanOrEqual(2);
  });

  it.each<[object, string]>([
    [{ id: undefined }, ': "id" is missing; give every server a name of its own'],
    [{ maxBatch: undefined }, ': "maxBatch" is missing; say how many requests run at once'],
    [{ maxBatch: 0 }, "/maxBatch: must be a number that is whole and at least 1, not 0"],
    [{ maxBatch: 4097 }, "/maxBatch: is 4097; at most 4096 are allowed"],
    [{ execution: "slot" }, '/execution: must be one of static, slots, not "slot"; did you mean "slots"?'],
    [{ kvTokens: 0 }, "/kvTokens: must be a number that is whole and at least 1, not 0"],
    [{ latency: undefined }, ': "latency" is missing; give the coefficients of prefill and decode'],
    [{ latency: { prefill: [0, 0, 0, 1] } }, '/latency: "decode" is missing; give its four coefficients'],
    [
      { latency: { ...server.latency, decode: [1, 2, 3] } },
      "/latency/decode: must be four numbers, of requests × tokens, requests, tokens and 1, not 3 entries",
    ],
    [
      { latency: { ...server.latency, decode: 1 } },
      "/latency/decode: must be four numbers, of requests × tokens, requests, tokens and 1, not 1",
    ],
    [
      { latency: { ...server.latency, decode: [0, 0, -1, 0] } },
      "/latency/decode/2: must be a number of at least 0, not -1",
    ],
    [
      { latency: { ...server.latency, prefill: [0, 0, 1e-16, 0] } },
      "/latency/prefill: takes no time; one coefficient must be 1e-15 or more",
    ],
    [{ latency: { ...server.latency, verify: [] } }, '/latency/verify: unknown key "verify"'],
    [{ availableFrom: -1 }, "/availableFrom: must be a number of at least 0, not -1"],
    [{ pricePerHour: "$1" }, '/pricePerHour: must be a number of at least 0, not "$1"'],
    [{ pricePerToken: { input: 1 } }, '/pricePerToken: "output" is missing; give dollars for each token'],
    [{ limits: { concurrency: 0 } }, "/limits/concurrency: must be a number that is whole and at least 1, not 0"],
    [
      { limits: { requestsPerMinute: 5 } },
      "/limits/requestsPerMinute: is honoured by the sequencer alone; leave it out",
    ],
    [{ limits: { tokensPerMinute: 5 } }, "/limits/tokensPerMinute: is honoured by the sequencer alone; leave it out"],
    [{ limits: { perMinute: 5 } }, '/limits/perMinute: unknown key "perMinute"'],
    [{ maxbatch: 5 }, '/maxbatch: unknown key "maxbatch"; did you mean "maxBatch"?'],
  ])("refuses the server %j", (fields, refusal) => {
    expect(refusals(withServers({ ...server, ...fields }))).toEqual([`/servers/0${refusal}`]);
  });

  it("refuses two requests or two servers of one id", () => {
    expect(refusals(withRequests(request, { ...request, id: "other" }, request))).toEqual([
      '/requests/2/id: "r" is already the id of request 0; rename one',
    ]);
    expect(refusals(withServers(server, server))).toEqual([
      '/servers/1/id: "s" is already the id of server 0; rename one',
    ]);
  });

  it("refuses more than the limits", () => {
    expect(refusals({ requests: new Array(100_001), servers: [server] })).toEqual([
      "/requests: has 100001 entries; at most 100000 are allowed",
    ]);
    expect(refusals({ requests: [], servers: new Array(1_025) })).toEqual([
      "/servers: has 1025 entries; at most 1024 are allowed",
    ]);
    const requests = Array.from({ length: 4_000 }, (_, i) => ({ ...request, id: `${i}` }));
    const servers = Array.from({ length: 1_001 }, (_, i) => ({ ...server, id: `${i}` }));
    expect(refusals({ requests, servers })).toEqual([
      "/requests: 4000 requests on 1001 servers are too many; their product may be 4000000 at most",
    ]);
  });

  it("finds everything at once, in every part", () => {
    const value = {
      servers: [{ ...server, maxBatch: 0, limits: [] }],
      requests: [{ ...request, weight: -1 }, { id: "x" }],
      extra: 1,
    };
    expect(refusals(value).map((refusal) => refusal.split(": ")[0])).toEqual([
      "/extra",
      "/requests/0/weight",
      "/requests/1",
      "/requests/1",
      "/requests/1",
      "/servers/0/maxBatch",
      "/servers/0/limits",
    ]);
  });
});

describe("hostile input", () => {
  it("is refused where a getter or a proxy throws", () => {
    const throwing = {
      ...request,
      get slo() {
        throw new Error("boo");
      },
    };
    expect(refusals(withRequests(throwing))[0]).toMatch(/^\/requests\/0: cannot be read/);
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    expect(refusals({ requests: proxy, servers: [server] })[0]).toMatch(/^\/requests: cannot be read/);
  });

  it("is kept as it was when it was checked", () => {
    let reads = 0;
    const shifty = new Proxy([0, 0, 0, 1], {
      get: (target, key) => (key === "3" && reads++ > 0 ? -1 : Reflect.get(target, key)),
    });
    const { servers } = parseSequenceProblem(
      withServers({ ...server, latency: { prefill: shifty, decode: [0, 0, 0, 0] } }),
    );
    expect(servers[0]!.latency.prefill).toEqual([0, 0, 0, 1]);
  });

  it("never makes anything but InvalidProblemError", () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true });
    fc.assert(
      fc.property(anything, (value) => {
        expect(() => parseSequenceProblem(value)).toThrow(InvalidProblemError);
      }),
      { numRuns: 500 },
    );
  });
});

it("parseServers reads limits per minute for those who honour them", () => {
  const limits = { requestsPerMinute: 60, tokensPerMinute: 10_000, concurrency: 4 };
  const { servers } = new Door().admit((door) =>
    parseServers(door, "servers", [{ ...server, limits }], { limitsPerMinute: true }),
  );
  expect(servers[0]!.limits).toEqual(limits);
});
