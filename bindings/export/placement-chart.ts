import type { Placement, PlaceProblem, Task } from "../place/model.js";
import type { Chart } from "./chart.js";
import { counted, formatData, formatDollars, formatDuration } from "./format.js";
import { horizon, rows } from "./rows.js";
import { stageHue, stageLegend } from "./stages.js";

/** A row for each node, in the order of the problem; hues are stages, arrows are transfers between nodes. */
export function placementChart(problem: PlaceProblem, placement: Placement): Chart {
  return {
    title: "Placement",
    summary: summarise(placement),
    nouns: { row: "node", bar: "task" },
    rows: rows(problem, placement).map(({ node, lanes, bars }) => ({
      name: node,
      lanes,
      bars: bars.map(({ placed, task, lane }) => ({
        name: placed.task,
        start: placed.start,
        end: placed.end,
        lane,
        hue: stageHue(task),
        late: placed.met === false,
        deadline: task?.deadline,
        notes: notesOn(task, placed.met),
      })),
    })),
    end: horizon(placement),
    legend: stageLegend(problem.workflow.tasks),
    arrows: placement.transfers
      .filter(({ source, target }) => source !== target)
      .map(({ from, to, start, end, data }) => {
        return { from, to, start, end, note: `${from} → ${to}: ${formatData(data)} in ${formatDuration(end - start)}` };
      }),
  };
}

function summarise({ tasks, unplaced, makespan, cost }: Placement): string {
  const parts = [counted(tasks.length, "task"), `makespan ${formatDuration(makespan)}`, `cost ${formatDollars(cost)}`];
  if (unplaced.length > 0) parts.push(`${unplaced.length} not placed`);
  return parts.join(" · ");
}

function notesOn(task: Task | undefined, met: boolean | undefined): string[] {
  const notes: string[] = [];
  if (task?.stage) notes.push(task.stage);
  if (task?.deadline !== undefined) {
    notes.push(`deadline ${formatDuration(task.deadline)}${met === undefined ? "" : met ? ", kept" : ", missed"}`);
  }
  return notes;
}
