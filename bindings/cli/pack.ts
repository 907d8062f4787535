import { packCsv } from "../export/pack-rows.js";
import { packSvg } from "../export/pack-svg.js";
import { createLehr } from "../index.js";
import type { Packing, PackProblem } from "../pack/model.js";
import type { PackAlgorithm, PackObjective, PackOptions } from "../pack/options.js";
import { parseArguments } from "./arguments.js";
import { CliError, type ExitCode, exit } from "./failure.js";
import { bareJson, outputsOf, writeResults } from "./outputs.js";
import { comparePackings } from "./pack-compare.js";
import { loadPackProblem } from "./pack-problem.js";
import { packReport } from "./pack-report.js";
import { seconds } from "./sequence-problem.js";
import type { Terminal } from "./terminal.js";

export const packHelp = `lehr pack PROBLEM [options]
lehr pack ITEMS BINS [options]

Decides which items go into which bins, and onto which of their GPUs. Files are YAML,
JSON or CSV, also with the columns of the openb traces, or manifests of Kubernetes.
FILE - is standard input or output.

  --algorithm NAME    first-fit-decreasing (default) and others, which --compare
                      lists; best, of all these; or local-search
  --objective NAME    of local-search: bins (default), cost, value or fragmentation
  --seed N            of local-search; 0 by default
  --schedule N        of local-search: iterations; 20,000 by default
  --budget TIME       of local-search, instead: as many iterations as fit, as 5ms
  --compare           a line for each algorithm instead of a packing
  --json[=FILE]       the packing as JSON; without FILE to standard output
  --svg FILE          a picture of each used bin and its GPUs
  --csv FILE          a line for each item

Exit code: 0; 1 when an item is not placed; 2 for wrong input.
`;

const formats: Record<"json" | "svg" | "csv", (problem: PackProblem, packing: Packing) => string> = {
  json: (_, packing) => `${JSON.stringify(packing, null, 2)}\n`,
  svg: (problem, packing) => packSvg(problem, packing),
  csv: packCsv,
};
const formatNames = ["json", "svg", "csv"] as const satisfies (keyof typeof formats)[];

export async function pack(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("pack", args.map(bareJson), {
    algorithm: { type: "string" },
    objective: { type: "string" },
    seed: { type: "string" },
    schedule: { type: "string" },
    budget: { type: "string" },
    compare: { type: "boolean" },
    json: { type: "string" },
    svg: { type: "string" },
    csv: { type: "string" },
  });
  const outputs = outputsOf(formatNames, values, positionals);
  if (values.compare && (outputs.length > 0 || values.algorithm !== undefined)) {
    throw new CliError("--compare runs all algorithms and writes no files: leave out --algorithm and outputs");
  }

  const options: PackOptions = {
    algorithm: values.algorithm as PackAlgorithm | undefined,
    objective: values.objective as PackObjective | undefined,
    seed: number(values.seed),
    schedule: number(values.schedule),
    budgetMilliseconds: values.budget === undefined ? undefined : 1000 * seconds("budget", values.budget),
  };
  const problem = await loadPackProblem(positionals, "pack");
  const lehr = await createLehr();
  if (values.compare) return comparePackings(lehr.prepare.pack(problem), options, terminal);

  const packing = lehr.pack(problem, options);
  const results = outputs.map(({ format, path }) => ({ path, text: formats[format](problem, packing) }));
  writeResults(results, () => packReport(problem, packing, terminal), terminal);
  return packing.status === "complete" ? exit.ok : exit.no;
}

/** What is not a number becomes NaN, which the verb refuses with the option's name. */
function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text.trim() || Number.NaN);
}
