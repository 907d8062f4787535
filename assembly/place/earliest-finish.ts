/**
 * The node on which a task ends first, ties to the lowest: the rule of HEFT, and what its speed depends on.
 *
 * For every node the vector loop takes two numbers from the tail of its timeline. `late` is the finish in the last gap
 * if the task fits there, else after everything else: an upper bound. `bound` is the finish were an earlier gap open at
 * once, if one ends late enough: a lower bound. Only nodes whose lower bound does not exceed the least upper bound are
 * searched, the most promising first; often none is.
 */
import { greater, leastLane, load2, max2, min2, store2 } from "../simd";
import { Arrivals, BLOCK } from "./arrivals";
import { EARLIER_END, FRONTIER, LAST_END, LAST_START } from "./gaps";
import { Instance } from "./instance";
import { Timelines } from "./timelines";

/** Nodes that one mask of bits stands for. */
const GROUP = 64;

@final
export class EarliestFinish {
  /** The choice for the task asked for last: its node, −1 when none can take it; seconds; the gap it starts in. */
  node: i32 = -1;
  start: f64 = 0;
  finish: f64 = 0;
  gap: i32 = 0;

  /** [stride] Seconds. */
  private late: StaticArray<f64>;
  /** [stride] Seconds; Infinity where no earlier gap comes into question. */
  private bound: StaticArray<f64>;
  /** [stride] Nodes to be searched. */
  private promising: StaticArray<i32>;

  constructor(
    private instance: Instance,
    private timelines: Timelines,
    private arrivals: Arrivals,
  ) {
    this.late = new StaticArray<f64>(instance.stride);
    this.bound = new StaticArray<f64>(instance.stride);
    this.promising = new StaticArray<i32>(instance.stride);
  }

  /** For a task that takes some time on every node, with its `arrivals` gathered. */
  choose(task: i32): void {
    this.node = -1;
    const leastLate = this.survey(task);
    if (leastLate == Infinity) return;
    const count = this.compare(leastLate);
    this.takeLate(task, leastLate);
    if (count > 0) this.search(task, count);
  }

  /** Fills `late` and `bound`. Returns the least of `late`. */
  private survey(task: i32): f64 {
    const stride = this.instance.stride;
    const row = task * stride;
    let least = f64x2.splat(Infinity);
    for (let node = 0; node < stride; node += BLOCK) {
      const least01 = min2(this.surveyPair(row, node, 0), this.surveyPair(row, node, 1));
      const least23 = min2(this.surveyPair(row, node, 2), this.surveyPair(row, node, 3));
      least = min2(least, min2(least01, least23));
    }
    return leastLane(least);
  }

  /** The same for one pair of the nodes from `node` on. Returns their `late`. */
  // @ts-ignore: decorator
  @inline
  private surveyPair(row: i32, node: i32, pair: i32): v128 {
    const tails = this.timelines.gaps.tails;
    const tail = (node << 2) + (pair << 3);
    const ready = load2(this.arrivals.ready, node, pair);
    const duration = load2(this.instance.duration, row + node, pair);
    const soonest = f64x2.add(ready, duration);
    const inLast = f64x2.add(max2(ready, load2(tails, tail, LAST_START)), duration);
    const appended = f64x2.add(max2(ready, load2(tails, tail, FRONTIER)), duration);
    const late = v128.bitselect(inLast, appended, f64x2.le(inLast, load2(tails, tail, LAST_END)));
    const hopeless = f64x2.gt(soonest, load2(tails, tail, EARLIER_END));
    store2(this.late, node, late, pair);
    store2(this.bound, node, v128.bitselect(f64x2.splat(Infinity), soonest, hopeless), pair);
    return late;
  }

  /**
   * Chooses the lowest node whose `late` is `finish`, and fills `promising` with those whose `bound` does not exceed it.
   * Returns how many these are.
   */
  private compare(finish: f64): i32 {
    const limit = f64x2.splat(finish);
    const stride = this.instance.stride;
    let count = 0;
    for (let group = 0; group < stride; group += GROUP) {
      const end = min(group + GROUP, stride);
      let attaining: u64 = 0;
      let promising: u64 = 0;
      for (let node = group; node < end; node += BLOCK) {
        attaining |= this.attaining(node, limit) << (node - group);
        promising |= this.notAbove(node, limit) << (node - group);
      }
      if (attaining != 0 && this.node < 0) this.node = group + <i32>ctz(attaining);
      for (; promising != 0; promising &= promising - 1) this.promising[count++] = group + <i32>ctz(promising);
    }
    return count;
  }

  /** A bit for each of eight nodes whose `late` is `limit`. */
  // @ts-ignore: decorator
  @inline
  private attaining(node: i32, limit: v128): u64 {
    const late = this.late;
    return bitsOf(
      f64x2.eq(load2(late, node), limit),
      f64x2.eq(load2(late, node, 1), limit),
      f64x2.eq(load2(late, node, 2), limit),
      f64x2.eq(load2(late, node, 3), limit),
    );
  }

  /** A bit for each of eight nodes whose `bound` is at most `limit`. */
  // @ts-ignore: decorator
  @inline
  private notAbove(node: i32, limit: v128): u64 {
    const bound = this.bound;
    return bitsOf(
      f64x2.le(load2(bound, node), limit),
      f64x2.le(load2(bound, node, 1), limit),
      f64x2.le(load2(bound, node, 2), limit),
      f64x2.le(load2(bound, node, 3), limit),
    );
  }

  /** Start and gap that `late` stands for on the node chosen. */
  private takeLate(task: i32, finish: f64): void {
    const gaps = this.timelines.gaps;
    const node = this.node;
    const ready = this.arrivals.ready[node];
    const inLast = greater(ready, gaps.lastStart(node));
    const fits = inLast + this.instance.duration[task * this.instance.stride + node] <= gaps.lastEnd(node);
    this.start = fits ? inLast : greater(ready, gaps.frontier(node));
    this.gap = gaps.lastGap(node) - <i32>fits;
    this.finish = finish;
  }

  /** Improves the choice by starts in gaps of the first `count` promising nodes, least bound first. */
  private search(task: i32, count: i32): void {
    const row = task * this.instance.stride;
    const bound = this.bound;
    const promising = this.promising;
    while (count > 0) {
      let best = 0;
      let least = bound[promising[0]];
      for (let i = 1; i < count; i++) {
        const other = bound[promising[i]];
        if (other < least) {
          best = i;
          least = other;
        }
      }
      if (least > this.finish) return;
      const node = promising[best];
      promising[best] = promising[--count];
      const start = this.timelines.earliestStart(task, node, this.arrivals.ready[node]);
      const finish = start + this.instance.duration[row + node];
      if (finish < this.finish || (finish == this.finish && node <= this.node)) {
        this.node = node;
        this.start = start;
        this.finish = finish;
        this.gap = this.timelines.gaps.found;
      }
    }
  }
}

/** One bit for each lane of four comparisons' results. */
// @ts-ignore: decorator
@inline
function bitsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  const words = i16x8.narrow_i32x4_s(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(c, d, 0, 2, 4, 6));
  return <u64>i8x16.bitmask(i8x16.narrow_i16x8_s(words, i16x8.splat(0)));
}
