import type { Dollars, Gigabytes, Seconds } from "../../cluster/model.js";
import type { HandOverLevel } from "../verify/rules.js";
import type { Waited } from "./waits.js";

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
  /** The node that would run all tasks one after another in the least time; absent when none can run them all. */
  bestSingleNode?: { node: string; seconds: Seconds };
  /** Time of the best single node over the makespan. Absent without such a node, or when not all tasks are placed. */
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

/** A placed task and what kept it from starting earlier. */
export interface CriticalStep extends Waited {
  task: string;
  node: string;
  start: Seconds;
  end: Seconds;
}

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

export interface DataStatistics {
  /** Handed over between placed tasks, also within a node. */
  total: Gigabytes;
  betweenNodes: Gigabytes;
  /** Transfer time added up over all hand-overs; they overlap. */
  seconds: Seconds;
  /** By how far the data goes, nearest first; only levels that occur. */
  levels: LevelStatistics[];
}

export interface LevelStatistics {
  /** `node`: stays on its node. Else the deepest location level that both nodes share; `world` when they share none. */
  level: HandOverLevel;
  handOvers: number;
  data: Gigabytes;
  seconds: Seconds;
  cost: Dollars;
}

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

export interface DeadlineStatistics {
  /** Ids of tasks that end by their deadline. */
  kept: string[];
  /** Tasks that do not; without `end` when they are not placed. */
  missed: { task: string; deadline: Seconds; end?: Seconds }[];
}
