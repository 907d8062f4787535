import type { NamedLink } from "../../cluster/model.js";
import type { Dependency } from "../../place/model.js";
import type { Adversary, Draw } from "./anneal.js";
import { freshId, nudged, several, weight, withOne, without } from "./changes.js";

/** A problem of `place`: exclusive nodes, each pair of them linked; dependencies lead from earlier tasks to later ones. */
export interface PlaceDuel {
  cluster: { nodes: { id: string; speed: number }[]; network: { links: NamedLink[] } };
  workflow: { tasks: DuelTask[] };
}

interface DuelTask {
  id: string;
  work: number;
  after: Dependency[];
}

const most = { tasks: 10, nodes: 6 };

/** Begins with a chain, as PISA does; beyond its changes, tasks and nodes come and go. */
export const placeAdversary: Adversary<PlaceDuel> = {
  start(draw) {
    const nodes = several(3 + draw(3), (n) => ({ id: `n${n + 1}`, speed: weight(draw) }));
    const tasks = several(3 + draw(3), (t) => ({
      id: `t${t + 1}`,
      work: weight(draw),
      after: t === 0 ? [] : [{ task: `t${t}`, data: weight(draw) }],
    }));
    return { cluster: { nodes, network: { links: linksBetween(nodes, [], draw) } }, workflow: { tasks } };
  },
  mutate(problem, draw) {
    return changes[draw(changes.length)]!(problem, draw);
  },
};

type Change = (problem: PlaceDuel, draw: Draw) => PlaceDuel;

const changes: Change[] = [
  function speed({ cluster, workflow }, draw) {
    const nodes = withOne(cluster.nodes, draw, (node) => ({ ...node, speed: nudged(node.speed, draw) }));
    return { cluster: { ...cluster, nodes }, workflow };
  },
  function bandwidth({ cluster, workflow }, draw) {
    const links = withOne(cluster.network.links, draw, (link) => ({
      ...link,
      bandwidth: nudged(link.bandwidth, draw),
    }));
    return { cluster: { ...cluster, network: { links } }, workflow };
  },
  (problem, draw) =>
    withTasks(problem, (tasks) => withOne(tasks, draw, (task) => ({ ...task, work: nudged(task.work, draw) }))),
  function data(problem, draw) {
    const nudge = (edge: Dependency) => ({ ...edge, data: nudged(edge.data, draw) });
    return withTasks(problem, (tasks) =>
      withOne(tasks, draw, (task) => ({ ...task, after: withOne(task.after, draw, nudge) })),
    );
  },
  (problem, draw) => withTasks(problem, (tasks) => withEdge(tasks, draw)),
  (problem, draw) =>
    withTasks(problem, (tasks) => withOne(tasks, draw, (task) => ({ ...task, after: without(task.after, draw) }))),
  function addTask(problem, draw) {
    return withTasks(problem, (tasks) => {
      if (tasks.length >= most.tasks) return tasks;
      return withEdge([...tasks, { id: freshId("t", tasks), work: weight(draw), after: [] }], draw);
    });
  },
  function removeTask(problem, draw) {
    return withTasks(problem, (tasks) => {
      if (tasks.length <= 2) return tasks;
      const left = without(tasks, draw);
      const isLeft = ({ task }: Dependency) => left.some(({ id }) => id === task);
      return left.map((task) => ({ ...task, after: task.after.filter(isLeft) }));
    });
  },
  function addNode({ cluster, workflow }, draw) {
    if (cluster.nodes.length >= most.nodes) return { cluster, workflow };
    const nodes = [...cluster.nodes, { id: freshId("n", cluster.nodes), speed: weight(draw) }];
    return { cluster: { nodes, network: { links: linksBetween(nodes, cluster.network.links, draw) } }, workflow };
  },
  function removeNode({ cluster, workflow }, draw) {
    if (cluster.nodes.length <= 2) return { cluster, workflow };
    const nodes = without(cluster.nodes, draw);
    return { cluster: { nodes, network: { links: linksBetween(nodes, cluster.network.links, draw) } }, workflow };
  },
];

function withTasks({ cluster, workflow }: PlaceDuel, change: (tasks: DuelTask[]) => DuelTask[]): PlaceDuel {
  return { cluster, workflow: { tasks: change(workflow.tasks) } };
}

/** One more dependency, unless it is there. */
function withEdge(tasks: DuelTask[], draw: Draw): DuelTask[] {
  const to = 1 + draw(tasks.length - 1);
  const from = tasks[draw(to)]!.id;
  const { after } = tasks[to]!;
  if (after.some(({ task }) => task === from)) return tasks;
  return tasks.with(to, { ...tasks[to]!, after: [...after, { task: from, data: weight(draw) }] });
}

/** One for each pair; those that are there stay as they are. */
function linksBetween(nodes: { id: string }[], known: NamedLink[], draw: Draw): NamedLink[] {
  return nodes.flatMap(({ id: to }, n) =>
    nodes.slice(0, n).map(({ id: from }) => {
      const link = known.find((link) => link.from === from && link.to === to);
      return link ?? { from, to, bandwidth: weight(draw) };
    }),
  );
}
