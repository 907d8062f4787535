import { sequenceCsv } from "../export/csv.js";
import { sequenceChromeTrace } from "../export/sequence-trace.js";
import { sequenceSvgGantt } from "../export/svg-gantt.js";
import { createLehr } from "../index.js";
import type { Sequence, SequenceProblem } from "../sequence/model.js";
import type { ObjectiveMix, SequenceAlgorithm, SequenceOptions } from "../sequence/options.js";
import { parseArguments } from "./arguments.js";
import { CliError, type ExitCode, exit } from "./failure.js";
import { bareJson, outputsOf, writeResults } from "./outputs.js";
import { compareSequences } from "./sequence-compare.js";
import { loadSequenceProblem, seconds, sequenceProblemHelp, sequenceProblemOptions } from "./sequence-problem.js";
import { sequenceReport } from "./sequence-report.js";
import type { Terminal } from "./terminal.js";

export const sequenceHelp = `lehr sequence PROBLEM [options]
lehr sequence REQUESTS --servers FILE [options]
lehr sequence REQUESTS --server KEY=VALUE,… [options]

Decides in what order, in which batch and on which server waiting requests are
served. Files are YAML or JSON; requests may also be CSV, also with the columns of
the Azure LLM inference traces. FILE - is standard input or output.

${sequenceProblemHelp}
  --algorithm NAME    anneal (default), exhaustive, fcfs, sjf, ljf, edf, least-slack,
                      priority, weighted-sjf, moore-hodgson, fair, learned-rank,
                      urgency
  --objective NAME    of anneal and exhaustive: attainment-per-latency (default),
                      attainment, weighted-tardiness, mean-latency, cost;
                      or a mix, such as tardiness=1,latency=0.1,cost=100
  --seed N            of anneal; 1 by default
  --schedule N        of anneal: iterations; by default, about a millisecond's
  --budget TIME       of anneal, instead: as many iterations as fit, such as 5ms
  --ageing N          of priority: weight gained per second of waiting
  --compare           a line for each algorithm instead of a sequence
  --json[=FILE]       the sequence as JSON; without FILE to standard output
  --trace FILE        Trace Event JSON for https://ui.perfetto.dev
  --svg FILE          Gantt chart
  --csv FILE          a line for each request

Exit code: 0; 1 when a request fits on no server; 2 for wrong input.
`;

const formats: Record<"json" | "trace" | "svg" | "csv", (p: SequenceProblem, q: Sequence) => string> = {
  json: (_, sequence) => `${JSON.stringify(sequence, null, 2)}\n`,
  trace: sequenceChromeTrace,
  svg: sequenceSvgGantt,
  csv: sequenceCsv,
};
const formatNames = Object.keys(formats) as (keyof typeof formats)[];

export async function sequence(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("sequence", args.map(bareJson), {
    ...sequenceProblemOptions,
    algorithm: { type: "string" },
    objective: { type: "string" },
    seed: { type: "string" },
    schedule: { type: "string" },
    budget: { type: "string" },
    ageing: { type: "string" },
    compare: { type: "boolean" },
    json: { type: "string" },
    trace: { type: "string" },
    svg: { type: "string" },
    csv: { type: "string" },
  });
  if (positionals.length > 1) {
    throw new CliError("one file at most; to write JSON to a file, write --json=FILE (lehr help sequence)");
  }
  const outputs = outputsOf(formatNames, values, [...positionals, values.servers]);
  if (values.compare && (outputs.length > 0 || values.algorithm !== undefined)) {
    throw new CliError("--compare runs all algorithms and writes no files: leave out --algorithm and outputs");
  }

  const options: SequenceOptions = {
    algorithm: values.algorithm as SequenceAlgorithm | undefined,
    objective: objectiveOf(values.objective),
    seed: number(values.seed),
    schedule: number(values.schedule),
    budgetMilliseconds: values.budget === undefined ? undefined : 1000 * seconds("budget", values.budget),
    ageing: number(values.ageing),
  };
  const problem = await loadSequenceProblem(positionals[0], values, "sequence");
  const lehr = await createLehr();
  if (values.compare) return compareSequences(lehr.prepare.sequence(problem), problem, options, terminal);

  const sequence = lehr.sequence(problem, options);
  const results = outputs.map(({ format, path }) => ({ path, text: formats[format](problem, sequence) }));
  writeResults(results, () => sequenceReport(problem, sequence, terminal), terminal);
  return sequence.status === "complete" ? exit.ok : exit.no;
}

/** What is not a number becomes NaN, which the verb refuses with the option's name. */
function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text.trim() || Number.NaN);
}

/** The verb refuses names, weights and fields that are not. */
function objectiveOf(text: string | undefined): SequenceOptions["objective"] {
  if (!text?.includes("=")) return text as SequenceOptions["objective"];
  const mix = text.split(",").map((part) => {
    const [name, weight] = part.split("=") as [string, string?];
    return [name.trim(), number(weight ?? "")];
  });
  return Object.fromEntries(mix) as ObjectiveMix;
}
