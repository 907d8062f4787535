/** Items and bins from CSV: columns named like the fields of the model, every other column a resource. */

import { printable } from "../errors.js";
import { type Column, type CsvTable, csvRecords } from "./csv.js";
import { InvalidSourceError, type ParsedSource } from "./source.js";

const itemColumns: Record<string, Column> = {
  id: { path: ["id"], isText: true, required: true },
  gpus: { path: ["gpus", "count"] },
  gpuShare: { path: ["gpus", "share"] },
  models: { path: ["models"], isText: true },
  group: { path: ["group"], isText: true },
  separate: { path: ["separate"], isText: true },
  value: { path: ["value"] },
};

const binColumns: Record<string, Column> = {
  id: { path: ["id"], isText: true, required: true },
  count: { path: ["count"] },
  gpuModel: { path: ["gpus", "model"], isText: true },
  gpus: { path: ["gpus", "count"] },
  gpuMemory: { path: ["gpus", "memory"] },
  cost: { path: ["cost"] },
  pricePerHour: { path: ["pricePerHour"] },
  cloud: { path: ["location", "cloud"], isText: true },
  region: { path: ["location", "region"], isText: true },
  zone: { path: ["location", "zone"], isText: true },
  rack: { path: ["location", "rack"], isText: true },
};

/**
 * The rows as a list of items, not yet checked. Several models are separated by `|`.
 *
 * @throws InvalidSourceError
 */
export function csvItems(table: CsvTable): ParsedSource {
  const records = csvRecords(table, withResources(itemColumns, "needs", table));
  for (const item of records.value as { models?: unknown }[]) {
    if (typeof item.models === "string") item.models = item.models.split("|");
  }
  return records;
}

/**
 * The rows as a list of bins, not yet checked.
 *
 * @throws InvalidSourceError
 */
export function csvBins(table: CsvTable): ParsedSource {
  return csvRecords(table, withResources(binColumns, "capacity", table));
}

function withResources(known: Record<string, Column>, property: string, table: CsvTable): Record<string, Column> {
  const { name: file, header } = table;
  const plain = (column: string) => column.toLowerCase().replace(/[\s_.-]/g, "");
  const byPlainName = new Map(Object.keys(known).map((column) => [plain(column), column]));
  const resources = header.cells.filter((column) => !Object.hasOwn(known, column));
  // What is a known column but for its spelling is no resource of that name.
  const slips = resources.filter((column) => byPlainName.has(plain(column)));
  if (slips.length > 0) {
    throw new InvalidSourceError(
      slips.map((column) => {
        const message = `unknown column "${printable(column)}"; did you mean "${byPlainName.get(plain(column))}"?`;
        return { file, pointer: "", line: header.line, message };
      }),
    );
  }
  return { ...known, ...Object.fromEntries(resources.map((name) => [name, { path: [property, name] }])) };
}
