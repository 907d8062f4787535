import { limits } from "../limits.js";
import type { MemoryBuffer } from "../pack/memory/model.js";
import type { Bin, Item, PackProblem } from "../pack/model.js";
import type { PlaceProblem, Task } from "../place/model.js";
import { parsePlaceProblem } from "../place/parse.js";
import { ineligibility, duration as secondsOn } from "../place/verify/rules.js";
import { executionOf, secondsAt } from "../sequence/latency.js";
import type { SequenceProblem } from "../sequence/model.js";

/** Deadlines: the earliest end on an idle cluster without transfers ÷ tightness. A task that nothing can run has none. */
export function withDeadlines(problem: PlaceProblem, tightness: number): PlaceProblem {
  const { tasks } = problem.workflow;
  const end = earliestEnds(problem);
  const due = (task: Task, index: number): Task => {
    const { deadline: _, ...rest } = task;
    return Number.isFinite(end[index])
      ? { ...rest, deadline: Math.min(end[index]! / tightness, limits.largest) }
      : rest;
  };
  return { ...problem, workflow: { tasks: tasks.map(due) } };
}

/** Promises: the seconds alone on the fastest server ÷ tightness. */
export function withPromises(problem: SequenceProblem, tightness: number): SequenceProblem {
  const requests = problem.requests.map((request) => {
    const alone = problem.servers.map(({ latency }) => secondsAt(executionOf(latency, request).whole, 1));
    return { ...request, slo: { endToEnd: Math.min(...alone, limits.largest * tightness) / tightness } };
  });
  return { ...problem, requests };
}

/** Copies: so many of each kind that the scarcest resource is needed to the share of `tightness`, or just below. */
export function withCopies(problem: PackProblem, tightness: number): PackProblem {
  const supply = totals(problem.bins.map(freeIn));
  const rounds = Object.entries(totals(problem.items.map(neededBy))).map(([name, needed]) => {
    const available = supply[name] ?? 0;
    return available > 0 ? needed / available : 0;
  });
  const copies = Math.max(1, ...rounds.map((round) => Math.ceil(round / tightness)));
  return { ...problem, bins: problem.bins.map((bin) => ({ ...bin, count: Math.min(copies, 1_000) })) };
}

/** The capacity of which the largest sum of sizes alive at once takes the share of `tightness`, or just less. */
export function capacityFor(buffers: readonly MemoryBuffer[], tightness: number): number {
  const alive = (at: number) =>
    buffers.reduce((sum, { start, end, size }) => (start <= at && at < end ? sum + size : sum), 0);
  return Math.max(1, ...buffers.map(({ start }) => Math.ceil(alive(start) / tightness)));
}

function earliestEnds(problem: PlaceProblem): number[] {
  const { order, firstPredecessor, predecessor } = parsePlaceProblem(problem).graph;
  const end: number[] = [];
  for (const index of order) {
    const task = problem.workflow.tasks[index]!;
    const before = predecessor.slice(firstPredecessor[index], firstPredecessor[index + 1]);
    const ready = before.reduce((latest, other) => Math.max(latest, end[other]!), task.release ?? 0);
    const eligible = problem.cluster.nodes.filter((node) => ineligibility(task, node) === undefined);
    const ends = eligible.map((node) => Math.max(ready, node.availableFrom ?? 0) + secondsOn(task, node));
    end[index] = Math.min(Number.POSITIVE_INFINITY, ...ends);
  }
  return end;
}

function neededBy({ needs = {}, gpus }: Item): Record<string, number> {
  if (!gpus) return needs;
  return { ...needs, gpus: "count" in gpus ? gpus.count : gpus.share };
}

function freeIn({ capacity = {}, gpus, load }: Bin): Record<string, number> {
  const free = Object.entries(capacity).map(([name, amount]) => [name, amount - (load?.needs?.[name] ?? 0)] as const);
  const held = (load?.gpus ?? []).reduce((sum, { share }) => sum + share, 0);
  return { ...Object.fromEntries(free), gpus: (gpus?.count ?? 0) - held };
}

function totals(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, amount] of records.flatMap((record) => Object.entries(record))) {
    sums[name] = (sums[name] ?? 0) + amount;
  }
  return sums;
}
