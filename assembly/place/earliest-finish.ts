/**
 * The node on which a task ends first, ties to the lowest: the rule of HEFT, and what its speed depends on.
 *
 * For every node the vector loop takes two numbers from the tail of its timeline. `late` is the finish in the last gap
 * if the task fits there, else after everything else: an upper bound. `bound` is the finish were an earlier gap open at
 * once, if one ends late enough: a lower bound. Only nodes whose lower bound does not exceed the least upper bound are
 * searched; often none is. They are taken as they come: the most promising first would mean fewer searches, but costs
 * more than it saves.
 */
import { greater, leastLane, load2, max2, min2, store2 } from "../simd";
import { Arrivals } from "./arrivals";
import { EARLIER_END, FRONTIER, LAST_END, LAST_START } from "./gaps";
import { Instance } from "./instance";
import { Timelines } from "./timelines";

/** Nodes that one step of the survey handles; `stride` is a multiple of it. */
const BLOCK = 8;
/** Nodes whose comparisons make one mask of bits. */
const CHUNK = 16;

/** Where a task goes: its node, −1 when none can take it; seconds; the gap it starts in. */
export class Choice {
  node: i32 = -1;
  start: f64 = 0;
  finish: f64 = 0;
  gap: i32 = 0;
}

@final
export class EarliestFinish {
  /** [stride, rounded up to CHUNK] Seconds. */
  private late: StaticArray<f64>;
  /** [likewise] Seconds; Infinity where no earlier gap comes into question. */
  private bound: StaticArray<f64>;
  private leastBound: f64 = 0;

  constructor(
    private instance: Instance,
    private timelines: Timelines,
    private arrivals: Arrivals,
  ) {
    const length = (instance.stride + CHUNK - 1) & -CHUNK;
    this.late = new StaticArray<f64>(length).fill(Infinity);
    this.bound = new StaticArray<f64>(length).fill(Infinity);
  }

  /** For a task that takes some time on every node, with its `arrivals` gathered. */
  choose(task: i32, choice: Choice): void {
    const finish = this.survey(task);
    if (finish == Infinity) return;
    this.takeLate(task, finish, choice);
    if (this.leastBound <= finish) this.search(task, choice);
  }

  /** Fills `late` and `bound`. Returns the least `late`. */
  // @ts-ignore: decorator
  @inline
  private survey(task: i32): f64 {
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
    for (let node = 0; node < stride; node += BLOCK) {
      const tail = node << 2;
      const ready0 = load2(ready, node);
      const ready1 = load2(ready, node, 1);
      const ready2 = load2(ready, node, 2);
      const ready3 = load2(ready, node, 3);
      const duration0 = load2(duration, row + node);
      const duration1 = load2(duration, row + node, 1);
      const duration2 = load2(duration, row + node, 2);
      const duration3 = load2(duration, row + node, 3);
      const late0 = lateOf(ready0, duration0, tails, tail);
      const late1 = lateOf(ready1, duration1, tails, tail + 8);
      const late2 = lateOf(ready2, duration2, tails, tail + 16);
      const late3 = lateOf(ready3, duration3, tails, tail + 24);
      leastLate = min2(leastLate, min2(min2(late0, late1), min2(late2, late3)));
      store2(late, node, late0);
      store2(late, node, late1, 1);
      store2(late, node, late2, 2);
      store2(late, node, late3, 3);
      const bound0 = boundOf(ready0, duration0, tails, tail);
      const bound1 = boundOf(ready1, duration1, tails, tail + 8);
      const bound2 = boundOf(ready2, duration2, tails, tail + 16);
      const bound3 = boundOf(ready3, duration3, tails, tail + 24);
      leastBound = min2(leastBound, min2(min2(bound0, bound1), min2(bound2, bound3)));
      store2(bound, node, bound0);
      store2(bound, node, bound1, 1);
      store2(bound, node, bound2, 2);
      store2(bound, node, bound3, 3);
    }
    this.leastBound = leastLane(leastBound);
    return leastLane(leastLate);
  }

  /** Takes the lowest node that attains the least `late`. */
  // @ts-ignore: decorator
  @inline
  private takeLate(task: i32, finish: f64, choice: Choice): void {
    const gaps = this.timelines.gaps;
    const node = firstLeast(this.late, finish);
    const ready = this.arrivals.ready[node];
    const inLast = greater(ready, gaps.lastStart(node));
    const fits = inLast + this.instance.duration[task * this.instance.stride + node] <= gaps.lastEnd(node);
    choice.node = node;
    choice.start = fits ? inLast : greater(ready, gaps.frontier(node));
    choice.finish = finish;
    choice.gap = gaps.lastGap(node) - <i32>fits;
  }

  /** Improves the choice by starts in earlier gaps. */
  private search(task: i32, choice: Choice): void {
    const bound = this.bound;
    const row = task * this.instance.stride;
    for (let first = 0, length = bound.length; first < length; first += CHUNK) {
      let bits = notAbove(bound, first, choice.finish);
      for (; bits != 0; bits &= bits - 1) {
        const node = first + ctz(bits);
        if (bound[node] > choice.finish) continue;
        const start = this.timelines.earliestStart(task, node, this.arrivals.ready[node], choice.finish);
        const finish = start + this.instance.duration[row + node];
        if (finish < choice.finish || (finish == choice.finish && node <= choice.node)) {
          choice.node = node;
          choice.start = start;
          choice.finish = finish;
          choice.gap = this.timelines.gaps.found;
        }
      }
    }
  }
}

/** Finish in the last gap if there is room, else after everything else. */
// @ts-ignore: decorator
@inline
function lateOf(ready: v128, duration: v128, tails: StaticArray<f64>, tail: i32): v128 {
  const inLast = f64x2.add(max2(ready, load2(tails, tail, LAST_START)), duration);
  const appended = f64x2.add(max2(ready, load2(tails, tail, FRONTIER)), duration);
  return max2(inLast, v128.andnot(appended, f64x2.le(inLast, load2(tails, tail, LAST_END))));
}

/** Finish if an earlier gap were open at once, Infinity if none ends late enough. */
// @ts-ignore: decorator
@inline
function boundOf(ready: v128, duration: v128, tails: StaticArray<f64>, tail: i32): v128 {
  const soonest = f64x2.add(ready, duration);
  return max2(soonest, v128.and(f64x2.gt(soonest, load2(tails, tail, EARLIER_END)), f64x2.splat(Infinity)));
}

/** Lowest index of the least of the values. */
// @ts-ignore: decorator
@inline
function firstLeast(values: StaticArray<f64>, least: f64): i32 {
  let first = 0;
  let bits = notAbove(values, first, least);
  while (bits == 0) {
    first += CHUNK;
    bits = notAbove(values, first, least);
  }
  return first + ctz(bits);
}

/** A bit for each of CHUNK values that does not exceed `limit`. */
// @ts-ignore: decorator
@inline
function notAbove(values: StaticArray<f64>, first: i32, limit: f64): i32 {
  const most = f64x2.splat(limit);
  return bitsOf(
    halfOf(
      f64x2.le(load2(values, first), most),
      f64x2.le(load2(values, first, 1), most),
      f64x2.le(load2(values, first, 2), most),
      f64x2.le(load2(values, first, 3), most),
    ),
    halfOf(
      f64x2.le(load2(values, first + 8), most),
      f64x2.le(load2(values, first + 8, 1), most),
      f64x2.le(load2(values, first + 8, 2), most),
      f64x2.le(load2(values, first + 8, 3), most),
    ),
  );
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
