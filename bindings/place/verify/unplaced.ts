import type { Node } from "../../cluster/model.js";
import type { Placement, Task } from "../model.js";
import type { Claim } from "./claims.js";
import type { Report } from "./codes.js";
import { dependencies, ineligibility, type Rules } from "./rules.js";

/**
 * Checks claims that no schedule could have placed a task. One is refuted where the task could be appended to this very
 * placement: all its predecessors are placed, and their data can reach a node that can run it.
 */
export function checkProofs(placement: Placement, placed: Map<string, Claim>, rules: Rules, report: Report): void {
  for (const [index, { task: id, proven }] of placement.unplaced.entries()) {
    const task = rules.tasks.get(id);
    if (!proven || task === undefined || placed.has(id)) continue;
    const node = [...rules.nodes.values()].find((node) => canAppend(task, node, placed, rules));
    if (node !== undefined) {
      report("wrong-proof", `/unplaced/${index}/proven`, `task "${id}" could still be placed on node "${node.id}"`);
    }
  }
}

function canAppend(task: Task, node: Node, placed: Map<string, Claim>, rules: Rules): boolean {
  return (
    ineligibility(task, node) === undefined &&
    dependencies(task).every(({ task: id, data }) => {
      const from = placed.get(id);
      return from !== undefined && rules.handOver(from.node, node, data) !== undefined;
    })
  );
}
