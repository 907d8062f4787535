import type { Claim, Claims } from "./claims.js";
import type { Report } from "./codes.js";
import { dependencies, duration, type HandOver, type Rules } from "./rules.js";

/** Checks everything about a placed task that depends on it and its node alone. */
export function checkTask(claim: Claim, tolerance: number, report: Report): void {
  const { task, node, unfit, start, end, met, path } = claim;
  if (unfit !== undefined) {
    report("ineligible-node", `${path}/nodes/0`, `task "${task.id}" cannot run on node "${node.id}", which ${unfit}`);
  } else {
    const due = start + duration(task, node);
    if (Math.abs(end - due) > tolerance) {
      report("wrong-duration", `${path}/end`, `task "${task.id}" ends at ${end}; from its start it would be ${due}`);
    }
  }

  const release = task.release ?? 0;
  if (start < release - tolerance) {
    report("before-release", `${path}/start`, `task "${task.id}" starts at ${start}, before its release at ${release}`);
  }
  const available = node.availableFrom ?? 0;
  if (start < available - tolerance) {
    const when = `before node "${node.id}" is available at ${available}`;
    report("before-node-available", `${path}/start`, `task "${task.id}" starts at ${start}, ${when}`);
  }

  if (task.deadline === undefined) {
    if (met !== undefined) report("wrong-deadline", `${path}/met`, `task "${task.id}" has no deadline`);
  } else if (met === undefined || (met !== end <= task.deadline && Math.abs(end - task.deadline) > tolerance)) {
    const fact = `task "${task.id}" ends at ${end}, and its deadline is ${task.deadline}`;
    report("wrong-deadline", `${path}/met`, fact);
  }
}

/** A hand-over between two placed tasks that have a way to exchange data. */
export interface Delivery {
  from: Claim;
  to: Claim;
  data: number;
  handOver: HandOver;
  arrival: number;
}

/** Checks that all a task depends on is there when it starts; returns the hand-overs that make it so. */
export function checkDependencies({ placed, listed }: Claims, rules: Rules, tolerance: number, report: Report) {
  const deliveries: Delivery[] = [];
  for (const to of placed.values()) {
    for (const { task: id, data } of dependencies(to.task)) {
      const from = placed.get(id);
      if (from === undefined) {
        // A listed task whose node is unknown has been reported as such.
        if (listed.has(id)) continue;
        report(
          "predecessor-missing",
          `${to.path}/task`,
          `task "${to.task.id}" is placed, its predecessor "${id}" is not`,
        );
        continue;
      }
      const handOver = rules.handOver(from.node, to.node, data);
      if (handOver === undefined) {
        const way = `no link from node "${from.node.id}" to node "${to.node.id}"`;
        report("no-link", `${to.path}/nodes/0`, `${way} for the data that "${id}" hands to "${to.task.id}"`);
        continue;
      }
      const arrival = from.end + handOver.seconds;
      if (to.start < arrival - tolerance) {
        const when = `what "${id}" hands over is there at ${arrival}`;
        report("late-data", `${to.path}/start`, `task "${to.task.id}" starts at ${to.start}, and ${when}`);
      }
      deliveries.push({ from, to, data, handOver, arrival });
    }
  }
  return deliveries;
}
