/**
 * Seeded workflows and clusters for the benchmarks, as plain problems. A benchmark asks for several seeds of one shape
 * and rotates over them: a single instance repeated is memorised by the branch predictor and looks far too fast.
 *
 * The numbers follow common practice for scheduling benchmarks: work and data uniform on 10 … 100, speeds and bandwidths
 * uniform on 0.5 … 4, so that the mean transfer takes about as long as the mean task.
 */
import type { Cluster, NamedLink, Node } from "../../bindings/cluster/model.js";
import type { Dependency, PlaceProblem, Task } from "../../bindings/place/model.js";
import { Random } from "../../bindings/random.js";

export const families = ["layered", "wide", "fork-join", "random"] as const;
type Family = (typeof families)[number];

export interface Shape {
  family: Family;
  tasks: number;
  nodes: number;
  seed: number;
  /**
   * `related`: a task takes work / speed. `unrelated`: every pair of task and node has its own duration.
   * @default "related"
   */
  machines?: "related" | "unrelated";
  /**
   * How many named resources each node has and each task needs; 0: every node runs one task at a time.
   * @default 0
   */
  resources?: number;
}

export function generateProblem(shape: Shape): PlaceProblem {
  const cluster = generateCluster(shape);
  const random = new Random(shape.seed + 0x10000);
  const tasks = predecessorsOf[shape.family](shape, random).map((predecessors, index) =>
    generateTask(index, predecessors, cluster.nodes, shape, random),
  );
  return { cluster, workflow: { tasks } };
}

/** Nodes of different speeds, and a link of a different bandwidth between every two. */
export function generateCluster(shape: Pick<Shape, "nodes" | "seed" | "machines" | "resources">): Cluster {
  const random = new Random(shape.seed);
  const nodes = generateNodes(shape, random);
  return { nodes, network: { links: generateLinks(nodes, random) } };
}

/** How many seeds of a shape a benchmark rotates over: enough to outgrow the branch predictor. */
export function rotationLength(tasks: number): number {
  return Math.max(4, Math.min(64, Math.ceil(32_000 / tasks)));
}

/** Predecessors of each task, by task index, ascending and without repetition; always lower than the task itself. */
const predecessorsOf: Record<Family, (shape: Shape, random: Random) => number[][]> = {
  /** One to five predecessors out of the most recent tasks: neighbouring layers of a wide pipeline. */
  layered({ tasks, nodes }, random) {
    const window = 4 * nodes;
    return build(tasks, (task) => sample(random, 1 + random.below(5), Math.max(0, task - window), task));
  },

  /** Independent tasks; in every other seed, one in ten waits for another. */
  wide({ tasks, seed }, random) {
    const linked = seed % 2 === 1;
    return build(tasks, (task) => (linked && random.below(10) === 0 ? sample(random, 1, 0, task) : []));
  },

  /** A task fans out to one to four tasks per node, whose results the next task joins. */
  "fork-join"({ tasks, nodes }, random) {
    const edges: number[][] = [[]];
    for (let fork = 0; edges.length < tasks; ) {
      const width = Math.min(nodes + random.below(3 * nodes), Math.max(1, tasks - edges.length - 1));
      const branches = build(width, (branch) => edges.length + branch);
      for (const _ of branches) edges.push([fork]);
      if (edges.length < tasks) fork = edges.push(branches) - 1;
    }
    return edges;
  },

  /** None to four predecessors from anywhere before. */
  random({ tasks }, random) {
    return build(tasks, (task) => sample(random, random.below(5), 0, task));
  },
};

/** Distinct integers from low to high − 1, ascending; fewer than `count` when draws coincide. */
function sample(random: Random, count: number, low: number, high: number): number[] {
  const drawn = new Set<number>();
  for (let i = 0; i < count && high > low; i++) drawn.add(low + random.below(high - low));
  return [...drawn].sort((a, b) => a - b);
}

const resourceNames = ["cpu", "memory", "gpu", "disk", "network", "slots", "licences", "ports"];

function generateNodes(
  { nodes, machines, resources = 0 }: Parameters<typeof generateCluster>[0],
  random: Random,
): Node[] {
  return build(nodes, (index) => {
    const node: Node = { id: `node-${index}` };
    if (machines !== "unrelated") node.speed = between(random, 0.5, 4);
    if (resources > 0) node.capacity = amounts(resources, () => 16 + random.below(49));
    return node;
  });
}

function generateLinks(nodes: readonly Node[], random: Random): NamedLink[] {
  const links: NamedLink[] = [];
  for (const [index, from] of nodes.entries()) {
    for (const to of nodes.slice(index + 1)) {
      links.push({ from: from.id, to: to.id, bandwidth: between(random, 0.5, 4) });
    }
  }
  return links;
}

function generateTask(
  index: number,
  predecessors: number[],
  nodes: readonly Node[],
  shape: Shape,
  random: Random,
): Task {
  const task: Task = { id: `task-${index}` };
  const work = between(random, 10, 100);
  if (shape.machines === "unrelated") {
    task.durations = Object.fromEntries(nodes.map((node) => [node.id, work / between(random, 0.5, 4)]));
  } else {
    task.work = work;
  }
  if (shape.resources) task.needs = amounts(shape.resources, () => 1 + random.below(16));
  if (predecessors.length > 0) {
    task.after = predecessors.map((from): Dependency => ({ task: `task-${from}`, data: between(random, 10, 100) }));
  }
  return task;
}

function amounts(resources: number, draw: () => number): Record<string, number> {
  return Object.fromEntries(resourceNames.slice(0, resources).map((name) => [name, draw()]));
}

function build<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}

/** Uniform on low … high. */
function between(random: Random, low: number, high: number): number {
  return low + (high - low) * (random.next() / 2 ** 32);
}
