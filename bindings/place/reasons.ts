import type { Node } from "../cluster/model.js";
import { printable } from "../errors.js";
import { encodePlaceProblem } from "./encode.js";
import type { PlaceInstance } from "./instance.js";
import type { UnplacedTask } from "./model.js";
import type { ParsedProblem } from "./parse.js";
import type { NormalTask } from "./parse-workflow.js";

type Verdict = Omit<UnplacedTask, "task">;

/** Node pairs looked at to prove that no link exists; beyond, nothing is claimed. */
const pairBudget = 50_000_000;
/** Predecessors and conditions that a reason lists. */
const namedInReason = 4;

/**
 * Why tasks were not placed, in the order of the problem. Proven are: no node can run the task; the data of a
 * predecessor has no link from any node that can run that to any node that can run the task; a predecessor is proven
 * unplaced.
 * @param node [tasks] by position in the problem; -1 for tasks that were not placed
 */
export function explainUnplaced(parsed: ParsedProblem, node: Int32Array): UnplacedTask[] {
  const explainer = new Explainer(parsed, node);
  const verdicts = new Map<number, Verdict>();
  // Predecessors come first.
  for (const t of parsed.graph.order) if (node[t]! < 0) verdicts.set(t, explainer.explain(t, verdicts));
  return parsed.problem.workflow.tasks.flatMap(({ id }, t) => {
    const verdict = verdicts.get(t);
    return verdict ? [{ task: id, ...verdict }] : [];
  });
}

/** Tasks and nodes are positions in the problem. */
class Explainer {
  private readonly tasks: readonly NormalTask[];
  private readonly nodes: readonly Node[];
  private readonly instance: PlaceInstance;
  /** Number of each task in the instance. */
  private readonly numberOf: Int32Array;
  private pairsLeft = pairBudget;

  constructor(
    private readonly parsed: ParsedProblem,
    private readonly node: Int32Array,
  ) {
    this.tasks = parsed.problem.workflow.tasks;
    this.nodes = parsed.problem.cluster.nodes;
    this.instance = encodePlaceProblem(parsed);
    this.numberOf = new Int32Array(this.tasks.length);
    this.instance.input.forEach((t, number) => {
      this.numberOf[t] = number;
    });
  }

  explain(task: number, verdicts: ReadonlyMap<number, Verdict>): Verdict {
    const eligible = this.eligible(task);
    if (eligible.length === 0) return whyUnfit(this.tasks[task]!, this.nodes);
    return (
      this.missingPredecessor(task, verdicts, true) ??
      this.unlinkedPredecessor(task) ??
      this.missingPredecessor(task, verdicts, false) ??
      this.outOfReach(task, eligible) ?? { reason: "the algorithm found no node for it", proven: false }
    );
  }

  /** Nodes that can run the task, were it not for rounding. */
  private capable(task: number): number[] {
    const conditions = conditionsOf(this.tasks[task]!, this.nodes);
    return [...this.nodes.keys()].filter((j) => conditions.every(({ holds }) => holds(this.nodes[j]!)));
  }

  /** Nodes on which the kernel could have placed the task. */
  private eligible(task: number): number[] {
    const { duration, stride } = this.instance;
    const row = this.numberOf[task]! * stride;
    return [...this.nodes.keys()].filter((j) => duration[row + j]! < Infinity);
  }

  private missingPredecessor(
    task: number,
    verdicts: ReadonlyMap<number, Verdict>,
    proven: boolean,
  ): Verdict | undefined {
    const { firstPredecessor, predecessor } = this.parsed.graph;
    for (let e = firstPredecessor[task]!; e < firstPredecessor[task + 1]!; e++) {
      const sender = predecessor[e]!;
      if (verdicts.get(sender)?.proven !== proven) continue;
      return { reason: `it comes after ${this.nameOf(sender)}, which was not placed`, proven };
    }
    return undefined;
  }

  private unlinkedPredecessor(task: number): Verdict | undefined {
    const targets = this.capable(task);
    for (const sender of this.senders(task)) {
      if (this.anyLink(this.capable(sender), targets)) continue;
      const reason = `no node that can run ${this.nameOf(sender)} has a link to one that can run this task`;
      return { reason, proven: true };
    }
    return undefined;
  }

  private anyLink(sources: readonly number[], targets: readonly number[]): boolean {
    // A node that can run both needs no link.
    const both = new Set(targets);
    if (sources.some((source) => both.has(source))) return true;
    for (const source of sources) {
      for (const target of targets) {
        if (this.pairsLeft-- <= 0 || this.parsed.links.between(source, target)) return true;
      }
    }
    return false;
  }

  /** All predecessors are placed, but there is no link from where they are. */
  private outOfReach(task: number, eligible: readonly number[]): Verdict | undefined {
    const { links } = this.parsed;
    const senders = this.senders(task);
    const reaches = (sender: number, target: number) => links.between(this.node[sender]!, target) !== undefined;
    if (eligible.some((target) => senders.every((sender) => reaches(sender, target)))) return undefined;

    const alone = senders.filter((sender) => !eligible.some((target) => reaches(sender, target)));
    const held = (alone.length > 0 ? alone : senders).map(
      (sender) => `${this.nameOf(sender)} on "${printable(this.nodes[this.node[sender]!]!.id)}"`,
    );
    const reason =
      alone.length > 0
        ? `no node that can run it has a link from where its data is: ${listing(held)}`
        : `no node that can run it has links from all nodes where its data is: ${listing(held)}`;
    return { reason, proven: false };
  }

  /** Predecessors that hand over data. */
  private senders(task: number): number[] {
    const { firstPredecessor, predecessor, data } = this.parsed.graph;
    const senders: number[] = [];
    for (let e = firstPredecessor[task]!; e < firstPredecessor[task + 1]!; e++) {
      if (data[e]! > 0) senders.push(predecessor[e]!);
    }
    return senders;
  }

  private nameOf(task: number): string {
    return `"${printable(this.tasks[task]!.id)}"`;
  }
}

/** Something that a task asks of its node; `text` continues a sentence that begins with "no node". */
interface Condition {
  text: string;
  holds(node: Node): boolean;
  /** What comes nearest. */
  remark?: string;
}

function whyUnfit(task: NormalTask, nodes: readonly Node[]): Verdict {
  const conditions = conditionsOf(task, nodes);
  const never = conditions.find(({ holds }) => !nodes.some(holds));
  if (never) return { reason: `no node ${never.text}${never.remark ?? ""}`, proven: true };
  if (nodes.some((node) => conditions.every(({ holds }) => holds(node)))) {
    const reason = "its needs fit a node only before rounding; write amounts with fewer digits";
    return { reason, proven: false };
  }
  const texts = conditions.map(({ text }) => text);
  return { reason: `no node ${listing(texts)} at once`, proven: true };
}

function conditionsOf(task: NormalTask, nodes: readonly Node[]): Condition[] {
  const conditions: Condition[] = (task.requires ?? []).map((label) => ({
    text: `carries the label "${printable(label)}"`,
    holds: (node) => node.labels?.includes(label) ?? false,
  }));
  const { durations, kind } = task;
  if (durations) {
    conditions.push({ text: "is named in its durations", holds: ({ id }) => Object.hasOwn(durations, id) });
  } else if (kind !== undefined) {
    conditions.push({
      text: `has a speed for the kind "${printable(kind)}"`,
      holds: ({ speed = 1 }) => typeof speed === "number" || Object.hasOwn(speed, kind),
    });
  }
  for (const [resource, amount] of Object.entries(task.needs ?? {})) {
    const most = nodes.reduce((most, node) => Math.max(most, capacityOf(node, resource)), 0);
    conditions.push({
      text: `has ${amount} "${printable(resource)}"`,
      holds: (node) => amount <= capacityOf(node, resource) * (1 + 1e-9),
      remark: most === 0 ? " or any at all" : `; the most is ${most}`,
    });
  }
  return conditions;
}

function capacityOf({ capacity }: Node, resource: string): number {
  return capacity && Object.hasOwn(capacity, resource) ? capacity[resource]! : 0;
}

function listing(parts: readonly string[]): string {
  const shown = parts.slice(0, namedInReason);
  if (parts.length > shown.length) shown.push(`${parts.length - shown.length} more`);
  const last = shown.pop()!;
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}
