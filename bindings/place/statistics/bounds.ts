import type { Node } from "../../cluster/model.js";
import type { Task } from "../model.js";
import { dependencies, duration, ineligibility, type Rules } from "../verify/rules.js";

/** The node that would be done first if it ran all tasks alone, one after another; `seconds` is when, from time 0. */
export function bestSingleNode(rules: Rules): { node: string; seconds: number } | undefined {
  const order = serialOrder(rules.tasks);
  let best: { node: string; seconds: number } | undefined;
  for (const node of rules.nodes.values()) {
    const seconds = serialTime(order, node, rules);
    if (seconds < (best?.seconds ?? Number.POSITIVE_INFINITY)) best = { node: node.id, seconds };
  }
  return best;
}

/** Length of the longest path when every task runs on its fastest node and data moves in no time. */
export function minimumCriticalPath(rules: Rules): number {
  const nodes = [...rules.nodes.values()];
  const ends = new Map<string, number>();
  let longest = 0;
  for (const task of inTopologicalOrder(rules.tasks)) {
    let ready = 0;
    for (const { task: id } of dependencies(task)) ready = Math.max(ready, ends.get(id)!);
    const end = ready + Math.min(...nodes.map((node) => possibleDuration(task, node)));
    ends.set(task.id, end);
    longest = Math.max(longest, end);
  }
  return longest;
}

/** When a node is done that becomes available and then runs one task at a time; infinite when it cannot run them all. */
function serialTime(order: readonly Task[], node: Node, rules: Rules): number {
  const ends = new Map<string, number>();
  let now = node.availableFrom ?? 0;
  for (const task of order) {
    now = Math.max(now, task.release ?? 0);
    for (const { task: id, data } of dependencies(task)) {
      now = Math.max(now, ends.get(id)! + rules.handOver(node, node, data)!.seconds);
    }
    now += possibleDuration(task, node);
    if (now === Number.POSITIVE_INFINITY) return now;
    ends.set(task.id, now);
  }
  return now;
}

/**
 * By release, where a task counts as released no sooner than its predecessors: the order in which a node that runs one
 * task at a time is done first (Lawler 1973, the schedule read backwards), were it not for its local disk.
 */
function serialOrder(tasks: ReadonlyMap<string, Task>): Task[] {
  const order = inTopologicalOrder(tasks);
  const released = new Map<string, number>();
  for (const task of order) {
    let latest = task.release ?? 0;
    for (const { task: id } of dependencies(task)) latest = Math.max(latest, released.get(id)!);
    released.set(task.id, latest);
  }
  // Sorting is stable: of equal times, predecessors stay first.
  return order.sort((a, b) => released.get(a.id)! - released.get(b.id)!);
}

function possibleDuration(task: Task, node: Node): number {
  return ineligibility(task, node) === undefined ? duration(task, node) : Number.POSITIVE_INFINITY;
}

function inTopologicalOrder(tasks: ReadonlyMap<string, Task>): Task[] {
  const successors = new Map<string, Task[]>();
  const waitingFor = new Map<Task, number>();
  for (const task of tasks.values()) {
    waitingFor.set(task, dependencies(task).length);
    for (const { task: id } of dependencies(task)) {
      const list = successors.get(id);
      if (list === undefined) successors.set(id, [task]);
      else list.push(task);
    }
  }
  const order = [...tasks.values()].filter((task) => waitingFor.get(task) === 0);
  // The list grows while it is walked.
  for (const task of order) {
    for (const successor of successors.get(task.id) ?? []) {
      const remaining = waitingFor.get(successor)! - 1;
      waitingFor.set(successor, remaining);
      if (remaining === 0) order.push(successor);
    }
  }
  return order;
}
