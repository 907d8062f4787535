import { LehrError } from "../errors.js";
import { counted } from "../export/format.js";
import { displayable } from "../export/text.js";
import { InvalidSourceError } from "../import/source.js";

/** Exit codes, the same for every command. */
export const exit = {
  ok: 0,
  /** The input was fine and the answer is no: tasks without a place, violations. */
  no: 1,
  /** The input or the command line is wrong. */
  wrong: 2,
  /** A defect of lehr; EX_SOFTWARE of sysexits.h. */
  defect: 70,
} as const;
export type ExitCode = (typeof exit)[keyof typeof exit];

/** The command line or a file is not as it should be. The message is for the user as it is. */
export class CliError extends Error {}

/** One line for each problem, without a stack. Undefined for an error that is not the user's. */
export function failureLines(error: unknown): string[] | undefined {
  if (error instanceof InvalidSourceError) {
    const lines = error.problems.map(({ file, line, pointer, message }) => {
      return place(file, line, pointer) + displayable(message);
    });
    const more = error.found - error.problems.length;
    return more > 0 ? [...lines, `and ${counted(more, "more problem")}`] : lines;
  }
  if (error instanceof CliError) return [`lehr: ${error.message}`];
  if (error instanceof LehrError && error.code !== "kernel") return [`lehr: ${error.message}`];
  return undefined;
}

/** `file:line: pointer: `, as far as they are known. */
export function place(file: string, line: number | undefined, pointer: string): string {
  const where = line === undefined ? file : `${file}:${line}`;
  return `${displayable(where)}: ${pointer === "" ? "" : `${displayable(pointer)}: `}`;
}
