/** A packing for a terminal: a row for each used copy, with bars of its resources and its GPUs one by one. */

import type { Packing, PackProblem } from "../pack/model.js";
import { type Cell, paint } from "./cells.js";
import { counted, formatShare } from "./format.js";
import { checkChartOptions } from "./options.js";
import { type Gauge, type PackRow, packChart } from "./pack-chart.js";
import { otherHue, shades } from "./palette.js";
import { displayable, displayWidth, pad, truncate } from "./text.js";

/** How bins look in a terminal. */
export interface PackTextOptions {
  /**
   * Columns, at least 40.
   * @default 100
   */
  width?: number;
  /**
   * Whether to use ANSI colours. Without them items are told apart by shades.
   * @default false
   */
  colour?: boolean;
  /**
   * Used copies shown; the others are counted.
   * @default 40
   */
  maxRows?: number;
}

/**
 * Lines of text, each ended by a line feed. Bars are as full as the resource or GPU; within a row an item has the same
 * shade in all of them, and what the copy already held has one of its own. Behind a GPU that is not full, or is shared,
 * stand the shares that are held.
 *
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function packText(problem: PackProblem, packing: Packing, options: PackTextOptions = {}): string {
  checkChartOptions(options, { width: "size", colour: "flag", maxRows: "limit" });
  const { colour = false, maxRows = 40 } = options;
  const width = Math.max(40, Math.floor(options.width ?? 100));
  const { rows, unused } = packChart(problem, packing);
  const shown = rows.slice(0, maxRows);
  const labelWidth = Math.min(
    Math.max(6, ...shown.map(({ name }) => displayWidth(displayable(name)))),
    Math.floor(width / 4),
  );
  const canvas: Canvas = { columns: width - labelWidth - 3, colour };

  const label = (text: string) => pad(truncate(text, labelWidth), labelWidth);
  const lines = shown.flatMap((row) => {
    return drawRow(row, canvas).map((line, index) => `${label(index === 0 ? displayable(row.name) : "")} │ ${line}`);
  });
  if (rows.length > shown.length) lines.push(`… and ${counted(rows.length - shown.length, "more used bin")}`);
  if (unused.length > 0) {
    const names = unused.map(({ bin, copies }) => displayable(bin) + (copies > 1 ? ` ×${copies}` : ""));
    lines.push(`${label("unused")} │ ${truncate(names.join(", "), canvas.columns)}`);
  }
  if (shown.some(holdsLoad)) {
    const swatch = { character: colour ? " " : shades[otherHue], hue: otherHue };
    lines.push(`${label("")}   ${paint([swatch, swatch], colour)} already there`);
  }
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

interface Canvas {
  columns: number;
  colour: boolean;
}

/** A piece of a line, and the columns that it takes, which escape sequences do not. */
interface Piece {
  text: string;
  width: number;
}

const resourceColumns = 10;
const deviceColumns = 6;
/** More shares than these behind a GPU are counted. */
const mostShares = 3;

/** At least one line. */
function drawRow({ resources, model, gpus }: PackRow, canvas: Canvas): string[] {
  const lines = flow(
    resources.map((gauge) => piece(displayable(gauge.name), gauge, resourceColumns, formatShare(gauge.used), canvas)),
    canvas.columns,
  );
  if (model !== undefined && gpus.length > 0) {
    const head = truncate(displayable(model), Math.floor(canvas.columns / 4));
    const devices = gpus.map((gauge) => piece(gauge.name, gauge, deviceColumns, sharesText(gauge), canvas));
    lines.push(...flow([{ text: head, width: displayWidth(head) }, ...devices], canvas.columns));
  }
  return lines.length === 0 ? [""] : lines;
}

/** Name, bar and note. */
function piece(name: string, gauge: Gauge, columns: number, note: string, { columns: most, colour }: Canvas): Piece {
  const shownName = truncate(name, most - columns - note.length - 2);
  const behind = note === "" ? "" : ` ${note}`;
  return {
    text: `${shownName} ${paint(bar(gauge, columns, colour), colour)}${behind}`,
    width: displayWidth(shownName) + 1 + columns + behind.length,
  };
}

/** Whatever is held shows, and so does whatever is free. Each column shows who holds its middle. */
function bar({ parts, used }: Gauge, columns: number, colour: boolean): Cell[] {
  const free: Cell = { character: "·" };
  const cells = new Array<Cell>(columns).fill(free);
  if (used === 0) return cells;
  const full = used > 1 - 1e-9;
  const held = full ? columns : Math.min(columns - 1, Math.max(1, Math.round(used * columns)));
  let part = 0;
  let end = parts[0]!.share;
  for (let column = 0; column < held; column++) {
    const middle = ((column + 0.5) / held) * used;
    while (end < middle && part + 1 < parts.length) end += parts[++part]!.share;
    const { hue } = parts[part]!;
    cells[column] = { character: colour ? " " : shades[hue], hue };
  }
  return cells;
}

/** `30%`, `50+30%`, `80% for 7`; nothing for a GPU that is free or held whole. */
function sharesText({ parts, used }: Gauge): string {
  if (parts.length === 0 || (parts.length === 1 && used > 1 - 1e-9)) return "";
  if (parts.length > mostShares) return `${formatShare(used)} for ${parts.length}`;
  return `${parts.map(({ share }) => Math.round(share * 100)).join("+")}%`;
}

function holdsLoad({ resources, gpus }: PackRow): boolean {
  return [...resources, ...gpus].some(({ parts }) => parts.some(({ isLoad }) => isLoad));
}

/** Pieces one after another, as many on a line as fit. */
function flow(pieces: readonly Piece[], columns: number): string[] {
  const lines: string[] = [];
  let used = 0;
  for (const { text, width } of pieces) {
    if (lines.length > 0 && used + 3 + width <= columns) {
      lines.push(`${lines.pop()}   ${text}`);
      used += 3 + width;
    } else {
      lines.push(text);
      used = width;
    }
  }
  return lines;
}
