/** The table of measurements that comes with Splitwise (https://github.com/Mutinifni/splitwise-sim): milliseconds. */

import { type Column, type CsvTable, csvRecords } from "./csv.js";
import { InvalidSourceError, type ParsedSource, type SourceProblem } from "./source.js";

/** Which rows of the table, by its columns. */
export interface SplitwiseSelection {
  model?: string;
  hardware?: string;
  tensorParallel?: string;
}

const columns: Record<string, Column> = {
  prompt_size: { path: ["promptTokens"], required: true },
  batch_size: { path: ["batch"], required: true },
  token_size: { path: ["outputTokens"], required: true },
  prompt_time: { path: ["promptSeconds"], required: true },
  token_time: { path: ["secondsPerToken"], required: true },
};
const selectors = { model: "model", hardware: "hardware", tensorParallel: "tensor_parallel" } as const;

export function isSplitwiseTable({ header }: CsvTable): boolean {
  return Object.values(selectors).every((column) => header.cells.includes(column));
}

/**
 * The selected rows as a list of measurements, not yet checked.
 *
 * @throws InvalidSourceError for missing columns, and where the selected rows are none or those of several servers
 */
export function splitwiseMeasurements(table: CsvTable, selection: SplitwiseSelection): ParsedSource {
  const { name, header } = table;
  const cell = (cells: readonly string[], column: string) => cells[header.cells.indexOf(column)]!;
  const serverOf = (cells: readonly string[]) => Object.values(selectors).map((column) => cell(cells, column));
  const keys = Object.keys(selectors) as (keyof typeof selectors)[];
  const rows = table.rows.filter(({ cells }) => {
    return keys.every((key) => selection[key] === undefined || selection[key] === cell(cells, selectors[key]));
  });
  const servers = new Set((rows.length > 0 ? rows : table.rows).map(({ cells }) => serverOf(cells).join(" ")));
  if (rows.length === 0 || servers.size > 1) {
    const found = rows.length === 0 ? "no rows are of that server" : "the rows are of several servers";
    const message = `${found}; choose model, hardware and tensor parallelism of one: ${[...servers].join(", ")}`;
    const problem: SourceProblem = { file: name, pointer: "", message };
    throw new InvalidSourceError([problem]);
  }
  const kept = header.cells.filter((column) => Object.hasOwn(columns, column));
  const reduced = rows.map(({ line, cells }) => ({ line, cells: kept.map((c) => inSeconds(c, cell(cells, c))) }));
  return csvRecords({ name, header: { ...header, cells: kept }, rows: reduced }, columns);
}

function inSeconds(column: string, cell: string): string {
  return column.endsWith("_time") && /^[\d.]+$/.test(cell) ? `${cell}ms` : cell;
}
