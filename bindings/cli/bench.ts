import packageJson from "../../package.json" with { type: "json" };
import { type BenchFigure, bench as runBench } from "../bench/index.js";
import { parseArguments } from "./arguments.js";
import { CliError, type ExitCode, exit } from "./failure.js";
import { bareJson, outputsOf, writeResults } from "./outputs.js";
import { type Column, table } from "./table.js";
import type { Terminal } from "./terminal.js";

export const benchHelp = `lehr bench [options]

Measures each verb on generated problems, the WebAssembly kernels against the
reference, in a few seconds. "prepared" is a call on a problem that was prepared
before, "whole" one from objects to objects.

  --milliseconds N   time for each case on each backend (default 200)
  --json[=FILE]      all figures as JSON

Exit code: 0; 70 if the backends do not agree.
`;

export async function bench(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("bench", args.map(bareJson), {
    milliseconds: { type: "string" },
    json: { type: "string" },
  });
  if (positionals.length > 0) throw new CliError("bench takes no files (lehr help bench)");
  const { milliseconds, ...formats } = values;
  const outputs = outputsOf(["json"], formats, []);
  const figures = await runBench({
    milliseconds: milliseconds === undefined ? undefined : Number(milliseconds),
    onProgress: (name) => terminal.progress(`measuring ${name}`),
  });
  const results = outputs.map(({ path }) => ({ path, text: `${JSON.stringify(reportOf(figures), null, 2)}\n` }));
  writeResults(results, () => report(figures, terminal), terminal);
  return exit.ok;
}

function reportOf(figures: readonly BenchFigure[]) {
  const { node, v8 } = process.versions;
  return { lehr: packageJson.version, node, v8, date: new Date().toISOString(), unit: "ms", figures };
}

function report(figures: readonly BenchFigure[], { width, colours }: Terminal): string {
  const lines = [...new Set(figures.map(({ problem }) => problem))].flatMap((problem) => {
    const rows = figures.filter((figure) => figure.problem === problem);
    return [
      colours.bold(`${rows[0]!.verb}: ${problem}`),
      ...table(
        columns,
        rows.map((row) => cells(row, rows)),
        width,
        colours,
      ),
      "",
    ];
  });
  return `${lines.join("\n")}Milliseconds a call.\n`;
}

const columns: Column[] = [
  { title: "call" },
  { title: "backend" },
  { title: "minimum", align: "right" },
  { title: "median", align: "right" },
  { title: "p10–p90", align: "right" },
  { title: "× fastest", align: "right" },
];

function cells({ call, backend, minimum, median, p10, p90 }: BenchFigure, rows: readonly BenchFigure[]): string[] {
  const fastest = Math.min(...rows.filter((row) => row.call === call).map((row) => row.median));
  return [
    call,
    backend,
    digits(minimum),
    digits(median),
    `${digits(p10)}–${digits(p90)}`,
    `${digits(median / fastest)}×`,
  ];
}

/** Three significant digits. */
function digits(value: number): string {
  return value.toFixed(Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(value)))));
}
