import { chromeTrace } from "../export/chrome-trace.js";
import { csv } from "../export/csv.js";
import { grouped } from "../export/format.js";
import { mermaidGantt } from "../export/mermaid-gantt.js";
import { svgGantt } from "../export/svg-gantt.js";
import { createLehr } from "../index.js";
import type { Placement, PlaceProblem } from "../place/model.js";
import type { AlgorithmName, PlaceOptions } from "../place/options.js";
import { parseArguments } from "./arguments.js";
import { compare } from "./compare.js";
import { CliError, type ExitCode, exit } from "./failure.js";
import { bareJson, outputsOf, writeResults } from "./outputs.js";
import { loadProblem, problemOptions } from "./problem.js";
import { report } from "./report.js";
import type { Terminal } from "./terminal.js";

export const planHelp = `lehr plan PROBLEM [options]
lehr plan --workflow FILE --cluster FILE [options]

Decides which node runs which task, and when. Files are YAML or JSON; a workflow
may also be WfFormat 1.5 or 1.6. FILE - is standard input or output.

  --workflow FILE     the workflow
  --cluster FILE      the cluster
  --needs             WfFormat: tasks share nodes by their core count and memory
  --algorithm NAME    heft (default), cpop, peft, olb, met, mct, min-min, max-min,
                      duplex, sufferage, etf, fastest-node, round-robin, random, best
  --seed N            of the algorithm random; 1 by default
  --average-communication NAME
                      linked-pairs (default) or all-pairs
  --compare           a line for each algorithm instead of a plan
  --json[=FILE]       the placement as JSON; without FILE to standard output
  --trace FILE        Trace Event JSON for https://ui.perfetto.dev
  --svg FILE          Gantt chart
  --mermaid FILE      Gantt chart for Markdown
  --csv FILE          a line for each task

Exit code: 0; 1 when a task could not be placed; 2 for wrong input.
`;

/** Tasks from which on the wait is long enough to say what it is for. */
const longWork = 10_000;

const formats: Record<"json" | "trace" | "svg" | "mermaid" | "csv", (p: PlaceProblem, q: Placement) => string> = {
  json: (_, placement) => `${JSON.stringify(placement, null, 2)}\n`,
  trace: chromeTrace,
  svg: svgGantt,
  mermaid: mermaidGantt,
  csv,
};
const formatNames = Object.keys(formats) as (keyof typeof formats)[];

export async function plan(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("plan", args.map(bareJson), {
    ...problemOptions,
    algorithm: { type: "string" },
    seed: { type: "string" },
    "average-communication": { type: "string" },
    compare: { type: "boolean" },
    json: { type: "string" },
    trace: { type: "string" },
    svg: { type: "string" },
    mermaid: { type: "string" },
    csv: { type: "string" },
  });
  if (positionals.length > 1) {
    throw new CliError("one problem file at most; to write JSON to a file, write --json=FILE (lehr help plan)");
  }
  const outputs = outputsOf(formatNames, values, [...positionals, values.workflow, values.cluster]);
  if (values.compare && (outputs.length > 0 || values.algorithm !== undefined)) {
    throw new CliError("--compare runs all algorithms and writes no files: leave out --algorithm and outputs");
  }

  const problem = await loadProblem(positionals[0], values, "plan");
  const options: PlaceOptions = {
    seed: values.seed === undefined ? undefined : Number(values.seed.trim() || Number.NaN),
    averageCommunication: values["average-communication"] as PlaceOptions["averageCommunication"],
  };
  const lehr = await createLehr();
  if (values.compare) return compare(lehr.prepare.place(problem), options, terminal);

  const progress = (doing: string) => {
    const count = problem.workflow.tasks.length;
    if (count >= longWork) terminal.progress(`${doing} ${grouped(count)} tasks …`);
  };
  progress("planning");
  const placement = lehr.place(problem, { ...options, algorithm: values.algorithm as AlgorithmName | undefined });
  progress("writing up");
  const results = outputs.map(({ format, path }) => ({ path, text: formats[format](problem, placement) }));
  writeResults(results, () => report(problem, placement, terminal), terminal);
  return placement.status === "complete" ? exit.ok : exit.no;
}
