import type { Node } from "../../cluster/model.js";
import type { Placement, Task } from "../model.js";
import type { Claim } from "./claims.js";
import type { Report } from "./codes.js";
import { dependencies, ineligibility, type Rules } from "./rules.js";

/**
 * Checks claims that no schedule could have placed a task. One is refuted where the placement itself leaves a way: some
 * node can run the task and have the data of every predecessor, from where that is placed or, if it is unplaced without
 * proof, from a node that can run it.
 */
export function checkProofs(placement: Placement, placed: Map<string, Claim>, rules: Rules, report: Report): void {
  const ways = new Ways(placement, placed, rules);
  for (const [index, { task: id, proven }] of placement.unplaced.entries()) {
    const task = rules.tasks.get(id);
    if (!proven || task === undefined || placed.has(id)) continue;
    const node = ways.nodeFor(task);
    if (node !== undefined) {
      report("wrong-proof", `/unplaced/${index}/proven`, `task "${id}" could have a place on node "${node.id}"`);
    }
  }
}

class Ways {
  private readonly unproven: Set<string>;
  /** Nodes that can run a task, of the unproven tasks that have been asked about. */
  private readonly capable = new Map<string, Node[]>();

  constructor(
    placement: Placement,
    private readonly placed: Map<string, Claim>,
    private readonly rules: Rules,
  ) {
    this.unproven = new Set(placement.unplaced.filter(({ proven }) => !proven).map(({ task }) => task));
  }

  nodeFor(task: Task): Node | undefined {
    const edges = dependencies(task);
    if (!edges.every(({ task: id }) => this.placed.has(id) || this.unproven.has(id))) return undefined;
    const handedOver = edges.map(({ task: id, data }) => ({ sources: this.sources(id), data }));
    return this.nodesThatRun(task).find((node) =>
      handedOver.every(({ sources, data }) =>
        sources.some((source) => this.rules.handOver(source, node, data) !== undefined),
      ),
    );
  }

  /** Where a task is, or could be. */
  private sources(id: string): Node[] {
    const claim = this.placed.get(id);
    if (claim !== undefined) return [claim.node];
    const nodes = this.capable.get(id) ?? this.nodesThatRun(this.rules.tasks.get(id)!);
    this.capable.set(id, nodes);
    return nodes;
  }

  private nodesThatRun(task: Task): Node[] {
    return [...this.rules.nodes.values()].filter((node) => ineligibility(task, node) === undefined);
  }
}
