import { readPackProblem } from "../import/pack-file.js";
import type { PackProblem } from "../pack/model.js";
import { CliError } from "./failure.js";
import { readSource } from "./files.js";

/** Reads the problem from one file, or the items from one and the bins from another. */
export async function loadPackProblem(files: readonly string[], command: string): Promise<PackProblem> {
  const [file, binFile] = files;
  if (file === undefined) throw new CliError(`no items: name a file (lehr help ${command})`);
  if (files.length > 2) throw new CliError(`two files at most, items and bins (lehr help ${command})`);
  const items = await readSource(file);
  return readPackProblem(binFile === undefined ? { items } : { items, bins: await readSource(binFile) });
}

/** Whether a result is of `pack`, as far as a glance can tell. */
export function isPacking(result: unknown): boolean {
  return typeof result === "object" && result !== null && Object.hasOwn(result, "placed");
}
