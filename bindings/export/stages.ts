import { type Stage, stages, type Task } from "../place/model.js";
import type { LegendEntry } from "./chart.js";
import { type Hue, otherHue } from "./palette.js";

/** What a chart of a placement colours by: the stage of a task, or `other` without one. */
export type StageKey = Stage | "other";

export function stageKey(task: Task | undefined): StageKey {
  return task?.stage ?? "other";
}

/** Each stage has a hue of its own, whichever occur. */
export function stageHue(task: Task | undefined): Hue {
  return task?.stage === undefined ? otherHue : (stages.indexOf(task.stage) as Hue);
}

/** The stages that occur in the workflow, in order. */
export function stageLegend(tasks: readonly Task[]): LegendEntry[] {
  const present = new Set(tasks.map(stageKey));
  const keys: readonly StageKey[] = [...stages, "other"];
  return keys.flatMap((name, hue) => (present.has(name) ? [{ name, hue: hue as Hue }] : []));
}
