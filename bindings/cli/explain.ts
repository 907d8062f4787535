import { formatDuration } from "../export/format.js";
import { displayable } from "../export/text.js";
import { parseSource } from "../import/source.js";
import { explainTask, type NodeExplanation } from "../place/explain.js";
import type { Placement } from "../place/model.js";
import { parseArguments } from "./arguments.js";
import { CliError, type ExitCode, exit } from "./failure.js";
import { readSource } from "./files.js";
import { loadProblem, problemOptions } from "./problem.js";
import { type Column, table } from "./table.js";
import type { Terminal } from "./terminal.js";

export const explainHelp = `lehr explain PROBLEM PLACEMENT TASK [--json]
lehr explain --workflow FILE --cluster FILE PLACEMENT TASK [--json]

Says why a task runs where and when it does, or why it does not, and what every
node had to offer. FILE - is standard input.

  --workflow FILE     the workflow
  --cluster FILE      the cluster
  --needs             WfFormat: tasks share nodes by their core count and memory
  --json              the explanation as JSON

Exit code: 0; 1 when the task is not placed; 2 for wrong input.
`;

const columns: Column[] = [
  { title: "node", shrinksTo: 12 },
  { title: "could start", align: "right" },
  { title: "takes", align: "right" },
  { title: "could end", align: "right" },
  { title: "", shrinksTo: 20 },
];

export async function explain(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("explain", args, { ...problemOptions, json: { type: "boolean" } });
  const task = positionals.pop();
  const placementFile = positionals.pop();
  if (task === undefined || placementFile === undefined || positionals.length > 1) {
    throw new CliError("explain takes a problem, a placement and a task (lehr help explain)");
  }
  const problem = await loadProblem(positionals[0], values, "explain");
  const placement = parseSource(await readSource(placementFile)).value as Placement;
  const explanation = explainTask(problem, placement, task);
  if (values.json) {
    terminal.print(`${JSON.stringify(explanation, null, 2)}\n`);
  } else {
    const rows = explanation.nodes.map((node) => row(node, explanation.placed?.node));
    const lines = [displayable(explanation.sentence), "", ...table(columns, rows, terminal.width, terminal.colours)];
    terminal.print(`${lines.join("\n")}\n`);
  }
  return explanation.placed === undefined ? exit.no : exit.ok;
}

function row(offer: NodeExplanation, chosen: string | undefined): string[] {
  const node = displayable(offer.node);
  if (!offer.possible) return [node, "–", "–", "–", displayable(offer.reason)];
  const { ready, duration, finish } = offer;
  const times = [ready, duration, finish].map(formatDuration);
  return [node, ...times, offer.node === chosen ? "chosen" : ""];
}
