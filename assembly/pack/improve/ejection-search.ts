/**
 * Fewer equal bins for items of several resources: a guided ejection search, as Nagata and Bräysy (2009) save vehicles.
 *
 * To save a bin, the lightest (the first of equal ones) is emptied onto a stack, its list from the front; the last bin
 * takes its number, its items moving from the front of its list one by one. An iteration takes the item on top of the
 * stack and puts it into the first bin where it fits, from bin below(open) on and around. If there is none, the item's
 * penalty rises by one, and over all bins in order, each item `i` of a list and each later one `j`, the one or two items
 * of least cost that make room for it are thrown out onto the stack: i before i and j, in list order, the first of equal
 * costs; cost is penalty times `POINT` plus weight. Where no two make room, bin below(open) is emptied from the front of
 * its list. Then items are exchanged at random; this, for one bin each, takes most of the time and brings most:
 *
 * `items` times, items i = below(items) and j = below(items), drawn in this order, change places if they are in different
 * bins, the sum of the squares of loads does not fall, and both fit; i is removed first and inserted first.
 *
 * When the stack is empty, the packing is the best one, and penalties begin anew.
 */
import { Random } from "../../random";
import { BinState } from "./bin-state";
import { itemWeights } from "./weights";

/** What a point of penalty costs: 64 full bins. */
const POINT: f64 = 67108864;

@final
export class EjectionSearch {
  iterations: i32 = 0;
  /** Of the best packing. */
  bins: i32;
  /** [items] Bins of the best packing. */
  readonly best: StaticArray<i32>;
  private state: BinState;
  /** Bins that take part: numbers 0 … open − 1. */
  private open: i32;
  private random: Random;
  /** [items] Of throwing it out. */
  private cost: StaticArray<f64>;
  private stack: StaticArray<i32>;
  /** Items on the stack. */
  waiting: i32 = 0;

  /**
   * @param demand [items × stride]
   * @param capacity [stride] of each bin
   * @param start [items] bins of a packing of all items, from 0
   */
  constructor(
    private items: i32,
    stride: i32,
    demand: StaticArray<f64>,
    capacity: StaticArray<f64>,
    start: StaticArray<i32>,
    bins: i32,
    private lowerBound: i32,
    seed: u32,
  ) {
    const free = new StaticArray<f64>(bins * stride);
    for (let k = 0; k < bins * stride; k++) free[k] = capacity[k % stride];
    const weight = itemWeights(demand, capacity, items, stride);
    const state = new BinState(items, bins, stride, demand, free, weight);
    for (let i = 0; i < items; i++) state.insert(i, start[i]);
    this.bins = bins;
    this.open = bins;
    this.best = new StaticArray<i32>(items);
    this.state = state;
    this.random = new Random(seed);
    this.cost = new StaticArray<f64>(items);
    this.stack = new StaticArray<i32>(items);
    this.succeed();
  }

  /** At the bound. */
  get done(): bool {
    return this.bins <= this.lowerBound || this.bins < 2;
  }

  /** Goes on; false when done. */
  step(iterations: i32): bool {
    const end = this.iterations + iterations;
    while (!this.done && this.iterations < end) {
      this.iterations++;
      const item = this.stack[--this.waiting];
      if (!this.insert(item)) {
        this.insertByEjection(item);
        this.exchangeAtRandom();
      }
      if (this.waiting == 0) this.succeed();
    }
    return !this.done;
  }

  private succeed(): void {
    const state = this.state;
    this.bins = this.open;
    for (let i = 0; i < this.items; i++) {
      this.best[i] = state.bin[i];
      this.cost[i] = state.weight[i];
    }
    if (this.done) return;
    let lightest = 0;
    for (let b = 1; b < this.open; b++) if (state.load[b] < state.load[lightest]) lightest = b;
    this.empty(lightest);
    const last = --this.open;
    while (state.first[last] >= 0) {
      const item = state.first[last];
      state.remove(item);
      state.insert(item, lightest);
    }
    // An empty bin saved at once.
    if (this.waiting == 0) this.succeed();
  }

  private insert(item: i32): bool {
    const open = this.open;
    let b = <i32>this.random.below(open);
    for (let k = 0; k < open; k++) {
      if (this.state.fits(item, b)) {
        this.state.insert(item, b);
        return true;
      }
      if (++b == open) b = 0;
    }
    return false;
  }

  private insertByEjection(item: i32): void {
    const state = this.state;
    const cost = this.cost;
    const next = state.next;
    cost[item] += POINT;
    let least = f64.MAX_VALUE;
    let one = -1;
    let two = -1;
    for (let b = 0; b < this.open; b++) {
      for (let i = state.first[b]; i >= 0; i = next[i]) {
        if (cost[i] >= least) continue;
        if (state.fitsWithout(item, b, i)) {
          least = cost[i];
          one = i;
          two = -1;
          continue;
        }
        for (let j = next[i]; j >= 0; j = next[j]) {
          if (cost[i] + cost[j] >= least || !state.fitsWithoutTwo(item, b, i, j)) continue;
          least = cost[i] + cost[j];
          one = i;
          two = j;
        }
      }
    }
    const b = one < 0 ? <i32>this.random.below(this.open) : state.bin[one];
    if (one < 0) this.empty(b);
    else this.throwOut(one);
    if (two >= 0) this.throwOut(two);
    state.insert(item, b);
  }

  private empty(b: i32): void {
    while (this.state.first[b] >= 0) this.throwOut(this.state.first[b]);
  }

  private throwOut(item: i32): void {
    this.state.remove(item);
    this.stack[this.waiting++] = item;
  }

  private exchangeAtRandom(): void {
    const state = this.state;
    const bin = state.bin;
    const load = state.load;
    const random = this.random;
    for (let k = 0; k < this.items; k++) {
      const i = <i32>random.below(this.items);
      const j = <i32>random.below(this.items);
      const a = bin[i];
      const b = bin[j];
      if (a < 0 || b < 0 || a == b) continue;
      const shift = state.weight[i] - state.weight[j];
      if (shift * (load[b] - load[a] + shift) < 0) continue;
      if (!state.fitsWithout(i, b, j) || !state.fitsWithout(j, a, i)) continue;
      state.remove(i);
      state.remove(j);
      state.insert(i, b);
      state.insert(j, a);
    }
  }
}
