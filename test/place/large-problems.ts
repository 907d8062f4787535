import type { Node } from "../../bindings/cluster/model.js";
import type { PlaceProblem, Task } from "../../bindings/place/model.js";
import { Random } from "../../bindings/random.js";

/** Shapes of workflows: how a task finds its predecessors among the earlier ones. */
export const shapes = ["layered", "wide", "fork-join", "random"] as const;
type Shape = (typeof shapes)[number];

export interface LargeProblem {
  seed: number;
  shape: Shape;
  tasks: number;
  nodes: number;
  /** Every other node runs several tasks at once. */
  shared: boolean;
  /**
   * Small whole numbers, so that many finishes are equal.
   * @default false
   */
  whole?: boolean;
}

/** A problem of any size that is the same for the same arguments. */
export function largeProblem({ seed, shape, tasks, nodes, shared, whole = false }: LargeProblem): PlaceProblem {
  const random = new Random(seed);
  const between = (least: number, most: number) =>
    whole ? 1 + random.below(6) : least + (random.below(1 << 20) / (1 << 20)) * (most - least);
  return {
    cluster: {
      nodes: Array.from({ length: nodes }, (_, index): Node => {
        const node = { id: `n${index}`, speed: between(1, 4), location: { rack: `${index % 3}` } };
        return shared && index % 2 === 1 ? { ...node, capacity: { cpu: 8, memory: 32, gpu: 4 } } : node;
      }),
      network: { rack: { bandwidth: between(4, 8), latency: 0.01 }, world: { bandwidth: between(1, 4), latency: 0.1 } },
    },
    workflow: {
      tasks: Array.from({ length: tasks }, (_, index): Task => {
        const after = new Set(Array.from({ length: random.below(4) + 1 }, () => predecessor(shape, index, random)));
        const task: Task = {
          id: `t${index}`,
          work: between(1, 100),
          after: [...after].filter((other) => other >= 0).map((other) => ({ task: `t${other}`, data: between(0, 50) })),
        };
        const divisible = shared && random.below(3) > 0;
        return divisible ? { ...task, needs: { cpu: random.below(8) + 1, memory: random.below(16) + 1 } } : task;
      }),
    },
  };
}

/** Tasks whose ranks a giant among them makes look alike: as fractions of the greatest, all others are next to nothing. */
export function dwarfedProblem({ seed, tasks }: Pick<LargeProblem, "seed" | "tasks">): PlaceProblem {
  const random = new Random(seed);
  return {
    cluster: { nodes: [{ id: "slow" }, { id: "fast", speed: 2 }] },
    workflow: {
      tasks: Array.from({ length: tasks }, (_, index) => ({
        id: `t${index}`,
        work: index === 0 ? 1e12 : 1 + random.below(50),
      })),
    },
  };
}

/** An earlier task, or a negative number for none. */
function predecessor(shape: Shape, task: number, random: Random): number {
  switch (shape) {
    case "layered":
      return task - 1 - random.below(30);
    case "wide":
      return random.below(20) === 0 ? task - 1 : -1;
    case "fork-join": {
      // Every 25th task follows all kinds of tasks of the group before it, and the tasks of its own group follow it.
      const fork = task - (task % 25);
      return task === fork ? task - 1 - random.below(24) : fork;
    }
    case "random":
      return task > 0 ? random.below(task) : -1;
  }
}
