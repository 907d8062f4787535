import type { Node } from "../cluster/model.js";
import { encodeCommunication } from "./encode-communication.js";
import { encodeResources } from "./encode-resources.js";
import type { Graph } from "./graph.js";
import type { PlaceInstance } from "./instance.js";
import type { ParsedProblem } from "./parse.js";
import type { NormalTask } from "./parse-workflow.js";

/** The problem as flat arrays, as `PlaceInstance` describes them. */
export function encodePlaceProblem({ problem, nodeIndex, resources, links, graph }: ParsedProblem): PlaceInstance {
  const { nodes } = problem.cluster;
  const tasks = inOrder(problem.workflow.tasks, graph.order);
  const stride = Math.ceil(nodes.length / 8) * 8;

  const release = new Float64Array(tasks.length);
  for (let t = 0; t < tasks.length; t++) release[t] = tasks[t]!.release ?? 0;
  const available = new Float64Array(stride);
  for (let j = 0; j < nodes.length; j++) available[j] = nodes[j]!.availableFrom ?? 0;

  const duration = durations(tasks, nodes, nodeIndex, stride);
  excludeByLabels(duration, tasks, nodes, stride);
  return {
    tasks: tasks.length,
    nodes: nodes.length,
    stride,
    input: graph.order,
    duration,
    release,
    available,
    ...renumbered(graph),
    ...encodeCommunication(links, nodes.length, stride),
    ...encodeResources(duration, tasks, nodes, resources, stride),
  };
}

function inOrder(tasks: readonly NormalTask[], order: Int32Array): NormalTask[] {
  const ordered: NormalTask[] = [];
  for (let t = 0; t < order.length; t++) ordered.push(tasks[order[t]!]!);
  return ordered;
}

/** [tasks × stride] What each task takes by its work or durations alone. */
function durations(
  tasks: readonly NormalTask[],
  nodes: readonly Node[],
  nodeIndex: ReadonlyMap<string, number>,
  stride: number,
): Float64Array {
  const duration = new Float64Array(tasks.length * stride).fill(Infinity);
  const speedsOfKind = new Map<string | undefined, Float64Array>();
  for (let t = 0; t < tasks.length; t++) {
    const task = tasks[t]!;
    const row = t * stride;
    if (task.durations) {
      for (const node in task.durations) duration[row + nodeIndex.get(node)!] = task.durations[node]!;
      continue;
    }
    let speeds = speedsOfKind.get(task.kind);
    if (!speeds) {
      speeds = Float64Array.from(nodes, (node) => speedFor(node, task.kind));
      speedsOfKind.set(task.kind, speeds);
    }
    const work = task.work!;
    for (let j = 0; j < nodes.length; j++) if (speeds[j]! > 0) duration[row + j] = work / speeds[j]!;
  }
  return duration;
}

/** 0 where the node cannot do this kind of work. */
function speedFor({ speed = 1 }: Node, kind: string | undefined): number {
  if (typeof speed === "number") return speed;
  return kind !== undefined && Object.hasOwn(speed, kind) ? speed[kind]! : 0;
}

/** A task runs only where all labels are that it requires. */
function excludeByLabels(
  duration: Float64Array,
  tasks: readonly NormalTask[],
  nodes: readonly Node[],
  stride: number,
): void {
  const carriers = carriersOf(nodes);
  for (let t = 0; t < tasks.length; t++) {
    for (const label of tasks[t]!.requires ?? []) {
      const carrying = carriers.get(label) ?? [];
      let next = 0;
      for (let j = 0; j < nodes.length; j++) {
        if (carrying[next] === j) next++;
        else duration[t * stride + j] = Infinity;
      }
    }
  }
}

/** Nodes that carry each label, ascending. */
function carriersOf(nodes: readonly Node[]): Map<string, number[]> {
  const carriers = new Map<string, number[]>();
  nodes.forEach((node, j) => {
    for (const label of new Set(node.labels)) {
      const carrying = carriers.get(label);
      if (carrying) carrying.push(j);
      else carriers.set(label, [j]);
    }
  });
  return carriers;
}

/** The dependencies by the instance's numbers of tasks. */
function renumbered({ order, ...given }: Graph): Pick<PlaceInstance, "firstPredecessor" | "predecessor" | "data"> {
  const numberOf = new Int32Array(order.length);
  for (let t = 0; t < order.length; t++) numberOf[order[t]!] = t;

  const firstPredecessor = new Int32Array(order.length + 1);
  const predecessor = new Int32Array(given.predecessor.length);
  const data = new Float64Array(given.predecessor.length);
  let edges = 0;
  for (let t = 0; t < order.length; t++) {
    const end = given.firstPredecessor[order[t]! + 1]!;
    for (let e = given.firstPredecessor[order[t]!]!; e < end; e++) {
      predecessor[edges] = numberOf[given.predecessor[e]!]!;
      data[edges] = given.data[e]!;
      edges++;
    }
    firstPredecessor[t + 1] = edges;
  }
  return { firstPredecessor, predecessor, data };
}
