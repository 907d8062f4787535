import { describe, expect, test } from "vitest";
import { InvalidOptionsError } from "../../bindings/errors.js";
import { sequenceCsv } from "../../bindings/export/csv.js";
import { sequenceChromeTrace } from "../../bindings/export/sequence-trace.js";
import { sequenceSvgGantt } from "../../bindings/export/svg-gantt.js";
import { displayWidth } from "../../bindings/export/text.js";
import { sequenceTextGantt } from "../../bindings/export/text-gantt.js";
import type { Sequence, SequenceProblem } from "../../bindings/sequence/model.js";
import { hostileIds } from "./hostile.js";
import { elements, parseXml } from "./xml.js";

const latency = { prefill: [0, 0, 0, 1], decode: [0, 0, 0, 1] } as const;

/** Two batches on one server, by hand: a and b, then c; d fits nowhere; one server has nothing to do. */
const problem: SequenceProblem = {
  requests: [
    { id: "a", arrival: 10, promptTokens: 5, outputTokens: 10, slo: { endToEnd: 20 }, class: "x", tenant: "t" },
    { id: "b", arrival: 10, promptTokens: 5, outputTokens: 1, class: "y" },
    {
      id: "c",
      arrival: 12,
      promptTokens: 5,
      outputTokens: 10,
      slo: { timeToFirstToken: 3, timePerOutputToken: 2 },
      class: "y",
    },
    { id: "d", arrival: 12, promptTokens: 500, outputTokens: 1, slo: { endToEnd: 4 } },
  ],
  servers: [
    { id: "s", maxBatch: 2, kvTokens: 100, latency },
    { id: "idle", maxBatch: 2, kvTokens: 100, latency },
  ],
};
const sequence: Sequence = {
  status: "partial",
  order: ["a", "b", "c"],
  batches: [
    { server: "s", start: 10, end: 20, requests: ["a", "b"] },
    { server: "s", start: 20, end: 30, requests: ["c"] },
  ],
  requests: [
    { request: "a", server: "s", start: 10, firstToken: 11, end: 20, met: true },
    { request: "b", server: "s", start: 10, firstToken: 11, end: 11 },
    { request: "c", server: "s", start: 20, firstToken: 21, end: 30, met: false },
  ],
  unplaced: [{ request: "d", reason: "it fits nowhere", proven: true }],
  attained: 1,
  totalLatency: 29,
  cost: 0,
  objective: 1 / 29,
  run: { algorithm: "fcfs", objective: "attainment-per-latency" },
};

/** Every hostile id as a request, a class and a tenant on a server of the same id. */
const hostileProblem: SequenceProblem = {
  requests: hostileIds.map((id) => ({ id, arrival: 0, promptTokens: 1, outputTokens: 2, class: id, tenant: id })),
  servers: hostileIds.map((id) => ({ id, maxBatch: 1, latency })),
};
const hostileSequence: Sequence = {
  ...sequence,
  order: hostileIds,
  batches: hostileIds.map((id) => ({ server: id, start: 0, end: 2, requests: [id] })),
  requests: hostileIds.map((id) => ({ request: id, server: id, start: 0, firstToken: 1, end: 2 })),
  unplaced: [],
};

describe("text chart of a sequence", () => {
  test("rows are servers, lanes a batch, times since the first arrival, ✗ a promise not kept", () => {
    expect(sequenceTextGantt(problem, sequence, { width: 47 })).toBe(
      [
        "       ╷0s                 ╷10s",
        "s    │ ▐a░░░░░░░░░░░░░░░░░░▐✗c█████████████████",
        "     │ ▐b",
        "idle │ idle",
        "       ░░ x  ██ y  ▆▆ other",
        "",
      ].join("\n"),
    );
  });

  test("tenants are told apart where there are no classes, and nothing where there are neither", () => {
    const without = (...fields: string[]) => ({
      ...problem,
      requests: problem.requests.map((request) => {
        const kept = Object.entries(request).filter(([key]) => !fields.includes(key));
        return Object.fromEntries(kept) as unknown as SequenceProblem["requests"][number];
      }),
    });
    expect(sequenceTextGantt(without("class"), sequence)).toContain("░░ t  ▆▆ other");
    expect(sequenceTextGantt(without("class", "tenant"), sequence)).not.toContain("other");
  });

  test.each([40, 61, 100])("hostile ids do not drive the terminal, in %d columns", (width) => {
    const text = sequenceTextGantt(hostileProblem, hostileSequence, { width });
    expect(text).not.toMatch(/[^\n\P{Cc}]/u);
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });
});

describe("SVG of a sequence", () => {
  const all = elements(parseXml(sequenceSvgGantt(problem, sequence)));
  const withClass = (name: string) => all.filter(({ attributes }) => attributes.class?.split(" ").includes(name));

  test("a bar for each request, late ones outlined, promised moments ticked", () => {
    expect(withClass("bar").map(({ attributes }) => attributes.class)).toEqual([
      "bar hue-0",
      "bar hue-1",
      "bar hue-1 late",
    ]);
    // Both moments lie within the chart: 30, its end, and 15.
    expect(withClass("deadline").map(({ attributes }) => attributes.class)).toEqual(["deadline", "deadline late"]);
    const [a, , c] = withClass("bar").map(({ attributes }) => Number(attributes.x));
    const width = Number(withClass("bar")[0]!.attributes.width);
    expect(c! - a!).toBeCloseTo(width, 1);
    const ticks = withClass("deadline").map(({ attributes }) => Number(/^M([\d.]+) /.exec(attributes.d!)![1]));
    expect(ticks[0]! - a!).toBeCloseTo(2 * width, 1);
    expect(ticks[1]! - a!).toBeCloseTo(width / 2, 1);
  });

  test("tooltips tell what is promised, and the description sums up", () => {
    const titles = all.filter(({ name }) => name === "title").map(({ text }) => text);
    expect(titles).toContain(
      "c\n10s to 20s, 10s long\ny\nwaited 8s, first token after 9s, end after 18s\npromised first token within 3s, 2s a token: not kept",
    );
    expect(all.find(({ name }) => name === "desc")!.text).toBe(
      "Gantt chart of requests on servers. 3 requests on 2 servers · 1 of 3 promises kept · mean latency 9.67s · 1 not placed.",
    );
  });

  test("hostile ids are text and nothing else", () => {
    const hostile = elements(parseXml(sequenceSvgGantt(hostileProblem, hostileSequence, { title: hostileIds[0] })));
    const names = new Set(hostile.map(({ name }) => name));
    expect([...names].sort()).toEqual(["defs", "desc", "g", "marker", "path", "rect", "style", "svg", "text", "title"]);
  });

  test("nothing to serve is a chart too", () => {
    const nothing = { ...sequence, requests: [], batches: [], unplaced: [], totalLatency: 0 };
    expect(sequenceSvgGantt({ ...problem, requests: [] }, nothing)).not.toMatch(/NaN|Infinity/);
    expect(sequenceTextGantt({ ...problem, requests: [] }, nothing)).toContain("idle │ s, idle");
  });

  test("options are checked", () => {
    expect(() => sequenceSvgGantt(problem, sequence, { widht: 3 } as object)).toThrow(InvalidOptionsError);
    expect(() => sequenceTextGantt(problem, sequence, { maxRows: 0 })).toThrow(InvalidOptionsError);
  });
});

test("CSV of a sequence: a line for each request, with batch, latency and promise", () => {
  expect(sequenceCsv(problem, sequence).split("\r\n")).toEqual([
    "request,class,tenant,arrival,server,batch,start,firstToken,end,latency,endToEnd,timeToFirstToken,timePerOutputToken,met,unplaced",
    "a,x,t,10,s,1,10,11,20,10,20,,,true,",
    "b,y,,10,s,1,10,11,11,1,,,,,",
    "c,y,,12,s,2,20,21,30,18,,3,2,false,",
    "d,,,12,,,,,,,4,,,,it fits nowhere",
    "",
  ]);
  expect(sequenceCsv(hostileProblem, hostileSequence)).not.toMatch(/(^|,|\n)[=+@-]/);
});

test("Chrome trace of a sequence: processes are servers, threads lanes, prefill and decode within requests", () => {
  const { traceEvents } = JSON.parse(sequenceChromeTrace(problem, sequence)) as {
    traceEvents: { ph: string; name: string; pid: number; tid: number; ts: number; dur: number; args?: object }[];
  };
  const slices = traceEvents.filter(({ ph }) => ph === "X");
  expect(slices.map(({ name, pid, tid, ts, dur }) => [name, pid, tid, ts, dur])).toEqual([
    ["a", 1, 1, 10e6, 10e6],
    ["prefill", 1, 1, 10e6, 1e6],
    ["decode", 1, 1, 11e6, 9e6],
    ["b", 1, 2, 10e6, 1e6],
    ["prefill", 1, 2, 10e6, 1e6],
    ["c", 1, 1, 20e6, 10e6],
    ["prefill", 1, 1, 20e6, 1e6],
    ["decode", 1, 1, 21e6, 9e6],
  ]);
  expect(slices[0]!.args).toEqual({
    class: "x",
    tenant: "t",
    arrival: 10,
    promptTokens: 5,
    outputTokens: 10,
    endToEnd: 20,
    met: true,
  });
  const servers = traceEvents.filter(({ name }) => name === "process_name").map(({ args }) => args);
  expect(servers).toEqual([{ name: "s" }, { name: "idle" }]);
  expect(() => JSON.parse(sequenceChromeTrace(hostileProblem, hostileSequence))).not.toThrow();
});
