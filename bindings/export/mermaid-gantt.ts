/** A `gantt` diagram for Mermaid (https://mermaid.js.org/syntax/gantt.html), which Markdown viewers draw. */

import type { Placement, PlaceProblem } from "../place/model.js";
import { checkChartOptions } from "./options.js";
import { type Bar, horizon, rows } from "./rows.js";

/** How a Mermaid chart looks. */
export interface MermaidOptions {
  /** @default "Placement" */
  title?: string;
}

/**
 * One section for each node that does something. Tasks that miss their deadline are marked `crit`, tasks of no duration
 * are milestones. Mermaid knows no plain time axis: the plan begins on 1 January at midnight.
 *
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function mermaidGantt(problem: PlaceProblem, placement: Placement, options: MermaidOptions = {}): string {
  checkChartOptions(options, { title: "text" });
  const lines = [
    "gantt",
    `    title ${label(options.title ?? "Placement")}`,
    "    dateFormat YYYY-MM-DDTHH:mm:ss.SSS",
    `    axisFormat ${axisFormat(horizon(placement))}`,
  ];
  let id = 0;
  for (const row of rows(problem, placement)) {
    if (row.bars.length === 0) continue;
    lines.push(`    section ${label(row.node)}`);
    for (const bar of row.bars) lines.push(`    ${label(bar.placed.task)} :${tags(bar)}t${++id}, ${times(bar)}`);
  }
  return `${lines.join("\n")}\n`;
}

function tags({ placed }: Bar): string {
  const missed = placed.met === false ? "crit, " : "";
  return placed.end > placed.start ? missed : `${missed}milestone, `;
}

function times({ placed }: Bar): string {
  return `${moment(placed.start)}, ${moment(placed.end)}`;
}

/** Read and shown in local time alike, so that the reader's time zone does not matter. */
const origin = Date.UTC(2001, 0, 1);
/** The calendar has four digits for the year; what comes later is drawn here. */
const endOfCalendar = Date.UTC(9999, 11, 31);

function moment(seconds: number): string {
  const milliseconds = Math.min(origin + Math.round(seconds * 1000), endOfCalendar);
  return new Date(milliseconds).toISOString().slice(0, -1);
}

function axisFormat(end: number): string {
  if (end < 600) return "%M:%S";
  if (end < 2 * 86_400) return "%H:%M";
  return "day %-j";
}

/**
 * Characters with a meaning in the syntax become harmless look-alikes. An invisible word joiner comes first: a line that
 * begins with a keyword (`click`, `section`, in upper or lower case) or a date would be a statement, not a task.
 */
function label(text: string): string {
  const harmless = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(":", "꞉")
    .replaceAll(";", "⁏")
    .replaceAll("#", "＃")
    .replaceAll("%", "％")
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .trim();
  return `\u2060${harmless === "" ? "–" : harmless}`;
}
