import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import type { Sequence, SequencedRequest, SequenceProblem } from "../../bindings/sequence/model.js";
import type { SequenceRun } from "../../bindings/sequence/options.js";
import { type SequenceViolationCode, verifySequence } from "../../bindings/sequence/verify.js";
import { problem, sequence, withRequest, withServer } from "./verify-example.js";

type Found = [code: SequenceViolationCode, path: string];

/** Codes and paths of what is wrong once `change` has been made to the good sequence. */
function violationsAfter(change: (sequence: Sequence) => void, on = problem, of = sequence): Found[] {
  const changed = structuredClone(of);
  change(changed);
  return verifySequence(on, changed).map(({ code, path }): Found => [code, path]);
}

const draft = 0;
const chat = 1;
const agent = 3;
const essay = 4;
const title = 5;

describe("a sequence that holds", () => {
  test("with everything that a sequence can have", () => {
    expect(verifySequence(problem, sequence)).toEqual([]);
  });

  test("with its lists in any order, and starts that are equal", () => {
    const { requests, batches, order } = sequence;
    const [first, second, third, ...rest] = order;
    const shuffled = {
      ...sequence,
      requests: requests.toReversed(),
      batches: batches.toReversed().map((batch) => ({ ...batch, requests: batch.requests.toReversed() })),
      order: [first, third, second, ...rest],
    };
    expect(verifySequence(problem, shuffled)).toEqual([]);
  });

  test("found anyhow", () => {
    const { run, ...unexplained } = sequence;
    expect(verifySequence(problem, unexplained)).toEqual([]);
  });

  test("of no requests", () => {
    const nothing = { ...problem, requests: [] };
    const empty = { status: "complete", order: [], batches: [], requests: [], unplaced: [] };
    const totals = { attained: 0, totalLatency: 0, cost: 0, objective: 0 };
    expect(verifySequence(nothing, { ...empty, ...totals })).toEqual([]);
    const run: Pick<SequenceRun, "objective"> = { objective: "mean-latency" };
    expect(verifySequence(nothing, { ...empty, ...totals, run })).toEqual([]);
  });

  test("though a request waits longer than it must", () => {
    const found = violationsAfter((sequence) => {
      shift(sequence, title, 3);
      Object.assign(sequence, { totalLatency: 81, objective: 4 / 81 });
    });
    expect(found).toEqual([]);
  });

  test("with times and amounts off by less than the tolerance", () => {
    const found = violationsAfter((sequence) => {
      sequence.requests[essay]!.end -= 2e-8;
      sequence.requests[title]!.start -= 1e-8;
      sequence.batches[3]!.start -= 5e-9;
      sequence.totalLatency += 1e-7;
      sequence.cost *= 1 + 1e-10;
      sequence.attained *= 1 + 1e-10;
    });
    expect(found).toEqual([]);
  });

  test("in seconds since 1970", () => {
    const since = 1.7e9 + 0.1;
    const requests = problem.requests.map((request) => ({ ...request, arrival: request.arrival + since }));
    const servers = problem.servers.map((server) => ({
      ...server,
      availableFrom: (server.availableFrom ?? 0) + since,
    }));
    const late = structuredClone(sequence);
    for (const entry of late.requests) {
      for (const time of ["start", "firstToken", "end"] as const) entry[time] += since;
    }
    for (const batch of late.batches) for (const time of ["start", "end"] as const) batch[time] += since;
    const epoch = { requests, servers, now: 1 + since };
    expect(verifySequence(epoch, late)).toEqual([]);
    late.requests[title]!.firstToken += 1e-4;
    expect(verifySequence(epoch, late).map(({ code }) => code)).toEqual(["wrong-first-token"]);
  });

  test("a request left out without proof", () => {
    const found = violationsAfter((sequence) => {
      sequence.requests.splice(title, 1);
      sequence.batches.splice(4, 1);
      sequence.order.pop();
      sequence.unplaced.push({ request: "title", reason: "not found", proven: false });
      Object.assign(sequence, { attained: 3, totalLatency: 65, objective: 3 / 65 });
      sequence.cost -= 2;
    });
    expect(found).toEqual([]);
  });
});

describe("objectives", () => {
  // Late are "chat" by 4.5 s and "essay" by 3 s.
  test.each<[SequenceRun["objective"], number]>([
    ["attainment", 4],
    ["weighted-tardiness", 7.5],
    ["mean-latency", 13],
    ["cost", 50.8],
    [{ tardiness: 2 }, 15],
    [{ tardiness: 1, latency: 0.5, cost: 10 }, 7.5 + 39 + 508],
  ])("%j", (objective, value) => {
    const run = { ...sequence.run, objective };
    expect(verifySequence(problem, { ...sequence, run, objective: value })).toEqual([]);
    const codes = verifySequence(problem, { ...sequence, run, objective: value + 0.001 }).map(({ code }) => code);
    expect(codes).toEqual(["wrong-objective"]);
  });

  test("weights count in tardiness", () => {
    const heavy = withRequest("chat", { weight: 3 });
    const run = { objective: "weighted-tardiness" };
    expect(verifySequence(heavy, { ...sequence, run, objective: 3 * 4.5 + 3 })).toEqual([]);
  });
});

describe("promises that are kept or missed by less than the tolerance", () => {
  const either = (on: SequenceProblem, request: number) =>
    [true, false].map((met) =>
      violationsAfter((sequence) => {
        sequence.requests[request]!.met = met;
        sequence.attained = sequence.requests.reduce((sum, { met }, r) => sum + (met ? (r === draft ? 2 : 1) : 0), 0);
        sequence.objective = sequence.attained / sequence.totalLatency;
      }, on),
    );

  test("end to end", () => {
    expect(either(withRequest("essay", { slo: { endToEnd: 23 } }), essay)).toEqual([[], []]);
    expect(either(withRequest("essay", { slo: { endToEnd: 23 + 1e-6 } }), essay)).toEqual([[], [wrongMet(essay)]]);
    expect(either(withRequest("essay", { slo: { endToEnd: 23 - 1e-6 } }), essay)).toEqual([[wrongMet(essay)], []]);
  });

  test("first token", () => {
    expect(either(withRequest("chat", { slo: { timeToFirstToken: 8.5 } }), chat)).toEqual([[], []]);
    expect(either(withRequest("chat", { slo: { timeToFirstToken: 8.4 } }), chat)).toEqual([[wrongMet(chat)], []]);
    expect(either(withRequest("chat", { slo: { timeToFirstToken: 8.6 } }), chat)).toEqual([[], [wrongMet(chat)]]);
  });

  test("pace", () => {
    expect(either(withRequest("chat", { slo: { timePerOutputToken: 1.5 } }), chat)).toEqual([[], []]);
    expect(either(withRequest("chat", { slo: { timePerOutputToken: 1.4 } }), chat)).toEqual([[wrongMet(chat)], []]);
    expect(either(withRequest("chat", { slo: { timePerOutputToken: 1.6 } }), chat)).toEqual([[], [wrongMet(chat)]]);
  });

  test("of two, one that is clearly missed decides", () => {
    const slo = { timeToFirstToken: 8.5, timePerOutputToken: 1.4 };
    expect(either(withRequest("chat", { slo }), chat)).toEqual([[wrongMet(chat)], []]);
    expect(either(withRequest("chat", { slo: { ...slo, timePerOutputToken: 2 } }), chat)).toEqual([[], []]);
  });

  function wrongMet(request: number): Found {
    return ["wrong-met", `/requests/${request}/met`];
  }
});

test("decoding takes longer with every token", () => {
  // Contexts 11, 12, 13, 14 at a pace of 1.
  const latency = { prefill: [0, 0, 0, 2], decode: [0.001, 0, 0.002, 0] } as const;
  const on = withServer("batches", { latency });
  const first = verifySequence(on, sequence).filter(({ path }) => path.startsWith(`/requests/${draft}`));
  expect(first.map(({ code, message }) => [code, message])).toEqual([
    ["wrong-end", 'request "draft" ends at 8; from its start it would be 4.15'],
  ]);
});

test("one request far away does not make the overlap of others look small", () => {
  const found = violationsAfter((sequence) => {
    shift(sequence, title, 1e13);
    shift(sequence, chat, -1e-3);
    shift(sequence, 2, -1e-3);
    sequence.batches[3]!.end = sequence.requests[chat]!.end;
  }).map(([code]) => code);
  expect(found).toContain("overlapping-batches");
});

test("numbers too large to add up", () => {
  const huge = 1.7e308;
  const found = violationsAfter((sequence) => {
    for (const entry of sequence.requests) Object.assign(entry, { start: huge, firstToken: huge, end: huge });
    for (const batch of sequence.batches) Object.assign(batch, { start: huge, end: huge });
  }).map(([code]) => code);
  expect(found).toContain("wrong-latency");
});

test("an invalid problem", () => {
  expect(() => verifySequence({ ...problem, servers: [] }, sequence)).toThrow(InvalidProblemError);
});

interface Corruption {
  what: string;
  change?: (sequence: Sequence) => unknown;
  /** Where its own code is reported. */
  paths: string[];
  /** Other codes that it cannot but entail. */
  entails?: SequenceViolationCode[];
  problem?: SequenceProblem;
}

const corruptions: Record<SequenceViolationCode, Corruption[]> = {
  malformed: [
    { what: "null", change: (sequence) => Object.assign(sequence, { order: null }), paths: ["/order"] },
    { what: "no cost", change: (sequence) => Reflect.deleteProperty(sequence, "cost"), paths: ["/cost"] },
    { what: "text for a number", change: at(1, { end: "8" }), paths: ["/requests/1/end"] },
    { what: "NaN", change: (sequence) => (sequence.attained = Number.NaN), paths: ["/attained"] },
    { what: "infinite", change: ({ batches }) => (batches[1]!.end = Infinity), paths: ["/batches/1/end"] },
    { what: "unknown field", change: at(0, { "a/b~c": 1 }), paths: ["/requests/0/a~1b~0c"] },
    { what: "id that is no text", change: ({ order }) => Object.assign(order, [7]), paths: ["/order"] },
    { what: "other status", change: (sequence) => Object.assign(sequence, { status: "done" }), paths: ["/status"] },
    { what: "list for an object", change: ({ unplaced }) => Object.assign(unplaced, [[]]), paths: ["/unplaced/0"] },
    { what: "hole in a list", change: ({ batches }) => (batches.length = 6), paths: ["/batches/5"] },
    { what: "no such objective", change: ({ run }) => Object.assign(run, { objective: "speed" }), paths: ["/run"] },
    {
      what: "no such part of a mix",
      change: ({ run }) => Object.assign(run, { objective: { speed: 1 } }),
      paths: ["/run"],
    },
    {
      what: "several at once",
      change: ({ requests }) => requests.splice(0, 2, {} as SequencedRequest),
      paths: ["request", "server", "start", "firstToken", "end"].map((field) => `/requests/0/${field}`),
    },
  ],
  "unknown-request": [
    {
      what: "served",
      change: ({ requests }) => requests.push({ ...requests[title]!, request: "none" }),
      paths: ["/requests/6/request"],
    },
    {
      what: "unplaced",
      change: ({ unplaced }) => unplaced.push({ request: "none", reason: "?", proven: true }),
      paths: ["/unplaced/1/request"],
    },
    { what: "in the order", change: ({ order }) => order.push("none"), paths: ["/order/6"] },
    {
      what: "in a batch",
      change: ({ batches }) => batches[3]!.requests.push("none"),
      paths: ["/batches/3/requests/2"],
    },
    {
      what: "__proto__",
      change: ({ batches }) => batches[3]!.requests.push("__proto__"),
      paths: ["/batches/3/requests/2"],
    },
  ],
  "duplicate-request": [
    {
      what: "served twice",
      change: ({ requests }) => requests.push({ ...requests[agent]! }),
      paths: ["/requests/6/request"],
    },
    {
      what: "served and unplaced",
      change: ({ unplaced }) => unplaced.push({ request: "agent", reason: "?", proven: true }),
      paths: ["/unplaced/1/request"],
    },
    { what: "unplaced twice", change: ({ unplaced }) => unplaced.push(unplaced[0]!), paths: ["/unplaced/1/request"] },
  ],
  "missing-request": [
    {
      what: "not unplaced",
      change: (sequence) => Object.assign(sequence, { unplaced: [], status: "complete" }),
      paths: ["/requests"],
    },
    {
      what: "not served",
      change: (sequence) => {
        sequence.requests.splice(title, 1);
        sequence.batches.splice(4, 1);
        sequence.order.pop();
        Object.assign(sequence, { attained: 3, totalLatency: 65, objective: 3 / 65 });
        sequence.cost -= 2;
      },
      paths: ["/requests"],
    },
  ],
  "unknown-server": [
    {
      what: "of a batch",
      change: ({ batches }) => batches.push({ server: "none", start: 0, end: 0, requests: [] }),
      paths: ["/batches/5/server"],
    },
    {
      what: "of a request",
      change: at(title, { server: "__proto__" }),
      paths: ["/requests/5/server"],
      entails: ["wrong-batch", "wrong-attained", "wrong-latency", "wrong-cost", "wrong-objective"],
    },
  ],
  "wrong-batch": [
    {
      what: "in two",
      change: ({ batches }) => batches[3]!.requests.push("draft"),
      paths: ["/batches/3/requests/2"],
    },
    {
      what: "twice in one",
      change: ({ batches }) => batches[0]!.requests.push("draft"),
      paths: ["/batches/0/requests/1"],
    },
    {
      what: "of a request that is not served",
      change: ({ batches }) => batches[3]!.requests.push("novel"),
      paths: ["/batches/3/requests/2"],
    },
    {
      what: "empty",
      change: ({ batches }) => batches.push({ server: "batches", start: 14.5, end: 14.5, requests: [] }),
      paths: ["/batches/5/requests"],
    },
    { what: "none", change: removeFromBatch(4), paths: ["/requests/5/request"], entails: ["wrong-cost"] },
    {
      what: "of another server",
      change: ({ batches }) => (batches[4]!.server = "batches"),
      paths: ["/batches/4/requests/0", "/batches/4/requests"],
      entails: ["wrong-cost"],
    },
    {
      what: "two together on slots",
      change: ({ batches }) => {
        batches.splice(2, 1);
        Object.assign(batches[1]!, { end: 27, requests: ["agent", "essay"] });
      },
      paths: ["/batches/1/requests"],
    },
  ],
  "wrong-batch-times": [
    {
      what: "starts earlier",
      change: ({ batches }) => (batches[0]!.start = 1.9),
      paths: ["/batches/0/start"],
      entails: ["wrong-cost"],
    },
    { what: "ends earlier", change: ({ batches }) => (batches[3]!.end = 10.5), paths: ["/batches/3/end"] },
    { what: "ends later", change: ({ batches }) => (batches[4]!.end = 18.1), paths: ["/batches/4/end"] },
  ],
  "wrong-order": [
    { what: "not by start", change: ({ order }) => order.push(order.shift()!), paths: ["/order/5"] },
    { what: "two swapped", change: ({ order }) => order.splice(0, 2, "agent", "draft"), paths: ["/order/1"] },
    { what: "not all", change: ({ order }) => order.pop(), paths: ["/order"] },
    { what: "twice", change: ({ order }) => order.push("title"), paths: ["/order/6"] },
    { what: "one that is not served", change: ({ order }) => order.push("novel"), paths: ["/order/6"] },
  ],
  "before-arrival": [
    {
      what: "it came later",
      problem: withRequest("title", { arrival: 17 }),
      change: totals({ latency: 66 }),
      paths: ["/requests/5/start"],
    },
  ],
  "before-now": [{ what: "it is later", problem: { ...problem, now: 3 }, paths: ["/requests/0/start"] }],
  "before-server-available": [
    { what: "batches", problem: withServer("batches", { availableFrom: 2.5 }), paths: ["/requests/0/start"] },
    {
      what: "slots",
      problem: withServer("slots", { availableFrom: 5 }),
      paths: ["/requests/3/start", "/requests/4/start"],
    },
  ],
  "overlapping-batches": [
    {
      what: "the first still runs",
      change: (sequence) => {
        for (const request of [chat, 2]) shift(sequence, request, -1);
        sequence.batches[3]!.end = 13.5;
        totals({ latency: 76 })(sequence);
      },
      paths: ["/batches/3/start"],
    },
  ],
  "over-max-batch": [
    { what: "batch", problem: withServer("batches", { maxBatch: 1 }), paths: ["/batches/3/requests"] },
    {
      what: "batch, by concurrency",
      problem: withServer("batches", { limits: { concurrency: 1 } }),
      paths: ["/batches/3/requests"],
    },
    {
      what: "slots",
      problem: withServer("slots", { kvTokens: 80 }),
      change: (sequence) => {
        shift(sequence, title, -0.5);
        totals({ latency: 77.5 })(sequence);
      },
      paths: ["/requests/5/start"],
    },
  ],
  "over-kv-tokens": [
    { what: "batch", problem: withServer("batches", { kvTokens: 33 }), paths: ["/batches/3/requests"] },
    { what: "slots", problem: withServer("slots", { kvTokens: 61 }), paths: ["/requests/4/start"] },
    {
      what: "one alone",
      problem: withServer("slots", { kvTokens: 40 }),
      paths: ["/requests/4/start", "/requests/5/start"],
    },
  ],
  "wrong-first-token": [
    { what: "earlier", change: at(draft, { firstToken: 3.9 }), paths: ["/requests/0/firstToken"] },
    { what: "later", change: at(agent, { firstToken: 6.1 }), paths: ["/requests/3/firstToken"] },
  ],
  "wrong-end": [
    {
      what: "later",
      change: (sequence) => {
        at(essay, { end: 28 })(sequence);
        sequence.batches[2]!.end = 28;
        totals({ latency: 79, cost: 51.8 })(sequence);
      },
      paths: ["/requests/4/end"],
    },
    {
      what: "earlier",
      change: (sequence) => {
        at(draft, { end: 7 })(sequence);
        sequence.batches[0]!.end = 7;
        totals({ latency: 77, cost: 49.8 })(sequence);
      },
      paths: ["/requests/0/end"],
    },
    {
      what: "as if alone in its batch",
      change: (sequence) => {
        at(2, { end: 10 })(sequence);
        totals({ latency: 77.5 })(sequence);
      },
      paths: ["/requests/2/end"],
    },
  ],
  "wrong-met": [
    {
      what: "kept, not missed",
      change: (sequence) => {
        at(agent, { met: false })(sequence);
        totals({ attained: 3 })(sequence);
      },
      paths: ["/requests/3/met"],
    },
    {
      what: "missed, not kept",
      change: (sequence) => {
        at(essay, { met: true })(sequence);
        totals({ attained: 5 })(sequence);
      },
      paths: ["/requests/4/met"],
    },
    {
      what: "not said",
      change: ({ requests }) => delete requests[essay]!.met,
      paths: ["/requests/4/met"],
    },
    { what: "without a promise", change: at(2, { met: false }), paths: ["/requests/2/met"] },
  ],
  "wrong-attained": [
    { what: "more", change: (sequence) => (sequence.attained = 4.001), paths: ["/attained"] },
    { what: "less", change: (sequence) => (sequence.attained = 3), paths: ["/attained"] },
  ],
  "wrong-latency": [
    { what: "longer", change: (sequence) => (sequence.totalLatency = 78.001), paths: ["/totalLatency"] },
    { what: "shorter", change: (sequence) => (sequence.totalLatency = 77.999), paths: ["/totalLatency"] },
  ],
  "wrong-cost": [
    { what: "dearer", change: (sequence) => (sequence.cost = 50.81), paths: ["/cost"] },
    { what: "cheaper", change: (sequence) => (sequence.cost = 50.79), paths: ["/cost"] },
    {
      what: "slots pay for the server each",
      change: (sequence) => (sequence.cost = 50.8 + 37),
      paths: ["/cost"],
    },
  ],
  "wrong-objective": [
    { what: "more", change: (sequence) => (sequence.objective = 4 / 77), paths: ["/objective"] },
    {
      what: "of another objective",
      change: ({ run }) => (run.objective = "mean-latency"),
      paths: ["/objective"],
    },
  ],
  "wrong-status": [{ what: "complete", change: (sequence) => (sequence.status = "complete"), paths: ["/status"] }],
  "wrong-proof": [
    {
      what: "it fits",
      problem: withServer("slots", { kvTokens: 110 }),
      paths: ["/unplaced/0/proven"],
    },
    {
      what: "where nothing limits the tokens",
      problem: withServer("batches", { kvTokens: undefined }),
      paths: ["/unplaced/0/proven"],
    },
  ],
};

describe.each(Object.entries(corruptions))("%s", (code, cases) => {
  test.each(cases)("$what", ({ change = () => {}, paths, entails = [], problem: on }) => {
    const found = violationsAfter(change, on);
    expect(found.filter(([of]) => of === code).map(([, path]) => path)).toEqual(paths);
    expect(new Set(found.map(([of]) => of))).toEqual(new Set([code, ...entails]));
  });

  test("at least once alone", () => {
    expect(cases.some(({ entails }) => entails === undefined)).toBe(true);
  });
});

/** Gives an entry of `requests` other fields. */
function at(index: number, fields: object) {
  return ({ requests }: Sequence) => Object.assign(requests[index]!, fields);
}

/** Moves a request, and its batch if it starts with it, to another time. */
function shift({ requests, batches }: Sequence, index: number, seconds: number): void {
  const entry = requests[index]!;
  const batch = batches.find((batch) => batch.requests[0] === entry.request);
  for (const time of ["start", "firstToken", "end"] as const) entry[time] += seconds;
  if (batch) for (const time of ["start", "end"] as const) batch[time] += seconds;
}

/** Makes the totals agree with a change. */
function totals(totals: { attained?: number; latency?: number; cost?: number }) {
  return (sequence: Sequence) => {
    const { attained = sequence.attained, latency = sequence.totalLatency, cost = sequence.cost } = totals;
    Object.assign(sequence, { attained, totalLatency: latency, cost, objective: attained / latency });
  };
}

function removeFromBatch(index: number) {
  return ({ batches }: Sequence) => batches.splice(index, 1);
}
