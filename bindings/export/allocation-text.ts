/** An allocation for a terminal: addresses upwards, time to the right. */

import type { Allocation, MemoryProblem } from "../pack/memory/model.js";
import { type AllocationChart, allocationChart, type Block } from "./allocation-chart.js";
import { type Cell, paint } from "./cells.js";
import { grouped, numberTicks } from "./format.js";
import { checkChartOptions } from "./options.js";
import { shades } from "./palette.js";
import { displayWidth, nameThatFits, pad } from "./text.js";

/** How an address space looks in a terminal. */
export interface AllocationTextOptions {
  /**
   * Columns, at least 40.
   * @default 100
   */
  width?: number;
  /**
   * Whether to use ANSI colours. Without them buffers are told apart by shades.
   * @default false
   */
  colour?: boolean;
  /**
   * Lines for the space up to the height.
   * @default 16
   */
  rows?: number;
}

/**
 * Lines of text, each ended by a line feed: time axis, the space from the height down to 0, and a rule at the capacity
 * where the height exceeds it. Every buffer has a cell at least; of several in one place, the smallest shows.
 *
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function allocationText(
  problem: MemoryProblem,
  allocation: Allocation,
  options: AllocationTextOptions = {},
): string {
  checkChartOptions(options, { width: "size", colour: "flag", rows: "count" });
  const { colour = false, rows = 16 } = options;
  const width = Math.max(40, Math.floor(options.width ?? 100));
  const chart = allocationChart(problem, allocation);
  const { height, capacity } = chart;
  if (height === 0) return "";
  const labelWidth = grouped(Math.max(height, capacity)).length;
  const canvas: Canvas = { chart, rows, columns: width - labelWidth - 3, colour };
  const label = (text: string) => pad(text, labelWidth, "right");

  const cells = draw(canvas);
  const lines = [`${label(grouped(height))}   ${axis(canvas)}`];
  const rule = height > capacity ? rows - Math.round((capacity / height) * rows) : -1;
  for (const [row, line] of cells.entries()) {
    if (row === rule) lines.push(`${label(grouped(capacity))} ┼ ${"capacity ".padEnd(canvas.columns, "╌")}`);
    const left = rows - 1 - row;
    const address = left % 4 === 0 ? grouped((left / rows) * height) : "";
    lines.push(`${label(address)} │ ${paint(line, colour)}`);
  }
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

interface Canvas {
  chart: AllocationChart;
  rows: number;
  columns: number;
  colour: boolean;
}

/** Tick labels begin in the column of their moment. */
function axis({ chart: { start, end }, columns }: Canvas): string {
  let line = "";
  for (const tick of numberTicks(end - start, Math.max(1, Math.floor(columns / 12)))) {
    const column = Math.min(columns - 1, Math.round((tick / (end - start)) * columns));
    const label = `╷${grouped(start + tick)}`;
    if (column >= line.length && column + label.length <= columns) line = line.padEnd(column) + label;
  }
  return line;
}

/** Large buffers first, so that a small one is not hidden by its neighbour; names last, for those whose cells are left. */
function draw(canvas: Canvas): Cell[][] {
  const { chart, rows, columns } = canvas;
  const cells = Array.from({ length: rows }, () => new Array<Cell>(columns).fill({ character: "·" }));
  const area = ({ size, start, end }: Block) => size * (end - start);
  const painted = [...chart.blocks]
    .sort((a, b) => area(b) - area(a))
    .map((block) => ({ name: block.id, ...drawBlock(block, cells, canvas) }));
  for (const { name, top, cell } of painted) drawName(name, cells[top]!, cell);
  return cells;
}

/** Returns the uppermost row, and the cell that it has put everywhere. */
function drawBlock(block: Block, cells: Cell[][], { chart, rows, columns, colour }: Canvas) {
  const { hue } = block;
  const [left, right] = range(block.start - chart.start, block.end - chart.start, chart.end - chart.start, columns);
  const [low, high] = range(block.offset, block.offset + block.size, chart.height, rows);
  const cell: Cell = { character: colour ? " " : shades[hue], hue };
  for (let row = rows - high; row < rows - low; row++) cells[row]!.fill(cell, left, right);
  return { top: rows - high, cell };
}

/** In place of a block's own cells, one at least of which is kept. */
function drawName(name: string, row: Cell[], own: Cell): void {
  const left = row.indexOf(own);
  if (left === -1) return;
  let right = left;
  while (row[right] === own) right++;
  let column = left;
  for (const character of nameThatFits(name, right - left - 1)) {
    const width = displayWidth(character);
    if (width === 0) row[column - 1] = { ...own, character: row[column - 1]!.character + character };
    else row[column] = { ...own, character };
    if (width === 2) row[column + 1] = { ...own, character: "" };
    column += width;
  }
}

/** Cells between two points of a line, one at least. */
function range(from: number, to: number, whole: number, cells: number): [first: number, end: number] {
  const first = Math.min(cells - 1, Math.round((from / whole) * cells));
  return [first, Math.max(first + 1, Math.round((to / whole) * cells))];
}
