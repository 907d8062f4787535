import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { displayable } from "../../export/text.js";
import { type Case, callsOfVerb } from "../../testing/case.js";
import { CliError } from "../failure.js";
import { reason, writeResult } from "../files.js";
import type { Terminal } from "../terminal.js";

export interface StoredCase {
  file: string;
  case: Case;
}

/** Parts of a case that are written beside it, for commands that read problems. */
const parts = /\.(problem|options)\.json$/;

/**
 * The cases of a folder, by name. Nothing of a folder that is not there yet.
 *
 * @throws CliError for a file that is no case
 */
export function readCorpus(folder: string): StoredCase[] {
  const calls: readonly string[] = Object.values(callsOfVerb).flat();
  return namesIn(folder)
    .filter((name) => name.endsWith(".json") && !parts.test(name))
    .sort()
    .map((name) => {
      const file = join(folder, name);
      const value = parsed(file);
      if (!calls.includes(value?.call ?? "")) {
        throw new CliError(`${displayable(file)} is no case: "call" must be one of ${calls.join(", ")}`);
      }
      return { file, case: value as Case };
    });
}

/** The case, and its problem and options as files of their own, named by what is in them. */
export function writeCase(folder: string, subject: Case, terminal: Terminal): void {
  const text = textOf(subject);
  const name = `${subject.call}-${createHash("sha256").update(text).digest("hex").slice(0, 8)}`;
  const write = (suffix: string, text: string) => writeInto(folder, `${name}${suffix}`, text, terminal);
  write(".json", text);
  if (!("problem" in subject)) return;
  write(".problem.json", textOf(subject.problem));
  write(".options.json", textOf(subject.options));
}

/** A file in a folder that is made if need be; the path that it has. */
export function writeInto(folder: string, name: string, text: string, terminal: Terminal): string {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new CliError(`cannot make ${displayable(folder)}: ${reason(error)}`);
  }
  const path = join(folder, name);
  writeResult(path, text, terminal);
  return path;
}

export function textOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new CliError(`cannot read ${displayable(folder)}: ${reason(error)}`);
  }
}

function parsed(file: string): { call?: string } | null {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CliError(`cannot read ${displayable(file)}: ${reason(error)}`);
  }
}
