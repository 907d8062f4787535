import type { Node } from "../../cluster/model.js";
import type { Placement, Task } from "../model.js";
import type { Report } from "./codes.js";
import type { Occupant } from "./occupancy.js";
import { ineligibility, type Rules } from "./rules.js";

/** A task that the placement puts on a node, both known to the problem. */
export interface Claim extends Occupant {
  task: Task;
  node: Node;
  /** Why the node cannot run the task; undefined when it can. */
  unfit: string | undefined;
  /** What the placement says of its deadline. */
  met: boolean | undefined;
  /** JSON pointer to where it says so. */
  path: string;
}

export interface Claims {
  /** By task id. */
  placed: Map<string, Claim>;
  /** Ids of all tasks listed as placed, also those whose node is not known. */
  listed: Set<string>;
}

/** Finds the tasks and nodes that the placement names, and reports what is unknown, twice there or not there at all. */
export function claimsOf(placement: Placement, rules: Rules, report: Report): Claims {
  const placed = new Map<string, Claim>();
  const listed = new Set<string>();
  for (const [index, { task: id, nodes, start, end, met }] of placement.tasks.entries()) {
    const path = `/tasks/${index}`;
    const task = identify(id, `${path}/task`, listed, rules, report);
    const node = theNode(nodes, `${path}/nodes`, rules, report);
    if (task && node) placed.set(id, { task, node, unfit: ineligibility(task, node), start, end, met, path });
  }

  const named = new Set(listed);
  for (const [index, { task }] of placement.unplaced.entries()) {
    identify(task, `/unplaced/${index}/task`, named, rules, report);
  }
  for (const id of rules.tasks.keys()) {
    if (!named.has(id)) report("missing-task", "/tasks", `task "${id}" is neither placed nor listed as unplaced`);
  }
  return { placed, listed };
}

function identify(id: string, path: string, named: Set<string>, rules: Rules, report: Report): Task | undefined {
  const task = rules.tasks.get(id);
  if (task === undefined) {
    report("unknown-task", path, `the problem has no task "${id}"`);
  } else if (named.has(id)) {
    report("duplicate-task", path, `task "${id}" is listed before`);
    return undefined;
  }
  named.add(id);
  return task;
}

function theNode(ids: string[], path: string, rules: Rules, report: Report): Node | undefined {
  if (ids.length !== 1) report("node-count", path, `a task takes 1 node, not ${ids.length}`);
  const unknown = ids.findIndex((id) => !rules.nodes.has(id));
  if (unknown >= 0) report("unknown-node", `${path}/${unknown}`, `the cluster has no node "${ids[unknown]}"`);
  return ids.length === 1 ? rules.nodes.get(ids[0]!) : undefined;
}
