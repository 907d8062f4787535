/**
 * Workflows in WfFormat 1.5 and 1.6, the JSON format of WfCommons (https://github.com/wfcommons/WfFormat): measured runs
 * of scientific workflows, and synthetic ones of the same shape.
 */

import { isRecord } from "../checks.js";
import { InvalidProblemError, type Problem } from "../errors.js";
import type { Dependency, Task, Workflow } from "../place/model.js";

/** What is taken from a WfFormat file. */
export interface WfFormatOptions {
  /**
   * Whether tasks get `needs`: `cpu` from `coreCount` and `memory` (gigabytes) from `memoryInBytes`, where the file has
   * them. Without needs a task takes its whole node.
   * @default false
   */
  needs?: boolean;
}

/** Whether a parsed JSON value says that it is WfFormat, of whatever version. */
export function isWfFormat(value: unknown): boolean {
  return isRecord(value) && Object.hasOwn(value, "schemaVersion") && Object.hasOwn(value, "workflow");
}

/**
 * The workflow of a WfFormat instance, tasks in the order of the file. `work` is the measured run time in seconds, taken
 * at speed 1. A task hands a child the files that it writes and the child reads.
 *
 * @throws InvalidProblemError with every problem found; pointers lead into `instance`
 */
export function importWfFormat(instance: unknown, options: WfFormatOptions = {}): Workflow {
  const problems: Problem[] = [];
  const report: Report = (pointer, message) => problems.push({ pointer, message });
  checkVersion(instance, report);

  const tasks = readTasks(instance, report);
  const files = readFiles(instance, tasks, report);
  const runs = readRuns(instance, report);
  const workflow: Workflow = {
    tasks: [...tasks.values()].map((task) => ({
      id: task.id,
      ...execution(task, runs, options, report),
      ...(task.parents.size > 0 && { after: dependencies(task, files, report) }),
    })),
  };
  checkRelatives(tasks, report);

  if (problems.length > 0) throw new InvalidProblemError(problems);
  return workflow;
}

type Report = (pointer: string, message: string) => void;

/** Lists are sets: an id that is repeated counts once. */
interface WfTask {
  id: string;
  pointer: string;
  parents: Set<string>;
  children: Set<string>;
  inputFiles: Set<string>;
  outputFiles: Set<string>;
}

interface WfFile {
  /** Undefined when the instance does not say. */
  bytes?: number;
  writers: string[];
}

interface WfRun {
  pointer: string;
  value: unknown;
}

const specificationPointer = "/workflow/specification";
const executionPointer = "/workflow/execution";

function checkVersion(instance: unknown, report: Report): void {
  const version = isRecord(instance) ? instance.schemaVersion : undefined;
  if (version === "1.5" || version === "1.6") return;
  report(
    "/schemaVersion",
    `expected "1.5" or "1.6"; found ${show(version)}. WfCommons' migration tool converts older files`,
  );
}

function readTasks(instance: unknown, report: Report): Map<string, WfTask> {
  const tasks = new Map<string, WfTask>();
  const pointer = `${specificationPointer}/tasks`;
  for (const [index, value] of list(at(instance, pointer), pointer, report).entries()) {
    const taskPointer = `${pointer}/${index}`;
    const id = readId(value, taskPointer, report);
    if (id === undefined) continue;
    if (tasks.has(id)) {
      report(`${taskPointer}/id`, `task ${show(id)} is defined twice`);
      continue;
    }
    const ids = (key: string) => readIds(value, key, taskPointer, report);
    tasks.set(id, {
      id,
      pointer: taskPointer,
      parents: ids("parents"),
      children: ids("children"),
      inputFiles: ids("inputFiles"),
      outputFiles: ids("outputFiles"),
    });
  }
  return tasks;
}

/** Files by id: their sizes, and the tasks that write them. */
function readFiles(instance: unknown, tasks: Map<string, WfTask>, report: Report): Map<string, WfFile> {
  const files = new Map<string, WfFile>();
  const pointer = `${specificationPointer}/files`;
  for (const [index, value] of list(at(instance, pointer) ?? [], pointer, report).entries()) {
    const id = readId(value, `${pointer}/${index}`, report);
    const bytes = readAmount(value, "sizeInBytes", `${pointer}/${index}`, report);
    if (id === undefined) continue;
    if (files.has(id)) report(`${pointer}/${index}/id`, `file ${show(id)} is defined twice`);
    files.set(id, { bytes, writers: [] });
  }
  for (const task of tasks.values()) {
    for (const id of task.outputFiles) {
      const file = files.get(id) ?? { writers: [] };
      file.writers.push(task.id);
      files.set(id, file);
    }
  }
  return files;
}

/** What was measured, by task id. */
function readRuns(instance: unknown, report: Report): Map<string, WfRun> {
  const runs = new Map<string, WfRun>();
  const pointer = `${executionPointer}/tasks`;
  for (const [index, value] of list(at(instance, pointer), pointer, report).entries()) {
    const id = readId(value, `${pointer}/${index}`, report);
    if (id === undefined) continue;
    if (runs.has(id)) report(`${pointer}/${index}/id`, `task ${show(id)} is measured twice`);
    runs.set(id, { pointer: `${pointer}/${index}`, value });
  }
  return runs;
}

function execution(
  task: WfTask,
  runs: Map<string, WfRun>,
  options: WfFormatOptions,
  report: Report,
): Pick<Task, "work" | "needs"> {
  const run = runs.get(task.id);
  if (run === undefined) {
    report(task.pointer, `task ${show(task.id)} has no run time: it is missing in ${executionPointer}/tasks`);
    return {};
  }
  const { pointer, value } = run;
  const work = readAmount(value, "runtimeInSeconds", pointer, report);
  if (options.needs !== true) return { work };
  const cpu = readAmount(value, "coreCount", pointer, report, "optional");
  const bytes = readAmount(value, "memoryInBytes", pointer, report, "optional");
  const needs = { ...(cpu !== undefined && { cpu }), ...(bytes !== undefined && { memory: bytes / 1e9 }) };
  return { work, ...(Object.keys(needs).length > 0 && { needs }) };
}

/** One dependency for each parent, with the files that it writes and the task reads. */
function dependencies(task: WfTask, files: Map<string, WfFile>, report: Report): Dependency[] {
  const bytesFrom = new Map([...task.parents].map((parent) => [parent, 0]));
  for (const id of task.inputFiles) {
    const file = files.get(id);
    const senders = file?.writers.filter((writer) => bytesFrom.has(writer)) ?? [];
    if (senders.length > 0 && file?.bytes === undefined) {
      report(`${task.pointer}/inputFiles`, `the size of file ${show(id)} is missing in ${specificationPointer}/files`);
    }
    for (const sender of senders) bytesFrom.set(sender, bytesFrom.get(sender)! + (file?.bytes ?? 0));
  }
  return [...bytesFrom].map(([parent, bytes]) => ({ task: parent, data: bytes / 1e9 }));
}

/** The format says every dependency twice, at both of its ends; they must agree. */
function checkRelatives(tasks: Map<string, WfTask>, report: Report): void {
  const check = (task: WfTask, own: "parents" | "children", other: "parents" | "children") => {
    for (const id of task[own]) {
      const relative = tasks.get(id);
      if (relative === undefined) report(`${task.pointer}/${own}`, `no task ${show(id)}`);
      else if (!relative[other].has(task.id)) {
        report(`${task.pointer}/${own}`, `task ${show(id)} does not list ${show(task.id)} among its ${other}`);
      }
    }
  };
  for (const task of tasks.values()) {
    check(task, "parents", "children");
    check(task, "children", "parents");
  }
}

function readId(value: unknown, pointer: string, report: Report): string | undefined {
  const id = isRecord(value) ? value.id : undefined;
  if (typeof id === "string" && id !== "") return id;
  report(isRecord(value) ? `${pointer}/id` : pointer, `expected an object with an id; found ${show(id ?? value)}`);
  return undefined;
}

function readIds(value: unknown, key: string, pointer: string, report: Report): Set<string> {
  const ids = new Set<string>();
  for (const [index, id] of list(at(value, `/${key}`) ?? [], `${pointer}/${key}`, report).entries()) {
    if (typeof id === "string") ids.add(id);
    else report(`${pointer}/${key}/${index}`, `expected an id; found ${show(id)}`);
  }
  return ids;
}

function readAmount(
  value: unknown,
  key: string,
  pointer: string,
  report: Report,
  presence: "required" | "optional" = "required",
): number | undefined {
  const amount = at(value, `/${key}`);
  if (amount === undefined && presence === "optional") return undefined;
  if (typeof amount === "number" && Number.isFinite(amount) && amount >= 0) return amount;
  report(`${pointer}/${key}`, `expected a number that is not negative; found ${show(amount)}`);
  return undefined;
}

function list(value: unknown, pointer: string, report: Report): unknown[] {
  if (Array.isArray(value)) return value;
  report(pointer, `expected a list; found ${show(value)}`);
  return [];
}

/** What a pointer of plain keys leads to; undefined where the path ends early. */
function at(value: unknown, pointer: string): unknown {
  let current = value;
  for (const key of pointer.slice(1).split("/")) {
    current = isRecord(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  }
  return current;
}

/** A value in a sentence, cut short. */
function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (isRecord(value)) return "an object";
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}
