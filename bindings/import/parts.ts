/** Problems that are put together from parts of several files, and what is wrong with them, said of those files. */

import { InvalidProblemError, type Problem } from "../errors.js";
import { InvalidSourceError, type ParsedSource, type SourceProblem } from "./source.js";
import { convertUnits } from "./units.js";

/** One part of a problem, such as its cluster, and the pointer to it in its file. */
export interface Part {
  source: ParsedSource;
  pointer: string;
  /** Undefined when it is not there. */
  value: unknown;
}

/**
 * Converts the problem in place and checks it. A text that is no quantity is refused once, by the unit, not again as
 * not being a number.
 *
 * @param parts by their name in the problem
 * @param whole what else there is in the problem comes from here
 * @param parse throws InvalidProblemError for what is wrong
 * @param convert replaces texts by what they stand for, and returns a problem for each that it cannot read
 * @throws InvalidSourceError with everything found, each with its file and, where known, its line
 */
export function checkParts(
  problem: unknown,
  parts: Record<string, Part>,
  whole: ParsedSource,
  parse: (problem: unknown) => unknown,
  convert: (problem: unknown) => Problem[] = convertUnits,
): void {
  const unreadable = convert(problem);
  const pointers = new Set(unreadable.map(({ pointer }) => pointer));
  const others = problemsOf(() => parse(problem));
  const kept = others.problems.filter(({ pointer }) => !pointers.has(pointer));
  const problems = [...unreadable, ...kept].map((problem): SourceProblem => {
    const [, name = "", rest = ""] = /^\/([^/]*)(.*)$/s.exec(problem.pointer) ?? [];
    if (!Object.hasOwn(parts, name)) return inFile(problem, whole, problem.pointer);
    const { source, pointer } = parts[name]!;
    return inFile(problem, source, pointer + rest);
  });
  if (problems.length === 0) return;
  throw new InvalidSourceError(problems, problems.length + others.found - others.problems.length);
}

function problemsOf(parse: () => unknown): { problems: readonly Problem[]; found: number } {
  try {
    parse();
    return { problems: [], found: 0 };
  } catch (error) {
    if (error instanceof InvalidProblemError) return error;
    throw error;
  }
}

/** A problem with what stands at the pointer in the file. */
export function inFile({ message }: Problem, source: ParsedSource, pointer: string): SourceProblem {
  const name = source.nameOf?.(pointer) ?? pointer;
  return { file: source.name, pointer: name, message, line: source.lineOf(pointer) };
}

export function has(value: unknown, key: string): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}
