import type { Violation } from "./violation.js";

/** Stable codes of the errors that this package throws. */
export type ErrorCode =
  | "invalid-problem"
  | "invalid-options"
  | "invalid-result"
  | "unknown-id"
  | "duplicate-id"
  | "kernel";

/** What every error of this package is. `code` says which, whatever the message. */
export class LehrError extends Error {
  override readonly name: string = "LehrError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** One thing that is wrong with a problem. */
export interface Problem {
  /** JSON pointer (RFC 6901) to the value; the empty string is the whole input. */
  pointer: string;
  /** A sentence that says what to do. */
  message: string;
  /** Line in the file that the input was read from, counted from 1. */
  line?: number;
}

/** The input is not a valid problem. Carries everything that was found, not only the first. */
export class InvalidProblemError extends LehrError {
  override readonly name = "InvalidProblemError";

  /**
   * @param problems at least one
   * @param found how many were found, where only the first are listed
   */
  constructor(
    readonly problems: readonly Problem[],
    readonly found: number = problems.length,
    options?: ErrorOptions,
  ) {
    super("invalid-problem", problemList(problems, found), options);
  }
}

/** An option is unknown, or its value is not allowed. The message says what is. */
export class InvalidOptionsError extends LehrError {
  override readonly name = "InvalidOptionsError";

  constructor(
    /** Name of the option. */
    readonly option: string,
    message: string,
  ) {
    super("invalid-options", `option "${printable(option)}" ${message}`);
  }
}

/** A result was given that does not hold for its problem. */
export class InvalidResultError extends LehrError {
  override readonly name = "InvalidResultError";

  constructor(
    /** What its verification found, at least one. */
    readonly violations: readonly Violation[],
  ) {
    const [{ code, path, message }] = violations as [Violation];
    const more = violations.length > 1 ? `, and ${violations.length - 1} more` : "";
    super("invalid-result", `the result does not hold for the problem: ${printable(path)}: ${code}: ${message}${more}`);
  }
}

/** A kernel failed. The call has no result; the next call starts afresh. */
export class KernelError extends LehrError {
  override readonly name = "KernelError";

  constructor(
    /** What was asked of the kernel, such as `place`. */
    readonly operation: string,
    cause: unknown,
  ) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    const message = `the kernel failed in "${operation}": ${detail}`;
    super("kernel", operation === "load" ? `${message}${withoutWebAssembly}` : message, { cause });
  }
}

/** What to do where kernels cannot be compiled: no SIMD, or a policy that forbids it. */
const withoutWebAssembly = " (the backend of lehr/reference needs no WebAssembly)";

/** Text of the user, safe to print in a message: shortened, without control characters. */
export function printable(text: string, limit = 60): string {
  const short = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return short.replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function problemList(problems: readonly Problem[], found: number): string {
  const lines = problems.map(({ pointer, message, line }) => {
    const where = pointer === "" ? "(the whole input)" : printable(pointer, 200);
    return `  ${line === undefined ? "" : `line ${line}, `}${where}: ${message}`;
  });
  if (found > problems.length) lines.push(`  and ${found - problems.length} more`);
  return [found === 1 ? "1 problem in the input" : `${found} problems in the input`, ...lines].join("\n");
}
