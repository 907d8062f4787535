/** A Gantt chart for a terminal: a row for each busy node, lanes where it runs several tasks at once. */

import type { Placement, PlaceProblem } from "../place/model.js";
import { counted, formatDuration, timeTicks } from "./format.js";
import { checkChartOptions } from "./options.js";
import { type Bar, horizon, type Row, rows } from "./rows.js";
import { type StageKey, stageKey, stagesOf } from "./stages.js";
import { displayable, displayWidth, nameThatFits, pad, truncate } from "./text.js";

export interface TextGanttOptions {
  /**
   * Columns, at least 40.
   * @default 100
   */
  width?: number;
  /**
   * Whether to use ANSI colours. Without them stages are told apart by shades.
   * @default false
   */
  colour?: boolean;
  /**
   * Busy nodes shown; the others are counted.
   * @default 40
   */
  maxNodes?: number;
  /**
   * Lanes shown for each node; the others are counted.
   * @default 8
   */
  maxLanes?: number;
}

/**
 * Lines of text, each ended by a line feed: time axis, nodes, what is left out, legend.
 *
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function textGantt(problem: PlaceProblem, placement: Placement, options: TextGanttOptions = {}): string {
  checkChartOptions(options, { width: "size", colour: "flag", maxNodes: "limit", maxLanes: "limit" });
  const { colour = false, maxNodes = 40, maxLanes = 8 } = options;
  const width = Math.max(40, Math.floor(options.width ?? 100));
  const all = rows(problem, placement);
  const busy = all.filter(({ bars }) => bars.length > 0);
  const shown = busy.slice(0, maxNodes);
  const labelWidth = Math.min(
    Math.max(4, ...shown.map(({ node }) => displayWidth(displayable(node)))),
    Math.floor(width / 4),
  );
  const canvas: Canvas = { columns: width - labelWidth - 3, end: horizon(placement), colour };

  const label = (text: string) => pad(truncate(text, labelWidth), labelWidth);
  const lines = [`${label("")}   ${axis(canvas)}`];
  for (const row of shown) {
    for (let lane = 0; lane < Math.min(row.lanes, maxLanes); lane++) {
      lines.push(`${label(lane === 0 ? displayable(row.node) : "")} │ ${drawLane(row, lane, canvas)}`.trimEnd());
    }
    if (row.lanes > maxLanes) lines.push(`${label("")} │ … and ${counted(row.lanes - maxLanes, "more task")} at once`);
  }
  if (busy.length > shown.length) lines.push(`… and ${counted(busy.length - shown.length, "more busy node")}`);
  if (busy.length < all.length) lines.push(`${label("idle")} │ ${idle(all, canvas.columns)}`);
  for (const line of legend(stagesOf(problem.workflow.tasks), canvas)) lines.push(`${label("")}   ${line}`);
  return lines.map((line) => `${line}\n`).join("");
}

interface Canvas {
  columns: number;
  /** Seconds that the columns stand for. */
  end: number;
  colour: boolean;
}

/** Tick labels begin in the column of their moment. */
function axis({ columns, end }: Canvas): string {
  let line = "";
  for (const tick of timeTicks(end, Math.max(1, Math.floor(columns / 12)))) {
    const column = Math.min(columns - 1, Math.round(end > 0 ? (tick / end) * columns : 0));
    const label = `╷${formatDuration(tick)}`;
    if (column >= line.length && column + label.length <= columns) line = line.padEnd(column) + label;
  }
  return line;
}

interface Cell {
  character: string;
  /** Undefined where nothing runs. */
  key?: StageKey;
}

/** Long bars first, so that a short one, which has at least one column, is not hidden by its neighbour. */
function drawLane(row: Row, lane: number, canvas: Canvas): string {
  const cells = new Array<Cell>(canvas.columns).fill({ character: " " });
  const bars = row.bars.filter((bar) => bar.lane === lane);
  for (const bar of bars.sort((a, b) => duration(b) - duration(a))) drawBar(bar, cells, canvas);
  return paint(cells, canvas);
}

function duration({ placed }: Bar): number {
  return placed.end - placed.start;
}

/** An edge, the name if there is room for some of it, and the shade of the stage. */
function drawBar(bar: Bar, cells: Cell[], canvas: Canvas): void {
  const scale = canvas.end > 0 ? canvas.columns / canvas.end : 0;
  const first = Math.min(canvas.columns - 1, Math.round(bar.placed.start * scale));
  const last = Math.max(first + 1, Math.min(canvas.columns, Math.round(bar.placed.end * scale)));
  const key = stageKey(bar.task);
  const name = nameThatFits(bar.placed.task, last - first - 1);
  const shade = canvas.colour ? " " : shades[key];
  const edge = canvas.colour ? "▏" : "▐";
  let column = first;
  for (const character of last - first < 2 ? shade : [edge, ...name]) {
    const width = displayWidth(character);
    if (width === 0) cells[column - 1]!.character += character;
    else cells[column] = { character, key };
    if (width === 2) cells[column + 1] = { character: "", key };
    column += width;
  }
  for (; column < last; column++) cells[column] = { character: shade, key };
}

function swatch(key: StageKey, canvas: Canvas): string {
  const cell = { character: canvas.colour ? " " : shades[key], key };
  return paint([cell, cell], canvas);
}

/** As many stages on a line as fit; nothing where there is nothing to tell apart. */
function legend(keys: readonly StageKey[], canvas: Canvas): string[] {
  const lines: string[] = [];
  let left = 0;
  for (const key of keys.length > 1 ? keys : []) {
    const entry = `${swatch(key, canvas)} ${key}`;
    const width = key.length + 5;
    if (width <= left) lines.push(`${lines.pop()}  ${entry}`);
    else {
      lines.push(entry);
      left = canvas.columns + 2;
    }
    left -= width;
  }
  return lines;
}

/** One escape sequence for each run of the same colour. */
function paint(cells: readonly Cell[], { colour }: Canvas): string {
  let line = "";
  let current: StageKey | undefined;
  for (const { character, key } of cells) {
    if (colour && key !== current)
      line += key === undefined ? "\u001B[0m" : `\u001B[0;38;5;16;48;5;${backgrounds[key]}m`;
    current = key;
    line += character;
  }
  return colour && current !== undefined ? `${line}\u001B[0m` : line;
}

const shades: Record<StageKey, string> = {
  "data-preparation": "░",
  pretraining: "█",
  alignment: "▓",
  deployment: "▒",
  serving: "▚",
  other: "▆",
};

/** Of the 256-colour palette, light enough for black text on them. */
const backgrounds: Record<StageKey, number> = {
  "data-preparation": 74,
  pretraining: 209,
  alignment: 79,
  deployment: 175,
  serving: 179,
  other: 249,
};

function idle(all: Row[], columns: number): string {
  const names = all.filter(({ bars }) => bars.length === 0).map(({ node }) => displayable(node));
  return truncate(names.join(", "), columns);
}
