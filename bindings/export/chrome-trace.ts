/**
 * Trace Event JSON, which Perfetto (https://ui.perfetto.dev) and chrome://tracing open: a process for each node, in it a
 * thread for each task that runs beside others, and threads for the data that arrives. Arrows lead from the sender of
 * data to its receiver. Format: "Trace Event Format", a document of the Chromium project.
 */

import type { Placement, PlaceProblem, Transfer } from "../place/model.js";
import { firstFitLanes } from "./lanes.js";
import { type Bar, rows } from "./rows.js";
import { stageKey } from "./stages.js";
import { processNames, span, type TraceEvent, traceText } from "./trace-events.js";

/**
 * @returns JSON text, one event a line; times are microseconds since the start of the plan
 */
export function chromeTrace(problem: PlaceProblem, placement: Placement): string {
  const arrivals = transfersByTarget(placement);
  const flows = flowIds(placement);
  const events: TraceEvent[] = [];
  for (const [index, row] of rows(problem, placement).entries()) {
    const pid = index + 1;
    const incoming = arrivals.get(row.node) ?? [];
    const { lane, lanes } = firstFitLanes(incoming);
    const threads = [...Array(row.lanes).fill("tasks"), ...Array(incoming.length > 0 ? lanes : 0).fill("data in")];
    events.push(...processNames(pid, row.node, threads));
    for (const bar of row.bars) events.push(task(bar, pid), ...flowEnds(bar, pid, flows));
    for (const [i, transfer] of incoming.entries()) events.push(arrival(transfer, pid, row.lanes + 1 + lane[i]!));
  }
  return traceText(events);
}

function task({ placed, task, lane }: Bar, pid: number): TraceEvent {
  const { stage, class: taskClass, needs, requires, deadline } = task ?? {};
  return {
    ph: "X",
    name: placed.task,
    cat: stageKey(task),
    pid,
    tid: lane + 1,
    ...span(placed),
    args: { stage, class: taskClass, needs, requires, deadline, met: placed.met },
  };
}

function arrival(transfer: Transfer, pid: number, tid: number): TraceEvent {
  const { from, to, source, data, cost } = transfer;
  return {
    ph: "X",
    name: `${from} → ${to}`,
    cat: "transfer",
    pid,
    tid,
    ...span(transfer),
    args: { from, to, source, gigabytes: data, dollars: cost },
  };
}

/** A flow is bound to the slices that enclose its ends, so these lie in the middle of the two tasks. */
function flowEnds({ placed, lane }: Bar, pid: number, flows: Flows): TraceEvent[] {
  const common = { name: "data", cat: "transfer", pid, tid: lane + 1, ts: middle(placed) };
  return [
    ...(flows.sent.get(placed.task) ?? []).map((id) => ({ ph: "s" as const, ...common, id })),
    ...(flows.received.get(placed.task) ?? []).map((id) => ({ ph: "f" as const, bp: "e" as const, ...common, id })),
  ];
}

interface Flows {
  sent: Map<string, number[]>;
  received: Map<string, number[]>;
}

/** Numbers the transfers, at both of their ends. */
function flowIds(placement: Placement): Flows {
  const flows: Flows = { sent: new Map(), received: new Map() };
  for (const [index, { from, to }] of placement.transfers.entries()) {
    append(flows.sent, from, index + 1);
    append(flows.received, to, index + 1);
  }
  return flows;
}

function transfersByTarget(placement: Placement): Map<string, Transfer[]> {
  const arrivals = new Map<string, Transfer[]>();
  for (const transfer of [...placement.transfers].sort((a, b) => a.start - b.start || a.end - b.end)) {
    append(arrivals, transfer.target, transfer);
  }
  return arrivals;
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function middle({ start, end }: { start: number; end: number }): number {
  return Math.round(((start + end) / 2) * 1e9) / 1e3;
}
