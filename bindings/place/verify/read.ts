import { type FieldForm, type Form, flag, hasForm, haveForm, list, number, optional, text, texts } from "../../form.js";
import type { PlacedTask, Placement, Transfer, UnplacedTask } from "../model.js";
import type { Report } from "./codes.js";

/**
 * Whether a value that may come from anywhere has the form of a placement; what is amiss is reported as `malformed`.
 * How the placement was found (`run`) is no part of what it claims and may be absent.
 */
export function hasPlacementForm(value: unknown, report: Report): value is Placement {
  const note = (path: string, message: string) => report("malformed", path, message);
  if (!hasForm(value, placementForm, "", note)) return false;
  const { tasks, transfers, unplaced } = value;
  const wellFormed = [
    haveForm(tasks, taskForm, "/tasks", note),
    haveForm(transfers, transferForm, "/transfers", note),
    haveForm(unplaced, unplacedForm, "/unplaced", note),
  ];
  return wellFormed.every(Boolean);
}

const status: FieldForm = {
  expected: '"complete" or "partial"',
  accepts: (value) => value === "complete" || value === "partial",
};
const run: FieldForm = { expected: "anything", accepts: () => true, optional: true };

const placementForm: Form<Placement> = {
  status,
  makespan: number,
  cost: number,
  tasks: list,
  transfers: list,
  unplaced: list,
  run,
};
const taskForm: Form<PlacedTask> = {
  task: text,
  nodes: texts,
  start: number,
  end: number,
  met: optional(flag),
};
const transferForm: Form<Transfer> = {
  from: text,
  to: text,
  source: text,
  target: text,
  data: number,
  start: number,
  end: number,
  cost: number,
};
const unplacedForm: Form<UnplacedTask> = { task: text, reason: text, proven: flag };
