import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { displayable } from "../export/text.js";
import type { Source } from "../import/source.js";
import { CliError } from "./failure.js";
import type { Terminal } from "./terminal.js";

/** The text of a file, or of standard input for `-`. */
export async function readSource(path: string): Promise<Source> {
  if (path === "-") return { name: "standard input", text: await readStandardInput() };
  try {
    return { name: path, text: readFileSync(path, "utf8") };
  } catch (error) {
    throw new CliError(`cannot read ${displayable(path)}: ${reason(error)}`);
  }
}

/**
 * Refuses results that would overwrite one another or an input.
 *
 * @throws CliError
 */
export function checkOutputs(outputs: readonly string[], inputs: readonly string[]): void {
  const isFile = (path: string) => path !== "-";
  const read = new Set(inputs.filter(isFile).map((path) => resolve(path)));
  const written = new Set<string>();
  for (const path of outputs.filter(isFile)) {
    const file = resolve(path);
    if (read.has(file)) throw new CliError(`${displayable(path)} is an input and would be overwritten`);
    if (written.has(file)) throw new CliError(`only one result can go to ${displayable(path)}`);
    written.add(file);
  }
}

/** Writes to the file and says so on standard error, or to standard output for `-`. */
export function writeResult(path: string, text: string, terminal: Terminal): void {
  if (path === "-") {
    terminal.print(text);
    return;
  }
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new CliError(`cannot write ${displayable(path)}: ${reason(error)}`);
  }
  terminal.note(`wrote ${displayable(path)}`);
}

async function readStandardInput(): Promise<string> {
  process.stdin.setEncoding("utf8");
  let text = "";
  for await (const chunk of process.stdin) text += chunk;
  return text;
}

const reasons: Record<string, string> = {
  ENOENT: "no such file or folder",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  ENOSPC: "no space left",
};

/** Why a file operation failed, in a few words. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ""] ?? message;
}
