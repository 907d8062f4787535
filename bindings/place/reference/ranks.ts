/**
 * Numbers of tasks that the static priority rules and the critical path are made of. Tasks are numbered in topological
 * order, so one pass up or down the numbers meets every task after those that its number depends on. Sums are added in
 * the order written here, which decides the last bit.
 *
 * Topcuoglu, Hariri, Wu: Performance-effective and low-complexity task scheduling for heterogeneous computing, IEEE
 * TPDS 13(3), 2002 (upward and downward rank, critical path).
 * Arabnejad, Barbosa: List scheduling algorithm for heterogeneous systems by an optimistic cost table, IEEE TPDS 25(3),
 * 2014 (optimistic cost table).
 */

import type { MeanCommunication, PlaceInstance } from "../instance.js";
import { durationOn, eligibleNodes, graphOf } from "./graph.js";
import { firstByGreatest, greatest, least, mean, range } from "./lists.js";

/** Mean duration of each task over the nodes that can run it, seconds; 0 if there is none. */
function meanDurations(instance: PlaceInstance): number[] {
  return range(instance.tasks).map((task) =>
    mean(eligibleNodes(instance, task).map((node) => durationOn(instance, task, node))),
  );
}

/** Length of the longest path from each task to an exit, the task itself included. */
export function upwardRanks(instance: PlaceInstance, link: MeanCommunication): number[] {
  const { successors } = graphOf(instance);
  const duration = meanDurations(instance);
  const rank: number[] = [];
  for (const task of range(instance.tasks).reverse()) {
    const paths = successors[task]!.map((next) => communication(link, next.data) + rank[next.task]!);
    rank[task] = duration[task]! + greatest(paths);
  }
  return rank;
}

/** Length of the longest path from an entry to each task, the task itself excluded. */
export function downwardRanks(instance: PlaceInstance, link: MeanCommunication): number[] {
  const { predecessors } = graphOf(instance);
  const duration = meanDurations(instance);
  const rank: number[] = [];
  for (const task of range(instance.tasks)) {
    const paths = predecessors[task]!.map(
      (previous) => rank[previous.task]! + duration[previous.task]! + communication(link, previous.data),
    );
    rank[task] = greatest(paths);
  }
  return rank;
}

/** The priority of CPOP: length of the longest path through each task. */
export function upwardDownwardRanks(instance: PlaceInstance, link: MeanCommunication): number[] {
  const upward = upwardRanks(instance, link);
  const downward = downwardRanks(instance, link);
  return range(instance.tasks).map((task) => upward[task]! + downward[task]!);
}

/** Upward rank without communication. */
export function staticLevels(instance: PlaceInstance): number[] {
  return upwardRanks(instance, { latency: 0, secondsPerGigabyte: 0 });
}

/**
 * Optimistic cost table of PEFT, [task][node]: the longest path from the end of the task on the node to an exit when
 * every later task gets the node that suits it best. A successor that no node can run adds nothing.
 */
export function optimisticCosts(instance: PlaceInstance, link: MeanCommunication): number[][] {
  const { successors } = graphOf(instance);
  const cost: number[][] = [];
  for (const task of range(instance.tasks).reverse()) {
    const next = successors[task]!.map((successor) => ({
      ...successor,
      nodes: eligibleNodes(instance, successor.task),
    }));
    cost[task] = range(instance.nodes).map((node) =>
      greatest(
        next
          .filter((successor) => successor.nodes.length > 0)
          .map((successor) =>
            least(
              successor.nodes.map((other) => {
                const path = cost[successor.task]![other]! + durationOn(instance, successor.task, other);
                return other === node ? path : path + communication(link, successor.data);
              }),
            ),
          ),
      ),
    );
  }
  return cost;
}

/** The priority of PEFT: mean optimistic cost of each task over the nodes that can run it; 0 if there is none. */
export function optimisticRanks(instance: PlaceInstance, link: MeanCommunication): number[] {
  const cost = optimisticCosts(instance, link);
  return range(instance.tasks).map((task) => mean(eligibleNodes(instance, task).map((node) => cost[task]![node]!)));
}

/**
 * The critical path of CPOP: from the entry task of highest priority, follow the successor that attains the upward rank.
 * Looking for equal priorities along the path, as the paper does, breaks on rounding.
 */
export function criticalPath(instance: PlaceInstance, link: MeanCommunication): number[] {
  const { predecessors, successors } = graphOf(instance);
  const upward = upwardRanks(instance, link);
  const priority = upwardDownwardRanks(instance, link);
  const entries = range(instance.tasks).filter((task) => predecessors[task]!.length === 0);
  const path: number[] = [];
  let task = firstByGreatest(entries, (entry) => [priority[entry]!]);
  while (task !== undefined) {
    path.push(task);
    const next = firstByGreatest(successors[task]!, ({ task, data }) => [communication(link, data) + upward[task]!]);
    task = next?.task;
  }
  return path;
}

/** Mean time that handing over `data` takes, seconds. */
function communication(link: MeanCommunication, data: number): number {
  return data === 0 ? 0 : link.latency + data * link.secondsPerGigabyte;
}
