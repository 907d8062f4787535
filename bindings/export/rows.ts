/** What every chart needs first: who runs when on which node, side by side where a node runs several tasks at once. */

import type { PlacedTask, Placement, PlaceProblem, Task } from "../place/model.js";
import { firstFitLanes } from "./lanes.js";

export interface Row {
  node: string;
  /** How many tasks the node runs at once at most; at least 1. */
  lanes: number;
  /** In order of start. */
  bars: Bar[];
}

export interface Bar {
  placed: PlacedTask;
  /** Undefined when the problem does not know the task. */
  task: Task | undefined;
  /** Bars in one lane of a row do not overlap (see `firstFitLanes`). */
  lane: number;
}

/** One row for each node, in the order of the problem. */
export function rows({ cluster, workflow }: PlaceProblem, placement: Placement): Row[] {
  const tasks = new Map(workflow.tasks.map((task) => [task.id, task]));
  const rowOf = new Map<string, Row>(cluster.nodes.map(({ id }) => [id, { node: id, lanes: 1, bars: [] }]));
  for (const placed of placement.tasks) {
    for (const node of placed.nodes) {
      const row = rowOf.get(node) ?? { node, lanes: 1, bars: [] };
      row.bars.push({ placed, task: tasks.get(placed.task), lane: 0 });
      rowOf.set(node, row);
    }
  }
  for (const row of rowOf.values()) {
    row.bars.sort((a, b) => a.placed.start - b.placed.start || a.placed.end - b.placed.end);
    const { lane, lanes } = firstFitLanes(row.bars.map(({ placed }) => placed));
    for (const [index, bar] of row.bars.entries()) bar.lane = lane[index]!;
    row.lanes = lanes;
  }
  return [...rowOf.values()];
}

/** The end of what a chart shows: the latest end of a task or transfer. */
export function horizon(placement: Placement): number {
  let latest = 0;
  for (const { end } of placement.tasks) latest = Math.max(latest, end);
  for (const { end } of placement.transfers) latest = Math.max(latest, end);
  return latest;
}
