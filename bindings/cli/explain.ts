import { formatAmount, formatDuration, grouped } from "../export/format.js";
import { displayable } from "../export/text.js";
import { parseSource } from "../import/source.js";
import { explainItem, type Obstruction } from "../pack/explain.js";
import type { Packing } from "../pack/model.js";
import { explainTask, type NodeExplanation } from "../place/explain.js";
import type { Placement } from "../place/model.js";
import { explainRequest, type ServerExplanation } from "../sequence/explain.js";
import type { Sequence } from "../sequence/model.js";
import { isAllocation } from "./allocate-problem.js";
import { parseArguments } from "./arguments.js";
import { CliError, type ExitCode, exit } from "./failure.js";
import { readSource } from "./files.js";
import { isPacking, loadPackProblem } from "./pack-problem.js";
import { loadProblem, problemOptions } from "./problem.js";
import { isSequence, loadSequenceProblem, sequenceProblemHelp, sequenceProblemOptions } from "./sequence-problem.js";
import { type Column, table } from "./table.js";
import type { Terminal } from "./terminal.js";

export const explainHelp = `lehr explain PROBLEM RESULT ID [options]
lehr explain --workflow FILE --cluster FILE PLACEMENT TASK [options]
lehr explain REQUESTS --servers FILE SEQUENCE REQUEST [options]
lehr explain ITEMS BINS PACKING ITEM [options]

Says why a task or request runs where and when it does, or why it does not, what
every node or server had to offer, and what would keep a promise that is not kept;
or where an item is and what is free there, or what the bins are short of.
FILE - is standard input.

  --workflow FILE     the workflow
  --cluster FILE      the cluster
  --needs             WfFormat: tasks share nodes by their core count and memory
${sequenceProblemHelp}
  --json              the explanation as JSON

Exit code: 0; 1 when the task, request or item is not placed; 2 for wrong input.
`;

/** An explanation, and what it comes to in a table. */
interface Explained {
  explanation: { sentence: string };
  isPlaced: boolean;
  columns: Column[];
  rows: string[][];
}

export async function explain(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("explain", args, {
    ...problemOptions,
    ...sequenceProblemOptions,
    json: { type: "boolean" },
  });
  const id = positionals.pop();
  const resultFile = positionals.pop();
  if (id === undefined || resultFile === undefined) throw new CliError(usage);
  const { value } = parseSource(await readSource(resultFile));
  if (isAllocation(value)) throw new CliError("explain takes no allocation; lehr check says what is wrong with one");
  if (positionals.length > 1 && !isPacking(value)) throw new CliError(usage);
  const { explanation, isPlaced, columns, rows } = await explained(value, id);
  if (values.json) {
    terminal.print(`${JSON.stringify(explanation, null, 2)}\n`);
  } else {
    const lines = [displayable(explanation.sentence), "", ...table(columns, rows, terminal.width, terminal.colours)];
    terminal.print(`${lines.join("\n")}\n`);
  }
  return isPlaced ? exit.ok : exit.no;

  async function explained(result: unknown, id: string): Promise<Explained> {
    if (isPacking(result)) {
      return itemExplained(explainItem(await loadPackProblem(positionals, "explain"), result as Packing, id));
    }
    if (isSequence(result)) {
      const problem = await loadSequenceProblem(positionals[0], values, "explain");
      return requestExplained(explainRequest(problem, result as Sequence, id));
    }
    return taskExplained(explainTask(await loadProblem(positionals[0], values, "explain"), result as Placement, id));
  }
}

const usage = "explain takes a problem, a result, and a task, request or item (lehr help explain)";

function taskExplained(explanation: ReturnType<typeof explainTask>): Explained {
  const { nodes, placed } = explanation;
  const columns: Column[] = [
    { title: "node", shrinksTo: 12 },
    { title: "could start", align: "right" },
    { title: "takes", align: "right" },
    { title: "could end", align: "right" },
    { title: "", shrinksTo: 20 },
  ];
  const rows = nodes.map((offer: NodeExplanation) => {
    const node = displayable(offer.node);
    if (!offer.possible) return [node, "–", "–", "–", displayable(offer.reason)];
    const { ready, duration, finish } = offer;
    return [node, ...[ready, duration, finish].map(formatDuration), offer.node === placed?.node ? "chosen" : ""];
  });
  return { explanation, isPlaced: placed !== undefined, columns, rows };
}

function requestExplained(explanation: ReturnType<typeof explainRequest>): Explained {
  const { servers, served } = explanation;
  const columns: Column[] = [
    { title: "first and alone on", shrinksTo: 12 },
    { title: "starts", align: "right" },
    { title: "first token", align: "right" },
    { title: "ends", align: "right" },
    { title: "promise" },
    { title: "", shrinksTo: 20 },
  ];
  const rows = servers.map((offer: ServerExplanation) => {
    const server = displayable(offer.server);
    if (!offer.possible) return [server, "–", "–", "–", "", displayable(offer.reason)];
    const { start, firstToken, end, kept } = offer;
    const promise = kept === undefined ? "" : kept ? "kept" : "not kept";
    const chosen = offer.server === served?.server ? "chosen" : "";
    return [server, ...[start, firstToken, end].map(formatDuration), promise, chosen];
  });
  return { explanation, isPlaced: served !== undefined, columns, rows };
}

/** Of an item that is placed, what its copy has and what is free; of another, what is short on how many bins. */
function itemExplained(explanation: ReturnType<typeof explainItem>): Explained {
  const { placed, unplaced } = explanation;
  if (placed !== undefined) {
    const columns: Column[] = [
      { title: "resource", shrinksTo: 12 },
      { title: "capacity", align: "right" },
      { title: "free", align: "right" },
    ];
    const resources = placed.free.map(({ resource, capacity, free }) => [resource, capacity, free] as const);
    const gpus = placed.freeGpus.map((free, index) => [`GPU ${index}`, 1, free] as const);
    const rows = [...resources, ...gpus].map(([name, ...amounts]) => [displayable(name), ...amounts.map(formatAmount)]);
    return { explanation, isPlaced: true, columns, rows };
  }
  const columns: Column[] = [
    { title: "bins", align: "right" },
    { title: "short of", shrinksTo: 12 },
    { title: "needed", align: "right" },
    { title: "free at most", align: "right" },
  ];
  const rows = (unplaced?.obstructions ?? []).map((obstruction: Obstruction) => {
    const copies = grouped(obstruction.copies);
    if (obstruction.what !== "resource") return [copies, obstructionTexts[obstruction.what], "", ""];
    const { resource, needed, most } = obstruction;
    return [copies, displayable(resource), formatAmount(needed), formatAmount(most)];
  });
  return { explanation, isPlaced: false, columns, rows };
}

const obstructionTexts = {
  model: "GPUs of a model that will do",
  devices: "GPUs with enough room",
  separation: "distance from an item kept apart",
} as const;
