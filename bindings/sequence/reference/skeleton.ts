import type { SequenceInstance } from "../instance.js";
import { type Assignment, batchesOf, execution } from "./evaluate.js";
import { byUrgency, latestStart, type Ranking, rankingOf, requestsOf } from "./ranking.js";

/** A batch of which only this is decided; see `assembly/sequence/skeleton/skeleton.ts`. */
export interface SkeletonBatch {
  server: number;
  /** Highest rank, among the requests of its server, that it may take. */
  limit: number;
  /** Number of requests. */
  size: number;
}

/** Batches of server 0 by start, then those of server 1, and so on. */
export type Skeleton = readonly SkeletonBatch[];

/** A skeleton whose limits are the highest ranks that the greedy choice takes, and what it amounts to. */
export interface SettledSkeleton {
  skeleton: Skeleton;
  /** Requests of each batch. */
  members: number[][];
  attained: number;
  latency: number;
}

/** Skeletons of one instance. */
export class Skeletons {
  readonly rankings: Ranking[];
  readonly #byUrgency: number[];

  constructor(readonly instance: SequenceInstance) {
    this.rankings = Array.from(instance.maxBatch.keys(), (s) => rankingOf(instance, s));
    this.#byUrgency = byUrgency(instance);
  }

  /** Of a plan. */
  skeletonOf(assignment: Assignment): Skeleton {
    return this.rankings.flatMap(({ order }, server) =>
      batchesOf(assignment, server).map((batch) => ({
        server,
        limit: Math.max(...batch.map((r) => order.indexOf(r))),
        size: batch.length,
      })),
    );
  }

  /** False when the batches up to some limit take more requests than lie within it. */
  isFeasible(skeleton: Skeleton): boolean {
    let taken = 0;
    return byLimit(skeleton).every((k) => {
      taken += skeleton[k]!.size;
      return taken <= skeleton[k]!.limit + 1;
    });
  }

  /** When the batches start, and the latency of all. */
  time(skeleton: Skeleton): { starts: number[]; latency: number } {
    let latency = requestsOf(this.instance).reduce((sum, r) => sum - this.instance.arrival[r]!, 0);
    let end = 0;
    const starts = skeleton.map(({ server, limit, size }, k) => {
      const { order, meanExecution } = this.rankings[server]!;
      const start = skeleton[k - 1]?.server === server ? end : this.instance.available[server]!;
      end = start + execution(this.instance, server, order[limit]!, size);
      latency += size * (start + meanExecution);
      return start;
    });
    return { starts, latency };
  }

  /** The requests that each batch takes, and what they attain; undefined when it does not come out even. */
  choose(skeleton: Skeleton): { members: number[][]; attained: number } | undefined {
    const { starts } = this.time(skeleton);
    const members: number[][] = [];
    const taken = new Set<number>();
    let attained = 0;
    for (const k of byLimit(skeleton)) {
      const { server, limit, size } = skeleton[k]!;
      const within = this.rankings[server]!.order.slice(0, limit + 1);
      const free = this.#byUrgency.filter((r) => within.includes(r) && !taken.has(r));
      const inTime = free.filter((r) => latestStart(this.instance, server, r) >= starts[k]!).slice(0, size);
      const others = free.filter((r) => !inTime.includes(r)).slice(0, size - inTime.length);
      members[k] = [...inTime, ...others];
      if (members[k].length < size) return undefined;
      for (const r of members[k]) taken.add(r);
      for (const r of inTime) attained += this.instance.weight[r]!;
    }
    return { members, attained };
  }

  /** Lowers the limits to the highest ranks taken until they stay; undefined when a choice does not come out even. */
  settle(skeleton: Skeleton): SettledSkeleton | undefined {
    const choice = this.choose(skeleton);
    if (choice === undefined) return undefined;
    const lowered = skeleton.map((batch, k) => {
      const { order } = this.rankings[batch.server]!;
      return { ...batch, limit: Math.max(...choice.members[k]!.map((r) => order.indexOf(r))) };
    });
    if (lowered.some(({ limit }, k) => limit !== skeleton[k]!.limit)) return this.settle(lowered);
    return { skeleton, ...choice, latency: this.time(skeleton).latency };
  }

  /** The plan. */
  assignmentOf({ skeleton, members }: SettledSkeleton): Assignment {
    const server = new Int32Array(this.instance.requests);
    const batch = new Int32Array(this.instance.requests);
    skeleton.forEach((own, k) => {
      const first = skeleton.findIndex((other) => other.server === own.server);
      for (const r of members[k]!) {
        server[r] = own.server;
        batch[r] = k - first;
      }
    });
    return { server, batch };
  }
}

/** Indices of the batches by limit, then by index. */
function byLimit(skeleton: Skeleton): number[] {
  return Array.from(skeleton.keys()).sort((a, b) => skeleton[a]!.limit - skeleton[b]!.limit || a - b);
}
