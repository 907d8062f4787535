/** One line for each task, by RFC 4180, with a header. */

import type { Placement, PlaceProblem } from "../place/model.js";

const columns = ["task", "stage", "class", "node", "start", "end", "deadline", "met", "unplaced"] as const;

/**
 * Placed tasks in the order of the problem, then those that were not placed, with the reason. Times in seconds, gangs
 * with their nodes separated by spaces, lines ended by CR LF.
 *
 * A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line break) gets an
 * apostrophe in front.
 */
export function csv({ workflow }: PlaceProblem, placement: Placement): string {
  const tasks = new Map(workflow.tasks.map((task) => [task.id, task]));
  const placed = placement.tasks.map(({ task, nodes, start, end, met }): Line => {
    const { stage, class: taskClass, deadline } = tasks.get(task) ?? {};
    return { task, stage, class: taskClass, node: nodes.join(" "), start, end, deadline, met };
  });
  const unplaced = placement.unplaced.map(({ task, reason }): Line => {
    const { stage, class: taskClass, deadline } = tasks.get(task) ?? {};
    return { task, stage, class: taskClass, deadline, unplaced: reason };
  });
  const lines = [columns, ...[...placed, ...unplaced].map((line) => columns.map((column) => field(line[column])))];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

type Line = Partial<Record<(typeof columns)[number], string | number | boolean>>;

function field(value: string | number | boolean | undefined): string {
  if (typeof value !== "string") return value === undefined ? "" : String(value);
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
