import type { Cluster, Dollars, Gigabytes, Seconds } from "../cluster/model.js";
import type { Run } from "./options.js";

/** What `place` is asked: a workflow of dependent tasks and the cluster to run it on. */
export interface PlaceProblem {
  cluster: Cluster;
  workflow: Workflow;
}

/** Tasks and what they hand to each other: a graph without cycles. */
export interface Workflow {
  tasks: readonly Task[];
}

/** A task has either `work` or `durations`. */
export interface Task {
  id: string;
  /** Seconds at speed 1; the task takes `work / speed` on a node. */
  work?: Seconds;
  /** Seconds by node id. A node that is not named cannot run the task. */
  durations?: Readonly<Record<string, Seconds>>;
  /** The kind of work, where nodes have one speed per kind. */
  kind?: string;
  /** Amounts of named resources that the task holds while it runs. Without needs it takes its whole node. */
  needs?: Readonly<Record<string, number>>;
  /** Labels that the node must carry, such as `ssd` or `gpu:H100`. */
  requires?: readonly string[];
  /** Predecessors, and the data that each hands over. A bare id stands for no data: order alone. */
  after?: readonly (string | Dependency)[];
  /**
   * How many nodes the task takes at once. Only 1 is honoured yet.
   * @default 1
   */
  nodes?: number;
  /**
   * The task starts no earlier.
   * @default 0
   */
  release?: Seconds;
  /** Reported as met or missed; it does not steer the schedule. */
  deadline?: Seconds;
  /** Not honoured yet: refused. */
  priority?: number;
  /** A label for reports. */
  stage?: Stage;
  /** A label for reports. */
  class?: TaskClass;
  /** Not honoured yet: refused when true. */
  preemptible?: boolean;
  /** Not honoured yet: refused. */
  checkpoint?: Checkpoint;
}

/** A predecessor, and the data that it hands over. 0: order alone, for which no link is needed. */
export interface Dependency {
  /** Id of the predecessor. */
  task: string;
  data: Gigabytes;
}

/** How often a task saves what it has done, and how much that is. */
export interface Checkpoint {
  interval: Seconds;
  size?: Gigabytes;
}

/** The stages of a model's life, in their order. */
export const stages = ["data-preparation", "pretraining", "alignment", "deployment", "serving"] as const;
/** Of a task, for reports and the colours of charts. */
export type Stage = (typeof stages)[number];

/** What kind of service a task is. */
export const taskClasses = ["interactive", "batch", "training"] as const;
/** Of a task, for reports. */
export type TaskClass = (typeof taskClasses)[number];

/** What `place` answers. */
export interface Placement {
  /** `partial` when some task could not be placed. */
  status: "complete" | "partial";
  /** The latest end of a placed task; 0 when there is none. */
  makespan: Seconds;
  /** Price of the busy time of nodes plus price of the data moved. */
  cost: Dollars;
  /** Placed tasks, in the order of the problem. */
  tasks: PlacedTask[];
  /** Hand-overs of data that leave a node or go through its local disk, ordered by receiving task, then as in its `after`. */
  transfers: Transfer[];
  /** Tasks that were not placed, in the order of the problem. */
  unplaced: UnplacedTask[];
  /** Given back as options, it yields the same placement. */
  run: Run;
}

/** Where and when a task runs. */
export interface PlacedTask {
  task: string;
  /** Ids of the nodes that run it. */
  nodes: string[];
  start: Seconds;
  end: Seconds;
  /** For tasks with a deadline: whether it is kept. */
  met?: boolean;
}

/** A hand-over of data that takes a link or a local disk: from the end of `from` to its arrival at `target`. */
export interface Transfer {
  /** Sending task. */
  from: string;
  /** Receiving task. */
  to: string;
  /** Node of the sending task. */
  source: string;
  /** Node of the receiving task. */
  target: string;
  data: Gigabytes;
  start: Seconds;
  end: Seconds;
  cost: Dollars;
}

/** A task without a place, and why. */
export interface UnplacedTask {
  task: string;
  reason: string;
  /** True: no schedule could have placed it. False: this algorithm found no way. */
  proven: boolean;
}
