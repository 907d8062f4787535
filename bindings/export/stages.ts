import { type Stage, stages, type Task } from "../place/model.js";

/** What a chart colours by: the stage of a task, or `other` without one. */
export type StageKey = Stage | "other";
export const stageKeys: readonly StageKey[] = [...stages, "other"];

export function stageKey(task: Task | undefined): StageKey {
  return task?.stage ?? "other";
}

/** The stages that occur in the workflow, in order. */
export function stagesOf(tasks: readonly Task[]): StageKey[] {
  const present = new Set(tasks.map(stageKey));
  return stageKeys.filter((key) => present.has(key));
}

/** Fill colours, told apart also without red-green vision (after Okabe and Ito 2008), readable under white text. */
export const lightColours: Record<StageKey, string> = {
  "data-preparation": "#0b7fab",
  pretraining: "#c14a09",
  alignment: "#00795a",
  deployment: "#a0457f",
  serving: "#7a6000",
  other: "#5f6b7a",
};

/** The same hues for a dark background, readable under black text. */
export const darkColours: Record<StageKey, string> = {
  "data-preparation": "#56b4e9",
  pretraining: "#f0905a",
  alignment: "#3fc79f",
  deployment: "#dd93bd",
  serving: "#d9c24a",
  other: "#a7b1bf",
};
