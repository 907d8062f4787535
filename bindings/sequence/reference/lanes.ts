import type { SequenceInstance } from "../instance.js";
import { type Assignment, execution } from "./evaluate.js";
import { latestStart, rankingOf } from "./ranking.js";

/**
 * A plan for one static server whose requests all wait already, as `assembly/sequence/skeleton/lanes.ts` explains it: a request
 * whose latest start is more than `patient` times its start by shortest job first, or less than `lost` times, both counted
 * from when the server is available, goes to the late lane. The lanes, cut into full batches, are merged in the way that
 * attains the most after the price of latency.
 */
export function lanePlan(instance: SequenceInstance, lost: number, patient: number, price: number): Assignment {
  const room = instance.maxBatch[0]!;
  const begin = instance.available[0]!;
  const early: number[] = [];
  const late: number[] = [];
  const { order } = rankingOf(instance, 0);
  let shortestFirst = begin;
  order.forEach((r, rank) => {
    const wait = shortestFirst - begin;
    const slack = latestStart(instance, 0, r) - begin;
    (slack > patient * wait || slack < lost * wait ? late : early).push(r);
    if ((rank + 1) % room === 0) shortestFirst += execution(instance, 0, r, room);
  });
  const batches = merge(instance, cut(early, room), cut(late, room), price);
  const batch = new Int32Array(instance.requests);
  batches.forEach((members, k) => {
    for (const r of members) batch[r] = k;
  });
  return { server: new Int32Array(instance.requests), batch };
}

function cut(lane: readonly number[], room: number): number[][] {
  const batches: number[][] = [];
  for (let from = 0; from < lane.length; from += room) batches.push(lane.slice(from, from + room));
  return batches;
}

/** The sequence of batches that starts with `i` of the early lane and `j` of the late one, and is best so far. */
interface Merged {
  value: number;
  end: number;
  batches: number[][];
}

/** Of two ways that are equal, the one that ends with the early lane. */
function merge(instance: SequenceInstance, early: number[][], late: number[][], price: number): number[][] {
  const best: Merged[][] = [];
  for (let i = 0; i <= early.length; i++) {
    best[i] = [];
    for (let j = 0; j <= late.length; j++) {
      const byEarly = i > 0 ? append(instance, best[i - 1]![j]!, early[i - 1]!, price) : undefined;
      const byLate = j > 0 ? append(instance, best[i]![j - 1]!, late[j - 1]!, price) : undefined;
      const none = { value: 0, end: instance.available[0]!, batches: [] };
      best[i]![j] = byLate && !(byEarly && byEarly.value >= byLate.value) ? byLate : (byEarly ?? none);
    }
  }
  return best[early.length]![late.length]!.batches;
}

function append(instance: SequenceInstance, { value, end, batches }: Merged, batch: number[], price: number): Merged {
  const kept = batch.filter((r) => latestStart(instance, 0, r) >= end);
  const attained = kept.reduce((sum, r) => sum + instance.weight[r]!, 0);
  return {
    value: value + (attained - price * (batch.length * end)),
    end: end + execution(instance, 0, batch.at(-1)!, batch.length),
    batches: [...batches, batch],
  };
}
