/** CSV by RFC 4180, with a header, and where its cells stand. */

import { CsvError, parse } from "csv-parse/browser/esm/sync";
import { printable } from "../errors.js";
import { suggestion } from "../suggestion.js";
import { InvalidSourceError, type ParsedSource, type Source, type SourceProblem } from "./source.js";

export interface CsvTable {
  /** Of the source. */
  name: string;
  header: CsvRow;
  /** Those that are not blank, each with a cell for every column. */
  rows: CsvRow[];
}

interface CsvRow {
  /** On which it begins, counted from 1. */
  line: number;
  /** Without the spaces around them. */
  cells: readonly string[];
}

/** Whether the text begins like a CSV file, with names and commas, and not like YAML or JSON. */
export function isCsv(text: string): boolean {
  return /^\uFEFF?\s*[\w" .-]+(,[\w" .-]*)+\r?(\n|$)/.test(text);
}

/**
 * @throws InvalidSourceError for a quote out of place, columns without a name of their own, and rows of another length
 */
export function parseCsv({ name, text }: Source): CsvTable {
  const [header, ...rows] = readRows(name, text);
  const problems: SourceProblem[] = [];
  if (header === undefined) throw refusal(name, 1, ["the file is empty"]);
  const report = (row: CsvRow, message: string) => problems.push({ file: name, pointer: "", line: row.line, message });
  for (const [index, column] of header.cells.entries()) {
    if (column === "") report(header, `column ${index + 1} has no name`);
    else if (header.cells.indexOf(column) < index) report(header, `there are two columns "${printable(column)}"`);
  }
  for (const row of rows) {
    const difference = row.cells.length - header.cells.length;
    if (difference !== 0) report(row, `has ${row.cells.length} cells; the header has ${header.cells.length}`);
  }
  if (problems.length > 0) throw new InvalidSourceError(problems);
  return { name, header, rows };
}

/** What becomes of a column. */
export interface Column {
  /** The field's path in the record. */
  path: readonly string[];
  /** A text that looks like a number stays a text. */
  isText?: boolean;
  required?: boolean;
}

/**
 * The rows as records, in a list. Empty cells are absent.
 *
 * @throws InvalidSourceError for unknown and missing columns
 */
export function csvRecords({ name, header, rows }: CsvTable, columns: Record<string, Column>): ParsedSource {
  const names = Object.keys(columns);
  const unknown = header.cells
    .filter((column) => !Object.hasOwn(columns, column))
    .map(
      (column) => `unknown column "${printable(column)}"${suggestion(column, names)}; known are ${names.join(", ")}`,
    );
  const missing = names
    .filter((column) => columns[column]!.required && !header.cells.includes(column))
    .map((column) => `there is no column "${column}"`);
  if (unknown.length + missing.length > 0) throw refusal(name, header.line, [...unknown, ...missing]);
  return {
    name,
    value: rows.map(({ cells }) => recordOf(header.cells.map((column, index) => [columns[column]!, cells[index]!]))),
    lineOf: (pointer) => (rows[Number(pointer.split("/")[1])] ?? header).line,
    nameOf: (pointer) => {
      const path = pointer.split("/").slice(2).join("/");
      return names.find((column) => columns[column]!.path.join("/") === path) ?? path;
    },
  };
}

function readRows(name: string, text: string): CsvRow[] {
  try {
    // Rows of another length are reported by us, all of them.
    const options = {
      info: true,
      bom: true,
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n", "\r"],
    };
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    const begins = records.map((_, index) => (index === 0 ? 1 : records[index - 1]!.info.lines + 1));
    return records
      .map(({ record }, index) => ({ line: begins[index]!, cells: record.map((cell) => cell.trim()) }))
      .filter(({ cells }) => cells.some((cell) => cell !== ""));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refusal(name, Number(error.lines), [quoteFaults[error.code] ?? `is no CSV: ${error.code}`]);
  }
}

const quoteFaults: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: "the file ends within quotes",
  CSV_INVALID_CLOSING_QUOTE: 'a cell goes on after its closing quote; a quote within a cell is written ""',
  INVALID_OPENING_QUOTE: 'a quote stands in a cell without quotes; put the cell in quotes, and write its own as ""',
};

function refusal(file: string, line: number, messages: readonly string[]): InvalidSourceError {
  return new InvalidSourceError(messages.map((message): SourceProblem => ({ file, pointer: "", line, message })));
}

function recordOf(cells: readonly (readonly [Column, string])[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [{ path, isText }, text] of cells) {
    if (text === "") continue;
    const [last, ...outer] = path.toReversed() as [string, ...string[]];
    let target = record;
    for (const key of outer.reverse()) {
      target[key] ??= {};
      target = target[key] as Record<string, unknown>;
    }
    target[last] = !isText && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
  }
  return record;
}
