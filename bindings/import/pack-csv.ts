/** Items and bins from CSV: columns named like the fields of the model, every other column a resource. */

import { type Column, type CsvTable, csvRecords } from "./csv.js";
import type { ParsedSource } from "./source.js";

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

function withResources(known: Record<string, Column>, property: string, { header }: CsvTable): Record<string, Column> {
  const resources = header.cells.filter((column) => !Object.hasOwn(known, column));
  return { ...known, ...Object.fromEntries(resources.map((name) => [name, { path: [property, name] }])) };
}
