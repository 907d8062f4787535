/**
 * The node on which a task ends first, ties to the lowest: the rule of HEFT, and what its speed depends on.
 *
 * For every node the vector loop takes two numbers from the tail of its timeline. `late` is the finish in the last gap
 * if the task fits there, else after everything else: an upper bound. `bound` is the finish were an earlier gap open at
 * once, if one ends late enough: a lower bound. Only nodes whose lower bound does not exceed the least upper bound are
 * searched, the most promising first; often none is.
 */
import { greater, leastLane, load2, max2, min2, store2 } from "../simd";
import { Arrivals } from "./arrivals";
import { EARLIER_END, FRONTIER, LAST_END, LAST_START } from "./gaps";
import { Instance } from "./instance";
import { Timelines } from "./timelines";

/** Nodes whose comparisons make one mask of bits. */
const CHUNK = 16;

@final
export class EarliestFinish {
  /** The choice for the task asked for last: its node, −1 when none can take it; seconds; the gap it starts in. */
  node: i32 = -1;
  start: f64 = 0;
  finish: f64 = 0;
  gap: i32 = 0;

  /** [stride, rounded up to CHUNK] Seconds. */
  private late: StaticArray<f64>;
  /** [likewise] Seconds; Infinity where no earlier gap comes into question. */
  private bound: StaticArray<f64>;
  /** [stride] Nodes to be searched. */
  private promising: StaticArray<i32>;
  private leastLate: f64 = 0;
  private leastBound: f64 = 0;

  constructor(
    private instance: Instance,
    private timelines: Timelines,
    private arrivals: Arrivals,
  ) {
    const length = (instance.stride + CHUNK - 1) & -CHUNK;
    this.late = new StaticArray<f64>(length).fill(Infinity);
    this.bound = new StaticArray<f64>(length).fill(Infinity);
    this.promising = new StaticArray<i32>(instance.stride);
  }

  /** For a task that takes some time on every node, with its `arrivals` gathered. */
  choose(task: i32): void {
    this.node = -1;
    this.survey(task);
    if (this.leastLate == Infinity) return;
    this.takeLate(task);
    if (this.leastBound <= this.finish) this.search(task);
  }

  /** Fills `late` and `bound`, and their least. */
  private survey(task: i32): void {
    // Fields are read once: the compiler cannot know that the stores leave them alone.
    const stride = this.instance.stride;
    const duration = this.instance.duration;
    const tails = this.timelines.gaps.tails;
    const ready = this.arrivals.ready;
    const late = this.late;
    const bound = this.bound;
    const row = task * stride;
    let leastLate = f64x2.splat(Infinity);
    let leastBound = f64x2.splat(Infinity);
    for (let node = 0; node < stride; node += 4) {
      const tail = node << 2;
      const ready0 = load2(ready, node);
      const ready1 = load2(ready, node, 1);
      const duration0 = load2(duration, row + node);
      const duration1 = load2(duration, row + node, 1);
      const late0 = lateOf(ready0, duration0, tails, tail);
      const late1 = lateOf(ready1, duration1, tails, tail + 8);
      const bound0 = boundOf(ready0, duration0, tails, tail);
      const bound1 = boundOf(ready1, duration1, tails, tail + 8);
      leastLate = min2(leastLate, min2(late0, late1));
      leastBound = min2(leastBound, min2(bound0, bound1));
      store2(late, node, late0);
      store2(late, node, late1, 1);
      store2(bound, node, bound0);
      store2(bound, node, bound1, 1);
    }
    this.leastLate = leastLane(leastLate);
    this.leastBound = leastLane(leastBound);
  }

  /** Takes the lowest node that attains the least `late`. */
  private takeLate(task: i32): void {
    const gaps = this.timelines.gaps;
    const finish = this.leastLate;
    const node = firstAttaining(this.late, finish);
    const ready = this.arrivals.ready[node];
    const inLast = greater(ready, gaps.lastStart(node));
    const fits = inLast + this.instance.duration[task * this.instance.stride + node] <= gaps.lastEnd(node);
    this.node = node;
    this.start = fits ? inLast : greater(ready, gaps.frontier(node));
    this.finish = finish;
    this.gap = gaps.lastGap(node) - <i32>fits;
  }

  /** Improves the choice by starts in earlier gaps, least bound first. */
  private search(task: i32): void {
    const row = task * this.instance.stride;
    const bound = this.bound;
    const promising = this.promising;
    let count = this.collectPromising();
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
      const start = this.timelines.earliestStart(task, node, this.arrivals.ready[node], this.finish);
      const finish = start + this.instance.duration[row + node];
      if (finish < this.finish || (finish == this.finish && node <= this.node)) {
        this.node = node;
        this.start = start;
        this.finish = finish;
        this.gap = this.timelines.gaps.found;
      }
    }
  }

  /** Fills `promising` with the nodes whose `bound` does not exceed the finish so far. Returns how many they are. */
  private collectPromising(): i32 {
    const bound = this.bound;
    const promising = this.promising;
    const limit = f64x2.splat(this.finish);
    let count = 0;
    for (let node = 0, length = bound.length; node < length; node += CHUNK) {
      let bits = bitsOf(
        halfOf(
          f64x2.le(load2(bound, node), limit),
          f64x2.le(load2(bound, node, 1), limit),
          f64x2.le(load2(bound, node, 2), limit),
          f64x2.le(load2(bound, node, 3), limit),
        ),
        halfOf(
          f64x2.le(load2(bound, node + 8), limit),
          f64x2.le(load2(bound, node + 8, 1), limit),
          f64x2.le(load2(bound, node + 8, 2), limit),
          f64x2.le(load2(bound, node + 8, 3), limit),
        ),
      );
      for (; bits != 0; bits &= bits - 1) promising[count++] = node + ctz(bits);
    }
    return count;
  }
}

/** Finish in the last gap if there is room, else after everything else. */
// @ts-ignore: decorator
@inline
function lateOf(ready: v128, duration: v128, tails: StaticArray<f64>, tail: i32): v128 {
  const inLast = f64x2.add(max2(ready, load2(tails, tail, LAST_START)), duration);
  const appended = f64x2.add(max2(ready, load2(tails, tail, FRONTIER)), duration);
  return v128.bitselect(inLast, appended, f64x2.le(inLast, load2(tails, tail, LAST_END)));
}

/** Finish if an earlier gap were open at once, Infinity if none ends late enough. */
// @ts-ignore: decorator
@inline
function boundOf(ready: v128, duration: v128, tails: StaticArray<f64>, tail: i32): v128 {
  const soonest = f64x2.add(ready, duration);
  return v128.bitselect(f64x2.splat(Infinity), soonest, f64x2.gt(soonest, load2(tails, tail, EARLIER_END)));
}

/** Lowest index of a value, which must be there. */
// @ts-ignore: decorator
@inline
function firstAttaining(values: StaticArray<f64>, value: f64): i32 {
  const wanted = f64x2.splat(value);
  let bits = 0;
  let at = 0;
  for (; bits == 0; at += CHUNK) {
    bits = bitsOf(
      halfOf(
        f64x2.eq(load2(values, at), wanted),
        f64x2.eq(load2(values, at, 1), wanted),
        f64x2.eq(load2(values, at, 2), wanted),
        f64x2.eq(load2(values, at, 3), wanted),
      ),
      halfOf(
        f64x2.eq(load2(values, at + 8), wanted),
        f64x2.eq(load2(values, at + 8, 1), wanted),
        f64x2.eq(load2(values, at + 8, 2), wanted),
        f64x2.eq(load2(values, at + 8, 3), wanted),
      ),
    );
  }
  return at - CHUNK + ctz(bits);
}

/** The results of four comparisons of two lanes as eight lanes. */
// @ts-ignore: decorator
@inline
function halfOf(a: v128, b: v128, c: v128, d: v128): v128 {
  return i16x8.narrow_i32x4_s(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(c, d, 0, 2, 4, 6));
}

/** One bit for each of sixteen lanes. */
// @ts-ignore: decorator
@inline
function bitsOf(a: v128, b: v128): i32 {
  return i8x16.bitmask(i8x16.narrow_i16x8_s(a, b));
}
