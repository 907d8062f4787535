import { stripVTControlCharacters } from "node:util";
import { displayWidth, pad, truncate } from "../export/text.js";
import type { Colours } from "./terminal.js";

export interface Column {
  title: string;
  /** @default "left" */
  align?: "left" | "right";
  /** Gives way, down to this width, when the table is too wide. */
  shrinksTo?: number;
  /** Left out, last column first, when shrinking is not enough. */
  optional?: boolean;
}

/**
 * Lines of a table with a header, at most `width` wide where the columns allow it. Cells are displayable texts. A column
 * with nothing in it is left out.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  colours: Colours,
) {
  const widths = columns.map(({ title }, index) => {
    const widest = rows.reduce((widest, row) => Math.max(widest, displayWidth(row[index]!)), 0);
    return widest === 0 ? 0 : Math.max(widest, displayWidth(title));
  });
  const shown = columnsThatFit(columns, widths, width);
  const line = (cells: readonly string[]) => {
    const padded = shown.map((index) => {
      return pad(truncate(cells[index]!, widths[index]!), widths[index]!, columns[index]!.align);
    });
    return padded.join(gap).trimEnd();
  };
  return [colours.dim(line(columns.map(({ title }) => title))), ...rows.map(line)];
}

/** Parts one after another, as many on a line as fit. They may be coloured. */
export function flow(parts: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const extended = lines.length === 0 ? part : lines.at(-1) + separator + part;
    if (lines.length === 0 || displayWidth(stripVTControlCharacters(extended)) > width) lines.push(part);
    else lines[lines.length - 1] = extended;
  }
  return lines;
}

const gap = "  ";

/** Shrinks `widths` in place, the widest first; returns the columns that are shown. */
function columnsThatFit(columns: readonly Column[], widths: number[], width: number): number[] {
  const shown = [...columns.keys()].filter((index) => widths[index]! > 0);
  const total = () => shown.reduce((sum, index) => sum + widths[index]! + gap.length, -gap.length);
  while (total() > width) {
    const shrinkable = shown.filter((index) => widths[index]! > (columns[index]!.shrinksTo ?? Infinity));
    if (shrinkable.length > 0) {
      const widest = shrinkable.reduce((a, b) => (widths[b]! > widths[a]! ? b : a));
      widths[widest]!--;
      continue;
    }
    const optional = shown.filter((index) => columns[index]!.optional === true).at(-1);
    if (optional === undefined) break;
    shown.splice(shown.indexOf(optional), 1);
  }
  return shown;
}
