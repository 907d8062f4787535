import type { SequenceInstance } from "../instance.js";
import { execution } from "./evaluate.js";

/** The requests as one server sees them. */
export interface Ranking {
  /** Those that it can take, by execution time in a full batch, then by index. */
  order: number[];
  /** Mean of these times, seconds. */
  meanExecution: number;
}

export function rankingOf(instance: SequenceInstance, s: number): Ranking {
  const time = (r: number) => execution(instance, s, r, instance.maxBatch[s]!);
  const order = requestsOf(instance)
    .filter((r) => time(r) < Infinity)
    .sort((a, b) => time(a) - time(b) || a - b);
  const sum = order.reduce((sum, r) => sum + time(r), 0);
  return { order, meanExecution: order.length > 0 ? sum / order.length : 0 };
}

/** Latest start on the server, in a full batch, that keeps the promise; −Infinity when nothing does. */
export function latestStart(instance: SequenceInstance, s: number, r: number): number {
  const at = s * instance.requests + r;
  const size = instance.maxBatch[s]!;
  if (instance.promised[r] === 0 || instance.batchLimit[at]! < size) return -Infinity;
  return instance.deadline[r]! - (instance.promiseBase[at]! + size * instance.promisePerRequest[at]!);
}

/** Requests by latest start, on the server where that is latest, then by index. */
export function byUrgency(instance: SequenceInstance): number[] {
  const latest = requestsOf(instance).map((r) => {
    const able = Array.from(instance.maxBatch.keys()).filter(
      (s) => instance.base[s * instance.requests + r]! < Infinity,
    );
    return Math.max(...able.map((s) => latestStart(instance, s, r)));
  });
  return requestsOf(instance).sort((a, b) => compare(latest[a]!, latest[b]!) || a - b);
}

export function requestsOf({ requests }: SequenceInstance): number[] {
  return Array.from({ length: requests }, (_, r) => r);
}

/** Infinities are equal to themselves. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
