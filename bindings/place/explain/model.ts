import type { Seconds } from "../../cluster/model.js";
import type { UnplacedTask } from "../model.js";
import type { Waited } from "../statistics/model.js";

/** Why a task runs where and when it does, or why it does not. Plain data. */
export interface TaskExplanation {
  task: string;
  /** Where it is, and what kept it from starting earlier. */
  placed?: PlacedExplanation;
  /** What the placement says of a task without a place. */
  unplaced?: UnplacedTask;
  /** What every node of the cluster had to offer, in the order of the cluster. */
  nodes: NodeExplanation[];
  /** The gist, for reading. */
  sentence: string;
}

/** Where a task runs, and what it waited for. */
export interface PlacedExplanation extends Waited {
  node: string;
  start: Seconds;
  end: Seconds;
}

/** What one node had to offer; `possible` tells the two apart. */
export type NodeExplanation = PossibleNode | ImpossibleNode;

/** A node that the task could run on, with all other tasks where they are. */
export interface PossibleNode {
  node: string;
  possible: true;
  duration: Seconds;
  /** When release, availability and the arrival of all data would let the task start there. */
  ready: Seconds;
  /** `ready + duration`, as if nothing else ran there: a lower bound. */
  finish: Seconds;
}

/** A node that cannot run the task, or that its data cannot reach. */
export interface ImpossibleNode {
  node: string;
  possible: false;
  /** The rest of a sentence that begins with the node. */
  reason: string;
}
