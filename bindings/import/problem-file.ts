/** `place` problems from YAML or JSON files with human units, the workflow also from WfFormat. */

import { InvalidProblemError } from "../errors.js";
import type { PlaceProblem } from "../place/model.js";
import { parsePlaceProblem } from "../place/parse.js";
import { checkParts, has, inFile, type Part } from "./parts.js";
import { InvalidSourceError, type ParsedSource, parseSource, type Source, type SourceProblem } from "./source.js";
import { importWfFormat, isWfFormat, type WfFormatOptions } from "./wfformat.js";

/** Where the two halves of a problem are. Both may be the same source. */
export interface ProblemSources {
  /** `{ workflow: { tasks } }` (a cluster beside it is not looked at), `{ tasks }`, or WfFormat. */
  workflow: Source;
  /** `{ cluster: { nodes, network } }` (a workflow beside it is not looked at), or `{ nodes, network }`. */
  cluster: Source;
}

/**
 * Reads, converts and checks a problem.
 *
 * @throws InvalidSourceError with everything found, each with its file and, where known, its line
 */
export function readProblem(sources: ProblemSources, options: WfFormatOptions = {}): PlaceProblem {
  const workflow = parseSource(sources.workflow);
  const cluster = sources.cluster === sources.workflow ? workflow : parseSource(sources.cluster);
  const halves: Halves = { cluster: locate(cluster, "cluster", "nodes"), workflow: locateWorkflow(workflow, options) };
  checkPresence(halves);
  // Of a file with both halves the whole goes through the door, so that nothing else in it is overlooked.
  const both = cluster === workflow && has(workflow.value, "cluster") && has(workflow.value, "workflow");
  const problem = both ? workflow.value : { cluster: halves.cluster.value, workflow: halves.workflow.value };
  checkParts(problem, halves, workflow, parsePlaceProblem);
  return problem as PlaceProblem;
}

type Halves = Record<"cluster" | "workflow", Part>;

/** The half is under its name, or it is the whole file when the file has its list. */
function locate(source: ParsedSource, name: string, list: string): Part {
  const { value } = source;
  if (has(value, name)) return { source, pointer: `/${name}`, value: value[name] };
  return { source, pointer: "", value: has(value, list) ? value : undefined };
}

function locateWorkflow(source: ParsedSource, options: WfFormatOptions): Part {
  if (!isWfFormat(source.value)) return locate(source, "workflow", "tasks");
  try {
    return { source, pointer: "/workflow/specification", value: importWfFormat(source.value, options) };
  } catch (error) {
    if (!(error instanceof InvalidProblemError)) throw error;
    const problems = error.problems.map((problem) => inFile(problem, source, problem.pointer));
    throw new InvalidSourceError(problems, error.found);
  }
}

function checkPresence({ cluster, workflow }: Halves): void {
  const problems: SourceProblem[] = [];
  const report = ({ source }: Part, message: string) => problems.push(inFile({ pointer: "", message }, source, ""));
  if (cluster.value === undefined) report(cluster, 'no cluster found: give it as "cluster", or its "nodes" alone');
  if (workflow.value === undefined) report(workflow, 'no workflow found: give it as "workflow", or its "tasks" alone');
  if (problems.length > 0) throw new InvalidSourceError(problems);
}
