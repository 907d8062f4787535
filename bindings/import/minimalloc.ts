/** Static allocation problems from the CSV files of MiniMalloc (https://github.com/google/minimalloc). */

import type { MemoryProblem } from "../pack/memory/model.js";
import { parseMemoryProblem } from "../pack/memory/parse.js";
import { type Column, csvRecords, parseCsv } from "./csv.js";
import { checkParts } from "./parts.js";
import type { Source } from "./source.js";

const columns: Record<string, Column> = {
  id: { path: ["id"], isText: true, required: true },
  lower: { path: ["start"], required: true },
  upper: { path: ["end"], required: true },
  size: { path: ["size"], required: true },
  alignment: { path: ["alignment"] },
};

/**
 * Columns `id`, `lower`, `upper` (from when, until just before when it is alive), `size` and, if there is one, `alignment`.
 *
 * @param capacity which the file does not say
 * @throws InvalidSourceError with everything found, each with its line and column
 */
export function importMinimalloc(source: Source, capacity: number): MemoryProblem {
  const file = csvRecords(parseCsv(source), columns);
  const problem = { buffers: file.value, capacity };
  checkParts(problem, { buffers: { source: file, pointer: "", value: file.value } }, file, parseMemoryProblem);
  return problem as MemoryProblem;
}
