import { printable } from "../../errors.js";
import type { UnplacedTask } from "../model.js";
import type { Wait } from "../statistics/model.js";
import type { NodeExplanation, PlacedExplanation } from "./model.js";

export function sentenceOfPlaced(task: string, placed: PlacedExplanation, nodes: NodeExplanation[]): string {
  const { node, start, end, waitedFor, idle } = placed;
  const where = `Task ${quoted(task)} runs on node ${quoted(node)} from ${amount(start)} to ${amount(end)} s`;
  const gap = idle > 0 ? `, then ${amount(idle)} s for no reason that the problem gives` : "";
  return `${where}. It ${waiting(waitedFor)}${gap}. ${comparison(placed, nodes)}.`;
}

export function sentenceOfUnplaced({ task, reason, proven }: UnplacedTask): string {
  const doubt = proven ? "" : "; another schedule might have found a place";
  return `Task ${quoted(task)} is not placed: ${printable(reason, 300)}${doubt}.`;
}

function waiting(wait: Wait): string {
  switch (wait.for) {
    case "start":
      return "waited for nothing";
    case "dependency":
      return `waited for the end of task ${quoted(wait.task)}`;
    case "transfer":
      return `waited for ${amount(wait.data)} GB from task ${quoted(wait.task)}, ${amount(wait.seconds)} s on the way`;
    case "release":
      return "waited for its release";
    case "availability":
      return "waited for its node to become available";
    case "node":
      return `waited for room on its node, until task ${quoted(wait.task)} ended`;
  }
}

function comparison({ node, end }: PlacedExplanation, nodes: NodeExplanation[]): string {
  const others = nodes.filter((other) => other.possible).filter((other) => other.node !== node);
  const [first, ...rest] = others;
  if (first === undefined) return "No other node can run it";
  const best = rest.reduce((best, other) => (other.finish < best.finish ? other : best), first);
  if (best.finish < end) {
    return `Node ${quoted(best.node)}, had it been free, could have ended it at ${amount(best.finish)} s`;
  }
  return `No other node could have ended it before ${amount(best.finish)} s`;
}

function amount(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function quoted(name: string): string {
  return `"${printable(name)}"`;
}
