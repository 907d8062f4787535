import type { ParsedCluster } from "../cluster/parse.js";
import type { Door } from "../door.js";
import { limits } from "../limits.js";
import { type Dependency, stages, type Task, taskClasses, type Workflow } from "./model.js";

/** A task that has passed the door. */
export interface NormalTask extends Task {
  after: Dependency[];
}

const workflowKeys = ["tasks"] as const satisfies (keyof Workflow)[];
const dependencyKeys = ["task", "data"] as const satisfies (keyof Dependency)[];
const taskKeys = [
  "id",
  "work",
  "durations",
  "kind",
  "needs",
  "requires",
  "after",
  "nodes",
  "release",
  "deadline",
  "priority",
  "stage",
  "class",
  "preemptible",
  "checkpoint",
] as const satisfies (keyof Task)[];

/** Reads the property as a workflow. How tasks refer to each other is not looked at yet. */
export function parseWorkflow(door: Door, property: string, value: unknown, cluster: ParsedCluster): NormalTask[] {
  door.enter(property);
  let tasks: NormalTask[] = [];
  const fields = door.object(value);
  for (const key in fields) {
    if (key === "tasks") tasks = readTasks(door, key, fields[key], cluster);
    else door.refuseUnknownKey(key, workflowKeys);
  }
  if (fields) door.require(fields, "tasks", "give an array of tasks");
  door.leave();
  return tasks;
}

function readTasks(door: Door, property: string, value: unknown, cluster: ParsedCluster): NormalTask[] {
  door.enter(property);
  const tasks: NormalTask[] = [];
  let edges = 0;
  const entries = door.array(value, limits.tasks) ?? [];
  for (let i = 0; i < entries.length; i++) {
    door.enter(i);
    const task = readTask(door, entries[i], cluster, limits.edges - edges);
    edges += task.after.length;
    tasks.push(task);
    door.leave();
  }
  const nodes = Math.ceil(cluster.cluster.nodes.length / 8) * 8;
  if (tasks.length * nodes > limits.pairs) {
    door.refuse(`${tasks.length} tasks on ${nodes} nodes are too many; their product may be ${limits.pairs} at most`);
  }
  door.leave();
  return tasks;
}

function readTask(door: Door, value: unknown, cluster: ParsedCluster, edgeLimit: number): NormalTask {
  const task: NormalTask = { id: "", after: [] };
  const fields = door.object(value);
  if (!fields) return task;
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    switch (key) {
      case "id":
        task.id = door.name(key, field);
        break;
      case "work":
        task.work = door.nonNegative(key, field);
        break;
      case "durations":
        task.durations = readDurations(door, key, field, cluster.nodeIndex);
        break;
      case "kind":
        task.kind = door.name(key, field);
        break;
      case "needs":
        task.needs = readNeeds(door, key, field);
        break;
      case "requires":
        task.requires = door.names(key, field, limits.labels);
        break;
      case "after":
        task.after = readDependencies(door, key, field, edgeLimit);
        break;
      case "nodes":
        task.nodes = door.count(key, field);
        if (task.nodes > 1) door.refuse("more than one node per task is not honoured yet; give 1 or leave it out", key);
        break;
      case "release":
        task.release = door.nonNegative(key, field);
        break;
      case "deadline":
        task.deadline = door.nonNegative(key, field);
        break;
      case "stage":
        task.stage = door.oneOf(key, field, stages);
        break;
      case "class":
        task.class = door.oneOf(key, field, taskClasses);
        break;
      case "preemptible":
        task.preemptible = door.boolean(key, field);
        if (task.preemptible) door.refuse("preemption is not honoured yet; leave it out", key);
        break;
      case "priority":
      case "checkpoint":
        door.refuse("is not honoured yet; leave it out", key);
        break;
      default:
        door.refuseUnknownKey(key, taskKeys);
    }
  }
  door.require(fields, "id", "give every task a name of its own");
  checkTime(door, task, cluster.speedsByKind);
  return task;
}

/** A task says in one way how long it takes. */
function checkTime(door: Door, task: Task, speedsByKind: boolean): void {
  if (task.work === undefined && task.durations === undefined) {
    door.refuse('needs "work" or "durations"; say how long it takes');
  } else if (task.work !== undefined && task.durations !== undefined) {
    door.refuse('has both "work" and "durations"; leave one of them out');
  } else if (speedsByKind && task.work !== undefined && task.kind === undefined) {
    door.refuse('needs a "kind", because some node has one speed per kind of work');
  }
}

function readDurations(
  door: Door,
  property: string,
  value: unknown,
  nodeIndex: ReadonlyMap<string, number>,
): Record<string, number> {
  return door.record(property, value, (door, node, seconds) => {
    if (!nodeIndex.has(node)) door.refuseUnknownName("no node", node, nodeIndex.keys(), node);
    return door.nonNegative(node, seconds);
  });
}

function readNeeds(door: Door, property: string, value: unknown): Record<string, number> {
  const needs = door.record(property, value, (door, resource, amount) => door.positive(resource, amount));
  const count = Object.keys(needs).length;
  if (count > limits.resources)
    door.refuse(`names ${count} resources; at most ${limits.resources} are allowed`, property);
  return needs;
}

function readDependencies(door: Door, property: string, value: unknown, limit: number): Dependency[] {
  door.enter(property);
  const entries = door.array(value, limit) ?? [];
  const dependencies = new Array<Dependency>(entries.length);
  for (let i = 0; i < entries.length; i++) dependencies[i] = readDependency(door, i, entries[i]);
  door.leave();
  return dependencies;
}

function readDependency(door: Door, index: number, value: unknown): Dependency {
  if (typeof value === "string") return { task: door.name(index, value), data: 0 };
  door.enter(index);
  const dependency: Dependency = { task: "", data: 0 };
  const fields = door.object(value);
  if (fields) {
    const { task, data } = fields;
    if (task === undefined) door.refuseMissing("task", "name the predecessor");
    else dependency.task = door.name("task", task);
    if (data === undefined) door.refuseMissing("data", "give gigabytes, or write the bare id of the task for none");
    else dependency.data = door.nonNegative("data", data);
    for (const key in fields) if (key !== "task" && key !== "data") door.refuseUnknownKey(key, dependencyKeys);
  }
  door.leave();
  return dependency;
}
