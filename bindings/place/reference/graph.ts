import type { PlaceInstance } from "../instance.js";
import { range } from "./lists.js";

/** A dependency seen from one of its ends: the task at the other end, and the gigabytes handed over. */
interface Neighbour {
  task: number;
  data: number;
}

/** The workflow as adjacency lists by task number. */
export interface Graph {
  predecessors: Neighbour[][];
  /** In ascending order of task number. */
  successors: Neighbour[][];
}

export function graphOf(instance: PlaceInstance): Graph {
  const { tasks, firstPredecessor, predecessor, data } = instance;
  const predecessors: Neighbour[][] = Array.from({ length: tasks }, () => []);
  const successors: Neighbour[][] = Array.from({ length: tasks }, () => []);
  for (let task = 0; task < tasks; task++) {
    for (let edge = firstPredecessor[task]!; edge < firstPredecessor[task + 1]!; edge++) {
      predecessors[task]!.push({ task: predecessor[edge]!, data: data[edge]! });
      successors[predecessor[edge]!]!.push({ task, data: data[edge]! });
    }
  }
  return { predecessors, successors };
}

/** How long `task` takes on `node`, seconds; Infinity where it cannot run. */
export function durationOn(instance: PlaceInstance, task: number, node: number): number {
  return instance.duration[task * instance.stride + node]!;
}

/** The nodes that can run `task`, in ascending order. */
export function eligibleNodes(instance: PlaceInstance, task: number): number[] {
  return range(instance.nodes).filter((node) => durationOn(instance, task, node) < Infinity);
}
