import { CliError } from "./failure.js";
import { checkOutputs, writeResult } from "./files.js";
import type { Terminal } from "./terminal.js";

/** Where one result goes, in one format; `-` is standard output. */
export interface Output<Format extends string> {
  format: Format;
  path: string;
}

/** Node's parser knows no option with an optional value: `--json` alone means standard output. */
export function bareJson(argument: string): string {
  return argument === "--json" ? "--json=-" : argument;
}

/**
 * The outputs that were asked for, in the order of `formats`.
 *
 * @throws CliError for results that would overwrite one another or an input
 */
export function outputsOf<Format extends string>(
  formats: readonly Format[],
  values: Partial<Record<Format, string | undefined>>,
  inputs: readonly (string | undefined)[],
): Output<Format>[] {
  const outputs = formats.flatMap((format) => {
    const path = values[format];
    return path === undefined ? [] : [{ format, path }];
  });
  if (outputs.filter(({ path }) => path === "-").length > 1) {
    throw new CliError("only one result can go to standard output");
  }
  checkOutputs(
    outputs.map(({ path }) => path),
    inputs.filter((path) => path !== undefined),
  );
  return outputs;
}

/** Writes the results, and the report unless standard output holds a result. */
export function writeResults(
  results: readonly { path: string; text: string }[],
  report: () => string,
  terminal: Terminal,
): void {
  const summary = results.some(({ path }) => path === "-") ? "" : report();
  terminal.progress("");
  for (const { path, text } of results) writeResult(path, text, terminal);
  terminal.print(summary);
}
