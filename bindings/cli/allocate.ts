import { allocationCsv } from "../export/allocation-rows.js";
import { allocationSvg } from "../export/allocation-svg.js";
import { createLehr } from "../index.js";
import type { Allocation, MemoryProblem } from "../pack/memory/model.js";
import type { MemoryAlgorithm, MemoryOptions } from "../pack/memory/options.js";
import { compareAllocations } from "./allocate-compare.js";
import { loadMemoryProblem } from "./allocate-problem.js";
import { allocationReport } from "./allocate-report.js";
import { parseArguments } from "./arguments.js";
import { CliError, type ExitCode, exit } from "./failure.js";
import { bareJson, outputsOf, writeResults } from "./outputs.js";
import { seconds } from "./sequence-problem.js";
import type { Terminal } from "./terminal.js";

export const allocateHelp = `lehr allocate BUFFERS --capacity N [options]
lehr allocate PROBLEM [options]

Decides where in one address space buffers lie, each of which is alive for a while.
Files are YAML, JSON, or CSV with the columns of MiniMalloc: id, lower, upper, size
and alignment. FILE - is standard input or output.

  --capacity N        units of the address space, instead of what the file says
  --algorithm NAME    best (default), the lowest of all simple ones; one of these,
                      such as size/first-fit: see --compare; or anneal
  --seed N            of anneal; 0 by default
  --schedule N        of anneal: iterations; 10,000 by default
  --budget TIME       of anneal, instead: as many iterations as fit, such as 1s
  --compare           a line for each algorithm instead of an allocation
  --json[=FILE]       the allocation as JSON; without FILE to standard output
  --svg FILE          a picture of the address space over time
  --csv FILE          a line for each buffer, as MiniMalloc writes its solutions

Exit code: 0; 1 when the capacity does not suffice; 2 for wrong input.
`;

const formats: Record<"json" | "svg" | "csv", (problem: MemoryProblem, allocation: Allocation) => string> = {
  json: (_, allocation) => `${JSON.stringify(allocation, null, 2)}\n`,
  svg: (problem, allocation) => allocationSvg(problem, allocation),
  csv: allocationCsv,
};
const formatNames = Object.keys(formats) as (keyof typeof formats)[];

export async function allocate(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("allocate", args.map(bareJson), {
    capacity: { type: "string" },
    algorithm: { type: "string" },
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

  const options: MemoryOptions = {
    algorithm: algorithmOf(values.algorithm),
    seed: number(values.seed),
    schedule: number(values.schedule),
    budgetMilliseconds: values.budget === undefined ? undefined : 1000 * seconds("budget", values.budget),
  };
  const problem = await loadMemoryProblem(positionals, values.capacity, "allocate");
  const lehr = await createLehr();
  if (values.compare) return compareAllocations(lehr, problem, options, terminal);

  const allocation = lehr.allocate(problem, options);
  const results = outputs.map(({ format, path }) => ({ path, text: formats[format](problem, allocation) }));
  writeResults(results, () => allocationReport(problem, allocation, terminal), terminal);
  return allocation.status === "complete" ? exit.ok : exit.no;
}

/** The verb refuses names that are none. */
function algorithmOf(text: string | undefined): MemoryAlgorithm | undefined {
  if (!text?.includes("/")) return text as MemoryAlgorithm | undefined;
  const [order, choice] = text.split("/");
  return { order, choice } as MemoryAlgorithm;
}

/** What is not a number becomes NaN, which the verb refuses with the option's name. */
function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text.trim() || Number.NaN);
}
