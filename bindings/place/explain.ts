import type { Node } from "../cluster/model.js";
import { LehrError, printable } from "../errors.js";
import { suggestion } from "../suggestion.js";
import type { NodeExplanation, TaskExplanation } from "./explain/model.js";
import { sentenceOfPlaced, sentenceOfUnplaced } from "./explain/sentence.js";
import type { Placement, PlaceProblem, Task } from "./model.js";
import { Waits } from "./statistics/waits.js";
import { type Plan, planOf } from "./verify/examine.js";
import { dependencies, duration, ineligibility } from "./verify/rules.js";

export type * from "./explain/model.js";

/**
 * Why a task runs where and when it does, or why it does not. Works on anybody's placement, as long as it holds.
 * Verifies the placement each time: O((tasks + dependencies) log tasks).
 *
 * @throws InvalidProblemError when the problem is invalid, InvalidResultError when the placement does not hold for it,
 * LehrError with the code `unknown-id` when the problem has no such task.
 */
export function explainTask(problem: PlaceProblem, placement: Placement, taskId: string): TaskExplanation {
  const plan = planOf(problem, placement);
  const task = plan.rules.tasks.get(taskId);
  if (task === undefined) {
    const hint = suggestion(taskId, plan.rules.tasks.keys());
    throw new LehrError("unknown-id", `the problem has no task "${printable(taskId)}"${hint}`);
  }

  const nodes = [...plan.rules.nodes.values()].map((node) => explainNode(task, node, plan));
  const claim = plan.placed.get(taskId);
  if (claim === undefined) {
    const unplaced = plan.placement.unplaced.find((entry) => entry.task === taskId)!;
    return { task: taskId, unplaced: { ...unplaced }, nodes, sentence: sentenceOfUnplaced(unplaced) };
  }
  const { node, start, end } = claim;
  const placed = { node: node.id, start, end, ...new Waits(plan).of(claim) };
  return { task: taskId, placed, nodes, sentence: sentenceOfPlaced(taskId, placed, nodes) };
}

function explainNode(task: Task, node: Node, { rules, placed }: Plan): NodeExplanation {
  const unfit = ineligibility(task, node);
  if (unfit !== undefined) return impossible(node, unfit);

  let ready = Math.max(task.release ?? 0, node.availableFrom ?? 0);
  for (const { task: id, data } of dependencies(task)) {
    const from = placed.get(id);
    if (from === undefined) return impossible(node, `gets nothing from task "${id}", which is not placed`);
    const handOver = rules.handOver(from.node, node, data);
    if (handOver === undefined) {
      return impossible(node, `has no link from node "${from.node.id}" for the data of task "${id}"`);
    }
    ready = Math.max(ready, from.end + handOver.seconds);
  }
  const seconds = duration(task, node);
  return { node: node.id, possible: true, duration: seconds, ready, finish: ready + seconds };
}

function impossible(node: Node, reason: string): NodeExplanation {
  return { node: node.id, possible: false, reason };
}
