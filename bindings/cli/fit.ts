import { InvalidProblemError } from "../errors.js";
import { grouped } from "../export/format.js";
import { readMeasurements } from "../import/measurements-csv.js";
import { InvalidSourceError, type Source } from "../import/source.js";
import type { CoefficientName, FitError, LatencyFit } from "../sequence/fit/model.js";
import { fitLatencyModel } from "../sequence/fit.js";
import { parseArguments } from "./arguments.js";
import { CliError, type ExitCode, exit } from "./failure.js";
import { readSource } from "./files.js";
import type { Terminal } from "./terminal.js";

export const fitHelp = `lehr fit MEASUREMENTS.csv [options]

Fits a latency model to measurements, and prints it as YAML for a servers file.
Columns: promptTokens, batch, outputTokens, promptSeconds (to the first token),
secondsPerToken (mean of the others); or those of the table of Splitwise.
FILE - is standard input.

  --assume-zero NAMES     coefficients to take as 0 where the measurements cannot
                          tell them from others, such as prefill.2,decode.2
  --model NAME            of a Splitwise table: these rows alone
  --hardware NAME
  --tensor-parallel N
  --json                  model, errors, range and assumptions as JSON

Exit code: 0; 2 for wrong input, and where measurements are missing.
`;

export async function fit(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("fit", args, {
    "assume-zero": { type: "string" },
    model: { type: "string" },
    hardware: { type: "string" },
    "tensor-parallel": { type: "string" },
    json: { type: "boolean" },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new CliError("fit takes one file of measurements (lehr help fit)");
  const source = await readSource(file);
  const { model, hardware, "tensor-parallel": tensorParallel } = values;
  const measurements = readMeasurements(source, { model, hardware, tensorParallel });
  const assumeZero = values["assume-zero"]?.split(",") as CoefficientName[] | undefined;
  const result = inSource(source, () => fitLatencyModel(measurements, { assumeZero }));
  terminal.print(values.json ? `${JSON.stringify(result, null, 2)}\n` : yaml(result));
  return exit.ok;
}

/** What the rows cannot tell is said of their file. */
function inSource<T>({ name }: Source, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof InvalidProblemError)) throw error;
    throw new InvalidSourceError(error.problems.map((problem) => ({ ...problem, file: name })));
  }
}

function yaml({ model, error, range, fixed }: LatencyFit): string {
  const extent = ([least, most]: [number, number]) => {
    return least === most ? grouped(least) : `${grouped(least)} to ${grouped(most)}`;
  };
  const lines = [
    `# prefill ${within(error.prefill)}; decode ${within(error.decode)}`,
    `# measured in batches of ${extent(range.batch)}, with ${extent(range.promptTokens)} tokens of prompt and ${extent(range.outputTokens)} of output`,
  ];
  if (fixed.length > 0) lines.push(`# assumed to be 0: ${fixed.join(", ")}`);
  lines.push("latency:");
  for (const step of ["prefill", "decode"] as const) {
    lines.push(`  ${step}: [${model[step].map((coefficient) => Number(coefficient.toPrecision(6))).join(", ")}]`);
  }
  return `${lines.join("\n")}\n`;
}

function within({ meanRelative, maxRelative }: FitError): string {
  const percent = (share: number) => `${Number((100 * share).toFixed(share < 0.1 ? 1 : 0))}%`;
  return `within ${percent(meanRelative)} on average, ${percent(maxRelative)} at most`;
}
