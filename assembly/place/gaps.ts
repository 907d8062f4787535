/**
 * Idle times of exclusive nodes, which run one task at a time.
 *
 * A node's gaps are pairs (start, end) sorted by time. The last one starts at the node's frontier, the end of all that it
 * does so far, and never ends; so everything fits somewhere. Gaps too short for any task still to come are not kept.
 * Before the first stand eight sentinels into which nothing fits, so that the last eight can always be tested at once.
 */
import { greater, load2, max2, store2 } from "../simd";

const SENTINELS = 8;
const FIRST_CAPACITY = 32;

/** Places of a pair of nodes' values in `tails`, counted in pairs. */
export const FRONTIER = 0;
export const LAST_START = 1;
export const LAST_END = 2;
export const EARLIER_END = 3;

@final
export class Gaps {
  /**
   * [stride / 2][4][2] What decides most placements, a cache line for each two nodes: the frontier, start and end of the
   * gap before it, end of the gap before that. −Infinity stands for both ends of no gap. Seconds.
   */
  tails: StaticArray<f64>;
  /** The gap that the start which `earliestStart` returned last lies in. */
  found: i32 = 0;

  private starts: StaticArray<StaticArray<f64>>;
  private ends: StaticArray<StaticArray<f64>>;
  /** [nodes] Sentinels included. */
  private counts: StaticArray<i32>;

  constructor(available: StaticArray<f64>, nodes: i32) {
    this.tails = new StaticArray<f64>(available.length * 4);
    this.starts = new StaticArray<StaticArray<f64>>(nodes);
    this.ends = new StaticArray<StaticArray<f64>>(nodes);
    this.counts = new StaticArray<i32>(nodes);
    for (let node = 0; node < nodes; node++) {
      const starts = new StaticArray<f64>(FIRST_CAPACITY);
      const ends = new StaticArray<f64>(FIRST_CAPACITY);
      for (let i = 0; i < SENTINELS; i++) {
        starts[i] = -Infinity;
        ends[i] = -Infinity;
      }
      starts[SENTINELS] = available[node];
      ends[SENTINELS] = Infinity;
      this.starts[node] = starts;
      this.ends[node] = ends;
      this.counts[node] = SENTINELS + 1;
      this.readTail(node, SENTINELS);
    }
  }

  // @ts-ignore: decorator
  @inline
  frontier(node: i32): f64 {
    return this.tails[tailAt(node) + 2 * FRONTIER];
  }

  // @ts-ignore: decorator
  @inline
  lastStart(node: i32): f64 {
    return this.tails[tailAt(node) + 2 * LAST_START];
  }

  // @ts-ignore: decorator
  @inline
  lastEnd(node: i32): f64 {
    return this.tails[tailAt(node) + 2 * LAST_END];
  }

  /** The gap that starts at the frontier. */
  // @ts-ignore: decorator
  @inline
  lastGap(node: i32): i32 {
    return this.counts[node] - 1;
  }

  /** For a node that keeps its idle times elsewhere: it is to be searched whatever its tail says. */
  searchAlways(node: i32): void {
    this.setTail(node, EARLIER_END, Infinity);
  }

  setFrontier(node: i32, moment: f64): void {
    this.setTail(node, FRONTIER, moment);
  }

  /**
   * Earliest start, no sooner than `ready`, of something that lasts `duration`; or any moment from which it would end
   * after `limit`, when it cannot end by then. Leaves its gap in `found`.
   */
  earliestStart(node: i32, ready: f64, duration: f64, limit: f64): f64 {
    const starts = this.starts[node];
    const ends = this.ends[node];
    const gap = firstFit(starts, ends, this.counts[node] - SENTINELS, ready, duration, limit);
    this.found = gap;
    return greater(ready, starts[gap]);
  }

  /** Marks `start` to `finish` as busy in `gap`. `shortest`: least duration still to come. */
  occupy(node: i32, gap: i32, start: f64, finish: f64, shortest: f64): void {
    const starts = this.starts[node];
    const ends = this.ends[node];
    const last = this.counts[node] - 1;
    if (gap == last) {
      const keeps = this.advanceTail(node, start, finish, shortest);
      ends[last] = start;
      starts[last + keeps] = finish;
      ends[last + keeps] = Infinity;
      this.setLast(node, last + keeps);
      return;
    }
    const keepsBefore = <i32>(starts[gap] + shortest <= start);
    const gapEnd = ends[gap];
    const keepsAfter = <i32>(finish + shortest <= gapEnd);
    const shift = keepsBefore + keepsAfter - 1;
    if (shift != 0) {
      const from = <usize>(gap + 1) << 3;
      const to = <usize>(gap + 1 + shift) << 3;
      const bytes = <usize>(last - gap) << 3;
      memory.copy(changetype<usize>(starts) + to, changetype<usize>(starts) + from, bytes);
      memory.copy(changetype<usize>(ends) + to, changetype<usize>(ends) + from, bytes);
    }
    if (keepsBefore) ends[gap] = start;
    if (keepsAfter) {
      starts[gap + keepsBefore] = finish;
      ends[gap + keepsBefore] = gapEnd;
    }
    this.readTail(node, last + shift);
    this.setLast(node, last + shift);
  }

  /** Makes room for one more. */
  private setLast(node: i32, last: i32): void {
    const count = last + 1;
    this.counts[node] = count;
    if (count < this.starts[node].length) return;
    this.starts[node] = doubled(this.starts[node]);
    this.ends[node] = doubled(this.ends[node]);
  }

  /** Moves the frontier to `finish`, behind a new gap that ends at `start` if it is worth keeping. Returns whether. */
  // @ts-ignore: decorator
  @inline
  private advanceTail(node: i32, start: f64, finish: f64, shortest: f64): i32 {
    const tails = this.tails;
    const pair = tailAt(node & ~1);
    const lane = laneOf(node);
    const frontier = load2(tails, pair, FRONTIER);
    const lastStart = load2(tails, pair, LAST_START);
    const lastEnd = load2(tails, pair, LAST_END);
    const earlierEnd = load2(tails, pair, EARLIER_END);
    const keeps = v128.and(f64x2.le(f64x2.add(frontier, f64x2.splat(shortest)), f64x2.splat(start)), lane);
    store2(tails, pair, v128.bitselect(f64x2.splat(finish), frontier, lane), FRONTIER);
    store2(tails, pair, v128.bitselect(frontier, lastStart, keeps), LAST_START);
    store2(tails, pair, v128.bitselect(f64x2.splat(start), lastEnd, keeps), LAST_END);
    store2(tails, pair, v128.bitselect(lastEnd, earlierEnd, keeps), EARLIER_END);
    return <i32>v128.any_true(keeps);
  }

  /** Takes the tail from the gaps up to `last`. */
  private readTail(node: i32, last: i32): void {
    const starts = this.starts[node];
    const ends = this.ends[node];
    this.setTail(node, FRONTIER, starts[last]);
    this.setTail(node, LAST_START, starts[last - 1]);
    this.setTail(node, LAST_END, ends[last - 1]);
    this.setTail(node, EARLIER_END, ends[last - 2]);
  }

  /** Writes the whole pair, because a vector load stalls on half of it having just been written. */
  // @ts-ignore: decorator
  @inline
  private setTail(node: i32, value: i32, moment: f64): void {
    const at = tailAt(node & ~1);
    store2(this.tails, at, v128.bitselect(f64x2.splat(moment), load2(this.tails, at, value), laneOf(node)), value);
  }
}

/** All bits of the node's lane in a pair. */
// @ts-ignore: decorator
@inline
function laneOf(node: i32): v128 {
  return i64x2.eq(i64x2.splat(node & 1), i64x2(0, 1));
}

/** Where the node's frontier stands in `tails`. */
// @ts-ignore: decorator
@inline
function tailAt(node: i32): i32 {
  return ((node >> 1) << 3) + (node & 1);
}

/** First gap with room, or one in which something would end after `limit`. `window`: the first of the last eight. */
// @ts-ignore: decorator
@inline
function firstFit(
  starts: StaticArray<f64>,
  ends: StaticArray<f64>,
  window: i32,
  ready: f64,
  duration: f64,
  limit: f64,
): i32 {
  const soonest = ready + duration;
  let first = window;
  while (ends[first] >= soonest) first -= SENTINELS;
  let fits = fitsEight(starts, ends, first, ready, duration);
  while (fits == 0) {
    first = min(first + SENTINELS, window);
    if (starts[first] + duration > limit) return first;
    fits = fitsEight(starts, ends, first, ready, duration);
  }
  return first + ctz(fits);
}

/** A bit for each of eight neighbouring gaps that has room. */
// @ts-ignore: decorator
@inline
function fitsEight(starts: StaticArray<f64>, ends: StaticArray<f64>, first: i32, ready: f64, duration: f64): i32 {
  const r = f64x2.splat(ready);
  const d = f64x2.splat(duration);
  return (
    fitsTwo(starts, ends, first, 0, r, d) |
    (fitsTwo(starts, ends, first, 1, r, d) << 2) |
    (fitsTwo(starts, ends, first, 2, r, d) << 4) |
    (fitsTwo(starts, ends, first, 3, r, d) << 6)
  );
}

/** A bit for each of two neighbouring gaps that has room. */
// @ts-ignore: decorator
@inline
function fitsTwo(starts: StaticArray<f64>, ends: StaticArray<f64>, first: i32, pair: i32, ready: v128, duration: v128): i32 {
  const finish = f64x2.add(max2(load2(starts, first, pair), ready), duration);
  return i64x2.bitmask(f64x2.le(finish, load2(ends, first, pair)));
}

function doubled(array: StaticArray<f64>): StaticArray<f64> {
  const result = new StaticArray<f64>(array.length << 1);
  memory.copy(changetype<usize>(result), changetype<usize>(array), <usize>array.length << 3);
  return result;
}
