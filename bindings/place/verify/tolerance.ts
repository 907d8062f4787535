import type { Cluster, Node } from "../../cluster/model.js";
import type { Placement, PlaceProblem, Task } from "../model.js";
import { dependencies } from "./rules.js";

/**
 * Times of a placement that differ by no more are equal: 1e-9 of the horizon. That is its latest end, but no more than
 * the problem bears out, for a placement that puts one task far away must not make the others' overlaps look small. The
 * floor keeps it above 0 where nothing lasts.
 */
export function timeTolerance({ tasks }: Placement, problem: PlaceProblem): number {
  let latest = 1e-300;
  for (const { end } of tasks) latest = Math.max(latest, end);
  return 1e-9 * Math.min(latest, Math.max(1e-300, longestPlan(problem)));
}

/** An upper bound on the makespan of plans that do not idle: all work and all transfers one after another. */
function longestPlan({ cluster, workflow }: PlaceProblem): number {
  const slowest = cluster.nodes.flatMap(speedsOf).reduce((least, speed) => Math.min(least, speed), 1);
  const transfer = slowestTransfer(cluster);
  let seconds = 0;
  let latest = 0;
  for (const { availableFrom = 0 } of cluster.nodes) latest = Math.max(latest, availableFrom);
  for (const task of workflow.tasks) {
    latest = Math.max(latest, task.release ?? 0);
    seconds += longestDuration(task, slowest);
    for (const { data } of dependencies(task)) seconds += transfer.latency + data * transfer.secondsPerGigabyte;
  }
  return latest + seconds;
}

function speedsOf({ speed = 1 }: Node): number[] {
  return typeof speed === "number" ? [speed] : Object.values(speed);
}

function longestDuration({ work = 0, durations = {} }: Task, slowest: number): number {
  return Object.values(durations).reduce((longest, seconds) => Math.max(longest, seconds), work / slowest);
}

function slowestTransfer({ nodes, network }: Cluster) {
  const { links = [], ...levels } = network ?? {};
  const disks = nodes.map(({ localDisk }) => localDisk);
  const ways = [...links, ...Object.values(levels), ...disks].filter((way) => way !== undefined);
  let latency = 0;
  let secondsPerGigabyte = 0;
  for (const way of ways) {
    latency = Math.max(latency, way.latency ?? 0);
    secondsPerGigabyte = Math.max(secondsPerGigabyte, 1 / way.bandwidth);
  }
  return { latency, secondsPerGigabyte };
}
