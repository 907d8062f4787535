/** Gantt charts for a terminal: a row for each busy node or server, lanes where it runs several things at once. */

import type { Placement, PlaceProblem } from "../place/model.js";
import type { Sequence, SequenceProblem } from "../sequence/model.js";
import { type Cell, paint } from "./cells.js";
import type { Chart, ChartBar, ChartRow, LegendEntry } from "./chart.js";
import { counted, formatDuration, timeTicks } from "./format.js";
import { checkChartOptions } from "./options.js";
import { type Hue, shades } from "./palette.js";
import { placementChart } from "./placement-chart.js";
import { sequenceChart } from "./sequence-chart.js";
import { displayable, displayWidth, nameThatFits, pad, truncate } from "./text.js";

/** How a Gantt chart looks in a terminal. */
export interface TextGanttOptions {
  /**
   * Columns, at least 40.
   * @default 100
   */
  width?: number;
  /**
   * Whether to use ANSI colours. Without them stages or classes are told apart by shades.
   * @default false
   */
  colour?: boolean;
  /**
   * Busy nodes or servers shown; the others are counted.
   * @default 40
   */
  maxRows?: number;
  /**
   * Lanes shown for each of them; the others are counted.
   * @default 8
   */
  maxLanes?: number;
}

/**
 * Tasks on nodes. Lines of text, each ended by a line feed: time axis, nodes, what is left out, legend. A ✗ marks tasks
 * that miss their deadline.
 *
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function textGantt(problem: PlaceProblem, placement: Placement, options: TextGanttOptions = {}): string {
  return draw(placementChart(problem, placement), options);
}

/**
 * The same for requests on servers. A ✗ marks requests whose promise is not kept.
 *
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function sequenceTextGantt(
  problem: SequenceProblem,
  sequence: Sequence,
  options: TextGanttOptions = {},
): string {
  return draw(sequenceChart(problem, sequence), options);
}

function draw({ rows: all, end, legend, nouns }: Chart, options: TextGanttOptions): string {
  checkChartOptions(options, { width: "size", colour: "flag", maxRows: "limit", maxLanes: "limit" });
  const { colour = false, maxRows = 40, maxLanes = 8 } = options;
  const width = Math.max(40, Math.floor(options.width ?? 100));
  const busy = all.filter(({ bars }) => bars.length > 0);
  const shown = busy.slice(0, maxRows);
  const labelWidth = Math.min(
    Math.max(4, ...shown.map(({ name }) => displayWidth(displayable(name)))),
    Math.floor(width / 4),
  );
  const canvas: Canvas = { columns: width - labelWidth - 3, end, colour };

  const label = (text: string) => pad(truncate(text, labelWidth), labelWidth);
  const lines = [`${label("")}   ${axis(canvas)}`];
  for (const row of shown) {
    for (let lane = 0; lane < Math.min(row.lanes, maxLanes); lane++) {
      lines.push(`${label(lane === 0 ? displayable(row.name) : "")} │ ${drawLane(row, lane, canvas)}`.trimEnd());
    }
    const hidden = row.lanes - maxLanes;
    if (hidden > 0) lines.push(`${label("")} │ … and ${counted(hidden, `more ${nouns.bar}`)} at once`);
  }
  if (busy.length > shown.length) lines.push(`… and ${counted(busy.length - shown.length, `more busy ${nouns.row}`)}`);
  if (busy.length < all.length) lines.push(`${label("idle")} │ ${idle(all, canvas.columns)}`);
  for (const line of drawLegend(legend, canvas)) lines.push(`${label("")}   ${line}`);
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

/** Long bars first, so that a short one, which has at least one column, is not hidden by its neighbour. */
function drawLane(row: ChartRow, lane: number, canvas: Canvas): string {
  const cells = new Array<Cell>(canvas.columns).fill({ character: " " });
  const bars = row.bars.filter((bar) => bar.lane === lane);
  for (const bar of bars.sort((a, b) => duration(b) - duration(a))) drawBar(bar, cells, canvas);
  return paint(cells, canvas.colour);
}

function duration({ start, end }: ChartBar): number {
  return end - start;
}

/** An edge, the name if there is room for some of it, and the shade of the hue. */
function drawBar(bar: ChartBar, cells: Cell[], canvas: Canvas): void {
  const scale = canvas.end > 0 ? canvas.columns / canvas.end : 0;
  const first = Math.min(canvas.columns - 1, Math.round(bar.start * scale));
  const last = Math.max(first + 1, Math.min(canvas.columns, Math.round(bar.end * scale)));
  const { hue } = bar;
  const name = nameThatFits(bar.late ? `✗${bar.name}` : bar.name, last - first - 1);
  const shade = canvas.colour ? " " : shades[hue];
  const edge = canvas.colour ? "▏" : "▐";
  let column = first;
  for (const character of last - first < 2 ? shade : [edge, ...name]) {
    const width = displayWidth(character);
    if (width === 0) cells[column - 1]!.character += character;
    else cells[column] = { character, hue };
    if (width === 2) cells[column + 1] = { character: "", hue };
    column += width;
  }
  for (; column < last; column++) cells[column] = { character: shade, hue };
}

function swatch(hue: Hue, canvas: Canvas): string {
  const cell = { character: canvas.colour ? " " : shades[hue], hue };
  return paint([cell, cell], canvas.colour);
}

/** As many entries on a line as fit; nothing where there is nothing to tell apart. */
function drawLegend(entries: readonly LegendEntry[], canvas: Canvas): string[] {
  const lines: string[] = [];
  let left = 0;
  for (const { name, hue } of entries.length > 1 ? entries : []) {
    const label = truncate(displayable(name), canvas.columns - 5);
    const entry = `${swatch(hue, canvas)} ${label}`;
    const width = displayWidth(label) + 5;
    if (width <= left) lines.push(`${lines.pop()}  ${entry}`);
    else {
      lines.push(entry);
      left = canvas.columns + 2;
    }
    left -= width;
  }
  return lines;
}

function idle(all: readonly ChartRow[], columns: number): string {
  const names = all.filter(({ bars }) => bars.length === 0).map(({ name }) => displayable(name));
  return truncate(names.join(", "), columns);
}
