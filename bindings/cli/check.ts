import { counted } from "../export/format.js";
import { displayable } from "../export/text.js";
import { parseSource } from "../import/source.js";
import type { Packing } from "../pack/model.js";
import { verifyPacking } from "../pack/verify.js";
import type { Placement } from "../place/model.js";
import { verifyPlacement } from "../place/verify.js";
import type { Sequence } from "../sequence/model.js";
import { verifySequence } from "../sequence/verify.js";
import { parseArguments } from "./arguments.js";
import { CliError, type ExitCode, exit, place } from "./failure.js";
import { readSource } from "./files.js";
import { isPacking, loadPackProblem } from "./pack-problem.js";
import { loadProblem, problemOptions } from "./problem.js";
import { isSequence, loadSequenceProblem, sequenceProblemHelp, sequenceProblemOptions } from "./sequence-problem.js";
import type { Terminal } from "./terminal.js";

export const checkHelp = `lehr check PROBLEM RESULT [options]
lehr check --workflow FILE --cluster FILE PLACEMENT [options]
lehr check REQUESTS --servers FILE SEQUENCE [options]
lehr check ITEMS BINS PACKING [options]

Verifies a placement, sequence or packing, whoever made it, against its problem. Of a
placement: who may run where, durations, data arrival, capacity at every instant,
times, costs. Of a sequence: every request once, batches within their limits, times,
promises, costs. Of a packing: every item once, capacity, every GPU, gangs, what is
kept apart, costs. Prints a line for each violation. FILE - is standard input.

  --workflow FILE     the workflow
  --cluster FILE      the cluster
  --needs             WfFormat: tasks share nodes by their core count and memory
${sequenceProblemHelp}
  --json              the violations as JSON

Exit code: 0; 1 when there are violations or something is not placed; 2 for wrong
input.
`;

export async function check(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("check", args, {
    ...problemOptions,
    ...sequenceProblemOptions,
    json: { type: "boolean" },
  });
  const resultFile = positionals.pop();
  if (resultFile === undefined) {
    throw new CliError("check takes a problem and a placement, sequence or packing (lehr help check)");
  }
  const result = parseSource(await readSource(resultFile));
  if (positionals.length > 1 && !isPacking(result.value)) {
    throw new CliError("check takes a problem and a placement or sequence (lehr help check)");
  }
  const [noun, part, violations] = isPacking(result.value)
    ? (["packing", "item", await packingViolations()] as const)
    : isSequence(result.value)
      ? (["sequence", "request", await sequenceViolations()] as const)
      : (["placement", "task", await placementViolations()] as const);
  // What has no violations is a placement, sequence or packing.
  const unplaced = violations.length === 0 ? (result.value as Placement | Sequence | Packing).unplaced.length : 0;
  if (values.json) {
    terminal.print(`${JSON.stringify(violations, null, 2)}\n`);
  } else if (violations.length === 0) {
    const but = unplaced === 0 ? "" : `, but ${counted(unplaced, part)} ${unplaced === 1 ? "is" : "are"} not placed`;
    terminal.print(`the ${noun} holds${but}\n`);
  } else {
    for (const { code, path, message } of violations) {
      terminal.print(`${place(result.name, result.lineOf(path), path)}${code}: ${displayable(message)}\n`);
    }
  }
  return violations.length === 0 && unplaced === 0 ? exit.ok : exit.no;

  async function placementViolations() {
    return verifyPlacement(await loadProblem(positionals[0], values, "check"), result.value);
  }

  async function packingViolations() {
    return verifyPacking(await loadPackProblem(positionals, "check"), result.value);
  }

  async function sequenceViolations() {
    return verifySequence(await loadSequenceProblem(positionals[0], values, "check"), result.value);
  }
}
