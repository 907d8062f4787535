/**
 * The whole interface of the kernels. Arrays are created by the caller through the loader's `__new` with the ids below,
 * between a `mark` and its `release`. Other objects are made here; the caller only passes them on.
 */
import { Instance as PlaceInstance } from "./place/instance";
import { Schedule } from "./place/schedule";
import { NodeRule, PriorityRule } from "./place/rules";
import { Random } from "./random";
import { Dispatch } from "./sequence/dispatch/dispatch";
import { Evaluator } from "./sequence/evaluate";
import { Exhaustive } from "./sequence/exhaustive";
import { Instance as SequenceInstance } from "./sequence/instance";
import { Objective, ObjectiveName, Totals } from "./sequence/objective";
import { candidatesOf, RuleSettings } from "./sequence/dispatch/rule-candidates";
import { Rule } from "./sequence/dispatch/rules";
import { Search } from "./sequence/search";

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
  const instance = new PlaceInstance(
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

/** A problem of `sequence`, for the functions below. */
export function sequenceInstance(
  requests: i32,
  servers: i32,
  arrival: StaticArray<f64>,
  weight: StaticArray<f64>,
  deadline: StaticArray<f64>,
  promised: StaticArray<i32>,
  tokens: StaticArray<f64>,
  base: StaticArray<f64>,
  perRequest: StaticArray<f64>,
  promiseBase: StaticArray<f64>,
  promisePerRequest: StaticArray<f64>,
  batchLimit: StaticArray<i32>,
  tokenCost: StaticArray<f64>,
  available: StaticArray<f64>,
  maxBatch: StaticArray<i32>,
  kvTokens: StaticArray<f64>,
  slots: StaticArray<i32>,
  pricePerSecond: StaticArray<f64>,
): SequenceInstance {
  return new SequenceInstance(
    requests,
    servers,
    arrival,
    weight,
    deadline,
    promised,
    tokens,
    base,
    perRequest,
    promiseBase,
    promisePerRequest,
    batchLimit,
    tokenCost,
    available,
    maxBatch,
    kvTokens,
    slots,
    pricePerSecond,
  );
}

/** Plans by a rule. Fills `server`, `batch` and `start`. */
export function sequenceDispatch(
  instance: SequenceInstance,
  score: StaticArray<f64>,
  tenant: StaticArray<i32>,
  service: StaticArray<f64>,
  stepsLeft: StaticArray<i32>,
  rule: Rule,
  ageing: f64,
  threshold: i32,
  quantum: i32,
  server: StaticArray<i32>,
  batch: StaticArray<i32>,
  start: StaticArray<f64>,
): void {
  const settings = new RuleSettings(ageing, threshold, quantum, score, tenant, service, stepsLeft);
  new Dispatch(instance, candidatesOf(instance, rule, settings), server, batch, start).run();
}

/** The best of all plans. Fills `server`, `batch` and `start`. */
export function sequenceExhaust(
  instance: SequenceInstance,
  objective: ObjectiveName,
  tardiness: f64,
  latency: f64,
  cost: f64,
  server: StaticArray<i32>,
  batch: StaticArray<i32>,
  start: StaticArray<f64>,
): void {
  new Exhaustive(instance, new Objective(objective, tardiness, latency, cost), server, batch).run(start);
}

/** Begins an annealing from the best of several plans; `warmServer` and `warmBatch` are one more, or empty. */
export function openSequenceSearch(
  instance: SequenceInstance,
  objective: ObjectiveName,
  tardiness: f64,
  latency: f64,
  cost: f64,
  seed: u32,
  schedule: i32,
  warmServer: StaticArray<i32>,
  warmBatch: StaticArray<i32>,
): Search {
  return new Search(instance, new Objective(objective, tardiness, latency, cost), seed, schedule, warmServer, warmBatch);
}

/** Goes on for up to so many iterations; false when the schedule is at its end. */
export function stepSequenceSearch(search: Search, iterations: i32): bool {
  return search.step(iterations);
}

/** Fills `server`, `batch` and `start` with the best plan so far. */
export function readSequenceSearch(
  search: Search,
  server: StaticArray<i32>,
  batch: StaticArray<i32>,
  start: StaticArray<f64>,
): void {
  search.write(server, batch, start);
}

/** Fills `start`, and `totals` with attained weight, latency, tardiness and cost of the plan, for their tests. */
export function sequenceEvaluate(
  instance: SequenceInstance,
  server: StaticArray<i32>,
  batch: StaticArray<i32>,
  start: StaticArray<f64>,
  totals: StaticArray<f64>,
): void {
  const sums = new Totals();
  new Evaluator(instance).evaluate(server, batch, start, sums);
  totals[0] = sums.attained;
  totals[1] = sums.latency;
  totals[2] = sums.tardiness;
  totals[3] = sums.cost;
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
