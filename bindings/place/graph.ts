import type { Door } from "../door.js";
import { printable } from "../errors.js";
import type { NormalTask } from "./parse-workflow.js";

/** The dependencies of a workflow, tasks being their positions in the problem. */
export interface Graph {
  /** [tasks] Kahn's algorithm, first in first out, sources and released successors by position. */
  order: Int32Array;
  /** [tasks + 1] Where the predecessors of each task begin in `predecessor` and `data`. */
  firstPredecessor: Int32Array;
  /** [edges] As `after` lists them. */
  predecessor: Int32Array;
  /** [edges] Gigabytes handed over. */
  data: Float64Array;
}

type Predecessors = Omit<Graph, "order">;

/** Tasks of a cycle that a message names. */
const namedInCycle = 12;

/** Looks up the names in `after`, once, and refuses what makes no order: unknown tasks, repetitions, cycles. */
export function parseGraph(door: Door, tasks: readonly NormalTask[]): Graph {
  door.enter("workflow");
  door.enter("tasks");
  const predecessors = resolve(door, tasks, numberTasks(door, tasks));
  const order = topologicalOrder(predecessors);
  if (order.length < tasks.length) refuseCycles(door, tasks, order, predecessors);
  door.leave();
  door.leave();
  return { order, ...predecessors };
}

function numberTasks(door: Door, tasks: readonly NormalTask[]): Map<string, number> {
  const taskIndex = new Map<string, number>();
  for (let i = 0; i < tasks.length; i++) {
    const { id } = tasks[i]!;
    if (id === "") continue;
    const same = taskIndex.get(id);
    if (same === undefined) {
      taskIndex.set(id, i);
    } else {
      door.enter(i);
      door.refuse(`"${printable(id)}" is already the id of task ${same}; rename one`, "id");
      door.leave();
    }
  }
  return taskIndex;
}

function resolve(door: Door, tasks: readonly NormalTask[], taskIndex: ReadonlyMap<string, number>): Predecessors {
  let edges = 0;
  for (let i = 0; i < tasks.length; i++) edges += tasks[i]!.after.length;
  const firstPredecessor = new Int32Array(tasks.length + 1);
  const predecessor = new Int32Array(edges);
  const data = new Float64Array(edges);
  /** The last task that came after this one. */
  const namedBy = new Array<number>(tasks.length).fill(-1);
  let edge = 0;
  for (let i = 0; i < tasks.length; i++) {
    const { after } = tasks[i]!;
    for (let k = 0; k < after.length; k++) {
      const dependency = after[k]!;
      const sender = taskIndex.get(dependency.task);
      if (sender === undefined || sender === i || namedBy[sender] === i) {
        refuseDependency(door, i, k, dependency.task, sender === i, taskIndex);
        continue;
      }
      namedBy[sender] = i;
      predecessor[edge] = sender;
      data[edge] = dependency.data;
      edge++;
    }
    firstPredecessor[i + 1] = edge;
  }
  return { firstPredecessor, predecessor, data };
}

function refuseDependency(
  door: Door,
  task: number,
  k: number,
  name: string,
  onItself: boolean,
  taskIndex: ReadonlyMap<string, number>,
): void {
  // An empty name was refused before.
  if (name === "") return;
  door.enter(task);
  door.enter("after");
  if (!taskIndex.has(name)) door.refuseUnknownName("no task", name, taskIndex.keys(), k);
  else if (onItself) door.refuse(`"${printable(name)}" cannot come after itself; leave it out`, k);
  else door.refuse(`"${printable(name)}" is named twice; keep one entry with all the data`, k);
  door.leave();
  door.leave();
}

/** Shorter than the number of tasks when some wait for each other. */
function topologicalOrder({ firstPredecessor, predecessor }: Predecessors): Int32Array {
  const tasks = firstPredecessor.length - 1;
  const edges = firstPredecessor[tasks]!;
  const waitsFor = new Int32Array(tasks);
  /** The edges of each sender as a linked list, put together from behind so that receivers ascend. */
  const firstEdge = new Int32Array(tasks).fill(-1);
  const nextEdge = new Int32Array(edges);
  const receiver = new Int32Array(edges);
  for (let t = tasks - 1; t >= 0; t--) {
    const end = firstPredecessor[t + 1]!;
    waitsFor[t] = end - firstPredecessor[t]!;
    for (let e = firstPredecessor[t]!; e < end; e++) {
      const sender = predecessor[e]!;
      nextEdge[e] = firstEdge[sender]!;
      firstEdge[sender] = e;
      receiver[e] = t;
    }
  }

  const order = new Int32Array(tasks);
  let known = 0;
  for (let t = 0; t < tasks; t++) if (waitsFor[t] === 0) order[known++] = t;
  for (let i = 0; i < known; i++) {
    for (let e = firstEdge[order[i]!]!; e >= 0; e = nextEdge[e]!) {
      const t = receiver[e]!;
      if (--waitsFor[t]! === 0) order[known++] = t;
    }
  }
  return order.subarray(0, known);
}

/**
 * Names one cycle for each set of tasks that leads back into it. Every task without a place in the order waits for
 * another one without; following these backwards must come round.
 */
function refuseCycles(door: Door, tasks: readonly NormalTask[], order: Int32Array, predecessors: Predecessors): void {
  const placed = new Uint8Array(tasks.length);
  for (const t of order) placed[t] = 1;
  /** The walk that came by, counted from 1. */
  const walk = new Int32Array(tasks.length);
  for (let start = 0; start < tasks.length; start++) {
    if (placed[start] || walk[start]) continue;
    const path: number[] = [];
    let t = start;
    while (!walk[t]) {
      walk[t] = start + 1;
      path.push(t);
      t = waitsFor(t, placed, predecessors);
    }
    if (walk[t] === start + 1) refuseCycle(door, tasks, path.slice(path.indexOf(t)).reverse());
  }
}

function waitsFor(task: number, placed: Uint8Array, { firstPredecessor, predecessor }: Predecessors): number {
  let e = firstPredecessor[task]!;
  while (placed[predecessor[e]!]) e++;
  return predecessor[e]!;
}

/** `cycle` lists tasks in the order of data, each waiting for the one before, the first for the last. */
function refuseCycle(door: Door, tasks: readonly NormalTask[], cycle: number[]): void {
  const lowest = cycle.indexOf(cycle.reduce((least, t) => Math.min(least, t)));
  const round = [...cycle.slice(lowest), ...cycle.slice(0, lowest)];
  const names = round.slice(0, namedInCycle).map((t) => `"${printable(tasks[t]!.id)}"`);
  if (round.length > namedInCycle) names.push(`… ${round.length - namedInCycle} more …`);
  names.push(names[0]!);
  const task = round[0]!;
  const before = tasks[round.at(-1)!]!.id;
  door.enter(task);
  door.enter("after");
  const entry = tasks[task]!.after.findIndex((dependency) => dependency.task === before);
  door.refuse(`closes a cycle: ${names.join(" → ")}; take one of these dependencies out`, entry);
  door.leave();
  door.leave();
}
