/**
 * The list scheduler: takes the ready task of highest priority, gives it a node, and goes on until all are decided.
 * Everything that distinguishes one algorithm from another is in the rules handed in.
 */
import { Random } from "../random";
import { greater } from "../simd";
import { Arrivals } from "./arrivals";
import { Candidates, PriorityQueue } from "./candidates";
import { Instance } from "./instance";
import { NodeChooser, PreferredNode } from "./nodes";
import { descendingOrder } from "./order";
import {
  criticalPath,
  downwardRanks,
  Durations,
  durationsOf,
  OptimisticCosts,
  optimisticCosts,
  staticLevels,
  upwardRanks,
} from "./ranks";
import { NodeRule, PriorityRule } from "./rules";
import { ScoredCandidates } from "./scored-candidates";
import { Timelines } from "./timelines";

@final
export class Schedule {
  private timelines: Timelines;
  private durations: Durations;
  private chooser: NodeChooser;
  private optimistic: OptimisticCosts | null = null;
  /** [tasks] By task number; a task that was not placed has node 0 and finish Infinity. */
  private nodeOf: StaticArray<i32>;
  private startOf: StaticArray<f64>;
  private finishOf: StaticArray<f64>;
  /** No task still to come takes a shorter time, unless it takes none. */
  private shortest: f64 = Infinity;

  constructor(
    private instance: Instance,
    private priorityRule: PriorityRule,
    nodeRule: NodeRule,
    insertion: bool,
    seed: u32,
  ) {
    const tasks = instance.tasks;
    const durations = durationsOf(instance);
    const timelines = new Timelines(instance, insertion);
    const nodeOf = new StaticArray<i32>(tasks);
    const finishOf = new StaticArray<f64>(tasks);
    const arrivals = new Arrivals(instance, nodeOf, finishOf);
    const chooser = new NodeChooser(instance, timelines, arrivals, nodeRule, durations.instant);
    this.durations = durations;
    this.timelines = timelines;
    this.nodeOf = nodeOf;
    this.startOf = new StaticArray<f64>(tasks);
    this.finishOf = finishOf;
    this.chooser = chooser;
    for (let task = 0; task < tasks; task++) this.shortest = min(this.shortest, durations.shortest[task]);
    if (priorityRule == PriorityRule.OptimisticRank || nodeRule == NodeRule.OptimisticFinish) {
      this.optimistic = optimisticCosts(instance);
      chooser.optimistic = this.optimistic;
    }
    if (nodeRule == NodeRule.CriticalPath) {
      const upward = this.upwardRanks();
      chooser.preferred = new PreferredNode(instance, criticalPath(instance, upward, this.pathLengths(upward)));
    }
    if (nodeRule == NodeRule.FastestNode) {
      chooser.preferred = new PreferredNode(instance, new StaticArray<bool>(tasks).fill(true));
    }
    if (nodeRule == NodeRule.Random) chooser.random = new Random(seed);
  }

  run(batch: bool): void {
    const priority = this.priorities();
    if (!batch && neverRises(this.priorityRule)) this.placeInOrder(descendingOrder(priority));
    else this.placeCandidates(this.candidates(priority), batch);
  }

  /** When no successor outranks its predecessor, the order is known beforehand, and with it the durations to come. */
  private placeInOrder(order: StaticArray<i32>): void {
    const tasks = order.length;
    const shortestAfter = new StaticArray<f64>(tasks);
    let shortest = Infinity;
    for (let at = tasks - 1; at >= 0; at--) {
      shortestAfter[at] = shortest;
      shortest = min(shortest, this.durations.shortest[order[at]]);
    }
    for (let at = 0; at < tasks; at++) {
      this.shortest = shortestAfter[at];
      this.place(order[at]);
    }
  }

  private placeCandidates(candidates: Candidates, batch: bool): void {
    const instance = this.instance;
    const successors = new Successors(instance);
    const waiting = new StaticArray<i32>(instance.tasks);
    let waitingCount = 0;
    for (let task = 0; task < instance.tasks; task++) {
      if (successors.missing[task] == 0) candidates.add(task);
    }
    while (candidates.count > 0) {
      const task = candidates.take();
      const node = this.place(task);
      if (node >= 0) candidates.placedOn(node);
      for (let at = successors.first[task], end = successors.first[task + 1]; at < end; at++) {
        const successor = successors.task[at];
        if (--successors.missing[successor] > 0) continue;
        if (batch) waiting[waitingCount++] = successor;
        else candidates.add(successor);
      }
      if (candidates.count > 0) continue;
      while (waitingCount > 0) candidates.add(waiting[--waitingCount]);
    }
  }

  /** Returns the node that the task got, −1 when none could take it. */
  private place(task: i32): i32 {
    const chooser = this.chooser;
    chooser.choose(task);
    const node = chooser.node;
    if (node < 0) {
      this.startOf[task] = Infinity;
      this.finishOf[task] = Infinity;
      return -1;
    }
    this.timelines.occupy(task, node, chooser.gap, chooser.start, chooser.finish, this.shortest);
    this.nodeOf[task] = node;
    this.startOf[task] = chooser.start;
    this.finishOf[task] = chooser.finish;
    return node;
  }

  /** Fills the caller's arrays, by position in the problem. Returns the makespan. */
  report(node: StaticArray<i32>, start: StaticArray<f64>, finish: StaticArray<f64>): f64 {
    let makespan = 0.0;
    for (let task = 0, tasks = this.instance.tasks; task < tasks; task++) {
      const position = this.instance.input[task];
      const end = this.finishOf[task];
      node[position] = end < Infinity ? this.nodeOf[task] : -1;
      start[position] = this.startOf[task];
      finish[position] = end;
      if (end < Infinity) makespan = greater(makespan, end);
    }
    return makespan;
  }

  private candidates(priority: StaticArray<f64>): Candidates {
    const rule = this.priorityRule;
    const input = this.instance.input;
    if (rule >= PriorityRule.LeastScore) return new ScoredCandidates(rule, this.chooser, priority, this.instance);
    return new PriorityQueue(priority, rule == PriorityRule.OptimisticRank ? input : numbers(input.length));
  }

  /** [tasks] Of a dynamic rule: what breaks ties between scores. */
  private priorities(): StaticArray<f64> {
    switch (this.priorityRule) {
      case PriorityRule.UpwardRank:
        return this.upwardRanks();
      case PriorityRule.UpwardDownwardRank:
        return this.pathLengths(this.upwardRanks());
      case PriorityRule.OptimisticRank:
        return this.optimistic!.rank;
      case PriorityRule.StaticLevel:
      case PriorityRule.LeastScoreByLevel:
        return staticLevels(this.instance, this.durations.mean);
      default:
        return new StaticArray<f64>(this.instance.tasks);
    }
  }

  private upwardRanks(): StaticArray<f64> {
    return upwardRanks(this.instance, this.durations.mean);
  }

  /** Mean length of the longest path through each task. */
  private pathLengths(upward: StaticArray<f64>): StaticArray<f64> {
    const downward = downwardRanks(this.instance, this.durations.mean);
    for (let task = 0, tasks = this.instance.tasks; task < tasks; task++) downward[task] = upward[task] + downward[task];
    return downward;
  }
}

/** The graph forwards, and how many predecessors each task still waits for. */
@final
class Successors {
  /** [tasks + 1] Where each task's successors begin in `task`. */
  first: StaticArray<i32>;
  /** [edges] */
  task: StaticArray<i32>;
  /** [tasks] */
  missing: StaticArray<i32>;

  constructor(instance: Instance) {
    const tasks = instance.tasks;
    const edges = instance.firstPredecessor[tasks];
    this.first = new StaticArray<i32>(tasks + 1);
    this.task = new StaticArray<i32>(edges);
    this.missing = new StaticArray<i32>(tasks);
    for (let edge = 0; edge < edges; edge++) this.first[instance.predecessor[edge] + 1]++;
    for (let task = 0; task < tasks; task++) this.first[task + 1] += this.first[task];
    const next = this.first.slice<StaticArray<i32>>();
    for (let task = 0; task < tasks; task++) {
      for (let edge = instance.firstPredecessor[task], end = instance.firstPredecessor[task + 1]; edge < end; edge++) {
        this.task[next[instance.predecessor[edge]]++] = task;
        this.missing[task]++;
      }
    }
  }
}

/** 0, 1, 2, … */
function numbers(count: i32): StaticArray<i32> {
  const result = new StaticArray<i32>(count);
  for (let i = 0; i < count; i++) result[i] = i;
  return result;
}

/** Whether no successor has a greater number than its predecessor. */
function neverRises(rule: PriorityRule): bool {
  return rule == PriorityRule.Topological || rule == PriorityRule.UpwardRank || rule == PriorityRule.StaticLevel;
}
