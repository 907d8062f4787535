import type { Dollars, Gigabytes, Seconds } from "../../cluster/model.js";
import type { HandOverLevel } from "../verify/rules.js";

export type { HandOverLevel };

/** Where the time and the money of a placement go. Plain data; lists are in the order of the problem. */
export interface PlacementStatistics {
  makespan: Seconds;
  /** The chain of tasks that made the makespan, in time: each waited for the one before it, the first for none. */
  criticalPath: CriticalStep[];
  /** What the critical path spends its time on; adds up to the makespan. */
  criticalTime: { computing: Seconds; transferring: Seconds; waiting: Seconds };
  nodes: NodeStatistics[];
  data: DataStatistics;
  cost: { total: Dollars; nodes: Dollars; transfers: Dollars };
  /**
   * The node that would be done first if it ran all tasks alone, one after another even where it has room for several:
   * each after its release and after data through the local disk. `seconds` is when it would be done, counted from time
   * 0 like the makespan, so that the wait until the node is available is in it. Absent when no node can run all tasks.
   */
  bestSingleNode?: { node: string; seconds: Seconds };
  /**
   * Time of the best single node, running one task after another, over the makespan. Above 1 on a single node when that
   * has room for several tasks at once. Absent without such a node, or when not all tasks are placed.
   */
  speedup?: number;
  /**
   * Makespan over the length of the longest path of least durations, without communication; at least 1 (Topcuoglu,
   * Hariri, Wu 2002, section 5.1). Absent when that is 0, or when not all tasks are placed.
   */
  scheduleLengthRatio?: number;
  stages: GroupStatistics[];
  classes: GroupStatistics[];
  deadlines: DeadlineStatistics;
}

/** What a task waited for last, and when that was over. */
export type Wait =
  /** Nothing: it could start at time 0. */
  | { for: "start"; until: Seconds }
  /** The end of a predecessor, and no time for its data. */
  | { for: "dependency"; task: string; until: Seconds }
  /** The data of a predecessor, which took `seconds` over a link or through the local disk. */
  | { for: "transfer"; task: string; data: Gigabytes; seconds: Seconds; until: Seconds }
  | { for: "release"; until: Seconds }
  | { for: "availability"; until: Seconds }
  /** Room on its node, which the end of another task made. */
  | { for: "node"; task: string; until: Seconds };

/** What kept a task from starting earlier. */
export interface Waited {
  waitedFor: Wait;
  /** Seconds from the end of that wait to the start of the task, for which the problem gives no reason. */
  idle: Seconds;
}

/** A placed task and what kept it from starting earlier. */
export interface CriticalStep extends Waited {
  task: string;
  node: string;
  start: Seconds;
  end: Seconds;
}

/** What one node does. */
export interface NodeStatistics {
  node: string;
  tasks: number;
  /** Time in which at least one task runs. */
  busy: Seconds;
  /** The rest of the makespan. */
  idle: Seconds;
  /** Busy time over makespan, 0 to 1. */
  utilisation: number;
  /** On nodes with capacity: the mean share of each resource that is held over the makespan, 0 to 1. */
  resources?: Record<string, number>;
  cost: Dollars;
}

/** What is handed over between tasks. */
export interface DataStatistics {
  /** Handed over between placed tasks, also within a node. */
  total: Gigabytes;
  betweenNodes: Gigabytes;
  /** Transfer time added up over all hand-overs; they overlap. */
  seconds: Seconds;
  /** By how far the data goes, nearest first; only levels that occur. */
  levels: LevelStatistics[];
}

/** Hand-overs that go equally far. */
export interface LevelStatistics {
  /** `node`: stays on its node. Else the deepest location level that both nodes share; `world` when they share none. */
  level: HandOverLevel;
  handOvers: number;
  data: Gigabytes;
  seconds: Seconds;
  cost: Dollars;
}

/** The placed tasks of one stage, or of one class. */
export interface GroupStatistics {
  /** The stage or the class. */
  name: string;
  /** How many of its tasks are placed. */
  tasks: number;
  /** Durations added up. */
  busy: Seconds;
  /** Its first start. */
  start: Seconds;
  /** Its last end. */
  end: Seconds;
}

/** Of tasks with a deadline. */
export interface DeadlineStatistics {
  /** Ids of tasks that end by their deadline. */
  kept: string[];
  /** Tasks that do not; without `end` when they are not placed. */
  missed: { task: string; deadline: Seconds; end?: Seconds }[];
}
