/** Comma-separated values by RFC 4180: a header, then a line for each task or request, each ended by CR LF. */

import type { Placement, PlaceProblem } from "../place/model.js";
import type { Sequence, SequenceProblem } from "../sequence/model.js";

const taskColumns = ["task", "stage", "class", "node", "start", "end", "deadline", "met", "unplaced"] as const;

/**
 * Placed tasks in the order of the problem, then those that were not placed, with the reason. Times in seconds, gangs
 * with their nodes separated by spaces.
 *
 * A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line break) gets an
 * apostrophe in front.
 */
export function csv({ workflow }: PlaceProblem, placement: Placement): string {
  const tasks = new Map(workflow.tasks.map((task) => [task.id, task]));
  const placed = placement.tasks.map(({ task, nodes, start, end, met }) => {
    const { stage, class: taskClass, deadline } = tasks.get(task) ?? {};
    return { task, stage, class: taskClass, node: nodes.join(" "), start, end, deadline, met };
  });
  const unplaced = placement.unplaced.map(({ task, reason }) => {
    const { stage, class: taskClass, deadline } = tasks.get(task) ?? {};
    return { task, stage, class: taskClass, deadline, unplaced: reason };
  });
  return table(taskColumns, [...placed, ...unplaced]);
}

const requestColumns = [
  ...["request", "class", "tenant", "arrival", "server", "batch", "start", "firstToken", "end", "latency"],
  ...["endToEnd", "timeToFirstToken", "timePerOutputToken", "met", "unplaced"],
] as const;

/**
 * Requests that are served, in the order of the problem, then those that are not, with the reason. `batch` is the number
 * of the batch on its server, from 1; `latency` is from arrival to end; then what was promised. Times in seconds.
 *
 * Texts that a spreadsheet would run as formulas are treated as in `csv`.
 */
export function sequenceCsv({ requests }: SequenceProblem, sequence: Sequence): string {
  const requestOf = new Map(requests.map((request) => [request.id, request]));
  const batchOf = batchNumbers(sequence);
  const served = sequence.requests.map(({ request, server, start, firstToken, end, met }) => {
    const { class: requestClass, tenant, arrival, slo } = requestOf.get(request) ?? {};
    const latency = arrival === undefined ? undefined : end - arrival;
    const times = { arrival, start, firstToken, end, latency };
    return { request, class: requestClass, tenant, server, batch: batchOf.get(request), ...times, ...slo, met };
  });
  const unplaced = sequence.unplaced.map(({ request, reason }) => {
    const { class: requestClass, tenant, arrival, slo } = requestOf.get(request) ?? {};
    return { request, class: requestClass, tenant, arrival, ...slo, unplaced: reason };
  });
  return table(requestColumns, [...served, ...unplaced]);
}

/** Of each request, counted on its server from 1. */
function batchNumbers({ batches }: Sequence): Map<string, number> {
  const numbers = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const { server, requests } of batches) {
    const number = (counts.get(server) ?? 0) + 1;
    counts.set(server, number);
    for (const request of requests) numbers.set(request, number);
  }
  return numbers;
}

type Value = string | number | boolean | undefined;

/** A line for each record, after a header. */
export function table<Column extends string>(
  columns: readonly Column[],
  lines: readonly Partial<Record<Column, Value>>[],
) {
  return [columns, ...lines.map((line) => columns.map((column) => field(line[column])))]
    .map((line) => `${line.join(",")}\r\n`)
    .join("");
}

function field(value: Value): string {
  if (typeof value !== "string") return value === undefined ? "" : String(value);
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
