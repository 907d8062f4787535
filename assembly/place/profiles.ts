/**
 * Free capacity over time of shared nodes, which run several tasks at once.
 *
 * A node's profile is a sorted list of moments; from each to the next a constant number of units of every resource is
 * free, and from the last one on all of them. Four resources are compared at once.
 */
import { load4, store4 } from "../simd";

const FIRST_CAPACITY = 32;

@final
export class Profiles {
  private lanes: i32;
  /** [node][segment] Start of each segment, seconds. */
  private moments: StaticArray<StaticArray<f64>>;
  /** [node][segment × lanes] Units that are free in it. */
  private free: StaticArray<StaticArray<i32>>;
  private counts: StaticArray<i32>;

  /** `capacity`: [nodes × lanes] units. */
  constructor(available: StaticArray<f64>, capacity: StaticArray<i32>, nodes: i32, lanes: i32) {
    this.lanes = lanes;
    this.moments = new StaticArray<StaticArray<f64>>(nodes);
    this.free = new StaticArray<StaticArray<i32>>(nodes);
    this.counts = new StaticArray<i32>(nodes).fill(1);
    for (let node = 0; node < nodes; node++) {
      const moments = new StaticArray<f64>(FIRST_CAPACITY);
      const free = new StaticArray<i32>(FIRST_CAPACITY * lanes);
      moments[0] = available[node];
      copyUnits(capacity, node * lanes, free, 0, lanes);
      this.moments[node] = moments;
      this.free[node] = free;
    }
  }

  /**
   * Earliest start from `ready` on at which the demand fits for the whole `duration`; or any moment from which the task
   * would end after `limit`, when it cannot end by then.
   */
  earliestStart(node: i32, ready: f64, duration: f64, demand: StaticArray<i32>, demandAt: i32, limit: f64): f64 {
    const moments = this.moments[node];
    const count = this.counts[node];
    let start = max(ready, moments[0]);
    let finish = start + duration;
    for (let segment = this.segmentAt(node, start); segment < count && moments[segment] < finish; segment++) {
      if (!this.lacks(node, segment, demand, demandAt)) continue;
      start = moments[segment + 1];
      finish = start + duration;
      if (finish > limit) break;
    }
    return start;
  }

  /** Earliest moment from `ready` on from which the demand fits for good. */
  earliestLastingStart(node: i32, ready: f64, demand: StaticArray<i32>, demandAt: i32): f64 {
    const moments = this.moments[node];
    let start = max(ready, moments[0]);
    for (let segment = this.counts[node] - 1; segment > 0 && moments[segment] > start; segment--) {
      if (this.lacks(node, segment - 1, demand, demandAt)) start = moments[segment];
    }
    return start;
  }

  occupy(node: i32, start: f64, finish: f64, demand: StaticArray<i32>, demandAt: i32): void {
    const lanes = this.lanes;
    const first = this.splitAt(node, start);
    const end = this.splitAt(node, finish);
    const free = this.free[node];
    for (let segment = first; segment < end; segment++) {
      for (let lane = 0; lane < lanes; lane += 4) {
        const at = segment * lanes + lane;
        store4(free, at, i32x4.sub(load4(free, at), load4(demand, demandAt + lane)));
      }
    }
  }

  // @ts-ignore: decorator
  @inline
  private lacks(node: i32, segment: i32, demand: StaticArray<i32>, demandAt: i32): bool {
    const free = this.free[node];
    const lanes = this.lanes;
    for (let lane = 0; lane < lanes; lane += 4) {
      const short = i32x4.gt_s(load4(demand, demandAt + lane), load4(free, segment * lanes + lane));
      if (v128.any_true(short)) return true;
    }
    return false;
  }

  /** The segment that `moment`, no sooner than the first, lies in. */
  private segmentAt(node: i32, moment: f64): i32 {
    const moments = this.moments[node];
    let lower = this.counts[node] - 1;
    let upper = lower + 1;
    let step = 1;
    while (moments[lower] > moment) {
      upper = lower;
      lower = max(lower - step, 0);
      step <<= 1;
    }
    while (upper - lower > 1) {
      const middle = (upper + lower) >>> 1;
      if (moments[middle] > moment) upper = middle;
      else lower = middle;
    }
    return lower;
  }

  /** The segment that starts at `moment`, made by splitting where there is none. */
  private splitAt(node: i32, moment: f64): i32 {
    const lanes = this.lanes;
    const at = this.segmentAt(node, moment);
    if (this.moments[node][at] == moment) return at;
    const count = this.counts[node];
    if (count == this.moments[node].length) this.grow(node);
    const moments = this.moments[node];
    const free = this.free[node];
    for (let segment = count; segment > at + 1; segment--) {
      moments[segment] = moments[segment - 1];
      copyUnits(free, (segment - 1) * lanes, free, segment * lanes, lanes);
    }
    moments[at + 1] = moment;
    copyUnits(free, at * lanes, free, (at + 1) * lanes, lanes);
    this.counts[node] = count + 1;
    return at + 1;
  }

  private grow(node: i32): void {
    const moments = this.moments[node];
    const free = this.free[node];
    this.moments[node] = new StaticArray<f64>(moments.length << 1);
    this.free[node] = new StaticArray<i32>(free.length << 1);
    memory.copy(changetype<usize>(this.moments[node]), changetype<usize>(moments), <usize>moments.length << 3);
    memory.copy(changetype<usize>(this.free[node]), changetype<usize>(free), <usize>free.length << 2);
  }
}

// @ts-ignore: decorator
@inline
function copyUnits(from: StaticArray<i32>, fromAt: i32, to: StaticArray<i32>, toAt: i32, lanes: i32): void {
  for (let lane = 0; lane < lanes; lane += 4) store4(to, toAt + lane, load4(from, fromAt + lane));
}
