/** The LLM inference traces of Azure (https://github.com/Azure/AzurePublicDataset): when, and how many tokens. */

import { printable } from "../errors.js";
import { type Column, type CsvTable, csvRecords } from "./csv.js";
import { InvalidSourceError, type ParsedSource, type SourceProblem } from "./source.js";

const columns: Record<string, Column> = {
  TIMESTAMP: { path: ["arrival"], required: true },
  ContextTokens: { path: ["promptTokens"], required: true },
  GeneratedTokens: { path: ["outputTokens"], required: true },
};

export function isAzureTrace({ header }: CsvTable): boolean {
  return header.cells.includes("TIMESTAMP");
}

/**
 * The rows as a list of requests without ids, arrivals counted from the earliest.
 *
 * @throws InvalidSourceError for other columns, and for all timestamps that cannot be read
 */
export function azureRequests(table: CsvTable): ParsedSource {
  const at = table.header.cells.indexOf("TIMESTAMP");
  const moments = table.rows.map(({ cells }) => nanoseconds(cells[at]!));
  const problems = table.rows.flatMap(({ line, cells }, index): SourceProblem[] => {
    if (moments[index] !== undefined) return [];
    const message = `expected a moment such as 2023-11-16 18:15:46.6805900; found "${printable(cells[at]!)}"`;
    return [{ file: table.name, pointer: "TIMESTAMP", line, message }];
  });
  if (problems.length > 0) throw new InvalidSourceError(problems);
  let earliest = moments[0];
  for (const moment of moments) if (moment! < earliest!) earliest = moment;
  const rows = table.rows.map(({ line, cells }, index) => {
    const seconds = Number(moments[index]! - earliest!) / 1e9;
    return { line, cells: cells.with(at, String(seconds)) };
  });
  return csvRecords({ ...table, rows }, columns);
}

/** Since 1970, exactly: decimal fractions of seconds are no binary ones. Without an offset, the moment is in UTC. */
function nanoseconds(text: string): bigint | undefined {
  const [, date, time, fraction = "", offset = ""] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const milliseconds = Date.parse(`${date}T${time}${offset || "Z"}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}
