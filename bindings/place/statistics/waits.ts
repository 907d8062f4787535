import type { Node } from "../../cluster/model.js";
import type { Claim } from "../verify/claims.js";
import type { Plan } from "../verify/examine.js";
import { groupBy } from "../verify/group.js";
import type { Delivery } from "../verify/tasks.js";
import type { Wait, Waited } from "./model.js";

/** Finds what the tasks of a plan waited for. */
export class Waits {
  private readonly deliveries: Map<Claim, Delivery[]>;
  /** Tasks that occupy each node, by end. */
  private readonly occupants: Map<Node, Claim[]>;
  private readonly tolerance: number;

  constructor({ placed, deliveries, tolerance }: Plan) {
    this.tolerance = tolerance;
    this.deliveries = groupBy(deliveries, ({ to }) => to);
    const lasting = [...placed.values()].filter((claim) => this.lasts(claim));
    this.occupants = groupBy(
      lasting.sort((a, b) => a.end - b.end),
      ({ node }) => node,
    );
  }

  /**
   * The wait that ended last. Of several that ended together, the first in this order: data, release, availability,
   * node; the end of another task on a node with room for several may be a coincidence, the others never are.
   */
  of(claim: Claim): Waited {
    const { task, node, start } = claim;
    const waits = (this.deliveries.get(claim) ?? []).map(forDelivery);
    if (task.release !== undefined) waits.push({ for: "release", until: task.release });
    if (node.availableFrom !== undefined) waits.push({ for: "availability", until: node.availableFrom });
    const occupant = this.lastOccupantBefore(claim);
    if (occupant !== undefined) waits.push({ for: "node", task: occupant.task.id, until: occupant.end });

    let last: Wait = { for: "start", until: 0 };
    for (const wait of waits) {
      if (wait.until > last.until + this.tolerance) last = wait;
    }
    const idle = start - last.until;
    return { waitedFor: last, idle: idle > this.tolerance ? idle : 0 };
  }

  /** The task that last made room on the node before this one started; tasks of zero duration need no room. */
  private lastOccupantBefore(claim: Claim): Claim | undefined {
    if (!this.lasts(claim)) return undefined;
    const occupants = this.occupants.get(claim.node)!;
    const latest = claim.start + this.tolerance;
    let low = 0;
    let high = occupants.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (occupants[middle]!.end <= latest) low = middle + 1;
      else high = middle;
    }
    return occupants[low - 1];
  }

  private lasts({ start, end }: Claim): boolean {
    return end - this.tolerance > start;
  }
}

function forDelivery({ from, data, handOver: { seconds }, arrival }: Delivery): Wait {
  const task = from.task.id;
  if (seconds === 0) return { for: "dependency", task, until: arrival };
  return { for: "transfer", task, data, seconds, until: arrival };
}
