/**
 * List scheduling in plain TypeScript: the twin that the WebAssembly kernel is tested against, and the backend where
 * WebAssembly is not allowed. It follows the papers, keeps no more than the schedule and evaluates everything anew.
 *
 * One after the other, a ready task is chosen by a priority rule, gets a node by a node rule, and starts there as early
 * as the timeline of the node allows.
 */

import type { PlaceKernel } from "./instance.js";
import { nodeRule } from "./reference/node-rules.js";
import { priorityRule } from "./reference/priority-rules.js";
import { Schedule } from "./reference/schedule.js";

export const placeReference: PlaceKernel = (instance, settings) => {
  const schedule = new Schedule(instance, settings.combination.timeline);
  const chooseTask = priorityRule(schedule, settings);
  const chooseNode = nodeRule(schedule, settings);
  const { predecessors, successors } = schedule.graph;

  const undecidedPredecessors = predecessors.map((list) => list.length);
  let candidates = [...undecidedPredecessors.keys()].filter((task) => undecidedPredecessors[task] === 0);
  let released: number[] = [];
  while (candidates.length > 0) {
    const chosen = chooseTask(candidates);
    const node = chooseNode(chosen);
    if (node !== undefined) schedule.place(chosen, node);

    candidates = candidates.filter((task) => task !== chosen);
    for (const { task } of successors[chosen]!) {
      undecidedPredecessors[task]! -= 1;
      if (undecidedPredecessors[task] === 0) released.push(task);
    }
    if (settings.combination.ready === "list" || candidates.length === 0) {
      candidates.push(...released);
      released = [];
    }
  }
  return schedule.solution();
};
