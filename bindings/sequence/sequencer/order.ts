import type { Seconds } from "../../cluster/model.js";
import { plannedOutput } from "../latency.js";
import type { SequenceRule, Starvation } from "../options.js";
import type { Service } from "./service.js";
import type { Waiting } from "./waiting.js";

/** Rules by which a server orders what waits, without a plan. */
type OrderRule = Exclude<SequenceRule, "moore-hodgson">;

export interface OrderSettings {
  rule: OrderRule;
  ageing: number;
  starvation: Starvation;
}

/** What the keys of the rules depend on besides the request. */
export interface Moment {
  now: Seconds;
  /** Position of the server that chooses. */
  server: number;
  /** Decisions before: batches started, or on servers with slots, requests started. */
  decisions: number;
  /** Whether what is taken is one batch; else each is a decision of its own. */
  isStatic: boolean;
  service: Service;
  /** What has been taken so far, the last at the end. */
  taken: readonly Waiting[];
}

/**
 * Requests by a rule, the least key first; ties fall to the one listed first. Reading k of n takes O(n + k log n), with
 * `fair` O(n + k · tenants).
 */
export function ordered(waiting: readonly Waiting[], settings: OrderSettings, moment: Moment): Iterable<Waiting> {
  const { rule, ageing, starvation } = settings;
  const { now, server } = moment;
  switch (rule) {
    case "fcfs":
      return leastFirst(waiting, ({ request }) => request.arrival);
    case "sjf":
      return leastFirst(waiting, ({ execution }) => execution[server]!);
    case "ljf":
      return leastFirst(waiting, ({ execution }) => -execution[server]!);
    case "edf":
      return leastFirst(waiting, ({ deadline }) => deadline);
    case "least-slack":
      return leastFirst(waiting, ({ latestStart }) => latestStart[server]!);
    case "priority":
      // At time t it is weight + ageing · (t − arrival), the greatest first. All have the same t.
      return leastFirst(waiting, ({ request: { weight = 1, arrival } }) => ageing * arrival - weight);
    case "weighted-sjf":
      return leastFirst(waiting, ({ request: { weight = 1 }, execution }) => execution[server]! / weight);
    case "fair":
      return leastServedFirst(waiting, moment);
    case "learned-rank":
      return byScore(waiting, moment, starvation);
    case "urgency":
      return leastFirst(waiting, ({ request: { stepsLeft = 1 }, deadline, execution }) => {
        return (deadline - now) / stepsLeft - execution[server]!;
      });
  }
}

/** By key, then as listed: a binary heap, taken apart as far as is read. */
export function* leastFirst(waiting: readonly Waiting[], keyOf: (waiting: Waiting) => number): Iterable<Waiting> {
  const key = new Float64Array(waiting.length);
  const heap = new Int32Array(waiting.length);
  for (let i = 0; i < waiting.length; i++) {
    key[i] = keyOf(waiting[i]!);
    heap[i] = i;
  }
  const isBefore = (a: number, b: number) => {
    return key[a]! < key[b]! || (key[a] === key[b] && a < b);
  };
  let size = waiting.length;
  const sink = (at: number) => {
    const item = heap[at]!;
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, item)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = item;
  };
  for (let at = size >> 1; at-- > 0; ) sink(at);
  while (size > 0) {
    yield waiting[heap[0]!]!;
    heap[0] = heap[--size]!;
    sink(0);
  }
}

/** Of the tenant that has been served the least, what is taken meanwhile included, the request listed first. */
function* leastServedFirst(waiting: readonly Waiting[], { service, taken }: Moment): Iterable<Waiting> {
  const lines = new Map<string | undefined, Line>();
  waiting.forEach((item, position) => {
    const { tenant } = item.request;
    const line = lines.get(tenant);
    if (line) line.positions.push(position);
    else lines.set(tenant, { tenant, served: service.of(item.request), positions: [position], next: 0 });
  });
  while (lines.size > 0) {
    const line = [...lines.values()].reduce((first, other) => (isBefore(other, first) ? other : first));
    const item = waiting[line.positions[line.next++]!]!;
    yield item;
    if (taken.at(-1) === item) line.served += item.request.promptTokens + 2 * plannedOutput(item.request);
    if (line.next === line.positions.length) lines.delete(line.tenant);
  }
}

/** Requests of a tenant. */
interface Line {
  tenant: string | undefined;
  served: number;
  positions: number[];
  /** How many of them have been offered. */
  next: number;
}

function isBefore(a: Line, b: Line): boolean {
  return a.served < b.served || (a.served === b.served && a.positions[a.next]! < b.positions[b.next]!);
}

/** By score, after those that starve: every `threshold` decisions, a request is promoted for the next `quantum`. */
function* byScore(waiting: readonly Waiting[], moment: Moment, { threshold, quantum }: Starvation): Iterable<Waiting> {
  const { isStatic, taken } = moment;
  const score = ({ request }: Waiting) => request.score ?? 0;
  const left = new Set(waiting);
  while (left.size > 0) {
    const before = taken.length;
    const decisions = moment.decisions + (isStatic ? 0 : before);
    const isPromoted = ({ since }: Waiting) => (decisions - since) % (threshold + quantum) >= threshold;
    for (const item of promotedFirst([...left], isPromoted, score)) {
      left.delete(item);
      yield item;
      // That was a decision: others may starve now.
      if (!isStatic && taken.length > before) break;
    }
  }
}

function* promotedFirst(
  waiting: readonly Waiting[],
  isPromoted: (waiting: Waiting) => boolean,
  score: (waiting: Waiting) => number,
): Iterable<Waiting> {
  yield* leastFirst(waiting.filter(isPromoted), score);
  const others = waiting.filter((item) => !isPromoted(item));
  yield* leastFirst(others, score);
}
