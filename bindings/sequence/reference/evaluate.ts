import type { SequenceInstance, SequenceSolution } from "../instance.js";

/** Which server each request is on, and in which batch: all that a plan decides. */
export type Assignment = Pick<SequenceSolution, "server" | "batch">;

/** What a plan amounts to. Every number is an exact sum but the cost, which is computed last. */
export interface Totals {
  /** Σ weight of the requests whose promise is kept. */
  attained: number;
  /** Σ end − arrival, seconds. */
  latency: number;
  /** Σ weight · seconds by which the promised moment is missed. */
  tardiness: number;
  cost: number;
}

export interface Evaluation extends Totals {
  /** [requests] Seconds since `origin`. */
  start: Float64Array;
}

/**
 * A plan's starts and totals, from nothing but its assignment. Static batches start when the previous one has ended and
 * the last of their requests has arrived. On a server with slots, requests start in their order, each as soon as it has
 * arrived, a slot is free and its tokens fit.
 */
export function evaluate(instance: SequenceInstance, assignment: Assignment): Evaluation {
  const start = new Float64Array(instance.requests);
  const totals = { attained: 0, latency: 0, tardiness: 0 };
  let cost = 0;
  let tokenCost = 0;
  for (let s = 0; s < instance.servers; s++) {
    const batches = batchesOf(assignment, s);
    const size = instance.slots[s] === 1 ? () => instance.maxBatch[s]! : (batch: number[]) => batch.length;
    const starts = instance.slots[s] === 1 ? slotStarts(instance, s, batches) : batchStarts(instance, s, batches);
    let busy = 0;
    batches.forEach((batch, k) => {
      busy += durationOf(instance, s, batch, size(batch));
      for (const r of batch) {
        start[r] = starts[k]!;
        tokenCost += instance.tokenCost[s * instance.requests + r]!;
        const { attained, latency, tardiness } = outcome(instance, s, r, size(batch), starts[k]!);
        totals.attained += attained;
        totals.latency += latency;
        totals.tardiness += tardiness;
      }
    });
    cost += busy * instance.pricePerSecond[s]!;
  }
  return { start, ...totals, cost: cost + tokenCost };
}

/** Seconds that a request executes in a batch of `size`. */
export function execution({ base, perRequest, requests }: SequenceInstance, s: number, r: number, size: number) {
  return base[s * requests + r]! + size * perRequest[s * requests + r]!;
}

/** What one request adds to the totals. */
export function outcome(instance: SequenceInstance, s: number, r: number, size: number, start: number) {
  const { requests, promiseBase, promisePerRequest, batchLimit, deadline, promised, weight, arrival } = instance;
  const at = s * requests + r;
  const moment = start + (promiseBase[at]! + size * promisePerRequest[at]!);
  const kept = promised[r] === 1 && moment <= deadline[r]! && size <= batchLimit[at]!;
  return {
    attained: kept ? weight[r]! : 0,
    latency: start + execution(instance, s, r, size) - arrival[r]!,
    tardiness: moment > deadline[r]! ? weight[r]! * (moment - deadline[r]!) : 0,
  };
}

/** Requests of each batch of a server, by number, in index order. */
export function batchesOf({ server, batch }: Assignment, s: number): number[][] {
  const batches: number[][] = [];
  batch.forEach((k, r) => {
    if (server[r] !== s) return;
    batches[k] ??= [];
    batches[k].push(r);
  });
  return batches;
}

/** Of a static server. */
function batchStarts(instance: SequenceInstance, s: number, batches: readonly number[][]): number[] {
  let free = instance.available[s]!;
  return batches.map((batch) => {
    const start = batch.reduce((latest, r) => Math.max(latest, instance.arrival[r]!), free);
    free = start + durationOf(instance, s, batch, batch.length);
    return start;
  });
}

/** Of a server with slots: each batch is one request. */
function slotStarts(instance: SequenceInstance, s: number, order: readonly number[][]): number[] {
  const running: { end: number; tokens: number }[] = [];
  let earliest = instance.available[s]!;
  return order.map(([request]) => {
    const r = request!;
    earliest = Math.max(earliest, instance.arrival[r]!);
    // The moment is that of the last request to end before there is room.
    running.sort((a, b) => a.end - b.end);
    while (running.length > 0 && (running[0]!.end <= earliest || !hasRoom(instance, s, r, running))) {
      earliest = Math.max(earliest, running.shift()!.end);
    }
    running.push({ end: earliest + execution(instance, s, r, instance.maxBatch[s]!), tokens: instance.tokens[r]! });
    return earliest;
  });
}

function hasRoom(instance: SequenceInstance, s: number, r: number, running: readonly { tokens: number }[]): boolean {
  const held = running.reduce((sum, { tokens }) => sum + tokens, instance.tokens[r]!);
  return running.length < instance.maxBatch[s]! && held <= instance.kvTokens[s]!;
}

function durationOf(instance: SequenceInstance, s: number, batch: readonly number[], size: number): number {
  return batch.reduce((longest, r) => Math.max(longest, execution(instance, s, r, size)), 0);
}
