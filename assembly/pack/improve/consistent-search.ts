/**
 * Fewer bins for items of one resource: a consistent neighbourhood search in the manner of Buljubašić and Vasquez (2016,
 * Consistent neighborhood search for one-dimensional bin packing and two-dimensional vector packing).
 *
 * The generator first gives each different size its mark, the largest first. To save a bin of m, all but the three emptiest are kept (of equal ones the later counts as emptier) and what was in the
 * three becomes the pool, which has to end up in two bins. An iteration visits a kept bin and exchanges some of its items
 * for some of the pool, so that the bin does not get lighter; then the pool may go into two bins. About 0.1 µs.
 *
 * Iteration: of bins below(kept) and below(kept), drawn in this order, the one with more room is visited, the first if
 * equal. Its sets of at most two items, of three when it has at most `TRIPLES`, are each compared with the heaviest set of
 * the pool that may come instead. The largest gain of the bin wins, of equal ones the first. A gain of 0 counts if the
 * sizes differ, by their signatures; such exchanges walk along a plateau and are essential. After an exchange the table is
 * written anew, and a pool of at most two capacities is split.
 *
 * After more than `PATIENCE` × (kept + 2) visits without the pool becoming lighter than ever since, `KICKS` bins below(kept)
 * are exchanged at the least loss each.
 *
 * Items of a bin are considered in the order of its list. A bin of more than `WINDOW` items considers random ones
 * (`bringToFront`). After an exchange its list is, in reverse: the items that stay, in the order considered, then those
 * from places 2, 1, 0 of the pool's subset. They leave the pool in that order, then the bin's come in, place 0 first.
 */
import { Random } from "../../random";
import { Sizes } from "../sizes";
import { splitInTwo } from "./split";
import { bringToFront, EMPTY, positionAt, subsetOf, SubsetTable } from "./subset-table";

const WINDOW = 12;
const TRIPLES = 5;
const PATIENCE = 8;
const KICKS = 5;
/** Of two parts of so many items, one has at most three: the table knows it. */
const TABULATED = 7;

@final
export class ConsistentSearch {
  iterations: i32 = 0;
  /** At the bound, or nothing left to try. */
  done: bool = false;

  private size: StaticArray<i64>;
  private mark: StaticArray<u32>;
  private random: Random;
  /** What has to go into two bins. */
  readonly pool: SubsetTable;
  /** Bins outside the pool: numbers 0 … kept − 1. */
  private kept: i32 = 0;
  /** [bins] List of each bin's items. */
  private first: StaticArray<i32>;
  private next: StaticArray<i32>;
  /** [bins] */
  private room: StaticArray<i64>;
  /** Items of the visited bin. */
  private here: StaticArray<i32>;
  private hereCount: i32 = 0;
  private scratch: StaticArray<i32>;
  private patience: i32 = 0;
  /** Least weight of the pool since the last kick. */
  private lightest: i64 = 0;
  /** The best exchange of a visit. */
  private gain: i64 = 0;
  private bucket: i32 = 0;
  private out: u32 = 0;

  /**
   * @param best [count] bins of a packing by position in `sizes`; the best one from then on
   * @param bins of it
   */
  constructor(
    private sizes: Sizes,
    public readonly best: StaticArray<i32>,
    public bins: i32,
    private lowerBound: i32,
    seed: u32,
  ) {
    const count = sizes.count;
    const size = sizes.size;
    const random = new Random(seed);
    const mark = new StaticArray<u32>(count);
    for (let i = 0; i < count; i++) mark[i] = i > 0 && size[i] == size[i - 1] ? mark[i - 1] : random.next();
    this.size = size;
    this.mark = mark;
    this.random = random;
    this.pool = new SubsetTable(size, mark, sizes.capacity, random);
    this.first = new StaticArray<i32>(bins);
    this.next = new StaticArray<i32>(count);
    this.room = new StaticArray<i64>(bins);
    this.here = new StaticArray<i32>(count);
    this.scratch = new StaticArray<i32>(count);
    this.aim();
  }

  /** Goes on; false when done. */
  step(iterations: i32): bool {
    const end = this.iterations + iterations;
    while (!this.done && this.iterations < end) {
      this.iterations++;
      const one = <i32>this.random.below(this.kept);
      const two = <i32>this.random.below(this.kept);
      if (this.visit(this.room[two] > this.room[one] ? two : one, false) && this.splitPool()) this.aim();
      else if (--this.patience < 0) this.kick();
    }
    return !this.done;
  }

  private kick(): void {
    this.patience = PATIENCE * (this.kept + 2);
    for (let k = 0; k < KICKS; k++) {
      if (this.visit(<i32>this.random.below(this.kept), true) && this.splitPool()) {
        this.aim();
        return;
      }
    }
    this.lightest = this.pool.weight;
  }

  /** Sets out for one bin less than the best. */
  private aim(): void {
    const pool = this.pool;
    while (true) {
      if (this.bins <= this.lowerBound || this.bins < 2) break;
      this.kept = max(this.bins - 3, 0);
      this.sortOutEmptiest();
      pool.clear();
      for (let b = 0; b < this.kept; b++) this.first[b] = -1;
      for (let i = this.sizes.count - 1; i >= 0; i--) {
        const b = this.best[i];
        if (b >= this.kept) {
          pool.add(i);
          continue;
        }
        this.next[i] = this.first[b];
        this.first[b] = i;
      }
      pool.tabulate();
      if (this.splitPool()) continue;
      if (this.kept == 0) break;
      this.patience = PATIENCE * (this.kept + 2);
      this.lightest = pool.weight;
      return;
    }
    this.done = true;
  }

  /** Numbers the bins anew, the emptiest last: each takes the next place from the end, whose bin takes its number. */
  private sortOutEmptiest(): void {
    const bins = this.bins;
    const best = this.best;
    const room = this.room;
    const number = this.scratch;
    const count = this.sizes.count;
    for (let b = 0; b < bins; b++) {
      room[b] = this.sizes.capacity;
      number[b] = b;
    }
    for (let i = 0; i < count; i++) room[best[i]] -= this.size[i];
    for (let last = bins - 1; last >= this.kept; last--) {
      let emptiest = 0;
      for (let b = 1; b <= last; b++) if (room[b] >= room[emptiest]) emptiest = b;
      const most = room[emptiest];
      room[emptiest] = room[last];
      room[last] = most;
      const old = number[emptiest];
      number[emptiest] = number[last];
      number[last] = old;
    }
    const renumbered = this.here;
    for (let b = 0; b < bins; b++) renumbered[number[b]] = b;
    for (let i = 0; i < count; i++) best[i] = renumbered[best[i]];
  }

  /** Makes the best exchange with a bin, or the least bad if it has to be a loss. */
  private visit(bin: i32, lose: bool): bool {
    const here = this.here;
    const size = this.size;
    const mark = this.mark;
    this.gather(bin);
    const count = min(this.hereCount, WINDOW);
    const triples = this.hereCount <= TRIPLES;
    const most: i64 = lose ? -1 : this.room[bin];
    this.gain = lose ? i64.MIN_VALUE : -1;
    this.bucket = -1;
    this.consider(0, 0, EMPTY, most);
    for (let i = 0; i < count && this.gain < most; i++) {
      const one = size[here[i]];
      const markOne = mark[here[i]];
      this.consider(one, markOne, subsetOf(i), most);
      for (let j = i + 1; j < count && this.gain < most; j++) {
        const two = one + size[here[j]];
        const markTwo = markOne + mark[here[j]];
        this.consider(two, markTwo, subsetOf(i, j), most);
        if (!triples) continue;
        for (let k = j + 1; k < count && this.gain < most; k++) {
          this.consider(two + size[here[k]], markTwo + mark[here[k]], subsetOf(i, j, k), most);
        }
      }
    }
    if (this.bucket < 0) return false;
    this.exchange(bin);
    if (this.pool.weight < this.lightest) {
      this.lightest = this.pool.weight;
      this.patience = PATIENCE * (this.kept + 2);
    }
    return true;
  }

  private gather(bin: i32): void {
    let count = 0;
    for (let item = this.first[bin]; item >= 0; item = this.next[item]) this.here[count++] = item;
    this.hereCount = count;
    if (count > WINDOW) bringToFront(this.here, WINDOW, count, this.random);
  }

  /** Whether items that weigh `weight` are best exchanged for some of the pool that weigh up to `most` more. */
  // @ts-ignore: decorator
  @inline
  private consider(weight: i64, signature: u32, subset: u32, most: i64): void {
    const bucket = this.pool.heaviest(weight + most);
    if (bucket < 0) return;
    const gain = this.pool.sumIn(bucket) - weight;
    if (gain <= this.gain || (gain == 0 && this.pool.signatureIn(bucket) == signature)) return;
    this.gain = gain;
    this.bucket = bucket;
    this.out = subset;
  }

  private exchange(bin: i32): void {
    const pool = this.pool;
    const here = this.here;
    let count = this.hereCount;
    const into = pool.subsetIn(this.bucket);
    this.room[bin] -= this.gain;
    // Positions ascend from place to place, so the last goes first.
    for (let place = 2; place >= 0; place--) {
      const position = positionAt(into, place);
      if (position < 0) continue;
      this.scratch[place] = pool.items[position];
      pool.removeAt(position);
    }
    for (let place = 0; place < 3; place++) {
      const position = positionAt(this.out, place);
      if (position < 0) continue;
      pool.add(here[position]);
      here[position] = -1;
    }
    let head = -1;
    for (let i = 0; i < count; i++) {
      if (here[i] < 0) continue;
      this.next[here[i]] = head;
      head = here[i];
    }
    for (let place = 2; place >= 0; place--) {
      if (positionAt(into, place) < 0) continue;
      this.next[this.scratch[place]] = head;
      head = this.scratch[place];
    }
    this.first[bin] = head;
    pool.tabulate();
  }

  /** Puts the pool into two bins if it can; that is the best packing then. */
  private splitPool(): bool {
    const pool = this.pool;
    const capacity = this.sizes.capacity;
    if (pool.weight > 2 * capacity) return false;
    const count = pool.count;
    if (count <= TABULATED && !this.tableSplits()) return false;
    const items = this.here;
    for (let i = 0; i < count; i++) {
      const item = pool.items[i];
      let at = i;
      for (; at > 0 && items[at - 1] > item; at--) items[at] = items[at - 1];
      items[at] = item;
    }
    if (!splitInTwo(items, count, this.size, capacity, this.scratch)) return false;
    for (let b = 0; b < this.kept; b++) {
      for (let item = this.first[b]; item >= 0; item = this.next[item]) this.best[item] = b;
    }
    for (let i = 0; i < count; i++) this.best[items[i]] = this.kept + this.scratch[i];
    this.bins = this.kept + 2;
    return true;
  }

  /** Whether the heaviest set that fits a bin leaves no more than fits another. */
  private tableSplits(): bool {
    const bucket = this.pool.heaviest(this.sizes.capacity);
    const sum: i64 = bucket < 0 ? 0 : this.pool.sumIn(bucket);
    return this.pool.weight - sum <= this.sizes.capacity;
  }
}
