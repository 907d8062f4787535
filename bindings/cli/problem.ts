import { readProblem } from "../import/problem-file.js";
import type { PlaceProblem } from "../place/model.js";
import { CliError } from "./failure.js";
import { readSource } from "./files.js";

/** The options that say where a problem is; every command that reads one has them. */
export const problemOptions = {
  workflow: { type: "string" },
  cluster: { type: "string" },
  needs: { type: "boolean" },
} as const;

export interface ProblemArguments {
  workflow?: string;
  cluster?: string;
  needs?: boolean;
}

/** Reads the problem from one file, from two, or from one file with a half of it replaced. */
export async function loadProblem(file: string | undefined, values: ProblemArguments, command: string) {
  const { workflow = file, cluster = file, needs } = values;
  if (workflow === undefined || cluster === undefined) {
    const missing = workflow === undefined ? "workflow" : "cluster";
    throw new CliError(`no ${missing}: name a problem file, or give --${missing} FILE (lehr help ${command})`);
  }
  if (file !== undefined && values.workflow !== undefined && values.cluster !== undefined) {
    throw new CliError("a problem file, --workflow and --cluster: one of them is too many");
  }
  const source = await readSource(workflow);
  const problem: PlaceProblem = readProblem(
    { workflow: source, cluster: cluster === workflow ? source : await readSource(cluster) },
    { needs },
  );
  return problem;
}
