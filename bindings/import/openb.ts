/** Node and pod lists of the openb trace (Weng et al. 2023, Beware of Fragmentation; Alibaba). */

import type { CsvTable } from "./csv.js";
import type { ParsedSource } from "./source.js";

export function isOpenbNodes({ header }: CsvTable): boolean {
  return ["sn", "cpu_milli", "memory_mib", "gpu", "model"].every((column) => header.cells.includes(column));
}

export function isOpenbPods({ header }: CsvTable): boolean {
  return ["name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli"].every((column) => header.cells.includes(column));
}

/** Nodes as bins, not yet checked: `cpu` in cores, `memory` in gigabytes. */
export function openbBins(table: CsvTable): ParsedSource {
  return records(table, (cell) => ({
    id: cell("sn"),
    capacity: { cpu: milli(cell("cpu_milli")), memory: mebibytes(cell("memory_mib")) },
    ...(numberOf(cell("gpu")) === 0 ? {} : { gpus: { model: cell("model"), count: numberOf(cell("gpu")) } }),
  }));
}

/** Pods as items, not yet checked. */
export function openbItems(table: CsvTable): ParsedSource {
  return records(table, (cell) => {
    const count = numberOf(cell("num_gpu"));
    const share = milli(cell("gpu_milli"));
    const models = (cell("gpu_spec") ?? "").split("|").filter((model) => model !== "");
    return {
      id: cell("name"),
      needs: { cpu: milli(cell("cpu_milli")), memory: mebibytes(cell("memory_mib")) },
      ...(count === 0 ? {} : { gpus: gpusOf(count, share) }),
      ...(count === 0 || models.length === 0 ? {} : { models }),
    };
  });
}

/** A share of one device, or whole ones; a share of several is both, which is refused. */
function gpusOf(count: unknown, share: unknown): object {
  if (share === 1 || share === 0) return { count };
  return count === 1 ? { share } : { count, share };
}

/** The column of each field. */
const columns: Record<string, string> = {
  "needs/cpu": "cpu_milli",
  "capacity/cpu": "cpu_milli",
  "needs/memory": "memory_mib",
  "capacity/memory": "memory_mib",
  "gpus/share": "gpu_milli",
  "gpus/count": "num_gpu",
  gpus: "gpu_milli",
};

function records({ name, header, rows }: CsvTable, read: (cell: Cell) => unknown): ParsedSource {
  return {
    name,
    value: rows.map(({ cells }) => read((column) => cells[header.cells.indexOf(column)])),
    lineOf: (pointer) => (rows[Number(pointer.split("/")[1])] ?? header).line,
    nameOf: (pointer) => columns[pointer.split("/").slice(2).join("/")] ?? pointer,
  };
}

type Cell = (column: string) => string | undefined;

/** A text that is no number stays one: the door refuses it. */
function numberOf(text: string | undefined): unknown {
  return text === undefined || text === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

function milli(text: string | undefined): unknown {
  const value = numberOf(text);
  return typeof value === "number" ? value / 1000 : value;
}

function mebibytes(text: string | undefined): unknown {
  const value = numberOf(text);
  return typeof value === "number" ? (value * 2 ** 20) / 1e9 : value;
}
