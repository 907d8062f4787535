/** Problems of `allocate`: buffers and capacity from a YAML or JSON file, or buffers alone, also as the CSV of MiniMalloc. */

import type { MemoryProblem } from "../pack/memory/model.js";
import { parseMemoryProblem } from "../pack/memory/parse.js";
import { isCsv } from "./csv.js";
import { importMinimalloc } from "./minimalloc.js";
import { checkParts, has } from "./parts.js";
import { InvalidSourceError, parseSource, type Source, type SourceProblem } from "./source.js";

/**
 * @param capacity goes before that of the file; needed where the file has none
 * @throws InvalidSourceError with everything that is wrong with the source, or with the problem
 */
export function readMemoryProblem(source: Source, capacity?: number): MemoryProblem {
  if (isCsv(source.text)) {
    if (capacity === undefined) throw refusal(source.name, "does not say the capacity: say how large the space is");
    return importMinimalloc(source, capacity);
  }
  const file = parseSource(source);
  const isList = Array.isArray(file.value);
  if (!isList && !has(file.value, "buffers")) {
    throw refusal(source.name, 'no buffers found: give them as "buffers", or their list alone');
  }
  const problem: unknown = {
    ...(isList ? { buffers: file.value } : (file.value as object)),
    ...(capacity !== undefined && { capacity }),
  };
  const part = { source: file, pointer: isList ? "" : "/buffers", value: undefined };
  checkParts(problem, { buffers: part }, file, parseMemoryProblem);
  return problem as MemoryProblem;
}

function refusal(file: string, message: string): InvalidSourceError {
  const problem: SourceProblem = { file, pointer: "", message, line: 1 };
  return new InvalidSourceError([problem]);
}
