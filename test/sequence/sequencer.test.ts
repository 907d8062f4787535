import { describe, expect, test } from "vitest";
import { InvalidOptionsError, InvalidProblemError, LehrError } from "../../bindings/errors.js";
import type { SequenceInstance, SequenceKernel } from "../../bindings/sequence/instance.js";
import type { Server } from "../../bindings/sequence/model.js";
import { dispatch } from "../../bindings/sequence/reference/dispatch.js";
import type { SequencerOptions, SequencerRequest } from "../../bindings/sequence/sequencer/model.js";
import { sequencerOn } from "../../bindings/sequence/sequencer.js";
import { randomKernel } from "./sequencer-kernel.js";

/** Plans by the shortest job: what a plan says is then easily seen. */
const shortestFirst: SequenceKernel = {
  ...randomKernel,
  dispatch,
  anneal: (instance) => dispatch(instance, { rule: "sjf", ageing: 0, starvation: { threshold: 1, quantum: 1 } }),
};
const sequencer = sequencerOn(shortestFirst);

/** A second for the prompt, and one for each further token. */
const latency = { prefill: [0, 0, 0, 1], decode: [0, 0, 0, 1] } as const;
const single: Server = { id: "s", maxBatch: 1, latency };
const batching: Server = { id: "s", maxBatch: 3, latency };
const slots: Server = { id: "s", maxBatch: 3, latency, execution: "slots" };

function request(id: string, fields: Partial<SequencerRequest> = {}): SequencerRequest {
  return { id, promptTokens: 10, predictedOutputTokens: 5, ...fields };
}

function queueOn(servers: readonly Server[], options: Partial<SequencerOptions> = {}, ...requests: SequencerRequest[]) {
  const queue = sequencer({ servers, algorithm: "fcfs", ...options });
  for (const each of requests) queue.add(each, 0);
  return queue;
}

describe("refuses", () => {
  const limited = { ...single, kvTokens: 20, limits: { tokensPerMinute: 18 } };

  test.each<[string, unknown, RegExp]>([
    ["what is no request", 7, /\/request: must be an object/],
    ["a malformed request", { id: "a", promptTokens: 0, outputTokens: 1 }, /\/request\/promptTokens: must be a number/],
    ["an id that waits", request("waits"), /\/request\/id: "waits" waits already/],
    ["an id that runs", request("runs"), /\/request\/id: "runs" runs already/],
    [
      "more tokens than the memory",
      request("a", { promptTokens: 90 }),
      /\/request: no server can .* 95 .* holds 20 at once/,
    ],
    [
      "more tokens than a minute",
      request("a", { promptTokens: 14 }),
      /\/request: no server can .* 19 .* takes 18 per minute/,
    ],
  ])("%s", (_, given, message) => {
    const queue = queueOn([limited], {}, request("runs"), request("waits"));
    queue.next("s", 0);
    const before = queue.snapshot();
    expect(() => queue.add(given as SequencerRequest, 1)).toThrow(InvalidProblemError);
    expect(() => queue.add(given as SequencerRequest, 1)).toThrow(message);
    expect(queue.snapshot()).toEqual(before);
  });

  test("moments that are none, and those before the last call", () => {
    const queue = queueOn([single]);
    queue.add(request("a"), 5);
    expect(() => queue.next("s", 4)).toThrow(/\/now: must not be before 5, the moment of an earlier call; it is 4/);
    expect(() => queue.remove("a", NaN)).toThrow(/\/now: must be a number/);
    expect(queue.next("s", 5)).toBeDefined();
  });

  test("servers and requests that there are not", () => {
    const queue = queueOn([single], {}, request("a"));
    expect(() => queue.next("S", 0)).toThrow(/there is no server "S"; did you mean "s"/);
    expect(() => queue.wakeAt("x", 0)).toThrow(LehrError);
    expect(() => queue.complete("a", 0, 1)).toThrow(/no request runs as "a"/);
    queue.next("s", 0);
    expect(() => queue.complete("a", 0, 1.5)).toThrow(/\/outputTokens: must be a whole number/);
    queue.complete("a", 0, 0);
    expect(() => queue.complete("a", 0, 1)).toThrow(expect.objectContaining({ code: "unknown-id" }));
    expect(queue.remove("a", 0)).toBe(false);
  });

  test.each<[string, object, RegExp]>([
    ["exhaustive search", { algorithm: "exhaustive" }, /"algorithm" cannot be exhaustive/],
    ["unknown options", { servers: [single], maxwait: 3 }, /"maxwait" is unknown; did you mean "maxWait"/],
    ["options of one verb alone", { warmStart: { batches: [] } }, /"warmStart" is unknown/],
    ["options of another algorithm", { algorithm: "fcfs", seed: 1 }, /"seed" goes with algorithm "anneal"/],
    ["a negative wait", { maxWait: -1 }, /"maxWait" must be a number of seconds/],
  ])("%s", (_, options, message) => {
    expect(() => sequencer({ servers: [single], ...options })).toThrow(InvalidOptionsError);
    expect(() => sequencer({ servers: [single], ...options })).toThrow(message);
  });

  test("servers that are not valid", () => {
    expect(() => sequencer({ servers: [{ ...single, maxBatch: 0 }] })).toThrow(/\/servers\/0\/maxBatch: must be/);
    expect(() => sequencer({} as SequencerOptions)).toThrow(/\/servers: must be an array/);
  });
});

describe("a server", () => {
  test("with static batches starts the next when the last of a batch is complete", () => {
    const queue = queueOn([batching], {}, request("a"), request("b"), request("c"), request("d"));
    expect(queue.next("s", 2)).toEqual({ server: "s", start: 2, end: 7, requests: ["a", "b", "c"] });
    queue.complete("a", 3, 5);
    queue.complete("c", 4, 5);
    expect(queue.next("s", 4)).toBeUndefined();
    expect(queue.wakeAt("s", 4)).toBeUndefined();
    expect(queue).toMatchObject({ waiting: 1, running: 1 });
    expect(queue.remove("b", 5)).toBe(true);
    expect(queue.next("s", 5)).toMatchObject({ requests: ["d"] });
  });

  test("with slots starts as many as are free", () => {
    const queue = queueOn([slots], {}, request("a"), request("b"), request("c"), request("d"), request("e"));
    expect(queue.next("s", 0)?.requests).toEqual(["a", "b", "c"]);
    expect(queue.next("s", 0)).toBeUndefined();
    queue.complete("b", 1, 5);
    expect(queue.next("s", 1)?.requests).toEqual(["d"]);
  });

  test("runs no more than its concurrency allows and its memory holds", () => {
    const narrow = queueOn([{ ...slots, limits: { concurrency: 2 } }], {}, request("a"), request("b"), request("c"));
    expect(narrow.next("s", 0)?.requests).toEqual(["a", "b"]);
    // Of 15 tokens each but one: what does not fit is passed.
    const big = request("big", { promptTokens: 20 });
    const full = queueOn([{ ...slots, kvTokens: 38 }], {}, request("a"), big, request("c"));
    expect(full.next("s", 0)?.requests).toEqual(["a", "c"]);
    full.complete("a", 0, 1);
    expect(full.next("s", 0)).toBeUndefined();
    full.complete("c", 0, 1);
    expect(full.next("s", 0)?.requests).toEqual(["big"]);
  });

  test("starts nothing before it is available or a request has arrived", () => {
    const queue = queueOn([{ ...single, availableFrom: 3 }], {}, request("a", { arrival: 8 }));
    expect(queue.wakeAt("s", 0)).toBe(8);
    queue.add(request("b"), 1);
    expect(queue.next("s", 1)).toBeUndefined();
    expect(queue.wakeAt("s", 1)).toBe(3);
    expect(queue.wakeAt("s", 3)).toBe(3);
    expect(queue.next("s", 3)?.requests).toEqual(["b"]);
    queue.complete("b", 4, 5);
    expect(queue.next("s", 4)).toBeUndefined();
    expect(queue.next("s", 8)?.requests).toEqual(["a"]);
  });
});

describe("limits per minute", () => {
  test("of requests slide", () => {
    const api = { ...slots, limits: { requestsPerMinute: 2 } };
    const queue = queueOn([api], {}, request("a"), request("b"), request("c"), request("d"));
    expect(queue.next("s", 0)?.requests).toEqual(["a", "b"]);
    queue.complete("a", 10, 5);
    expect(queue.next("s", 10)).toBeUndefined();
    expect(queue.wakeAt("s", 10)).toBe(60);
    expect(queue.next("s", 59.9)).toBeUndefined();
    expect(queue.next("s", 60)?.requests).toEqual(["c", "d"]);
  });

  test("of tokens let others pass", () => {
    const api = { ...slots, maxBatch: 9, limits: { tokensPerMinute: 100 } };
    const big = request("big", { promptTokens: 75 });
    const queue = queueOn([api], {}, request("a"), request("b"), big, request("c"));
    // 15 each but for 80: the fourth passes the third.
    expect(queue.next("s", 0)?.requests).toEqual(["a", "b", "c"]);
    expect(queue.wakeAt("s", 0)).toBe(60);
    expect(queue.next("s", 60)?.requests).toEqual(["big"]);
  });

  test("count the actual tokens once they are known", () => {
    const api = { ...slots, limits: { tokensPerMinute: 30 } };
    const queue = queueOn([api], {}, request("a"), request("b"), request("c"));
    expect(queue.next("s", 0)?.requests).toEqual(["a", "b"]);
    // 10 + 1 and 10 + 15: 4 too many, until the minute is over.
    queue.complete("a", 1, 1);
    queue.add(request("tiny", { promptTokens: 1, predictedOutputTokens: 3 }), 1);
    expect(queue.next("s", 1)?.requests).toEqual(["tiny"]);
    queue.complete("b", 2, 15);
    expect(queue.snapshot().sends.map(({ tokens }) => tokens)).toEqual([11, 25, 4]);
    expect(queue.wakeAt("s", 2)).toBe(60);
    queue.complete("tiny", 90, 3);
    expect(queue.snapshot().sends).toEqual([]);
  });

  test("free the minute as what was sent grows old", () => {
    const queue = queueOn([{ ...slots, maxBatch: 9, limits: { tokensPerMinute: 60 } }], { maxWait: 999 });
    for (const now of [0, 10, 20]) {
      queue.add(request(`at ${now}`), now);
      queue.next("s", now);
    }
    queue.add(request("big", { promptTokens: 35 }), 20);
    expect(queue.next("s", 20)).toBeUndefined();
    // It needs 40 of 60, of which 45 are used: two of three have to go.
    expect(queue.wakeAt("s", 20)).toBe(70);
    expect(queue.next("s", 69)).toBeUndefined();
    expect(queue.next("s", 70)?.requests).toEqual(["big"]);
  });

  test("let nothing pass a request for longer than it may wait", () => {
    const api = { ...slots, maxBatch: 9, limits: { tokensPerMinute: 100 } };
    const queue = queueOn([api], { maxWait: 30 }, request("a"), request("big", { promptTokens: 81 }));
    expect(queue.next("s", 0)?.requests).toEqual(["a"]);
    // Something small comes every ten seconds, and would keep the minute too full for ever.
    const started = [10, 20, 30, 40, 50, 60].map((now) => {
      queue.add(request(`at ${now}`), now);
      return queue.next("s", now)?.requests ?? [];
    });
    expect(started).toEqual([["at 10"], ["at 20"], [], [], [], []]);
    expect(queue.wakeAt("s", 60)).toBe(70);
    expect(queue.next("s", 70)).toBeUndefined();
    expect(queue.next("s", 80)?.requests).toEqual(["big"]);
  });

  test("hold a place only where the request finds room first", () => {
    const api = (id: string) => ({ ...slots, id, maxBatch: 9, limits: { tokensPerMinute: 100 } });
    const servers = [api("later"), api("sooner")];
    const queue = queueOn(servers, { maxWait: 0 }, request("a"));
    expect(queue.next("sooner", 0)?.requests).toEqual(["a"]);
    queue.add(request("b"), 5);
    expect(queue.next("later", 5)?.requests).toEqual(["b"]);
    queue.add(request("big", { promptTokens: 95 }), 6);
    queue.add(request("c"), 7);
    expect(queue.next("sooner", 7)).toBeUndefined();
    expect(queue.wakeAt("sooner", 7)).toBe(60);
    expect(queue.next("later", 7)?.requests).toEqual(["c"]);
    expect(queue.next("sooner", 60)?.requests).toEqual(["big"]);
  });
});

test("a request holds its place for memory too, where what runs ends first", () => {
  const tokens = (predictedOutputTokens: number) => ({ promptTokens: 10, predictedOutputTokens });
  const servers: Server[] = [
    { ...batching, id: "batch", maxBatch: 2 },
    { ...slots, kvTokens: 40 },
  ];
  const queue = queueOn(servers, { maxWait: 0 }, request("x", tokens(2)), request("y", tokens(20)));
  expect(queue.next("batch", 0)?.requests).toEqual(["x", "y"]);
  queue.add(request("a", tokens(10)), 0);
  expect(queue.next("s", 0)?.requests).toEqual(["a"]);
  // The batch ends with its longest at 20, the slot at 10.
  queue.add(request("big", { promptTokens: 28, predictedOutputTokens: 2 }), 1);
  queue.add(request("c", tokens(2)), 1);
  expect(queue.next("s", 1)).toBeUndefined();
  queue.complete("a", 12, 10);
  expect(queue.next("s", 12)?.requests).toEqual(["big"]);
});

describe("what outlives a decision", () => {
  test("is the service of each tenant, as it was and not as it was planned", () => {
    const of = (tenant: string, n: number) => request(`${tenant}${n}`, { tenant });
    const queue = queueOn([single], { algorithm: "fair" }, of("a", 1), of("a", 2), of("a", 3), of("b", 1), of("b", 2));
    const serve = (output: number) => {
      const [id] = queue.next("s", 0)!.requests;
      queue.complete(id!, 0, output);
      return id;
    };
    // 10 + 2 · 5 planned each; a's first turns out at 10 + 2 · 30, so b is served until it has as much.
    expect([serve(30), serve(5), serve(5), serve(5), serve(5)]).toEqual(["a1", "b1", "b2", "a2", "a3"]);
  });

  test("is no service saved up by staying away", () => {
    const of = (tenant: string, n: number) => request(`${tenant}${n}`, { tenant });
    const queue = queueOn([single], { algorithm: "fair" }, ...[1, 2, 3, 4].map((n) => of("a", n)));
    const serve = () => {
      const [id] = queue.next("s", 0)!.requests;
      queue.complete(id!, 0, 5);
      return id;
    };
    expect([serve(), serve()]).toEqual(["a1", "a2"]);
    for (const n of [1, 2, 3]) queue.add(of("b", n), 0);
    expect([serve(), serve(), serve(), serve()]).toEqual(["a3", "b1", "a4", "b2"]);
  });

  test("is how often a request was left waiting", () => {
    const options = { algorithm: "learned-rank", starvation: { threshold: 2, quantum: 1 } } as const;
    const queue = queueOn([single], options, request("last", { score: 9 }));
    const order: string[] = [];
    for (let n = 0; n < 5; n++) {
      queue.add(request(`n${n}`, { score: n }), 0);
      if (n === 0) continue;
      const [id] = queue.next("s", 0)!.requests;
      queue.complete(id!, 0, 5);
      order.push(id!);
    }
    expect(order).toEqual(["n0", "n1", "last", "n2"]);
  });

  test("is weight that grows with waiting", () => {
    const queue = queueOn([single], { algorithm: "priority", ageing: 1 }, request("old", { weight: 1 }));
    queue.add(request("strong", { weight: 4 }), 2);
    queue.add(request("newer", { weight: 4 }), 4);
    expect(queue.next("s", 9)?.requests).toEqual(["strong"]);
    queue.complete("strong", 9, 5);
    expect(queue.next("s", 9)?.requests).toEqual(["old"]);
  });
});

describe("with a plan", () => {
  const anneal = { algorithm: "anneal" } as const;
  const short = (id: string) => request(id, { predictedOutputTokens: 1 });

  test("the plan decides", () => {
    const queue = queueOn([single], anneal, request("long"), short("short"));
    expect(queue.next("s", 0)?.requests).toEqual(["short"]);
  });

  test("moore-hodgson drops what would make others late", () => {
    const slo = (endToEnd: number) => ({ slo: { endToEnd } });
    const tokens = (n: number) => ({ predictedOutputTokens: n });
    const long = request("long", { ...slo(9), ...tokens(9) });
    const others = [request("b", { ...slo(10), ...tokens(5) }), request("c", { ...slo(11), ...tokens(5) })];
    const queue = queueOn([single], { algorithm: "moore-hodgson" }, long, ...others);
    const order = [0, 5, 10].map((now) => {
      const [id] = queue.next("s", now)!.requests;
      queue.complete(id!, now, 5);
      return id;
    });
    expect(order).toEqual(["b", "c", "long"]);
  });

  test("what is overdue goes first, on top of what is planned", () => {
    const queue = queueOn([single], { ...anneal, maxWait: 20 }, request("old"));
    queue.add(short("short"), 19);
    expect(queue.next("s", 19)?.requests).toEqual(["short"]);
    queue.complete("short", 20, 1);
    queue.add(short("short"), 20);
    expect(queue.next("s", 20)?.requests).toEqual(["old"]);
  });

  test("a batch has room for what is planned and what is overdue, and no more", () => {
    const ones: SequenceKernel = { ...shortestFirst, anneal: (instance) => onServer(instance, 0) };
    const queue = sequencerOn(ones)({ servers: [batching], maxWait: 20 });
    queue.add(request("old"), 0);
    for (const id of ["a", "b", "c"]) queue.add(request(id), 20);
    expect(queue.next("s", 20)?.requests).toEqual(["old", "a"]);
  });

  test("what found no place in a plan gets one when that is done", () => {
    const sizes: number[] = [];
    const counting: SequenceKernel = {
      ...shortestFirst,
      anneal(instance) {
        sizes.push(instance.requests);
        return onServer(instance, 0);
      },
    };
    const queue = sequencerOn(counting)({
      servers: [
        { ...slots, maxBatch: 128 },
        { ...single, id: "t" },
      ],
    });
    for (let n = 0; n < 130; n++) queue.add(request(`r${n}`), 0);
    expect(queue.next("s", 0)?.requests.length).toBe(128);
    queue.next("t", 0);
    expect(sizes).toEqual([128, 2]);

    const wide = sequencerOn(counting)({ servers: [{ ...slots, maxBatch: 150 }] });
    for (let n = 0; n < 140; n++) wide.add(request(`r${n}`), 0);
    expect(wide.next("s", 0)?.requests.length).toBe(140);
  });

  test("nothing is overdue that can still keep its promise", () => {
    const patient = request("patient", { slo: { endToEnd: 100 } });
    const queue = queueOn([single], { ...anneal, maxWait: 20 }, patient);
    queue.add(short("s1"), 94);
    expect(queue.next("s", 94)?.requests).toEqual(["s1"]);
    queue.complete("s1", 95, 1);
    queue.add(short("s2"), 95);
    // It would take 5 seconds.
    expect(queue.next("s", 95)?.requests).toEqual(["patient"]);
  });

  test("a server waits for another that the plan prefers, but never all of them", () => {
    const all: SequenceKernel = { ...shortestFirst, anneal: (instance) => onServer(instance, 0) };
    const servers = [single, { ...single, id: "slow" }];
    const queue = sequencerOn(all)({ servers, maxWait: 50 });
    queue.add(request("a"), 0);
    queue.add(request("b"), 0);
    expect(queue.next("slow", 0)).toBeUndefined();
    expect(queue.next("s", 0)?.requests).toEqual(["a"]);
    expect(queue.next("slow", 1)).toBeUndefined();
    expect(queue.wakeAt("slow", 1)).toBe(50);
    expect(queue.next("slow", 50)?.requests).toEqual(["b"]);

    const late = sequencerOn(all)({ servers: [{ ...single, availableFrom: 10 }, servers[1]!] });
    late.add(request("a"), 0);
    expect(late.next("s", 0)).toBeUndefined();
    expect(late.next("slow", 0)?.requests).toEqual(["a"]);
  });

  test("a plan is made anew only when it has to be", () => {
    const seeds: number[] = [];
    const counting: SequenceKernel = {
      ...shortestFirst,
      anneal(instance, settings, iterations) {
        expect(iterations).toBe(7);
        seeds.push(settings.seed);
        return shortestFirst.anneal(instance, settings, iterations);
      },
    };
    const servers = [single, { ...single, id: "t" }];
    const queue = sequencerOn(counting)({ servers, seed: 2 ** 32 - 1, schedule: 7 });
    for (const id of ["a", "b", "c"]) queue.add(request(id), 0);
    expect(seeds).toEqual([]);
    queue.next("s", 0);
    queue.next("t", 0);
    queue.next("t", 1);
    expect(seeds).toEqual([2 ** 32 - 1]);
    queue.complete("a", 5, 5);
    queue.next("s", 5);
    expect(seeds).toEqual([2 ** 32 - 1, 0]);
  });

  test("the kernel sees what runs, and the plan before", () => {
    const seen: SequenceInstance[] = [];
    const warm: number[][] = [];
    const watching: SequenceKernel = {
      ...shortestFirst,
      anneal(instance, settings, iterations) {
        seen.push(instance);
        warm.push([...settings.warmStart!.batch]);
        return shortestFirst.anneal(instance, settings, iterations);
      },
    };
    const servers: Server[] = [{ ...slots, kvTokens: 60, latency: { ...latency, prefill: [0, 1, 0, 0] } }, batching];
    servers[1] = { ...servers[1]!, id: "t", pricePerHour: 3600 };
    const queue = sequencerOn(watching)({ servers });
    for (const n of [3, 5, 9]) queue.add(request(`r${n}`, { predictedOutputTokens: n }), 0);
    expect(queue.next("s", 0)).toBeDefined();
    queue.complete(queue.snapshot().running[0]!.request.id, 2, 1);
    queue.add(request("late"), 2);
    queue.next("s", 2);
    const running = queue.snapshot().running;
    const [first, second] = seen as [SequenceInstance, SequenceInstance];
    expect(first).toMatchObject({ requests: 3, servers: 2 });
    expect([...first.maxBatch]).toEqual([3, 3]);
    expect([...first.base.subarray(0, 3)]).toEqual([2, 4, 8]);
    expect([...first.perRequest.subarray(0, 3)]).toEqual([1, 1, 1]);
    // The free slots, and the busy ones from when they are predicted to end; both at the pace of all three.
    expect(second.servers).toBe(running.length > 1 ? 3 : 2);
    expect(warm[1]!.length).toBe(second.requests);
  });
});

test("only a part of a long queue is planned, and all of it is served", () => {
  let most = 0;
  const watching: SequenceKernel = {
    ...shortestFirst,
    anneal(instance, settings, iterations) {
      most = Math.max(most, instance.requests);
      return randomKernel.anneal(instance, settings, iterations);
    },
  };
  const queue = sequencerOn(watching)({ servers: [batching, { ...slots, id: "t", maxBatch: 64 }] });
  const slo = (n: number) => (n % 2 ? { slo: { endToEnd: n } } : {});
  for (let n = 0; n < 5_000; n++) queue.add(request(`r${n}`, slo(n)), 0);
  const served = new Set<string>();
  for (let now = 0; queue.waiting > 0; now += 0.001) {
    for (const server of ["s", "t"]) {
      const { requests } = queue.next(server, now) ?? { requests: [] };
      for (const id of requests) {
        expect(served.has(id)).toBe(false);
        served.add(id);
        queue.complete(id, now, 5);
      }
    }
  }
  expect(served.size).toBe(5_000);
  expect(most).toBe(128);
});

test("totals are what was served and what it cost", () => {
  const price = { pricePerHour: 7200, pricePerToken: { input: 0.5, output: 2 } };
  const queue = queueOn([{ ...batching, ...price }], {}, request("a"), request("b"));
  queue.next("s", 10);
  queue.complete("a", 14, 4);
  queue.complete("b", 20, 6);
  // 2 dollars for each of 10 seconds, and the tokens.
  expect(queue.totals).toEqual({ completed: 2, tokens: 30, cost: 20 + (5 + 8) + (5 + 12) });
  const onSlots = queueOn([{ ...slots, ...price }], {}, request("a"), request("b"));
  onSlots.next("s", 10);
  onSlots.complete("a", 13, 4);
  onSlots.remove("b", 16);
  // A third of 2 dollars for each of 3 and 6 seconds.
  expect(onSlots.totals.cost).toBeCloseTo(2 + 4 + 13, 9);
});

describe("a snapshot", () => {
  const api = { ...slots, limits: { tokensPerMinute: 40 } };
  const taken = () => {
    const queue = queueOn([api], { algorithm: "anneal" }, request("a"), request("b"), request("c"));
    queue.next("s", 0);
    return queue.snapshot();
  };

  test("is plain JSON of its own", () => {
    const queue = queueOn([api], {}, request("a"));
    const snapshot = queue.snapshot();
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    snapshot.waiting[0]!.request.promptTokens = 1e9;
    expect(queue.snapshot().waiting[0]!.request.promptTokens).toBe(10);
  });

  test("goes on with other servers, as long as what it needs is there", () => {
    const other: Server = { ...single, id: "other" };
    const queue = sequencer({ servers: [api, other] }, taken());
    expect(queue.next("s", 0)).toBeUndefined();
    expect(queue.next("other", 0)?.requests).toEqual(["c"]);
    expect(() => sequencer({ servers: [other] }, taken())).toThrow(/\/snapshot\/running\/0\/server: no server "s"/);
    expect(() => sequencer({ servers: [{ ...api, kvTokens: 3 }] }, taken())).toThrow(
      /\/snapshot\/waiting\/0\/request: no server can take its 15 tokens/,
    );
  });

  test.each<[string, (snapshot: Record<string, unknown>) => void, RegExp]>([
    ["of another version", (snapshot) => Object.assign(snapshot, { version: 2 }), /\/snapshot\/version: must be 1/],
    ["without its parts", (snapshot) => delete snapshot.sends, /\/snapshot\/sends: must be an array/],
    [
      "with a request twice",
      (snapshot) => Object.assign(snapshot, { waiting: [...taken().waiting, ...taken().waiting] }),
      /has the request "c" twice/,
    ],
    [
      "that has sent something later",
      (snapshot) => Object.assign(snapshot, { now: 0, sends: [{ server: "s", request: "a", start: 9, tokens: 1 }] }),
      /\/snapshot\/sends\/0\/start: must not be after 0/,
    ],
    [
      "with numbers that are none",
      (snapshot) => Object.assign(snapshot, { decisions: -1 }),
      /\/snapshot\/decisions: must be a whole/,
    ],
  ])("%s is refused", (_, change, message) => {
    const snapshot = taken() as unknown as Record<string, unknown>;
    change(snapshot);
    expect(() => sequencer({ servers: [api] }, snapshot as never)).toThrow(InvalidProblemError);
    expect(() => sequencer({ servers: [api] }, snapshot as never)).toThrow(message);
  });
});

/** Everything on one server, one after the other. */
function onServer({ requests, base }: SequenceInstance, s: number) {
  const batch = Int32Array.from({ length: requests }, (_, r) => r);
  const start = Float64Array.from(batch, (r) => r * base[s * requests]!);
  return { server: new Int32Array(requests).fill(s), batch, start };
}
