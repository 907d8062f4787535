import type { Link, Location, Network, Node } from "../../cluster/model.js";
import type { Dependency, PlaceProblem, Task } from "../model.js";

export const handOverLevels = ["node", "rack", "zone", "region", "cloud", "world"] as const;
/** How deep in the cluster a hand-over stays: inside one node, or the deepest location level that its nodes share. */
export type HandOverLevel = (typeof handOverLevels)[number];

export interface HandOver {
  seconds: number;
  cost: number;
  level: HandOverLevel;
  /** Carries data off its node or through the local disk; placements list it. */
  isTransfer: boolean;
}

/**
 * What a problem says about tasks on nodes, read plainly from its own fields. `verify`, the statistics and the
 * explanations stand on it; encoding and kernels never do, so that neither can repeat the other's mistakes.
 */
export class Rules {
  readonly tasks: ReadonlyMap<string, Task>;
  readonly nodes: ReadonlyMap<string, Node>;
  private readonly network: Network | undefined;
  private readonly namedLinks = new Map<string, Map<string, Link>>();

  constructor(problem: PlaceProblem) {
    this.tasks = new Map(problem.workflow.tasks.map((task) => [task.id, task]));
    this.nodes = new Map(problem.cluster.nodes.map((node) => [node.id, node]));
    this.network = problem.cluster.network;
    for (const link of this.network?.links ?? []) {
      const row = this.namedLinks.get(link.from) ?? new Map<string, Link>();
      this.namedLinks.set(link.from, row.set(link.to, link));
    }
  }

  /** Time and price of handing data from a task on `source` to one on `target`; undefined when there is no link. */
  handOver(source: Node, target: Node, data: number): HandOver | undefined {
    const level = source === target ? "node" : sharedLevel(source.location, target.location);
    if (data === 0) return { seconds: 0, cost: 0, level, isTransfer: false };
    if (level === "node") return throughDisk(source, data);
    if (this.network === undefined) return { seconds: 0, cost: 0, level, isTransfer: true };

    const link =
      this.namedLinks.get(source.id)?.get(target.id) ??
      this.namedLinks.get(target.id)?.get(source.id) ??
      levelLink(this.network, level);
    if (link === undefined) return undefined;
    const seconds = transferSeconds(link, data);
    return { seconds, cost: data * (link.pricePerGigabyte ?? 0), level, isTransfer: true };
  }
}

export function dependencies(task: Task): Dependency[] {
  return (task.after ?? []).map((entry) => (typeof entry === "string" ? { task: entry, data: 0 } : entry));
}

/** Why a node cannot run a task, as the end of a sentence that begins with the node; undefined when it can. */
export function ineligibility(task: Task, node: Node): string | undefined {
  const labels = labelsOf(node);
  const missing = task.requires?.find((label) => !labels.includes(label));
  if (missing !== undefined) return `does not carry the label "${missing}"`;

  if (task.durations !== undefined) {
    if (!Object.hasOwn(task.durations, node.id)) return "is not named in the task's durations";
  } else if (typeof node.speed === "object" && !Object.hasOwn(node.speed, task.kind ?? "")) {
    return `has no speed for the kind "${task.kind}"`;
  }
  if (!Number.isFinite(duration(task, node))) return "would take longer than numbers can say";

  const needs = needsOf(task);
  if (needs === undefined) return undefined;
  const capacity = capacityOf(node);
  if (capacity === undefined) return "has no capacity, and the task has needs";
  for (const [resource, amount] of needs) {
    const has = capacity.get(resource) ?? 0;
    if (amount > has * (1 + 1e-9)) return `has ${has} of "${resource}", and the task needs ${amount}`;
  }
  return undefined;
}

/** Seconds that an eligible node takes for a task. */
export function duration(task: Task, node: Node): number {
  if (task.durations !== undefined) return task.durations[node.id]!;
  const speed = typeof node.speed === "object" ? node.speed[task.kind!]! : (node.speed ?? 1);
  return task.work! / speed;
}

/** Amounts that a task holds while it runs; undefined when it takes its whole node. */
export function needsOf(task: Task): Map<string, number> | undefined {
  const needs = Object.entries(task.needs ?? {});
  return needs.length === 0 ? undefined : new Map(needs);
}

/** Amounts that a node has; undefined when it runs one task at a time. */
export function capacityOf(node: Node): Map<string, number> | undefined {
  const capacity = new Map(Object.entries(node.capacity ?? {}));
  if (node.gpus !== undefined) capacity.set("gpu", node.gpus.count);
  return capacity.size === 0 ? undefined : capacity;
}

function labelsOf(node: Node): string[] {
  const implied = node.gpus === undefined ? [] : [`gpu:${node.gpus.model}`];
  return [...(node.labels ?? []), ...implied];
}

function throughDisk(node: Node, data: number): HandOver {
  if (node.localDisk === undefined) return { seconds: 0, cost: 0, level: "node", isTransfer: false };
  return { seconds: transferSeconds(node.localDisk, data), cost: 0, level: "node", isTransfer: true };
}

function transferSeconds(via: { bandwidth: number; latency?: number }, data: number): number {
  return (via.latency ?? 0) + data / via.bandwidth;
}

function sharedLevel(a: Location = {}, b: Location = {}): Exclude<HandOverLevel, "node"> {
  if (a.cloud !== b.cloud) return "world";
  if (a.region !== b.region) return "cloud";
  if (a.zone !== b.zone) return "region";
  if (a.rack !== b.rack) return "zone";
  return "rack";
}

function levelLink(network: Network, level: Exclude<HandOverLevel, "node">): Link | undefined {
  const { rack, zone, region, cloud, world } = network;
  switch (level) {
    case "rack":
      return rack ?? zone ?? region ?? cloud ?? world;
    case "zone":
      return zone ?? region ?? cloud ?? world;
    case "region":
      return region ?? cloud ?? world;
    case "cloud":
      return cloud ?? world;
    case "world":
      return world;
  }
}
