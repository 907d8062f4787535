/**
 * The whole interface of the kernels. Arrays are created by the caller through the loader's `__new` with the ids below,
 * between a `mark` and its `release`; no managed object crosses.
 */
import { Instance } from "./place/instance";
import { Schedule } from "./place/schedule";
import { NodeRule, PriorityRule } from "./place/rules";
import { Random } from "./random";

export { mark, release } from "./arena";

export const Int32ArrayId = idof<StaticArray<i32>>();
export const Float64ArrayId = idof<StaticArray<f64>>();

/** Places a workflow. Fills `node`, `start` and `finish`, by position in the problem; returns the makespan. */
export function place(
  tasks: i32,
  nodes: i32,
  stride: i32,
  lanes: i32,
  input: StaticArray<i32>,
  duration: StaticArray<f64>,
  release: StaticArray<f64>,
  firstPredecessor: StaticArray<i32>,
  predecessor: StaticArray<i32>,
  data: StaticArray<f64>,
  available: StaticArray<f64>,
  latency: StaticArray<f64>,
  secondsPerGigabyte: StaticArray<f64>,
  demand: StaticArray<i32>,
  capacity: StaticArray<i32>,
  meanLatency: f64,
  meanSecondsPerGigabyte: f64,
  priorityRule: PriorityRule,
  nodeRule: NodeRule,
  insertion: bool,
  batch: bool,
  seed: u32,
  node: StaticArray<i32>,
  start: StaticArray<f64>,
  finish: StaticArray<f64>,
): f64 {
  const instance = new Instance(
    tasks,
    nodes,
    stride,
    lanes,
    input,
    duration,
    release,
    firstPredecessor,
    predecessor,
    data,
    available,
    latency,
    secondsPerGigabyte,
    demand,
    capacity,
    meanLatency,
    meanSecondsPerGigabyte,
  );
  const schedule = new Schedule(instance, priorityRule, nodeRule, insertion, seed);
  schedule.run(batch);
  return schedule.report(node, start, finish);
}

/** The `draw`-th number of the generator, for its vectors. */
export function randomNext(seed: u32, draw: i32): u32 {
  return generatorBefore(seed, draw).next();
}

/** The `draw`-th integer below `n`, for its vectors. */
export function randomBelow(seed: u32, draw: i32, n: u32): u32 {
  return generatorBefore(seed, draw).below(n);
}

function generatorBefore(seed: u32, draw: i32): Random {
  const random = new Random(seed);
  for (let i = 1; i < draw; i++) random.next();
  return random;
}
