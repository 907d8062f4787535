import { readFileSync, writeFileSync } from "node:fs";
import { printable } from "../export/text.js";
import type { Source } from "../import/source.js";
import { CliError } from "./failure.js";
import type { Terminal } from "./terminal.js";

/** The text of a file, or of standard input for `-`. */
export async function readSource(path: string): Promise<Source> {
  if (path === "-") return { name: "standard input", text: await readStandardInput() };
  try {
    return { name: path, text: readFileSync(path, "utf8") };
  } catch (error) {
    throw new CliError(`cannot read ${printable(path)}: ${reason(error)}`);
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
    throw new CliError(`cannot write ${printable(path)}: ${reason(error)}`);
  }
  terminal.note(`wrote ${printable(path)}`);
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
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ""] ?? message;
}
