import { largestBatch, pricePerSecond, promisedWithin, promisesFirstToken, tokenCost } from "./encode.js";
import type { SequenceInstance, SequenceSolution } from "./instance.js";
import { executionOf, secondsAt, tokensOf } from "./latency.js";
import type { Request, Server } from "./model.js";
import type { ParsedSequenceProblem } from "./parse.js";

/** A moment counts as in time up to these shares of it and of what has passed by then: decimal fractions are not exact. */
const lastBits = 2 ** -51;
const noise = 1e-12;

/** When the requests of an instance run, and what the plan amounts to. */
export interface Timeline {
  /** [requests] Seconds since `origin`. */
  start: Float64Array;
  /** [requests] Seconds since `origin`. */
  firstToken: Float64Array;
  /** [requests] Seconds since `origin`. */
  end: Float64Array;
  /** [requests] 1 where a promise is kept. */
  met: Int32Array;
  /** Σ weight of the requests whose promise is kept. */
  attained: number;
  /** Σ end − arrival, seconds. */
  latency: number;
  /** Σ weight · seconds by which the promised moment is missed. */
  tardiness: number;
  /** Dollars. */
  cost: number;
}

/**
 * Times a plan with the numbers of the problem. Kernels decide on rounded ones, so that their sums are exact; what is
 * reported is what the latency model says, to the last digits.
 */
export function timelineOf(
  parsed: ParsedSequenceProblem,
  instance: SequenceInstance,
  plan: SequenceSolution,
): Timeline {
  const { requests, origin } = instance;
  const timeline: Timeline = {
    start: new Float64Array(requests),
    firstToken: new Float64Array(requests),
    end: new Float64Array(requests),
    met: new Int32Array(requests),
    attained: 0,
    latency: 0,
    tardiness: 0,
    cost: 0,
  };
  const earliest = Math.max(parsed.now, origin) - origin;
  batchesByServer(plan, instance.servers).forEach((numbers, s) => {
    const server = parsed.servers[s]!;
    const available = Math.max(parsed.now, server.availableFrom ?? 0, origin) - origin;
    const batches = numbers.map((batch) => batch.map((r) => jobOf(parsed, instance, s, r, batch.length)));
    const starts =
      server.execution === "slots" ? slotStarts(server, batches, available) : batchStarts(batches, available);
    batches.forEach((batch, k) => {
      for (const job of batch) record(timeline, job, starts[k]!, earliest);
      timeline.cost += longest(batch) * pricePerSecond(server);
    });
  });
  return timeline;
}

/** A request on its server. Seconds since `origin`. */
interface Job {
  r: number;
  request: Request;
  arrival: number;
  /** Up to the first token. */
  prefill: number;
  /** Up to the last token. */
  execution: number;
  tokens: number;
  keepsPace: boolean;
  cost: number;
}

function jobOf(parsed: ParsedSequenceProblem, instance: SequenceInstance, s: number, r: number, members: number): Job {
  const server = parsed.servers[s]!;
  const request = parsed.requests[instance.input[r]!]!;
  const size = server.execution === "slots" ? largestBatch(server) : members;
  const { prefill, whole } = executionOf(server.latency, request);
  return {
    r,
    request,
    arrival: request.arrival - instance.origin,
    prefill: secondsAt(prefill, size),
    execution: secondsAt(whole, size),
    tokens: tokensOf(request),
    keepsPace: size <= instance.batchLimit[s * instance.requests + r]!,
    cost: tokenCost(server, request),
  };
}

function record(timeline: Timeline, job: Job, start: number, earliest: number): void {
  const { r, request, arrival, prefill, execution, keepsPace, cost } = job;
  const { weight = 1 } = request;
  timeline.start[r] = start;
  timeline.firstToken[r] = start + prefill;
  timeline.end[r] = start + execution;
  timeline.latency += start - arrival + execution;
  timeline.cost += cost;
  const moment = promisesFirstToken(request) ? timeline.firstToken[r]! : timeline.end[r]!;
  const late = moment - (arrival + promisedWithin(request));
  if (late > noise * (moment - earliest) + lastBits * moment) timeline.tardiness += weight * late;
  else if (keepsPace && request.slo !== undefined) {
    timeline.met[r] = 1;
    timeline.attained += weight;
  }
}

/** [server][batch] Requests of each batch, in index order. */
function batchesByServer({ server, batch }: SequenceSolution, servers: number): number[][][] {
  const batches: number[][][] = Array.from({ length: servers }, () => []);
  server.forEach((s, r) => {
    const onServer = batches[s]!;
    const k = batch[r]!;
    while (onServer.length <= k) onServer.push([]);
    onServer[k]!.push(r);
  });
  return batches;
}

/** Each batch starts when the previous one has ended and the last of its requests has arrived. */
function batchStarts(batches: readonly Job[][], available: number): number[] {
  let free = available;
  return batches.map((batch) => {
    const start = batch.reduce((latest, { arrival }) => Math.max(latest, arrival), free);
    free = start + longest(batch);
    return start;
  });
}

/** Each request starts, in order, when it has arrived, a slot is free and its tokens fit. */
function slotStarts(server: Server, order: readonly Job[][], available: number): number[] {
  const { kvTokens = Infinity } = server;
  const slots = largestBatch(server);
  /** By end. */
  const running: { end: number; tokens: number }[] = [];
  let held = 0;
  let earliest = available;
  return order.map(([job]) => {
    const { arrival, execution, tokens } = job!;
    earliest = Math.max(earliest, arrival);
    while (running.length === slots || held + tokens > kvTokens) {
      const next = running.shift()!;
      held -= next.tokens;
      earliest = Math.max(earliest, next.end);
    }
    const end = earliest + execution;
    let at = running.length;
    while (at > 0 && running[at - 1]!.end > end) at--;
    running.splice(at, 0, { end, tokens });
    held += tokens;
    return earliest;
  });
}

function longest(batch: readonly Job[]): number {
  return batch.reduce((most, { execution }) => Math.max(most, execution), 0);
}
