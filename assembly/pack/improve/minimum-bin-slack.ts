/**
 * Minimum bin slack, MBS' (Gupta and Ho 1999; Fleszar and Hindi 2002): one bin after the other. The largest item left
 * opens it; a depth-first search finds the items that fill it best.
 *
 * The search runs over the different sizes, largest first. At each node the largest size that still fits is tried as the
 * last one; then each size that leaves room for the smallest is added in turn and the search goes on with sizes no larger.
 * It ends with a full bin or after `NODES` nodes; the first of equally good fillings stays.
 */
import { Sizes } from "../sizes";

const NODES = 1000;

/** Fills `bin` by position in `sizes`; returns the number of bins. */
export function minimumBinSlack(sizes: Sizes, bin: StaticArray<i32>): i32 {
  const stock = new Stock(sizes);
  let bins = 0;
  while (stock.fill(bins, bin)) bins++;
  return bins;
}

@final
class Stock {
  /** [kinds] Different sizes, descending. */
  private value: StaticArray<i64>;
  /** [kinds] Items left. */
  private left: StaticArray<i32>;
  /** [kinds] Next item to hand out, by position in `sizes`. */
  private nextItem: StaticArray<i32>;
  /** Depth-first path and the best filling: kinds, one entry an item. */
  private path: StaticArray<i32>;
  private bestPath: StaticArray<i32>;
  private bestLength: i32 = 0;
  private bestSlack: i64 = 0;
  private kinds: i32 = 0;
  /** First and last kind that may have items left. */
  private largest: i32 = 0;
  private smallest: i32 = 0;

  constructor(private sizes: Sizes) {
    const size = sizes.size;
    const count = sizes.count;
    let kinds = 0;
    for (let i = 0; i < count; i++) if (i == 0 || size[i] != size[i - 1]) kinds++;
    this.kinds = kinds;
    this.value = new StaticArray<i64>(kinds);
    this.left = new StaticArray<i32>(kinds);
    this.nextItem = new StaticArray<i32>(kinds);
    this.path = new StaticArray<i32>(count + 1);
    this.bestPath = new StaticArray<i32>(count + 1);
    let kind = -1;
    for (let i = 0; i < count; i++) {
      if (i == 0 || size[i] != size[i - 1]) {
        kind++;
        this.value[kind] = size[i];
        this.nextItem[kind] = i;
      }
      this.left[kind]++;
    }
    this.smallest = kinds - 1;
  }

  /** Fills one bin; false when no item is left. */
  fill(number: i32, bin: StaticArray<i32>): bool {
    const left = this.left;
    const nextItem = this.nextItem;
    while (this.largest < this.kinds && left[this.largest] == 0) this.largest++;
    if (this.largest == this.kinds) return false;
    while (left[this.smallest] == 0) this.smallest--;
    const seed = this.largest;
    left[seed]--;
    bin[nextItem[seed]++] = number;
    this.search(this.sizes.capacity - this.value[seed]);
    for (let i = 0; i < this.bestLength; i++) {
      const kind = this.bestPath[i];
      left[kind]--;
      bin[nextItem[kind]++] = number;
    }
    return true;
  }

  private search(room: i64): void {
    const value = this.value;
    const left = this.left;
    const path = this.path;
    const least = value[this.smallest];
    this.bestSlack = room;
    this.bestLength = 0;
    let depth = 0;
    let rest = room;
    let from = this.largest;
    let nodes = 0;
    while (true) {
      // A node: the sizes on the path are taken, `rest` is left, sizes from `from` on may follow.
      nodes++;
      let kind = this.fitting(rest, from);
      if (kind < this.kinds && rest - value[kind] < this.bestSlack) this.record(depth, kind, rest - value[kind]);
      if (this.bestSlack == 0 || nodes >= NODES) break;
      kind = this.fitting(rest - least, from);
      while (kind == this.kinds && depth > 0) {
        // Nothing more here: back to the parent and on to its next size.
        const last = path[--depth];
        rest += value[last];
        left[last]++;
        kind = this.available(last + 1);
      }
      if (kind == this.kinds) break;
      path[depth++] = kind;
      left[kind]--;
      rest -= value[kind];
      from = kind;
    }
    for (let i = 0; i < depth; i++) left[path[i]]++;
  }

  private record(depth: i32, last: i32, slack: i64): void {
    for (let i = 0; i < depth; i++) this.bestPath[i] = this.path[i];
    this.bestPath[depth] = last;
    this.bestLength = depth + 1;
    this.bestSlack = slack;
  }

  /** The largest size of at most `room` from kind `from` on that has an item left. */
  private fitting(room: i64, from: i32): i32 {
    const value = this.value;
    const kinds = this.kinds;
    let low = from;
    let high = kinds;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value[middle] > room) low = middle + 1;
      else high = middle;
    }
    return this.available(low);
  }

  private available(kind: i32): i32 {
    const left = this.left;
    const kinds = this.kinds;
    while (kind < kinds && left[kind] == 0) kind++;
    return kind;
  }
}
