import type { Violation } from "../../violation.js";

/** Something that a placement claims and its problem does not bear out. */
export type PlacementViolation = Violation<PlacementViolationCode>;

/** Stable names of what can be wrong with a placement. */
export type PlacementViolationCode =
  /** A field is missing, unknown or not of its type. Nothing else is checked then. */
  | "malformed"
  /** The problem has no such task. */
  | "unknown-task"
  /** A task is listed twice, among the placed or the unplaced. */
  | "duplicate-task"
  /** A task of the problem is listed nowhere. */
  | "missing-task"
  /** A task does not take as many nodes as it should. */
  | "node-count"
  /** The cluster has no such node. */
  | "unknown-node"
  /** The node cannot run the task: label, kind, durations or capacity. */
  | "ineligible-node"
  /** End is not start plus the task's duration on its node. */
  | "wrong-duration"
  /** A task starts before its release, or before time 0. */
  | "before-release"
  /** A task starts before its node is available. */
  | "before-node-available"
  /** A task is placed though one of its predecessors is not. */
  | "predecessor-missing"
  /** A task starts before a predecessor has ended and its data has arrived. */
  | "late-data"
  /** A predecessor's data has no link to the task's node. */
  | "no-link"
  /** Tasks that run at the same time need more than their node has. */
  | "over-capacity"
  /** `met` does not say whether the task ends by its deadline, or is there without one. */
  | "wrong-deadline"
  /** A transfer has another node, amount, time or cost than the hand-over that it stands for. */
  | "wrong-transfer"
  /** A hand-over is not listed among the transfers. */
  | "missing-transfer"
  /** A transfer stands for no hand-over, or for one already listed. */
  | "extra-transfer"
  /** `makespan` is not the latest end. */
  | "wrong-makespan"
  /** `cost` is not the price of busy nodes and moved data. */
  | "wrong-cost"
  /** `status` disagrees with `unplaced`. */
  | "wrong-status"
  /** `proven` is claimed of a task that this very placement, and what it leaves unproven, leave a way to place. */
  | "wrong-proof";

/** Takes note of a violation. */
export type Report = (code: PlacementViolationCode, path: string, message: string) => void;
