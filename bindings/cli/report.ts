/** A placement for a person: the answer first, the chart, then where time and money go. */

import { counted, formatData, formatDollars, formatDuration, formatShare, grouped } from "../export/format.js";
import { displayable, truncate } from "../export/text.js";
import { textGantt } from "../export/text-gantt.js";
import type { PlacedTask, Placement, PlaceProblem } from "../place/model.js";
import type { Wait } from "../place/statistics/model.js";
import { Waits } from "../place/statistics/waits.js";
import { type PlacementStatistics, placementStatistics } from "../place/statistics.js";
import { planOf } from "../place/verify/examine.js";
import { type Column, flow, table } from "./table.js";
import type { Terminal } from "./terminal.js";

/** Lines of a table; what is more is counted. */
export const mostRows = 40;

export function report(problem: PlaceProblem, placement: Placement, terminal: Terminal): string {
  const { width, colour } = terminal;
  const statistics = placementStatistics(problem, placement);
  const sections = [
    summary(problem, placement, statistics, terminal),
    placement.tasks.length > 0 ? textGantt(problem, placement, { width, colour }).trimEnd().split("\n") : [],
    taskTable(problem, placement, statistics, terminal),
    unplacedTable(placement, terminal),
    nodeTable(statistics, terminal),
    stageTable(statistics, terminal),
    dataTable(statistics, terminal),
  ];
  return sections
    .filter((section) => section.length > 0)
    .map((section) => `${section.join("\n")}\n`)
    .join("\n");
}

function summary(
  problem: PlaceProblem,
  placement: Placement,
  { cost, speedup, bestSingleNode, criticalTime, makespan, deadlines }: PlacementStatistics,
  { colours, width }: Terminal,
): string[] {
  const { bold, green, red } = colours;
  const algorithm = placement.run.algorithm;
  const placed = `${grouped(placement.tasks.length)} of ${grouped(problem.workflow.tasks.length)} tasks placed`;
  const facts = [
    `makespan ${bold(formatDuration(placement.makespan))}`,
    `cost ${bold(formatDollars(cost.total))}`,
    placement.status === "complete" ? green(placed) : red(placed),
    counted(problem.cluster.nodes.length, "node"),
    typeof algorithm === "string" ? algorithm : "own combination",
  ];
  const lines = flow(facts, "   ", width);
  if (makespan > 0) {
    const share = (seconds: number) => formatShare(seconds / makespan);
    const { computing, transferring, waiting } = criticalTime;
    const shares = [`${share(computing)} computing`, `${share(transferring)} moving data`, `${share(waiting)} waiting`];
    lines.push(...flow([`critical path: ${shares[0]}`, ...shares.slice(1)], ", ", width));
  }
  if (speedup !== undefined && bestSingleNode !== undefined) {
    const alone = `on ${displayable(bestSingleNode.node)} alone, which takes ${formatDuration(bestSingleNode.seconds)}`;
    lines.push(truncate(`${speedup.toFixed(2)}× as fast as one task after another ${alone}`, width));
  }
  const { kept, missed } = deadlines;
  if (kept.length > 0) lines.push(green(truncate(`deadlines kept: ${keptDeadlines(kept, problem, placement)}`, width)));
  for (const { task, deadline, end } of missed.slice(0, mostRows)) {
    const late = end === undefined ? "not placed" : `late by ${formatDuration(end - deadline)}`;
    lines.push(red(truncate(`deadline missed: ${displayable(task)}, ${late}`, width)));
  }
  return lines;
}

function keptDeadlines(kept: readonly string[], problem: PlaceProblem, placement: Placement): string {
  const deadlines = new Map(problem.workflow.tasks.map(({ id, deadline }) => [id, deadline]));
  const ends = new Map(placement.tasks.map(({ task, end }) => [task, end]));
  return kept
    .slice(0, mostRows)
    .map((id) => `${displayable(id)} (${formatDuration(deadlines.get(id)! - ends.get(id)!)} to spare)`)
    .join(", ");
}

/** All tasks by start; of a large workflow the critical path alone. */
function taskTable(
  problem: PlaceProblem,
  placement: Placement,
  statistics: PlacementStatistics,
  terminal: Terminal,
): string[] {
  const critical = new Set(statistics.criticalPath.map(({ task }) => task));
  const all = placement.tasks.length <= mostRows;
  const shown = placement.tasks
    .filter(({ task }) => all || critical.has(task))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  if (shown.length === 0) return [];
  const waitOf = all ? waitsOf(problem, placement) : criticalWaits(statistics);
  const stages = new Map(problem.workflow.tasks.map(({ id, stage }) => [id, stage]));
  const rows = shown
    .slice(0, mostRows)
    .map(({ task, nodes, start, end }: PlacedTask) => [
      all && critical.has(task) ? "●" : "",
      displayable(task),
      stages.get(task) ?? "",
      list(nodes),
      formatDuration(start),
      formatDuration(end),
      formatDuration(end - start),
      waiting(waitOf(task)),
    ]);
  const columns: Column[] = [
    { title: "" },
    { title: "task", shrinksTo: 14 },
    { title: "stage", optional: true },
    { title: "node", shrinksTo: 8 },
    { title: "start", align: "right" },
    { title: "end", align: "right" },
    { title: "takes", align: "right", optional: true },
    { title: "waited for", shrinksTo: 16, optional: true },
  ];
  return [
    all ? `${heading("Tasks", terminal)} (● critical path)` : heading("Critical path", terminal),
    ...table(columns, rows, terminal.width, terminal.colours),
    ...more(shown.length, "task", `${all ? "" : " on the critical path"}; --csv FILE has all`),
  ];
}

/** Verifies the placement once more, which is quick for the few tasks that a table shows. */
function waitsOf(problem: PlaceProblem, placement: Placement): (task: string) => Wait {
  const plan = planOf(problem, placement);
  const waits = new Waits(plan);
  return (task) => waits.of(plan.placed.get(task)!).waitedFor;
}

function criticalWaits({ criticalPath }: PlacementStatistics): (task: string) => Wait {
  const waits = new Map(criticalPath.map(({ task, waitedFor }) => [task, waitedFor]));
  return (task) => waits.get(task)!;
}

function unplacedTable({ unplaced }: Placement, terminal: Terminal): string[] {
  if (unplaced.length === 0) return [];
  const columns: Column[] = [
    { title: "task", shrinksTo: 14 },
    { title: "why", shrinksTo: 30 },
  ];
  const rows = unplaced.slice(0, mostRows).map(({ task, reason }) => [displayable(task), displayable(reason)]);
  return [
    terminal.colours.red(heading("Not placed", terminal)),
    ...table(columns, rows, terminal.width, terminal.colours),
    ...more(unplaced.length, "task", "; --csv FILE has all"),
  ];
}

function nodeTable({ nodes }: PlacementStatistics, terminal: Terminal): string[] {
  const busy = nodes.filter(({ tasks }) => tasks > 0);
  if (busy.length === 0) return [];
  const columns: Column[] = [
    { title: "node", shrinksTo: 8 },
    { title: "tasks", align: "right" },
    { title: "busy", align: "right" },
    { title: "", align: "right" },
    { title: "cost", align: "right" },
    { title: "in use on average", shrinksTo: 16, optional: true },
  ];
  const rows = busy
    .slice(0, mostRows)
    .map(({ node, tasks, busy, utilisation, cost, resources = {} }) => [
      displayable(node),
      grouped(tasks),
      formatDuration(busy),
      formatShare(utilisation),
      formatDollars(cost),
      list(Object.entries(resources).map(([name, share]) => `${name} ${formatShare(share)}`)),
    ]);
  return [
    heading("Nodes", terminal),
    ...table(columns, rows, terminal.width, terminal.colours),
    ...more(busy.length, "busy node"),
  ];
}

function stageTable({ stages }: PlacementStatistics, terminal: Terminal): string[] {
  if (stages.length < 2) return [];
  const columns: Column[] = [
    { title: "stage" },
    { title: "tasks", align: "right" },
    { title: "from", align: "right" },
    { title: "to", align: "right" },
    { title: "work", align: "right" },
  ];
  const rows = stages.map(({ name, tasks, start, end, busy }) => [
    name,
    grouped(tasks),
    ...[start, end, busy].map(formatDuration),
  ]);
  return [heading("Stages", terminal), ...table(columns, rows, terminal.width, terminal.colours)];
}

const levelNames: Record<string, string> = {
  node: "within a node",
  rack: "within a rack",
  zone: "between racks",
  region: "between zones",
  cloud: "between regions",
  world: "between clouds",
};

function dataTable({ data }: PlacementStatistics, terminal: Terminal): string[] {
  if (data.total === 0) return [];
  const columns: Column[] = [
    { title: "data" },
    { title: "hand-overs", align: "right" },
    { title: "amount", align: "right" },
    { title: "time", align: "right" },
    { title: "cost", align: "right" },
  ];
  const rows = data.levels.map(({ level, handOvers, data, seconds, cost }) => [
    levelNames[level] ?? level,
    grouped(handOvers),
    formatData(data),
    formatDuration(seconds),
    formatDollars(cost),
  ]);
  return [heading("Data", terminal), ...table(columns, rows, terminal.width, terminal.colours)];
}

function waiting(wait: Wait): string {
  switch (wait.for) {
    case "start":
      return "";
    case "dependency":
      return displayable(wait.task);
    case "transfer":
      return `${formatDuration(wait.seconds)} for ${formatData(wait.data)} from ${displayable(wait.task)}`;
    case "release":
      return "its release";
    case "availability":
      return "its node to be available";
    case "node":
      return `room on its node, after ${displayable(wait.task)}`;
  }
}

export function heading(text: string, { colours }: Terminal): string {
  return colours.bold(text);
}

/** What a table with `shown` lines leaves out. */
export function more(count: number, noun: string, rest = "", shown = mostRows): string[] {
  return count <= shown ? [] : [`… and ${counted(count - shown, `more ${noun}`)}${rest}`];
}

function list(names: readonly string[]): string {
  return names.map(displayable).join(", ");
}
