import type { Node } from "../../cluster/model.js";
import type { Task } from "../model.js";
import { dependencies, duration, ineligibility, type Rules } from "../verify/rules.js";

/** The node that can run all tasks and needs the least time for them one after another. */
export function bestSingleNode({ tasks, nodes }: Rules): { node: string; seconds: number } | undefined {
  let best: { node: string; seconds: number } | undefined;
  for (const node of nodes.values()) {
    let seconds = 0;
    for (const task of tasks.values()) seconds += possibleDuration(task, node);
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
