/**
 * Idle times of exclusive nodes, which run one task at a time.
 *
 * A node's gaps are pairs (start, end) sorted by time, behind eight sentinels into which nothing fits, so that the last
 * eight can always be tested at once. Gaps too short for any task still to come are not kept. After the last gap's end
 * the node is busy up to its frontier, and free from there on.
 */
import { load2, max2 } from "../simd";

const SENTINELS = 8;
const FIRST_CAPACITY = 32;

/** In place of a gap: after everything else. */
export const APPENDED: i32 = -1;

@final
export class Gaps {
  /**
   * [stride / 2][4][2] What decides most placements, a cache line for each two nodes: the frontier, start and end of the
   * last gap (Infinity and −Infinity when there is none), end of the gap before that (−Infinity likewise). Seconds.
   */
  ends: StaticArray<f64>;
  /** Where the start that `earliestStart` returned last lies: a gap, or APPENDED. */
  found: i32 = APPENDED;

  private gapStarts: StaticArray<StaticArray<f64>>;
  private gapEnds: StaticArray<StaticArray<f64>>;
  /** [nodes] Sentinels included. */
  private counts: StaticArray<i32>;

  constructor(available: StaticArray<f64>, nodes: i32) {
    const stride = available.length;
    const ends = new StaticArray<f64>(stride * 4);
    for (let node = 0; node < stride; node++) {
      ends[at(node, 0)] = available[node];
      ends[at(node, 1)] = Infinity;
      ends[at(node, 2)] = -Infinity;
      ends[at(node, 3)] = -Infinity;
    }
    this.ends = ends;
    this.gapStarts = new StaticArray<StaticArray<f64>>(nodes);
    this.gapEnds = new StaticArray<StaticArray<f64>>(nodes);
    this.counts = new StaticArray<i32>(nodes).fill(SENTINELS);
    for (let node = 0; node < nodes; node++) {
      this.gapStarts[node] = new StaticArray<f64>(FIRST_CAPACITY).fill(Infinity, 0, SENTINELS);
      this.gapEnds[node] = new StaticArray<f64>(FIRST_CAPACITY).fill(-Infinity, 0, SENTINELS);
    }
  }

  /** Last finish on the node, at least the moment from which it is available. */
  // @ts-ignore: decorator
  @inline
  frontier(node: i32): f64 {
    return this.ends[at(node, 0)];
  }

  setFrontier(node: i32, moment: f64): void {
    this.ends[at(node, 0)] = moment;
  }

  // @ts-ignore: decorator
  @inline
  lastStart(node: i32): f64 {
    return this.ends[at(node, 1)];
  }

  // @ts-ignore: decorator
  @inline
  lastEnd(node: i32): f64 {
    return this.ends[at(node, 2)];
  }

  setEarlierEnd(node: i32, moment: f64): void {
    this.ends[at(node, 3)] = moment;
  }

  /** Earliest start, no sooner than `ready`, of something that lasts `duration`. Leaves its place in `found`. */
  earliestStart(node: i32, ready: f64, duration: f64): f64 {
    const count = this.counts[node];
    const starts = this.gapStarts[node];
    const ends = this.gapEnds[node];
    const soonest = ready + duration;
    const window = count - SENTINELS;
    const gap =
      ends[window] < soonest
        ? firstFitOfEight(starts, ends, window, ready, duration)
        : firstFit(starts, ends, firstEndingFrom(ends, window, soonest), count, ready, duration);
    this.found = gap;
    return max(ready, gap == APPENDED ? this.frontier(node) : starts[gap]);
  }

  last(node: i32): i32 {
    return this.counts[node] - 1;
  }

  /** Marks `start` to `finish` as busy in `gap`, a value of `found`. `shortest`: least duration still to come. */
  occupy(node: i32, gap: i32, start: f64, finish: f64, shortest: f64): void {
    if (gap == APPENDED) {
      const idle = this.frontier(node);
      this.setFrontier(node, finish);
      if (idle + shortest > start) return;
      this.insert(node, this.counts[node], idle, start);
      this.noteLast(node);
      return;
    }
    const starts = this.gapStarts[node];
    const ends = this.gapEnds[node];
    const gapEnd = ends[gap];
    const keepsBefore = starts[gap] + shortest <= start;
    const keepsAfter = finish + shortest <= gapEnd;
    if (keepsBefore) {
      ends[gap] = start;
      if (keepsAfter) this.insert(node, gap + 1, finish, gapEnd);
    } else if (keepsAfter) {
      starts[gap] = finish;
    } else {
      this.remove(node, gap);
    }
    this.noteLast(node);
  }

  private noteLast(node: i32): void {
    const last = this.counts[node] - 1;
    const ends = this.gapEnds[node];
    this.ends[at(node, 1)] = this.gapStarts[node][last];
    this.ends[at(node, 2)] = ends[last];
    this.ends[at(node, 3)] = ends[last - 1];
  }

  private insert(node: i32, at: i32, start: f64, end: f64): void {
    const count = this.counts[node];
    if (count == this.gapStarts[node].length) {
      this.gapStarts[node] = doubled(this.gapStarts[node]);
      this.gapEnds[node] = doubled(this.gapEnds[node]);
    }
    const starts = this.gapStarts[node];
    const ends = this.gapEnds[node];
    for (let i = count; i > at; i--) {
      starts[i] = starts[i - 1];
      ends[i] = ends[i - 1];
    }
    starts[at] = start;
    ends[at] = end;
    this.counts[node] = count + 1;
  }

  private remove(node: i32, at: i32): void {
    const last = this.counts[node] - 1;
    const starts = this.gapStarts[node];
    const ends = this.gapEnds[node];
    for (let i = at; i < last; i++) {
      starts[i] = starts[i + 1];
      ends[i] = ends[i + 1];
    }
    this.counts[node] = last;
  }
}

/** Where a node's value stands in `ends`. */
// @ts-ignore: decorator
@inline
function at(node: i32, field: i32): i32 {
  return ((node >> 1) << 3) + (field << 1) + (node & 1);
}

// @ts-ignore: decorator
@inline
function firstFitOfEight(starts: StaticArray<f64>, ends: StaticArray<f64>, first: i32, ready: f64, duration: f64): i32 {
  const r = f64x2.splat(ready);
  const d = f64x2.splat(duration);
  const fits =
    fitsTwo(starts, ends, first, r, d) |
    (fitsTwo(starts, ends, first + 2, r, d) << 2) |
    (fitsTwo(starts, ends, first + 4, r, d) << 4) |
    (fitsTwo(starts, ends, first + 6, r, d) << 6);
  return fits == 0 ? APPENDED : first + ctz(fits);
}

/** A bit for each of two neighbouring gaps that has room. */
// @ts-ignore: decorator
@inline
function fitsTwo(starts: StaticArray<f64>, ends: StaticArray<f64>, first: i32, ready: v128, duration: v128): i32 {
  const finish = f64x2.add(max2(load2(starts, first), ready), duration);
  return i64x2.bitmask(f64x2.le(finish, load2(ends, first)));
}

function firstFit(
  starts: StaticArray<f64>,
  ends: StaticArray<f64>,
  first: i32,
  count: i32,
  ready: f64,
  duration: f64,
): i32 {
  for (let gap = first; gap < count; gap++) {
    if (max(starts[gap], ready) + duration <= ends[gap]) return gap;
  }
  return APPENDED;
}

/** First gap that ends at `moment` or later, given that `upper` does. */
function firstEndingFrom(ends: StaticArray<f64>, upper: i32, moment: f64): i32 {
  let step = 1;
  let lower = upper - 1;
  while (ends[lower] >= moment) {
    upper = lower;
    lower = max(lower - step, 0);
    step <<= 1;
  }
  while (upper - lower > 1) {
    const middle = (upper + lower) >>> 1;
    if (ends[middle] >= moment) upper = middle;
    else lower = middle;
  }
  return upper;
}

function doubled(array: StaticArray<f64>): StaticArray<f64> {
  const result = new StaticArray<f64>(array.length << 1);
  memory.copy(changetype<usize>(result), changetype<usize>(array), <usize>array.length << 3);
  return result;
}
