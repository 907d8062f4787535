import type { PlacedTask, Placement, Transfer, UnplacedTask } from "../model.js";
import type { Report } from "./codes.js";

/**
 * Whether a value that may come from anywhere has the form of a placement; what is amiss is reported as `malformed`.
 * How the placement was found (`run`) is no part of what it claims and may be absent.
 */
export function hasPlacementForm(value: unknown, report: Report): value is Placement {
  if (!hasForm(value, placementForm, "", report)) return false;
  const { tasks, transfers, unplaced } = value;
  const wellFormed = [
    haveForm(tasks, taskForm, "/tasks", report),
    haveForm(transfers, transferForm, "/transfers", report),
    haveForm(unplaced, unplacedForm, "/unplaced", report),
  ];
  return wellFormed.every(Boolean);
}

interface FieldForm {
  expected: string;
  accepts(value: unknown): boolean;
  optional?: true;
}
type Form<T> = { [field in keyof Required<T>]: FieldForm };

const text: FieldForm = { expected: "a string", accepts: (value) => typeof value === "string" };
const number: FieldForm = { expected: "a finite number", accepts: Number.isFinite };
const flag: FieldForm = { expected: "true or false", accepts: (value) => typeof value === "boolean" };
const list: FieldForm = { expected: "a list", accepts: Array.isArray };
const texts: FieldForm = {
  expected: "a list of strings",
  accepts: (value) => Array.isArray(value) && Array.from(value).every((item) => typeof item === "string"),
};
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
  met: { ...flag, optional: true },
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

function haveForm<T>(list: unknown[], form: Form<T>, path: string, report: Report): boolean {
  let wellFormed = true;
  for (const [index, entry] of list.entries()) {
    if (!hasForm(entry, form, `${path}/${index}`, report)) wellFormed = false;
  }
  return wellFormed;
}

function hasForm<T>(value: unknown, form: Form<T>, path: string, report: Report): value is T {
  const faults = faultsOf(value, form);
  for (const { at, message } of faults) report("malformed", path + at, message);
  return faults.length === 0;
}

function faultsOf<T>(value: unknown, form: Form<T>): { at: string; message: string }[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ at: "", message: "expected an object" }];
  }
  const fields = new Map<string, FieldForm>(Object.entries(form));
  const unknown = Object.keys(value).filter((key) => !fields.has(key));
  const given = new Map<string, unknown>(Object.entries(value));
  const unfit = [...fields].filter(([key, { optional, accepts }]) => {
    const field = given.get(key);
    return !(optional && field === undefined) && !accepts(field);
  });
  return [
    ...unknown.map((key) => ({ at: `/${pointerToken(key)}`, message: "no such field" })),
    ...unfit.map(([key, { expected }]) => ({ at: `/${key}`, message: `expected ${expected}` })),
  ];
}

function pointerToken(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
