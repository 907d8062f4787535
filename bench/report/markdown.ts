import type { Figure, Topic } from "./figures.js";

/** A part of a report: a title and what stands below it. */
export interface Section {
  /** Where it goes on the page of figures; unique within its suite. */
  name: string;
  title: string;
  body: string;
}

/** A topic as it was measured: rows, columns, and what a cell says of its figure. */
export function topicTable(
  topic: Topic,
  cell: (figure: Figure) => string,
  { corner = "", columns = topic.columns } = {},
) {
  const lines = topic.rows.map((row) => [
    row,
    ...columns.map((column) => {
      const figure = topic.at(row, column);
      return figure ? cell(figure) : "–";
    }),
  ]);
  return table([corner, ...columns], lines);
}

/**
 * Medians (minima) of the first column, and how many times as much the others take.
 *
 * @param columns the first is what they are compared with
 */
export function comparison(topic: Topic, columns: readonly string[], rows: readonly string[] = topic.rows): string {
  const [ours, ...others] = columns as [string, ...string[]];
  const lines = rows.map((row) => {
    const base = topic.at(row, ours)!;
    const ratios = others.map((column) => {
      const other = topic.at(row, column);
      return other ? `${ratio(base.median, other.median)} (${ratio(base.minimum, other.minimum)})` : "–";
    });
    return [row, `${number(base.median)} (${number(base.minimum)})`, ...ratios];
  });
  return table(["", `${ours}, ${topic.of(rows[0]!)[0]!.unit}`, ...others], lines);
}

/** All there is about the times of one row. */
export function timesTable(topic: Topic, row: string, ours: string, thing: string): string {
  const base = topic.at(row, ours)!;
  const lines = topic
    .of(row)
    .map(({ column, minimum, median, p10, p90, samples, size }) => [
      column,
      number(minimum),
      number(median),
      `${number(p10)}–${number(p90)}`,
      number((median * 1e6) / size!),
      ratio(base.median, median),
      `${samples}`,
    ]);
  const head = ["milliseconds", "minimum", "median", "p10–p90", `ns per ${thing}`, `× ${ours}`, "samples"];
  return table(head, lines);
}

/** A Markdown table, numbers to the right. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((cell, column) => Math.max(3, cell.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const padded = (cells: string[]) =>
    line(cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))));
  const rule = line(widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)));
  return [padded(head), rule, ...rows.map(padded)].join("\n");
}

/** Three significant digits, without an exponent. */
export function number(value: number): string {
  if (value === 0) return "0";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 6));
}

/** How many times the second is of the first. */
function ratio(of: number, to: number): string {
  return `${number(to / of)}×`;
}
