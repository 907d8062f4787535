import { type PlaceInstance, type PlaceSolution, WHOLE_NODE } from "../instance.js";
import type { Combination } from "../options.js";
import { durationOn, eligibleNodes, type Graph, graphOf } from "./graph.js";
import { greatest, range } from "./lists.js";
import { type Demand, Timeline } from "./timeline.js";

/** A schedule that grows task by task. Tasks and nodes go by their numbers in the instance. */
export class Schedule {
  readonly graph: Graph;
  readonly #node: number[];
  readonly #start: number[];
  readonly #finish: number[];
  readonly #timelines: Timeline[];
  readonly #demands: Demand[];

  constructor(
    readonly instance: PlaceInstance,
    readonly timeline: Combination["timeline"],
  ) {
    this.graph = graphOf(instance);
    this.#node = range(instance.tasks).map(() => -1);
    this.#start = range(instance.tasks).map(() => Infinity);
    this.#finish = range(instance.tasks).map(() => Infinity);
    this.#timelines = range(instance.nodes).map(
      (node) => new Timeline(instance.available[node]!, capacityOf(instance, node)),
    );
    this.#demands = range(instance.tasks).map((task) => demandOf(instance, task));
  }

  /** The nodes that can run `task` and that its data can reach; none if a predecessor was not placed. */
  candidateNodes(task: number): number[] {
    return eligibleNodes(this.instance, task).filter((node) => this.#readyTime(task, node) < Infinity);
  }

  /** When `task` would start on `node`. */
  startOn(task: number, node: number): number {
    const ready = this.#readyTime(task, node);
    const duration = durationOn(this.instance, task, node);
    const timeline = this.#timelines[node]!;
    return this.timeline === "insertion"
      ? timeline.insertionStart(ready, duration, this.#demands[task]!)
      : timeline.appendStart(ready, duration, this.#demands[task]!);
  }

  /** When `task` would end on `node`. */
  finishOn(task: number, node: number): number {
    return this.startOn(task, node) + durationOn(this.instance, task, node);
  }

  /** From when on `node` would have room for `task` for good if nothing had to be waited for. */
  idleOn(task: number, node: number): number {
    const duration = durationOn(this.instance, task, node);
    return this.#timelines[node]!.appendStart(0, duration, this.#demands[task]!);
  }

  place(task: number, node: number): void {
    const start = this.startOn(task, node);
    const finish = this.finishOn(task, node);
    this.#timelines[node]!.book(start, finish, this.#demands[task]!);
    this.#node[task] = node;
    this.#start[task] = start;
    this.#finish[task] = finish;
  }

  solution(): PlaceSolution {
    const { tasks, input } = this.instance;
    const node = new Int32Array(tasks);
    const start = new Float64Array(tasks);
    const finish = new Float64Array(tasks);
    for (const task of range(tasks)) {
      node[input[task]!] = this.#node[task]!;
      start[input[task]!] = this.#start[task]!;
      finish[input[task]!] = this.#finish[task]!;
    }
    return { node, start, finish, makespan: greatest(this.#finish.filter((moment) => moment < Infinity)) };
  }

  /** When `task` is released and all its data is on `node`. */
  #readyTime(task: number, node: number): number {
    const arrivals = this.graph.predecessors[task]!.map((previous) =>
      this.#arrival(previous.task, node, previous.data),
    );
    return Math.max(this.instance.release[task]!, greatest(arrivals));
  }

  #arrival(sender: number, node: number, data: number): number {
    const finish = this.#finish[sender]!;
    if (data === 0 || finish === Infinity) return finish;
    const { latency, secondsPerGigabyte, stride } = this.instance;
    const link = this.#node[sender]! * stride + node;
    return finish + (latency[link]! + data * secondsPerGigabyte[link]!);
  }
}

function capacityOf({ capacity, lanes }: PlaceInstance, node: number): number[] | "exclusive" {
  const units = [...capacity.subarray(node * lanes, (node + 1) * lanes)];
  return units.every((unit) => unit === 0) ? "exclusive" : units;
}

function demandOf({ demand, lanes }: PlaceInstance, task: number): Demand {
  const units = [...demand.subarray(task * lanes, (task + 1) * lanes)];
  return units[0] === WHOLE_NODE ? "everything" : units;
}
