import type { SequenceInstance } from "../instance.js";
import { execution } from "./evaluate.js";
import { latestStart, type Rule, remembersNothing } from "./rule.js";

/**
 * Moore, "An n job, one machine sequencing algorithm for minimizing the number of late jobs" (1968), with Hodgson's
 * simplification: jobs enter in order of their due dates, and whenever the last is late, the longest is dropped. What
 * remains is served in that order, then what was dropped, the shortest first. Optimal for one server that runs one
 * request at a time, when all have arrived and weigh the same.
 *
 * Several servers, batches and slots are taken together as one machine that runs the jobs in batches (see `jobOf`).
 * Arrivals count only for when it begins. A request without a promised moment, or that cannot keep its promise in a full
 * batch, is dropped from the beginning.
 */
export function mooreHodgson(instance: SequenceInstance): Rule {
  const due = new Map(accepted(instance).map((job) => [job.r, job.due]));
  return {
    keys: (s, r) => [due.get(r) ?? Infinity, execution(instance, s, r, instance.maxBatch[s]!)],
    ...remembersNothing,
  };
}

interface Job {
  r: number;
  /** Seconds that a batch of such requests keeps the machine. */
  duration: number;
  /** Latest start and latest end that keep the promise on the fastest server. */
  latestStart: number;
  due: number;
}

function accepted(instance: SequenceInstance): Job[] {
  const { requests, available, arrival } = instance;
  const begin = Math.max(least(available), least(arrival));
  const batch = batchOfMachine(instance);
  const jobs = Array.from({ length: requests }, (_, r) => jobOf(instance, r, batch))
    .filter((job) => job.latestStart >= begin && job.due < Infinity)
    .sort((a, b) => a.due - b.due || a.r - b.r);
  const kept: Job[] = [];
  for (const job of jobs) {
    kept.push(job);
    while (kept.length > 0 && startOfLast(kept, batch, begin) > kept.at(-1)!.latestStart) {
      // Of equals, the last.
      const longest = kept.reduce((most, each) => (each.duration >= most.duration ? each : most));
      kept.splice(kept.indexOf(longest), 1);
    }
  }
  return kept;
}

/** When the batch of the last job starts. A batch lasts as long as its longest. */
function startOfLast(jobs: readonly Job[], batch: number, begin: number): number {
  let start = begin;
  for (let first = 0; first + batch < jobs.length; first += batch) {
    start += Math.max(...jobs.slice(first, first + batch).map(({ duration }) => duration));
  }
  return start;
}

/** The largest static batch of a server; 1 if all have slots, which wait for nobody. */
function batchOfMachine({ slots, maxBatch }: SequenceInstance): number {
  return maxBatch.reduce((largest, size, s) => (slots[s] === 1 ? largest : Math.max(largest, size)), 1);
}

/**
 * The machine is as fast as the servers together: in the time that its fastest server executes a request, each server
 * executes up to `maxBatch`, or less in proportion as it is slower.
 */
function jobOf(instance: SequenceInstance, r: number, batch: number): Job {
  const { servers, maxBatch, batchLimit, requests } = instance;
  const executions = Array.from({ length: servers }, (_, s) => execution(instance, s, r, maxBatch[s]!));
  const fastest = Math.min(...executions);
  const width = executions.reduce((sum, each, s) => sum + maxBatch[s]! * (fastest / each), 0);
  const s = executions.indexOf(fastest);
  const inPace = instance.promised[r] === 1 && batchLimit[s * requests + r]! >= maxBatch[s]!;
  const start = inPace ? latestStart(instance, s, r) : -Infinity;
  return { r, duration: (fastest * batch) / width, latestStart: start, due: start + fastest };
}

function least(values: Float64Array): number {
  return values.reduce((lowest, value) => Math.min(lowest, value), Infinity);
}
