import type { Dollars } from "../cluster/model.js";
import type { PlaceSolution } from "./instance.js";
import type { PlacedTask, Placement, Transfer } from "./model.js";
import type { Run } from "./options.js";
import type { ParsedProblem } from "./parse.js";
import { explainUnplaced } from "./reasons.js";

const secondsPerHour = 3600;

/** The solution of a problem in the words of the problem. */
export function decodePlacement(parsed: ParsedProblem, solution: PlaceSolution, run: Run): Placement {
  const tasks = placedTasks(parsed, solution);
  const transfers = transfersOf(parsed, solution);
  let cost = busyCost(parsed, solution);
  for (const transfer of transfers) cost += transfer.cost;
  const complete = tasks.length === parsed.problem.workflow.tasks.length;
  return {
    status: complete ? "complete" : "partial",
    makespan: solution.makespan,
    cost,
    tasks,
    transfers,
    unplaced: complete ? [] : explainUnplaced(parsed, solution.node),
    run,
  };
}

function placedTasks({ problem }: ParsedProblem, { node, start, finish }: PlaceSolution): PlacedTask[] {
  const { tasks } = problem.workflow;
  const { nodes } = problem.cluster;
  const placed: PlacedTask[] = [];
  for (let t = 0; t < tasks.length; t++) {
    if (node[t]! < 0) continue;
    const { id, deadline } = tasks[t]!;
    const entry: PlacedTask = { task: id, nodes: [nodes[node[t]!]!.id], start: start[t]!, end: finish[t]! };
    if (deadline !== undefined) entry.met = entry.end <= deadline;
    placed.push(entry);
  }
  return placed;
}

function transfersOf({ problem, links, graph }: ParsedProblem, { node, finish }: PlaceSolution): Transfer[] {
  const { tasks } = problem.workflow;
  const { nodes } = problem.cluster;
  const { firstPredecessor, predecessor, data } = graph;
  const transfers: Transfer[] = [];
  for (let t = 0; t < tasks.length; t++) {
    const target = node[t]!;
    if (target < 0) continue;
    for (let e = firstPredecessor[t]!; e < firstPredecessor[t + 1]!; e++) {
      const sender = predecessor[e]!;
      const source = node[sender]!;
      const amount = data[e]!;
      if (amount === 0 || (source === target && !links.hasDisk(target))) continue;
      const link = links.between(source, target)!;
      const start = finish[sender]!;
      transfers.push({
        from: tasks[sender]!.id,
        to: tasks[t]!.id,
        source: nodes[source]!.id,
        target: nodes[target]!.id,
        data: amount,
        start,
        end: start + (link.latency + amount * link.secondsPerGigabyte),
        cost: amount * link.pricePerGigabyte,
      });
    }
  }
  return transfers;
}

/** Nodes are paid while at least one task runs on them. */
function busyCost({ problem }: ParsedProblem, { node, start, finish }: PlaceSolution): Dollars {
  let cost = 0;
  const { nodes } = problem.cluster;
  const starts = byNode(node, start, nodes.length);
  const ends = byNode(node, finish, nodes.length);
  for (let j = 0; j < nodes.length; j++) {
    const { pricePerHour = 0 } = nodes[j]!;
    if (pricePerHour > 0) cost += (pricePerHour / secondsPerHour) * unionLength(starts[j]!, ends[j]!);
  }
  return cost;
}

/** Values of the tasks on each node. */
function byNode(node: Int32Array, value: Float64Array, nodes: number): Float64Array[] {
  const first = new Int32Array(nodes + 1);
  for (const j of node) if (j >= 0) first[j + 1]!++;
  for (let j = 0; j < nodes; j++) first[j + 1]! += first[j]!;
  const grouped = new Float64Array(first[nodes]!);
  const next = first.slice();
  for (let t = 0; t < node.length; t++) if (node[t]! >= 0) grouped[next[node[t]!]!++] = value[t]!;
  return Array.from({ length: nodes }, (_, j) => grouped.subarray(first[j], first[j + 1]));
}

/**
 * Length of the union of intervals. Sorted on their own, starts and ends still tell where nothing runs: before the
 * k-th start when that lies after the k-th end.
 */
function unionLength(starts: Float64Array, ends: Float64Array): number {
  if (starts.length === 0) return 0;
  starts.sort();
  ends.sort();
  let length = 0;
  let since = starts[0]!;
  for (let k = 1; k < starts.length; k++) {
    if (starts[k]! > ends[k - 1]!) {
      length += ends[k - 1]! - since;
      since = starts[k]!;
    }
  }
  return length + (ends[ends.length - 1]! - since);
}
