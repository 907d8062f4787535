import fc from "fast-check";
import type { Task, Workflow } from "../place/model.js";
import { labels, resources } from "./clusters.js";
import { mostly, ofNumbers, optional, plain, rarely, upTo } from "./drawing.js";
import {
  type Heterogeneity,
  type NumberKind,
  type WorkflowKnobs,
  type WorkflowShape,
  workflowShapes,
} from "./knobs.js";
import { type Amounts, amountsOf } from "./numbers.js";
import { predecessorsOf } from "./workflow-shapes.js";

/**
 * Workflows of tasks `t0`, `t1`, …, whose dependencies do not follow the order of the list. They fit any cluster; tasks
 * with durations by node, or kinds of work, are drawn by `placeProblems`.
 */
export function workflows(knobs: WorkflowKnobs = {}): fc.Arbitrary<Workflow> {
  return ofNumbers(knobs.numbers, (numbers) =>
    fc
      .record({ draft: draftWorkflow(numbers, knobs), sharing: fc.boolean() })
      .map(({ draft, sharing }) =>
        plain(workflowOf(draft, { heterogeneity: "related", nodes: 0, byKind: false, sharing })),
      ),
  );
}

/** What is drawn of a workflow before its cluster is known. */
export interface DraftWorkflow {
  tasks: DraftTask[];
  shape: WorkflowShape;
}

interface DraftTask extends Omit<Task, "id" | "after" | "durations" | "work"> {
  work: number;
  durations: (number | undefined)[] | undefined;
  /** Dependencies lead from lower to higher tasks, wherever these stand in the list. */
  height: number;
  after: { task: number; data: number }[];
}

export function draftWorkflow(
  numbers: NumberKind,
  { maxTasks = 40, workflow }: WorkflowKnobs,
): fc.Arbitrary<DraftWorkflow> {
  const [random, ...others] = workflowShapes;
  return fc.record({
    tasks: upTo(maxTasks, draftTask(amountsOf[numbers], maxTasks)),
    shape: workflow === undefined ? mostly<WorkflowShape>(random, others) : fc.constant(workflow),
  });
}

export interface WorkflowUse {
  heterogeneity: Heterogeneity | undefined;
  nodes: number;
  /** Nodes have a speed for each kind of work. */
  byKind: boolean;
  /** Nodes have capacities. */
  sharing: boolean;
}

export function workflowOf({ tasks, shape }: DraftWorkflow, use: WorkflowUse): Workflow {
  const predecessors = predecessorsOf(shape, tasks);
  return {
    tasks: tasks.map((draft, index): Task => {
      const { work, durations, height: _, after: __, kind, needs, ...rest } = draft;
      return {
        id: `t${index}`,
        ...rest,
        ...(durations && use.heterogeneity !== "identical" && use.heterogeneity !== "related"
          ? { durations: durationsByNode(durations, use) }
          : { work }),
        ...(use.byKind && { kind }),
        ...(use.sharing && { needs }),
        after: predecessors[index]!.map(({ task, data }) => ({ task: `t${task}`, data })),
      };
    }),
  };
}

/** Nodes beyond the list cannot run the task, unless every node is to differ. */
function durationsByNode(
  drafts: (number | undefined)[],
  { heterogeneity, nodes }: WorkflowUse,
): Record<string, number> {
  const named = heterogeneity === "unrelated" ? nodes : Math.min(nodes, drafts.length);
  const entries = Array.from({ length: named }, (_, node) => [`n${node}`, drafts[node % drafts.length]] as const);
  return Object.fromEntries(
    entries.flatMap(([id, seconds]) => (seconds === undefined ? [] : [[id, seconds] as const])),
  );
}

function draftTask({ amount }: Amounts, maxTasks: number): fc.Arbitrary<DraftTask> {
  const orderAlone = fc.constant(0);
  const durations = fc.array(optional(amount), { minLength: 1, maxLength: 10 });
  return fc.record({
    work: amount,
    durations: fc.oneof(
      { withCrossShrink: true },
      { arbitrary: fc.constant(undefined), weight: 3 },
      { arbitrary: durations, weight: 1 },
    ),
    kind: fc.constantFrom("cpu", "gpu"),
    needs: optional(
      fc.dictionary(fc.constantFrom(...resources, "gpu"), fc.integer({ min: 1, max: 6 }), { minKeys: 1, maxKeys: 3 }),
    ),
    requires: rarely(fc.subarray(labels)),
    release: rarely(amount),
    deadline: rarely(amount),
    height: fc.nat(15),
    after: fc.array(fc.record({ task: fc.nat(maxTasks), data: fc.oneof(amount, orderAlone) }), { maxLength: 5 }),
  });
}
