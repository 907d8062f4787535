import { describe, expect, test } from "vitest";
import { chromeTrace } from "../../bindings/export/chrome-trace.js";
import type { Placement, PlaceProblem } from "../../bindings/place/model.js";
import { placement, problem } from "../place/example.js";
import { hostileIds, hostilePlacement, hostileProblem } from "./hostile.js";

interface TraceEvent {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur: number;
  cat: string;
  id: number;
  args: Record<string, unknown>;
}

describe("Chrome trace", () => {
  test("tasks are complete events in microseconds, in the process of their node", () => {
    const events = eventsOf(problem, placement);
    const nodeOf = new Map(
      events.filter(({ name }) => name === "process_name").map(({ pid, args }) => [pid, args.name]),
    );
    const tasks = events.filter(({ ph, cat }) => ph === "X" && cat !== "transfer");
    expect(tasks).toHaveLength(placement.tasks.length);
    for (const { name, pid, ts, dur } of tasks) {
      const { nodes, start, end } = placement.tasks.find(({ task }) => task === name)!;
      expect(nodeOf.get(pid)).toBe(nodes[0]);
      expect([ts, ts + dur]).toEqual([start * 1e6, end * 1e6]);
    }
    const train = tasks.find(({ name }) => name === "train")!;
    expect(train.cat).toBe("pretraining");
    expect(train.args).toMatchObject({ class: "training", needs: { gpu: 3, cpu: 2 }, deadline: 18 });
  });

  test("transfers are events of the receiving node, with arrows from sender to receiver", () => {
    const events = eventsOf(problem, placement);
    const arrivals = events.filter(({ ph, cat }) => ph === "X" && cat === "transfer");
    expect(arrivals.map(({ args }) => `${args.from} ${args.to} ${args.gigabytes}`).sort()).toEqual(
      placement.transfers.map(({ from, to, data }) => `${from} ${to} ${data}`).sort(),
    );
    const tasks = events.filter(({ ph, cat }) => ph === "X" && cat !== "transfer");
    for (const { pid, tid } of arrivals) expect(tasks).not.toContainEqual(expect.objectContaining({ pid, tid }));
    for (const phase of ["s", "f"]) {
      const ends = events.filter(({ ph }) => ph === phase);
      expect(ends).toHaveLength(placement.transfers.length);
      for (const end of ends) {
        const { from, to } = placement.transfers[end.id - 1]!;
        const enclosing = events.filter((event) => event.ph === "X" && event.tid === end.tid && encloses(event, end));
        expect(enclosing.map(({ name }) => name)).toContain(phase === "s" ? from : to);
      }
    }
  });

  test("what shares a thread does not overlap, at whatever times", () => {
    const count = 60;
    const times = Array.from({ length: count }, (_, i) => ({
      start: (i % 12) / 3,
      end: (i % 12) / 3 + ((i % 5) + 1) / 7,
    }));
    const crowded: Placement = {
      ...placement,
      tasks: times.map((time, i) => ({ task: `t${i}`, nodes: ["n"], ...time })),
      transfers: [],
    };
    const tasks = times.map((_, i) => ({ id: `t${i}`, work: 1 }));
    const threads = new Map<number, TraceEvent[]>();
    for (const event of eventsOf({ cluster: { nodes: [{ id: "n" }] }, workflow: { tasks } }, crowded)) {
      if (event.ph === "X") threads.set(event.tid, [...(threads.get(event.tid) ?? []), event]);
    }
    expect([...threads.values()].flat()).toHaveLength(count);
    const mostAtOnce = Math.max(
      ...times.map(({ start }) => times.filter((t) => t.start <= start && start < t.end).length),
    );
    expect(threads.size).toBe(mostAtOnce);
    for (const events of threads.values()) {
      events.sort((a, b) => a.ts - b.ts);
      for (const [i, { ts }] of events.entries())
        if (i > 0) expect(nanoseconds(ts)).toBeGreaterThanOrEqual(endOf(events[i - 1]!));
    }
  });

  test("ids come through unchanged", () => {
    const names = eventsOf(hostileProblem, hostilePlacement)
      .filter(({ ph, cat }) => ph === "X" && cat === "other")
      .map(({ name }) => name);
    expect(names).toEqual(hostileIds);
  });
});

function eventsOf(problem: PlaceProblem, placement: Placement): TraceEvent[] {
  const trace = JSON.parse(chromeTrace(problem, placement)) as { displayTimeUnit: string; traceEvents: TraceEvent[] };
  expect(trace.displayTimeUnit).toBe("ms");
  return trace.traceEvents;
}

function encloses(event: TraceEvent, { pid, ts }: TraceEvent): boolean {
  return event.pid === pid && event.ts <= ts && ts <= event.ts + event.dur;
}

function nanoseconds(microseconds: number): number {
  return Math.round(microseconds * 1e3);
}

function endOf({ ts, dur }: TraceEvent): number {
  return nanoseconds(ts) + nanoseconds(dur);
}
