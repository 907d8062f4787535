import { Links } from "../cluster/links.js";
import type { Cluster } from "../cluster/model.js";
import { parseCluster } from "../cluster/parse.js";
import { Door } from "../door.js";
import { type Graph, parseGraph } from "./graph.js";
import type { PlaceProblem } from "./model.js";
import { type NormalTask, parseWorkflow } from "./parse-workflow.js";

/** A `place` problem that has passed the door, and what was found out about it on the way. */
export interface ParsedProblem {
  problem: NormalProblem;
  /** Position of each node by id. */
  nodeIndex: ReadonlyMap<string, number>;
  /** Names of the resources that nodes have, by first appearance. */
  resources: readonly string[];
  links: Links;
  graph: Graph;
}

/**
 * An own copy of the problem. Dependencies are objects, GPUs also stand in the `capacity` and `labels` of their node,
 * no capacity is zero. Parsing it again changes nothing.
 */
interface NormalProblem extends PlaceProblem {
  cluster: Cluster;
  workflow: { tasks: NormalTask[] };
}

const problemKeys = ["cluster", "workflow"] as const satisfies (keyof PlaceProblem)[];

/**
 * Checks a `place` problem, the only time that it is checked.
 * @throws InvalidProblemError with everything that is wrong
 */
export function parsePlaceProblem(value: unknown): ParsedProblem {
  const { cluster, tasks, graph } = new Door().admit((door) => {
    let givenCluster: unknown;
    let givenWorkflow: unknown;
    const fields = door.object(value);
    for (const key in fields) {
      if (key === "cluster") givenCluster = fields[key];
      else if (key === "workflow") givenWorkflow = fields[key];
      else door.refuseUnknownKey(key, problemKeys);
    }
    const cluster = parseCluster(door, "cluster", givenCluster);
    const tasks = parseWorkflow(door, "workflow", givenWorkflow, cluster);
    return { cluster, tasks, graph: parseGraph(door, tasks) };
  });
  return {
    problem: { cluster: cluster.cluster, workflow: { tasks } },
    nodeIndex: cluster.nodeIndex,
    resources: cluster.resources,
    links: new Links(cluster.cluster, cluster.nodeIndex),
    graph,
  };
}
