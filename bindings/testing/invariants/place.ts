import type { Link, Node } from "../../cluster/model.js";
import type { Placement, PlaceProblem, Task } from "../../place/model.js";
import { dependencies } from "../../place/verify/rules.js";
import { type Judgement, type Relations, Renaming, sameResult, worthNoLess, worthTheSame } from "./relation.js";

export function placeRelations(judge: Judgement<Placement>): Relations<PlaceProblem, Placement> {
  return {
    deterministic: (problem) => ({
      problems: [problem, problem],
      fault: (first, second) => sameResult("the problem is the same", first, second),
    }),
    nameBlind: (problem) => {
      const renaming = renamingOf(problem);
      return {
        problems: [problem, renaming.renamed(problem)],
        fault: (first, second) => sameResult("only ids are others", first, renaming.restored(second)),
      };
    },
    scaleInvariant: (problem) => ({
      problems: [problem, scaled(problem, 2)],
      fault: (first, second) => sameResult("all times are twice as long", scaledPlacement(first, 2), second),
    }),
    uselessBlind: (problem) => {
      const ready = readyForUselessNode(problem);
      return {
        problems: [ready, withUselessNode(ready, 0)],
        fault: (first, second) => sameResult("the node more is of no use", first, second),
      };
    },
    orderBlind: (problem) => ({
      problems: [problem, reversed(problem)],
      fault: (first, second) => worthTheSame(judge, first, second),
    }),
    monotone: (problem) => ({
      problems: [problem, withSpareNode(problem)],
      fault: (first, second) => worthNoLess(judge, first, second),
    }),
  };
}

/** All times and all data multiplied by `factor`; speeds and bandwidths stay. */
function scaled({ cluster, workflow }: PlaceProblem, factor: number): PlaceProblem {
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
        durations: scaledDurations(task, factor),
        release: times(task.release),
        deadline: times(task.deadline),
        after: dependencies(task).map(({ task, data }) => ({ task, data: data * factor })),
      })),
    },
  };
}

/** The problem in which every task asks for what all present nodes have, and a further node could have no link. */
function readyForUselessNode({ cluster, workflow }: PlaceProblem): PlaceProblem {
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
function withUselessNode({ cluster, workflow }: PlaceProblem, position: number): PlaceProblem {
  const useless: Node = { id: "useless", speed: 1000, location: { cloud: "elsewhere" } };
  return { cluster: { ...cluster, nodes: cluster.nodes.toSpliced(position, 0, useless) }, workflow };
}

function renamingOf({ cluster, workflow }: PlaceProblem): Renaming {
  return new Renaming([cluster.nodes, workflow.tasks]);
}

function reversed({ cluster, workflow }: PlaceProblem): PlaceProblem {
  return {
    cluster: { ...cluster, nodes: cluster.nodes.toReversed() },
    workflow: { tasks: workflow.tasks.toReversed() },
  };
}

/** With a node more that is like the first, but for links by name. */
function withSpareNode({ cluster, workflow }: PlaceProblem): PlaceProblem {
  const [first] = cluster.nodes;
  const spare = { ...first!, id: "spare" };
  const tasks = workflow.tasks.map(({ durations, ...task }): Task => {
    const seconds = durations?.[first!.id];
    if (durations === undefined) return task;
    return { ...task, durations: seconds === undefined ? durations : { ...durations, spare: seconds } };
  });
  return { cluster: { ...cluster, nodes: [...cluster.nodes, spare] }, workflow: { tasks } };
}

function scaledDurations({ durations }: Task, factor: number): Record<string, number> | undefined {
  if (durations === undefined) return undefined;
  return Object.fromEntries(Object.entries(durations).map(([node, seconds]) => [node, seconds * factor]));
}

/** Prices are by time and by data. */
function scaledPlacement(placement: Placement, factor: number): Placement {
  return {
    ...placement,
    makespan: placement.makespan * factor,
    cost: placement.cost * factor,
    tasks: placement.tasks.map((task) => ({ ...task, start: task.start * factor, end: task.end * factor })),
    transfers: placement.transfers.map((transfer) => ({
      ...transfer,
      data: transfer.data * factor,
      start: transfer.start * factor,
      end: transfer.end * factor,
      cost: transfer.cost * factor,
    })),
  };
}
