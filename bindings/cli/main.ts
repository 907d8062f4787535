#!/usr/bin/env node
/** The `lehr` command. */

import packageJson from "../../package.json" with { type: "json" };
import { allocate } from "./allocate.js";
import { bench } from "./bench.js";
import { check } from "./check.js";
import { explain } from "./explain.js";
import { type ExitCode, exit, failureLines } from "./failure.js";
import { reason } from "./files.js";
import { fit } from "./fit.js";
import { fuzz } from "./fuzz.js";
import { help, unknownCommand } from "./help.js";
import { pack } from "./pack.js";
import { plan } from "./plan.js";
import { sequence } from "./sequence.js";
import { systemTerminal, type Terminal } from "./terminal.js";

const commands: Record<string, (args: string[], terminal: Terminal) => Promise<ExitCode>> = {
  plan,
  sequence,
  pack,
  allocate,
  check,
  explain,
  fit,
  bench,
  fuzz,
  help,
};

async function run(args: string[], terminal: Terminal): Promise<ExitCode> {
  const [name = "help", ...rest] = args;
  if (name === "--version" || name === "-v") {
    terminal.print(`${packageJson.version}\n`);
    return exit.ok;
  }
  if (name === "--help" || name === "-h") return help([], terminal);
  if (!Object.hasOwn(commands, name)) throw unknownCommand(name);
  if (name !== "help" && asksForHelp(rest)) return help([name], terminal);
  return commands[name]!(rest, terminal);
}

/** Before `--`, after which everything is a file. */
function asksForHelp(args: string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? undefined : end).some((argument) => argument === "--help" || argument === "-h");
}

async function main(): Promise<void> {
  const terminal = systemTerminal();
  // Whoever reads the output may stop early, as `head` does.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    terminal.note(`lehr: cannot write to standard output: ${reason(error)}`);
    process.exit(exit.wrong);
  });
  try {
    process.exitCode = await run(process.argv.slice(2), terminal);
  } catch (error) {
    terminal.progress("");
    const lines = failureLines(error);
    for (const line of lines ?? [defect(error)]) terminal.note(line);
    process.exitCode = lines === undefined ? exit.defect : exit.wrong;
  }
}

function defect(error: unknown): string {
  return `lehr: this is a defect, please report it: ${error instanceof Error ? error.stack : error}`;
}

void main();
