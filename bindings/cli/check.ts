import { counted } from "../export/format.js";
import { displayable } from "../export/text.js";
import { parseSource } from "../import/source.js";
import type { Placement } from "../place/model.js";
import { verifyPlacement } from "../place/verify.js";
import { parseArguments } from "./arguments.js";
import { CliError, type ExitCode, exit, place } from "./failure.js";
import { readSource } from "./files.js";
import { loadProblem, problemOptions } from "./problem.js";
import type { Terminal } from "./terminal.js";

export const checkHelp = `lehr check PROBLEM PLACEMENT [--json]
lehr check --workflow FILE --cluster FILE PLACEMENT [--json]

Verifies a placement, whoever made it, against its problem: who may run where,
durations, data arrival, capacity at every instant, times, costs. Prints a line
for each violation. FILE - is standard input.

  --workflow FILE     the workflow
  --cluster FILE      the cluster
  --needs             WfFormat: tasks share nodes by their core count and memory
  --json              the violations as JSON

Exit code: 0; 1 when there are violations or tasks without a place; 2 for wrong
input.
`;

export async function check(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("check", args, { ...problemOptions, json: { type: "boolean" } });
  const placementFile = positionals.pop();
  if (placementFile === undefined || positionals.length > 1) {
    throw new CliError("check takes a problem and a placement (lehr help check)");
  }
  const problem = await loadProblem(positionals[0], values, "check");
  const placement = parseSource(await readSource(placementFile));
  const violations = verifyPlacement(problem, placement.value);
  // What has no violations is a placement.
  const unplaced = violations.length === 0 ? (placement.value as Placement).unplaced.length : 0;
  if (values.json) {
    terminal.print(`${JSON.stringify(violations, null, 2)}\n`);
  } else if (violations.length === 0) {
    const but = unplaced === 0 ? "" : `, but ${counted(unplaced, "task")} ${unplaced === 1 ? "is" : "are"} not placed`;
    terminal.print(`the placement holds${but}\n`);
  } else {
    for (const { code, path, message } of violations) {
      terminal.print(`${place(placement.name, placement.lineOf(path), path)}${code}: ${displayable(message)}\n`);
    }
  }
  return violations.length === 0 && unplaced === 0 ? exit.ok : exit.no;
}
