import { counted } from "../export/format.js";
import { displayable } from "../export/text.js";
import { parseSource } from "../import/source.js";
import type { Allocation } from "../pack/memory/model.js";
import { verifyAllocation } from "../pack/memory/verify.js";
import type { Packing } from "../pack/model.js";
import { verifyPacking } from "../pack/verify.js";
import type { Placement } from "../place/model.js";
import { verifyPlacement } from "../place/verify.js";
import type { Sequence } from "../sequence/model.js";
import { verifySequence } from "../sequence/verify.js";
import type { Violation } from "../violation.js";
import { isAllocation, loadMemoryProblem } from "./allocate-problem.js";
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
lehr check BUFFERS --capacity N ALLOCATION [options]

Verifies a placement, sequence, packing or allocation, whoever made it, against its
problem. Of a placement: who may run where, durations, data arrival, capacity at
every instant, times, costs. Of a sequence: every request once, batches within their
limits, times, promises, costs. Of a packing: every item once, capacity, every GPU,
gangs, what is kept apart, costs. Of an allocation: every buffer once, alignment, no
overlaps, the height. Prints a line for each violation. FILE - is standard input.

  --workflow FILE     the workflow
  --cluster FILE      the cluster
  --needs             WfFormat: tasks share nodes by their core count and memory
${sequenceProblemHelp}
  --capacity N        of an allocation: units of the address space
  --json              the violations as JSON

Exit code: 0; 1 when there are violations, something is not placed, or the capacity
does not suffice; 2 for wrong input.
`;

export async function check(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("check", args, {
    ...problemOptions,
    ...sequenceProblemOptions,
    capacity: { type: "string" },
    json: { type: "boolean" },
  });
  const resultFile = positionals.pop();
  if (resultFile === undefined) {
    throw new CliError("check takes a problem and a placement, sequence, packing or allocation (lehr help check)");
  }
  const result = parseSource(await readSource(resultFile));
  if (positionals.length > 1 && !isPacking(result.value)) {
    throw new CliError("check takes a problem and a placement, sequence or allocation (lehr help check)");
  }
  const { noun, violations, shortfall } = await checked();
  // What has violations need not have the form of a result.
  const but = violations.length === 0 ? shortfall() : "";
  if (values.json) {
    terminal.print(`${JSON.stringify(violations, null, 2)}\n`);
  } else if (violations.length === 0) {
    terminal.print(`the ${noun} holds${but && `, but ${but}`}\n`);
  } else {
    for (const { code, path, message } of violations) {
      terminal.print(`${place(result.name, result.lineOf(path), path)}${code}: ${displayable(message)}\n`);
    }
  }
  return violations.length === 0 && but === "" ? exit.ok : exit.no;

  async function checked(): Promise<Checked> {
    const { value } = result;
    if (isAllocation(value)) {
      const violations = verifyAllocation(await loadMemoryProblem(positionals, values.capacity, "check"), value);
      const isPartial = () => (value as Allocation).status === "partial";
      return { noun: "allocation", violations, shortfall: () => (isPartial() ? "it is higher than the capacity" : "") };
    }
    const unplaced = (part: string) => () => notPlaced((value as Placement | Sequence | Packing).unplaced.length, part);
    if (isPacking(value)) {
      const violations = verifyPacking(await loadPackProblem(positionals, "check"), value);
      return { noun: "packing", violations, shortfall: unplaced("item") };
    }
    if (isSequence(value)) {
      const violations = verifySequence(await loadSequenceProblem(positionals[0], values, "check"), value);
      return { noun: "sequence", violations, shortfall: unplaced("request") };
    }
    const violations = verifyPlacement(await loadProblem(positionals[0], values, "check"), value);
    return { noun: "placement", violations, shortfall: unplaced("task") };
  }
}

interface Checked {
  noun: string;
  violations: readonly Violation[];
  /** What a result that holds lacks, or nothing. */
  shortfall(): string;
}

function notPlaced(count: number, part: string): string {
  return count === 0 ? "" : `${counted(count, part)} ${count === 1 ? "is" : "are"} not placed`;
}
