import type { Link, Node } from "../../bindings/cluster/model.js";
import type { Dependency, PlaceProblem, Task } from "../../bindings/place/model.js";

/** The problem under other ids, which sort the other way round. */
export function renamed({ cluster, workflow }: PlaceProblem): PlaceProblem {
  const nodeName = renaming(cluster.nodes);
  const taskName = renaming(workflow.tasks);
  return {
    cluster: {
      nodes: cluster.nodes.map((node) => ({ ...node, id: nodeName(node.id) })),
      network: cluster.network && {
        ...cluster.network,
        links: cluster.network.links?.map((link) => ({ ...link, from: nodeName(link.from), to: nodeName(link.to) })),
      },
    },
    workflow: {
      tasks: workflow.tasks.map((task) => ({
        ...task,
        id: taskName(task.id),
        durations: mapDurations(task, ([node, seconds]) => [nodeName(node), seconds]),
        after: dependencies(task).map(({ task, data }) => ({ task: taskName(task), data })),
      })),
    },
  };
}

/** All times and all data multiplied by `factor`; speeds and bandwidths stay. */
export function scaled({ cluster, workflow }: PlaceProblem, factor: number): PlaceProblem {
  const times = (value: number | undefined) => value && value * factor;
  const link = (link: Link | undefined) => link && { ...link, latency: times(link.latency) };
  const network = cluster.network;
  return {
    cluster: {
      nodes: cluster.nodes.map((node) => ({
        ...node,
        availableFrom: times(node.availableFrom),
        localDisk: node.localDisk && { ...node.localDisk, latency: times(node.localDisk.latency) },
      })),
      network: network && {
        rack: link(network.rack),
        zone: link(network.zone),
        region: link(network.region),
        cloud: link(network.cloud),
        world: link(network.world),
        links: network.links?.map((named) => ({ ...named, latency: times(named.latency) })),
      },
    },
    workflow: {
      tasks: workflow.tasks.map((task) => ({
        ...task,
        work: times(task.work),
        durations: mapDurations(task, ([node, seconds]) => [node, seconds * factor]),
        release: times(task.release),
        deadline: times(task.deadline),
        after: dependencies(task).map(({ task, data }) => ({ task, data: data * factor })),
      })),
    },
  };
}

/** The problem in which every task asks for what all present nodes have, and a further node could have no link. */
export function readyForUselessNode({ cluster, workflow }: PlaceProblem): PlaceProblem {
  return {
    cluster: {
      nodes: cluster.nodes.map((node) => ({ ...node, labels: [...(node.labels ?? []), "present"] })),
      network: cluster.network && { ...cluster.network, world: undefined },
    },
    workflow: {
      tasks: workflow.tasks.map((task) => ({ ...task, requires: [...(task.requires ?? []), "present"] })),
    },
  };
}

/** With a node more, in a cloud of its own, at `position` among the others. */
export function withUselessNode({ cluster, workflow }: PlaceProblem, position: number): PlaceProblem {
  const useless: Node = { id: "useless", speed: 1000, location: { cloud: "elsewhere" } };
  return { cluster: { ...cluster, nodes: cluster.nodes.toSpliced(position, 0, useless) }, workflow };
}

function renaming(items: readonly { id: string }[]): (id: string) => string {
  const names = new Map(items.map(({ id }, index) => [id, `renamed ${String(items.length - index).padStart(6, "0")}`]));
  return (id) => names.get(id)!;
}

function mapDurations({ durations }: Task, change: (entry: [string, number]) => [string, number]) {
  return durations && Object.fromEntries(Object.entries(durations).map(change).reverse());
}

/** With ids alone spelt out. */
function dependencies({ after = [] }: Task): Dependency[] {
  return after.map((dependency) => (typeof dependency === "string" ? { task: dependency, data: 0 } : dependency));
}
