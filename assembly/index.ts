/**
 * The whole interface of the kernels. Arrays are created by the caller through the loader's `__new` with the ids below,
 * between a `mark` and its `release`. Other objects are made here; the caller only passes them on.
 */
import { packBinByBin, packItemByItem } from "./pack/construct/construct";
import { fewestBins } from "./pack/fewest-bins";
import { Improvement } from "./pack/improve/improvement";
import { Instance as PackInstance } from "./pack/instance";
import { MemoryAnnealing } from "./pack/memory/annealing";
import { constructAllocation, PlaceChoice } from "./pack/memory/construct";
import { MemoryInstance } from "./pack/memory/instance";
import { BufferOrder } from "./pack/memory/orders";
import { Cluster } from "./pack/packer/cluster";
import { Typical } from "./pack/packer/item";
import { Packer } from "./pack/packer/packer";
import { Rule as PackerRule } from "./pack/packer/rules";
import { Goal as RepackGoal, Repacking } from "./pack/repack/repack";
import { BinChoice, BinOrder, ItemOrder, ItemScore, Objective as PackObjective, Weighting } from "./pack/rules";
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

/** A problem of `pack`, for the functions below. */
export function packInstance(
  items: i32,
  kinds: i32,
  bins: i32,
  resources: i32,
  gpuUnits: i32,
  groups: i32,
  demand: StaticArray<f64>,
  free: StaticArray<f64>,
  capacity: StaticArray<f64>,
  kind: StaticArray<i32>,
  cost: StaticArray<f64>,
  gpuCount: StaticArray<i32>,
  gpuShare: StaticArray<i32>,
  models: StaticArray<i32>,
  model: StaticArray<i32>,
  firstGpu: StaticArray<i32>,
  gpuFree: StaticArray<i32>,
  group: StaticArray<i32>,
  groupLevel: StaticArray<i32>,
  groupRequired: StaticArray<i32>,
  location: StaticArray<i32>,
  separate: StaticArray<i32>,
  value: StaticArray<f64>,
): PackInstance {
  return new PackInstance(
    items,
    kinds,
    bins,
    resources,
    demand,
    free,
    capacity,
    kind,
    cost,
    gpuUnits,
    gpuCount,
    gpuShare,
    models,
    model,
    firstGpu,
    gpuFree,
    group,
    groups,
    groupLevel,
    groupRequired,
    location,
    separate,
    value,
  );
}

/** Packs one item after the other. Fills `bin` and `gpus`. */
export function packByItem(
  instance: PackInstance,
  order: ItemOrder,
  choice: BinChoice,
  weighting: Weighting,
  bins: BinOrder,
  bin: StaticArray<i32>,
  gpus: StaticArray<i32>,
): void {
  packItemByItem(instance, order, choice, weighting, bins, bin, gpus);
}

/** Packs one bin after the other. Fills `bin` and `gpus`. */
export function packByBin(
  instance: PackInstance,
  score: ItemScore,
  weighting: Weighting,
  bins: BinOrder,
  bin: StaticArray<i32>,
  gpus: StaticArray<i32>,
): void {
  packBinByBin(instance, score, weighting, bins, bin, gpus);
}

/** Fewest bins that a packing of all items takes. */
export function packBound(instance: PackInstance): i32 {
  return fewestBins(instance);
}

/** Opens a search for a better packing than a given one. */
export function openPackSearch(
  instance: PackInstance,
  bin: StaticArray<i32>,
  gpus: StaticArray<i32>,
  objective: PackObjective,
  seed: u32,
  schedule: i32,
): Improvement {
  return new Improvement(instance, bin, gpus, objective, seed, schedule);
}

/** Goes on; false at the end of the schedule, or where nothing is left to gain. */
export function stepPackSearch(search: Improvement, iterations: i32): bool {
  return search.step(iterations);
}

/** Iterations done. */
export function packSearchIterations(search: Improvement): i32 {
  return search.iterations;
}

/** Fills `bin` and `gpus` with the best packing. */
export function readPackSearch(search: Improvement, bin: StaticArray<i32>, gpus: StaticArray<i32>): void {
  search.read(bin, gpus);
}

/** Moves that free bins or devices of a packing, which ends up in `bin` and `gpus`. Fills `log`; returns their number. */
export function repackPacking(
  instance: PackInstance,
  bin: StaticArray<i32>,
  gpus: StaticArray<i32>,
  goal: RepackGoal,
  maxMoves: i32,
  log: StaticArray<i32>,
): i32 {
  return new Repacking(instance, bin, gpus, goal, log).run(maxMoves);
}

/** Buffers that share an address space, for the functions below. */
export function memoryInstance(
  buffers: i32,
  capacity: f64,
  size: StaticArray<f64>,
  start: StaticArray<f64>,
  end: StaticArray<f64>,
  alignment: StaticArray<f64>,
): MemoryInstance {
  return new MemoryInstance(buffers, capacity, size, start, end, alignment);
}

/** The largest sum of sizes that are alive at once. */
export function memoryBound(instance: MemoryInstance): f64 {
  return instance.lowerBound;
}

/** Allocates in an order. Fills `offset`. */
export function memoryConstruct(
  instance: MemoryInstance,
  order: BufferOrder,
  choice: PlaceChoice,
  offset: StaticArray<f64>,
): void {
  constructAllocation(instance, order, choice, offset);
}

/** Begins an annealing from the best of the orders. */
export function openMemorySearch(instance: MemoryInstance, seed: u32, schedule: i32): MemoryAnnealing {
  return new MemoryAnnealing(instance, seed, schedule);
}

/** Goes on for up to so many iterations; false when the schedule is at its end, or nothing is left to gain. */
export function stepMemorySearch(search: MemoryAnnealing, iterations: i32): bool {
  return search.step(iterations);
}

/** Iterations done. */
export function memorySearchIterations(search: MemoryAnnealing): i32 {
  return search.iterations;
}

/** Fills `offset` with the lowest allocation so far. */
export function readMemorySearch(search: MemoryAnnealing, offset: StaticArray<f64>): void {
  for (let i = 0; i < offset.length; i++) offset[i] = search.bestOffset[i];
}

/** A stream of items onto a cluster. */
export function openPacker(
  resources: i32,
  gpuUnits: i32,
  companion: i32,
  free: StaticArray<f64>,
  capacity: StaticArray<f64>,
  kind: StaticArray<i32>,
  model: StaticArray<i32>,
  firstGpu: StaticArray<i32>,
  gpuFree: StaticArray<i32>,
  rule: PackerRule,
  seed: u32,
  weight: StaticArray<i32>,
  shapeAt: StaticArray<i32>,
  shapeScore: StaticArray<i32>,
  typical: Typical,
): Packer {
  const cluster = new Cluster(resources, free, capacity, kind, gpuUnits, model, firstGpu, gpuFree, companion);
  return new Packer(cluster, rule, seed, weight, shapeAt, shapeScore, typical);
}

/** Kinds of items that are expected, for a packer. */
export function typicalItems(
  weight: StaticArray<f64>,
  companion: StaticArray<f64>,
  gpuCount: StaticArray<i32>,
  gpuShare: StaticArray<i32>,
  models: StaticArray<i32>,
): Typical {
  return new Typical(weight, companion, gpuCount, gpuShare, models);
}

/** From now on, other items are typical. */
export function expectItems(packer: Packer, typical: Typical): void {
  packer.expect(typical);
}

/** Decides on an item and takes it there: fills `place` with node and set of devices. False when it fits nowhere. */
export function placeItem(
  packer: Packer,
  demand: StaticArray<f64>,
  gpuCount: i32,
  gpuShare: i32,
  models: u32,
  decision: u32,
  place: StaticArray<i32>,
): bool {
  return packer.place(packer.slotOf(demand, gpuCount, gpuShare, models), decision, place);
}

/** Takes an item on a node, or with `sign` −1 off it. */
export function occupyNode(
  packer: Packer,
  demand: StaticArray<f64>,
  gpuCount: i32,
  gpuShare: i32,
  models: u32,
  node: i32,
  set: u32,
  sign: i32,
): void {
  packer.occupy(packer.slotOf(demand, gpuCount, gpuShare, models), node, set, sign);
}

/** Fills [nodes] with scores, the smallest of all numbers where the item does not fit. */
export function scoreNodes(
  packer: Packer,
  demand: StaticArray<f64>,
  gpuCount: i32,
  gpuShare: i32,
  models: u32,
  scores: StaticArray<i32>,
): void {
  packer.scores(packer.slotOf(demand, gpuCount, gpuShare, models), scores);
}

/** Fills [nodes × resources] and, device by device, what is free. */
export function readFree(packer: Packer, amounts: StaticArray<f64>, gpus: StaticArray<i32>): void {
  packer.readFree(amounts, gpus);
}

/** Fills [nodes] with weighted units of GPU that are free and of no use. */
export function measureFragments(packer: Packer, fragments: StaticArray<f64>): void {
  packer.fragments(fragments);
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
