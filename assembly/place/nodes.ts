/**
 * Which node a task gets, and when it starts there.
 *
 * Earliest finish, the rule of HEFT, is the one that must be fast. For eight nodes at a time the vector loop computes
 * when the task's data is there, the finish after everything else on the node (an upper bound) and the finish were a gap
 * open at once (a lower bound). Only nodes whose lower bound does not exceed the least upper bound are searched for a
 * gap, the most promising first. Per task: O(predecessors × nodes) vector steps and, in practice, two or three searches.
 */
import { Random } from "../random";
import { greater, leastLane, load2, max2, min2, store2 } from "../simd";
import { APPENDED } from "./gaps";
import { Instance } from "./instance";
import { OptimisticCosts } from "./ranks";
import { NodeRule } from "./rules";
import { Timelines } from "./timelines";

/** Nodes that the vector loop handles at a time; `stride` is a multiple of it. */
const BLOCK = 8;

@final
export class NodeChooser {
  /** The choice for the task asked for last: its node, −1 when there is none; start and finish in seconds. */
  node: i32 = -1;
  start: f64 = 0;
  finish: f64 = 0;
  /** Where in the node's gaps the start lies. */
  gap: i32 = APPENDED;
  /** By a scoring rule: the score on that node. */
  score: f64 = 0;
  /** If asked for: the least score among the other nodes, Infinity when there is none, and its node. */
  secondScore: f64 = Infinity;
  secondNode: i32 = -1;
  wantsSecond: bool = false;

  /** What the rules named alike need. */
  optimistic: OptimisticCosts | null = null;
  preferred: PreferredNode | null = null;
  random: Random | null = null;
  private turn: i32 = 0;

  private hasLatency: bool = false;
  private hasRelease: bool = false;
  /** [stride] When the task's data can be on each node, at least its release; Infinity when never. */
  private ready: StaticArray<f64>;
  /** [stride] Finish after everything else on the node. */
  private late: StaticArray<f64>;
  /** [stride] No gap lets the task finish sooner; Infinity where no gap ends late enough. */
  private bound: StaticArray<f64>;
  /** [stride] Nodes worth a search. */
  private promising: StaticArray<i32>;

  constructor(
    private instance: Instance,
    private timelines: Timelines,
    private rule: NodeRule,
    /** [tasks] Node and finish of the tasks decided so far; a task that was not placed has node 0, finish Infinity. */
    private nodeOf: StaticArray<i32>,
    private finishOf: StaticArray<f64>,
    /** [tasks] Whether the task takes no time on some node. */
    private instant: StaticArray<bool>,
  ) {
    for (let at = 0; at < instance.latency.length; at++) {
      if (instance.latency[at] > 0) this.hasLatency = true;
    }
    for (let task = 0; task < instance.tasks; task++) {
      if (instance.release[task] > 0) this.hasRelease = true;
    }
    this.ready = new StaticArray<f64>(instance.stride);
    this.late = new StaticArray<f64>(instance.stride);
    this.bound = new StaticArray<f64>(instance.stride);
    this.promising = new StaticArray<i32>(instance.stride);
  }

  choose(task: i32): void {
    this.node = -1;
    this.gather(task);
    switch (this.rule) {
      case NodeRule.EarliestFinish:
        this.chooseEarliestFinish(task);
        break;
      case NodeRule.CriticalPath:
      case NodeRule.FastestNode:
        if (this.preferred!.wants(task) && this.reaches(task, this.preferred!.node)) this.take(task, this.preferred!.node);
        else this.chooseEarliestFinish(task);
        break;
      case NodeRule.RoundRobin:
        this.chooseNextInTurn(task);
        break;
      case NodeRule.Random:
        this.chooseAtRandom(task);
        break;
      default:
        this.chooseLeastScore(task);
    }
  }

  /** Fills `ready`. */
  private gather(task: i32): void {
    // Fields are read once: the compiler cannot know that the stores below leave them alone.
    const instance = this.instance;
    const stride = instance.stride;
    const predecessors = instance.predecessor;
    const amounts = instance.data;
    const secondsPerGigabyte = instance.secondsPerGigabyte;
    const latency = this.hasLatency ? instance.latency : null;
    const nodeOf = this.nodeOf;
    const finishOf = this.finishOf;
    const ready = this.ready;
    const firstEdge = instance.firstPredecessor[task];
    const endEdge = instance.firstPredecessor[task + 1];
    const release = f64x2.splat(this.hasRelease ? instance.release[task] : 0);
    for (let node = 0; node < stride; node += BLOCK) {
      let ready0 = release;
      let ready1 = release;
      let ready2 = release;
      let ready3 = release;
      for (let edge = firstEdge; edge < endEdge; edge++) {
        const predecessor = predecessors[edge];
        const finish = f64x2.splat(finishOf[predecessor]);
        const data = amounts[edge];
        if (data == 0) {
          ready0 = max2(ready0, finish);
          ready1 = max2(ready1, finish);
          ready2 = max2(ready2, finish);
          ready3 = max2(ready3, finish);
          continue;
        }
        const link = nodeOf[predecessor] * stride + node;
        const amount = f64x2.splat(data);
        let transfer0 = f64x2.mul(amount, load2(secondsPerGigabyte, link));
        let transfer1 = f64x2.mul(amount, load2(secondsPerGigabyte, link, 1));
        let transfer2 = f64x2.mul(amount, load2(secondsPerGigabyte, link, 2));
        let transfer3 = f64x2.mul(amount, load2(secondsPerGigabyte, link, 3));
        if (latency) {
          transfer0 = f64x2.add(load2(latency, link), transfer0);
          transfer1 = f64x2.add(load2(latency, link, 1), transfer1);
          transfer2 = f64x2.add(load2(latency, link, 2), transfer2);
          transfer3 = f64x2.add(load2(latency, link, 3), transfer3);
        }
        ready0 = max2(ready0, f64x2.add(finish, transfer0));
        ready1 = max2(ready1, f64x2.add(finish, transfer1));
        ready2 = max2(ready2, f64x2.add(finish, transfer2));
        ready3 = max2(ready3, f64x2.add(finish, transfer3));
      }
      store2(ready, node, ready0);
      store2(ready, node, ready1, 1);
      store2(ready, node, ready2, 2);
      store2(ready, node, ready3, 3);
    }
  }

  /** Fills `late` and `bound`. Returns the least of `late`. */
  private survey(task: i32): f64 {
    const stride = this.instance.stride;
    const row = task * stride;
    let least = f64x2.splat(Infinity);
    for (let node = 0; node < stride; node += BLOCK) {
      const least01 = min2(this.survey2(row, node, 0), this.survey2(row, node, 1));
      const least23 = min2(this.survey2(row, node, 2), this.survey2(row, node, 3));
      least = min2(least, min2(least01, least23));
    }
    return leastLane(least);
  }

  /** The same for one pair of the nodes from `node` on. */
  // @ts-ignore: decorator
  @inline
  private survey2(row: i32, node: i32, pair: i32): v128 {
    const ends = this.timelines.gaps.ends;
    const at = (node << 2) + (pair << 3);
    const ready = load2(this.ready, node, pair);
    const duration = load2(this.instance.duration, row + node, pair);
    const soonest = f64x2.add(ready, duration);
    const inLast = f64x2.add(max2(ready, load2(ends, at, 1)), duration);
    const appended = f64x2.add(max2(ready, load2(ends, at)), duration);
    const late = v128.bitselect(inLast, appended, f64x2.le(inLast, load2(ends, at, 2)));
    const hopeless = f64x2.gt(soonest, load2(ends, at, 3));
    store2(this.late, node, late, pair);
    store2(this.bound, node, v128.bitselect(f64x2.splat(Infinity), soonest, hopeless), pair);
    return late;
  }

  private chooseEarliestFinish(task: i32): void {
    if (this.instant[task] || this.wantsSecond) return this.chooseLeastScore(task);
    const leastLate = this.survey(task);
    if (leastLate == Infinity) return;
    const count = this.compare(leastLate);
    const node = this.node;
    const gaps = this.timelines.gaps;
    const ready = this.ready[node];
    const inLast = greater(ready, gaps.lastStart(node));
    const fits = inLast + this.instance.duration[task * this.instance.stride + node] <= gaps.lastEnd(node);
    this.start = fits ? inLast : greater(ready, gaps.frontier(node));
    this.gap = fits ? gaps.last(node) : APPENDED;
    this.finish = leastLate;
    this.searchGaps(task, count); /*GAPS*/
    this.score = this.finish;
  }

  /**
   * Chooses the lowest node that ends at `finish` after everything else, and fills `promising` with those whose bound
   * does not exceed it. Returns how many these are.
   */
  private compare(finish: f64): i32 {
    const limit = f64x2.splat(finish);
    const stride = this.instance.stride;
    const late = this.late;
    const bound = this.bound;
    let count = 0;
    for (let group = 0; group < stride; group += 64) {
      let ending: u64 = 0;
      let better: u64 = 0;
      for (let node = group, end = min(group + 64, stride); node < end; node += BLOCK) {
        ending |= bits(f64x2.eq(load2(late, node), limit), f64x2.eq(load2(late, node, 1), limit), f64x2.eq(load2(late, node, 2), limit), f64x2.eq(load2(late, node, 3), limit)) << (node - group);
        better |= bits(f64x2.le(load2(bound, node), limit), f64x2.le(load2(bound, node, 1), limit), f64x2.le(load2(bound, node, 2), limit), f64x2.le(load2(bound, node, 3), limit)) << (node - group);
      }
      if (ending != 0 && this.node < 0) this.node = group + <i32>ctz(ending);
      for (; better != 0; better &= better - 1) this.promising[count++] = group + <i32>ctz(better);
    }
    return count;
  }

  /** Improves the choice by starts in gaps of the first `count` promising nodes, least bound first. */
  private searchGaps(task: i32, count: i32): void {
    const durations = task * this.instance.stride;
    while (count > 0) {
      let best = 0;
      for (let i = 1; i < count; i++) {
        if (this.bound[this.promising[i]] < this.bound[this.promising[best]]) best = i;
      }
      const node = this.promising[best];
      if (this.bound[node] > this.finish) return;
      this.promising[best] = this.promising[--count];
      const start = this.timelines.earliestStart(task, node, this.ready[node]);
      const finish = start + this.instance.duration[durations + node];
      if (finish < this.finish || (finish == this.finish && node <= this.node)) {
        this.node = node;
        this.start = start;
        this.finish = finish;
        this.gap = this.timelines.gaps.found;
      }
    }
  }

  private chooseLeastScore(task: i32): void {
    this.score = Infinity;
    this.secondScore = Infinity;
    this.secondNode = -1;
    let best = -1;
    for (let node = 0; node < this.instance.nodes; node++) {
      if (!this.reaches(task, node)) continue;
      const score = this.scoreOn(task, node);
      if (score < this.score) {
        this.secondScore = this.score;
        this.secondNode = best;
        this.score = score;
        best = node;
      } else if (score < this.secondScore) {
        this.secondScore = score;
        this.secondNode = node;
      }
    }
    if (best >= 0) this.take(task, best);
  }

  private scoreOn(task: i32, node: i32): f64 {
    const at = task * this.instance.stride + node;
    if (this.rule == NodeRule.Fastest) return this.instance.duration[at];
    if (this.rule == NodeRule.EarliestIdle) return this.timelines.idleFrom(task, node);
    const start = this.timelines.earliestStart(task, node, this.ready[node]);
    if (this.rule == NodeRule.EarliestStart) return start;
    const finish = start + this.instance.duration[at];
    return this.rule == NodeRule.OptimisticFinish ? finish + this.optimistic!.cost[at] : finish;
  }

  private chooseNextInTurn(task: i32): void {
    const nodes = this.instance.nodes;
    for (let step = 0; step < nodes; step++) {
      const node = (this.turn + step) % nodes;
      if (!this.reaches(task, node)) continue;
      this.turn = node + 1;
      return this.take(task, node);
    }
  }

  private chooseAtRandom(task: i32): void {
    const nodes = this.instance.nodes;
    let count = 0;
    for (let node = 0; node < nodes; node++) {
      if (this.reaches(task, node)) this.promising[count++] = node;
    }
    if (count > 0) this.take(task, this.promising[this.random!.below(count)]);
  }

  /** Whether the node can run the task and get its data. */
  private reaches(task: i32, node: i32): bool {
    return this.ready[node] + this.instance.duration[task * this.instance.stride + node] < Infinity;
  }

  private take(task: i32, node: i32): void {
    this.node = node;
    this.start = this.timelines.earliestStart(task, node, this.ready[node]);
    this.gap = this.timelines.gaps.found;
    this.finish = this.start + this.instance.duration[task * this.instance.stride + node];
  }
}

@inline
function bits(a: v128, b: v128, c: v128, d: v128): u64 {
    // i64 masks -> i32 -> i16 -> bits
    const ab = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    const cd = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
    return <u64>(i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(ab, cd), i16x8.splat(0))));
  }

/** The node that a set of tasks would best run on together: it can run most of them, and those fastest. */
@final
export class PreferredNode {
  node: i32 = 0;

  constructor(
    instance: Instance,
    /** [tasks] */
    private members: StaticArray<bool>,
  ) {
    let most = -1;
    let least = Infinity;
    for (let node = 0; node < instance.nodes; node++) {
      let count = 0;
      let seconds = 0.0;
      for (let task = 0; task < instance.tasks; task++) {
        const duration = instance.duration[task * instance.stride + node];
        if (!this.members[task] || duration == Infinity) continue;
        count++;
        seconds += duration;
      }
      if (count > most || (count == most && seconds < least)) {
        this.node = node;
        most = count;
        least = seconds;
      }
    }
  }

  wants(task: i32): bool {
    return this.members[task];
  }
}
