import { isCsv } from "../import/csv.js";
import { readMemoryProblem } from "../import/memory-file.js";
import type { MemoryProblem } from "../pack/memory/model.js";
import { CliError } from "./failure.js";
import { readSource } from "./files.js";

/** Reads the problem from a file; `--capacity` goes before what the file says. */
export async function loadMemoryProblem(
  files: readonly string[],
  capacity: string | undefined,
  command: string,
): Promise<MemoryProblem> {
  const [file] = files;
  if (file === undefined) throw new CliError(`no buffers: name a file (lehr help ${command})`);
  if (files.length > 1) throw new CliError(`one file of buffers at most (lehr help ${command})`);
  const units = capacity === undefined ? undefined : unitsOf(capacity);
  const source = await readSource(file);
  if (units === undefined && isCsv(source.text)) {
    throw new CliError(`a CSV file does not say how large the address space is: add --capacity (lehr help ${command})`);
  }
  return readMemoryProblem(source, units);
}

/** Whether a result is of `allocate`, as far as a glance can tell. */
export function isAllocation(result: unknown): boolean {
  return typeof result === "object" && result !== null && Object.hasOwn(result, "height");
}

function unitsOf(text: string): number {
  const units = Number(text.trim() || Number.NaN);
  if (Number.isSafeInteger(units) && units > 0) return units;
  throw new CliError("--capacity must be a whole number of at least 1");
}
